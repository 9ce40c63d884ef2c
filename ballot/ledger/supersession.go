package ledger

// Correction by supersession: a later entry names the one that it corrects.

import (
	"errors"
	"fmt"
)

// Supersession says which entry another one corrects, and why. The corrected entry stays as it is.
type Supersession struct {
	N   int64  `json:"n"` // number of an earlier entry of the same ledger
	Why string `json:"why"`
}

// ErrSupersedes: a correction of an entry that is not there, or without a reason.
var ErrSupersedes = errors.New("更正须指明先前的一条记录并写明原因 / a correction names an earlier entry and says why")

// check refuses a supersession by entry n of something that does not stand before it. None at all is right.
func (s *Supersession) check(n int64) error {
	if s != nil && (s.N < 0 || s.N >= n || s.Why == "") {
		return fmt.Errorf("%w: %d → %d", ErrSupersedes, n, s.N)
	}
	return nil
}
