package catalog

// Step one, 方案共定: the scheme is published, discussed and adopted together.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// Scheme is one year's rules. It is fixed when it is adopted.
//
// What came after the first release is left out of its JSON while it is empty, and means then what it meant there: a
// negative list, a vote of the residents, no approval, no sources told. The tag head opens a part of the form.
type Scheme struct {
	Preset    string `json:"preset" limit:"20" head:"where"`
	Name      string `json:"name" limit:"40"` // of the programme, as in 2026年度“和谐微实事”
	Community string `json:"community" limit:"30"`
	Street    string `json:"street" limit:"30"`
	District  string `json:"district" limit:"30"`
	Year      int    `json:"year" limit:"2999"`
	Scope     string `json:"scope" limit:"2000" form:"lines"`
	Process   string `json:"process" limit:"2000" form:"lines"`
	Method    string `json:"method" limit:"2000" form:"lines"`

	Fund            int64    `json:"fund" kind:"money" limit:"1000000000000000" head:"money"`                          // fen, the most for the community in the year
	Sources         []Share  `json:"sources,omitempty" form:"optional"`                                                // they add up to the fund; none: not told
	FundRule        string   `json:"fund_rule,omitempty" limit:"2000" form:"lines optional"`                           // how the fund grows, and what else is said of it
	Cofunding       []string `json:"cofunding,omitempty" kind:"checks" of:"sponsor residents" form:"optional"`         // who pays before the fund does; the fund pays the rest
	Cap             int64    `json:"cap" kind:"money" form:"optional" limit:"1000000000000000"`                        // fen, the most for one project; 0: no cap
	EachEngineering int64    `json:"each_engineering,omitempty" kind:"money" form:"optional" limit:"1000000000000000"` // fen, the most for one engineering project; 0: Cap
	EachService     int64    `json:"each_service,omitempty" kind:"money" form:"optional" limit:"1000000000000000"`     // the same for a service
	Engineering     int64    `json:"cap_engineering,omitempty" kind:"money" form:"optional" limit:"1000000000000000"`  // fen, the most for all engineering projects together; 0: no cap
	Service         int64    `json:"cap_service,omitempty" kind:"money" form:"optional" limit:"1000000000000000"`      // the same for services
	SplitMost       int64    `json:"split_most,omitempty" kind:"money" form:"optional" limit:"1000000000000000"`       // fen, the most for a project above the cap that is split over years; 0: none is
	SplitYears      int      `json:"split_years,omitempty" form:"optional" limit:"5"`                                  // over how many; each part keeps to the cap of one project
	Packages        string   `json:"packages,omitempty" of:"allowed forbidden" form:"optional"`                        // whether an urgent project above the cap may be split in packages, decided apart and built together; empty: forbidden

	Proposers        []string `json:"proposers,omitempty" kind:"checks" of:"resident unit enterprise organisation committee" form:"optional" head:"propose"` // who may propose; none: all of them
	ServiceProposers []string `json:"proposers_service,omitempty" kind:"checks" of:"resident unit enterprise organisation committee" form:"optional"`        // who may propose services; none: Proposers
	ProposeFrom      string   `json:"propose_from,omitempty" kind:"date" form:"optional"`                                                                    // the first day on which proposals are handed in; empty: from the adoption on
	ProposeTo        string   `json:"propose_to,omitempty" kind:"date" form:"optional"`                                                                      // the last day; empty: until the collection is closed
	List             string   `json:"list,omitempty" of:"negative positive" form:"optional"`                                                                 // what Grounds are; empty: negative
	Grounds          []string `json:"grounds" limit:"60"`                                                                                                    // of the negative list, or the classes of the positive one
	NeedFit          string   `json:"need_fit,omitempty" of:"asked waived" form:"optional"`                                                                  // whether the two committees judge each proposal's fit with the needs library; empty: waived
	ReviewDays       int      `json:"review_days,omitempty" form:"optional" limit:"60"`                                                                      // working days in which a review of an exclusion can be asked for, and then decided; 0: see [Scheme.DaysToAsk]
	CrossCommunity   string   `json:"cross_community,omitempty" limit:"100" form:"optional"`                                                                 // who takes a project of several communities
	CrossStreet      string   `json:"cross_street,omitempty" limit:"100" form:"optional"`                                                                    // and one of several streets

	Route       string `json:"route,omitempty" of:"vote council" form:"optional" head:"decide"`                              // who decides: the residents' vote or their council (居民议事会); empty: vote
	Quorum      int    `json:"quorum,omitempty" form:"optional" limit:"100"`                                                 // per cent of the council's members who must be there
	Majority    string `json:"majority,omitempty" of:"majority_present majority_members two_thirds_present" form:"optional"` // see [Scheme.Carries]
	Tiers       []Tier `json:"tiers,omitempty" form:"optional"`                                                              // who approves what was decided; none: nobody
	FastBelow   int64  `json:"fast_below,omitempty" kind:"money" form:"optional" limit:"1000000000000000"`                   // fen, projects of less go the fast track (随报随审); 0: none
	FastUrgent  string `json:"fast_urgent,omitempty" of:"allowed forbidden" form:"optional"`                                 // whether urgent projects do too; empty: forbidden
	TableQuorum int    `json:"table_quorum,omitempty" form:"optional" limit:"200"`                                           // people who must be at the round table for it to decide; 0: not said

	WhoVotes   string       `json:"who_votes" limit:"500" head:"ballot"`
	Stations   []string     `json:"polling_stations,omitempty" limit:"100" form:"optional"` // where and when people can vote, as planned; see [Station]
	Form       ballot.Form  `json:"form" of:"approval ranking points"`
	MaxMarks   int          `json:"max_marks" limit:"999"`                                                 // most projects on one ballot
	Sum        int64        `json:"sum" form:"optional" limit:"1000000000000"`                             // most points on one ballot, in the points form
	Limit      int64        `json:"limit,omitempty" kind:"money" form:"optional" limit:"1000000000000000"` // fen, the most that the projects on one ballot may cost together (a knapsack ballot); 0: no limit
	Rule       string       `json:"rule" of:"greedy-stop greedy-skip greedy-ratio mes-cost mes-cost-add1 mes-cost-greedy mes-cost-add1-greedy mes-card mes-card-add1 mes-card-greedy mes-card-add1-greedy phragmen"`
	Ties       []tally.Rung `json:"ties" of:"cheaper earlier number id draw"`
	MinVotes   int64        `json:"min_votes,omitempty" form:"optional" limit:"1000000000000"`        // the score that a project needs to be funded
	Live       string       `json:"live,omitempty" of:"turnout nothing counts" form:"optional"`       // what observers are told while the poll is open: see LiveTurnout
	Assistance string       `json:"assistance,omitempty" of:"companion staff either" form:"optional"` // who may help a voter; empty: the scheme does not say

	NoticeDays      int    `json:"notice_days" limit:"60" head:"after"`
	Carry           string `json:"carry" limit:"500"`                                             // how unsuccessful proposals enter the next round
	Implementation  string `json:"implementation,omitempty" limit:"2000" form:"lines optional"`   // by whom and until when projects are carried out
	SupervisionPlan string `json:"supervision_plan,omitempty" limit:"2000" form:"lines optional"` // who watches what
	Evaluation      string `json:"evaluation,omitempty" limit:"2000" form:"lines optional"`       // what is judged, and what follows from it
	Start           string `json:"start,omitempty" kind:"date" form:"optional"`                   // of the first step
	Timetable       []int  `json:"timetable,omitempty" form:"optional"`                           // working days of each of the eight steps: see [Scheme.Plan]

	Address     string `json:"address" limit:"60" head:"contact"`
	Phone       string `json:"phone" limit:"30"`
	Supervision string `json:"supervision" limit:"30"` // phone
}

