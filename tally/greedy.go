package tally

// This file is what the greedy rules share: go down the ranking and fund what the money left can pay.

// greedy is a rule of this kind.
type greedy struct {
	order func(a, b entry) int      // negative if a comes first, 0 if the ladder must decide
	level func(a, last entry) int64 // votes that a lacks to draw level with last
	stop  bool                      // stop at the first project that does not fit, instead of passing over it
}

// walk is one way down the ranking.
type walk struct {
	greedy
	out     Outcome
	stopper string // the project at which the list stopped
	last    entry  // last funded
}

func (g greedy) decide(c Contest, l Ladder) Outcome {
	w := walk{greedy: g, out: newOutcome(c, l)}
	groups := ranked(c, g.order, l)
	for _, group := range groups {
		if t, ok := l.tie(group); ok {
			t.Decisive = w.stopper == "" && g.sways(group, w.out.Remaining)
			w.out.Ties = append(w.out.Ties, t)
		}
		for _, e := range group {
			w.take(e)
		}
	}
	w.measure(groups)
	return w.out
}

// take decides one project and records why.
func (w *walk) take(e entry) {
	left := w.out.Remaining
	r := Reason{Rank: len(w.out.Ranking) + 1, Score: e.score, Cost: e.Cost, Before: left}
	switch {
	case e.Withdrawn:
		r.Code = Withdrawn
	case w.stopper != "":
		r.Code, r.StoppedBy = AfterStop, w.stopper
	case e.Cost <= left:
		r.Code, w.last = Funded, e
		w.out.fund(e)
	case w.stop:
		r.Code, w.stopper = StoppedHere, e.ID
	default:
		r.Code = OverBudget
	}
	if r.Code != Withdrawn && r.Code != Funded {
		r.Short, r.TooDear = max(0, e.Cost-left), e.Cost > w.out.Budget
	}
	w.out.Ranking = append(w.out.Ranking, e.ID)
	w.out.Reasons[e.ID] = r
}

// measure fills in how far each project below the last funded one is behind it.
func (w *walk) measure(groups [][]entry) {
	if len(w.out.Funded) == 0 {
		return
	}
	lowest := w.out.Reasons[w.last.ID].Rank
	for _, group := range groups {
		for _, e := range group {
			r := w.out.Reasons[e.ID]
			if r.Rank > lowest && r.Code != Withdrawn {
				r.Behind = w.level(e, w.last)
				w.out.Reasons[e.ID] = r
			}
		}
	}
}

// sways tells whether the order within a group of equals can change what is funded, if that much money is left when
// the group comes up. Passing over, it can when those that fit one by one do not fit together; stopping, when some fit
// but not all together.
func (g greedy) sways(group []entry, left int64) bool {
	fits, all := 0, true
	rest := left
	for _, e := range group {
		switch {
		case e.Withdrawn:
		case e.Cost > left:
			all = all && !g.stop
		default:
			fits++
			all = all && e.Cost <= rest
			rest -= min(rest, e.Cost)
		}
	}
	return fits > 0 && !all
}
