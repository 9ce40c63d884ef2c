package ballot

// The archive of a box: after the objection period nothing in the store joins sheets to ballots any more.

import (
	"context"
	"fmt"
	"iter"

	"linli/ballot/store"
)

// Archive rewrites the sealed box of a poll: all spends in order of their commitments and all ballots in order of
// their hashes, whatever segments they were cast in. So neither place nor version joins a sheet to a ballot better
// than chance over the whole poll. A box that is not sealed is [ErrNotSealed]. It may be interrupted and done again,
// and it may be done twice. A million ballots are some hundred commits of 1 MiB; while they are written the
// store holds the box twice.
//
// No process may have the box open. What the store's file keeps of deleted segments, and older backups of it, still
// join them: rewrite the file, and destroy those.
func Archive(ctx context.Context, s store.Store, poll string) (ballots int, err error) {
	b := &Box{poll: poll, chain: store.NewChain(s, "box/"+poll), content: newContent()}
	switch err := b.sync(ctx); {
	case err != nil:
		return 0, err
	case !b.content.sealed:
		return 0, fmt.Errorf("%w: %s", ErrNotSealed, poll)
	}
	if err := b.chain.Rewrite(ctx, b.parts()); err != nil {
		return 0, err
	}
	return b.Count(), b.chain.Trim(ctx)
}

// parts are the segments of the archived box. Each list is in order over all of them, and where a part ends follows
// from the lists, so that the parts say nothing that the lists do not.
func (b *Box) parts() iter.Seq[[]byte] {
	allSpends, allHashes, allVoids := b.Spends(), b.hashes(), b.Voids()
	return func(yield func([]byte) bool) {
		spends, hashes, voids := allSpends, allHashes, allVoids
		for more := true; more; {
			var seg segment
			for len(hashes) > 0 && seg.size() < maxBytes {
				seg.spends = spends[0].pack(seg.spends)
				seg.records = append(seg.records, hashes[0].record...)
				spends, hashes, seg.ballots = spends[1:], hashes[1:], seg.ballots+1
			}
			for len(voids) > 0 && seg.size() < maxBytes {
				seg.voids, voids = append(seg.voids, voids[0][:]...), voids[1:]
			}
			more = len(hashes)+len(voids) > 0
			seg.seal = !more
			if !yield(seg.bytes()) {
				return
			}
		}
	}
}
