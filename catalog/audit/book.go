package audit

// The book: the entries of an export, sorted by what they are about.

import (
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot"
	"linli/ballot/ledger"
)

// found is a record with the entry that holds it.
type found[T any] struct {
	N   int64
	Act T
}

// book is everything that the checks look at.
type book struct {
	export     *ledger.Export
	trust      Trust
	checkpoint ledger.Checkpoint
	unsigned   error // why the checkpoint cannot be trusted
	leaves     []tlog.Hash
	unread     []string         // entries whose body is not what its kind has
	at         map[string]int64 // number of the last entry of each kind

	create     []found[create]
	schemes    []found[json.RawMessage]
	proposals  []found[submit]
	merges     []found[merge]
	estimates  []found[estimate]
	freezes    []found[freeze]
	withdrawn  []found[withdraw]
	runs       []found[printRun]
	opened     []found[openPoll]
	closed     []found[closePoll]
	publishes  []found[publish]
	reveals    []found[reveal]
	enters     []found[enter]
	scanned    []found[scan]
	decisions  []found[adjudicate]
	sealed     []found[sealBatch]
	settled    []found[settle]
	tallied    []found[decided]
	letterList []found[letter]
	delivered  []found[letter]

	rules    scheme // as adopted, or as it stands
	raw      []byte // its canonical JSON
	library  []project
	paper    ballot.Paper
	manifest map[ballot.Commitment]ballot.Serial
	spent    map[ballot.Commitment]bool
	void     map[ballot.Commitment]bool
	records  map[string]ballot.Record
	dead     map[string]bool           // trackers that gave way to paper
	seen     map[ballot.Commitment]int // genuine sheets: their batch
	funded   []int
	hash     string
}

func newBook(x *ledger.Export, trust Trust) *book {
	b := &book{
		export: x, trust: trust, at: map[string]int64{},
		manifest: map[ballot.Commitment]ballot.Serial{}, spent: map[ballot.Commitment]bool{}, void: map[ballot.Commitment]bool{},
		records: map[string]ballot.Record{}, dead: map[string]bool{}, seen: map[ballot.Commitment]int{},
	}
	b.checkpoint, b.unsigned = ledger.OpenCheckpoint(x.Checkpoint, x.Key)
	for _, line := range x.Lines {
		b.leaves = append(b.leaves, line.Leaf)
		if line.Entry == nil {
			continue
		}
		if err := b.sort(*line.Entry); err != nil {
			b.unread = append(b.unread, fmt.Sprintf("第 %d 条读不懂 / entry %d (%s) cannot be read: %v", line.N, line.N, line.Entry.Act, err))
		}
		b.at[line.Entry.Act] = line.N
	}
	b.index()
	return b
}

// sort puts an entry where it belongs. Kinds that no check needs are passed over.
func (b *book) sort(e ledger.Entry) error {
	switch e.Act {
	case "round.create":
		return take(e, &b.create)
	case "scheme.revise":
		var list []found[create]
		if err := take(e, &list); err != nil {
			return err
		}
		b.schemes = append(b.schemes, found[json.RawMessage]{e.N, list[0].Act.Scheme})
	case "proposal.submit":
		return take(e, &b.proposals)
	case "proposal.merge":
		return take(e, &b.merges)
	case "screening.estimate":
		return take(e, &b.estimates)
	case "library.freeze":
		return take(e, &b.freezes)
	case "library.withdraw":
		return take(e, &b.withdrawn)
	case "letter.issue":
		return take(e, &b.letterList)
	case "letter.deliver":
		return take(e, &b.delivered)
	}
	return b.sortPoll(e)
}

func (b *book) sortPoll(e ledger.Entry) error {
	switch e.Act {
	case "sheets.print":
		return take(e, &b.runs)
	case "poll.open":
		return take(e, &b.opened)
	case "poll.publish":
		return take(e, &b.publishes)
	case "poll.close":
		return take(e, &b.closed)
	case "poll.reveal":
		return take(e, &b.reveals)
	case "count.enter":
		return take(e, &b.enters)
	case "count.scan":
		return take(e, &b.scanned)
	case "count.adjudicate":
		return take(e, &b.decisions)
	case "count.seal":
		return take(e, &b.sealed)
	case "station.settle":
		return take(e, &b.settled)
	case "poll.tally":
		return take(e, &b.tallied)
	}
	return nil
}

// take adds the record that an entry holds to a list.
func take[T any](e ledger.Entry, to *[]found[T]) error {
	x := found[T]{N: e.N}
	if err := json.Unmarshal(e.Body, &x.Act); err != nil {
		return err
	}
	*to = append(*to, x)
	return nil
}

// index makes what several checks look things up in; what is wrong with it is theirs to say.
func (b *book) index() {
	b.readScheme()
	b.readLibrary()
	for _, run := range b.runs {
		for i, c := range run.Act.Commitments {
			b.manifest[c] = run.Act.Serial(i)
		}
	}
	for _, r := range b.reveals {
		for _, rec := range r.Act.Records {
			b.records[rec.Tracker] = rec
		}
		for _, s := range r.Act.Spends {
			b.spent[s.Commitment] = true
		}
		for _, c := range r.Act.Voids {
			b.void[c] = true
		}
	}
	for _, s := range b.scanned {
		for _, c := range s.Act.Genuine {
			b.seen[c] = s.Act.Batch
		}
		for _, t := range s.Act.Superseded {
			b.dead[t] = true
		}
	}
}

// done tells whether there is an entry of that kind.
func (b *book) done(act string) bool {
	_, ok := b.at[act]
	return ok
}

// poll is the name of the poll in ballots and commitments.
func (b *book) poll() string {
	if len(b.create) == 0 {
		return ""
	}
	return b.create[0].Act.ID
}
