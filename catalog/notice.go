package catalog

// Step five, 公示发布: the outcome is published, and objections are answered.

import (
	"fmt"
	"time"

	"linli/ballot/ledger"
)

// PublishNotice puts the outcome on the wall, for at least the days of the scheme.
type PublishNotice struct {
	Number string `json:"number" limit:"40"` // running number of the document
	From   string `json:"from" kind:"date"`
	To     string `json:"to" kind:"date"`
	Where  string `json:"where" limit:"200"` // it is posted
}

// NoticeState is the published notice with its objections.
type NoticeState struct {
	PublishNotice
	Objections []*Objection
}

// Objection is an objection and its answer.
type Objection struct {
	Object
	No       int
	Answer   string
	By       string
	N        int64 // of its entry; see [Round.Corrected]
	Answered int64 // of the answer's entry
}

func (a *PublishNotice) check(r *Round) error {
	switch {
	case r.Notice != nil:
		return ErrDone
	case len(r.Unapproved()) > 0:
		return fmt.Errorf("%w: %d 号项目尚未获批 / project %d has not been approved", ErrFirst, r.Unapproved()[0], r.Unapproved()[0])
	case a.days() < r.Scheme.NoticeDays:
		return &FieldError{"to", fmt.Errorf("%w: 公示期不少于 %d 天 / at least %d days", ErrNumber, r.Scheme.NoticeDays, r.Scheme.NoticeDays)}
	}
	return nil
}

// days is the length of the notice with its first and last day.
func (a *PublishNotice) days() int {
	from, err1 := time.Parse(time.DateOnly, a.From)
	to, err2 := time.Parse(time.DateOnly, a.To)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from)/(24*time.Hour)) + 1
}

func (a *PublishNotice) apply(r *Round, _ ledger.Entry) { r.Notice = &NoticeState{PublishNotice: *a} }

// Object enters an objection; who objects is no part of it.
type Object struct {
	From string `json:"from" limit:"30"` // what kind of person or body, no name
	Text string `json:"text" limit:"1000" form:"lines"`
}

func (a *Object) check(r *Round) error {
	if r.Notice == nil {
		return fmt.Errorf("%w: 尚未公示 / no notice has been published", ErrFirst)
	}
	return nil
}

func (a *Object) apply(r *Round, e ledger.Entry) {
	r.Notice.Objections = append(r.Notice.Objections, &Objection{Object: *a, No: len(r.Notice.Objections) + 1, N: e.N})
}

// ObjectionAnswer answers an objection. A second answer supersedes the first.
type ObjectionAnswer struct {
	No     int    `json:"no" kind:"objection"`
	Answer string `json:"answer" limit:"1000" form:"lines"`
	By     string `json:"by" limit:"40"` // body that decides
}

func (a *ObjectionAnswer) check(r *Round) error {
	if r.Notice == nil || a.No > len(r.Notice.Objections) {
		return &FieldError{"no", ErrNoSuch}
	}
	return nil
}

func (a *ObjectionAnswer) apply(r *Round, e ledger.Entry) {
	o := r.Notice.Objections[a.No-1]
	o.Answer, o.By, o.Answered = a.Answer, a.By, e.N
}

// CloseNotice ends the notice after every objection has been answered, and opens letters and implementation.
type CloseNotice struct {
	Proof string `json:"proof" limit:"200"` // that it was posted: when, where, by whom
}

func (a *CloseNotice) check(r *Round) error {
	if r.Notice == nil {
		return fmt.Errorf("%w: 尚未公示 / no notice has been published", ErrFirst)
	}
	for _, o := range r.Notice.Objections {
		if o.Answer == "" {
			return fmt.Errorf("%w: 第 %d 条异议尚未答复 / objection %d has no answer", ErrFirst, o.No, o.No)
		}
	}
	return nil
}

func (a *CloseNotice) apply(r *Round, e ledger.Entry) {
	r.close(5, e)
	r.open(6, e)
	r.open(7, e)
}
