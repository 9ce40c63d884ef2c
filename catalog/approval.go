package catalog

// Step five, before the notice: what was decided is approved by the tiers of the scheme, on clocks of working days.

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// Approval is the way of a project's approval.
type Approval struct {
	Project   int
	Body      string
	Days      int    // working days that the body has; 0: no clock runs
	Submitted string // date
	Due       string // date as last reckoned; empty without a clock
	Stops     []workday.Stop
	Returns   []string // why it was returned, each time
	Decision  *DecideApproval
}

// Returned tells whether the body has given it back and waits for it.
func (x *Approval) Returned() bool {
	return len(x.Stops) > 0 && x.Stops[len(x.Stops)-1].To == ""
}

// Clock is the clock of the body, which stands still while the project is returned.
func (x *Approval) Clock() workday.Clock {
	return workday.Clock{Start: x.Submitted, Limit: x.Days, Stops: x.Stops}
}

// last is the date of what was done last.
func (x *Approval) last() string {
	if len(x.Stops) == 0 {
		return x.Submitted
	}
	s := x.Stops[len(x.Stops)-1]
	return max(s.From, s.To)
}

// Refusals of an approval.
var (
	// ErrNoTiers: the scheme asks nobody's approval.
	ErrNoTiers = errors.New("本届方案没有审批环节 / the scheme asks nobody's approval")
	// ErrBackdated: the date lies before that of what was done before.
	ErrBackdated = errors.New("日期早于上一步 / the date lies before that of the step before")
	// ErrReturned: the body has returned the project, and decides it when it has been submitted again.
	ErrReturned = errors.New("项目已退回补正，请先重新上报 / the project has been returned, submit it again first")
)

// tierOf is the tier that approves a project: what the fund pays for all its parts counts, so that a split dodges none.
func (r *Round) tierOf(p *Project) (Tier, bool) { return r.Scheme.TierOf(p.Fund()) }

// Approvable tells whether a project was decided to be carried out and needs an approval.
func (r *Round) Approvable(number int) bool {
	return len(r.Scheme.Tiers) > 0 && r.Outcome != nil && slices.Contains(r.Outcome.Funded, strconv.Itoa(number))
}

// Refused tells whether the approval of a project was refused.
func (r *Round) Refused(number int) bool {
	x := r.Approvals[number]
	return x != nil && x.Decision != nil && !x.Decision.Approved
}

// Unapproved are the numbers of projects that still need their approval, in order.
func (r *Round) Unapproved() (numbers []int) {
	for _, p := range r.listed() {
		if x := r.Approvals[p.Number]; r.Approvable(p.Number) && (x == nil || x.Decision == nil) {
			numbers = append(numbers, p.Number)
		}
	}
	return numbers
}

// SubmitApproval hands a project to the body that approves projects of its cost. From the next day its clock runs.
type SubmitApproval struct {
	Project int    `json:"project" kind:"project"`
	Date    string `json:"date" kind:"date"`
	Body    string `json:"body" kind:"due" limit:"60" form:"optional"`
	Days    int    `json:"days,omitempty" kind:"due" form:"optional"` // working days; 0: no clock runs
	Due     string `json:"due,omitempty" kind:"due" limit:"10" form:"optional"`
}

func (a *SubmitApproval) date(r *Round, c workday.Calendar) error {
	p := r.Project(a.Project)
	if p == nil {
		return nil // check refuses it
	}
	t, _ := r.tierOf(p)
	if a.Body, a.Days, a.Due = t.Body, t.Days, ""; t.Days == 0 {
		return nil
	}
	due, err := c.Due(a.Date, t.Days)
	if err != nil {
		return &FieldError{"date", err}
	}
	a.Due = due
	return nil
}

func (a *SubmitApproval) check(r *Round) error {
	p := r.Project(a.Project)
	switch {
	case len(r.Scheme.Tiers) == 0:
		return ErrNoTiers
	case p == nil || !r.Approvable(a.Project):
		return &FieldError{"project", ErrNoSuch}
	case r.Approvals[a.Project] != nil:
		return &FieldError{"project", ErrDone}
	}
	if t, _ := r.tierOf(p); a.Body != t.Body || a.Days != t.Days {
		return &FieldError{"body", fmt.Errorf("%w: %s", ErrNoSuch, t)}
	}
	return checkDue(a.Due, a.Date, a.Days)
}

// checkDue refuses a due date that is none, or that a clock without days has.
func checkDue(due, start string, days int) error {
	_, err := time.Parse(time.DateOnly, due)
	if days == 0 && due == "" || days > 0 && err == nil && due > start {
		return nil
	}
	return &FieldError{"due", ErrDate}
}

func (a *SubmitApproval) apply(r *Round, _ ledger.Entry) {
	r.Approvals[a.Project] = &Approval{Project: a.Project, Body: a.Body, Days: a.Days, Submitted: a.Date, Due: a.Due}
}

// underway is the approval of a project that awaits the body's decision, or why there is none. date is that of what is to
// be done.
func (r *Round) underway(project int, date string) (*Approval, error) {
	switch x := r.Approvals[project]; {
	case x == nil:
		return nil, &FieldError{"project", fmt.Errorf("%w: 项目尚未上报 / the project has not been submitted", ErrFirst)}
	case x.Decision != nil:
		return nil, &FieldError{"project", ErrDone}
	case date < x.last():
		return nil, &FieldError{"date", fmt.Errorf("%w: %s < %s", ErrBackdated, date, x.last())}
	default:
		return x, nil
	}
}

