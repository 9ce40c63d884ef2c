package page

// The scheme of a round: articles, timetable, opinions with their answers.

import "time"

// Scheme is GET /r/ROUND/scheme.
type Scheme struct {
	Version   int
	Adopted   time.Time // zero while it is a draft
	Hash      string    // of the frozen scheme; empty before
	Fund      int64     // fen
	Rule      string    // the deciding rule in one sentence, skip or stop and ties included
	Articles  []Article
	Timetable []Step
	Late      string // why the calendar cannot date all of the timetable, in a sentence; empty: it can
	Trainings []Training
	Opinions  []Opinion
	Changes   []Change // from version to version, newest first
	Papers    []Link   // to print
}

// Article of the scheme; Text may hold several paragraphs, a line each.
type Article struct{ Heading, Text string }

// Opinion of a resident on the draft.
type Opinion struct {
	Number   int
	At       time.Time
	About    string // as in 「资金」
	By       string // as published, as in 「王*」
	Text     string
	Answer   string // empty: not answered yet
	AnswerBy string
	Answered time.Time

	Mend       string // that it was corrected, and why; may be empty
	AnswerMend string // the same of the answer
}

// Change is what a version of the scheme changed, with its reason.
type Change struct {
	At        time.Time
	What, Why string
	Fields    []FieldChange
}

// FieldChange is what one field had before and has now, an item or a line each; of a list, what it has lost and gained.
type FieldChange struct {
	Label             string
	Old, New          []string
	WasEmpty, IsEmpty bool
}

// Training is a session held for those who take part.
type Training struct {
	At         time.Time // a day
	Topic, Who string
	Attended   int
}

func (Scheme) view() string { return "scheme" }
