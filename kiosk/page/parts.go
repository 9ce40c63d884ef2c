package page

// Models that several pages share: steps, projects, the paper and its marks, links, facts.

import "time"

// Step is one of the eight steps.
type Step struct {
	Number   int       // 1 to 8
	Title    string    // the programme's own name for it; empty is the name of the Wuzhong method, key "step.<Number>"
	State    StepState // empty is Waiting
	From, To time.Time // To may be zero
	Plan     string    // when it was to be, in a sentence; may be empty
	Line     string    // what happened, in one line with numbers, as in 「收到提议46件，其中线下31件」
}

// StepState tells how far a step is.
type StepState string

// States of a step.
const (
	Waiting StepState = "waiting" // 未开始
	Open    StepState = "open"    // 进行中
	Done    StepState = "done"    // 已完成
)

// Project of the library, as every card shows it; all cards have the same fields.
type Project struct {
	Number     int    // official number, drawn in public
	Name       string // at most MaxTitle signs
	Place      string // where
	What       string // what is built or done
	Benefits   string // who benefits
	Kind       string // as in 「工程类」
	Cost       int64  // estimate, fen
	Pays       string // who pays beside the fund and in which years; empty: the fund alone, this year
	Department string // the department that was asked
	Opinion    string // its opinion, in one line
	Photo      string // path of a picture on this server; empty shows none
	PhotoAlt   string // what the picture shows
	Priority   bool   // carried over from an earlier round
}

// Marking is the form of a ballot, with the values of ballot.Form.
type Marking string

// Forms of a ballot.
const (
	Approval Marking = "approval" // tick up to Max; each tick is one vote
	Ranking  Marking = "ranking"  // give places 1 to Max
	Points   Marking = "points"   // give points to up to Max, at most Sum in all
)

// Paper holds the limits of one ballot.
type Paper struct {
	Form Marking
	Max  int   // most projects on one ballot
	Sum  int64 // most points on one ballot; Points only
	Fund int64 // fen that the chosen projects may cost together; 0 when money does not limit a ballot
}

// Choice is a project on a ballot with what the voter did to it.
type Choice struct {
	Project
	Marked bool  // Approval: ticked
	Rank   int   // Ranking: 1 is best, 0 is none
	Points int64 // Points: 0 is none
}

// On tells whether the project is chosen, in any form.
func (c Choice) On() bool { return c.Marked || c.Rank > 0 || c.Points > 0 }

// Link leads to another page or to a document of this server.
type Link struct {
	Label string
	Href  string
	Note  string // as in "PDF, 2页"; may be empty
}

// Fact is a number with its name, and the number it is out of.
type Fact struct {
	Label string
	Value string
	Of    string // as in "应投 2,140"; may be empty
	Alarm bool
}

// Option of a choice field.
type Option struct {
	Value string
	Label string
	Note  string // may be empty
}

// Entry of the ledger.
type Entry struct {
	Number     int64
	At         time.Time
	Actor      string // role or name, as the ledger has it
	Act        string // key "act.<Act>", shown as it is when there is no such key
	Text       string // what it says, in one line; empty for an entry not meant for the public
	Hash       string // leaf hash, hexadecimal
	Public     bool
	Said       []Said // what it says, in words; empty for an entry not meant for the public
	Raw        string // the entry as it was hashed, or the beginning of it when Cut
	Cut        bool
	Href       string // page of this entry; may be empty
	Supersedes int64  // the number of the entry that this one corrects, when Corrects
	Why        string // reason of the correction
	Corrects   bool
	By         int64  // the number of the entry that corrects this one, when it Gave way
	ByWhy      string // reason of that
	Gave       bool
	Correct    string // where it can be corrected; empty if it cannot
}

// Said is one field of an entry in words.
type Said struct {
	Label string
	Lines []string
}
