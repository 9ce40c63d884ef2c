package store

// Chains of segments: whatever is appended lies on one.

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Chain is an append-only sequence of segments on a [Store], each hashing the one before. Any number of processes
// may append to the same chain: every append is a commit that checks the chain's head.
//
// Segment n (from 1) lies under "s/NAME/" and n as 16 hexadecimal digits; the head lies under "h/NAME": n as 8 bytes
// big-endian, then the chain's hash, which is SHA-256 over the hash before it (32 zero bytes at first) and the segment.
// The segments of a chain that was rewritten (see [Chain.Rewrite]) lie further on: at n and a number that is added to
// it, which stands as 8 bytes more at the end of the head.
//
// Of two chains in one store, neither name may be the other's with a "/" and more behind it.
//
// A Chain is one reader's place in the sequence. It is not safe for use by many goroutines at once.
type Chain struct {
	store Store
	name  string
	start uint64 // added to n in the keys of segments
	n     uint64
	hash  [32]byte
	ver   uint64
}

// NewChain returns the chain of that name, read up to nothing; [Chain.Sync] reads it.
func NewChain(s Store, name string) *Chain { return &Chain{store: s, name: name} }

// Len is the number of segments read or appended so far.
func (c *Chain) Len() uint64 { return c.n }

// Hash is the chain's hash after those segments.
func (c *Chain) Hash() [32]byte { return c.hash }

// Prefix is the prefix to watch for new heads.
func (c *Chain) Prefix() []byte { return c.headKey() }

func (c *Chain) headKey() []byte        { return []byte("h/" + c.name) }
func (c *Chain) prefix() []byte         { return []byte("s/" + c.name + "/") }
func (c *Chain) segKey(n uint64) []byte { return fmt.Appendf(c.prefix(), "%016x", c.start+n) }
func chainHash(h [32]byte, seg []byte) (next [32]byte) {
	d := sha256.New()
	d.Write(h[:])
	d.Write(seg)
	d.Sum(next[:0])
	return next
}

func head(start, n uint64, hash [32]byte) []byte {
	val := append(binary.BigEndian.AppendUint64(nil, n), hash[:]...)
	if start > 0 {
		val = binary.BigEndian.AppendUint64(val, start)
	}
	return val
}

func parseHead(val []byte) (start, n uint64, hash [32]byte, err error) {
	if len(val) != 40 && len(val) != 48 {
		return 0, 0, hash, ErrDamaged
	}
	n, hash = binary.BigEndian.Uint64(val), [32]byte(val[8:])
	if len(val) == 48 {
		start = binary.BigEndian.Uint64(val[40:])
		if start == 0 {
			err = ErrDamaged
		}
	}
	return start, n, hash, err
}

// Sync hands the segments that it has not yet seen to apply, in order, and verifies the chain up to the head.
// A chain that does not fit its head is [ErrDamaged], whatever apply makes of it. If apply fails on a sound chain,
// its error is returned, and the chain stays at the segment before.
func (c *Chain) Sync(ctx context.Context, apply func(seg []byte) error) error {
	head, err := c.store.Get(ctx, c.headKey())
	if err != nil {
		return err
	}
	if head.Ver == c.ver {
		return c.headless(ctx, head)
	}
	start, n, hash, err := parseHead(head.Val)
	if err != nil || n < c.n || c.n > 0 && start != c.start {
		return fmt.Errorf("%w: %s: head", ErrDamaged, c.name)
	}
	c.start = start
	refused, err := c.read(ctx, n, hash, apply)
	if refused == nil && err == nil {
		c.ver = head.Ver
	}
	return cmp.Or(err, refused)
}

// read scans the segments up to n and hashes all of them, also behind the one that apply refuses.
func (c *Chain) read(ctx context.Context, n uint64, hash [32]byte, apply func(seg []byte) error) (refused, err error) {
	at, h := c.n, c.hash
	err = c.store.Scan(ctx, c.segKey(c.n+1), c.segKey(n+1), func(it Item) error {
		at, h = at+1, chainHash(h, it.Val)
		if !bytes.Equal(it.Key, c.segKey(at)) {
			return fmt.Errorf("%w: %s: segment %d is missing", ErrDamaged, c.name, at)
		}
		if refused != nil {
			return nil
		}
		if err := apply(it.Val); err != nil {
			refused = fmt.Errorf("%s: segment %d: %w", c.name, at, err)
			return nil
		}
		c.n, c.hash = at, h
		return nil
	})
	if err == nil && (at != n || h != hash) {
		err = fmt.Errorf("%w: %s: segments do not lead to the head", ErrDamaged, c.name)
	}
	return refused, err
}

// headless refuses a chain whose head is gone while segments are there, for appending would overwrite them.
func (c *Chain) headless(ctx context.Context, head Item) error {
	if head.Ver != 0 {
		return nil
	}
	some := errors.New("a segment")
	err := c.store.Scan(ctx, c.prefix(), PrefixEnd(c.prefix()), func(Item) error { return some })
	if err != some {
		return err
	}
	head, err = c.store.Get(ctx, c.headKey()) // both may have come meanwhile; then the append meets a conflict
	if err == nil && head.Ver == 0 {
		err = fmt.Errorf("%w: %s: no head", ErrDamaged, c.name)
	}
	return err
}

// Append makes seg, and with it the extra ops, durable as the next segment, after which the caller applies it.
// ErrConflict: others have appended; Sync, decide again, retry. ErrUnknown: the same, for seg may have been appended,
// or may still be, as long as nothing else is. There is room for MaxOps-2 extra ops.
func (c *Chain) Append(ctx context.Context, seg []byte, extra ...Op) error {
	return c.AppendIf(ctx, nil, seg, extra...)
}

// AppendIf is [Chain.Append] as long as checks on other keys hold too. ErrConflict then means either: if Sync brings no
// new segment, a check does not hold. There is room for MaxOps-1 checks.
func (c *Chain) AppendIf(ctx context.Context, checks []Check, seg []byte, extra ...Op) error {
	if seg == nil {
		seg = []byte{} // a nil value would be a deletion
	}
	hash := chainHash(c.hash, seg)
	ops := append([]Op{{c.segKey(c.n + 1), seg}, {c.headKey(), head(c.start, c.n+1, hash)}}, extra...)
	ver, err := c.store.Commit(ctx, append([]Check{{c.headKey(), c.ver}}, checks...), ops)
	if err != nil {
		return err
	}
	c.n, c.hash, c.ver = c.n+1, hash, ver
	return nil
}

// Retry tells whether an append failed in a way after which the caller must Sync and decide again.
func Retry(err error) bool { return errors.Is(err, ErrConflict) || errors.Is(err, ErrUnknown) }
