package kiosk

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
	if _, err := PrintTestDeck(context.Background(), &b, p.l, 1, sheets, testPublic, pdf.A5); err != nil {
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
