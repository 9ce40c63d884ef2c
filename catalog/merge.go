package catalog

// Step four, at a station without network: its part of the roll comes back, and provisional envelopes are decided.

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"linli/ballot"
	"linli/ballot/ledger"
)

// MergePart is that a part of the roll has come back, in numbers only: how many people received a sheet there, and which
// provisional envelopes (暂存信封), by their printed numbers, are opened and which stay closed. The sheets of opened ones
// go into the paper box among the others, unread. It needs two officers, who open them in public.
type MergePart struct {
	Station  int      `json:"station" kind:"station"`
	Part     string   `json:"part" limit:"40"`
	People   int      `json:"people,omitempty" form:"optional" limit:"262143"`
	Double   int      `json:"double,omitempty" form:"optional" limit:"262143"` // of them, who have a sheet of another station too
	Accepted []string `json:"accepted,omitempty" limit:"20" form:"optional"`
	Rejected []string `json:"rejected,omitempty" limit:"20" form:"optional"`
	Reason   string   `json:"reason,omitempty" limit:"300" form:"optional"`
	Officers []string `json:"officers" kind:"officers" limit:"40"`
}

// Why envelopes stay closed: the roll knows no other reason.
const rejectedWhy = "名册上已经领过选票 / has already received a sheet"

var envelopeForm = regexp.MustCompile(`^(\d\d)-E(\d{3,6})$`)

// EnvelopeCode is the number that stands on a provisional envelope, as in 03-E002.
func EnvelopeCode(station, number int) string { return fmt.Sprintf("%02d-E%03d", station, number) }

// envelopeStation is the station of an envelope's code; 0: it is none.
func envelopeStation(code string) int {
	m := envelopeForm.FindStringSubmatch(code)
	if m == nil {
		return 0
	}
	station, _ := strconv.Atoi(m[1])
	number, _ := strconv.Atoi(m[2])
	if EnvelopeCode(station, number) != code {
		return 0
	}
	return station
}

func (a *MergePart) check(r *Round) error {
	switch {
	case r.Stations[a.Station] == nil:
		return &FieldError{"station", ErrNoSuch}
	case !r.openPoll():
		return fmt.Errorf("%w: 投票尚未开始 / the poll has not opened", ErrFirst)
	case slices.Contains(r.merged, a.Part):
		return &FieldError{"part", ErrDone}
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case len(a.Rejected)+a.Double > 0 && a.Reason == "":
		return &FieldError{"reason", ErrMissing}
	}
	met := map[string]bool{}
	for field, codes := range map[string][]string{"accepted": a.Accepted, "rejected": a.Rejected} {
		for _, code := range codes {
			s := r.Stations[envelopeStation(code)]
			if s == nil || met[code] || slices.Contains(s.Envelopes, code) {
				return &FieldError{field, fmt.Errorf("%w: %s", ErrNoSuch, code)}
			}
			met[code] = true
		}
	}
	return nil
}

func (a *MergePart) apply(r *Round, _ ledger.Entry) {
	r.merged = append(r.merged, a.Part)
	for i, code := range append(slices.Clone(a.Accepted), a.Rejected...) {
		s := r.Stations[envelopeStation(code)]
		s.Envelopes = append(s.Envelopes, code)
		if i < len(a.Accepted) {
			s.Accepted++
		} else {
			s.Rejected++
		}
	}
}

// Merge merges a part of the roll, all of it or nothing, and enters that into the ledger. If it was interrupted in
// between it goes on where it stopped; a part that has been merged is entered once. Refusals are those of
// [ballot.Roll.Merge], of [MergePart], and [ErrStep].
func (l *Live) Merge(ctx context.Context, actor string, p ballot.Part, officers ...string) (ballot.Merged, error) {
	plan, err := l.Roll().Plan(ctx, p)
	if err != nil {
		return plan, err
	}
	act := mergeAct(p, plan)
	act.Officers = officers
	done := false
	l.Read(func(r *Round) {
		if done = plan.Before && slices.Contains(r.merged, p.ID); !done {
			err = r.allow(act)
		}
	})
	if err != nil || done {
		return plan, err
	}
	merged, err := l.Roll().Merge(ctx, p, l.env.Now())
	if err != nil {
		return merged, err
	}
	act = mergeAct(p, merged)
	act.Officers = officers
	_, err = l.do(ctx, actor, []Act{act})
	if errors.Is(err, ErrDone) { // another has entered it a moment ago
		err = nil
	}
	return merged, err
}

// mergeAct is what a merge says in the ledger.
func mergeAct(p ballot.Part, m ballot.Merged) *MergePart {
	a := &MergePart{Station: p.Station, Part: p.ID, People: m.People, Double: m.Double}
	for _, e := range m.Envelopes {
		if code := EnvelopeCode(e.Station, e.Number); e.Accepted {
			a.Accepted = append(a.Accepted, code)
		} else {
			a.Rejected = append(a.Rejected, code)
		}
	}
	if len(a.Rejected)+a.Double > 0 {
		a.Reason = rejectedWhy
	}
	return a
}
