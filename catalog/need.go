package catalog

// The needs library (需求库): what residents lack, collected at all times, round after round, without names.

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"linli/ballot/ledger"
)

// Need is something that residents lack. Nobody's name is in it.
type Need struct {
	Text   string `json:"text" limit:"300" form:"lines"`
	Place  string `json:"place" limit:"80"`
	Kind   string `json:"kind" of:"engineering service"`
	Source string `json:"source" of:"visit forum hotline online letter council"` // how it came to be known
	Date   string `json:"date" kind:"date"`                                      // on which it was told
}

// NeedState is a need and what became of it.
type NeedState struct {
	Need
	No     int    // from 1, in this round
	ID     string // ROUND.NO of the round in which it was first entered; the same in every later round
	N      int64  // of its entry
	Closed *CloseNeed
}

// MaxNeeds is the most needs of one entry, which is then at most some 700 KB long.
const MaxNeeds = 500

const maxNeeds = 200_000 // of a round

// ErrNeed: a need that is closed, or not there.
var ErrNeed = errors.New("需求库里没有这一条待办的需求 / the needs library has no such open need")

// Need finds a need by its number, or nil.
func (r *Round) Need(no int) *NeedState {
	if no < 1 || no > len(r.Needs) {
		return nil
	}
	return r.Needs[no-1]
}

// openNeed refuses a number that is not 0 and not that of an open need.
func (r *Round) openNeed(no int) error {
	if n := r.Need(no); no != 0 && (n == nil || n.Closed != nil) {
		return &FieldError{"need", fmt.Errorf("%w: %d", ErrNeed, no)}
	}
	return nil
}

// OpenNeeds is how many needs are open.
func (r *Round) OpenNeeds() (n int) {
	for _, x := range r.Needs {
		if x.Closed == nil {
			n++
		}
	}
	return n
}

// Answers are the proposals that answer a need, in the order received.
func (r *Round) Answers(need int) (out []*Proposal) {
	for _, p := range r.Proposals {
		if p.Need == need && need > 0 {
			out = append(out, p)
		}
	}
	return out
}

func (r *Round) addNeed(x Need, id string, n int64) {
	no := len(r.Needs) + 1
	if id == "" {
		id = r.ID + "." + strconv.Itoa(no)
	}
	r.Needs = append(r.Needs, &NeedState{Need: x, No: no, ID: id, N: n})
	r.needs[id] = true
}

// full refuses more needs than a round may have.
func (r *Round) full(more int) error {
	if len(r.Needs)+more > maxNeeds {
		return fmt.Errorf("%w: %d", ErrNumber, len(r.Needs)+more)
	}
	return nil
}

// AddNeed enters a need, at any time.
type AddNeed struct {
	Text   string `json:"text" limit:"300" form:"lines"`
	Place  string `json:"place" limit:"80"`
	Kind   string `json:"kind" of:"engineering service"`
	Source string `json:"source" of:"visit forum hotline online letter council"`
	Date   string `json:"date" kind:"date"`
}

func (a *AddNeed) check(r *Round) error           { return r.full(1) }
func (a *AddNeed) apply(r *Round, e ledger.Entry) { r.addNeed(Need(*a), "", e.N) }

// ListNeeds enters many needs at once: those of a list, or with Round those that are still open in an earlier round,
// which keep their IDs.
type ListNeeds struct {
	Round string   `json:"round,omitempty" kind:"earlier" limit:"40" form:"optional"`
	IDs   []string `json:"ids,omitempty" kind:"earlier" limit:"60" form:"optional"` // one a need, if there is a round
	Needs []Need   `json:"needs" kind:"needs"`
}

var needForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}\.[1-9][0-9]{0,5}$`)

func (a *ListNeeds) brought() bool { return a.Round != "" || len(a.IDs) > 0 }

func (a *ListNeeds) check(r *Round) error {
	switch {
	case len(a.Needs) > MaxNeeds:
		return &FieldError{"needs", fmt.Errorf("%w: %d > %d", ErrLong, len(a.Needs), MaxNeeds)}
	case a.Round == "" && len(a.IDs) > 0, a.Round != "" && len(a.IDs) != len(a.Needs), a.Round == r.ID:
		return &FieldError{"ids", ErrNumber}
	}
	for i := range a.Needs {
		for _, flaw := range Flaws(&a.Needs[i]) {
			return &FieldError{"needs", fmt.Errorf("%d: %w", i+1, flaw)}
		}
	}
	met := map[string]bool{}
	for i, id := range a.IDs {
		switch {
		case !needForm.MatchString(id):
			return &FieldError{"ids", fmt.Errorf("%d: %w", i+1, ErrID)}
		case met[id] || r.needs[id]:
			return &FieldError{"ids", fmt.Errorf("%w: %s", ErrTakenOver, id)}
		}
		met[id] = true
	}
	return r.full(len(a.Needs))
}

func (a *ListNeeds) apply(r *Round, e ledger.Entry) {
	for i, x := range a.Needs {
		id := ""
		if a.Round != "" {
			id = a.IDs[i]
		}
		r.addNeed(x, id, e.N)
	}
}

// CloseNeed ends a need: it is met, or cannot be, or was entered twice.
type CloseNeed struct {
	No  int    `json:"no" kind:"need"`
	How string `json:"how" limit:"300"`
}

func (a *CloseNeed) check(r *Round) error {
	switch n := r.Need(a.No); {
	case n == nil:
		return &FieldError{"no", ErrNeed}
	case n.Closed != nil:
		return &FieldError{"no", ErrDone}
	}
	return nil
}

func (a *CloseNeed) apply(r *Round, _ ledger.Entry) { r.Need(a.No).Closed = a }

// JudgeFit is what the community's two committees (两委) say on whether a proposal fits the needs library.
type JudgeFit struct {
	No   int    `json:"no" kind:"proposal"`
	Fits bool   `json:"fits"`
	Why  string `json:"why" limit:"300"`
	By   string `json:"by" limit:"60"`
}

// ErrFit: a scheme that asks for the fit with the needs library, and a screening against it.
var ErrFit = errors.New("两委认为与需求库不契合，初筛须写明不列入的理由 / the two committees found that it does not fit the needs library: the screening must exclude it, with the reason")

// AsksFit tells whether the two committees judge each proposal's fit with the needs library before it is screened.
func (s Scheme) AsksFit() bool { return s.NeedFit == "asked" }

func (a *JudgeFit) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case !r.Scheme.AsksFit():
		return fmt.Errorf("%w: 本届方案不要求需求契合度判断 / the scheme asks for no judgement of the fit", ErrStep)
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Into > 0, p.Fit != nil:
		return &FieldError{"no", ErrDone}
	}
	return nil
}

func (a *JudgeFit) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Fit = a }

// fitting refuses the screening of a proposal whose fit has not been judged, where the scheme asks for it, and one that
// lets pass what does not fit.
func (r *Round) fitting(no int, passes bool) error {
	p := r.Proposal(no)
	switch {
	case !r.Scheme.AsksFit() || p == nil:
		return nil
	case p.Fit == nil:
		return &FieldError{"no", fmt.Errorf("%w: 请两委先判断与需求库的契合度 / the two committees judge its fit with the needs library first", ErrFirst)}
	case !p.Fit.Fits && passes:
		return &FieldError{"no", ErrFit}
	}
	return nil
}

// RollNeeds takes the needs that are still open in an earlier round of the same community, and not here yet, into this
// one, and tells how many. Each keeps its ID. Interrupted, it has taken whole entries of them, and goes on where it stopped;
// done twice, also at once, it takes each need once. Refusals: [ErrNotEarlier].
func (l *Live) RollNeeds(ctx context.Context, actor string, earlier *Live) (n int, err error) {
	var first Round
	l.Read(func(r *Round) { first = *r })
	var open []NeedState
	earlier.Read(func(r *Round) {
		if !first.Follows(r) {
			err = ErrNotEarlier
			return
		}
		for _, x := range r.Needs {
			if x.Closed == nil {
				open = append(open, *x)
			}
		}
	})
	for part := range slices.Chunk(open, MaxNeeds) {
		for more := true; more && err == nil; {
			act := l.missing(earlier.id, part)
			if more = len(act.Needs) > 0; !more {
				break
			}
			_, err = l.enter(ctx, actor, []Act{act})
			switch {
			case err == nil:
				n += len(act.Needs)
			case errors.Is(err, ErrTakenOver): // by another a moment ago
				err = nil
			}
		}
	}
	return n, err
}

// missing enters those of some needs that the round does not have.
func (l *Live) missing(round string, all []NeedState) *ListNeeds {
	act := &ListNeeds{Round: round}
	l.Read(func(r *Round) {
		for _, x := range all {
			if !r.needs[x.ID] {
				act.IDs, act.Needs = append(act.IDs, x.ID), append(act.Needs, x.Need)
			}
		}
	})
	return act
}
