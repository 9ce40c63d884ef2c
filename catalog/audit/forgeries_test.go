package audit

// What an organiser with the key could do, and the check that finds it.

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
)

type revise struct {
	Scheme json.RawMessage `json:"scheme"`
}

// forgery is what an organiser with the key could do, and the check that finds it.
type forgery struct {
	name, check string
	do          func(*forger)
}

var forgeries = []forgery{
	{"another scheme", "scheme", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) { c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Fund++ }) })
	}},
	{"another scheme, hashed", "outcome", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) { c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Fund++ }) })
		f.rehash()
	}},
	{"no hash of the scheme", "scheme", func(f *forger) { f.more = nil }},
	{"a scheme changed after its adoption", "scheme", func(f *forger) { f.move("scheme.revise", "proposal.close") }},
	{"another origin", "signature", func(f *forger) { f.origin = "linli/2027" }},
	{"time running back", "order", func(f *forger) {
		f.entry("poll.open", 0, func(e *ledger.Entry) { e.Time = e.Time.Add(-365 * 24 * time.Hour) })
	}},
	{"an act withheld", "withheld", func(f *forger) {
		i := f.place("scheme.opinion", 0)
		f.lines[i].Leaf, f.lines[i].Entry = f.lines[i].Entry.Hash(), nil
	}},
	{"a pair's entry withheld", "withheld", func(f *forger) {
		i := f.place("count.enter", 0)
		f.lines[i].Leaf, f.lines[i].Entry = f.lines[i].Entry.Hash(), nil
	}},
	{"a secret act", "withheld", func(f *forger) {
		f.entry("poll.open", 0, func(e *ledger.Entry) { e.Public, e.Salt = false, strings.Repeat("00", 16) })
	}},
	{"a correction of something else", "corrections", func(f *forger) {
		f.entry("count.enter", 2, func(e *ledger.Entry) { e.Supersedes = &ledger.Supersession{N: 1, Why: "x"} })
	}},
	{"a correction out of time", "corrections", func(f *forger) {
		f.move("screening.estimate", "library.freeze")
		first := int64(f.place("screening.estimate", 0))
		f.entry("screening.estimate", 2, func(e *ledger.Entry) { e.Supersedes = &ledger.Supersession{N: first, Why: "x"} })
	}},
	{"a correction of what stands for good", "corrections", func(f *forger) {
		f.double("library.freeze", 0)
		first := int64(f.place("library.freeze", 0))
		f.entry("library.freeze", 1, func(e *ledger.Entry) { e.Supersedes = &ledger.Supersession{N: first, Why: "x"} })
	}},
	{"corrected twice", "corrections", func(f *forger) {
		first := int64(f.place("screening.estimate", 0))
		for nth := range 2 {
			f.entry("screening.estimate", nth+1, func(e *ledger.Entry) { e.Supersedes = &ledger.Supersession{N: first, Why: "x"} })
		}
	}},
	{"an unreadable record", "kinds", func(f *forger) {
		f.entry("poll.close", 0, func(e *ledger.Entry) { e.Body = []byte(`{"officers":3}`) })
	}},
	{"another estimate", "outcome", func(f *forger) { change(f, "screening.estimate", 0, func(e *estimate) { e.Figure++ }) }},
	{"an estimate above the cap", "library", func(f *forger) { change(f, "screening.estimate", 0, func(e *estimate) { e.Figure = 1 << 50 }) }},
	{"frozen twice", "library", func(f *forger) { f.double("library.freeze", 0) }},
	{"another draw of numbers", "outcome", func(f *forger) { change(f, "library.freeze", 0, func(x *freeze) { x.Seed = "9-9-1" }) }},
	{"withdrawn silently", "outcome", func(f *forger) { f.drop("library.withdraw", 0) }},
	{"withdrawn what is not there", "library", func(f *forger) { change(f, "library.withdraw", 0, func(w *withdraw) { w.Project = 9 }) }},
	{"a sheet exchanged in the manifest", "spends", func(f *forger) { change(f, "sheets.print", 0, func(p *printRun) { p.Commitments[0][0] ^= 1 }) }},
	{"a sheet printed twice", "manifest", func(f *forger) {
		change(f, "sheets.print", 0, func(p *printRun) { p.Commitments[11] = p.Commitments[10] })
	}},
	{"serials with a gap", "manifest", func(f *forger) { change(f, "sheets.print", 0, func(p *printRun) { p.First = 2 }) }},
	{"printed after the opening", "manifest", func(f *forger) { f.move("sheets.print", "poll.open") }},
	{"opened by one", "poll", func(f *forger) { change(f, "poll.open", 0, func(o *openPoll) { o.Officers = []string{"qin", " QIN"} }) }},
	{"closed by one", "poll", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Officers = c.Officers[:1] }) }},
	{"opened twice", "poll", func(f *forger) { f.double("poll.open", 0) }},
	{"few hashes while open", "published", func(f *forger) { f.move("poll.publish", "poll.open") }},
	{"hashes out of order", "published", func(f *forger) { change(f, "poll.publish", 0, func(p *publish) { slices.Reverse(p.Hashes) }) }},
	{"a hash left out", "openings", func(f *forger) { change(f, "poll.publish", 0, func(p *publish) { p.Hashes = p.Hashes[1:] }) }},
	{"a hash that nobody opens", "openings", func(f *forger) {
		change(f, "poll.publish", 0, func(p *publish) {
			p.Hashes = append(p.Hashes, ballot.Hash(bytes.Repeat([]byte{0xff}, 32)))
		})
	}},
	{"a ballot changed", "openings", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Records[0].Marks[0].Project ^= 3 }) }},
	{"a ballot left out", "openings", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Records = r.Records[1:] }) }},
	{"a ballot opened twice", "trackers", func(f *forger) {
		change(f, "poll.reveal", 0, func(r *reveal) { r.Records = append(r.Records, r.Records[0]) })
	}},
	{"a ballot with its hash", "outcome", func(f *forger) { f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{} }) }},
	{"a project that is not there", "marks", func(f *forger) { f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{{Project: 9}} }) }},
	{"one sheet for two ballots", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Spends[1] = r.Spends[0] }) }},
	{"a ballot without a sheet", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Spends = r.Spends[1:] }) }},
	{"a void sheet used", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Voids[0] = r.Spends[0].Commitment }) }},
	{"another count at the close", "openings", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Ballots++ }) }},
	{"another count of void sheets", "spends", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Voids++ }) }},
	{"a pair's entry changed", "batches", func(f *forger) { change(f, "count.enter", 2, func(e *enter) { e.Sheets[3].Finding = ballot.Unclear }) }},
	{"one person in both pairs", "batches", func(f *forger) { change(f, "count.enter", 1, func(e *enter) { e.By = "Chen" }) }},
	{"nobody adjudicated", "batches", func(f *forger) { f.drop("count.adjudicate", 0) }},
	{"adjudicated otherwise", "batches", func(f *forger) {
		change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Sheet.Finding = ballot.Unclear })
	}},
	{"adjudicated by a pair", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Officer = "zhou" }) }},
	{"adjudicated what was agreed", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Place = 1 }) }},
	{"sealed otherwise", "batches", func(f *forger) {
		change(f, "count.seal", 0, func(s *sealBatch) { s.Sheets[2].Finding = ballot.Unclear })
	}},
	{"sealed twice", "batches", func(f *forger) { f.double("count.seal", 0) }},
	{"not sealed", "batches", func(f *forger) { f.drop("count.seal", 0) }},
	{"a paper that was not printed", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine[0][0] ^= 1 }) }},
	{"a paper counted twice", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine[1] = s.Genuine[0] }) }},
	{"fewer papers than entered", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine = s.Genuine[:3] }) }},
	{"scanned twice", "scans", func(f *forger) { f.double("count.scan", 0) }},
	{"not scanned", "scans", func(f *forger) { f.drop("count.scan", 0) }},
	{"an electronic ballot that does not give way", "superseded", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Superseded = []string{} }) }},
	{"an electronic ballot that is not there gives way", "superseded", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Superseded[0] = "222222222222" }) }},
	{"another account", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Electronic++ }) }},
	{"a difference without a reason", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Unused++ }) }},
	{"signed by one", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Officers = s.Officers[:1] }) }},
	{"no account", "accounts", func(f *forger) { f.drop("station.settle", 0) }},
	{"another outcome", "outcome", func(f *forger) { change(f, "poll.tally", 0, func(d *decided) { d.Hash = strings.Repeat("0", 64) }) }},
	{"a second outcome", "outcome", func(f *forger) { f.double("poll.tally", 0) }},
	{"no letter", "letters", func(f *forger) { f.drop("letter.issue", 0) }},
	{"a letter that did not arrive", "letters", func(f *forger) { f.drop("letter.deliver", 1) }},
	{"a letter to the winner", "letters", func(f *forger) { change(f, "letter.issue", 0, func(l *letter) { l.No = 1 }) }},
	{"a merger undone", "letters", func(f *forger) { f.drop("proposal.merge", 0) }},
}
