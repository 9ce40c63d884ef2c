package kiosk

// What a program is told of a refused vote: never the code, the secret in it, nor bytes that are no text.

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"linli/ballot"
)

// TestRefusedVoteTellsNothing: whatever is wrong with a vote, the answer does not repeat the code or the secret, in any
// spelling of them, and what comes in as broken bytes comes out as text.
func TestRefusedVoteTellsNothing(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	if code := x.browser().castJSON(sheets[1].Code(), `[{"p":3}]`); code != 200 {
		t.Fatalf("a vote: %d", code)
	}
	secret := sheets[0].Secret[:]
	said := map[string]bool{}
	for name, marks := range map[string]string{
		"too many": `[{"p":1},{"p":2},{"p":3},{"p":4},{"p":5},{"p":6},{"p":7}]`, "twice": `[{"p":3},{"p":3}]`,
		"no project": `[{"p":999}]`, "no marks": `"\ud800\udfff"`, "hostile": "[{\"project\":\"\xff\xfe\"}]", "points": `[{"p":3,"v":-1}]`,
	} {
		for _, code := range []string{sheets[0].Code(), strings.ToLower(sheets[0].Code()), sheets[0].Code() + "\xff\xc0\xaf", sheets[0].Code()[:20], sheets[1].Code()} {
			quoted, _ := json.Marshal(code)
			body := `{"code":` + string(quoted) + `,"marks":` + marks + `}`
			raw := `{"code":"` + code + `","marks":` + marks + `}`
			for _, sent := range []string{body, raw} {
				r := x.browser().json("/vote/cast", sent)
				x.tellsNothing(name, r, secret, code)
				said[r.code()] = true
			}
		}
	}
	r := x.browser().json("/vote/cast", `{"code":"`+sheets[1].Code()+`","marks":[{"p":1}]}`)
	x.tellsNothing("another ballot", r, sheets[1].Secret[:], sheets[1].Code())
	said[r.code()] = true
	for _, want := range []string{"toomany", "duplicate", "noproject", "malformed", "spent"} {
		if !said[want] {
			t.Errorf("nothing was refused as %q, only %v", want, said)
		}
	}
}

// code is that of a refusal as JSON.
func (r reply) code() string {
	var x refusal
	if json.Unmarshal(r.body, &x) != nil {
		return ""
	}
	return x.Code
}

// tellsNothing checks that an answer is a refusal in clean text that holds neither code nor secret.
func (x *street) tellsNothing(what string, r reply, secret []byte, code string) {
	x.t.Helper()
	var got refusal
	if err := json.Unmarshal(r.body, &got); err != nil || r.status < 400 || r.status >= 500 || got.Zh == "" || got.En == "" {
		x.t.Errorf("%s: %d %s", what, r.status, r.body)
	}
	if !utf8.Valid(r.body) || strings.ContainsRune(string(r.body), utf8.RuneError) {
		x.t.Errorf("%s: no clean text: %q", what, r.body)
	}
	flat := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(string(r.body)))
	clean := strings.ToUpper(strings.ToValidUTF8(strings.ReplaceAll(code, "-", ""), ""))
	if strings.Contains(flat, clean[:16]) || strings.Contains(flat, strings.ToUpper(hex.EncodeToString(secret))) || strings.Contains(flat, clean[len(clean)-16:]) {
		x.t.Errorf("%s: the code or its secret is in %s", what, r.body)
	}
}
