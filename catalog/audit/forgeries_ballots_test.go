package audit

// Forgeries of ballots, papers and accounts, each made to fit as far as the forger can.

import (
	"bytes"
	"slices"
	"strings"

	"linli/ballot"
	"linli/ballot/ledger"
)

func sortHashes[T ~[32]byte](s []T) {
	slices.SortFunc(s, func(x, y T) int { return bytes.Compare(x[:], y[:]) })
}

// stuff adds an electronic ballot, cast with that sheet, wherever ballots are counted but in the account.
func (f *forger) stuff(sheet ballot.Commitment) {
	rec := ballot.Record{Tracker: "222222222222", Salt: strings.Repeat("0", 32), Marks: ballot.Marks{{Project: 2}}}
	change(f, "poll.publish", 0, func(p *publish) {
		p.Hashes = append(p.Hashes, rec.Hash("2026"))
		sortHashes(p.Hashes)
	})
	change(f, "poll.close", 0, func(c *closePoll) { c.Ballots++ })
	change(f, "poll.reveal", 0, func(r *reveal) {
		r.Records = append([]ballot.Record{rec}, r.Records...)
		r.Spends = append(r.Spends, spend{sheet, ballot.Kiosk})
		slices.SortFunc(r.Spends, func(x, y spend) int { return bytes.Compare(x.Commitment[:], y.Commitment[:]) })
	})
}

// unused is a sheet that is printed and neither spent nor void nor found in a box.
func (f *forger) unused() (c ballot.Commitment) {
	met := map[ballot.Commitment]bool{}
	change(f, "poll.reveal", 0, func(r *reveal) {
		for _, s := range r.Spends {
			met[s.Commitment] = true
		}
		for _, v := range r.Voids {
			met[v] = true
		}
	})
	change(f, "count.scan", 0, func(s *scan) {
		for _, g := range s.Genuine {
			met[g] = true
		}
	})
	change(f, "sheets.print", 0, func(p *printRun) {
		c = p.Commitments[slices.IndexFunc(p.Commitments, func(c ballot.Commitment) bool { return !met[c] })]
	})
	return c
}

// lose drops an opened ballot with its hash and its sheet.
func (f *forger) lose() {
	change(f, "poll.reveal", 0, func(r *reveal) {
		gone := r.Records[0].Hash("2026")
		r.Records, r.Spends = r.Records[1:], r.Spends[1:]
		change(f, "poll.publish", 0, func(p *publish) {
			p.Hashes = slices.DeleteFunc(p.Hashes, func(h ballot.Hash) bool { return h == gone })
		})
	})
}

func account(f *forger, fn func(*settle)) { change(f, "station.settle", 0, fn) }

// everySheet changes what both pairs entered and what was sealed.
func (f *forger) everySheet(fn func([]ballot.Sheet) []ballot.Sheet) {
	for i := range 3 {
		change(f, "count.enter", i, func(e *enter) { e.Sheets = fn(e.Sheets) })
	}
	change(f, "count.seal", 0, func(s *sealBatch) { s.Sheets = fn(s.Sheets) })
}

