package ballot

// The ballot box: what it takes, what it refuses, and how it is sealed.

import (
	"context"
	"errors"
	"sync"

	"linli/ballot/store"
)

// Refusals of the box. A refused cast changes nothing.
var (
	ErrNotOpen = errors.New("投票还没有开始 / the poll has not opened yet")
	ErrSealed  = errors.New("投票已经截止 / the poll has closed")
	ErrSpent   = errors.New("这张选票已经用过，不能再投 / this sheet has already been used")
	ErrVoid    = errors.New("这张选票已作废，请用换发的新选票 / this sheet is void, use the one given in exchange")
	ErrVia     = errors.New("投票渠道不对 / no such channel")
)

// Via is the channel of an electronic ballot. It is kept with the spend, never with the ballot.
type Via string

// The channels: a voting machine at a station, and the voter's own phone.
const (
	Kiosk Via = "kiosk"
	Phone Via = "phone"
)

// Manifest answers which sheets were printed for the poll, and whether it is open. Its answers about a sheet must
// not change once given.
type Manifest interface {
	Printed(c Commitment) (Serial, bool)
	Open() bool
}

// Box takes at most one ballot for each credential. It is one process's view of the chain "box/POLL"; any number of
// processes may serve the same box. The spend of a sheet and the ballot are appended in one segment, as members of
// two lists, each in hash order: a segment of k ballots joins a sheet to a ballot no better than 1/k. Segments of one
// ballot join them until the poll is archived; who holds the sheet is recorded nowhere.
//
// A ballot of five marks takes some 95 bytes of the store and 125 of memory; a million of them are read in seconds.
type Box struct {
	poll     string
	paper    Paper
	manifest Manifest
	queue    chan *request
	quit     chan struct{}
	idle     chan struct{}

	chain   *store.Chain // the writer's, and Sync's
	turn    sync.Mutex   // guards chain
	mu      sync.RWMutex // guards content
	content content
	uses    uses
}

// OpenBox reads the box of that poll from the store and starts to take ballots.
func OpenBox(ctx context.Context, s store.Store, poll string, paper Paper, manifest Manifest) (*Box, error) {
	b := &Box{
		poll: poll, paper: paper, manifest: manifest, chain: store.NewChain(s, "box/"+poll),
		queue: make(chan *request, 1024), quit: make(chan struct{}), idle: make(chan struct{}),
		content: newContent(),
	}
	if err := b.Sync(ctx); err != nil {
		return nil, err
	}
	go b.run()
	return b, nil
}

// Paper is the paper that the box takes.
func (b *Box) Paper() Paper { return b.paper }

// Close ends the taking of ballots and waits for those under way.
func (b *Box) Close() {
	b.turn.Lock()
	select {
	case <-b.quit:
	default:
		close(b.quit)
	}
	b.turn.Unlock()
	<-b.idle
}

// Sync reads what other processes have appended.
func (b *Box) Sync(ctx context.Context) error {
	b.turn.Lock()
	defer b.turn.Unlock()
	return b.sync(ctx)
}

func (b *Box) sync(ctx context.Context) error { return b.chain.Sync(ctx, b.apply) }

// Look tells whether the credential may still be used, as far as this process has read: nil, or the refusal that a
// cast would meet.
func (b *Box) Look(c Credential) error {
	commitment, err := b.find(c, c.in(b.poll))
	if err != nil {
		return err
	}
	open := b.manifest.Open()
	b.mu.RLock()
	defer b.mu.RUnlock()
	switch {
	case b.content.void(commitment[:]):
		return ErrVoid
	case b.content.used(commitment[:]):
		return ErrSpent
	case b.content.sealed:
		return ErrSealed
	case !open:
		return ErrNotOpen
	}
	return nil
}

// find tells the credential's commitment if its sheet was printed: else ErrForeign or ErrUnknownCredential.
func (b *Box) find(c Credential, p *proof) (Commitment, error) {
	if c.Tag != PollTag(b.poll) {
		return Commitment{}, ErrForeign
	}
	commitment := p.commitment()
	if serial, ok := b.manifest.Printed(commitment); !ok || serial != c.Serial {
		return commitment, ErrUnknownCredential
	}
	return commitment, nil
}

// Cast puts the marks into the box. A nil error means that the ballot is durable and will be counted (unless the
// same sheet is later found in a paper box). The same ballot again gives the same receipt, also after a crash;
// another ballot on the same sheet is refused. Refusals: those of [Paper.Check], ErrForeign, ErrUnknownCredential,
// ErrVia, ErrNotOpen, ErrSealed, ErrVoid, ErrSpent. [store.ErrUnknown]: ctx ended, or the store gave no answer, before
// the outcome was known; cast the same ballot again to learn it.
func (b *Box) Cast(ctx context.Context, c Credential, marks Marks, via Via) (Receipt, error) {
	if via != Kiosk && via != Phone {
		return Receipt{}, ErrVia
	}
	p := c.in(b.poll)
	commitment, err := b.find(c, p)
	if err != nil {
		return Receipt{}, err
	}
	if err := b.paper.Check(marks); err != nil {
		return Receipt{}, err
	}
	record := p.record(b.paper.Normal(marks))
	hash, _ := newHasher(b.poll).hash(record)
	spend := Spend{Commitment: commitment, Digest: p.digest(hash), Via: via}
	if err := b.hand(ctx, &request{spend: spend, hash: hash, record: record, done: make(chan struct{})}); err != nil {
		return Receipt{}, err
	}
	return Receipt{Tracker: encode(record[:trackerBytes], trackerSigns)}, nil
}

// Void ends the right of an unspent sheet, which is then a spoiled sheet. Voiding twice is no error; a spent sheet
// is ErrSpent.
func (b *Box) Void(ctx context.Context, c Credential) error {
	commitment, err := b.find(c, c.in(b.poll))
	if err != nil {
		return err
	}
	return b.hand(ctx, &request{void: true, spend: Spend{Commitment: commitment}, done: make(chan struct{})})
}

// Seal ends the taking of ballots for good, in all processes: no cast is accepted after it, none accepted is missed.
// Sealing twice is no error.
func (b *Box) Seal(ctx context.Context) error {
	return b.hand(ctx, &request{seal: true, done: make(chan struct{})})
}
