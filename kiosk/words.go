package kiosk

// Small things said and read in the same way on every page.

import (
	"cmp"
	"fmt"
	"slices"

	"linli/kiosk/page"
)

// proposalCode is a proposal's public number.
func proposalCode(no int) string { return fmt.Sprintf("T-%03d", no) }

func sortWay(way []page.WayPoint) {
	slices.SortStableFunc(way, func(a, b page.WayPoint) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
}
