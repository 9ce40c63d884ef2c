package page

// What every rule would have funded with the same ballots.

// Compare is GET /r/ROUND/compare.
type Compare struct {
	Pending  bool // it is still being worked out; nothing else is set
	Rule     string
	Fund     int64 // fen
	Ballots  int64
	Rules    []ComparedRule // the scheme's first
	Projects []ComparedProject
	Exports  []Link
}

// ComparedRule is one rule and how the voters would have fared.
type ComparedRule struct {
	Number   int // from 1
	Name     string
	Sentence string
	Own      bool  // the rule of the scheme
	Funded   int   // projects
	Spent    int64 // fen
	Served   int64 // ballots with at least one of their choices funded
	Mean     string
}

// ComparedProject is a project and which of the rules fund it.
type ComparedProject struct {
	Number int
	Name   string
	Cost   int64  // fen
	By     []bool // of [Compare.Rules], in their order
}

// Recount is how close an outcome was, and how many papers a recount has to look at.
type Recount struct {
	Known  bool  // a margin can be proven
	Fixed  bool  // no vote can change the outcome
	Votes  int64 // the margin
	Ahead  string
	Behind string
	Papers int64
	Need   int64
	Seed   string // of the public draw; empty: not drawn yet
	Sample []Drawn
}

// Drawn is the papers of one batch that were drawn, by their places.
type Drawn struct {
	Number int
	Places []int
}

func (Compare) view() string { return "compare" }
