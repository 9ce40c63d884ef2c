package kiosk

// Printed ballots: test decks, sizes, forms, bundle labels, and how the desk prints them.

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// A test deck is read like ballots, says what it is, and is taken by no box.
func TestTestDeckIsForeign(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	_, sheets, err := ballot.Print(TestPoll("2026"), 1, 1, 3, rand.NewChaCha8([32]byte{4}))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := PrintTestDeck(&b, p.l, Order{Station: 1, Sheets: sheets, Public: testPublic}); err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, b.Bytes()); strings.Count(got, "测试票") < 6 {
		t.Error("a test deck does not say so on every sheet")
	}
	box, err := p.l.Box(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	codes, err := pdf.Scan(b.Bytes())
	if err != nil || len(codes) != 3 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	for _, url := range codes {
		c, err := ballot.ParseCode(url)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := box.Cast(context.Background(), c, ballot.Marks{{Project: 1}}, ballot.Phone); !errors.Is(err, ballot.ErrForeign) {
			t.Errorf("a test sheet is cast: %v", err)
		}
	}
}

// The paper is A5 as long as all projects have room on one side of it.
func TestPaperSize(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	if got := PaperSize(p.l); got != pdf.A5 {
		t.Errorf("six projects are printed on size %d", got)
	}
	p.l.Read(func(r *catalog.Round) {
		for range 3 {
			r.Library.Projects = append(r.Library.Projects, r.Library.Projects[:6]...)
		}
	})
	if got := PaperSize(p.l); got != pdf.A4 {
		t.Errorf("24 projects are printed on size %d", got)
	}
	long := strings.Repeat("长", 30)
	p.l.Read(func(r *catalog.Round) {
		r.Library.Projects = r.Library.Projects[:2]
		r.Scheme.Community, r.Scheme.Name, r.Scheme.Phone = long, long, strings.Repeat("0", 30)
		r.Stations[1].Name = long
	})
	if got := PaperSize(p.l); got != pdf.A4 {
		t.Errorf("names that leave no room on A5 are printed on size %d", got)
	}
	if err := hasPaper(p.l, 1, pdf.A5); !errors.Is(err, pdf.ErrFit) {
		t.Errorf("sheets without paper are ordered: %v", err)
	}
}

// Every form of the paper has its own marks and its own words.
func TestFormsOnPaper(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	for form, want := range map[ballot.Form]string{ballot.Approval: "把圆圈涂满", ballot.Ranking: "方框里写名次", ballot.Points: "方框里写分数"} {
		p.l.Read(func(r *catalog.Round) { r.Library.Paper.Form, r.Library.Paper.Sum = form, 10 })
		if got := textOf(t, printed(t, p.l, "sample")); !strings.Contains(got, want) {
			t.Errorf("%s: no %q", form, want)
		}
	}
}

func TestBundleLabels(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	run, _, err := ballot.Print("2026", 1, 501, 500, rand.NewChaCha8([32]byte{5}))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := BundleLabels(context.Background(), &b, p.l, []ballot.Run{run, run}); err != nil {
		t.Fatal(err)
	}
	got := textOf(t, b.Bytes())
	for _, want := range []string{"500张", run.Serial(0).String(), run.Serial(499).String(), "清点人"} {
		if strings.Count(got, want) != 2 {
			t.Errorf("%q stands %d times", want, strings.Count(got, want))
		}
	}
}

// The desk prints on the size that is chosen, up to forty projects on either; what has no room is refused before a sheet
// is drawn; a late run needs two officers, whom its list of contents names.
func TestDeskPrintsOnTheSizeChosen(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.prepareBeforeOpen()
	sheets := func() (n int) {
		o.read(func(r *catalog.Round) { n = r.Stations[1].Printed })
		return n
	}
	grow := func(n int, name string) {
		o.read(func(r *catalog.Round) {
			first := r.Library.Projects[0]
			for len(r.Library.Projects) < n {
				first.Number, first.Title = len(r.Library.Projects)+1, name
				r.Library.Projects = append(r.Library.Projects, first)
			}
		})
	}
	order := func(changes obj) reply {
		body := obj{"station": 1, "number": 2}
		for k, v := range changes {
			body[k] = v
		}
		return o.json("bao", act("sheets.print"), body)
	}
	grow(40, "幸福里东门至菜场道路照明改造及盲道修复")
	for size, want := range map[string]string{"a5": "A4纸双面打印，沿短边翻转", "a4": "A4纸双面打印，沿长边翻转", "": "A4纸双面打印，沿长边翻转"} {
		before := sheets()
		r := order(obj{"size": size})
		codes, err := pdf.Scan(r.body)
		if r.status != 200 || err != nil || len(codes) != 2 || sheets() != before+2 {
			t.Fatalf("size %q: %d, %d codes, %v, %d sheets", size, r.status, len(codes), err, sheets()-before)
		}
		if text := textOf(t, r.body); !strings.Contains(text, want) || !strings.Contains(text, "投票开始前印制") || !strings.Contains(text, "40幸福里") {
			t.Errorf("size %q: no %q", size, want)
		}
	}
	before := sheets()
	if r := order(obj{"size": "a3"}); r.status != 422 || sheets() != before {
		t.Errorf("size a3: %d, %d sheets", r.status, sheets()-before)
	}
	grow(200, "很长的名字")
	if r := order(obj{"size": "a5"}); r.status != 422 || !strings.Contains(string(r.body), `"code":"fit"`) || sheets() != before {
		t.Errorf("200 projects on A5: %d %s, %d sheets", r.status, r.body, sheets()-before)
	}
	o.read(func(r *catalog.Round) { r.Library.Projects = r.Library.Projects[:1] })
	o.asJSON("qin", act("poll.open"), signed(obj{}))
	if r := order(nil); r.status != 403 || sheets() != before {
		t.Errorf("a late run of one officer: %d, %d sheets", r.status, sheets()-before)
	}
	before = sheets()
	r := order(signed(obj{}))
	if r.status != 200 || sheets() != before+2 {
		t.Fatalf("a late run of two: %d %s", r.status, r.body)
	}
	if text := textOf(t, r.body); !strings.Contains(text, "投票开始后补印，经办人：bao、lu") {
		t.Error("the list of a late run does not name its officers")
	}
}
