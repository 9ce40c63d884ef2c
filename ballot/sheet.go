package ballot

// Print runs: how the sheets of a station are drawn, numbered and committed to.

import (
	"errors"
	"fmt"
	"io"
)

// Run is one print run of a station: sheets whose numbers follow one another. It is what the ledger holds of them.
type Run struct {
	Station     int          `json:"station"`
	First       int          `json:"first"` // number of the first sheet
	Commitments []Commitment `json:"commitments"`
}

// MaxRun is the most sheets of one print run, and of one printed file.
const MaxRun = 500

// ErrRun: a print run that is empty, too large, or overlaps another.
var ErrRun = errors.New("印制批次的编号不对 / the numbers of this print run are not in order")

// Print draws the credentials of a run. They exist in the returned slice only: print them and forget them.
func Print(poll string, station, first, n int, random io.Reader) (Run, []Credential, error) {
	run := Run{Station: station, First: first}
	if n < 1 || n > MaxRun {
		return run, nil, fmt.Errorf("%w: %d", ErrRun, n)
	}
	sheets := make([]Credential, n)
	for i := range sheets {
		c, err := NewCredential(poll, Serial{station, first + i}, random)
		if err != nil {
			return run, nil, err
		}
		sheets[i] = c
		run.Commitments = append(run.Commitments, c.Commitment(poll))
	}
	return run, sheets, nil
}

// Serial is that of the i-th sheet of the run.
func (r Run) Serial(i int) Serial { return Serial{r.Station, r.First + i} }
