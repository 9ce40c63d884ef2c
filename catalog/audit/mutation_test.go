package audit

// Mutations by someone without the key: any byte, line, or order of lines. All are found, none ends the audit early.

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// mutant tries changes of one export.
type mutant struct {
	t     *testing.T
	trust Trust
	text  []byte
	lines [][]byte
}

func newMutant(t *testing.T, text []byte, trust Trust) *mutant {
	t.Helper()
	if r := Audit(bytes.NewReader(text), trust); !r.OK() {
		t.Fatalf("unchanged: %v", failed(r))
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	return &mutant{t, trust, text, lines[:len(lines)-1]}
}

func (m *mutant) try(what string, parts ...[]byte) {
	m.t.Helper()
	text := slices.Concat(parts...)
	if bytes.Equal(text, m.text) {
		return
	}
	if Audit(bytes.NewReader(text), m.trust).OK() {
		m.t.Errorf("%s: not found", what)
	}
}

// line tries everything on a line: step bytes apart its bytes are flipped, dropped and doubled; then the whole of it.
func (m *mutant) line(i, step int) {
	m.t.Helper()
	line := m.lines[i]
	before, after := bytes.Join(m.lines[:i], nil), bytes.Join(m.lines[i+1:], nil)
	for j := i % step; j < len(line); j += step {
		for _, bit := range []int{0, 5} {
			other := bytes.Clone(line)
			other[j] ^= 1 << bit
			m.try(fmt.Sprintf("line %d, byte %d: %q for %q", i+1, j+1, other[j], line[j]), before, other, after)
		}
		m.try(fmt.Sprintf("line %d, byte %d dropped", i+1, j+1), before, line[:j], line[j+1:], after)
		m.try(fmt.Sprintf("line %d, byte %d doubled", i+1, j+1), before, line[:j+1], line[j:], after)
	}
	m.try(fmt.Sprintf("line %d dropped", i+1), before, after)
	m.try(fmt.Sprintf("line %d doubled", i+1), before, line, line, after)
	m.try(fmt.Sprintf("cut off after line %d", i+1), before, line)
	m.try(fmt.Sprintf("line %d at the end", i+1), before, after, line)
	for _, far := range []int{1, 2, 11} {
		if i+far < len(m.lines) {
			swapped := slices.Clone(m.lines)
			swapped[i], swapped[i+far] = swapped[i+far], swapped[i]
			m.try(fmt.Sprintf("lines %d and %d swapped", i+1, i+far+1), swapped...)
		}
	}
}

// younger are the kinds that the first release did not have, so that its export has none of them.
var younger = []string{"proposal.forward", "forward.answer", "fast.grant", "fast.part", "fast.revoke", "approval.submit", "approval.return", "approval.resubmit", "approval.decide", "table.arrive", "table.leave", "table.merge", "table.seats", "table.open", "table.prefer", "table.hands", "person.erase", "photo.remove", "seminar.meet", "poll.draw", "count.reopen", "rehearsal.begin", "rehearsal.end", "station.assist", "station.duty", "station.day", "station.handover", "roll.merge", "council.meet", "council.adjourn", "council.vote", "council.close", "need.add", "need.list", "need.close", "need.fit", "model.add", "model.drop", "screening.confirm", "screening.notify", "review.ask", "review.decide", "screening.refer"}

// Every byte of the head, a sample of the bytes of every line of every kind.
func TestEveryMutationIsFound(t *testing.T) {
	m := newMutant(t, released(t), Trust{})
	met := map[string]bool{}
	for i, line := range m.lines {
		_, rest, _ := bytes.Cut(line, []byte(`{"act":"`))
		act, _, entry := bytes.Cut(rest, []byte(`"`))
		met[string(act)] = entry
		step := 1
		if entry {
			step = 1 + len(line)/4
		}
		m.line(i, step)
	}
	m.try("nothing left")
	m.try("no end", m.text[:len(m.text)-1])
	for name := range kinds {
		if !met[name] && !slices.Contains(younger, name) {
			t.Errorf("no %s was changed", name)
		}
	}
}

// A line of which only the leaf is public, every byte.
func TestEveryMutationOfWithheldLines(t *testing.T) {
	whole := newForger(t)
	m := newMutant(t, whole.until(whole.place("count.seal", 0)).signed(), Trust{})
	n := 0
	for i, line := range m.lines {
		if bytes.HasPrefix(line, []byte(`{"hash":`)) {
			n++
			m.line(i, 1)
		}
	}
	if n != 3 {
		t.Errorf("%d lines are withheld", n)
	}
}

// The signatures of witnesses who are asked for, every byte.
func TestEveryMutationOfSignatures(t *testing.T) {
	text := released(t)
	x, y := newOutsider(t, 1, "linli-witness"), newOutsider(t, 2, "neighbour")
	m := newMutant(t, cosigned(text, x.sign(t, text), y.sign(t, text)), Trust{Witnesses: []string{x.key, y.key}})
	for i := 7; i < 10; i++ {
		line := m.lines[i]
		before, after := bytes.Join(m.lines[:i], nil), bytes.Join(m.lines[i+1:], nil)
		for j := range line {
			other := bytes.Clone(line)
			other[j] ^= 1
			m.try(fmt.Sprintf("line %d, byte %d: %q for %q", i+1, j+1, other[j], line[j]), before, other, after)
		}
		m.try(fmt.Sprintf("line %d dropped", i+1), before, after)
		m.try(fmt.Sprintf("line %d doubled", i+1), before, line, line, after)
	}
}
