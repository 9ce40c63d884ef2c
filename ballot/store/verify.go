package store

// Verifying chains as a whole.

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Head is where a chain ends: its number of segments and its hash after them. Remembered elsewhere, it tells later
// whether something was taken away.
type Head struct {
	Name string
	Len  uint64
	Hash [32]byte
}

const segDigits = 16 // of a segment's number in its key

// Verify reads every chain of the store, hash by hash to its head, and hands each to tell with what is wrong with it:
// nil, or [ErrDamaged]. Chains come by name; among them are those whose head is gone. seen are heads remembered from
// earlier: a chain that has not been at such a head is damaged, too, for its end was lost or it was exchanged.
func Verify(ctx context.Context, s Store, seen []Head, tell func(Head, error)) error {
	names := map[string]uint64{} // segments found
	err := s.Scan(ctx, []byte("h/"), PrefixEnd([]byte("h/")), func(it Item) error {
		names[strings.TrimPrefix(string(it.Key), "h/")] = 0
		return nil
	})
	if err != nil {
		return err
	}
	err = s.Scan(ctx, []byte("s/"), PrefixEnd([]byte("s/")), func(it Item) error {
		key := strings.TrimPrefix(string(it.Key), "s/")
		names[key[:max(0, len(key)-segDigits-1)]]++
		return nil
	})
	if err != nil {
		return err
	}
	for _, h := range seen {
		names[h.Name] += 0
	}
	for _, name := range sorted(names) {
		c := NewChain(s, name)
		err := c.verify(ctx, seen)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && names[name] != c.n {
			err = fmt.Errorf("%w: %s: %d segments lie behind the head, or before the first", ErrDamaged, name, names[name]-c.n)
		}
		tell(Head{name, c.n, c.hash}, err)
	}
	return nil
}

func sorted(names map[string]uint64) (out []string) {
	for name := range names {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// verify reads the chain and looks for the remembered heads on its way.
func (c *Chain) verify(ctx context.Context, seen []Head) error {
	missing := map[Head]bool{}
	for _, h := range seen {
		if h.Name == c.name && h.Len > 0 {
			missing[h] = true
		}
	}
	err := c.Sync(ctx, func([]byte) error {
		delete(missing, Head{c.name, c.n, c.hash})
		return nil
	})
	delete(missing, Head{c.name, c.n, c.hash})
	if err != nil {
		return err
	}
	for h := range missing {
		return fmt.Errorf("%w: %s: its end was at segment %d (%x), and is not any more", ErrDamaged, c.name, h.Len, h.Hash[:4])
	}
	return nil
}
