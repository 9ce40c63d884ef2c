package tally

// This file is the tie ladder: what decides between projects that a rule finds equal.

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Rung is one way to decide between two equal projects.
type Rung string

const (
	Cheaper Rung = "cheaper" // the lower cost first
	Earlier Rung = "earlier" // the proposal received earlier first
	Number  Rung = "number"  // the lower number on the paper first
	ID      Rung = "id"      // the smaller project id first, by code point: "10" before "9"
	Draw    Rung = "draw"    // the smaller SHA-256(seed ‖ 0x00 ‖ id) first
)

// Ladder is the order in which rungs are asked, fixed before the vote. The last must be one that always decides:
// [Number], [ID] or [Draw]. Seed is public text, drawn in public and recorded here; only [Draw] reads it.
type Ladder struct {
	Rungs []Rung `json:"rungs"`
	Seed  string `json:"seed,omitempty"`
}

// ErrLadder: a ladder with an unknown or repeated rung, one that may leave a tie, or a draw without a seed.
var ErrLadder = errors.New("并列处理办法不完整 / the tie ladder is not complete")

// Check refuses a ladder with [ErrLadder].
func (l Ladder) Check() error {
	for i, r := range l.Rungs {
		if !slices.Contains([]Rung{Cheaper, Earlier, Number, ID, Draw}, r) || slices.Contains(l.Rungs[:i], r) {
			return fmt.Errorf("%w: %q", ErrLadder, r)
		}
	}
	switch {
	case len(l.Rungs) == 0 || !slices.Contains([]Rung{Number, ID, Draw}, l.Rungs[len(l.Rungs)-1]):
		return fmt.Errorf("%w: 最后一级须是 / the last rung must be number, id, draw: %q", ErrLadder, l.Rungs)
	case slices.Contains(l.Rungs, Draw) && l.Seed == "":
		return fmt.Errorf("%w: 抽签须先公布种子 / a draw needs a seed", ErrLadder)
	}
	return nil
}

// compare orders two different projects and names the rung that decided. On a checked ladder it never returns 0.
func (l Ladder) compare(a, b Project) (int, Rung) {
	for _, r := range l.Rungs {
		if c := l.ask(r, a, b); c != 0 {
			return c, r
		}
	}
	return 0, ""
}

func (l Ladder) ask(r Rung, a, b Project) int {
	switch r {
	case Cheaper:
		return cmp.Compare(a.Cost, b.Cost)
	case Earlier:
		return cmp.Compare(a.Received, b.Received)
	case Number:
		return cmp.Compare(a.Number, b.Number)
	case ID:
		return strings.Compare(a.ID, b.ID)
	}
	return bytes.Compare(l.lot(a), l.lot(b))
}

// Lot is what the project of that id draws: SHA-256(seed ‖ 0x00 ‖ id) in lowercase hexadecimal, the smaller the earlier.
func (l Ladder) Lot(id string) string { return hex.EncodeToString(l.lot(Project{ID: id})) }

// lot is what a project draws.
func (l Ladder) lot(p Project) []byte {
	sum := sha256.Sum256([]byte(l.Seed + "\x00" + p.ID))
	return sum[:]
}
