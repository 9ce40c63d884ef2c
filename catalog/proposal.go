package catalog

// Step two, 建议共提: proposals come in over every channel, and duplicates are merged.

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"

	"linli/ballot"
	"linli/ballot/ledger"
)

// Submit hands in a proposal. [Live.Submit] draws the slip and the reference.
type Submit struct {
	Slip     string `json:"slip" limit:"20" form:"kept"` // the code on the proposer's slip
	Channel  string `json:"channel" form:"kept" of:"phone kiosk point spreadsheet seminar web"`
	Kind     string `json:"kind" of:"engineering service"`
	From     string `json:"from" of:"resident unit enterprise organisation committee"`
	Proposer string `json:"proposer" limit:"40" form:"kept"` // reference of a [Person], never a name
	Title    string `json:"title" limit:"40"`
	Place    string `json:"place" limit:"80"`
	Text     string `json:"text" limit:"600" form:"lines"`
	Benefits string `json:"benefits" limit:"200"`
	Cost     int64  `json:"cost" kind:"money" form:"optional" limit:"1000000000000000"` // fen, as the proposer guesses

	Date    string `json:"date,omitempty" kind:"date" form:"optional"`                   // when it was handed in on paper or at a meeting; empty: when it was entered
	Photo   string `json:"photo,omitempty" kind:"photo" limit:"64" form:"kept optional"` // hash of a photo, see [Live.KeepPhoto]
	Meeting int    `json:"meeting,omitempty" kind:"meeting" form:"kept optional"`        // number of the [Seminar] that it came from

	Need      int    `json:"need,omitempty" kind:"need" form:"optional"`                          // number of the need that it answers, see [Round.Need]
	FromRound string `json:"from_round,omitempty" kind:"earlier" limit:"40" form:"kept optional"` // taken over from that round, see [Live.TakeOver]
	FromNo    int    `json:"from_no,omitempty" kind:"earlier" form:"kept optional"`               // and its number there
}

// ErrProposer: the scheme does not let such a proposer hand in such a project.
var ErrProposer = errors.New("按本届方案，这类项目不能由这类提议人提出，请由方案所列的单位申报 / by the scheme, a project of this kind is proposed by others, ask one of those that the scheme names to file it")

// Proposal is an idea as handed in, and its way.
type Proposal struct {
	Submit
	No       int // from 1, in the order received
	Received ledger.Entry

	Into     int // the proposal that it was merged into, or 0
	MergeWhy string
	Merged   []int // those merged into it
	Erased   bool  // the proposer's personal data are gone
	Bare     bool  // its photo was removed; see [Proposal.Picture]

	Fit       *JudgeFit // with the needs library, where the scheme asks for it
	Screening *Screen   // on the list, nil before
	Dissents  []Dissent // earlier screenings, which a second member of the staff did not agree to
	Confirmed *Confirm  // by that member, if the list keeps it out
	Survey    *Survey
	Screeners []string // logins of who answered the list as it stands, and of who corrected that
	Part      []string // logins of all who had a part in what the list says of it
	Surveyors []string // logins of who recorded or corrected the survey
	ByList    Redress  // what followed from being kept out by the list
	BySurvey  Redress  // and by the survey
	Referral  *Refer   // to a department, for an estimate
	Decision  *Decide  // of the round table
	Joined    *Join    // that merged it into another at the round table, nil: none
	RankAt    int      // its place in the round table's ranking, or 0
	Estimate  *Estimate
	Project   int // its number in the library, or 0
	Granted   int // its number among the granted projects, or 0
	Forward   *Forward
	Forwarded *ForwardAnswer
	Way       []Event // after it was received, oldest first
}

// Current is the title and text as they stand: those of the round table if it changed them.
func (p *Proposal) Current() (title, text string) {
	title, text = p.Title, p.Text
	if d := p.Decision; d != nil && d.NewTitle != "" {
		title = d.NewTitle
	}
	if d := p.Decision; d != nil && d.NewText != "" {
		text = d.NewText
	}
	return title, text
}

// Stage is how far a proposal has come.
type Stage string

// The stages, in the order in which a proposal may reach them.
const (
	Received    Stage = "received"
	MergedInto  Stage = "merged"
	Excluding   Stage = "excluding" // by the list, if a second member of the staff agrees
	Excluded    Stage = "excluded"  // by the list
	Screened    Stage = "screened"  // passed the list
	Unfit       Stage = "unfit"     // failed at the site survey
	Surveyed    Stage = "surveyed"
	PutOff      Stage = "put_off"  // by the round table, for later
	Declined    Stage = "declined" // by the round table
	Recommended Stage = "recommended"
	Forwarded   Stage = "forwarded" // filed with the street or the district
	InLibrary   Stage = "library"
	NotFunded   Stage = "not_funded"
	Refused     Stage = "refused" // its approval
	Funded      Stage = "funded"
	Granted     Stage = "granted" // funded beside the vote
)

