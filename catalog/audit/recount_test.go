package audit

// A batch that was sealed, opened again and counted anew verifies at every step, and forging it does not.

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

// recounted is a round with one batch that was opened again once.
func recounted(t *testing.T) *round {
	r := newRound(t, func(s *catalog.Scheme) { s.MaxMarks = 1 })
	r.library([]int64{100_000_00, 300_000_00, 300_000_00}, 6)
	r.checkIn(1, 3)
	r.cast(1, 0, ballot.Mark{Project: 1})
	r.shut()
	sheets := func(n int) []ballot.Sheet {
		return []ballot.Sheet{{Finding: ballot.Marked, Marks: ballot.Marks{{Project: n}}}, {Finding: ballot.Signed}}
	}
	r.papers(1, 1, r.sheets[1][1:3], sheets(2), "nonsense")
	r.do(&catalog.Reopen{Batch: 1, Reason: "两张粘在一起", Officers: []string{"qin", "lu"}})
	r.look()
	for pair, by := range map[string]string{"A": "zhou", "B": "chen"} {
		r.do(&catalog.Enter{Batch: 1, Station: 1, Pair: pair, Sheets: sheets(3), By: by})
		r.look()
	}
	r.must(r.SealBatch(r.ctx, "office", 1))
	r.settle(1, 3, 0, "")
	return r
}

func TestRecountedRound(t *testing.T) {
	r := recounted(t)
	r.end("x")
	if got := notes(r.report, "batches"); !strings.Contains(got, "两张粘在一起") {
		t.Errorf("that the batch was opened again is not told: %q", got)
	}
	contest := 0
	r.Read(func(x *catalog.Round) { contest = int(x.Outcome.Reasons["3"].Score) })
	if contest != 1 {
		t.Errorf("project 3 has %d votes, not that of the second seal", contest)
	}
}

// What is sealed a second time without having been opened, opened by one person or for no reason, or opened before it was
// sealed, is found; and reasons of papers set aside that do not add up.
func TestForgedRecount(t *testing.T) {
	audited := func(steps ...func(*book)) string {
		b := newBook("", nil, Trust{})
		b.isClosed = true
		b.paper = ballot.Paper{Form: ballot.Approval, Projects: 3, Max: 1}
		for _, step := range steps {
			step(b)
		}
		raw, _ := json.Marshal([]any{b.found["batches"].problems, b.found["scans"].problems})
		return string(raw)
	}
	blank := []ballot.Sheet{{Finding: ballot.Blank}}
	both := func(b *book) {
		b.scanned(1, scan{Batch: 1, Station: 1, SetAside: 1})
		b.batches[1].genuine = 1
		b.entered(2, enter{Batch: 1, Station: 1, Pair: "A", Sheets: blank, By: "chen"})
		b.entered(3, enter{Batch: 1, Station: 1, Pair: "B", Sheets: blank, By: "zhou"})
	}
	seal := func(b *book) { b.sealed(4, sealBatch{Batch: 1, Sheets: blank}) }
	open := func(why string, officers ...string) func(*book) {
		return func(b *book) { b.reopened(5, reopen{Batch: 1, Reason: why, Officers: officers}) }
	}
	for name, x := range map[string]struct {
		got  string
		want bool
	}{
		"as it should be":          {audited(both, seal, open("x", "qin", "lu"), both2, seal), false},
		"sealed twice":             {audited(both, seal, seal), true},
		"by one":                   {audited(both, seal, open("x", "qin", "QIN")), true},
		"for no reason":            {audited(both, seal, open(" ", "qin", "lu")), true},
		"before the seal":          {audited(both, open("x", "qin", "lu")), true},
		"opened twice":             {audited(both, seal, open("x", "qin", "lu"), open("x", "qin", "lu")), true},
		"sealed with the old pair": {audited(both, seal, open("x", "qin", "lu"), seal), true},
		"reasons missing":          {audited(func(b *book) { b.scanned(1, scan{Batch: 1, Station: 1, SetAside: 2, Unknown: 1}) }), true},
		"a reason below none":      {audited(func(b *book) { b.scanned(1, scan{Batch: 1, Station: 1, SetAside: 1, Unknown: 2, Void: -1}) }), true},
		"no reasons, as it was":    {audited(func(b *book) { b.scanned(1, scan{Batch: 1, Station: 1, SetAside: 2}) }), false},
	} {
		if (x.got != "[null,null]") != x.want {
			t.Errorf("%s: %s", name, x.got)
		}
	}
}

// both2 are the entries of a batch that was opened again.
func both2(b *book) {
	blank := []ballot.Sheet{{Finding: ballot.Blank}}
	b.entered(6, enter{Batch: 1, Station: 1, Pair: "A", Sheets: blank, By: "zhou"})
	b.entered(7, enter{Batch: 1, Station: 1, Pair: "B", Sheets: blank, By: "chen"})
}

// Every byte of what opens a batch again, and of the papers set aside.
func TestMutationsOfARecount(t *testing.T) {
	r := recounted(t)
	r.end("x")
	x, err := r.Export()
	r.must(err)
	var text bytes.Buffer
	_, err = x.WriteTo(&text)
	r.must(err)
	m, n := newMutant(t, text.Bytes(), Trust{}), 0
	for i, line := range m.lines {
		if bytes.HasPrefix(line, []byte(`{"act":"count.reopen"`)) || bytes.Contains(line, []byte(`"unread":1`)) {
			n++
			m.line(i, 7)
		}
	}
	if n != 2 {
		t.Errorf("%d lines were changed", n)
	}
}
