package catalog

// Step four, the fourth part: every station accounts for its sheets.

import (
	"fmt"

	"linli/ballot"
	"linli/ballot/ledger"
)

// SettleStation closes a station's account, after all batches of all stations are sealed: a sheet may lie in another
// station's box. It needs two officers, and a difference needs a reason. A second settlement supersedes the first.
type SettleStation struct {
	ballot.Account
	Officers []string `json:"officers" kind:"officers" limit:"40"`
	Reason   string   `json:"reason" limit:"500" form:"lines optional"`
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
	return nil
}

func (a *SettleStation) apply(r *Round, _ ledger.Entry) {
	s := r.Stations[a.Station]
	s.Account, s.Reason = &a.Account, a.Reason
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
	}
	for _, b := range r.Count.Batches {
		if b.Station == a.Station && b.Scanned != nil {
			a.Foreign += b.Scanned.SetAside
		}
	}
	return a.Settle()
}
