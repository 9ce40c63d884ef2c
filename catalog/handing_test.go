package catalog

// Many proposals at once: all of them or none, and never twice by mistake.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"linli/ballot/store"
)

// list is so many proposals of a spreadsheet.
func list(n int) (all []Handing) {
	for i := range n {
		a := submission(i%5 + 1)
		a.Slip, a.Proposer, a.Channel, a.Title = "", "", "spreadsheet", fmt.Sprint("第", i+1, "张长椅")
		all = append(all, Handing{Person: Person{Name: fmt.Sprint("提议者", i+1, "号")}, Proposal: a})
	}
	return all
}

// people counts the personal data in the store.
func (p *play) people() (n int) {
	p.t.Helper()
	from := []byte("person/")
	p.must(p.store.Scan(p.ctx, from, store.PrefixEnd(from), func(store.Item) error { n++; return nil }))
	return n
}

// TestSubmitAll hands in the longest list there is, in one segment, names apart from the ledger.
func TestSubmitAll(t *testing.T) {
	p := at(t, 2)
	before := p.entries()
	out, err := p.SubmitAll(p.ctx, "qin", list(MaxHandings), false)
	p.must(err)
	if len(out) != MaxHandings || p.entries() != before+MaxHandings || p.people() != MaxHandings {
		t.Fatalf("%d handed in, %d entries, %d people", len(out), p.entries()-before, p.people())
	}
	p.Read(func(r *Round) {
		for i, a := range out {
			if q := r.BySlip(a.Slip); q == nil || q.No != i+1 || q.Title != list(MaxHandings)[i].Proposal.Title || q.Received.Actor != "qin" {
				t.Fatalf("%d: %+v", i+1, q)
			}
		}
	})
	who, err := p.Person(p.ctx, out[7].Proposer)
	if err != nil || who.Name != "提议者8号" {
		t.Errorf("%+v %v", who, err)
	}
	for _, e := range p.Ledger().Entries(0, p.entries()) {
		if bytes.Contains(e.Bytes(), []byte("提议者")) {
			t.Fatalf("in the ledger: %s", e.Bytes())
		}
	}
}

// TestSubmitAllRefused: whatever is wrong with one, nothing is entered of any, in the ledger or beside it.
func TestSubmitAllRefused(t *testing.T) {
	p := at(t, 2)
	_, err := p.SubmitAll(p.ctx, "qin", list(2), false)
	p.must(err)
	spoiled := func(n int, f func(h *Handing)) []Handing {
		all := list(9)[2:]
		f(&all[n])
		return all
	}
	used := ""
	p.Read(func(r *Round) { used = r.Proposals[0].Slip })
	before, people := p.entries(), p.people()
	for name, x := range map[string]struct {
		all  []Handing
		want error
		says string
	}{
		"nothing":           {nil, ErrMany, "0"},
		"too many":          {list(MaxHandings + 3)[2:], ErrMany, "101"},
		"no name":           {spoiled(4, func(h *Handing) { h.Person.Name = "" }), ErrMissing, "5: name"},
		"long title":        {spoiled(6, func(h *Handing) { h.Proposal.Title = strings.Repeat("长", 41) }), ErrLong, "7: title"},
		"a used slip":       {spoiled(6, func(h *Handing) { h.Proposal.Slip = used }), ErrDone, "slip"},
		"there already":     {list(3)[1:], ErrTwin, ""},
		"twice in the list": {append(list(9)[2:], list(9)[8]), ErrTwin, ""},
	} {
		if _, err := p.SubmitAll(p.ctx, "qin", x.all, false); !errors.Is(err, x.want) || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v", name, err)
		}
		if p.entries() != before || p.people() != people {
			t.Fatalf("%s: something was entered", name)
		}
	}
	if _, err := p.SubmitAll(p.ctx, "qin", list(3), true); err != nil || p.entries() != before+3 {
		t.Errorf("again on purpose: %v", err)
	}
	p.do(&CloseCollection{})
	if _, err := p.SubmitAll(p.ctx, "qin", list(9)[3:], false); !errors.Is(err, ErrStep) || p.people() != people+3 {
		t.Errorf("after the end: %v", err)
	}
}

// TestSubmitAllProposers: one proposer that the scheme does not name, and none is entered.
func TestSubmitAllProposers(t *testing.T) {
	s := scheme(t)
	s.Proposers = []string{"resident"}
	p := newPlayOf(t, s)
	p.agree()
	all := list(3)
	all[2].Proposal.From = "enterprise"
	if _, err := p.SubmitAll(p.ctx, "qin", all, false); !errors.Is(err, ErrProposer) || p.people() > 0 {
		t.Error(err)
	}
}

// TestSubmitAllAtOnce: of two clerks who hand in the same list at the same moment, one is told.
func TestSubmitAllAtOnce(t *testing.T) {
	p := at(t, 2)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = p.SubmitAll(context.Background(), "qin", list(5), false) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, ErrTwin) {
			t.Error(err)
		}
	}
	if won != 1 || p.people() != 5 {
		t.Errorf("%d of %d were taken, %d people", won, len(errs), p.people())
	}
}

// TestGuess reads rough amounts, and refuses what only bounds one.
func TestGuess(t *testing.T) {
	for text, want := range map[string]struct {
		fen   int64
		about bool
	}{
		"": {0, false}, " ": {0, false}, "3.5万元": {3_500_000, false}, "35,000": {3_500_000, false}, "约5万": {5_000_000, true}, "大约 5 万元": {5_000_000, true},
		"大概3000": {300_000, true}, "3.5万左右": {3_500_000, true}, "３．５万元左右 ": {3_500_000, true}, "约0": {0, true},
	} {
		if fen, about, err := Guess(text); fen != want.fen || about != want.about || err != nil {
			t.Errorf("Guess(%q) = %d, %v, %v", text, fen, about, err)
		}
	}
	for _, text := range []string{"约", "左右", "约约5万", "约5万左右", "3-5万", "3至5万", "5万多", "5万余元", "5万以内", "不到5万", "约-5", "五万", "2026-10-01", "#REF!", "约\xff"} {
		if fen, about, err := Guess(text); !errors.Is(err, ErrYuan) || fen != 0 || about {
			t.Errorf("Guess(%q) = %d, %v, %v", text, fen, about, err)
		}
	}
}

// FuzzGuess: what is read is what the words inside it say; a rough amount says one word more.
func FuzzGuess(f *testing.F) {
	for _, s := range []string{"", "约5万", "3.5万元左右", "大约 35,000", "约", "约约1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fen, about, err := Guess(text)
		bare := strings.TrimSpace(text)
		if exact, e := Yuan(bare); e == nil && (err != nil || about || fen != exact) {
			t.Fatalf("Guess(%q) = %d, %v, %v; Yuan has %d", text, fen, about, err, exact)
		}
		if err != nil || !about {
			return
		}
		for _, word := range []string{"大约", "大概", "约", "左右"} {
			bare = strings.Replace(bare, word, "", 1)
		}
		if exact, e := Yuan(bare); e != nil || exact != fen {
			t.Fatalf("Guess(%q) = %d, but %q is %d, %v", text, fen, bare, exact, e)
		}
	})
}