// ReturnApproval records that the body gave a project back to be completed: its clock stands still from that day.
type ReturnApproval struct {
	Project int    `json:"project" kind:"project"`
	Date    string `json:"date" kind:"date"`
	Why     string `json:"why" limit:"300"`
}

func (a *ReturnApproval) check(r *Round) error {
	x, err := r.underway(a.Project, a.Date)
	if err == nil && x.Returned() {
		return &FieldError{"project", ErrReturned}
	}
	return err
}

func (a *ReturnApproval) apply(r *Round, _ ledger.Entry) {
	x := r.Approvals[a.Project]
	x.Stops, x.Returns = append(x.Stops, workday.Stop{From: a.Date}), append(x.Returns, a.Why)
}

// ResubmitApproval hands a returned project in again: its clock goes on from the next day.
type ResubmitApproval struct {
	Project int    `json:"project" kind:"project"`
	Date    string `json:"date" kind:"date"`
	Due     string `json:"due,omitempty" kind:"due" limit:"10" form:"optional"`
}

// date reckons from the stops up to this one; of a correction, that is the last one which began before it.
func (a *ResubmitApproval) date(r *Round, c workday.Calendar) error {
	x := r.Approvals[a.Project]
	if a.Due = ""; x == nil || x.Days == 0 {
		return nil
	}
	k := x.Clock()
	k.Stops = slices.DeleteFunc(slices.Clone(k.Stops), func(s workday.Stop) bool { return s.From > a.Date })
	if len(k.Stops) == 0 {
		return nil
	}
	k.Stops[len(k.Stops)-1].To = a.Date
	on, err := time.Parse(time.DateOnly, a.Date)
	if err != nil {
		return &FieldError{"date", ErrDate}
	}
	reading, err := k.Read(c, on.AddDate(0, 0, 1).Format(time.DateOnly)) // on the day itself it still stands
	if err != nil {
		return &FieldError{"date", err}
	}
	a.Due = reading.Due
	return nil
}

func (a *ResubmitApproval) check(r *Round) error {
	x, err := r.underway(a.Project, a.Date)
	switch {
	case err != nil:
		return err
	case !x.Returned():
		return &FieldError{"project", fmt.Errorf("%w: 项目没有退回 / the project has not been returned", ErrFirst)}
	}
	return checkDue(a.Due, x.Submitted, x.Days)
}

func (a *ResubmitApproval) apply(r *Round, _ ledger.Entry) {
	x := r.Approvals[a.Project]
	x.Stops[len(x.Stops)-1].To, x.Due = a.Date, a.Due
}

// moved are corrections of resubmissions of a project whose due date moves with d, a correction of entry n, as r has it
// done. l.mu is held.
func (l *Live) moved(r *Round, days workday.Calendar, n int64, d ledger.Draft) (more []ledger.Draft, err error) {
	project, date := stepOf(d.Body.(Act))
	old, err := actOf(l.entries[n].Entry)
	if _, was := stepOf(old); err != nil || was == date {
		return nil, err
	}
	for _, e := range l.entries {
		if _, given := l.round.Corrected(e.N); given || e.Act != "approval.resubmit" {
			continue
		}
		x, err := actOf(e.Entry)
		if err != nil {
			return nil, err
		}
		a := x.(*ResubmitApproval)
		if a.Project != project {
			continue
		}
		due := a.Due
		if err := a.date(r, days); err != nil {
			return nil, err
		}
		if a.Due != due {
			more = append(more, ledger.Draft{Actor: d.Actor, Act: e.Act, Body: a, Public: e.Public, Supersedes: &ledger.Supersession{N: e.N, Why: d.Supersedes.Why}})
		}
	}
	return more, nil
}

// stepOf is the date of a step of an approval before it is submitted again, and the project; none, if a is no such step.
func stepOf(a Act) (project int, date string) {
	switch a := a.(type) {
	case *SubmitApproval:
		return a.Project, a.Date
	case *ReturnApproval:
		return a.Project, a.Date
	}
	return 0, ""
}

// DecideApproval is the body's decision, and ends its clock. A project that it refuses is not funded.
type DecideApproval struct {
	Project  int    `json:"project" kind:"project"`
	Date     string `json:"date" kind:"date"`
	Approved bool   `json:"approved"`
	Number   string `json:"number" limit:"40"`               // of the body's answer
	Why      string `json:"why" limit:"300" form:"optional"` // needed if it is refused: its proposer is told
	By       string `json:"by" limit:"60"`                   // who signed
}

func (a *DecideApproval) check(r *Round) error {
	x, err := r.underway(a.Project, a.Date)
	switch {
	case err != nil:
		return err
	case x.Returned():
		return &FieldError{"project", ErrReturned}
	case !a.Approved && a.Why == "":
		return &FieldError{"why", ErrMissing}
	}
	return nil
}

func (a *DecideApproval) apply(r *Round, _ ledger.Entry) { r.Approvals[a.Project].Decision = a }

// approvalDeadlines are the clocks of the bodies that approve.
func (r *Round) approvalDeadlines() (all []Deadline) {
	for _, n := range slices.Sorted(maps.Keys(r.Approvals)) {
		x := r.Approvals[n]
		if x.Days == 0 {
			continue
		}
		d := Deadline{Act: "approval.submit", Project: n, Body: x.Body, Clock: x.Clock(), Due: x.Due}
		if p := r.Project(n); p.Proposal != nil {
			d.No = p.Proposal.No
		}
		if x.Decision != nil {
			d.Ended = x.Decision.Date
		}
		all = append(all, d)
	}
	return all
}
