package page

// How a computer becomes a voting machine, and how it is set free.

// Machine is GET /desk/ROUND/machine/STATION. It POSTs nothing to its own path, to make this browser a machine, and to
// its path/back, to take all machines of the station back.
type Machine struct {
	Station int
	Point   bool   // of proposals, not of the vote
	Name    string // of the station
	Exit    string // the exit code, six digits
	Bound   int    // how many machines the station has
}

// Exit is GET and POST /kiosk/exit, on a machine only: field `code`.
type Exit struct {
	Error string // a sentence, when the code was wrong or there were too many
}

func (Machine) view() string { return "machine" }
func (Exit) view() string    { return "exit" }
