package audit

// Piles of ballots: a few bytes for each.

import (
	"encoding/binary"
	"iter"

	"linli/ballot"
)

// pile is the marks of ballots, one after another: their number, then of each the project and the points.
type pile []byte

// marksAt is where the marks of a ballot begin.
type marksAt uint32

// maxPile: what lies beyond is counted nowhere, so that the outcome differs. It is enough for every sheet that a round can
// have.
const maxPile = 1<<32 - 1<<20

// put adds a ballot.
func (p *pile) put(marks ballot.Marks) marksAt {
	at := marksAt(len(*p))
	if len(*p) > maxPile {
		return at - 1
	}
	*p = binary.AppendUvarint(*p, uint64(len(marks)))
	for _, m := range marks {
		*p = binary.AppendVarint(*p, int64(m.Project))
		*p = binary.AppendVarint(*p, m.Points)
	}
	return at
}

// get reads the ballot that begins there into marks, and tells where the next one begins.
func (p pile) get(at marksAt, marks ballot.Marks) (ballot.Marks, marksAt) {
	rest := p[at:]
	n, size := binary.Uvarint(rest)
	rest = rest[size:]
	for range n {
		project, size := binary.Varint(rest)
		rest = rest[size:]
		points, size := binary.Varint(rest)
		rest = rest[size:]
		marks = append(marks, ballot.Mark{Project: int(project), Points: points})
	}
	return marks, marksAt(len(p) - len(rest))
}

// ballots are those that count. Each is good until the next.
func (b *book) ballots() iter.Seq[ballot.Marks] {
	return func(yield func(ballot.Marks) bool) {
		var marks ballot.Marks
		for tracker, at := range b.trackers {
			if b.dead[tracker] {
				continue
			}
			if marks, _ = b.pile.get(at, marks[:0]); !yield(marks) {
				return
			}
		}
		for _, papers := range b.papers {
			for at := marksAt(0); int(at) < len(papers); {
				if marks, at = papers.get(at, marks[:0]); !yield(marks) {
					return
				}
			}
		}
	}
}
