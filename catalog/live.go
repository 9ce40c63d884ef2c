package catalog

// Live rounds: a round kept current in memory, on a store that many processes may share.

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
	"linli/catalog/workday"
)

// Env is what rounds stand on. Now and Random are called by many goroutines at once.
type Env struct {
	Store   store.Store
	Rolls   store.Store // a store of their own for the rolls, see [ballot.Roll]; nil: Store
	Now     func() time.Time
	Random  io.Reader // secrets of sheets, salts, slips
	RollKey []byte    // at least 16 bytes, kept outside the stores
	Signer  note.Signer
	Key     string // the verifier key of Signer, as package note writes it
}

func (e Env) rolls() store.Store {
	if e.Rolls == nil {
		return e.Store
	}
	return e.Rolls
}

// Live is a round kept current in memory. All methods may be called by many goroutines; many processes may hold the
// same round on a shared store.
type Live struct {
	env    Env
	id     string
	ledger *ledger.Ledger
	roll   *ballot.Roll

	mu      sync.RWMutex // guards what follows
	round   *Round
	entries []kept // those folded into round
	loaded  bool   // all that were there at first
	stale   bool   // entries have a correction that round has not; only while loading

	boxMu  sync.Mutex // guards box and closed
	box    *ballot.Box
	closed bool

	measures measures

	early early // see EarlyCounts

	stop      context.CancelFunc
	following sync.WaitGroup
}

// ErrRound: no round of that ID.
var ErrRound = errors.New("没有这一届 / no such round")

const index = "round/"

// List returns the IDs of all rounds, sorted.
func List(ctx context.Context, s store.Store) ([]string, error) {
	var ids []string
	err := s.Scan(ctx, []byte(index), store.PrefixEnd([]byte(index)), func(it store.Item) error {
		ids = append(ids, strings.TrimPrefix(string(it.Key), index))
		return nil
	})
	return ids, err
}

// Found starts a round. An ID that exists is [ErrDone], one that cannot stand in an address [ErrID].
func Found(ctx context.Context, env Env, actor string, a Create) (*Live, error) {
	if !idForm.MatchString(a.ID) || a.Of != "" {
		return nil, &FieldError{"id", ErrID}
	}
	l, err := load(ctx, env, a.ID)
	if err != nil {
		return nil, err
	}
	if _, err := l.do(ctx, actor, []Act{&a}, store.Op{Key: []byte(index + a.ID), Val: []byte{}}); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// Open opens a round that exists, or fails with [ErrRound].
func Open(ctx context.Context, env Env, id string) (*Live, error) {
	if !idForm.MatchString(id) {
		return nil, fmt.Errorf("%w: %q", ErrRound, id)
	}
	l, err := load(ctx, env, id)
	if err != nil {
		return nil, err
	}
	found := false
	l.Read(func(r *Round) { found = r.ID != "" })
	if !found {
		l.Close()
		return nil, fmt.Errorf("%w: %q", ErrRound, id)
	}
	return l, nil
}

// load watches before it reads, so that nothing is appended unseen in between.
func load(ctx context.Context, env Env, id string) (*Live, error) {
	l := &Live{env: env, id: id, round: newRound(), roll: ballot.NewRoll(env.rolls(), id, env.RollKey)}
	watching, stop := context.WithCancel(context.Background())
	heads, err := l.watch(watching)
	if err == nil {
		l.ledger, err = ledger.Open(ctx, env.Store, id, env.Now, env.Random, l.fold)
	}
	if err == nil {
		err = l.settle()
	}
	if err != nil {
		stop()
		return nil, err
	}
	l.stop, l.measures.life = stop, watching
	l.following.Go(func() { l.follow(watching, heads) })
	return l, nil
}

func (l *Live) watch(ctx context.Context) (<-chan []store.Item, error) {
	return l.env.Store.Watch(ctx, store.NewChain(l.env.Store, "ledger/"+l.id).Prefix())
}

// follow keeps the round current with what other processes append, until ctx ends or the store is closed. A watch
// that has missed something is begun anew; what fails is tried again every second.
func (l *Live) follow(ctx context.Context, heads <-chan []store.Item) {
	for {
		var err error
		if heads == nil {
			heads, err = l.watch(ctx)
		}
		if err == nil {
			err = l.ledger.Sync(ctx)
		}
		switch {
		case ctx.Err() != nil, errors.Is(err, store.ErrClosed):
			return
		case err != nil:
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
			continue
		}
		if _, more := <-heads; !more {
			heads = nil
		}
	}
}

// fold takes an entry into the round.
func (l *Live) fold(e ledger.Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.Supersedes != nil || l.stale && !inBulk(e) {
		return l.foldLater(e)
	}
	if l.stale {
		if err := l.refold(); err != nil {
			return err
		}
	}
	k, err := l.round.fold(e)
	if err == nil {
		l.entries = append(l.entries, k)
	}
	return err
}

// foldLater takes in a correction, or what follows one while the ledger is loaded: so that not every correction of many
// makes the round anew.
func (l *Live) foldLater(e ledger.Entry) error {
	before := l.entries
	l.entries, l.stale = append(l.entries, kept{Entry: e}), true
	if !l.loaded {
		return nil
	}
	err := l.refold()
	if err != nil {
		l.entries = before
	}
	return err
}

// settle ends the loading.
func (l *Live) settle() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loaded = true
	if !l.stale {
		return nil
	}
	return l.refold()
}

