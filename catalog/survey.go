package catalog

// Step three: advisers, departments and the proposer look at the site.

import "linli/ballot/ledger"

// Survey is the visit to the site by advisers, departments and the proposer. One that fails keeps the proposal out.
type Survey struct {
	No      int    `json:"no" kind:"proposal"`
	Date    string `json:"date" kind:"date"`
	Who     string `json:"who" limit:"100"`
	Finding string `json:"finding" limit:"500" form:"lines"`
	Pass    bool   `json:"pass"`
	Remains string `json:"remains" limit:"300" form:"optional"`

	Photos []string `json:"photos,omitempty" kind:"photos" limit:"64" form:"optional"` // hashes, see [Live.KeepPhoto]
	Login  string   `json:"login,omitempty" kind:"me" limit:"40" form:"optional"`
}

func (a *Survey) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Survey != nil:
		return &FieldError{"no", ErrDone}
	case r.Stage(p) != Screened:
		return &FieldError{"no", ErrFirst}
	}
	return nil
}

func (a *Survey) apply(r *Round, _ ledger.Entry) {
	p := r.Proposal(a.No)
	p.Survey, p.Surveyors = a, r.signers(a.Login)
}
