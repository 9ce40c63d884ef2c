package catalog

// Step four, the fourth part: every station accounts for its sheets.

import (
	"fmt"

	"linli/ballot"
	"linli/ballot/ledger"
)

// SettleStation closes a station's account, after all batches of all stations are sealed: a sheet may lie in another
// station's box. It needs two officers, and a difference needs a reason. A second settlement supersedes the first.
//
// The numbers of the unused and destroyed sheets are said here and not before: while people vote, nothing may tell which
// sheets have been handed out. A sheet among them that was cast all the same is an alarm for good.
type SettleStation struct {
	ballot.Account
	Officers        []string `json:"officers" kind:"officers" limit:"40"`
	Reason          string   `json:"reason" limit:"500" form:"lines optional"`
	UnusedSheets    []string `json:"unused_sheets,omitempty" limit:"20" form:"optional"` // ranges like 401-500; none: not listed
	DestroyedSheets []string `json:"destroyed_sheets,omitempty" limit:"20" form:"optional"`
}

func (a *SettleStation) check(r *Round) error {
	s := r.Stations[a.Station]
	switch {
	case s == nil:
		return &FieldError{"station", ErrNoSuch}
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case !r.revealed() || r.unsealed() > 0:
		return fmt.Errorf("%w: 点票尚未结束 / the count is not finished", ErrFirst)
	}
	for _, n := range []int{a.Unused, a.Destroyed, a.CheckIns, a.Exchanged} {
		if n < 0 || n > maxSheets {
			return &FieldError{"unused", fmt.Errorf("%w: %d", ErrNumber, n)}
		}
	}
	want := r.Account(a.Account)
	if want != a.Account {
		return fmt.Errorf("%w: 账目与记录不符 / the account differs from the records: %+v", ErrNumber, want)
	}
	if len(a.Differences()) > 0 && a.Reason == "" {
		return &FieldError{"reason", fmt.Errorf("%w: %s", ErrMissing, a.Differences()[0])}
	}
	left, err := a.left(s.Printed)
	if alarms := r.castOf(a.Station, left); err == nil && len(alarms) > 0 && a.Reason == "" {
		return &FieldError{"reason", fmt.Errorf("%w: %s", ErrMissing, alarmed(alarms))}
	}
	return err
}

// left are the sheets that were never handed out, as far as they are listed.
func (a *SettleStation) left(printed int) (all []serials, err error) {
	for _, x := range []struct {
		field string
		lines []string
		pile  int
	}{{"unused_sheets", a.UnusedSheets, a.Unused}, {"destroyed_sheets", a.DestroyedSheets, a.Destroyed}} {
		ranges, n, err := parseSerials(x.lines, printed)
		switch {
		case err != nil:
			return nil, &FieldError{x.field, err}
		case len(ranges) > 0 && n != x.pile:
			return nil, &FieldError{x.field, fmt.Errorf("%w: %d ≠ %d", ErrNumber, n, x.pile)}
		}
		for _, s := range ranges {
			if overlaps(all, s) {
				return nil, &FieldError{x.field, fmt.Errorf("%w: %d", ErrSerials, s.first)}
			}
		}
		all = append(all, ranges...)
	}
	return all, nil
}

// alarmed names sheets that were cast though nobody was handed them.
func alarmed(sheets []ballot.Serial) string {
	return fmt.Sprintf("未发出的选票被投过 %[1]d 张，如 %[2]s / %[1]d sheets that were never handed out have been cast, as %[2]s", len(sheets), sheets[0])
}

func (a *SettleStation) apply(r *Round, _ ledger.Entry) {
	s := r.Stations[a.Station]
	s.Account, s.Reason, s.Unused = &a.Account, a.Reason, a.UnusedSheets
	left, _ := a.left(s.Printed)
	s.Alarms = r.castOf(a.Station, left)
}

// unsealed is the number of batches that are not sealed.
func (r *Round) unsealed() (n int) {
	for _, b := range r.Count.Batches {
		if !b.Sealed {
			n++
		}
	}
	return n
}

// Account completes a station's account by what the records say: only Unused, Destroyed, CheckIns and Exchanged are
// taken as given.
func (r *Round) Account(given ballot.Account) ballot.Account {
	a := ballot.Account{Station: given.Station, Unused: given.Unused, Destroyed: given.Destroyed, CheckIns: given.CheckIns, Exchanged: given.Exchanged}
	if s := r.Stations[a.Station]; s != nil {
		a.Printed = s.Printed
		a.Electronic, a.Spoiled, a.Paper, a.Both = s.found.electronic, s.found.spoiled, s.found.paper, s.found.both
		a.Rejected = s.Rejected
	}
	for _, b := range r.Count.Batches {
		if b.Station == a.Station && b.Scanned != nil {
			a.Foreign += b.Scanned.SetAside
		}
	}
	return a.Settle()
}
