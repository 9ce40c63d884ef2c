package catalog

// Step four, between the count and the accounts: what a sealed batch is corrected by.

import (
	"fmt"
	"slices"

	"linli/ballot/ledger"
)

// Reopen breaks the seal of a batch whose sheets turn out to have been read wrongly: an act of two officers, who say why.
// What was sealed stays in the ledger, public with what both pairs had entered, and counts no more; both pairs enter the
// batch anew, from the paper, and it is sealed again. Its scan stands. After the tally it is too late: [ErrStep].
type Reopen struct {
	Batch    int      `json:"batch" kind:"batch" limit:"100000"`
	Reason   string   `json:"reason" limit:"300"`
	Officers []string `json:"officers" kind:"officers" limit:"40"`
}

func (a *Reopen) check(r *Round) error {
	b := r.Count.Batches[a.Batch]
	switch {
	case b == nil:
		return &FieldError{"batch", ErrNoSuch}
	case !b.Sealed:
		return &FieldError{"batch", fmt.Errorf("%w: 本批尚未封存，直接重新录入即可 / the batch is not sealed, just enter it again", ErrFirst)}
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	}
	return nil
}

func (a *Reopen) apply(r *Round, e ledger.Entry) {
	b := r.Count.Batches[a.Batch]
	b.Sealed, b.Sheets = false, nil
	b.Reopened = append(b.Reopened, Reopening{e.N, a.Reason})
	b.empty()
}

// Knows tells whether that login has entered the batch for either pair since it was opened: no third person then.
func (b *Batch) Knows(login string) bool {
	for _, hands := range b.hands {
		if slices.ContainsFunc(hands, func(by string) bool { return same(by, login) }) {
			return true
		}
	}
	return false
}
