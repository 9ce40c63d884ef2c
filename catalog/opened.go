package catalog

// Opened ballots, packed: a million of them take some fifty megabytes.

import (
	"encoding/binary"
	"encoding/hex"
	"slices"

	"linli/ballot"
)

// tracker is the text of a tracker.
type tracker [12]byte

// trackerOf is the tracker of that text; no text of another length is one.
func trackerOf(text string) (t tracker, ok bool) {
	copy(t[:], text)
	return t, len(text) == len(t)
}

// place is where a packed ballot begins.
type place struct{ part, at uint32 }

// opened are opened ballots by their trackers. A packed ballot is its salt and its marks.
type opened struct {
	at    table[tracker, place]
	parts [][]byte // of one entry of the ledger each
}

const saltBytes = 16

// regular tells whether the record has the form that a box gives it; others have no place here.
func regular(rec ballot.Record) bool {
	salt, err := hex.DecodeString(rec.Salt)
	_, ok := trackerOf(rec.Tracker)
	return ok && err == nil && len(salt) == saltBytes && hex.EncodeToString(salt) == rec.Salt
}

// put adds regular records with allowed marks.
func (o *opened) put(records []ballot.Record) {
	var part []byte
	for _, rec := range records {
		t, _ := trackerOf(rec.Tracker)
		o.at.put(t, place{uint32(len(o.parts)), uint32(len(part))})
		part, _ = hex.AppendDecode(part, []byte(rec.Salt))
		part = packMarks(part, rec.Marks)
	}
	if part != nil {
		o.parts = append(o.parts, slices.Clone(part))
	}
}

// packMarks appends their number, and each as twice its project, plus one if points follow.
func packMarks(b []byte, marks ballot.Marks) []byte {
	b = binary.AppendUvarint(b, uint64(len(marks)))
	for _, m := range marks {
		if m.Points == 0 {
			b = binary.AppendUvarint(b, uint64(m.Project)<<1)
			continue
		}
		b = binary.AppendUvarint(b, uint64(m.Project)<<1|1)
		b = binary.AppendUvarint(b, uint64(m.Points))
	}
	return b
}

// unpackMarks appends the packed marks to marks.
func unpackMarks(marks ballot.Marks, b []byte) ballot.Marks {
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return v
	}
	for n := next(); n > 0; n-- {
		project, points := next(), uint64(0)
		if project&1 == 1 {
			points = next()
		}
		marks = append(marks, ballot.Mark{Project: int(project >> 1), Points: int64(points)})
	}
	return marks
}

func (o *opened) has(text string) bool {
	t, ok := trackerOf(text)
	return ok && o.at.has(t)
}

func (o *opened) get(text string) (ballot.Record, bool) {
	t, ok := trackerOf(text)
	p, found := o.at.get(t)
	if !ok || !found {
		return ballot.Record{}, false
	}
	b := o.parts[p.part][p.at:]
	return ballot.Record{Tracker: text, Salt: hex.EncodeToString(b[:saltBytes]), Marks: o.marks(ballot.Marks{}, p)}, true
}

// marks appends those of the ballot at that place.
func (o *opened) marks(to ballot.Marks, p place) ballot.Marks {
	return unpackMarks(to, o.parts[p.part][p.at+saltBytes:])
}
