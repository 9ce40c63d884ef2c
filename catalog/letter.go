package catalog

// Step six, 落选回复: a letter of thanks with the true reason to each proposer whose proposal was not funded.

import (
	"fmt"
	"slices"

	"linli/ballot/ledger"
	"linli/tally"
)

// LetterState is a letter of thanks and its way.
type LetterState struct {
	No        int // the proposal
	Number    string
	Delivered *DeliverLetter
	Talks     []string
	Carried   string // why the proposal goes first into the next round's library, or empty
}

// Funded tells whether the project of that number is funded: granted, or by the outcome unless its approval was refused.
func (r *Round) Funded(number int) bool {
	if p := r.Project(number); p != nil && number >= firstGranted {
		return p.Withdrawn == ""
	}
	return !r.Refused(number) && r.Outcome != nil && slices.Contains(r.Outcome.Funded, fmt.Sprint(number))
}

// Reason is the outcome's reason for a project.
func (r *Round) Reason(number int) (tally.Reason, bool) {
	if r.Outcome == nil {
		return tally.Reason{}, false
	}
	reason, ok := r.Outcome.Reasons[fmt.Sprint(number)]
	return reason, ok
}

// Unsuccessful are the proposals whose proposers get a letter: all that are not funded. A proposal that was merged
// into a funded one was not unsuccessful.
func (r *Round) Unsuccessful() []*Proposal {
	var out []*Proposal
	for _, p := range r.Proposals {
		end := p
		if p.Into > 0 {
			end = r.Proposal(p.Into)
		}
		if s := r.Stage(end); s != Funded && s != Granted {
			out = append(out, p)
		}
	}
	return out
}

// IssueLetter gives a letter its running number.
type IssueLetter struct {
	No     int    `json:"no" kind:"proposal"`
	Number string `json:"number" limit:"40"`
}

func (a *IssueLetter) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil || !slices.Contains(r.Unsuccessful(), p):
		return &FieldError{"no", ErrNoSuch}
	case r.Letters[a.No] != nil:
		return &FieldError{"no", ErrDone}
	}
	return nil
}

func (a *IssueLetter) apply(r *Round, _ ledger.Entry) {
	r.Letters[a.No] = &LetterState{No: a.No, Number: a.Number}
}

// DeliverLetter records how a letter reached its proposer.
type DeliverLetter struct {
	No   int    `json:"no" kind:"letter"`
	How  string `json:"how" of:"door post refused"`
	Date string `json:"date" kind:"date"`
	By   string `json:"by" limit:"40"`
}

func (r *Round) letter(no int) error {
	if r.Letters[no] == nil {
		return &FieldError{"no", fmt.Errorf("%w: 尚未出具感谢信 / no letter has been issued", ErrFirst)}
	}
	return nil
}

func (a *DeliverLetter) check(r *Round) error           { return r.letter(a.No) }
func (a *DeliverLetter) apply(r *Round, _ ledger.Entry) { r.Letters[a.No].Delivered = a }

// Talk notes what was agreed with the proposer about improvement.
type Talk struct {
	No   int    `json:"no" kind:"letter"`
	Note string `json:"note" limit:"500" form:"lines"`
}

func (a *Talk) check(r *Round) error { return r.letter(a.No) }
func (a *Talk) apply(r *Round, _ ledger.Entry) {
	l := r.Letters[a.No]
	l.Talks = append(l.Talks, a.Note)
}

// CarryOver puts a good proposal that failed for funds or site first into the next round's library.
type CarryOver struct {
	No  int    `json:"no" kind:"letter"`
	Why string `json:"why" limit:"300"`
}

func (a *CarryOver) check(r *Round) error           { return r.letter(a.No) }
func (a *CarryOver) apply(r *Round, _ ledger.Entry) { r.Letters[a.No].Carried = a.Why }

// CloseLetters ends the step when every letter has been delivered.
type CloseLetters struct {
	Note string `json:"note" limit:"300" form:"optional"`
}

func (a *CloseLetters) check(r *Round) error {
	for _, p := range r.Unsuccessful() {
		if l := r.Letters[p.No]; l == nil || l.Delivered == nil {
			return fmt.Errorf("%w: 第 %d 号提议的感谢信尚未送达 / the letter of proposal %d has not been delivered", ErrFirst, p.No, p.No)
		}
	}
	return nil
}

func (a *CloseLetters) apply(r *Round, e ledger.Entry) { r.close(6, e) }
