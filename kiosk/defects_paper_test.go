package kiosk

// Defects of paper, check-in, draws and letters.

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/tally"
)

// piled is a bureau whose poll has closed with paper to count at station 1.
func piled(t *testing.T) (*bureau, []ballot.Credential) {
	t.Helper()
	o := newBureau(t)
	o.foundByJSON()
	sheets := o.prepareByJSON()
	o.cast(sheets, 2)
	o.asJSON("qin", act("poll.close"), signed(obj{}))
	return o, sheets
}

// TestNotConsulMarksDropped: Consul drops unknown, repeated and over-budget numbers of a paper sheet in silence. Here such
// a line is refused where it stands, all that was typed is still there, and nothing of the batch is entered.
func TestNotConsulMarksDropped(t *testing.T) {
	o, _ := piled(t)
	path := deskPath + "/count/1001/A"
	for name, marks := range map[string]string{
		"unknown": "1 9", "nought": "1 00", "repeated": "1 1", "over the limit": "1 2 1", "negative": "-1", "words": "one", "a half": "1.5",
		"a range": "1-2", "huge": "99999999999999999999", "points": "1=5", "full-width unknown": "９", "two findings": "0 x", "a sign": "1 ?", "hidden": "1\u200b2",
	} {
		before := o.size()
		r := o.enterPile("he", path, "1", marks, "2")
		kept := fields(r.doc.Find("form#sheets"))
		if r.status != 422 || r.doc.Find("tr.alarm").Length() != 1 || strings.TrimSpace(r.doc.Find("tr.alarm .words").Text()) == "" {
			t.Errorf("%s: %d %s", name, r.status, complaint(r))
		}
		if kept.Get("marks-1") != "1" || kept.Get("marks-2") != marks || kept.Get("marks-3") != "2" {
			t.Errorf("%s: what was typed is shown as %v", name, kept)
		}
		if o.size() != before {
			t.Errorf("%s: something of the batch is on the ledger", name)
		}
	}
	for name, sheet := range map[string]obj{
		"unknown": {"finding": "marked", "marks": []obj{{"p": 9}}}, "repeated": {"finding": "marked", "marks": []obj{{"p": 1}, {"p": 1}}},
		"marked without marks": {"finding": "blank", "marks": []obj{{"p": 1}}}, "no finding": {"marks": []obj{{"p": 1}}},
	} {
		before := o.size()
		r := o.json("he", act("count.enter"), obj{"batch": 1001, "station": 1, "pair": "A", "sheets": []obj{{"finding": "marked", "marks": []obj{{"p": 1}}}, sheet}})
		if r.status < 400 || r.status >= 500 || o.size() != before {
			t.Errorf("by program, %s: %d %s", name, r.status, r.body)
		}
	}
}

// TestNotConsulSheetTwice: in Consul a sheet posted again is a second sheet. Here a batch posted again is the same batch,
// a sheet scanned again, in its own batch or another, is set aside, and a sealed batch takes nothing more.
func TestNotConsulSheetTwice(t *testing.T) {
	o, sheets := piled(t)
	l := o.round()
	if r := o.scanPile("he", "1001", "yes", sheets[2], sheets[3]); r.status != http.StatusSeeOther {
		t.Fatalf("scan: %d %s", r.status, complaint(r))
	}
	for range 3 { // the button pressed again, the page reloaded
		if r := o.enterPile("he", deskPath+"/count/1001/A", "1", "2"); r.status != http.StatusSeeOther {
			t.Fatalf("pair A: %d %s", r.status, complaint(r))
		}
		if r := o.enterPile("tai", deskPath+"/count/1001/B", "1", "2"); r.status != http.StatusSeeOther {
			t.Fatalf("pair B: %d %s", r.status, complaint(r))
		}
	}
	o.read(func(r *catalog.Round) {
		if b := r.Count.Batches[1001]; len(r.Count.Batches) != 1 || len(b.Entered["A"]) != 2 || len(b.Scanned.Genuine) != 2 {
			t.Errorf("%d batches, %+v", len(r.Count.Batches), b)
		}
	})
	o.asJSON("he", act("count.seal"), obj{"batch": 1001})
	before := o.size()
	for what, r := range map[string]reply{
		"seal again":  o.json("he", act("count.seal"), obj{"batch": 1001}),
		"enter again": o.json("he", act("count.enter"), obj{"batch": 1001, "station": 1, "pair": "A", "sheets": []obj{{"finding": "marked", "marks": []obj{{"p": 2}}}}}),
		"scan again":  o.json("he", act("count.scan"), obj{"batch": 1001, "station": 1, "codes": []string{sheets[4].Code()}}),
	} {
		if r.status < 400 || r.status >= 500 {
			t.Errorf("a sealed batch, %s: %d %s", what, r.status, r.body)
		}
	}
	if o.size() != before {
		t.Error("a sealed batch has taken something")
	}
	out := o.asJSON("he", act("count.scan"), obj{"batch": 1002, "station": 1, "codes": []string{sheets[2].Code(), sheets[5].Code(), sheets[5].Code(), strings.ToLower(sheets[5].Code())}})
	if len(out.Aside) != 3 || out.Aside[2] != "" {
		t.Errorf("of a counted sheet, a new one and two copies of it aside are %v", out.Aside)
	}
	l.Read(func(r *catalog.Round) {
		n := 0
		for range r.Ballots() {
			n++
		}
		if n != 4 { // two of phones, two of paper
			t.Errorf("%d ballots count", n)
		}
	})
}

