package audit

// What keeps proposals out of the library: the list and the survey, who agreed, who was told, what a review said.

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// screening is what was decided of a proposal before the round table.
type screening struct {
	isDecided bool     // on the list
	excluded  bool     // by it
	since     string   // date on which the site was surveyed
	screeners []string // logins of those who answered the list as it stands, and who corrected that; none in the first release
	part      []string // logins of all who had a part in it
	agreed    bool     // by a second login
	byList    redress

	surveyed  bool
	pass      bool
	surveyors []string
	bySurvey  redress
}

// redress is what followed from a proposal's being kept out.
type redress struct {
	told, waived, asked, reviewed, voided bool
	date, until                           string
}

// isOut tells whether the proposal is kept out; both of those who must have agreed.
func (s *screening) isOut() bool {
	if s.surveyed {
		return !s.fits()
	}
	return s.excluded && s.agreed && !s.byList.voided
}

// passes tells whether the list lets the proposal through, fits whether the survey does too.
func (s *screening) passes() bool { return s.isDecided && (!s.excluded || s.byList.voided) }
func (s *screening) fits() bool   { return s.surveyed && (s.pass || s.bySurvey.voided) }

// redress is that of the latest decision.
func (s *screening) redress() *redress {
	if s.surveyed {
		return &s.bySurvey
	}
	return &s.byList
}

// excludes tells whether the answers keep the proposal out, and whether they are answers to every ground.
func (a screen) excludes(rules scheme) (out, whole bool) {
	said := func(why string) bool { return strings.TrimSpace(why) != "" }
	whole = len(a.Reasons) == len(rules.Grounds)
	if len(a.Applies) == 0 {
		return slices.ContainsFunc(a.Reasons, said), whole
	}
	yes := 0
	for i, answer := range a.Applies {
		if answer == "yes" {
			yes++
			whole = whole && i < len(a.Reasons) && said(a.Reasons[i])
		}
		whole = whole && (answer == "yes" || answer == "no")
	}
	whole = whole && len(a.Applies) == len(rules.Grounds) && a.Login != ""
	if rules.List == "positive" {
		return yes == 0, whole && (yes > 0 || said(a.Why))
	}
	return yes > 0, whole
}

func (b *book) screened(n int64, a screen) {
	p := b.proposal(n, a.No)
	out, whole := a.excludes(b.rules)
	if p.into > 0 || p.isDecided || !whole || b.answers && len(a.Applies) == 0 {
		b.found["screening"].wrong("第 %d 条筛选没有逐项答复，或已办过 / entry %d does not answer every ground, or answers them again", n, n)
	}
	b.fitting(n, p, !out)
	p.isDecided, p.excluded = true, out
	if len(a.Applies) > 0 {
		b.answers = true
		p.screeners = b.signedBy(a.Login)
		p.part = append(p.part, p.screeners...)
	} else {
		p.agreed = true
	}
}

func (b *book) confirmed(n int64, a confirm) {
	p := b.proposal(n, a.No)
	f := b.found["screening"]
	switch {
	case !p.excluded || p.agreed || p.surveyed:
		f.wrong("第 %d 条复核了没有拟不列入的提议 / entry %d confirms an exclusion that is not there", n, n)
		return
	case a.Login == "" || overlap(b.signedBy(a.Login), p.screeners):
		f.wrong("第 %d 条由初审的同一人确认 / entry %d is confirmed by whoever screened it", n, n)
	case !a.Agree && strings.TrimSpace(a.Why) == "":
		f.wrong("第 %d 条不同意而没有理由 / entry %d disagrees and says not why", n, n)
	}
	p.part = append(p.part, b.signedBy(a.Login)...)
	if p.agreed = a.Agree; !a.Agree {
		p.isDecided, p.excluded = false, false
	}
}

func (b *book) surveyed(n int64, a survey) {
	p := b.proposal(n, a.No)
	if !p.passes() || p.surveyed {
		b.found["screening"].wrong("第 %d 条踏勘不在其时 / entry %d surveys what was not to be surveyed", n, n)
	}
	p.surveyed, p.pass, p.surveyors, p.since = true, a.Pass, b.signedBy(a.Login), a.Date
}

