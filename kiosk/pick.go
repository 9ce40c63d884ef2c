package kiosk

// The things of a round that an act can be done to now.

import (
	"slices"
	"strconv"
	"strings"

	"linli/catalog"
)

// pick is one thing to choose.
type pick struct {
	value string
	label string
	waits bool // for this act; one that does not wait may be chosen all the same
}

// picks are the things that can be chosen, by act and field.
var picks = map[string]func(*catalog.Round) []pick{
	"scheme.answer.no": opinionPicks,
	"proposal.merge.no": proposalsThat(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return untouched(p) && len(p.Merged) == 0, false
	}),
	"proposal.merge.into": proposalsThat(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) { return p.Into == 0, false }),
	"screening.decide.no": proposalsAt(catalog.Received),
	"need.fit.no": proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return r.Scheme.AsksFit() && p.Into == 0 && p.Fit == nil, true
	}),
	"model.add.project": worksThat(func(w *catalog.Work) (bool, bool) { return w != nil && w.Evaluation != nil, false }),
	"model.drop.project": func(r *catalog.Round) (out []pick) {
		for _, p := range modelsOf(r) {
			out = append(out, pick{strconv.Itoa(p.Number), strconv.Itoa(p.Number) + " " + p.Title, false})
		}
		return out
	},
	"screening.confirm.no": excludingPicks,
	"screening.survey.no":  proposalsAt(catalog.Screened),
	"screening.notify.no": keptOut(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return p.Redress().Notice == nil, r.Unsettled(p) != nil
	}),
	"review.ask.no": keptOut(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return p.Redress().Notice != nil && p.Redress().Asked == nil, false
	}),
	"review.decide.no": keptOut(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) {
		open := p.Redress().Asked != nil && p.Redress().Review == nil
		return open, open
	}),
	"screening.refer.no": proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return r.Stage(p) == catalog.Recommended && p.Estimate == nil && p.Referral == nil, false
	}),
	"table.decide.no":  proposalsAt(catalog.Surveyed),
	"table.merge.no":   proposalsAt(catalog.Surveyed),
	"table.merge.into": proposalsAt(catalog.Surveyed),
	"table.leave.who":  presentPicks,
	"table.hands.no":   proposalsAt(catalog.Recommended),
	"table.open.items": proposalsAt(catalog.Recommended),
	"table.rank.order": proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return r.Stage(p) == catalog.Recommended, p.RankAt == 0
	}),
	"screening.estimate.no": proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return r.Stage(p) == catalog.Recommended, p.Estimate == nil
	}),
	"proposal.forward.no": forwardPicks,
	"forward.answer.no": proposalsThat(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) {
		return p.Forward != nil, p.Forwarded == nil && p.Forward != nil
	}),
	"fast.grant.no":             fastPicks,
	"fast.revoke.project":       grantedPicks,
	"approval.submit.project":   approvalsThat(func(_ *catalog.Round, x *catalog.Approval) bool { return x == nil }),
	"approval.return.project":   approvalsThat(func(_ *catalog.Round, x *catalog.Approval) bool { return x != nil && !x.Returned() }),
	"approval.resubmit.project": approvalsThat(func(_ *catalog.Round, x *catalog.Approval) bool { return x != nil && x.Returned() }),
	"approval.decide.project":   approvalsThat(func(_ *catalog.Round, x *catalog.Approval) bool { return x != nil && !x.Returned() }),
	"library.withdraw.project":  libraryPicks,
	"council.vote.project":      unresolvedPicks,
	"count.adjudicate.batch":    batchesThat(func(b *catalog.Batch) bool { return !b.Sealed && len(differing(b)) > 0 }),
	"count.seal.batch":          batchesThat(ready),
	"count.reopen.batch":        sealedPicks,
	"rehearsal.begin.stations":  stationPicks(func(*catalog.StationState) bool { return false }),
	"station.settle.station":    stationPicks(func(st *catalog.StationState) bool { return st.Account == nil && st.Printed > 0 }),
	"notice.answer.no":          objectionPicks,
	"letter.issue.no":           letterlessPicks,
	"person.erase.no":           proposalsThat(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) { return !p.Erased, false }),
	"photo.remove.no":           proposalsThat(func(_ *catalog.Round, p *catalog.Proposal) (bool, bool) { return p.Picture() != "", false }),
	"letter.deliver.no":         lettersThat(func(l *catalog.LetterState) bool { return l.Delivered == nil }),
	"letter.talk.no":            lettersThat(never),
	"letter.carry.no":           lettersThat(never),
	"work.start.project":        worksThat(func(w *catalog.Work) (bool, bool) { return w == nil, true }),
	"work.milestone.project":    worksThat(func(w *catalog.Work) (bool, bool) { return w != nil && w.Finished == nil, false }),
	"work.finish.project":       worksThat(func(w *catalog.Work) (bool, bool) { return w != nil && w.Finished == nil, true }),
	"evaluation.record.project": worksThat(func(w *catalog.Work) (bool, bool) {
		return w != nil && w.Finished != nil, w != nil && w.Evaluation == nil
	}),
}

// picking finds the things to choose for a field; nil if it is not chosen among things of the round.
func picking(act string, f catalog.Field) func(*catalog.Round) []pick {
	if p := picks[act+"."+f.Name]; p != nil {
		return p
	}
	if f.Kind == "station" {
		return stationPicks(func(*catalog.StationState) bool { return false })
	}
	return nil
}

// choicesOf are the things that an act waits to be done to; chooses tells whether it is done to things at all.
func choicesOf(r *catalog.Round, act string) (all []pick, chooses bool) {
	d, err := deedNamed(act, false)
	if err != nil {
		return nil, false
	}
	for _, f := range catalog.Fields(d.body) {
		if p := picking(act, f); p != nil {
			return p(r), true
		}
	}
	return nil, false
}

