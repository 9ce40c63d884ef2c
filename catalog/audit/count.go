package audit

// Checks of the paper count: pairs, scans, what gave way to paper.

import (
	"maps"
	"slices"
	"strings"

	"linli/ballot"
)

// batch is a batch of papers on its way through the count.
type batch struct {
	station   int
	sheets    map[string][]ballot.Sheet // by pair
	by        map[string]string
	hands     map[string][]string // by pair, all who entered for it since the batch was opened
	decided   map[int]adjudicate  // by place from 1, since a pair entered it last
	isScanned bool
	scan      int64 // entry
	genuine   int   // sheets
	isSealed  bool
	counted   int // sheets that count, once it is sealed
}

func (b *book) batch(n int64, check string, no, station int) *batch {
	x := b.batches[no]
	if x == nil {
		x = &batch{station: station}
		x.empty()
		b.batches[no] = x
	}
	if x.station != station {
		b.found[check].wrong("第 %d 条的第 %d 批属于 %d 号站 / entry %d: batch %d is of station %d", n, no, x.station, n, no, x.station)
	}
	return x
}

// empty forgets what was entered.
func (x *batch) empty() {
	x.sheets, x.by, x.hands, x.decided = map[string][]ballot.Sheet{}, map[string]string{}, map[string][]string{}, map[int]adjudicate{}
}

func (b *book) entered(n int64, a enter) {
	f, x := b.found["batches"], b.batch(n, "batches", a.Batch, a.Station)
	if x.isSealed || a.Pair != "A" && a.Pair != "B" {
		f.wrong("第 %d 条在封批后录入，或不是 A、B 组 / entry %d is after the seal of its batch, or of no pair", n, n)
		return
	}
	other := map[string]string{"A": "B", "B": "A"}[a.Pair]
	if overlap(b.signedBy(a.By), x.hands[other]) {
		f.note("第 %d 条由曾为另一组录入的人录入 / entry %d is by one who had entered the batch for the other pair", n, n)
	}
	x.sheets[a.Pair], x.by[a.Pair], x.hands[a.Pair] = nil, a.By, append(x.hands[a.Pair], b.signedBy(a.By)...)
	for _, s := range a.Sheets {
		x.sheets[a.Pair] = append(x.sheets[a.Pair], b.normal(s))
	}
	clear(x.decided)
}

// normal is a sheet with its marks in normal order.
func (b *book) normal(s ballot.Sheet) ballot.Sheet {
	return ballot.Sheet{Finding: s.Finding, Marks: b.paper.Normal(s.Marks)}
}

func (b *book) adjudicated(n int64, a adjudicate) {
	f, x := b.found["batches"], b.batches[a.Batch]
	switch {
	case x == nil && len(b.hidden) > 0: // its pairs are not public yet
		return
	case x == nil || x.isSealed:
		f.wrong("第 %d 条裁定了没有录入或已封的第 %d 批 / entry %d adjudicates batch %d, which was not entered or is sealed", n, a.Batch, n, a.Batch)
	case strings.TrimSpace(a.Reason) == "":
		f.wrong("第 %d 条裁定没有理由 / entry %d adjudicates without a reason", n, n)
	default:
		x.decided[a.Place] = a
	}
}

func (b *book) sealed(n int64, a sealBatch) {
	f, x := b.found["batches"], b.batches[a.Batch]
	if x == nil || x.isSealed {
		f.wrong("第 %d 批封了两次，或没有录入 / batch %d is sealed twice, or was not entered", a.Batch, a.Batch)
		return
	}
	b.agree(a, x, f)
	if !x.isScanned || x.scan > n || x.genuine != len(a.Sheets) {
		b.found["scans"].wrong("第 %d 批录入 %d 张，扫码 %d 张 / batch %d: %d sheets entered, %d scanned", a.Batch, len(a.Sheets), x.genuine, a.Batch, len(a.Sheets), x.genuine)
	}
	if err := b.paper.CheckSheets(a.Sheets); err != nil {
		b.found["marks"].wrong("第 %d 批 / batch %d: %v", a.Batch, a.Batch, err)
	}
	papers := pile{}
	for _, s := range a.Sheets {
		if s.Finding == ballot.Marked || s.Finding == ballot.Blank {
			papers.put(s.Marks)
			x.counted++
		}
	}
	b.papers[a.Batch], b.counted = papers, b.counted+x.counted
	x.isSealed = true
	x.empty()
}

// reopened takes a sealed batch out of the count, to be entered anew.
func (b *book) reopened(n int64, a reopen) {
	f, x := b.found["batches"], b.batches[a.Batch]
	switch {
	case x == nil || !x.isSealed:
		f.wrong("第 %d 条重开了没有封的第 %d 批 / entry %d opens batch %d again, which is not sealed", n, a.Batch, n, a.Batch)
		return
	case !pair(a.Officers...) || strings.TrimSpace(a.Reason) == "":
		f.wrong("第 %d 条重开第 %d 批，没有两人或没有理由 / entry %d opens batch %d again without two officers or a reason", n, a.Batch, n, a.Batch)
	}
	f.note("第 %d 批封后重开：%s / batch %d was sealed and opened again, for that reason", a.Batch, a.Reason, a.Batch)
	delete(b.papers, a.Batch)
	b.counted, x.counted, x.isSealed = b.counted-x.counted, 0, false
}

