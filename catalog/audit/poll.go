package audit

// The poll: who opened and closed it, and the manifest of printed sheets.

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
)

// pair tells whether two different people are named.
func pair(people ...string) bool {
	return len(people) == 2 && name(people[0]) != "" && name(people[1]) != "" && !same(people[0], people[1])
}

// same tells whether two spellings are one person's: case, width, spaces, dots and what cannot be seen make no difference.
// It is the line that the round draws itself: see testdata/spellings.json.
func same(a, b string) bool { return strings.EqualFold(name(a), name(b)) }

// name is what is left of a spelling: its letters and digits.
func name(spelling string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, norm.NFKC.String(spelling))
}

func (b *book) opened(n int64, a openPoll) {
	f := b.found["poll"]
	if !pair(a.Officers...) {
		f.wrong("第 %d 条开始投票不是两人 / entry %d opens without two officers", n, n)
	}
	if b.isOpen || !b.isFrozen {
		f.wrong("第 %d 条开始了两次，或先于项目库定稿 / entry %d opens again, or before the library", n, n)
	}
	if len(b.sheets) == 0 {
		b.found["manifest"].wrong("投票开始时没有清单 / the poll opened without a manifest")
	}
	b.isOpen = true
}

func (b *book) closed(n int64, a closePoll) {
	f := b.found["poll"]
	if !pair(a.Officers...) {
		f.wrong("第 %d 条封箱不是两人 / entry %d closes without two officers", n, n)
	}
	if b.isClosed || !b.isOpen {
		f.wrong("第 %d 条封箱两次，或先于开始投票 / entry %d closes again, or before the opening", n, n)
		return
	}
	b.isClosed, b.close = true, a
}

func (b *book) pollOfficers(f *findings) {
	if !b.isOpen {
		f.wait("投票尚未开始 / the poll has not opened")
	}
}

// sheet is a printed sheet.
type sheet struct {
	number             uint32
	station            uint8
	spent, void, paper bool // paper: found in a paper box
}

const maxStation, maxNumber = 63, 1<<18 - 1

// printed checks that no commitment stands twice, that serials follow one another, and that runs after the opening have
// two officers.
func (b *book) printed(n int64, a printRun) {
	f := b.found["manifest"]
	last := b.next[a.Station] + len(a.Commitments)
	if a.Station < 1 || a.Station > maxStation || last > maxNumber || a.First != b.next[a.Station]+1 || len(a.Commitments) == 0 {
		f.wrong("第 %d 条的选票号不连续 / serials of entry %d do not follow", n, n)
		return
	}
	b.runs, b.next[a.Station] = b.runs+1, last
	for i, c := range a.Commitments {
		if _, met := b.sheets[c]; met {
			f.wrong("第 %d 条重复印制 %x / entry %d prints a sheet twice", n, c, n)
			continue
		}
		b.sheets[c] = sheet{number: uint32(a.First + i), station: uint8(a.Station)}
		b.account(a.Station).Printed++
	}
	b.touched = n
	switch {
	case b.isClosed:
		f.wrong("第 %d 条封箱后加印 / entry %d prints after the close", n, n)
	case b.isOpen && !pair(a.Officers...):
		f.wrong("第 %d 条投票开始后加印，没有两人 / entry %d prints after the opening without two officers", n, n)
	case b.isOpen:
		f.note("第 %d 条投票开始后加印 %d 张 / entry %d prints %d sheets after the opening", n, len(a.Commitments), n, len(a.Commitments))
	}
}

func (b *book) manifestRuns(f *findings) {
	if b.runs == 0 {
		f.wait("尚未印制选票 / no sheets have been printed")
	}
}

// account is what the records say of a station so far.
func (b *book) account(station int) *ballot.Account {
	a := b.records[station]
	if a == nil {
		a = &ballot.Account{Station: station}
		b.records[station] = a
	}
	return a
}
