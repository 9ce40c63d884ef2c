package main

// Defects of other platforms that only the command can have; the others, and the list, are in package kiosk.

import (
	"bytes"
	"context"
	"regexp"
	"testing"

	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/kiosk"
)

// TestNoDefaultPasswords: the accounts of a fresh folder get passwords that are drawn, each another, in each folder others,
// and a second start makes none.
func TestNoDefaultPasswords(t *testing.T) {
	line := regexp.MustCompile(`login: (\S+)　口令 / password: (\S+)`)
	seen := map[string]string{}
	for range 3 {
		store, err := bolt.Open(t.TempDir() + "/fresh.db")
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		staff := kiosk.NewStaff(catalog.Env{Store: store, Now: systemClock, Random: systemRandom})
		for start, want := range []int{len(firstStaff), 0} {
			var out bytes.Buffer
			if err := new(serveCmd).accounts(env{ctx: context.Background(), stdout: &out}, staff); err != nil {
				t.Fatal(err)
			}
			said := line.FindAllStringSubmatch(out.String(), -1)
			if len(said) != want {
				t.Errorf("start %d: %d accounts: %s", start+1, len(said), out.String())
			}
			for _, x := range said {
				login, password := x[1], x[2]
				if who, ok := seen[password]; ok || len(password) < 14 {
					t.Errorf("%s has the password of %s: %q", login, who, password)
				}
				seen[password] = login
				if m, err := staff.Check(context.Background(), login, password); err != nil || m.Login != login {
					t.Errorf("%s cannot sign in with what was shown: %v", login, err)
				}
			}
		}
	}
}
