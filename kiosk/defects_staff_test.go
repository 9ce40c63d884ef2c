package kiosk

// Defects of what stands around the vote: passwords, visits, settings that grow stale, exports, debug prints.

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"linli/ballot"
	"linli/ballot/store/bolt"
	"linli/catalog"
)

// TestNotStanfordFastHash: Stanford keeps SHA-1 of salt and password. Here the same password is kept differently each
// time, by argon2id at no less than OWASP's minimum, and by no fast hash.
func TestNotStanfordFastHash(t *testing.T) {
	o := newBureau(t)
	seen := map[string]bool{}
	for _, login := range []string{"qin", "lu", "bao", "he"} { // of one password
		a, err := o.s.staff.account(context.Background(), login)
		if err != nil {
			t.Fatal(err)
		}
		p := []byte(officePassword)
		if !bytes.Equal(a.Hash, argon2.IDKey(p, a.Salt, 2, 19<<10, 1, 32)) {
			t.Errorf("%s: the hash is not argon2id with 19 MiB and two passes", login)
		}
		for _, text := range [][]byte{p, slices.Concat(a.Salt, p), slices.Concat(p, a.Salt)} {
			s1, s2, m := sha1.Sum(text), sha256.Sum256(text), md5.Sum(text)
			if bytes.Contains(a.Hash, s1[:]) || bytes.Contains(a.Hash, s2[:]) || bytes.Contains(a.Hash, m[:]) {
				t.Errorf("%s: a fast hash is kept", login)
			}
		}
		if len(a.Salt) < 16 || seen[string(a.Salt)] || seen[string(a.Hash)] {
			t.Errorf("%s: salt %x", login, a.Salt)
		}
		seen[string(a.Salt)], seen[string(a.Hash)] = true, true
	}
	if all := items(t, o.env.Store); strings.Contains(all, fmt.Sprintf("%x", officePassword)) {
		t.Error("the store holds a password")
	}
}

// TestNotStanfordDefaultLogin: Stanford starts with s@s and superadmin123, Consul with admin@consul.dev and 12345678.
// Here a fresh store has no account, so that no login opens it; TestNoDefaultPasswords of the command shows that the
// first accounts get drawn passwords.
func TestNotStanfordDefaultLogin(t *testing.T) {
	store, err := bolt.Open(t.TempDir() + "/fresh.db")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := newBureau(t)
	env := o.env
	env.Store = store
	fresh := New(Config{Env: env, Public: testPublic, Log: slog.New(slog.DiscardHandler)})
	if any, err := fresh.staff.Any(context.Background()); err != nil || any {
		t.Fatalf("a fresh store has accounts: %v", err)
	}
	o.s = fresh
	for _, login := range []string{"s@s", "admin", "root", "office1", "qin", "admin@consul.dev", "system@example.org", ""} {
		for _, password := range []string{"superadmin123", "admin", "12345678", "decidim123456789", "password", officePassword, login, ""} {
			if _, err := fresh.staff.check(context.Background(), login, password); err == nil {
				t.Errorf("%q opens with %q", login, password)
			}
		}
	}
	if r := o.post("", "/login", url.Values{"name": {"s@s"}, "password": {"superadmin123"}}); r.status != 401 || len(r.head.Values("Set-Cookie")) > 0 {
		t.Errorf("a default login: %d", r.status)
	}
	for _, short := range []string{"", "1234567", "秦闻"} {
		if err := fresh.staff.Set(context.Background(), Member{"qin", "秦闻", "office"}, short); !errors.Is(err, ErrAccount) {
			t.Errorf("an account with the password %q: %v", short, err)
		}
	}
}

// TestNotStanfordRowForEachVisit: Stanford inserts a row with address and browser for each request. Here neither pages
// nor wrong codes nor refused logins write anything, and no address or browser of a visitor is kept or logged.
func TestNotStanfordRowForEachVisit(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	s := x.watched()
	there := x.beside()
	there.browser().get("/r/2026/observe")
	w := s.of(func() {
		for i := range 40 {
			b := there.browser()
			for _, path := range []string{"/", "/r/2026", "/r/2026/library", "/vote", "/b/" + sheets[0].Code(), "/b/X", "/r/2026/observe", "/nowhere", "/login", "/desk"} {
				b.get(path, "User-Agent", "visitor-browser", "X-Forwarded-For", fmt.Sprintf("10.0.0.%d", i))
			}
			b.post("/vote", url.Values{"code": {"X"}})
		}
		there.browser().login("nobody", "guess")
	})
	if w.commits > 0 {
		t.Errorf("400 visits are %d commits", w.commits)
	}
	if text := x.log.String() + items(t, x.env.Store); strings.Contains(text, "visitor-browser") || strings.Contains(text, "10.0.0.7") || strings.Contains(text, "127.0.0.1:") {
		t.Error("a visitor is on record")
	}
}