// waiting is how many things wait for an act.
func waiting(r *catalog.Round, act string) int {
	all, _ := choicesOf(r, act)
	return count(all, func(p pick) bool { return p.waits })
}

func never(*catalog.LetterState) bool { return false }

// untouched proposals have not been merged or screened.
func untouched(p *catalog.Proposal) bool { return p.Into == 0 && p.Screening == nil }

func proposalPick(p *catalog.Proposal, waits bool) pick {
	title, _ := p.Current()
	return pick{strconv.Itoa(p.No), proposalCode(p.No) + " " + title, waits}
}

func proposalsThat(is func(*catalog.Round, *catalog.Proposal) (may, waits bool)) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, p := range r.Proposals {
			if may, waits := is(r, p); may {
				out = append(out, proposalPick(p, waits))
			}
		}
		return out
	}
}

func proposalsAt(stage catalog.Stage) func(*catalog.Round) []pick {
	return proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) { is := r.Stage(p) == stage; return is, is })
}

// excludingPicks are the proposals that wait for a second opinion, with what the first one says.
func excludingPicks(r *catalog.Round) []pick {
	all := proposalsAt(catalog.Excluding)(r)
	for i := range all {
		no, _ := strconv.Atoi(all[i].value)
		all[i].label += " · " + clip(grounds(r.Proposal(no).Screening), 60)
	}
	return all
}

// grounds are the grounds that a screening finds, each with its number and reason; of a positive list, why none fits.
func grounds(a *catalog.Screen) string {
	var said []string
	for i, x := range a.Applies {
		if x == "yes" && a.Reasons[i] != "" {
			said = append(said, strconv.Itoa(i+1)+". "+a.Reasons[i])
		}
	}
	return strings.Join(append(said, present([]string{a.Why})...), "；")
}

// keptOut are the proposals that the list or the survey keeps out.
func keptOut(is func(*catalog.Round, *catalog.Proposal) (may, waits bool)) func(*catalog.Round) []pick {
	return proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		if s := r.Stage(p); s != catalog.Excluded && s != catalog.Unfit {
			return false, false
		}
		return is(r, p)
	})
}

// presentPicks are those at the round table.
func presentPicks(r *catalog.Round) (out []pick) {
	if r.Table == nil {
		return nil
	}
	for _, p := range r.Table.People {
		if !p.Left {
			out = append(out, pick{p.Who, p.Who, false})
		}
	}
	return out
}

func letterlessPicks(r *catalog.Round) (out []pick) {
	if r.Outcome == nil {
		return nil
	}
	for _, p := range r.Unsuccessful() {
		if r.Letters[p.No] == nil {
			out = append(out, proposalPick(p, true))
		}
	}
	return out
}

// waitingFirst puts what waits before what has been done.
func waitingFirst(all []pick) []pick {
	slices.SortStableFunc(all, func(a, b pick) int {
		switch {
		case a.waits == b.waits:
			return 0
		case a.waits:
			return -1
		}
		return 1
	})
	return all
}

func lettersThat(wait func(*catalog.LetterState) bool) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, p := range r.Proposals {
			if l := r.Letters[p.No]; l != nil {
				out = append(out, proposalPick(p, wait(l)))
			}
		}
		return waitingFirst(out)
	}
}

func worksThat(is func(*catalog.Work) (may, waits bool)) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, p := range r.Projects() {
			if may, waits := is(r.Works[p.Number]); may && r.Funded(p.Number) {
				out = append(out, pick{strconv.Itoa(p.Number), strconv.Itoa(p.Number) + " " + p.Title, waits})
			}
		}
		return waitingFirst(out)
	}
}

func libraryPicks(r *catalog.Round) (out []pick) {
	if r.Library == nil {
		return nil
	}
	for _, p := range r.Library.Projects {
		if p.Withdrawn == "" {
			out = append(out, pick{strconv.Itoa(p.Number), strconv.Itoa(p.Number) + " " + p.Title, false})
		}
	}
	return out
}

func opinionPicks(r *catalog.Round) (out []pick) {
	for _, o := range r.Opinions {
		out = append(out, pick{strconv.Itoa(o.No), strconv.Itoa(o.No) + " " + clip(o.Text, 40), o.Answer == ""})
	}
	return out
}

func objectionPicks(r *catalog.Round) (out []pick) {
	if r.Notice == nil {
		return nil
	}
	for _, o := range r.Notice.Objections {
		out = append(out, pick{strconv.Itoa(o.No), strconv.Itoa(o.No) + " " + clip(o.Text, 40), o.Answer == ""})
	}
	return out
}

func stationPicks(wait func(*catalog.StationState) bool) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, n := range stationNumbers(r) {
			out = append(out, pick{strconv.Itoa(n), strconv.Itoa(n) + " " + r.Stations[n].Name, wait(r.Stations[n])})
		}
		return out
	}
}

// sealedPicks are batches that can be opened again; none waits for it.
func sealedPicks(r *catalog.Round) (out []pick) {
	for _, no := range batchesOf(r, sealed) {
		out = append(out, pick{strconv.Itoa(no), strconv.Itoa(no), false})
	}
	return out
}

// batchesThat label a batch with the places at which the pairs differ; not with what they have entered, which neither is
// to see of the other.
func batchesThat(is func(*catalog.Batch) bool) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, no := range batchNumbers(r) {
			b := r.Count.Batches[no]
			if !is(b) {
				continue
			}
			label := strconv.Itoa(no)
			for _, place := range slices.Sorted(slices.Values(differing(b))) {
				label += " · " + strconv.Itoa(place)
			}
			out = append(out, pick{strconv.Itoa(no), label, true})
		}
		return out
	}
}
