package audit

// What stations do while people vote: daily sheets, handovers, and parts of the roll that come back; and, after the close,
// the sheets that were left over.

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type stationDay struct {
	Station   int      `json:"station"`
	Quiet     bool     `json:"quiet"`
	Received  int      `json:"received"`
	Exchanged int      `json:"exchanged"`
	Destroyed int      `json:"destroyed"`
	Remaining int      `json:"remaining"`
	Issued    int      `json:"issued"`
	Envelopes int      `json:"envelopes"`
	Missing   int      `json:"missing"`
	Extra     int      `json:"extra"`
	Reason    string   `json:"reason"`
	Officers  []string `json:"officers"`
}

type mergePart struct {
	Station  int      `json:"station"`
	Part     string   `json:"part"`
	Double   int      `json:"double"`
	Accepted []string `json:"accepted"`
	Rejected []string `json:"rejected"`
	Reason   string   `json:"reason"`
	Officers []string `json:"officers"`
}

// dayClosed checks a daily sheet: signed by two, a difference that its figures give and that has a reason, and no figure
// of fewer people than minPublish while the poll is open.
func (b *book) dayClosed(n int64, a stationDay) {
	f := b.found["days"]
	b.difference(n, a)
	if a.Quiet {
		return
	}
	handed := a.Issued + a.Envelopes
	if left := a.Received - handed - a.Exchanged - a.Destroyed - a.Remaining; left != a.Missing-a.Extra {
		f.wrong("第 %d 条日结单差 %d 张，写的是 %d / entry %d: the figures differ by %d, it says %d", n, left, a.Missing-a.Extra, n, left, a.Missing-a.Extra)
	}
	if since := handed - b.shown[a.Station]; !b.isClosed && since != 0 && max(since, -since) < minPublish {
		f.wrong("第 %d 条日结单公布了 %d 人的数字 / entry %d publishes figures of %d people", n, since, n, since)
	}
	b.shown[a.Station] = handed
}

// difference checks what daily sheets and handovers have in common.
func (b *book) difference(n int64, a stationDay) {
	f := b.found["days"]
	if !pair(a.Officers...) {
		f.wrong("第 %d 条没有两人签字 / entry %d is not signed by two officers", n, n)
	}
	switch {
	case a.Missing < 0 || a.Extra < 0 || a.Missing > 0 && a.Extra > 0:
		f.wrong("第 %d 条的差数不对 / entry %d has no such difference", n, n)
	case a.Missing+a.Extra == 0:
	case strings.TrimSpace(a.Reason) == "":
		f.wrong("第 %d 条有差异而没有理由 / entry %d has a difference without a reason", n, n)
	default:
		f.note("第 %d 条：%d 号站少 %d 张、多 %d 张；理由：%s / entry %d: station %d, missing and extra sheets, with that reason", n, a.Station, a.Missing, a.Extra, a.Reason, n, a.Station)
	}
}

var envelopeForm = regexp.MustCompile(`^(\d\d)-E\d{3,6}$`)

// merged takes a part of the roll that has come back: each envelope is decided once, and one that stays closed has a
// reason.
func (b *book) merged(n int64, a mergePart) {
	f := b.found["envelopes"]
	if !pair(a.Officers...) {
		f.wrong("第 %d 条没有两人签字 / entry %d is not signed by two officers", n, n)
	}
	if len(a.Rejected)+a.Double > 0 && strings.TrimSpace(a.Reason) == "" {
		f.wrong("第 %d 条有不拆的信封而没有理由 / entry %d leaves envelopes closed without a reason", n, n)
	}
	if b.parts[a.Part] {
		f.wrong("第 %d 条又合并了一次 %s / entry %d merges %s again", n, a.Part, n, a.Part)
	}
	b.parts[a.Part] = true
	for i, code := range append(slices.Clone(a.Accepted), a.Rejected...) {
		m := envelopeForm.FindStringSubmatch(code)
		if m == nil || b.envelopes[code] {
			f.wrong("第 %d 条的信封 %s 不存在，或已处理过 / entry %d: no envelope %s, or it was decided before", n, code, n, code)
			continue
		}
		b.envelopes[code] = true
		if station, _ := strconv.Atoi(m[1]); i >= len(a.Accepted) {
			b.account(station).Rejected++
		}
	}
	b.touched = n
}

// unusedSheets checks that no sheet which was left over was used electronically, voided, or found in a paper box.
func (b *book) unusedSheets(f *findings) {
	if len(b.settles) == 0 {
		f.wait("账目尚未结清 / no account is settled")
		return
	}
	left := map[int]map[int]bool{}
	for _, station := range slices.Sorted(maps.Keys(b.settles)) {
		a := b.settles[station]
		left[station] = map[int]bool{}
		for _, x := range []struct {
			lines []string
			pile  int
		}{{a.UnusedSheets, a.Unused}, {a.DestroyedSheets, a.Destroyed}} {
			switch n, ok := listed(x.lines, left[station], b.next[station]); {
			case !ok || len(x.lines) > 0 && n != x.pile:
				f.wrong("%d 号站未用选票的张号不对 / station %d: the numbers of unused sheets are wrong", station, station)
			case len(x.lines) == 0 && x.pile > 0:
				f.note("%d 号站没有列出 %d 张未用选票的张号，无从核对 / station %d has not listed %d unused sheets", station, x.pile, station, x.pile)
			}
		}
	}
	cast := map[int]int{}
	for _, s := range b.sheets {
		if (s.spent || s.void || s.paper) && left[int(s.station)][int(s.number)] {
			cast[int(s.station)]++
		}
	}
	for _, station := range slices.Sorted(maps.Keys(cast)) {
		f.wrong("%d 号站有 %d 张未发出的选票被投过 / station %d: %d sheets that were never handed out have been cast", station, cast[station], station, cast[station])
	}
}

// listed adds the numbers of ranges to a set, and tells how many and whether all are new and were printed.
func listed(lines []string, into map[int]bool, printed int) (n int, ok bool) {
	for _, line := range lines {
		first, last, two := strings.Cut(line, "-")
		if !two {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || from < 1 || to < from || to > printed {
			return n, false
		}
		for number := from; number <= to; number++ {
			if into[number] {
				return n, false
			}
			into[number] = true
			n++
		}
	}
	return n, true
}
