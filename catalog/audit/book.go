package audit

// The book: what the entries of an export, one after another, amount to.

import (
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// book is everything that the checks look at. Of ballots and sheets it keeps the least that will do.
type book struct {
	trust      Trust
	key        string
	note       []byte // the signed checkpoint
	checkpoint ledger.Checkpoint
	unsigned   error // why the checkpoint cannot be trusted
	found      map[string]*findings

	leaves []tlog.Hash
	acts   []string // of every entry; empty if it is withheld
	last   time.Time
	done   map[string]bool // kinds of acts
	hidden []int64         // entries that are withheld

	held       [len(steps)][]entry // by step, entries that may yet be corrected
	mended     map[int64][]byte    // by entry, the body that its last correction gives it
	standsFor  map[int64]int64     // by correction, the entry that it corrects in the end
	superseded map[int64]bool
	signed     map[int64][]string // by entry, logins that its corrections tell
	others     []string           // see signedBy

	poll  string // the round's id
	of    string // the round that it rehearses, or empty
	raw   []byte // canonical JSON of the scheme
	rules scheme // as adopted, or as it stands

	table     table
	proposals []proposal      // number i+1
	seminars  []int64         // number i+1: the entry
	needs     []need          // number i+1
	rolled    map[string]bool // IDs of needs of earlier rounds
	models    map[int]int64   // by project, the entry
	answers   bool            // to each ground, as since the second release
	library   []project       // number i+1
	granted   []project       // number 1001+i
	early     int             // how many of them came before the freeze
	pending   []decision      // grants that are not looked at yet
	approvals map[int]*approval
	before    map[int]bool // projects whose approval was decided before the notice
	isNoticed bool
	denied    map[int]bool // projects whose approval was refused
	isFrozen  bool
	paper     ballot.Paper

	sheets   map[ballot.Commitment]sheet // the manifest
	runs     int
	next     map[int]int // by station, the number of the next sheet
	isOpen   bool
	isClosed bool
	close    closePoll

	rehearsal *beginRehearsal       // that is on
	deck      [][]ballot.Commitment // of ended rehearsals: each sheet's, in its own poll and in this one
	helped    map[int]assist        // by station, as last told

	hashes   map[ballot.Hash]bool // published; true once opened
	trackers map[uint64]marksAt
	dead     map[uint64]bool // trackers that gave way to paper
	opens    int             // ballots opened
	spends   int
	voids    int
	pile     pile         // marks of opened ballots
	papers   map[int]pile // by batch, marks of papers that count
	counted  int          // of papers

	batches map[int]*batch
	records map[int]*ballot.Account // by station, what the records say
	settles map[int]settlement      // by station, the last one
	touched int64                   // the last entry that changed an account

	shown     map[int]int     // by station, people of the last daily figures
	parts     map[string]bool // of the roll, that have come back
	envelopes map[string]bool // that are decided

	sitting *sitting     // of the council, while it sits
	council map[int]Vote // by project
	decided tally.Outcome

	draw     *draw // nil until lots are drawn
	margin   tally.Margin
	outcomes []decided
	funded   []int
	hash     string
	letter   map[int]bool // by proposal: whether it was delivered
	built    map[int]bool // by project: whether it is finished
	judged   map[int]bool // by project
}

func newBook(key string, note []byte, trust Trust) *book {
	b := &book{
		trust: trust, key: key, note: note, found: map[string]*findings{}, done: map[string]bool{},
		sheets: map[ballot.Commitment]sheet{}, next: map[int]int{}, hashes: map[ballot.Hash]bool{}, trackers: map[uint64]marksAt{},
		dead: map[uint64]bool{}, helped: map[int]assist{}, batches: map[int]*batch{}, papers: map[int]pile{}, records: map[int]*ballot.Account{}, settles: map[int]settlement{},
		mended: map[int64][]byte{}, standsFor: map[int64]int64{}, superseded: map[int64]bool{}, signed: map[int64][]string{},
		approvals: map[int]*approval{}, before: map[int]bool{}, denied: map[int]bool{},
		rolled: map[string]bool{}, models: map[int]int64{}, shown: map[int]int{}, parts: map[string]bool{}, envelopes: map[string]bool{}, letter: map[int]bool{}, built: map[int]bool{}, judged: map[int]bool{}, council: map[int]Vote{},
	}
	for _, c := range checks {
		b.found[c.name] = &findings{}
	}
	b.checkpoint, b.unsigned = ledger.OpenCheckpoint(note, key)
	return b
}