// TestNotConsulTwoCheckIns: nothing unique in Consul's schema keeps two booths from checking in one person. Here the same
// person asked at two stations on two servers at the same instants may vote once.
func TestNotConsulTwoCheckIns(t *testing.T) {
	x := newStreet(t)
	l, _ := x.voting("2026", ballot.Approval, 1)
	x.acts(l, &catalog.Station{Number: 2, Name: "North", Address: "Lane 60", Hours: "8:30-17:30", Phone: "0001"})
	there := x.beside()
	eventually(t, "the other server knows the station", waitOthers, func() bool {
		return there.browser().get("/desk/2026/checkin/2", "Cookie", "staff="+x.cookies["bao"]).status == 200
	})
	const people = 20
	spellings := []string{"1990000%04d", "1990000 %04d", " 1990000%04d ", "１９９0000%04d"}
	may := make([]int, people)
	var mu sync.Mutex
	var all sync.WaitGroup
	for p := range people {
		for try := range 8 {
			all.Go(func() {
				o := []*street{x, there}[try%2]
				id := fmt.Sprintf(spellings[try/2], 1000+p)
				r := o.bureau.json("bao", deskPath+"/checkin/"+strconv.Itoa(try%2+1), obj{"identifiers": []string{id}})
				switch {
				case strings.Contains(string(r.body), `"ok"`):
					mu.Lock()
					may[p]++
					mu.Unlock()
				case !strings.Contains(string(r.body), `"already"`):
					t.Errorf("%q: %d %s", id, r.status, r.body)
				}
			})
		}
	}
	all.Wait()
	for p, n := range may {
		if n != 1 {
			t.Errorf("person %d may vote %d times", p, n)
		}
	}
}

// TestNotWarsawOneProposerOnly: where(id: 28008) was left in Warsaw's notification, so that one proposer would hear. Here
// each proposal that is not funded has its letter in the file, and no handler compares with a number that could be one.
func TestNotWarsawOneProposerOnly(t *testing.T) {
	p := answered(t, "greedy-stop", tally.Cheaper, tally.Number)
	text := textOf(t, printed(t, p.l, "letters"))
	n := 0
	p.l.Read(func(r *catalog.Round) {
		for _, lost := range r.Unsuccessful() {
			letter := r.Letters[lost.No]
			title, _ := lost.Current()
			if letter == nil || !strings.Contains(text, letter.Number) || !strings.Contains(text, strings.ReplaceAll(title, " ", "")) {
				t.Errorf("proposal %d has no letter in the file", lost.No)
			}
			n++
		}
	})
	if n < 5 {
		t.Fatalf("only %d were not funded", n)
	}
	sources(t, func(fset *token.FileSet, name string, f *ast.File) {
		if folder := filepath.Dir(name); folder != "." && folder != "../catalog" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			b, ok := n.(*ast.BinaryExpr)
			if !ok || b.Op != token.EQL {
				return true
			}
			for _, side := range []ast.Expr{b.X, b.Y} {
				lit, ok := side.(*ast.BasicLit)
				if ok && lit.Kind == token.INT {
					if v, err := strconv.ParseInt(lit.Value, 0, 64); err == nil && v > 9 {
						t.Errorf("%v compares with the number %d", fset.Position(b.Pos()), v)
					}
				}
			}
			return true
		})
	}, ".", "../catalog")
}

// TestNotWarsawDrawAgain: in Warsaw a ranking made anew deletes the logs of all draws of all years, so that one can draw
// until it pleases. Here neither the draw of numbers nor that of the outcome can be done again, corrected, or undone, and
// what another round does changes nothing.
func TestNotWarsawDrawAgain(t *testing.T) {
	o := newBureau(t)
	o.roundByForms()
	export := func() string { return string(o.get("", "/r/2026/export").body) }
	ledger, drawn := o.size(), export()
	var freeze, tallied int64
	for _, e := range o.round().Ledger().Entries(0, ledger) {
		switch e.Act {
		case "library.freeze":
			freeze = e.N
		case "poll.tally":
			tallied = e.N
		}
	}
	for what, r := range map[string]reply{
		"numbers again":      o.json("qin", act("library.freeze"), obj{"seed": "another", "drawn": true}),
		"outcome again":      o.json("qin", act("poll.tally"), obj{"seed": "another"}),
		"numbers corrected":  o.json("qin", deskPath+"/correct/"+strconv.FormatInt(freeze, 10), obj{"correction": "x", "body": obj{"seed": "another", "drawn": true}}),
		"outcome corrected":  o.json("qin", deskPath+"/correct/"+strconv.FormatInt(tallied, 10), obj{"correction": "x", "body": obj{"seed": "another"}}),
		"among many":         o.json("qin", deskPath+"/acts", []obj{{"act": "library.freeze", "body": obj{"seed": "another", "drawn": true}}}),
		"round started anew": o.json("qin", "/desk/new", catalog.Create{ID: "2026", Scheme: testScheme("greedy-stop", []tally.Rung{tally.Draw})}),
	} {
		if r.status < 400 || r.status >= 500 {
			t.Errorf("%s: %d %s", what, r.status, r.body)
		}
	}
	if o.size() != ledger {
		t.Error("a draw that was refused is on the ledger")
	}
	l, err := o.s.rounds.found(context.Background(), "qin", catalog.Create{ID: "2027", Scheme: testScheme("greedy-skip", []tally.Rung{tally.Draw})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Do(context.Background(), "qin", &catalog.Adopt{Body: "Assembly"}); err != nil {
		t.Fatal(err)
	}
	if export() != drawn {
		t.Error("another year has changed the record of this one")
	}
}
