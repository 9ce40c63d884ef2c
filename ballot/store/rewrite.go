package store

// Rewriting a chain: other segments in the place of all of its own.

import (
	"context"
	"fmt"
	"iter"
)

// Rewrite puts other segments in the place of all those read so far, as one chain anew. It writes them
// behind the old ones, a commit for each, and the last commit makes them the chain: interrupted before, it leaves the
// old chain whole, and may be done again. Of a chain that has these segments already nothing is written.
//
// Readers of the old chain must read anew. ErrConflict: others have appended. ErrLimit: no segments, or one that the
// keeper does not take. [Chain.Trim] then removes what is no
// longer the chain's; until then [Verify] tells of it.
func (c *Chain) Rewrite(ctx context.Context, segs iter.Seq[[]byte]) error {
	anew := &Chain{store: c.store, name: c.name, start: c.start + c.n, ver: c.ver}
	n, hash := measure(segs)
	switch {
	case n == c.n && hash == c.hash:
		return nil
	case n == 0:
		return fmt.Errorf("%w: %s: no segments", ErrLimit, c.name)
	}
	if err := anew.write(ctx, segs, n); err != nil {
		return err
	}
	*c = *anew
	return nil
}

func measure(segs iter.Seq[[]byte]) (n uint64, hash [32]byte) {
	for seg := range segs {
		n, hash = n+1, chainHash(hash, seg)
	}
	return n, hash
}

// write makes each segment durable, and with the last of them, the most-th, the head. Every commit checks the old head.
func (c *Chain) write(ctx context.Context, segs iter.Seq[[]byte], most uint64) error {
	old := []Check{{c.headKey(), c.ver}}
	for seg := range segs {
		c.n, c.hash = c.n+1, chainHash(c.hash, seg)
		ops := []Op{{c.segKey(c.n), seg}}
		if c.n == most {
			ops = append(ops, Op{c.headKey(), head(c.start, c.n, c.hash)})
		}
		ver, err := c.store.Commit(ctx, old, ops)
		if err != nil {
			return err
		}
		c.ver = ver
	}
	return nil
}

// Trim deletes the segments that are not the chain's, which are there only after a [Chain.Rewrite], or one that was
// interrupted. The chain must have been read, and no process may be appending.
func (c *Chain) Trim(ctx context.Context) error {
	for _, r := range [][2][]byte{{c.prefix(), c.segKey(1)}, {c.segKey(c.n + 1), PrefixEnd(c.prefix())}} {
		if err := c.trim(ctx, r[0], r[1]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Chain) trim(ctx context.Context, from, to []byte) error {
	var keys []Op
	flush := func() error {
		_, err := c.store.Commit(ctx, []Check{{c.headKey(), c.ver}}, keys)
		keys = nil
		return err
	}
	err := c.store.Scan(ctx, from, to, func(it Item) error {
		if keys = append(keys, Op{Key: it.Key}); len(keys) == MaxOps {
			return flush()
		}
		return nil
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	return flush()
}