var forgeriesOfBallots = []forgery{
	{"a ballot lost", "openings", func(f *forger) { f.lose() }},
	{"a ballot lost, and not counted at the close", "accounts", func(f *forger) {
		f.lose()
		change(f, "poll.close", 0, func(c *closePoll) { c.Ballots-- })
	}},
	{"a ballot lost from the account too", "outcome", func(f *forger) {
		f.lose()
		change(f, "poll.close", 0, func(c *closePoll) { c.Ballots-- })
		account(f, func(s *settle) { s.Electronic, s.NotReturned = s.Electronic-1, s.NotReturned+1 })
	}},
	{"a ballot cast with a sheet that was not printed", "spends", func(f *forger) { f.stuff(ballot.Commitment{1}) }},
	{"a ballot cast with an unused sheet", "accounts", func(f *forger) { f.stuff(f.unused()) }},
	{"and the account made to fit", "outcome", func(f *forger) {
		f.stuff(f.unused())
		account(f, func(s *settle) { s.Electronic, s.NotReturned = s.Electronic+1, s.NotReturned-1 })
	}},
	{"more ballots than people", "accounts", func(f *forger) {
		f.stuff(f.unused())
		account(f, func(s *settle) {
			s.Electronic, s.NotReturned, s.CheckIns = s.Electronic+1, s.NotReturned-2, s.CheckIns-1
		})
	}},
	{"a tracker that is none", "trackers", func(f *forger) { f.recast(func(r *ballot.Record) { r.Tracker = "2" }) }},
	{"a tracker with a zero byte", "trackers", func(f *forger) { f.recast(func(r *ballot.Record) { r.Tracker += "\x00" }) }},
	{"a salt that is none", "trackers", func(f *forger) { f.recast(func(r *ballot.Record) { r.Salt = "x" }) }},
	{"ballots in the order of voters", "openings", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { slices.Reverse(r.Records) }) }},
	{"sheets in the order of voters", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { slices.Reverse(r.Spends) }) }},
	{"over an unknown channel", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Spends[0].Via = "post" }) }},
	{"too many marks", "marks", func(f *forger) {
		f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{{Project: 1}, {Project: 2}, {Project: 3}} })
	}},
	{"points on an approval ballot", "marks", func(f *forger) {
		f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{{Project: 1, Points: 1 << 40}} })
	}},
	{"opened before the close", "openings", func(f *forger) { f.move("poll.reveal", "poll.open") }},
	{"published before the opening", "published", func(f *forger) { f.move("poll.publish", "sheets.print") }},
	{"published twice", "published", func(f *forger) { f.double("poll.publish", 0) }},

	{"closed by one with two spellings", "poll", func(f *forger) {
		change(f, "poll.close", 0, func(c *closePoll) { c.Officers = []string{"qin", "Ｑ.In"} })
	}},
	{"by one with a space that nobody sees", "poll", func(f *forger) {
		change(f, "poll.close", 0, func(c *closePoll) { c.Officers = []string{"qin", "q\u200bin"} })
	}},
	{"by one and a dash", "poll", func(f *forger) { change(f, "poll.open", 0, func(o *openPoll) { o.Officers = []string{"qin", "—"} }) }},
	{"by three", "poll", func(f *forger) {
		change(f, "poll.open", 0, func(o *openPoll) { o.Officers = append(o.Officers, "bao") })
	}},
	{"printed late by one with two spellings", "manifest", func(f *forger) {
		f.insert("sheets.print", `{"commitments":["`+strings.Repeat("ab", 32)+`"],"first":13,"officers":["qin","QIN "],"station":1}`, "poll.open")
	}},
	{"printed after the close", "manifest", func(f *forger) {
		f.insert("sheets.print", `{"commitments":["`+strings.Repeat("ab", 32)+`"],"first":13,"officers":["qin","lu"],"station":1}`, "poll.close")
	}},
	{"printed for a station that cannot be", "manifest", func(f *forger) { change(f, "sheets.print", 0, func(p *printRun) { p.Station = 64 }) }},

	{"a paper more in both pairs", "scans", func(f *forger) {
		f.everySheet(func(s []ballot.Sheet) []ballot.Sheet { return append(s, s[0]) })
	}},
	{"a paper set aside and counted", "scans", func(f *forger) {
		f.everySheet(func(s []ballot.Sheet) []ballot.Sheet { return append(s, s[0]) })
		change(f, "count.scan", 0, func(s *scan) { s.SetAside-- })
		account(f, func(s *settle) { s.Foreign-- })
	}},
	{"a paper of a foreign sheet", "scans", func(f *forger) {
		f.everySheet(func(s []ballot.Sheet) []ballot.Sheet { return append(s, s[0]) })
		change(f, "count.scan", 0, func(s *scan) {
			s.Genuine = append(s.Genuine, ballot.Commitment(bytes.Repeat([]byte{0xff}, 32)))
		})
	}},
	{"marks of a paper changed in both pairs", "outcome", func(f *forger) {
		f.everySheet(func(s []ballot.Sheet) []ballot.Sheet { s[0].Marks = ballot.Marks{{Project: 1}}; return s })
	}},
	{"an overvote counted", "marks", func(f *forger) {
		f.everySheet(func(s []ballot.Sheet) []ballot.Sheet {
			s[3] = ballot.Sheet{Finding: ballot.Marked, Marks: ballot.Marks{{Project: 1}, {Project: 2}, {Project: 3}}}
			return s
		})
	}},
	{"papers in the order of the pile", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { slices.Reverse(s.Genuine) }) }},
	{"fewer than none set aside", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.SetAside = -1 }) }},
	{"a void paper counted", "scans", func(f *forger) {
		var void ballot.Commitment
		change(f, "poll.reveal", 0, func(r *reveal) { void = r.Voids[0] })
		change(f, "count.scan", 0, func(s *scan) { s.Genuine[0] = void; sortHashes(s.Genuine) })
	}},
	{"another electronic ballot gives way twice", "superseded", func(f *forger) {
		change(f, "count.scan", 0, func(s *scan) { s.Superseded = append(s.Superseded, s.Superseded[0]) })
	}},
	{"a batch of two stations", "batches", func(f *forger) { change(f, "count.enter", 1, func(e *enter) { e.Station = 2 }) }},
	{"scanned at another station", "batches", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Station = 2 }) }},
	{"a third pair", "batches", func(f *forger) { change(f, "count.enter", 1, func(e *enter) { e.Pair = "C" }) }},
	{"entered by nobody", "batches", func(f *forger) { change(f, "count.enter", 1, func(e *enter) { e.By = "" }) }},
	{"adjudicated by nobody", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Officer = " " }) }},
	{"adjudicated without a reason", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Reason = "" }) }},
	{"decided before a pair entered it again", "batches", func(f *forger) {
		line := f.lines[f.place("count.enter", 0)]
		f.lines = slices.Insert(f.lines, f.place("count.seal", 0), line)
	}},
	{"entered after the seal", "batches", func(f *forger) { f.move("count.enter", "count.seal") }},
	{"sealed before the scan", "scans", func(f *forger) { f.move("count.scan", "count.seal") }},
	{"what a pair enters shown at once", "withheld", func(f *forger) {
		f.entry("count.enter", 0, func(e *ledger.Entry) { e.Public, e.Salt = true, "" })
	}},

	{"printed more", "accounts", func(f *forger) { account(f, func(s *settle) { s.Printed++; s.Unused++ }) }},
	{"spoiled more", "accounts", func(f *forger) { account(f, func(s *settle) { s.Spoiled++; s.NotReturned-- }) }},
	{"papers more", "accounts", func(f *forger) { account(f, func(s *settle) { s.Paper++; s.NotReturned-- }) }},
	{"both fewer", "accounts", func(f *forger) { account(f, func(s *settle) { s.Both--; s.NotReturned-- }) }},
	{"foreign papers fewer", "accounts", func(f *forger) { account(f, func(s *settle) { s.Foreign = 0 }) }},
	{"not returned fewer", "accounts", func(f *forger) { account(f, func(s *settle) { s.NotReturned-- }) }},
	{"exchanged more than spoiled", "accounts", func(f *forger) { account(f, func(s *settle) { s.Exchanged, s.CheckIns = s.Exchanged+1, s.CheckIns-1 }) }},
	{"piles of less than nothing", "accounts", func(f *forger) {
		account(f, func(s *settle) { s.Unused, s.Destroyed, s.Reason = s.Unused+s.Destroyed+1, -1, "x" })
	}},
	{"signed by one with two spellings", "accounts", func(f *forger) { account(f, func(s *settle) { s.Officers = []string{"lu", "ＬＵ"} }) }},
	{"an account before the last papers", "accounts", func(f *forger) { f.drop("station.settle", 0) }},
	{"another seed", "outcome", func(f *forger) { change(f, "poll.tally", 0, func(d *decided) { d.Seed = "9" }) }},
}
