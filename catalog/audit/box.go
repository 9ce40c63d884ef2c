package audit

// The ballot box: hashes published, ballots opened, sheets spent and voided.

import (
	"bytes"
	"encoding/hex"
	"strings"

	"linli/ballot"
)

// minPublish is the fewest hashes in an entry while the poll is open, so that the order of entries is not that of voters.
const minPublish = 10

func (b *book) published(n int64, a publish) {
	f := b.found["published"]
	if !b.isOpen {
		f.wrong("第 %d 条在投票开始前 / entry %d is before the opening", n, n)
	}
	if !b.isClosed && len(a.Hashes) < minPublish {
		f.wrong("第 %d 条只有 %d 个哈希 / entry %d has %d hashes only", n, len(a.Hashes), n, len(a.Hashes))
	}
	for i, h := range a.Hashes {
		if i > 0 && bytes.Compare(a.Hashes[i-1][:], h[:]) >= 0 {
			f.wrong("第 %d 条没有按哈希排序 / entry %d is not in hash order", n, n)
		}
		if _, met := b.hashes[h]; met {
			f.wrong("哈希公布了两次 / published twice: %x", h)
			continue
		}
		b.hashes[h] = false
	}
}

func (b *book) publishedHashes(f *findings) {
	switch n := len(b.hashes); {
	case !b.isClosed:
		f.wait("投票尚未截止 / the poll has not closed")
	case n > b.close.Ballots || b.mustBeOpen() && n != b.close.Ballots:
		f.wrong("公布 %d 个，箱内 %d 张 / %d published, %d in the box", n, b.close.Ballots, n, b.close.Ballots)
	}
}

// mustBeOpen tells whether the whole box must be open: something has been done that needs it.
func (b *book) mustBeOpen() bool {
	return b.done["count.scan"] || b.done["station.settle"] || b.done["poll.tally"]
}

// revealed takes a part of the opened box.
func (b *book) revealed(n int64, a reveal) {
	if !b.isClosed {
		b.found["openings"].wrong("第 %d 条在封箱前开启 / entry %d opens before the close", n, n)
	}
	for i, rec := range a.Records {
		if i > 0 && a.Records[i-1].Tracker >= rec.Tracker {
			b.found["openings"].wrong("第 %d 条没有按追踪码排序 / entry %d is not in the order of trackers", n, n)
		}
		b.open(n, rec)
	}
	var before ballot.Commitment
	for i, s := range a.Spends {
		b.inHashOrder(n, i, before, s.Commitment)
		before = s.Commitment
		if s.Via != ballot.Kiosk && s.Via != ballot.Phone {
			b.found["spends"].wrong("第 %d 条渠道不对 / entry %d has no such channel: %q", n, n, s.Via)
		}
		b.spend(n, s.Commitment, false)
	}
	for i, c := range a.Voids {
		b.inHashOrder(n, i, before, c)
		before = c
		b.spend(n, c, true)
	}
	b.touched = n
}

func (b *book) inHashOrder(n int64, i int, before, c ballot.Commitment) {
	if i > 0 && bytes.Compare(before[:], c[:]) >= 0 {
		b.found["spends"].wrong("第 %d 条没有按承诺值排序 / entry %d is not in the order of commitments", n, n)
	}
}

// open takes an opened ballot: its hash must wait to be opened, its tracker must be new, its marks allowed.
func (b *book) open(n int64, rec ballot.Record) {
	b.opens++
	h := rec.Hash(b.poll)
	if opened, ok := b.hashes[h]; !ok || opened {
		b.found["openings"].wrong("第 %d 条开启的 %s 没有公布过，或已开启 / entry %d opens %s, which was not published or is open", n, rec.Tracker, n, rec.Tracker)
	} else {
		b.hashes[h] = true
	}
	if err := b.paper.Check(rec.Marks); err != nil {
		b.found["marks"].wrong("%s: %v", rec.Tracker, err)
	}
	t, ok := packed(rec.Tracker)
	if salt, err := hex.DecodeString(rec.Salt); !ok || err != nil || len(salt) != 16 {
		b.found["trackers"].wrong("追踪码或盐的格式不对 / not a tracker, or not a salt: %q, %q", rec.Tracker, rec.Salt)
		return
	}
	if _, met := b.trackers[t]; met {
		b.found["trackers"].wrong("追踪码重复 / tracker twice: %s", rec.Tracker)
		return
	}
	b.trackers[t] = b.pile.put(rec.Marks)
}

const alphabet, trackerSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 12

// packed is a tracker as a number, false if it is none.
func packed(tracker string) (n uint64, ok bool) {
	for _, sign := range []byte(tracker) {
		i := strings.IndexByte(alphabet, sign)
		if i < 0 {
			return 0, false
		}
		n = n*uint64(len(alphabet)) + uint64(i)
	}
	return n, len(tracker) == trackerSigns
}

// spend marks a sheet as used or voided; it must have been printed, and not met before.
func (b *book) spend(n int64, c ballot.Commitment, void bool) {
	f := b.found["spends"]
	s, ok := b.sheets[c]
	switch {
	case !ok:
		f.wrong("第 %d 条的选票没有印制过 / entry %d has a sheet that was not printed: %x", n, n, c)
	case s.spent || s.void:
		f.wrong("第 %d 条的选票出现两次 / entry %d has a sheet that stands twice: %x", n, n, c)
	}
	a := b.account(int(s.station))
	if void {
		b.voids, s.void = b.voids+1, true
		a.Spoiled++
	} else {
		b.spends, s.spent = b.spends+1, true
		a.Electronic++
	}
	if ok {
		b.sheets[c] = s
	}
}

func (b *book) openings(f *findings) {
	left := len(b.hashes)
	for _, opened := range b.hashes {
		if opened {
			left--
		}
	}
	switch {
	case !b.isClosed:
		f.wait("投票尚未截止 / the poll has not closed")
	case left == 0 && b.opens == b.close.Ballots:
	case b.mustBeOpen():
		f.wrong("%d 个哈希没有开启，开启 %d 张，箱内 %d 张 / %d hashes not opened, %d ballots opened, %d in the box", left, b.opens, b.close.Ballots, left, b.opens, b.close.Ballots)
	default:
		f.wait("票箱尚未全部开启 / the box has not been opened wholly")
	}
}

func (b *book) trackersUnique(f *findings) {
	if !b.isClosed {
		f.wait("票箱尚未开启 / the box has not been opened")
	}
}

func (b *book) spentSheets(f *findings) {
	switch {
	case !b.isClosed:
		f.wait("投票尚未截止 / the poll has not closed")
	case b.spends == b.close.Ballots && b.voids == b.close.Voids:
	case b.mustBeOpen() || b.spends > b.close.Ballots || b.voids > b.close.Voids:
		f.wrong("用过 %d 张、作废 %d 张，箱内 %d 张、%d 张 / %d spent and %d void, the box had %d and %d", b.spends, b.voids, b.close.Ballots, b.close.Voids, b.spends, b.voids, b.close.Ballots, b.close.Voids)
	default:
		f.wait("票箱尚未全部开启 / the box has not been opened wholly")
	}
}

func (b *book) marksAllowed(f *findings) {
	if b.opens+b.counted == 0 {
		f.wait("还没有开启的选票 / no ballot has been opened")
	}
}
