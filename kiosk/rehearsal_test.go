package kiosk

// A rehearsal as staff and helpers play it: at the desk, on phones, at a machine, on paper.

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
)

// office is a browser at which that member of the staff has signed in.
func (x *street) office(login string) *browser {
	x.t.Helper()
	b := x.browser()
	if r := b.login(login, officePassword); r.status != http.StatusSeeOther {
		x.t.Fatalf("login: %d", r.status)
	}
	return b
}

// deed does an act by program with the second officer lu, and wants that status.
func (b *browser) deed(want int, round, act, body string) reply {
	b.t.Helper()
	r := b.json("/desk/"+round+"/act/"+act, body)
	if r.status != want {
		b.t.Fatalf("%s: %d, want %d: %s", act, r.status, want, r.body)
	}
	return r
}

const andLu = `"second":{"login":"lu","password":"` + officePassword + `"}`

// everything is every key of the store with its value, but for the ledger of the round and the staff's sessions.
func (x *street) everything() map[string]string {
	x.t.Helper()
	all := map[string]string{}
	err := x.env.Store.Scan(context.Background(), nil, nil, func(it store.Item) error {
		key := string(it.Key)
		if !strings.HasPrefix(key, "s/ledger/2026/") && key != "h/ledger/2026" && !strings.HasPrefix(key, "staff/") && !strings.HasPrefix(key, "session/") {
			all[key] = string(it.Val)
		}
		return nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return all
}

// TestRehearsal plays a rehearsal from its beginning to its certificate; of the round nothing has changed.
func TestRehearsal(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	x.frozen(l)
	real := x.print(l, 3)
	desk := x.office("qin")
	desk.get("/desk/2026")
	before := x.everything()

	desk.deed(200, "2026", "rehearsal.begin", `{"stations":[1]}`)
	desk.deed(409, "2026", "rehearsal.begin", `{"stations":[1]}`)
	desk.deed(409, "2026", "poll.open", `{`+andLu+`}`)
	desk.deed(200, "2026_rehearsal", "poll.open", `{`+andLu+`}`)
	desk.deed(409, "2026_rehearsal", "sheets.print", `{"station":1,"number":1}`)

	live, err := x.s.Round(t.Context(), "2026_rehearsal")
	if err != nil {
		t.Fatal(err)
	}
	deck, err := live.Deck(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x.marked(desk, deck)
	x.keptApart(real[0], deck)
	counted := x.castDeck(desk, live, deck)
	x.countDeck(desk, counted)

	preview := desk.get("/desk/2026/act/rehearsal.end").text()
	if !strings.Contains(preview, "逐项相同") {
		t.Errorf("the desk says of the result: %s", preview)
	}
	desk.deed(422, "2026", "rehearsal.end", `{}`)
	desk.deed(200, "2026", "rehearsal.end", `{`+andLu+`}`)
	if after := x.everything(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the rehearsal has left something:\n%q\n%q", before, after)
	}
	if r := x.browser().get("/r/2026_rehearsal/observe"); r.status != 404 {
		t.Errorf("the rehearsal is over and answers %d", r.status)
	}
	if r := x.browser().get("/b/" + deck[0].Code()); r.status != 404 || !strings.Contains(r.text(), "测试票") {
		t.Errorf("a test sheet after its rehearsal: %d %s", r.status, r.text())
	}
	paper := x.browser().get("/r/2026/paper/rehearsal.pdf")
	if got := textOfPDF(t, paper.body); !strings.Contains(got, "演练清除证明") || !strings.Contains(got, "逐项相同") || strings.Contains(got, "REHEARSAL") {
		t.Errorf("certificate: %s", got)
	}
	desk.deed(200, "2026", "poll.open", `{`+andLu+`}`)
	if r := x.browser().castFor(real[0], 1); r.status != http.StatusSeeOther {
		t.Errorf("the real poll afterwards: %d", r.status)
	}
}

// marked looks for the mark on all that a rehearsal shows, and on nothing of the round.
func (x *street) marked(desk *browser, deck []catalog.Dealt) {
	x.t.Helper()
	pages := []string{"", "/scheme", "/library", "/observe", "/observe?wall=1", "/proposals", "/ledger", "/receipt"}
	for _, path := range pages {
		for id, want := range map[string]int{"2026_rehearsal": 1, "2026": 0} {
			r := x.browser().get("/r/" + id + path)
			if got := r.doc.Find("body > .rehearsal").Length(); r.status != 200 || got != want || strings.HasPrefix(r.doc.Find("title").Text(), "演练") != (want == 1) {
				x.t.Errorf("/r/%s%s: %d, %d marks", id, path, r.status, got)
			}
		}
	}
	for _, path := range []string{"/b/" + deck[0].Code(), "/desk/2026_rehearsal", "/desk/2026_rehearsal/checkin/1", "/desk/2026_rehearsal/act/poll.close"} {
		if r := desk.get(path); r.status != 200 || r.doc.Find("body > .rehearsal").Length() != 1 {
			x.t.Errorf("%.30s: %d, no mark", path, r.status)
		}
	}
	for _, name := range []string{"rehearsal-script", "library", "assistance"} {
		r := desk.get("/desk/2026_rehearsal/paper/" + name + ".pdf")
		if got := textOfPDF(x.t, r.body); r.status != 200 || strings.Count(got, "REHEARSAL") != strings.Count(got, "\f") {
			x.t.Errorf("%s: %d, %d strips on %d pages", name, r.status, strings.Count(got, "REHEARSAL"), strings.Count(got, "\f"))
		}
	}
	r := desk.get("/desk/2026_rehearsal/deck/1")
	if got := textOfPDF(x.t, r.body); r.status != 200 || strings.Count(got, "测试票 编号") != len(deck) {
		x.t.Errorf("deck: %d, %d test sheets of %d", r.status, strings.Count(got, "测试票 编号"), len(deck))
	}
}

// textOfPDF is what pdftotext reads, with a form feed at the end of each page; without it the test is skipped.
func textOfPDF(t *testing.T, file []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed: this check was not made")
	}
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-raw", path, "-").Output()
	if err != nil {
		t.Fatalf("%v: %.200s", err, file)
	}
	return string(out)
}

// keptApart shows a real sheet to a machine of the rehearsal, to the rehearsal's box and to its desk.
func (x *street) keptApart(real ballot.Credential, deck []catalog.Dealt) {
	x.t.Helper()
	machine := x.browser()
	if r := machine.bind("2026_rehearsal"); r.status != 200 || r.doc.Find("body > .rehearsal").Length() != 1 {
		x.t.Errorf("a machine of the rehearsal: %d", r.status)
	}
	r := machine.press(machine.get("/vote"), "/vote", url.Values{"code": {real.Code()}})
	if r.status != 404 || !strings.Contains(r.text(), "正式选票") || r.doc.Find("body > .rehearsal").Length() != 0 && !strings.Contains(r.text(), "收好") {
		x.t.Errorf("a real sheet at the rehearsal's machine: %d %s", r.status, r.text())
	}
	other := x.browser()
	other.bind("2026")
	if r := other.json("/vote/cast", `{"code":"`+deck[0].Code()+`","marks":[]}`); r.status != 404 || !strings.Contains(string(r.body), "testsheet") {
		x.t.Errorf("a test sheet at the poll's machine: %d %s", r.status, r.body)
	}
	if r := x.browser().json("/vote/cast", `{"code":"`+real.Code()+`","marks":[]}`); r.status != 403 {
		x.t.Errorf("a real sheet before the opening: %d %s", r.status, r.body)
	}
	forgotten := x.office("bao")
	if r := forgotten.post("/desk/2026/machine/1/back", nil); r.status != http.StatusSeeOther {
		x.t.Errorf("machines of the poll taken back: %d", r.status)
	}
}

// castDeck casts what is cast electronically, exchanges what is exchanged, closes the poll, and returns what lies in the
// paper box.
func (x *street) castDeck(desk *browser, live *catalog.Live, deck []catalog.Dealt) (paper []catalog.Dealt) {
	x.t.Helper()
	machine, phone := x.browser(), x.browser()
	machine.bind("2026_rehearsal")
	for i, d := range deck {
		if _, err := live.Roll().CheckIn(context.Background(), fmt.Sprintf("rehearsal %d", i), 1, x.env.Now()); err != nil {
			x.t.Fatal(err)
		}
		var numbers []string
		for _, m := range d.Marks {
			numbers = append(numbers, fmt.Sprintf(`{"p":%d}`, m.Project))
		}
		body, by := fmt.Sprintf(`{"code":%q,"marks":[%s]}`, d.Code(), strings.Join(numbers, ",")), phone
		switch d.Way {
		case ballot.ByKiosk:
			by = machine
			fallthrough
		case ballot.ByPhone, ballot.ByBoth:
			if r := by.json("/vote/cast", body); r.status != 200 {
				x.t.Fatalf("%+v: %d %s", d, r.status, r.body)
			}
		case ballot.ByVoid:
			desk.deed(200, "2026_rehearsal", "sheets.exchange", `{"code":"`+d.Code()+`"}`)
		}
		if d.Sheet.Finding != "" {
			paper = append(paper, d)
		}
	}
	desk.deed(200, "2026_rehearsal", "poll.close", `{`+andLu+`}`)
	return paper
}

// countDeck has the paper counted by two pairs, and the tally made.
func (x *street) countDeck(desk *browser, paper []catalog.Dealt) {
	x.t.Helper()
	live, err := x.s.Round(context.Background(), "2026_rehearsal")
	if err != nil {
		x.t.Fatal(err)
	}
	var codes []string
	var sheets []ballot.Sheet
	for _, d := range paper {
		codes, sheets = append(codes, d.Code()), append(sheets, d.Sheet)
	}
	ctx := context.Background()
	if _, err := live.ScanBatch(ctx, "qin", 1001, 1, codes); err != nil {
		x.t.Fatal(err)
	}
	x.acts(live, &catalog.Enter{Batch: 1001, Station: 1, Pair: "A", Sheets: sheets, By: "chen"},
		&catalog.Enter{Batch: 1001, Station: 1, Pair: "B", Sheets: sheets, By: "zhou"})
	if err := live.SealBatch(ctx, "qin", 1001); err != nil {
		x.t.Fatal(err)
	}
	desk.deed(200, "2026_rehearsal", "station.settle", `{"station":1,`+andLu+`}`)
	desk.deed(200, "2026_rehearsal", "poll.tally", `{"seed":"1"}`)
	desk.deed(409, "2026_rehearsal", "notice.publish", `{"number":"1","from":"2026-11-23","to":"2026-11-27","where":"x"}`)
}

// TestAssistance: a machine's first screen and the public page say who helps, by the scheme; what is told are totals.
func TestAssistance(t *testing.T) {
	x := newStreet(t)
	l, _ := x.voting("2026", ballot.Approval, 4, func(s *catalog.Scheme) { s.Assistance = catalog.ByStaff })
	machine := x.browser()
	if got := machine.bind("2026").doc.Find("details.assist").Text(); !strings.Contains(got, "两名工作人员一同协助") || strings.Contains(got, "自己挑选") {
		t.Errorf("the machine says: %s", got)
	}
	clerk := x.office("bao")
	clerk.deed(422, "2026", "station.assist", `{"station":1,"blind":9,"staff":9,`+andLu+`}`)
	clerk.deed(422, "2026", "station.assist", `{"station":1,"blind":10,"companion":10,`+andLu+`}`)
	if r := x.browser().get("/r/2026/observe.json"); strings.Contains(string(r.body), "assisted") {
		t.Errorf("nothing has been told: %s", r.body)
	}
	clerk.deed(200, "2026", "station.assist", `{"station":1,"blind":4,"elderly":8,"staff":12,`+andLu+`}`)
	eventually(t, "observers see 12 assisted voters", 5*time.Second, func() bool {
		return strings.Contains(x.browser().get("/r/2026/observe").text(), "协助投票：12 人")
	}) // a second old at most
	if got := textOfPDF(t, clerk.get("/desk/2026/paper/assistance.pdf").body); !strings.Contains(got, "协助投票记录") || !strings.Contains(got, "两名工作人员一同协助") {
		t.Errorf("record: %s", got)
	}
	l.Read(func(r *catalog.Round) {
		if r.AssistedVotes().Voters() != 12 {
			t.Errorf("told: %+v", r.Assisted)
		}
	})
}
