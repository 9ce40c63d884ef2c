package kiosk

// What anyone may take away over HTTP, and what a witness brings back.

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
	"linli/catalog/audit"
)

// take fetches an address of the street as a program does.
func (x *street) take(status int, path string) string {
	x.t.Helper()
	res, err := http.Get(x.base + path)
	if err != nil {
		x.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		x.t.Fatalf("%s: %d, want %d: %v\n%s", path, res.StatusCode, status, err, b)
	}
	return string(b)
}

func TestExportOverHTTP(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("r", nil)
	x.frozen(l)
	text := x.take(200, "/r/r/export")
	if again := x.take(200, "/r/r/export"); again != text {
		t.Error("the same ledger has two exports")
	}
	report := audit.Audit(strings.NewReader(text), audit.Trust{Key: strings.TrimSpace(x.take(200, "/r/r/key"))})
	if !report.OK() || report.Seen.Size == 0 {
		t.Errorf("%+v", report.Results)
	}
	for _, personal := range []string{"Zhou", "19900000101"} {
		if strings.Contains(text, personal) {
			t.Errorf("%q is in the export", personal)
		}
	}
	x.take(404, "/r/none/export")
	x.take(404, "/r/none/key")
}

func TestProofsOverHTTP(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("r", nil)
	early, early1, err := l.Ledger().Tree()
	if err != nil {
		t.Fatal(err)
	}
	x.frozen(l)
	size, root, err := l.Ledger().Tree()
	if err != nil {
		t.Fatal(err)
	}
	proof, err := ledger.ParseProof(x.take(200, fmt.Sprintf("/r/r/proof?from=%d&to=%d", early, size)))
	if err != nil || tlog.CheckTree(proof, size, root, early, early1) != nil {
		t.Errorf("consistency: %v", err)
	}
	proof, err = ledger.ParseProof(x.take(200, fmt.Sprintf("/r/r/proof?entry=1&to=%d", size)))
	if err != nil || tlog.CheckRecord(proof, size, root, 1, l.Ledger().Entries(1, 2)[0].Hash()) != nil {
		t.Errorf("inclusion: %v", err)
	}
	for _, bad := range []string{"", "?from=0", "?from=-1", "?from=9&to=3", "?from=1&to=9999", "?entry=9999", "?entry=x", "?from=x"} {
		x.take(404, "/r/r/proof"+bad)
	}
}

func (x *street) cosign(status int, body string) {
	x.t.Helper()
	res, err := http.Post(x.base+"/r/r/cosign", "text/plain", strings.NewReader(body))
	if err != nil {
		x.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != status {
		x.t.Errorf("%.40q: %d, want %d", body, res.StatusCode, status)
	}
}

func TestCosignOverHTTP(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("r", nil)
	private, key, err := note.GenerateKey(rand.Reader, "neighbour")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	own, err := note.NewVerifier(l.Key())
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open([]byte(x.take(200, "/r/r/checkpoint")), note.VerifierList(own))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(n, signer)
	if err != nil {
		t.Fatal(err)
	}
	x.cosign(400, "")
	x.cosign(400, key+"\n")
	x.cosign(400, key+"\n\n"+strings.Repeat("x", maxCosign))
	x.cosign(422, key+"\n\nlinli/r\n")
	x.cosign(422, l.Key()+"x\n\n"+string(signed))
	x.cosign(422, key+"\n\n"+strings.Replace(string(signed), "linli/r", "linli/s", 1))
	x.cosign(204, key+"\n\n"+string(signed))
	if got := x.take(200, "/r/r/checkpoint"); !bytes.Equal([]byte(got), signed) {
		t.Errorf("the checkpoint is\n%s\nwant\n%s", got, signed)
	}
	if _, err := l.Export(); err != nil {
		t.Error(err)
	}
	if report := audit.Audit(strings.NewReader(x.take(200, "/r/r/export")), audit.Trust{}); !report.OK() {
		t.Errorf("with a witness the export does not verify: %+v", report.Results)
	}
}
