package audit

// Witnesses: their signatures are counted, and what is not theirs is refused by name.

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// outsider is a witness with a key of their own.
type outsider struct {
	note.Signer
	key string
}

func newOutsider(t *testing.T, seed byte, name string) outsider {
	t.Helper()
	private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{100, seed}), name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return outsider{signer, key}
}

// sign is their signature of the checkpoint that an export holds, as a line of it.
func (o outsider) sign(t *testing.T, text []byte) string {
	t.Helper()
	parts := strings.SplitN(string(text), "\n\n", 4)
	signed, err := note.Sign(&note.Note{Text: parts[1] + "\n"}, o)
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(signed), "\n\n")
	return line
}

// cosigned is an export with more signatures.
func cosigned(text []byte, lines ...string) []byte {
	parts := strings.SplitN(string(text), "\n\n", 4)
	parts[2] += "\n" + strings.TrimSuffix(strings.Join(lines, ""), "\n")
	return []byte(strings.Join(parts, "\n\n"))
}

func TestWitnesses(t *testing.T) {
	text := released(t)
	x, y, z := newOutsider(t, 1, "linli-witness"), newOutsider(t, 2, "linli-witness"), newOutsider(t, 3, "linli-witness")
	both := cosigned(text, x.sign(t, text), y.sign(t, text))
	other := newForger(t)
	other.origin = "linli/2027"
	elsewhere := x.sign(t, other.signed())
	forged := strings.Replace(x.sign(t, text), " ", " ", 1)
	forged = forged[:len(forged)-8] + "AAAA" + forged[len(forged)-4:]
	ledgersKey := strings.Split(string(text), "\n")[1]
	for _, c := range []struct {
		name  string
		text  []byte
		trust Trust
		want  State
		says  string
	}{
		{"nobody was asked", text, Trust{}, Pending, "there are 0 other signatures"},
		{"nobody was asked of two", both, Trust{}, Pending, "there are 2 other signatures"},
		{"both", both, Trust{Witnesses: []string{x.key, y.key}}, OK, "signed by " + y.key},
		{"two of three", both, Trust{Witnesses: []string{x.key, y.key, z.key}, Quorum: 2}, OK, "not signed by " + z.key},
		{"all of three", both, Trust{Witnesses: []string{x.key, y.key, z.key}}, Failed, "signed by 2 witnesses, 3 are needed"},
		{"one, none signed", text, Trust{Witnesses: []string{x.key}, Quorum: 1}, Failed, "signed by 0 witnesses, 1 are needed"},
		{"a witness with another key", both, Trust{Witnesses: []string{z.key}}, Failed, "not signed by " + z.key},
		{"one counted twice", both, Trust{Witnesses: []string{x.key, x.key}}, Failed, "stands twice"},
		{"the ledger itself", both, Trust{Witnesses: []string{ledgersKey}}, Failed, "the ledger's own"},
		{"the ledger under another name", both, Trust{Witnesses: []string{renamed(t, ledgersKey, "alice")}}, Failed, "the ledger's own"},
		{"no key", both, Trust{Witnesses: []string{"alice"}}, Failed, "not a verifier key"},
		{"a signature of another checkpoint", cosigned(text, elsewhere), Trust{Witnesses: []string{x.key}}, Failed, "signature of this witness is wrong"},
		{"a wrong signature beside enough good ones", cosigned(text, elsewhere, y.sign(t, text)), Trust{Witnesses: []string{x.key, y.key}, Quorum: 1}, Failed, "signature of this witness is wrong: " + x.key},
		{"a forged signature", cosigned(text, forged), Trust{Witnesses: []string{x.key}}, Failed, "signature of this witness is wrong"},
	} {
		r := Audit(bytes.NewReader(c.text), c.trust)
		got := r.Results[2]
		said := fmt.Sprint(got.Problems, got.Notes)
		if got.Name != "witnesses" || got.State != c.want || !strings.Contains(said, c.says) || r.OK() != (c.want != Failed) {
			t.Errorf("%s: %s %v, want %s %q", c.name, got.State, said, c.want, c.says)
		}
	}
	for name, bad := range map[string][]byte{
		"doubled": cosigned(text, x.sign(t, text), x.sign(t, text)), "two of one witness": cosigned(text, x.sign(t, text), elsewhere),
	} {
		if r := Audit(bytes.NewReader(bad), Trust{Witnesses: []string{x.key}}); r.OK() {
			t.Errorf("%s: passes", name)
		}
	}
}

// renamed is the same key under another name.
func renamed(t *testing.T, key, name string) string {
	t.Helper()
	again, err := note.NewEd25519VerifierKey(name, []byte(publicPart(key))[1:])
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// A checkpoint that was forged: another text under the old signature, or the signature of another key.
func TestForgedCheckpoint(t *testing.T) {
	text := string(released(t))
	lines := strings.SplitAfter(text, "\n")
	for name, bad := range map[string]string{
		"another size":   strings.Replace(text, "\n65\n", "\n64\n", 1),
		"another origin": strings.Replace(text, "linli/2026", "linli/2027", 1),
		"another scheme": strings.Replace(text, "scheme caf7", "scheme caf8", 1),
		"another line":   strings.Replace(text, "scheme caf7", "seen by all\nscheme caf7", 1),
		"another key":    strings.Replace(text, lines[1], newOutsider(t, 4, "linli").key+"\n", 1),
		"a stranger's":   strings.Replace(text, lines[7], newOutsider(t, 4, "linli").sign(t, []byte(text)), 1),
		"no signature":   strings.Replace(text, lines[7]+"\n", "", 1),
	} {
		r := auditText([]byte(bad))
		if bad == text || r.OK() || len(r.Results) > 1 && r.Results[1].State != Failed {
			t.Errorf("%s: %v", name, failed(r))
		}
	}
}
