package main

// The address that residents use: what serve takes for one, and what it makes of where it listens.

import (
	"errors"
	"net"
	"strings"
	"testing"
)

func TestPublicAddress(t *testing.T) {
	for given, want := range map[string]string{
		"https://toupiao.example": "https://toupiao.example", "http://192.168.1.20:8080/": "http://192.168.1.20:8080", "": "",
	} {
		if got, err := goodPublic(given); err != nil || got != want {
			t.Errorf("%q is %q, %v", given, got, err)
		}
	}
	for _, given := range []string{"toupiao.example", "ftp://x", "https://", "https://x/linli", "https://x?a=1", "https://x#a", "https://me@x", "javascript:1", "https://x y"} {
		if got, err := goodPublic(given); !errors.Is(err, errPublic) {
			t.Errorf("%q is taken for %q", given, got)
		}
		if out := said(t, 1, "serve", "--dir", t.TempDir(), "--addr", "127.0.0.1:0", "--public", given); !strings.Contains(out, "--public") {
			t.Errorf("serve --public %q: %s", given, out)
		}
	}
	if got := publicURL("", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}); got != "http://127.0.0.1:80" {
		t.Errorf("listening there is %q", got)
	}
}