func (s Scheme) check() error {
	if all := s.contradictions(nil); len(all) > 0 {
		return all[0]
	}
	return nil
}

// shareStep is by how much, in fen, an add1 completion raises the share of every ballot: one yuan.
const shareStep = 100

// Options are what the scheme adds to its rule.
func (s Scheme) Options() tally.Options {
	o := tally.Options{MinVotes: s.MinVotes, Step: shareStep}
	for kind, most := range map[string]int64{"engineering": s.Engineering, "service": s.Service} {
		if most > 0 {
			if o.Caps == nil {
				o.Caps = map[string]int64{}
			}
			o.Caps[kind] = most
		}
	}
	return o
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
	ID     string `json:"id" limit:"50"`
	Of     string `json:"rehearsal_of,omitempty" limit:"40" form:"optional"` // the round that it rehearses, see [Live.Rehearsal]
	Scheme Scheme `json:"scheme"`
}

// ErrID: an identifier that cannot stand in an address.
var ErrID = errors.New("届次编号只能用小写字母、数字和短横线 / a round's ID has lower-case letters, digits and dashes only")

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (a *Create) check(r *Round) error {
	if r.ID != "" {
		return ErrDone
	}
	if !idForm.MatchString(a.ID) && (a.Of == "" || a.ID != RehearsalOf(a.Of)) {
		return &FieldError{"id", ErrID}
	}
	return a.Scheme.check()
}

func (a *Create) since(*Round) error { return a.Scheme.since() }

func (a *Create) apply(r *Round, e ledger.Entry) {
	r.ID, r.Of = a.ID, a.Of
	r.publishScheme(a.Scheme, "", e)
	r.open(1, e)
}

// Revise publishes a new version of the scheme, and why.
type Revise struct {
	Scheme Scheme `json:"scheme"`
	Why    string `json:"why" limit:"500"`
}

func (a *Revise) check(*Round) error             { return a.Scheme.check() }
func (a *Revise) since(*Round) error             { return a.Scheme.since() }
func (a *Revise) apply(r *Round, e ledger.Entry) { r.publishScheme(a.Scheme, a.Why, e) }

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

func (a *Training) check(*Round) error                   { return nil }
func (a *Training) timely(_ *Round, now time.Time) error { return notAhead(a.Date, now) }
func (a *Training) apply(r *Round, _ ledger.Entry)       { r.Trainings = append(r.Trainings, *a) }

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