// Stage tells how far the proposal has come.
func (r *Round) Stage(p *Proposal) Stage {
	switch {
	case p.Into > 0:
		return MergedInto
	case p.Granted > 0:
		return Granted
	case p.Forward != nil:
		return Forwarded
	case p.Project > 0 && r.Refused(p.Project):
		return Refused
	case p.Project > 0 && r.Outcome != nil && r.Funded(p.Project):
		return Funded
	case p.Project > 0 && r.Outcome != nil:
		return NotFunded
	case p.Project > 0:
		return InLibrary
	case p.Decision != nil && p.Decision.Result == "put_off":
		return PutOff
	case p.Decision != nil && p.Decision.Result == "decline":
		return Declined
	case p.Decision != nil:
		return Recommended
	case p.Survey != nil && !p.Survey.Pass && !p.BySurvey.Voided():
		return Unfit
	case p.Survey != nil:
		return Surveyed
	case p.Screening == nil:
		return Received
	case !p.Screening.Excludes(r.Scheme), p.ByList.Voided():
		return Screened
	case p.Screening.answered() && p.Confirmed == nil:
		return Excluding
	}
	return Excluded
}

// Proposal finds a proposal by its number, or nil.
func (r *Round) Proposal(no int) *Proposal {
	if no < 1 || no > len(r.Proposals) {
		return nil
	}
	return r.Proposals[no-1]
}

// BySlip finds a proposal by the code on its slip, or nil.
func (r *Round) BySlip(slip string) *Proposal { return r.bySlip[slip] }

func (a *Submit) check(r *Round) error {
	slip, err := ballot.ParseSlip(a.Slip)
	switch ref, notHex := hex.DecodeString(a.Proposer); {
	case err != nil || slip != a.Slip:
		return &FieldError{"slip", ballot.ErrMalformed}
	case notHex != nil || len(ref) != refBytes: // a name would be in the ledger for ever
		return &FieldError{"proposer", ErrNoSuch}
	case r.bySlip[a.Slip] != nil:
		return &FieldError{"slip", ErrDone}
	case !r.Scheme.MayPropose(a.From, a.Kind):
		return &FieldError{"from", ErrProposer}
	}
	if err := cmp.Or(a.origin(r), r.openNeed(a.Need)); err != nil {
		return err
	}
	return a.checkWhen(r)
}

func (a *Submit) apply(r *Round, e ledger.Entry) {
	e.Body = nil
	p := &Proposal{Submit: *a, No: len(r.Proposals) + 1, Received: e}
	r.Proposals = append(r.Proposals, p)
	r.bySlip[a.Slip] = p
}

// Merge joins a duplicate to the proposal that stands for both. Its proposer stays a proposer.
type Merge struct {
	No   int    `json:"no" kind:"proposal"`
	Into int    `json:"into" kind:"proposal"`
	Why  string `json:"why" limit:"300"`
}

func (a *Merge) check(r *Round) error {
	p, into := r.Proposal(a.No), r.Proposal(a.Into)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case into == nil, a.No == a.Into:
		return &FieldError{"into", ErrNoSuch}
	case p.Into > 0, len(p.Merged) > 0, p.Screening != nil:
		return &FieldError{"no", ErrDone}
	case into.Into > 0:
		return &FieldError{"into", ErrDone}
	}
	return nil
}

func (a *Merge) apply(r *Round, _ ledger.Entry) {
	p, into := r.Proposal(a.No), r.Proposal(a.Into)
	p.Into, p.MergeWhy = a.Into, a.Why
	into.Merged = append(into.Merged, a.No)
}

// CloseCollection ends the collection of proposals and opens the screening.
type CloseCollection struct {
	Note string `json:"note" limit:"300" form:"optional"`
}

func (a *CloseCollection) check(r *Round) error {
	if len(r.Proposals) == 0 {
		return fmt.Errorf("%w: 还没有提议 / there is no proposal yet", ErrFirst)
	}
	return nil
}

func (a *CloseCollection) apply(r *Round, e ledger.Entry) {
	r.close(2, e)
	r.open(3, e)
}
