package audit

// Checks of the poll: officers, manifest, hashes, openings, spends, marks.

import (
	"bytes"
	"strings"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
)

// pair tells whether two different people are named.
func pair(officers []string) bool {
	return len(officers) == 2 && !same(officers[0], "") && !same(officers[1], "") && !same(officers[0], officers[1])
}

func same(a, b string) bool {
	fold := func(s string) string { return strings.TrimSpace(norm.NFKC.String(s)) }
	return strings.EqualFold(fold(a), fold(b))
}

func (b *book) pollOfficers(f *findings) {
	if len(b.opened) == 0 {
		f.wait("投票尚未开始 / the poll has not opened")
		return
	}
	for _, o := range b.opened {
		if !pair(o.Act.Officers) {
			f.wrong("第 %d 条开始投票不是两人 / entry %d opens without two officers", o.N, o.N)
		}
	}
	for _, c := range b.closed {
		if !pair(c.Act.Officers) {
			f.wrong("第 %d 条封箱不是两人 / entry %d closes without two officers", c.N, c.N)
		}
		if c.N < b.opened[0].N {
			f.wrong("封箱先于开始投票 / closed before it was opened")
		}
	}
	if len(b.opened) > 1 || len(b.closed) > 1 || b.opened[0].N < b.at["library.freeze"] {
		f.wrong("开始投票 %d 次，封箱 %d 次 / opened %d times, closed %d times, or before the library", len(b.opened), len(b.closed), len(b.opened), len(b.closed))
	}
}

// manifestRuns checks that no commitment stands twice, that serials follow one another, and that runs after the opening
// have two officers.
func (b *book) manifestRuns(f *findings) {
	met, next := map[ballot.Commitment]bool{}, map[int]int{}
	for _, run := range b.runs {
		if run.Act.First != next[run.Act.Station]+1 {
			f.wrong("第 %d 条的选票号不连续 / serials of entry %d do not follow", run.N, run.N)
		}
		next[run.Act.Station] = run.Act.First - 1 + len(run.Act.Commitments)
		for _, c := range run.Act.Commitments {
			if met[c] {
				f.wrong("第 %d 条重复印制 %x / entry %d prints a sheet twice", run.N, c, run.N)
			}
			met[c] = true
		}
		if len(b.opened) > 0 && run.N > b.opened[0].N && !pair(run.Act.Officers) {
			f.wrong("第 %d 条投票开始后加印，没有两人 / entry %d prints after the opening without two officers", run.N, run.N)
		}
		if len(b.closed) > 0 && run.N > b.closed[0].N {
			f.wrong("第 %d 条封箱后加印 / entry %d prints after the close", run.N, run.N)
		}
	}
	if len(b.runs) == 0 {
		f.wait("尚未印制选票 / no sheets have been printed")
	}
	if len(b.opened) > 0 && (len(b.runs) == 0 || b.runs[0].N > b.opened[0].N) {
		f.wrong("投票开始时没有清单 / the poll opened without a manifest")
	}
}

// minPublish is the fewest hashes in an entry while the poll is open, so that the order of entries is not that of voters.
const minPublish = 10

func (b *book) publishedHashes(f *findings) {
	met := map[ballot.Hash]bool{}
	for _, p := range b.publishes {
		open := len(b.closed) == 0 || p.N < b.closed[0].N
		if open && len(p.Act.Hashes) < minPublish {
			f.wrong("第 %d 条只有 %d 个哈希 / entry %d has %d hashes only", p.N, len(p.Act.Hashes), p.N, len(p.Act.Hashes))
		}
		for i, h := range p.Act.Hashes {
			if i > 0 && bytes.Compare(p.Act.Hashes[i-1][:], h[:]) >= 0 {
				f.wrong("第 %d 条没有按哈希排序 / entry %d is not in hash order", p.N, p.N)
			}
			if met[h] {
				f.wrong("哈希公布了两次 / published twice: %x", h)
			}
			met[h] = true
		}
		if len(b.opened) == 0 || p.N < b.opened[0].N {
			f.wrong("第 %d 条在投票开始前 / entry %d is before the opening", p.N, p.N)
		}
	}
	switch {
	case len(b.closed) == 0:
		f.wait("投票尚未截止 / the poll has not closed")
	case len(met) > b.closed[0].Act.Ballots || b.boxOpened() && len(met) != b.closed[0].Act.Ballots:
		f.wrong("公布 %d 个，箱内 %d 张 / %d published, %d in the box", len(met), b.closed[0].Act.Ballots, len(met), b.closed[0].Act.Ballots)
	}
}

