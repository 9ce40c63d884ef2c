package ballot

// The archive of a box: after the objection period nothing in the store joins sheets to ballots any more.

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"linli/ballot/store"
)

// archivePart is how many ballots one segment of an archived box has at most.
const archivePart = 10_000

// Archive rewrites the sealed box of a poll: all spends in order of their commitments and all ballots in order of
// their hashes, whatever segments they were cast in. So neither place nor version joins a sheet to a ballot better
// than chance over the whole poll. A box that is not sealed is [ErrNotSealed]; one of more than a million ballots is
// [store.ErrLimit]. It may be interrupted and done again, and it may be done twice.
//
// No process may have the box open. What the store's file keeps of deleted segments, and older backups of it, still
// join them: rewrite the file, and destroy those.
func Archive(ctx context.Context, s store.Store, poll string) (ballots int, err error) {
	b := &Box{poll: poll, chain: store.NewChain(s, "box/"+poll), content: newContent()}
	var was [][]byte
	err = b.chain.Sync(ctx, func(seg []byte) error {
		was = append(was, seg)
		return b.apply(seg)
	})
	switch {
	case err != nil:
		return 0, err
	case !b.content.sealed:
		return 0, fmt.Errorf("%w: %s", ErrNotSealed, poll)
	}
	segs := b.parts()
	if !slices.EqualFunc(was, segs, bytes.Equal) {
		if err := b.chain.Rewrite(ctx, segs); err != nil {
			return 0, err
		}
	}
	return b.Count(), b.chain.Trim(ctx)
}

// parts are the segments of the archived box. Each list is in order over all of them, so that a part says nothing that
// the lists do not.
func (b *Box) parts() (segs [][]byte) {
	spends, hashes, voids := b.Spends(), b.Hashes(), b.Voids()
	for {
		n, v := min(len(hashes), archivePart), min(len(voids), archivePart)
		seg := segment{Spends: spends[:n], Voids: voids[:v]}
		for _, h := range hashes[:n] {
			seg.Records = append(seg.Records, b.content.records[h])
		}
		spends, hashes, voids = spends[n:], hashes[n:], voids[v:]
		seg.Seal = len(hashes)+len(voids) == 0
		segs = append(segs, seg.bytes())
		if seg.Seal {
			return segs
		}
	}
}
