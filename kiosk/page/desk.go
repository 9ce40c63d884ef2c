package page

// The staff's desk: the door, and the eight steps with what can be done in each.

// Login is GET and POST /login: fields name, password, next.
type Login struct {
	Name  string // as typed
	Next  string // path to go on to; may be empty
	Error string // a sentence
}

// Desk is GET /desk (Rounds, no Sections) and GET /desk/ROUND.
type Desk struct {
	Rounds   []RoundLine // the rounds this person works on
	Warnings []string    // overdue, differences, disk: a sentence each
	Queue    []TimeLimit // what others must answer, the next due first
	Facts    []Fact
	Sections []Section // the eight steps
	Acts     []Act     // acts of no step: a new round, staff, backup
	Recent   []Entry   // newest first
	Papers   []Link    // documents to print
	Stations []Link    // check-in of each station
	Batches  []Link    // paper batches to enter
	Lists    []Link    // the ledger and the proposals, as the staff see them
}

// Section is one step with what can be done in it.
type Section struct {
	Step  Step
	Facts []Fact
	Acts  []Act
	Links []Link
}

// Act is a button that leads to a [Form].
type Act struct {
	Name    string // the ACT of /desk/ROUND/act/ACT
	Label   string // empty is key "act.<Name>"
	Href    string // empty is /desk/ROUND/act/Name
	Note    string // what it does, or why it cannot be done now
	Count   int    // things waiting; 0 shows none
	Blocked bool   // cannot be done now: drawn as text with Note as its reason
	Main    bool   // the natural next act of the step
}

// With gives each act its address in that round.
func (Desk) With(round string, acts []Act) []Act {
	all := make([]Act, len(acts))
	for i, a := range acts {
		if a.Href == "" {
			a.Href = "/desk/" + round + "/act/" + a.Name
		}
		all[i] = a
	}
	return all
}

func (Login) view() string { return "login" }
func (Desk) view() string  { return "desk" }
