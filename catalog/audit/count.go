package audit

// Checks of the paper count: pairs, scans, what gave way to paper.

import (
	"slices"

	"linli/ballot"
)

// agreed is what the two pairs' latest entries of a batch say before entry n, with what was adjudicated after them.
type agreed struct {
	sheets map[string][]ballot.Sheet // by pair
	by     map[string]string
	since  int64 // the latest entry by a pair
}

func (b *book) agreed(batch int, before int64) agreed {
	a := agreed{sheets: map[string][]ballot.Sheet{}, by: map[string]string{}}
	for _, e := range b.enters {
		if e.Act.Batch != batch || e.N > before {
			continue
		}
		a.sheets[e.Act.Pair], a.by[e.Act.Pair], a.since = nil, e.Act.By, e.N
		for _, s := range e.Act.Sheets {
			a.sheets[e.Act.Pair] = append(a.sheets[e.Act.Pair], ballot.Sheet{Finding: s.Finding, Marks: b.paper.Normal(s.Marks)})
		}
	}
	return a
}

func (b *book) pairs(f *findings) {
	met := map[int]bool{}
	for _, s := range b.sealed {
		if met[s.Act.Batch] {
			f.wrong("第 %d 批封了两次 / batch %d is sealed twice", s.Act.Batch, s.Act.Batch)
		}
		met[s.Act.Batch] = true
		b.pairsOf(s, f)
	}
	b.unsealed(f, met)
}

// pairsOf checks one sealed batch.
func (b *book) pairsOf(s found[sealBatch], f *findings) {
	no := s.Act.Batch
	a := b.agreed(no, s.N)
	if len(a.by) != 2 || same(a.by["A"], a.by["B"]) {
		f.wrong("第 %d 批没有两组各自录入 / batch %d was not entered by two pairs", no, no)
		return
	}
	want := make([]ballot.Sheet, max(len(a.sheets["A"]), len(a.sheets["B"])))
	copy(want, a.sheets["A"])
	open := ballot.Differences(a.sheets["A"], a.sheets["B"])
	for _, d := range b.decisions {
		if d.Act.Batch != no || d.N < a.since || d.N > s.N {
			continue
		}
		if !slices.Contains(ballot.Differences(a.sheets["A"], a.sheets["B"]), d.Act.Place-1) {
			f.wrong("第 %d 批第 %d 张两组一致，不该裁定 / batch %d, sheet %d: the pairs agree, and it was adjudicated", no, d.Act.Place, no, d.Act.Place)
			continue
		}
		if same(d.Act.Officer, a.by["A"]) || same(d.Act.Officer, a.by["B"]) {
			f.wrong("第 %d 批由录入者自己裁定 / batch %d was adjudicated by one of the pairs", no, no)
		}
		want[d.Act.Place-1] = ballot.Sheet{Finding: d.Act.Sheet.Finding, Marks: b.paper.Normal(d.Act.Sheet.Marks)}
		open = slices.DeleteFunc(open, func(i int) bool { return i == d.Act.Place-1 })
	}
	for _, i := range open {
		f.wrong("第 %d 批第 %d 张两组不一致，没有裁定 / batch %d, sheet %d: the pairs differ, and nobody adjudicated", no, i+1, no, i+1)
	}
	for _, i := range ballot.Differences(want, s.Act.Sheets) {
		f.wrong("第 %d 批第 %d 张与两组录入不同 / batch %d, sheet %d is not what the pairs entered", no, i+1, no, i+1)
	}
}

// unsealed says which batches are still under way, which after the tally none may be.
func (b *book) unsealed(f *findings, sealed map[int]bool) {
	for _, x := range b.scanned {
		if sealed[x.Act.Batch] {
			continue
		}
		f.wait("还有批次没有点完 / some batches are not finished")
		if b.done("poll.tally") {
			f.wrong("第 %d 批没有封 / batch %d is not sealed", x.Act.Batch, x.Act.Batch)
		}
	}
	if len(b.closed) == 0 {
		f.wait("投票尚未截止 / the poll has not closed")
	}
}

func (b *book) scans(f *findings) {
	met, count := map[ballot.Commitment]bool{}, map[int]int{}
	for _, x := range b.scanned {
		if _, twice := count[x.Act.Batch]; twice {
			f.wrong("第 %d 批扫了两次 / batch %d is scanned twice", x.Act.Batch, x.Act.Batch)
		}
		count[x.Act.Batch] = len(x.Act.Genuine)
		for _, c := range x.Act.Genuine {
			if _, printed := b.manifest[c]; !printed || b.void[c] {
				f.wrong("第 %d 批有未印制或已作废的选票 / batch %d has a sheet that was not printed, or is void: %x", x.Act.Batch, x.Act.Batch, c)
			}
			if met[c] {
				f.wrong("第 %d 批有点过两次的选票 / batch %d has a sheet that was counted twice: %x", x.Act.Batch, x.Act.Batch, c)
			}
			met[c] = true
		}
	}
	for _, s := range b.sealed {
		if n, scanned := count[s.Act.Batch]; !scanned || n != len(s.Act.Sheets) {
			f.wrong("第 %d 批录入 %d 张，扫码 %d 张 / batch %d: %d sheets entered, %d scanned", s.Act.Batch, len(s.Act.Sheets), n, s.Act.Batch, len(s.Act.Sheets), n)
		}
	}
	if len(b.scanned) == 0 {
		f.wait("没有扫过的纸票 / no paper has been scanned")
	}
}

// superseded checks that the paper of as many spent sheets was found as electronic ballots gave way.
func (b *book) superseded(f *findings) {
	met := map[string]bool{}
	for _, x := range b.scanned {
		both := 0
		for _, c := range x.Act.Genuine {
			if b.spent[c] {
				both++
			}
		}
		if both != len(x.Act.Superseded) {
			f.wrong("第 %d 批有 %d 张也投了电子票，取代了 %d 张 / batch %d: %d sheets were also cast electronically, %d gave way", x.Act.Batch, both, len(x.Act.Superseded), x.Act.Batch, both, len(x.Act.Superseded))
		}
		for _, t := range x.Act.Superseded {
			if _, ok := b.records[t]; !ok || met[t] {
				f.wrong("被取代的 %s 不存在或重复 / %s gave way, and is not there or did so twice", t, t)
			}
			met[t] = true
		}
	}
	if len(b.scanned) == 0 {
		f.wait("没有扫过的纸票 / no paper has been scanned")
	}
}