// agree checks that what is sealed is what both pairs entered or a third person decided.
func (b *book) agree(a sealBatch, x *batch, f *findings) {
	no, by := a.Batch, x.by
	if !pair(by["A"], by["B"]) {
		f.wrong("第 %d 批没有两组各自录入 / batch %d was not entered by two pairs", no, no)
		return
	}
	want := make([]ballot.Sheet, max(len(x.sheets["A"]), len(x.sheets["B"])))
	copy(want, x.sheets["A"])
	open := ballot.Differences(x.sheets["A"], x.sheets["B"])
	for _, place := range slices.Sorted(maps.Keys(x.decided)) {
		d := x.decided[place]
		at := slices.Index(open, place-1)
		if at < 0 {
			f.wrong("第 %d 批第 %d 张两组一致，不该裁定 / batch %d, sheet %d: the pairs agree, and it was adjudicated", no, place, no, place)
			continue
		}
		if !pair(d.Officer, by["A"]) || !pair(d.Officer, by["B"]) {
			f.wrong("第 %d 批不是由第三人裁定 / batch %d was not adjudicated by a third person", no, no)
		}
		want[place-1], open = b.normal(d.Sheet), slices.Delete(open, at, at+1)
	}
	for _, i := range open {
		f.wrong("第 %d 批第 %d 张两组不一致，没有裁定 / batch %d, sheet %d: the pairs differ, and nobody adjudicated", no, i+1, no, i+1)
	}
	for _, i := range ballot.Differences(want, a.Sheets) {
		f.wrong("第 %d 批第 %d 张与两组录入不同 / batch %d, sheet %d is not what the pairs entered", no, i+1, no, i+1)
	}
}

// unsealed says which batches are still under way, which after the tally none may be.
func (b *book) unsealed(f *findings) {
	if !b.isClosed {
		f.wait("投票尚未截止 / the poll has not closed")
	}
	for _, no := range slices.Sorted(maps.Keys(b.batches)) {
		if b.batches[no].isSealed {
			continue
		}
		f.wait("还有批次没有点完 / some batches are not finished")
		if b.done["poll.tally"] {
			f.wrong("第 %d 批没有封 / batch %d is not sealed", no, no)
		}
	}
}

func (b *book) scanned(n int64, a scan) {
	f, x := b.found["scans"], b.batch(n, "scans", a.Batch, a.Station)
	if x.isScanned || a.SetAside < 0 {
		f.wrong("第 %d 批扫了两次，或张数不对 / batch %d is scanned twice, or its numbers are wrong", a.Batch, a.Batch)
	}
	if why := a.Unread + a.Foreign + a.Unknown + a.Void + a.Copied; why > 0 && why != a.SetAside || min(a.Unread, a.Foreign, a.Unknown, a.Void, a.Copied) < 0 {
		f.wrong("第 %d 批搁置 %d 张，理由有 %d 个 / batch %d: %d set aside, for %d reasons", a.Batch, a.SetAside, why, a.Batch, a.SetAside, why)
	}
	x.isScanned, x.scan, x.genuine = true, n, len(a.Genuine)
	both := 0
	for i, c := range a.Genuine {
		if i > 0 && string(a.Genuine[i-1][:]) >= string(c[:]) {
			f.wrong("第 %d 批没有按承诺值排序 / batch %d is not in the order of commitments", a.Batch, a.Batch)
		}
		if b.inBox(a.Batch, c) {
			both++
		}
	}
	b.account(a.Station).Foreign += a.SetAside
	b.giveWay(a, both)
	b.touched = n
}

// inBox takes a sheet that was found in a paper box, and tells whether it was cast electronically too.
func (b *book) inBox(batch int, c ballot.Commitment) bool {
	f := b.found["scans"]
	s, printed := b.sheets[c]
	switch {
	case !printed || s.void:
		f.wrong("第 %d 批有未印制或已作废的选票 / batch %d has a sheet that was not printed, or is void: %x", batch, batch, c)
	case s.paper:
		f.wrong("第 %d 批有点过两次的选票 / batch %d has a sheet that was counted twice: %x", batch, batch, c)
	}
	if !printed {
		return false
	}
	s.paper = true
	b.sheets[c] = s
	a := b.account(int(s.station))
	a.Paper++
	if s.spent {
		a.Both++
	}
	return s.spent
}

// giveWay checks that as many electronic ballots give way as sheets of the batch were cast electronically.
func (b *book) giveWay(a scan, both int) {
	f := b.found["superseded"]
	if both != len(a.Superseded) {
		f.wrong("第 %d 批有 %d 张也投了电子票，取代了 %d 张 / batch %d: %d sheets were also cast electronically, %d gave way", a.Batch, both, len(a.Superseded), a.Batch, both, len(a.Superseded))
	}
	for _, tracker := range a.Superseded {
		t, ok := packed(tracker)
		if _, opened := b.trackers[t]; !ok || !opened || b.dead[t] {
			f.wrong("被取代的 %s 不存在或重复 / %s gave way, and is not there or did so twice", tracker, tracker)
			continue
		}
		b.dead[t] = true
	}
}

func (b *book) scans(f *findings) {
	if !b.done["count.scan"] {
		f.wait("没有扫过的纸票 / no paper has been scanned")
	}
}

func (b *book) gaveWay(f *findings) { b.scans(f) }
