package catalog

// Proposals that concern several communities: they are filed with the street, those of several streets with the district.

import (
	"errors"
	"fmt"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// ErrForward: the scheme names nobody who takes such a proposal.
var ErrForward = errors.New("本届方案没有写明由谁接收跨社区、跨街道的项目 / the scheme names nobody who takes projects of several communities or streets")

// Forward files a proposal with the body that takes those of several communities or streets. It leaves the round.
type Forward struct {
	No          int      `json:"no" kind:"proposal"`
	To          string   `json:"to" of:"street district"`
	Communities []string `json:"communities" limit:"40"` // whom it concerns beside this one
	Why         string   `json:"why" limit:"300"`
	Body        string   `json:"body,omitempty" kind:"due" limit:"100" form:"optional"` // that takes it, by the scheme
}

// taker is who takes a proposal of several communities, or of several streets.
func (s Scheme) taker(to string) string {
	if to == "district" {
		return s.CrossStreet
	}
	return s.CrossCommunity
}

func (a *Forward) date(r *Round, _ workday.Calendar) error {
	a.Body = r.Scheme.taker(a.To)
	return nil
}

func (a *Forward) check(r *Round) error {
	p := r.Proposal(a.No)
	if p == nil {
		return &FieldError{"no", ErrNoSuch}
	}
	switch body := r.Scheme.taker(a.To); {
	case body == "":
		return &FieldError{"to", ErrForward}
	case body != a.Body:
		return &FieldError{"body", fmt.Errorf("%w: %s", ErrNoSuch, body)}
	case p.Forward != nil:
		return &FieldError{"no", ErrDone}
	}
	switch r.Stage(p) {
	case Received, Screened, Surveyed, Recommended:
		return nil
	}
	return &FieldError{"no", ErrDone}
}

func (a *Forward) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Forward = a }

// ForwardAnswer is what that body answered. A second answer supersedes the first.
type ForwardAnswer struct {
	No    int    `json:"no" kind:"proposal"`
	Date  string `json:"date" kind:"date"`
	Taken bool   `json:"taken"` // into its own programme
	Why   string `json:"why" limit:"300"`
	By    string `json:"by" limit:"60"`
}

func (a *ForwardAnswer) check(r *Round) error {
	switch p := r.Proposal(a.No); {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Forward == nil:
		return &FieldError{"no", ErrFirst}
	}
	return nil
}

func (a *ForwardAnswer) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Forwarded = a }
