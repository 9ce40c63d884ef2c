package ballot

// The box's writer: what waits together becomes one segment.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"linli/ballot/store"
)

// ErrNotSealed: the box may be opened only after it has been sealed.
var ErrNotSealed = errors.New("封箱以后才能开箱 / the box is opened only after it is sealed")

type request struct {
	spend  Spend
	hash   Hash
	record []byte // packed
	void   bool
	seal   bool
	tried  bool // in an attempt that may have happened, or may still
	err    error
	done   chan struct{}
}

// One segment ends at so many ballots, or at so many bytes: etcd takes 1.5 MiB.
const (
	maxSegment = 1000
	maxBytes   = 1 << 20
)

// size is at least the bytes that the request takes in a segment.
func (r *request) size() int { return spendBytes + len(r.record) }

// commitTimeout bounds one attempt; an attempt that ran into it is looked up before the next.
const commitTimeout = 5 * time.Second

func (b *Box) hand(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-b.quit:
		return store.ErrClosed
	default:
	}
	select {
	case b.queue <- r:
	case <-b.quit:
		return store.ErrClosed
	case <-ctx.Done():
		return ctx.Err() // not handed over: nothing happens
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", store.ErrUnknown, ctx.Err())
	case <-b.idle:
	}
	select {
	case <-r.done:
		return r.err
	default:
		return store.ErrClosed
	}
}

func (b *Box) run() {
	defer close(b.idle)
	for {
		select {
		case r := <-b.queue:
			b.turn.Lock()
			b.write(b.gather(r))
			b.turn.Unlock()
		case <-b.quit:
			return
		}
	}
}

// gather takes what is waiting. Those who have just had their answers come back one by one, so it lets others run as
// long as that brings more: else every second segment would be a short one. A lone cast waits for nobody.
func (b *Box) gather(first *request) []*request {
	waiting, size := []*request{first}, first.size()
	for before := 0; before < len(waiting); {
		before = len(waiting)
		runtime.Gosched()
		for n := len(b.queue); n > 0 && len(waiting) < maxSegment && size < maxBytes; n-- {
			r := <-b.queue // nobody else takes from it
			waiting, size = append(waiting, r), size+r.size()
		}
	}
	return waiting
}

// patience is how many attempts of an unknown outcome are made before those who wait are told so.
const patience = 3

// write appends what is waiting, in as few segments as it takes, until everything has its answer.
func (b *Box) write(waiting []*request) {
	if !b.manifest.Open() { // nothing will be appended that would meet what others have
		if err := b.catchUp(); err != nil {
			giveUp(waiting, err)
			return
		}
	}
	for unknown := 0; len(waiting) > 0; {
		seg, taken, rest := b.choose(waiting)
		if len(taken) == 0 {
			waiting = rest
			continue
		}
		err := b.append(seg)
		switch {
		case err == nil:
			answer(taken, nil)
			waiting, unknown = rest, 0
			continue
		case errors.Is(err, store.ErrUnknown):
			unknown++
			for _, r := range taken {
				r.tried = true
			}
		}
		waiting = append(taken, rest...)
		if store.Retry(err) && unknown < patience {
			err = b.catchUp()
		}
		if err != nil {
			giveUp(waiting, err)
			return
		}
	}
}

// giveUp answers with the error; those which were tried are told that the outcome is unknown.
func giveUp(waiting []*request, err error) {
	for _, r := range waiting {
		if r.tried && !errors.Is(err, store.ErrUnknown) {
			answer([]*request{r}, fmt.Errorf("%w: %w", store.ErrUnknown, err))
		} else {
			answer([]*request{r}, err)
		}
	}
}

func (b *Box) append(s segment) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	if err := b.chain.Append(ctx, s.bytes()); err != nil {
		return err
	}
	return b.take(s)
}

// catchUp reads what others (or an own attempt with an unknown outcome) have appended.
func (b *Box) catchUp() error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	if err := b.sync(ctx); err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnknown, err)
	}
	return nil
}

func answer(requests []*request, err error) {
	for _, r := range requests {
		r.err = err
		close(r.done)
	}
}

// choose answers the requests that need no append, and makes the next segment of the others. Those which use a sheet
// that the segment already uses, and those behind a seal, are the rest.
func (b *Box) choose(waiting []*request) (seg segment, taken, rest []*request) {
	open := b.manifest.Open() // asked before locking: it takes a lock of its own
	b.mu.RLock()
	defer b.mu.RUnlock()
	inSeg := make(map[Commitment]bool, len(waiting))
	for i, r := range waiting {
		if r.seal && len(taken) > 0 {
			return form(taken), taken, append(rest, waiting[i:]...)
		}
		if settled, err := b.settled(r, open); settled {
			answer([]*request{r}, err)
			continue
		}
		if r.seal {
			return segment{seal: true}, []*request{r}, waiting[i+1:]
		}
		if inSeg[r.spend.Commitment] {
			rest = append(rest, r)
			continue
		}
		inSeg[r.spend.Commitment] = true
		taken = append(taken, r)
	}
	return form(taken), taken, rest
}

// settled tells whether what is in the box already decides the request, and how.
func (b *Box) settled(r *request, open bool) (bool, error) {
	commitment, digest := r.spend.Commitment[:], r.spend.Digest[:]
	spend := b.content.spends.find(commitment)
	void := b.content.void(commitment)
	switch {
	case r.seal:
		return b.content.sealed, nil
	case r.void && void:
		return true, nil
	case spend != nil && !r.void && bytes.Equal(spend[commitmentBytes:viaAt], digest):
		return true, nil
	case spend != nil:
		return true, ErrSpent
	case void:
		return true, ErrVoid
	case b.content.sealed:
		return true, ErrSealed
	case !open && !r.void && !r.tried: // what was tried may yet be in the box
		return true, ErrNotOpen
	}
	return false, nil
}
