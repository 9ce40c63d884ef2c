package ballot

// What the tests of this package share: real stores, printed sheets, and the child that is killed.

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(victimEnv); path != "" {
		victim(path)
	}
	if path := os.Getenv(oneShotEnv); path != "" {
		oneShot(path)
	}
	os.Exit(m.Run())
}

func openStore(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newStore(t *testing.T) *bolt.Store { return openStore(t, filepath.Join(t.TempDir(), "db")) }

const poll = "2026/hongqi"

var paper = Paper{Form: Approval, Projects: 20, Max: 3}

// sheet is the i-th sheet of a poll, the same in every process.
func sheet(poll string, i int) Credential {
	secret := sha256.Sum256(binary.BigEndian.AppendUint32([]byte("test sheet "+poll), uint32(i)))
	return Credential{Tag: PollTag(poll), Serial: Serial{1 + i%3, 1 + i}, Secret: [16]byte(secret[:])}
}

// printed is a manifest of sheets, open until it is closed.
type printed struct {
	serials map[Commitment]Serial
	closed  atomic.Bool
}

func (p *printed) Printed(c Commitment) (Serial, bool) { s, ok := p.serials[c]; return s, ok }
func (p *printed) Open() bool                          { return !p.closed.Load() }

// sheets prints n sheets.
func sheets(poll string, n int) (*printed, []Credential) {
	p, all := &printed{serials: map[Commitment]Serial{}}, make([]Credential, n)
	for i := range all {
		all[i] = sheet(poll, i)
		p.serials[all[i].Commitment(poll)] = all[i].Serial
	}
	return p, all
}

// record is what the sheet's ballot is kept as.
func record(c Credential, m Marks) Record {
	r, _ := unpackRecord(c.in(poll).record(m))
	return r
}

// lists are what a segment holds.
type lists struct {
	Spends  []Spend
	Records []Record
	Voids   []Commitment
	Seal    bool
}

func (s segment) lists() lists {
	l := lists{Seal: s.seal}
	for spend := range slices.Chunk(s.spends, spendBytes) {
		l.Spends = append(l.Spends, unpackSpend(spend))
	}
	for rest := s.records; len(rest) > 0; {
		var r Record
		r, rest = unpackRecord(rest)
		l.Records = append(l.Records, r)
	}
	for void := range slices.Chunk(s.voids, commitmentBytes) {
		l.Voids = append(l.Voids, Commitment(void))
	}
	return l
}

// segment is what a forger would make of the lists, in their order.
func (l lists) segment() segment {
	s := segment{ballots: len(l.Spends), seal: l.Seal}
	for _, x := range l.Spends {
		s.spends = x.pack(s.spends)
	}
	for _, r := range l.Records {
		s.records, _ = r.pack(s.records)
	}
	for _, c := range l.Voids {
		s.voids = append(s.voids, c[:]...)
	}
	return s
}

// asked is the request that a cast makes.
func asked(c Credential, m Marks, via Via) *request {
	p := c.in(poll)
	record := p.record(m)
	hash, _ := newHasher(poll).hash(record)
	return &request{spend: Spend{p.commitment(), p.digest(hash), via}, hash: hash, record: record, done: make(chan struct{})}
}

func openBox(t *testing.T, s store.Store, m Manifest) *Box {
	t.Helper()
	b, err := OpenBox(t.Context(), s, poll, paper, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func marks(projects ...int) Marks {
	m := Marks{}
	for _, p := range projects {
		m = append(m, Mark{Project: p})
	}
	return m
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

// opened seals the box and tells the marks by tracker.
func opened(t *testing.T, b *Box) map[string]Marks {
	t.Helper()
	if err := b.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	records, err := b.Records()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Marks{}
	for i, r := range records {
		if i > 0 && records[i-1].Tracker >= r.Tracker {
			t.Errorf("record %d is out of order", i)
		}
		out[r.Tracker] = r.Marks
	}
	if len(records) != len(b.Spends()) || len(records) != b.Count() || len(records) != len(b.Hashes()) {
		t.Errorf("%d records, %d spends, count %d, %d hashes", len(records), len(b.Spends()), b.Count(), len(b.Hashes()))
	}
	return out
}
