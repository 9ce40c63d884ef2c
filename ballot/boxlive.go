package ballot

// What may be told of a box while it takes ballots.

import "iter"

// Among are the marks of those ballots whose hash is one of many: each is its own until the next. Whoever tells them
// must not tell of few ballots, or of few more than before: see catalog's MinPublish.
func (b *Box) Among(is func(Hash) bool) iter.Seq[Marks] {
	return func(yield func(Marks) bool) {
		_, chunks := b.view(&b.content.records)
		h := newHasher(b.poll)
		var marks Marks
		for _, rest := range chunks {
			for len(rest) > 0 {
				record := rest
				var hash Hash
				if hash, rest = h.hash(record); !is(hash) {
					continue
				}
				if marks, _, _ = cutRecord(record, marks); !yield(marks) {
					return
				}
			}
		}
	}
}