// TestNotStanfordStaleConfig: Stanford remembers its settings in each process, and other processes go on with the old.
// Here what one server does holds on the other: at once where it is about who may do what and whether a sheet counts, and
// shortly after on the pages.
func TestNotStanfordStaleConfig(t *testing.T) {
	x := newStreet(t)
	there := x.beside()
	l := x.collecting("2026", nil)
	there.browser().get("/r/2026")
	shows := func(path, words string) {
		t.Helper()
		eventually(t, path+" says "+words, waitOthers, func() bool { return strings.Contains(string(there.browser().get(path).body), words) })
	}
	x.frozen(l)
	shows("/r/2026/library", "Shed")
	sheets := x.print(l, 3)
	x.acts(l, &catalog.OpenPoll{Officers: twoOfficers})
	if r := there.browser().get("/b/" + sheets[0].Code()); r.status != 200 {
		t.Errorf("a sheet that was printed this moment: %d", r.status)
	}
	x.acts(l, &catalog.Station{Number: 1, Name: "New Hall", Address: "Lane 60", Hours: "9:00-12:00", Phone: "0001"})
	shows("/r/2026", "New Hall")
	x.acts(l, &catalog.Withdraw{Project: 2, Why: "The site is gone"})
	shows("/r/2026/library", "The site is gone")
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	if got := there.browser().castJSON(sheets[0].Code(), `[{"p":1}]`); got != 410 {
		t.Errorf("a cast after the close on the other server: %d", got)
	}

	secret := signedIn(t, x.s, "lu", officePassword)
	if r := there.browser().get("/desk/2026/act/poll.tally", "Cookie", "staff="+secret); r.status == 403 || r.status == 303 {
		t.Fatalf("an officer on the other server: %d", r.status)
	}
	if err := x.s.staff.Set(context.Background(), Member{"lu", "陆雪青", "clerk"}, "plum-rain-2"); err != nil {
		t.Fatal(err)
	}
	if r := there.browser().get("/desk/2026/act/poll.tally", "Cookie", "staff="+secret); r.status != 303 {
		t.Errorf("a role that was taken away this moment: %d", r.status)
	}
	if r := there.browser().login("lu", officePassword); r.status != 401 {
		t.Errorf("a password that was changed this moment: %d", r.status)
	}
	b := there.browser()
	b.login("lu", "plum-rain-2")
	if r := b.get("/desk/2026/act/poll.tally"); r.status != 403 {
		t.Errorf("the new role: %d", r.status)
	}
}

// TestNotDecidimExportFromAForm: Decidim's export takes vote type and limits from what a form says. Here the export has
// no settings: whatever is asked beside, it is the same bytes, and its scheme is the one that the paper keeps.
func TestNotDecidimExportFromAForm(t *testing.T) {
	x := newStreet(t)
	l, _ := x.voting("2026", ballot.Points, 1, func(s *catalog.Scheme) { s.MaxMarks, s.Sum = 3, 10 })
	b := x.browser()
	plain := b.get("/r/2026/export")
	for _, query := range []string{"?vote_type=approval&max_length=99&budget=1&rule=greedy-stop", "?form=ranking&max_marks=1&sum=1", "?lang=en&size=2&format=pb"} {
		if r := b.get("/r/2026/export" + query); !bytes.Equal(r.body, plain.body) {
			t.Errorf("%s gives another export", query)
		}
	}
	var form string
	var limits [2]int64
	for line := range bytes.Lines(plain.body) {
		var e struct {
			Entry struct {
				Act  string
				Body json.RawMessage
			}
			Act  string
			Body json.RawMessage
		}
		if json.Unmarshal(line, &e) == nil && bytes.Contains(line, []byte("max_marks")) {
			body := append(e.Body, e.Entry.Body...)
			var create catalog.Create
			if err := json.Unmarshal(body, &create); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			form, limits = string(create.Scheme.Form), [2]int64{int64(create.Scheme.MaxMarks), create.Scheme.Sum}
		}
	}
	l.Read(func(r *catalog.Round) {
		if p := r.Library.Paper; form != string(p.Form) || limits != [2]int64{int64(p.Max), p.Sum} {
			t.Errorf("the export says %s %v, the paper %+v", form, limits, p)
		}
	})
}

