package kiosk

// What was decided of a proposal before the round table, as the staff see it: every screening, who agreed, what followed.

import (
	"strconv"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// referDays are the working days that the form of a referral offers.
const referDays = 5

// screenings adds the history of a proposal's screening to its page, and what this member of the staff can do now.
func screenings(l lang.Lang, r *catalog.Round, m Member, p *catalog.Proposal, v *page.Proposal) {
	add := func(act string, n int, a catalog.Act) {
		e := page.Episode{Act: act, At: nthTime(p, act, n)}
		for _, said := range tellAct(l, r, act, a) {
			if said.Label != lang.T(l, "field.no") && said.Label != lang.T(l, "field.photos") {
				e.Said = append(e.Said, said)
			}
		}
		v.Screening = append(v.Screening, e)
	}
	n := len(p.Dissents)
	for i := range p.Dissents {
		add("screening.decide", i, &p.Dissents[i].Screen)
		add("screening.confirm", i, &p.Dissents[i].Second)
	}
	if p.Screening != nil {
		add("screening.decide", n, p.Screening)
	}
	if p.Confirmed != nil {
		add("screening.confirm", n, p.Confirmed)
	}
	followed(p.ByList, 0, add)
	if p.Survey != nil {
		add("screening.survey", 0, p.Survey)
		v.Screening[len(v.Screening)-1].Photos = photosOf(l, r, p.Survey)
		followed(p.BySurvey, times(p.ByList.Notice != nil), add)
	}
	if p.Referral != nil {
		add("screening.refer", 0, p.Referral)
	}
	v.Acts = screeningActs(r, m, p)
	if isOut(r, p) && may(m, "screening.notify") {
		v.Acts = append(v.Acts, page.Act{Label: lang.T(l, "paper.exclusions"), Note: "PDF", Href: "/desk/" + r.ID + "/exclusion/" + strconv.Itoa(p.No) + ".pdf"})
	}
}

// followed adds what followed from being kept out, for the n-th time from 0.
func followed(x catalog.Redress, n int, add func(string, int, catalog.Act)) {
	if x.Notice != nil {
		add("screening.notify", n, x.Notice)
	}
	if x.Asked != nil {
		add("review.ask", n, x.Asked)
	}
	if x.Review != nil {
		add("review.decide", n, x.Review)
	}
}

func times(before bool) int {
	if before {
		return 1
	}
	return 0
}

// photosOf are the photos of a survey, with what they are called.
func photosOf(l lang.Lang, r *catalog.Round, s *catalog.Survey) (out []page.Link) {
	for i, hash := range s.Photos {
		if path := picturePath(r, hash); path != "" {
			out = append(out, page.Link{Label: lang.T(l, "form.photo", i+1), Href: path})
		}
	}
	return out
}

// nthTime is when an act was done to a proposal for the n-th time, from 0; zero if it was done less often.
func nthTime(p *catalog.Proposal, act string, n int) (at time.Time) {
	for _, e := range p.Way {
		if e.Act != act {
			continue
		}
		if n == 0 {
			return e.Time
		}
		n--
	}
	return at
}

// screeningActs are those of step three that can be done to the proposal now, with the address of their form.
func screeningActs(r *catalog.Round, m Member, p *catalog.Proposal) (acts []page.Act) {
	if !r.Steps[3].IsOpen() {
		return nil
	}
	no := strconv.Itoa(p.No)
	for _, act := range []string{"screening.decide", "screening.confirm", "screening.survey", "screening.notify", "review.ask", "review.decide", "table.decide", "screening.refer", "screening.estimate"} {
		all, _ := choicesOf(r, act)
		for _, x := range all {
			if x.value == no && may(m, act) {
				acts = append(acts, page.Act{Name: act, Href: "/desk/" + r.ID + "/act/" + act + "?no=" + no})
			}
		}
	}
	return acts
}
