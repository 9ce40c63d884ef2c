package audit

// When proposals were handed in, and at which seminar.

import "time"

type seminar struct {
	Date string `json:"date"`
}

// display is the zone that the dates of a round are meant in, which has had no summer time since 1991.
var display = time.FixedZone("CST", 8*60*60)

// inWindow tells whether a date lies between those of the scheme, of which each may be missing.
func (s scheme) inWindow(date string) bool {
	return date >= s.ProposeFrom && (s.ProposeTo == "" || date <= s.ProposeTo)
}

// handedIn looks at the date of a proposal, which is that of its entry unless it says one, and takes it. A rehearsal plays
// the proposals of its round again, on another day; and what is carried over was handed in long ago.
func handedIn(b *book, e entry) error {
	return with(func(b *book, n int64, a submit) {
		f, on := b.found["dates"], a.Date
		if on == "" {
			on = e.time.In(display).Format(time.DateOnly)
		}
		if b.of == "" && a.FromRound == "" && !b.rules.inWindow(on) {
			f.wrong("第 %d 条提议 %s 提交，征集日期是 %s 至 %s / entry %d was handed in on %s, the dates are %s to %s", n, on, b.rules.ProposeFrom, b.rules.ProposeTo, n, on, b.rules.ProposeFrom, b.rules.ProposeTo)
		}
		if a.Meeting < 0 || a.Meeting > len(b.seminars) || a.Meeting > 0 && (a.Channel != "seminar" || b.seminars[a.Meeting-1] > n) {
			f.wrong("第 %d 条提议的座谈会 %d 不存在 / entry %d is of seminar %d, which was not held before", n, a.Meeting, n, a.Meeting)
		}
		b.submitted(n, a)
	})(b, e)
}

func (b *book) heldSeminar(n int64, a seminar) {
	if !b.rules.inWindow(a.Date) {
		b.found["dates"].wrong("第 %d 条座谈会 %s 不在征集日期内 / the seminar of entry %d, on %s, is outside the dates", n, a.Date, n, a.Date)
	}
	b.seminars = append(b.seminars, n)
}
