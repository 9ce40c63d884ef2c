package tally

// This file is what the greedy rules share: go down the ranking and fund what the money left can pay. A project
// that no ballot marks is funded like any other if the money reaches it, as Pabulib's reference has it; a scheme that
// does not want this asks for a minimum ([Options].MinVotes).

// greedy is a rule of this kind.
type greedy struct {
	order func(a, b entry) int      // negative if a comes first, 0 if the ladder must decide
	level func(a, last entry) int64 // votes that a lacks to draw level with last
	stop  bool                      // stop at the first project that does not fit, instead of passing over it
}

// walk is one way down the ranking.
type walk struct {
	greedy
	*ruling
	stopper string // the project at which the list stopped
	last    entry  // last funded
}

func (g greedy) decide(c Contest, u umpire) Outcome {
	w := walk{greedy: g, ruling: newRuling(c, u)}
	groups := ranked(c.entries(), g.order, u)
	w.down(groups)
	w.measure(groups)
	return w.out
}

// down takes every project in its turn.
func (w *walk) down(groups [][]entry) {
	tangled := w.contest.entangled()
	for _, group := range groups {
		if t, ok := w.umpire.tie(group); ok {
			t.Decisive = w.stopper == "" && (tangled || w.sways(group))
			w.out.Ties = append(w.out.Ties, t)
		}
		for _, e := range group {
			w.take(e)
		}
	}
}

// take decides one project and records why.
func (w *walk) take(e entry) {
	r := w.gate.bars(e)
	switch {
	case r.Code != "":
	case w.stopper != "":
		r = Reason{Code: AfterStop, StoppedBy: w.stopper}
	case e.Cost <= w.out.Remaining:
		w.last = e
		w.fund(e, Reason{})
		return
	case w.stop:
		r.Code, w.stopper = StoppedHere, e.ID
	default:
		r.Code = OverBudget
	}
	w.refuse(e, r)
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

// sways tells whether the order within a group of equals that comes up now can change what is funded. Passing over, it can when those that fit one by one do not fit together; stopping, when some fit
// but not all together.
func (w *walk) sways(group []entry) bool {
	fits, all := 0, true
	left := w.out.Remaining
	rest := left
	for _, e := range group {
		switch {
		case w.gate.bars(e).Code != "":
		case e.Cost > left:
			all = all && !w.stop
		default:
			fits++
			all = all && e.Cost <= rest
			rest -= min(rest, e.Cost)
		}
	}
	return fits > 0 && !all
}