// TestNotDecidimFieldInAnothersPlace: one stored version of Decidim fills the field "country" of its export with the
// description. Here each text field of each act gets a text of its own, and the export has each under its own name.
func TestNotDecidimFieldInAnothersPlace(t *testing.T) {
	x := newStreet(t)
	o := x.bureau
	o.roundByForms()
	b := x.browser()
	own := map[string]string{"title": "TITLE own words", "place": "PLACE own words", "text": "TEXT own words", "benefits": "BENEFITS own words"}
	l := x.collecting("2027", func(s *catalog.Scheme) {
		s.Scope, s.Process, s.Method, s.WhoVotes, s.Carry = "SCOPE", "PROCESS", "METHOD", "WHO", "CARRY"
		s.Address, s.Phone, s.Supervision, s.Street, s.District, s.Community = "ADDRESS", "PHONE", "SUPERVISION", "STREET", "DISTRICT", "COMMUNITY"
	})
	b.must("hand in", b.post("/r/2027/propose", idea("title", own["title"], "place", own["place"], "text", own["text"], "benefits", own["benefits"])), http.StatusSeeOther)
	x.frozen(l)
	x.acts(l, &catalog.Station{Number: 2, Name: "NAME", Address: "STATION ADDRESS", Hours: "HOURS", Access: "ACCESS", Phone: "STATION PHONE"})
	export := string(b.get("/r/2027/export").body)
	for name, text := range own {
		if !strings.Contains(export, fmt.Sprintf("%q:%q", name, text)) {
			t.Errorf("%s is not exported under its name", name)
		}
	}
	for _, pair := range []string{
		`"scope":"SCOPE"`, `"process":"PROCESS"`, `"method":"METHOD"`, `"who_votes":"WHO"`, `"carry":"CARRY"`, `"address":"ADDRESS"`, `"phone":"PHONE"`, `"supervision":"SUPERVISION"`,
		`"street":"STREET"`, `"district":"DISTRICT"`, `"community":"COMMUNITY"`, `"name":"NAME"`, `"address":"STATION ADDRESS"`, `"hours":"HOURS"`, `"access":"ACCESS"`, `"phone":"STATION PHONE"`,
	} {
		if !strings.Contains(export, pair) {
			t.Errorf("the export has no %s", pair)
		}
	}
	if n := strings.Count(export, own["title"]); n != strings.Count(export, `"title":"`+own["title"]) {
		t.Errorf("a title stands %d times in the export, not always as one", n)
	}
}

// TestNotWarsawDebugPrints: debug prints are left in Warsaw's vote controller. Here no source but those of the command
// prints, and the log of a vote says method, route, status and time, and nothing else.
func TestNotWarsawDebugPrints(t *testing.T) {
	sources(t, func(fset *token.FileSet, name string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "println" {
					t.Errorf("%v prints", fset.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				pkg, ok := n.X.(*ast.Ident)
				said := ok && (pkg.Name == "fmt" && strings.HasPrefix(n.Sel.Name, "Print") || pkg.Name == "os" && (n.Sel.Name == "Stdout" || n.Sel.Name == "Stderr") || pkg.Name == "log")
				if said {
					t.Errorf("%v prints", fset.Position(n.Pos()))
				}
			}
			return true
		})
	}, ".", "../ballot", "../catalog", "../tally")
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	b := x.browser()
	b.must("cast", b.castFor(sheets[0], 4), http.StatusSeeOther)
	lines := 0
	for line := range strings.Lines(x.log.String()) {
		rest := strings.TrimSpace(line)
		for _, key := range []string{"time=", "level=", "msg=", "method=", "route=", "status=", "ms="} {
			word, more, _ := strings.Cut(rest, " ")
			if !strings.HasPrefix(word, key) {
				t.Fatalf("the log says %s", line)
			}
			rest = more
		}
		if rest != "" {
			t.Errorf("the log says more: %s", line)
		}
		lines++
	}
	if lines == 0 {
		t.Error("nothing is logged: the test does not look")
	}
}
