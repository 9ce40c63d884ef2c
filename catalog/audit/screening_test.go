package audit

// What keeps proposals out: a real round in which all of it happens, and the same round forged.

import (
	"bytes"
	"slices"
	"testing"

	"linli/ballot/ledger"
	"linli/catalog"
)

// screeningRound has proposal 1 let through after a dissent, 2 kept out and upheld, 3, whose screening bao corrects, let through by a review, 4 failed at
// the site and waived, 5 plainly excluded and waived, 6 through to the library.
func screeningRound(t *testing.T) *round {
	r := newRound(t, func(s *catalog.Scheme) { s.MaxMarks = 1 })
	r.do(&catalog.Adopt{Body: "会议"})
	for _, title := range []string{"一", "二", "三", "四", "五", "六"} {
		r.submit(title)
	}
	out := func(no int) *catalog.Screen {
		return catalog.Answered(no, "组", []string{"", "燃气公司负责", "", "", "", "", ""})
	}
	told := func(no int, waived bool) *catalog.Notify {
		return &catalog.Notify{No: no, Number: "1", Date: "2026-09-01", How: "door", Waived: waived}
	}
	survey := func(no int, pass bool) *catalog.Survey {
		return &catalog.Survey{No: no, Date: "2026-09-01", Who: "顾问", Finding: "看过", Pass: pass, Login: "jiang"}
	}
	r.do(&catalog.CloseCollection{}, out(1), &catalog.Confirm{No: 1, Why: "不属此条", Login: "lu"}, catalog.Cleared(1, 7, "组"))
	for _, no := range []int{2, 3, 5} {
		r.do(out(no))
		if no == 3 {
			size, _, err := r.Ledger().Tree()
			r.must(err)
			_, err = r.Correct(r.ctx, "bao", size-1, "写漏", out(no))
			r.must(err)
		}
		r.do(&catalog.Confirm{No: no, Agree: true, Login: "lu"}, told(no, no == 5))
	}
	r.do(&catalog.AskReview{No: 2, Date: "2026-09-02", Text: "请再看"}, &catalog.AskReview{No: 3, Date: "2026-09-02", Text: "请再看"})
	r.do(&catalog.Review{No: 2, Uphold: true, Why: "确属此条", Login: "yin"}, &catalog.Review{No: 3, Why: "不属此条", Login: "yin"})
	r.do(catalog.Cleared(4, 7, "组"), catalog.Cleared(6, 7, "组"), survey(1, true), survey(3, true), survey(4, false), survey(6, true), told(4, true))
	r.do(&catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表"}})
	for _, no := range []int{1, 3, 6} {
		r.do(&catalog.Decide{No: no, Discussion: "议", Result: "recommend", Why: "好"}, &catalog.Refer{No: no, Department: "办", Date: "2026-09-02", Days: 5},
			&catalog.Estimate{No: no, Department: "办", Low: 1, Figure: 2, High: 3, Basis: "询"})
	}
	r.do(&catalog.Freeze{Drawn: true, Seed: "1"})
	return r
}

// Every forgery of it fails the check of the screening.
func TestScreeningForged(t *testing.T) {
	r := screeningRound(t)
	var out bytes.Buffer
	x, err := r.Export()
	r.must(err)
	_, err = x.WriteTo(&out)
	r.must(err)
	key, signed, lines := taken(t, out.Bytes())
	c, err := ledger.OpenCheckpoint(signed, key)
	r.must(err)
	forged := func(do func(*forger)) *Report {
		f := &forger{t: t, lines: slices.Clone(lines), origin: c.Origin, more: c.More}
		do(f)
		return Audit(bytes.NewReader(f.signed()), Trust{})
	}
	if got := failed(forged(func(*forger) {})); len(got) > 0 {
		t.Fatalf("unforged: %v", got)
	}
	for name, do := range map[string]func(*forger){
		"a ground is not answered": func(f *forger) { change(f, "screening.decide", 2, func(a *screen) { a.Applies = a.Applies[1:] }) },
		"answered perhaps":         func(f *forger) { change(f, "screening.decide", 2, func(a *screen) { a.Applies[0] = "perhaps" }) },
		"a yes without a reason":   func(f *forger) { change(f, "screening.decide", 2, func(a *screen) { a.Reasons[1] = " " }) },
		"nobody screened it":       func(f *forger) { change(f, "screening.decide", 2, func(a *screen) { a.Login = "" }) },
		"back to the old form":     func(f *forger) { change(f, "screening.decide", 2, func(a *screen) { a.Applies = nil }) },
		"agreed by the same":       func(f *forger) { change(f, "screening.confirm", 1, func(a *confirm) { a.Login = "office" }) },
		"agreed by nobody":         func(f *forger) { change(f, "screening.confirm", 1, func(a *confirm) { a.Login = "" }) },
		"dissent without a reason": func(f *forger) { change(f, "screening.confirm", 0, func(a *confirm) { a.Why = "" }) },
		"dissent made consent":     func(f *forger) { change(f, "screening.confirm", 0, func(a *confirm) { a.Agree = true }) },
		"never agreed":             func(f *forger) { f.drop("screening.confirm", 3) },
		"agreed twice":             func(f *forger) { f.double("screening.confirm", 1) },
		"never told":               func(f *forger) { f.drop("screening.notify", 2) },
		"told twice":               func(f *forger) { f.double("screening.notify", 0) },
		"told and not out":         func(f *forger) { change(f, "screening.notify", 3, func(a *notify) { a.No = 6 }) },
		"too few days":             func(f *forger) { change(f, "screening.notify", 0, func(a *notify) { a.Until = "2026-09-05" }) },
		"told when it was over": func(f *forger) {
			change(f, "screening.notify", 0, func(a *notify) { a.Date, a.Until = "2026-08-03", "2026-08-10" })
		},
		"told before the survey":      func(f *forger) { change(f, "screening.notify", 3, func(a *notify) { a.Date = "2026-08-31" }) },
		"no waiver at the freeze":     func(f *forger) { change(f, "screening.notify", 3, func(a *notify) { a.Waived = false }) },
		"asked too late":              func(f *forger) { change(f, "review.ask", 0, func(a *askReview) { a.Date = "2026-09-20" }) },
		"asked before it was told":    func(f *forger) { change(f, "review.ask", 0, func(a *askReview) { a.Date = "2026-08-20" }) },
		"asked twice":                 func(f *forger) { f.double("review.ask", 0) },
		"asked about what is not out": func(f *forger) { change(f, "review.ask", 0, func(a *askReview) { a.No = 6 }) },
		"a review left open":          func(f *forger) { f.drop("review.decide", 0) },
		"a review nobody asked for":   func(f *forger) { f.drop("review.ask", 0) },
		"reviewed by the screener":    func(f *forger) { change(f, "review.decide", 0, func(a *review) { a.Login = "office" }) },
		"agreed by the corrected":     func(f *forger) { change(f, "screening.confirm", 2, func(a *confirm) { a.Login = "office" }) },
		"agreed by the corrector":     func(f *forger) { change(f, "screening.confirm", 2, func(a *confirm) { a.Login = "bao" }) },
		"reviewed by the corrected":   func(f *forger) { change(f, "review.decide", 1, func(a *review) { a.Login = "office" }) },
		"reviewed by the corrector":   func(f *forger) { change(f, "review.decide", 1, func(a *review) { a.Login = "bao" }) },
		"reviewed by the second":      func(f *forger) { change(f, "review.decide", 0, func(a *review) { a.Login = "lu" }) },
		"reviewed without a reason":   func(f *forger) { change(f, "review.decide", 0, func(a *review) { a.Why = "" }) },
		"reviewed twice":              func(f *forger) { f.double("review.decide", 0) },
		"the other way":               func(f *forger) { change(f, "review.decide", 1, func(a *review) { a.Uphold = true }) },
		"referred before the table":   func(f *forger) { change(f, "screening.refer", 0, func(a *refer) { a.No = 2 }) },
		"due too soon":                func(f *forger) { change(f, "screening.refer", 0, func(a *refer) { a.Due = "2026-09-03" }) },
		"a survey that passed":        func(f *forger) { change(f, "screening.survey", 2, func(a *survey) { a.Pass = true }) },
	} {
		if got := failed(forged(do)); !slices.Contains(got, "screening") {
			t.Errorf("%s: found by %v", name, got)
		}
	}
}
