package ledger

// A ledger in memory: opened on its chain, kept current, appended to.

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/store"
)

// Draft is an act that is about to become an entry.
type Draft struct {
	Actor  string
	Act    string
	Body   any
	Public bool

	Supersedes *Supersession // nil: it corrects nothing
}

// Ledger is one process's view of the chain "ledger/NAME". It keeps the tree in memory and reads the entries from the
// store again when they are asked for. All methods may be called by many goroutines.
type Ledger struct {
	mu     sync.Mutex
	store  store.Store
	chain  *store.Chain
	name   string
	now    func() time.Time
	random io.Reader
	fold   func(Entry) error
	starts []int64   // the number of the first entry of each segment
	last   time.Time // of the last entry
	tree   hashes
	stuck  error // what ended the reading for good
}

// Open reads the ledger of that name and hands every entry to fold, in order; so it does with every later entry,
// whoever appends it. An entry that fold refuses ends the reading for good: from then on Sync and Append return its
// error. A ledger that was tampered with is [store.ErrDamaged]. fold must not call the ledger. now and random are the
// clock and the source of salts.
func Open(ctx context.Context, s store.Store, name string, now func() time.Time, random io.Reader, fold func(Entry) error) (*Ledger, error) {
	l := &Ledger{store: s, chain: store.NewChain(s, "ledger/"+name), name: name, now: now, random: random, fold: fold}
	if err := l.Sync(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// Sync folds what others have appended.
func (l *Ledger) Sync(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sync(ctx)
}

func (l *Ledger) sync(ctx context.Context) error {
	if l.stuck != nil {
		return l.stuck
	}
	return l.chain.Sync(ctx, l.apply)
}

// apply takes a segment, which is one entry a line, into memory and the fold.
func (l *Ledger) apply(seg []byte) (err error) {
	defer func() { l.stuck = err }()
	l.starts = append(l.starts, l.tree.n)
	for line := range bytes.Lines(seg) {
		if err := l.add(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) add(line []byte) error {
	e, err := ParseEntry(line)
	if err != nil {
		return err
	}
	if e.N != l.tree.n || e.N > 0 && e.Time.Before(l.last) {
		return fmt.Errorf("%w: entry %d of %s stands at %d", store.ErrDamaged, e.N, e.Time.Format(time.RFC3339), l.tree.n)
	}
	if err := l.fold(e); err != nil {
		return fmt.Errorf("entry %d (%s): %w", e.N, e.Act, err)
	}
	l.last = e.Time
	return l.tree.add(tlog.RecordHash(line))
}

// Append makes the drafts that decide returns durable as entries, in one segment together with extra, and folds them.
// decide sees the fold as it is before them and may refuse with an error, which Append returns; it is asked again
// after others have appended, and must not call the ledger. A draft that supersedes an entry which is not there is
// [ErrSupersedes]. On return of nil error the entries are durable. No drafts
// and no error: nothing is written, extra neither. [store.ErrUnknown]: ctx ended first; read before trying again.
func (l *Ledger) Append(ctx context.Context, decide func(now time.Time) ([]Draft, error), extra ...store.Op) ([]Entry, error) {
	return l.AppendIf(ctx, nil, decide, extra...)
}

// AppendIf is [Ledger.Append] as long as checks on other keys of the store hold at that moment. If one does not, nothing
// is written and it is [store.ErrConflict]: read those keys again, and try again.
func (l *Ledger) AppendIf(ctx context.Context, checks []store.Check, decide func(now time.Time) ([]Draft, error), extra ...store.Op) ([]Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var unsure [][]Entry // attempts that may have happened, or may still
	var refused error    // the last attempt's conflict
	for size := l.tree.n; ; size = l.tree.n {
		if err := l.sync(ctx); err != nil {
			return nil, doubt(err, unsure)
		}
		if done := l.landed(unsure); done != nil {
			return done, nil
		}
		if refused != nil && size == l.tree.n && len(checks) > 0 {
			return nil, doubt(refused, unsure)
		}
		now := l.time()
		drafts, err := decide(now)
		if err != nil || len(drafts) == 0 {
			return nil, err
		}
		entries, seg, err := l.number(drafts, now)
		if err != nil {
			return nil, err
		}
		refused = nil
		err = l.chain.AppendIf(ctx, checks, seg, extra...)
		switch {
		case err == nil:
			return entries, l.apply(seg)
		case errors.Is(err, store.ErrUnknown) && ctx.Err() == nil:
			unsure = append(unsure, entries)
		case errors.Is(err, store.ErrConflict):
			refused = err
		default:
			return nil, doubt(err, unsure)
		}
	}
}

// doubt makes an unknown outcome of an error that ends the waiting for one.
func doubt(err error, unsure [][]Entry) error {
	if len(unsure) == 0 || errors.Is(err, store.ErrUnknown) {
		return err
	}
	return fmt.Errorf("%w: %w", store.ErrUnknown, err)
}

// landed returns the attempt of an unknown outcome that happened after all, if one did.
func (l *Ledger) landed(unsure [][]Entry) []Entry {
	for _, entries := range unsure {
		if first := entries[0].N; first < l.tree.n && l.tree.at(first) == entries[0].Hash() {
			return entries
		}
	}
	return nil
}

func (l *Ledger) number(drafts []Draft, now time.Time) (entries []Entry, seg []byte, err error) {
	for i, d := range drafts {
		body, err := Canonical(d.Body)
		if err != nil {
			return nil, nil, err
		}
		e := Entry{N: l.tree.n + int64(i), Time: now, Actor: d.Actor, Act: d.Act, Body: json.RawMessage(body), Public: d.Public, Supersedes: d.Supersedes}
		if err := e.Supersedes.check(e.N); err != nil {
			return nil, nil, err
		}
		if !d.Public {
			salt := make([]byte, saltBytes)
			if _, err := io.ReadFull(l.random, salt); err != nil {
				return nil, nil, err
			}
			e.Salt = hex.EncodeToString(salt)
		}
		line, err := e.with(body)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, e)
		seg = append(append(seg, line...), '\n')
	}
	return entries, seg, nil
}

// Tree is the number of entries and the root over their leaves.
func (l *Ledger) Tree() (size int64, root tlog.Hash, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tree.root()
}

// Checkpoint is the tree as a signed note: origin, size and root, a line each, and after them what the caller wants to
// have signed with them, a line each too (C2SP extension lines).
func (l *Ledger) Checkpoint(signer note.Signer, more ...string) ([]byte, error) {
	size, root, err := l.Tree()
	if err != nil {
		return nil, err
	}
	c := Checkpoint{Origin: Origin(l.name), Size: size, Root: root, More: more}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}
