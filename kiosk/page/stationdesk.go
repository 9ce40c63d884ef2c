package page

// The station's own page at the desk, and the accounts of all stations.

// StationDesk is GET /desk/ROUND/station/STATION, and with Number 0 GET /desk/ROUND/stations.
type StationDesk struct {
	Number    int
	Name      string
	About     []Said   // hours of today, address, access, phone
	Duty      []string // who works there today, as in 「08:30-13:00 包小满 (bao)」
	Out       bool     // its part of the roll is out
	Facts     []Fact
	Acts      []Act
	Accounts  []Reckoning
	Days      []DayLine // the latest first
	Handovers []Link    // the latest first
}

// Reckoning is what must add up, of a station or of the whole poll.
type Reckoning struct {
	Name string // empty: the page's own station
	Href string
	Sums []Identity
}

// Identity is one sum of the accounts. State is "holds", "pending" or "differs", key "sum.state.<State>".
type Identity struct {
	Name  string // I1 to I9
	Title string
	State string
	Says  string
}

// Differ is how many sums do not hold.
func (a Reckoning) Differ() (n int) {
	for _, s := range a.Sums {
		if s.State == "differs" {
			n++
		}
	}
	return n
}

// DayLine is a signed daily sheet: figures since the opening, none if it is Quiet.
type DayLine struct {
	Date       string
	Href       string
	Quiet      bool
	Issued     int
	Envelopes  int
	Exchanged  int
	Destroyed  int
	Remaining  int
	Difference int // sheets too many; negative: missing
	Reason     string
}

func (StationDesk) view() string { return "station" }
