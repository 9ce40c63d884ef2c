package ballot

// The count of paper: batches entered twice, compared, adjudicated.

import (
	"errors"
	"fmt"
	"slices"
)

// Finding is what a sheet in the paper box was found to say.
type Finding string

const (
	Marked   Finding = "marked"   // valid marks
	Blank    Finding = "blank"    // no mark at all; counts as a ballot
	Overvote Finding = "overvote" // more marks than the paper allows; the whole sheet is invalid, nothing is cut off
	Unclear  Finding = "unclear"  // cannot be read with certainty
	Signed   Finding = "signed"   // a name, or a sign by which the voter can be told; invalid, so that no vote can be shown to a buyer
)

// Invalid are the findings of sheets that do not count, in the order in which people number the reasons from 1.
var Invalid = []Finding{Overvote, Unclear, Signed}

// Sheet is one entered sheet of a batch. Marks are in normal order, and empty unless the finding is Marked.
type Sheet struct {
	Finding Finding `json:"finding"`
	Marks   Marks   `json:"marks,omitempty"`
}

// MaxBatch is the most sheets of a batch.
const MaxBatch = 50

// ErrSheet: an entered sheet that the paper does not allow.
var ErrSheet = errors.New("录入的选票有错 / an entered sheet is not right")

// CheckSheets refuses entered sheets that the paper does not allow; the error names the first by its place from 1.
func (p Paper) CheckSheets(sheets []Sheet) error {
	if len(sheets) > MaxBatch {
		return fmt.Errorf("%w: %d > %d", ErrSheet, len(sheets), MaxBatch)
	}
	for i, s := range sheets {
		switch s.Finding {
		case Marked:
			if len(s.Marks) == 0 {
				return fmt.Errorf("%w: %d: %s", ErrSheet, i+1, "没有选项 / marked without a mark")
			}
			if err := p.Check(s.Marks); err != nil {
				return fmt.Errorf("%w: %d: %w", ErrSheet, i+1, err)
			}
		case Blank, Overvote, Unclear, Signed:
			if len(s.Marks) > 0 {
				return fmt.Errorf("%w: %d: %s", ErrSheet, i+1, s.Finding)
			}
		default:
			return fmt.Errorf("%w: %d: %q", ErrSheet, i+1, s.Finding)
		}
	}
	return nil
}

// Differences are the places, from 0, at which two entries of a batch differ; a sheet that only one of them has is a
// difference too.
func Differences(a, b []Sheet) []int {
	var out []int
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i].Finding != b[i].Finding || !slices.Equal(a[i].Marks, b[i].Marks) {
			out = append(out, i)
		}
	}
	return out
}
