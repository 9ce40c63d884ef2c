package catalog

// Ranges of sheets by their numbers: which of a station's sheets were left over, published when the poll has closed.

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
)

// ErrSerials: ranges of sheets that cannot be read, overlap, or were never printed.
var ErrSerials = errors.New("张号写成 401-500 的样子，一行一段，从小到大，不要重复 / write numbers like 401-500, a range a line, ascending and without overlap")

// serials is a range of numbers of a station's sheets, both ends in it.
type serials struct{ first, last int }

var serialsForm = regexp.MustCompile(`^(\d{1,6})(?:-(\d{1,6}))?$`)

// parseSerials reads ranges that ascend and do not meet, of sheets up to the last printed one.
func parseSerials(lines []string, printed int) (all []serials, n int, err error) {
	end := 0
	for _, line := range lines {
		m := serialsForm.FindStringSubmatch(norm.NFKC.String(line))
		if m == nil {
			return nil, 0, fmt.Errorf("%w: %s", ErrSerials, line)
		}
		x := serials{}
		x.first, _ = strconv.Atoi(m[1])
		x.last = x.first
		if m[2] != "" {
			x.last, _ = strconv.Atoi(m[2])
		}
		if x.first <= end || x.last < x.first || x.last > printed {
			return nil, 0, fmt.Errorf("%w: %s", ErrSerials, line)
		}
		end, n, all = x.last, n+x.last-x.first+1, append(all, x)
	}
	return all, n, nil
}

// holds tells whether a number lies in one of the ranges.
func holds(all []serials, number int) bool {
	for _, x := range all {
		if x.first <= number && number <= x.last {
			return true
		}
	}
	return false
}

// overlaps tells whether a range meets another.
func overlaps(all []serials, x serials) bool {
	for _, o := range all {
		if x.first <= o.last && o.first <= x.last {
			return true
		}
	}
	return false
}

// castOf are the sheets of a station that lie in the ranges and were yet used electronically, voided, or found in a paper
// box: proof that somebody used sheets which nobody was handed.
func (r *Round) castOf(station int, left []serials) (out []ballot.Serial) {
	if len(left) == 0 {
		return nil
	}
	for _, s := range r.Poll.sheets.all() {
		if int(s.station) == station && (s.spent || s.void || s.batch > 0) && holds(left, int(s.number)) {
			out = append(out, s.serial())
		}
	}
	slices.SortFunc(out, func(a, b ballot.Serial) int { return cmp.Compare(a.Number, b.Number) })
	return out
}