// refold makes the round anew of all entries.
func (l *Live) refold() error {
	r, err := refold(l.entries, l.round.Poll.bulk)
	if err == nil {
		l.round, l.stale = r, false
	}
	return err
}

// Close lets go of the round, after the casts that are under way. The store stays open. Closing twice is no error.
func (l *Live) Close() {
	l.stop()
	l.following.Wait()
	l.boxMu.Lock()
	defer l.boxMu.Unlock()
	l.closed = true
	if l.box != nil {
		l.box.Close()
	}
}

// ID of the round.
func (l *Live) ID() string { return l.id }

// Ledger of the round.
func (l *Live) Ledger() *ledger.Ledger { return l.ledger }

// Checkpoint is the ledger's signed size and root, and once the scheme has been adopted its hash.
func (l *Live) Checkpoint() ([]byte, error) {
	for {
		hash := l.schemeHash()
		var more []string
		if hash != "" {
			more = []string{"scheme " + hash}
		}
		signed, err := l.ledger.Checkpoint(l.env.Signer, more...)
		if err != nil || l.schemeHash() == hash { // else it was adopted meanwhile
			return signed, err
		}
	}
}

func (l *Live) schemeHash() (hash string) {
	l.Read(func(r *Round) { hash = r.SchemeHash })
	return hash
}

// Read calls fn with the round, which does not change meanwhile. fn keeps nothing of it, changes nothing, and calls
// no other method of l.
func (l *Live) Read(fn func(*Round)) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	fn(l.round)
}

// Do does acts, in one segment of the ledger: all of them or, with the first refusal, none. Each is checked against
// the round as it stands after those before it. Refusals: [FieldError], [ErrStep], [ErrAct], [ErrBox], those of the
// acts. With [Erase] the personal data go in the same commit.
func (l *Live) Do(ctx context.Context, actor string, acts ...Act) ([]ledger.Entry, error) {
	for _, a := range acts {
		if k, err := kindOf(a); err == nil && k.Box {
			return nil, fmt.Errorf("%w: %s", ErrBox, k.Name)
		}
		if _, prints := a.(*PrintRun); prints && l.IsRehearsal() {
			return nil, ErrRehearsed
		}
	}
	return l.do(ctx, actor, acts)
}

func (l *Live) do(ctx context.Context, actor string, acts []Act, extra ...store.Op) ([]ledger.Entry, error) {
	for _, a := range acts {
		if b, ok := a.(brought); ok && b.brought() {
			return nil, ErrBrought
		}
	}
	return l.enter(ctx, actor, acts, extra...)
}

// enter is do for acts that may take something from another round.
func (l *Live) enter(ctx context.Context, actor string, acts []Act, extra ...store.Op) ([]ledger.Entry, error) {
	var drafts []ledger.Draft
	for _, a := range acts {
		d, err := draft(actor, a)
		if err != nil {
			return nil, err
		}
		if err := l.pictured(ctx, d.Body.(Act), extra...); err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	days, err := l.calendarOf(ctx, drafts)
	if err != nil {
		return nil, err
	}
	for {
		gone := l.gone(drafts)
		entries, err := l.ledger.Append(ctx, func(now time.Time) ([]ledger.Draft, error) {
			if !slices.EqualFunc(gone, l.gone(drafts), func(a, b store.Op) bool { return bytes.Equal(a.Key, b.Key) }) {
				return nil, errMoved
			}
			l.mu.RLock()
			defer l.mu.RUnlock()
			return drafts, l.allowOn(days, now, drafts)
		}, append(gone[:len(gone):len(gone)], extra...)...)
		if !errors.Is(err, errMoved) {
			return entries, err
		}
	}
}

// errMoved: what acts remove from the store has become other since they were begun.
var errMoved = errors.New("moved")

// allow refuses drafts of which one is not allowed after those before it. A single one is checked on the round
// itself, several are rehearsed on a second round folded from the same entries, over the same bulk: an entry that cannot
// be folded would end the ledger for good.
func (l *Live) allow(now time.Time, drafts []ledger.Draft) error {
	return l.allowOn(workday.Calendar{}, now, drafts)
}

// allowOn is allow for drafts of which some are [dated]: each is reckoned on the round as it stands after those before it.
func (l *Live) allowOn(days workday.Calendar, now time.Time, drafts []ledger.Draft) error {
	if len(drafts) == 1 {
		a := drafts[0].Body.(Act)
		if err := reckon(l.round, days, a); err != nil {
			return err
		}
		return l.round.allowAt(now, a)
	}
	rehearsal, err := refold(l.entries, l.round.Poll.bulk)
	if err != nil {
		return err
	}
	rehearsal.Poll.bulk = rehearsal.Poll.over()
	for _, d := range drafts {
		a := d.Body.(Act)
		if err := reckon(rehearsal, days, a); err != nil {
			return err
		}
		if err := rehearsal.allowAt(now, a); err != nil {
			return err
		}
		if err := rehearsal.do(a, ledger.Entry{Time: now, Actor: d.Actor, Act: d.Act}); err != nil {
			return err
		}
	}
	return nil
}

// random returns n random bytes in hexadecimal.
func (l *Live) random(n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(l.env.Random, b); err != nil {
		return "", err
	}
	return hex.EncodeToString(b), nil
}