// notified checks that the days to ask for a review are given in full, and were not over when the notice was entered.
// Which days are worked no export tells; that many working days are never fewer days of the calendar.
func notified(b *book, e entry) error {
	return with(func(b *book, n int64, a notify) {
		f, p := b.found["screening"], b.proposal(n, a.No)
		x, days := p.redress(), b.daysToAsk()
		over := !a.Waived && b.of == "" && a.Until < e.time.In(display).Format(time.DateOnly)
		switch from, err := time.Parse(time.DateOnly, a.Date); {
		case !p.isOut() || x.told:
			f.wrong("第 %d 条告知的提议没有不列入，或已告知 / entry %d gives notice of what is not kept out, or again", n, n)
		case err != nil || over || a.Until < from.AddDate(0, 0, days).Format(time.DateOnly) || p.surveyed && a.Date < p.since:
			f.wrong("第 %d 条申请复核的期限太短 / entry %d gives too little time to ask for a review", n, n)
		}
		x.told, x.waived, x.date, x.until = true, a.Waived, a.Date, a.Until
	})(b, e)
}

// daysToAsk are the working days in which a review can be asked for, and then decided.
func (b *book) daysToAsk() int { return cmp.Or(b.rules.ReviewDays, 5) }

func (b *book) askedReview(n int64, a askReview) {
	p := b.proposal(n, a.No)
	x := p.redress()
	if !p.isOut() || !x.told || x.asked || a.Date < x.date || a.Date > x.until {
		b.found["screening"].wrong("第 %d 条申请复核不在期限内，或没有可复核的 / entry %d asks for a review out of time, or of nothing", n, n)
	}
	if from, err := time.Parse(time.DateOnly, a.Date); a.Due != "" && (err != nil || a.Due < from.AddDate(0, 0, b.daysToAsk()).Format(time.DateOnly)) {
		b.found["screening"].wrong("第 %d 条的复核期限不对 / the due date of the review that entry %d asks for is wrong", n, n)
	}
	x.asked = true
}

func (b *book) reviewed(n int64, a review) {
	p := b.proposal(n, a.No)
	f, x := b.found["screening"], p.redress()
	part := p.part
	if p.surveyed {
		part = p.surveyors
	}
	switch {
	case !x.asked || x.reviewed || strings.TrimSpace(a.Why) == "":
		f.wrong("第 %d 条的复核没有申请、已作出或没有理由 / entry %d decides a review that nobody asked for, again, or says not why", n, n)
	case a.Login == "" || overlap(b.signedBy(a.Login), part):
		f.wrong("第 %d 条由经手过的人复核 / the review of entry %d is decided by somebody who had a part in it", n, n)
	}
	x.reviewed, x.voided = true, !a.Uphold
}

func (b *book) referred(n int64, a refer) {
	p := b.proposal(n, a.No)
	from, err := time.Parse(time.DateOnly, a.Date)
	if p.result != "recommend" || p.costed || err != nil || a.Days < 1 || a.Due < from.AddDate(0, 0, a.Days).Format(time.DateOnly) {
		b.found["screening"].wrong("第 %d 条转办不该转的提议，或期限不对 / entry %d refers what was not recommended, or its due date is wrong", n, n)
	}
}

// reviewsOver checks, on the day of the freeze, that nothing about what is kept out is open. What the first release kept
// out was settled at once.
func (b *book) reviewsOver(today string) {
	for i := range b.proposals {
		p := &b.proposals[i]
		x := p.redress()
		old := !p.surveyed && len(p.part) == 0 || p.surveyed && len(p.surveyors) == 0
		if !p.isOut() || p.into > 0 {
			continue
		}
		if x.asked && !x.reviewed || !old && !x.told || x.told && !x.asked && !x.waived && today <= x.until && b.of == "" {
			b.found["screening"].wrong("定稿时 %d 号提议还可申请复核，或没有告知、复核没有结果 / at the freeze proposal %d could still be reviewed, or was not told of it, or its review was open", i+1, i+1)
		}
	}
}

// screening checks that no proposal was left lying when the library was frozen.
func (b *book) screening(f *findings) {
	if !b.isFrozen {
		f.wait("项目库尚未定稿 / the library has not been frozen")
		return
	}
	for i := range b.proposals {
		p := &b.proposals[i]
		ended := p.granted || p.forwarded || p.into > 0 || p.isOut() || p.result == "put_off" || p.result == "decline"
		if !ended && !p.costed {
			f.wrong("%d 号提议没有办结 / proposal %d was never dealt with", i+1, i+1)
		}
	}
}
