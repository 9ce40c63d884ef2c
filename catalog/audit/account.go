package audit

// The accounts of the stations, worked out again from the manifest, the box and the scans.

import (
	"maps"
	"slices"
	"strings"

	"linli/ballot"
)

// settlement is a station's account as given, by the entry of that number.
type settlement struct {
	settle
	n int64
}

func (b *book) settled(n int64, a settle) {
	f := b.found["accounts"]
	if !pair(a.Officers...) {
		f.wrong("%d 号站的账目没有两人签字 / station %d: not signed by two officers", a.Station, a.Station)
	}
	for _, pile := range []int{a.Unused, a.Destroyed, a.CheckIns, a.Exchanged} {
		if pile < 0 || pile > maxNumber {
			f.wrong("%d 号站的张数不对 / station %d: no such number of sheets: %d", a.Station, a.Station, pile)
		}
	}
	for _, d := range a.Differences() {
		if strings.TrimSpace(a.Reason) == "" {
			f.wrong("%d 号站有差异而没有理由 / station %d: a difference without a reason: %s", a.Station, a.Station, d)
		}
	}
	b.settles[a.Station] = settlement{a, n}
}

// accounts checks each station's last account. One that was given before the last sheet was found may be made up again
// until the tally.
func (b *book) accounts(f *findings) {
	for _, station := range slices.Sorted(maps.Keys(b.settles)) {
		given := b.settles[station]
		switch want := b.reckoned(given.Account); {
		case want == given.Account:
			for _, d := range given.Differences() {
				f.note("%d 号站：%s；理由：%s / station %d, with that reason", station, d, given.Reason, station)
			}
		case given.n < b.touched && !b.done["poll.tally"]:
			f.wait("结账后又有变动，须重新结账 / something was found after the account, it must be settled again")
		default:
			f.wrong("%d 号站的账目与记录不符 / station %d: the account differs from the records: %+v ≠ %+v", station, station, given.Account, want)
		}
	}
	for _, station := range slices.Sorted(maps.Keys(b.next)) {
		if _, ok := b.settles[station]; ok {
			continue
		}
		f.wait("账目尚未全部结清 / not all accounts are settled")
		if b.done["poll.tally"] {
			f.wrong("%d 号站没有结账 / station %d has no account", station, station)
		}
	}
}

// reckoned is a station's account with what the records say; the piles and the roll are as given.
func (b *book) reckoned(given ballot.Account) ballot.Account {
	a := *b.account(given.Station)
	a.Unused, a.Destroyed, a.CheckIns, a.Exchanged = given.Unused, given.Destroyed, given.CheckIns, given.Exchanged
	return a.Settle()
}