// boxOpened tells whether the whole box must be open: something has been done that needs it.
func (b *book) boxOpened() bool {
	return b.done("count.scan") || b.done("station.settle") || b.done("poll.tally")
}

func (b *book) openings(f *findings) {
	left := map[ballot.Hash]bool{}
	for _, p := range b.publishes {
		for _, h := range p.Act.Hashes {
			left[h] = true
		}
	}
	n := 0
	for _, r := range b.reveals {
		for _, rec := range r.Act.Records {
			h := rec.Hash(b.poll())
			if !left[h] {
				f.wrong("第 %d 条开启的 %s 没有公布过，或已开启 / entry %d opens %s, which was not published or is open", r.N, rec.Tracker, r.N, rec.Tracker)
			}
			delete(left, h)
			n++
		}
		if len(b.closed) == 0 || r.N < b.closed[0].N {
			f.wrong("第 %d 条在封箱前开启 / entry %d opens before the close", r.N, r.N)
		}
	}
	switch {
	case len(b.closed) == 0:
		f.wait("投票尚未截止 / the poll has not closed")
	case len(left) == 0 && n == b.closed[0].Act.Ballots:
	case b.boxOpened():
		f.wrong("%d 个哈希没有开启，开启 %d 张，箱内 %d 张 / %d hashes not opened, %d ballots opened, %d in the box", len(left), n, b.closed[0].Act.Ballots, len(left), n, b.closed[0].Act.Ballots)
	default:
		f.wait("票箱尚未全部开启 / the box has not been opened wholly")
	}
}

func (b *book) trackers(f *findings) {
	met := map[string]bool{}
	for _, r := range b.reveals {
		for _, rec := range r.Act.Records {
			if met[rec.Tracker] {
				f.wrong("追踪码重复 / tracker twice: %s", rec.Tracker)
			}
			met[rec.Tracker] = true
		}
	}
	if len(b.reveals) == 0 {
		f.wait("票箱尚未开启 / the box has not been opened")
	}
}

// spentSheets checks that every used and voided sheet was printed, stands once, and that there are as many as ballots.
func (b *book) spentSheets(f *findings) {
	met := map[ballot.Commitment]bool{}
	meet := func(n int64, c ballot.Commitment) {
		if _, ok := b.manifest[c]; !ok {
			f.wrong("第 %d 条的选票没有印制过 / entry %d has a sheet that was not printed: %x", n, n, c)
		}
		if met[c] {
			f.wrong("第 %d 条的选票出现两次 / entry %d has a sheet that stands twice: %x", n, n, c)
		}
		met[c] = true
	}
	spends, voids := 0, 0
	for _, r := range b.reveals {
		for _, s := range r.Act.Spends {
			meet(r.N, s.Commitment)
			if s.Via != ballot.Kiosk && s.Via != ballot.Phone {
				f.wrong("第 %d 条渠道不对 / entry %d has no such channel: %q", r.N, r.N, s.Via)
			}
		}
		for _, c := range r.Act.Voids {
			meet(r.N, c)
		}
		spends, voids = spends+len(r.Act.Spends), voids+len(r.Act.Voids)
	}
	switch {
	case len(b.closed) == 0:
		f.wait("投票尚未截止 / the poll has not closed")
	case spends == b.closed[0].Act.Ballots && voids == b.closed[0].Act.Voids:
	case b.boxOpened() || spends > b.closed[0].Act.Ballots || voids > b.closed[0].Act.Voids:
		f.wrong("用过 %d 张、作废 %d 张，箱内 %d 张、%d 张 / %d spent and %d void, the box had %d and %d", spends, voids, b.closed[0].Act.Ballots, b.closed[0].Act.Voids, spends, voids, b.closed[0].Act.Ballots, b.closed[0].Act.Voids)
	default:
		f.wait("票箱尚未全部开启 / the box has not been opened wholly")
	}
}

func (b *book) marks(f *findings) {
	for _, r := range b.reveals {
		for _, rec := range r.Act.Records {
			if err := b.paper.Check(rec.Marks); err != nil {
				f.wrong("%s: %v", rec.Tracker, err)
			}
		}
	}
	for _, s := range b.sealed {
		if err := b.paper.CheckSheets(s.Act.Sheets); err != nil {
			f.wrong("第 %d 批 / batch %d: %v", s.Act.Batch, s.Act.Batch, err)
		}
	}
	if len(b.reveals)+len(b.sealed) == 0 {
		f.wait("还没有开启的选票 / no ballot has been opened")
	}
}
