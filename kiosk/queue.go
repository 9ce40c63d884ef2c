package kiosk

// What others must answer in working days, as the desk shows it: the next due first, what is overdue marked.

import (
	"context"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// answers are the acts that answer what starts a clock.
var answers = map[string]string{"screening.refer": "screening.estimate", "screening.notify": "review.ask", "review.ask": "review.decide", "approval.submit": "approval.decide"}

// queue is all that this member of the staff can answer, or enter the answer of.
func (s *Server) queue(ctx context.Context, l *catalog.Live, lg lang.Lang, m Member) (out []page.TimeLimit, err error) {
	c, err := l.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	l.Read(func(r *catalog.Round) {
		for _, x := range clocks(r, c, s.today()) {
			if !x.over() && may(m, answers[x.Act]) {
				out = append(out, clockView(lg, r, x))
			}
		}
	})
	return out, nil
}
