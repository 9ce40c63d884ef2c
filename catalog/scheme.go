package catalog

// Step one, 方案共定: the scheme is published, discussed and adopted together.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// Scheme is one year's rules. It is fixed when it is adopted.
type Scheme struct {
	Preset      string       `json:"preset" limit:"20"`
	Name        string       `json:"name" limit:"40"` // of the programme, as in 2026年度“和谐微实事”
	Community   string       `json:"community" limit:"30"`
	Street      string       `json:"street" limit:"30"`
	District    string       `json:"district" limit:"30"`
	Year        int          `json:"year" limit:"2999"`
	Fund        int64        `json:"fund" kind:"money" limit:"1000000000000000"`                // fen
	Cap         int64        `json:"cap" kind:"money" form:"optional" limit:"1000000000000000"` // fen, the most for one project; 0: no cap
	Scope       string       `json:"scope" limit:"2000" form:"lines"`
	Process     string       `json:"process" limit:"2000" form:"lines"`
	Method      string       `json:"method" limit:"2000" form:"lines"`
	WhoVotes    string       `json:"who_votes" limit:"500"`
	Carry       string       `json:"carry" limit:"500"`  // how unsuccessful proposals enter the next round
	Grounds     []string     `json:"grounds" limit:"60"` // the negative list
	Form        ballot.Form  `json:"form" of:"approval ranking points"`
	MaxMarks    int          `json:"max_marks" limit:"999"`                     // most projects on one ballot
	Sum         int64        `json:"sum" form:"optional" limit:"1000000000000"` // most points on one ballot, in the points form
	Rule        string       `json:"rule" of:"greedy-stop greedy-skip greedy-ratio"`
	Ties        []tally.Rung `json:"ties" of:"cheaper earlier number id draw"`
	NoticeDays  int          `json:"notice_days" limit:"60"`
	Address     string       `json:"address" limit:"60"`
	Phone       string       `json:"phone" limit:"30"`
	Supervision string       `json:"supervision" limit:"30"` // phone
}

// ErrScheme: a scheme that contradicts itself.
var ErrScheme = errors.New("方案自相矛盾，请修改 / the scheme contradicts itself, change it")

const maxGrounds = 20

func (s Scheme) check() error {
	switch {
	case s.Cap > s.Fund:
		return &FieldError{"cap", fmt.Errorf("%w: %d > %d", ErrScheme, s.Cap, s.Fund)}
	case s.Form == ballot.Points && s.Sum < 1:
		return &FieldError{"sum", ErrMissing}
	case len(s.Grounds) > maxGrounds:
		return &FieldError{"grounds", fmt.Errorf("%w: %d > %d", ErrNumber, len(s.Grounds), maxGrounds)}
	}
	if _, err := tally.RuleNamed(s.Rule); err != nil {
		return &FieldError{"rule", err}
	}
	if err := (tally.Ladder{Rungs: s.Ties, Seed: "?"}).Check(); err != nil {
		return &FieldError{"ties", err}
	}
	return nil
}

// Hash is the SHA-256 of the scheme's canonical JSON in lowercase hexadecimal.
func (s Scheme) Hash() string {
	raw, err := ledger.Canonical(s)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Create opens a round with the first version of its scheme.
type Create struct {
	ID     string `json:"id" limit:"40"`
	Scheme Scheme `json:"scheme"`
}

// ErrID: an identifier that cannot stand in an address.
var ErrID = errors.New("届次编号只能用小写字母、数字和短横线 / a round's ID has lower-case letters, digits and dashes only")

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (a *Create) check(r *Round) error {
	if r.ID != "" {
		return ErrDone
	}
	if !idForm.MatchString(a.ID) {
		return &FieldError{"id", ErrID}
	}
	return a.Scheme.check()
}

func (a *Create) apply(r *Round, e ledger.Entry) {
	r.ID, r.Scheme, r.Versions = a.ID, a.Scheme, 1
	r.open(1, e)
}

// Revise publishes a new version of the scheme, and why.
type Revise struct {
	Scheme Scheme `json:"scheme"`
	Why    string `json:"why" limit:"500"`
}

func (a *Revise) check(*Round) error { return a.Scheme.check() }
func (a *Revise) apply(r *Round, _ ledger.Entry) {
	r.Scheme = a.Scheme
	r.Versions++
}

// Opinion is an opinion on the scheme.
type Opinion struct {
	On   string `json:"on" of:"scope funds process method"`
	From string `json:"from" limit:"30"` // what kind of person or body, no name
	Text string `json:"text" limit:"500" form:"lines"`
}

// OpinionState is an opinion and what was answered.
type OpinionState struct {
	Opinion
	No       int
	Answer   string
	N        int64 // of its entry; see [Round.Corrected]
	Answered int64 // of the answer's entry
}

func (a *Opinion) check(*Round) error { return nil }
func (a *Opinion) apply(r *Round, e ledger.Entry) {
	r.Opinions = append(r.Opinions, &OpinionState{Opinion: *a, No: len(r.Opinions) + 1, N: e.N})
}

// OpinionAnswer answers an opinion. A second answer supersedes the first.
type OpinionAnswer struct {
	No     int    `json:"no" kind:"opinion"`
	Answer string `json:"answer" limit:"500" form:"lines"`
}

func (a *OpinionAnswer) check(r *Round) error {
	if a.No > len(r.Opinions) {
		return &FieldError{"no", ErrNoSuch}
	}
	return nil
}
func (a *OpinionAnswer) apply(r *Round, e ledger.Entry) {
	o := r.Opinions[a.No-1]
	o.Answer, o.Answered = a.Answer, e.N
}

// Training is a session held for those who take part.
type Training struct {
	Date     string `json:"date" kind:"date"`
	Topic    string `json:"topic" limit:"100"`
	Who      string `json:"who" limit:"100"`
	Attended int    `json:"attended" limit:"100000"`
}

func (a *Training) check(*Round) error             { return nil }
func (a *Training) apply(r *Round, _ ledger.Entry) { r.Trainings = append(r.Trainings, *a) }

// Adopt fixes the scheme, after every opinion has been answered, and opens the collection of proposals.
type Adopt struct {
	Body string `json:"body" limit:"100"` // who adopted it, as in 居民代表会议
}

func (a *Adopt) check(r *Round) error {
	for _, o := range r.Opinions {
		if o.Answer == "" {
			return fmt.Errorf("%w: 第 %d 条意见尚未答复 / opinion %d has no answer", ErrFirst, o.No, o.No)
		}
	}
	return nil
}

func (a *Adopt) apply(r *Round, e ledger.Entry) {
	r.SchemeHash = r.Scheme.Hash()
	r.close(1, e)
	r.open(2, e)
}
