package ballot

// The reckoning of a station's sheets, and what does not add up in it.

import "fmt"

// Account is one station's reckoning of sheets. Every sheet printed is somewhere, and the sums say where.
type Account struct {
	Station     int `json:"station"`
	Printed     int `json:"printed"`      // from the manifest
	Unused      int `json:"unused"`       // counted in the pile at close
	Destroyed   int `json:"destroyed"`    // before being handed out
	CheckIns    int `json:"check_ins"`    // people on the roll
	Exchanged   int `json:"exchanged"`    // further sheets handed out for spoiled ones
	Spoiled     int `json:"spoiled"`      // void sheets that came back
	Electronic  int `json:"electronic"`   // spends at kiosk or phone
	Paper       int `json:"paper"`        // genuine sheets in the paper box, each once
	Both        int `json:"both"`         // genuine sheets in the paper box that were also spent electronically
	Foreign     int `json:"foreign"`      // papers set aside: unknown, copied or of another poll
	NotReturned int `json:"not_returned"` // handed out and neither cast nor brought back

	Rejected int `json:"rejected,omitempty"` // in provisional envelopes that stay closed: of people who are not counted in CheckIns
}

// Issued is the number of sheets handed out.
func (a Account) Issued() int { return a.CheckIns + a.Exchanged + a.Rejected }

// Ballots is the number of sheets that count.
func (a Account) Ballots() int { return a.Electronic + a.Paper - a.Both }

// Settle sets NotReturned to what makes issued = spoiled + electronic + paper − both + rejected + not returned.
func (a Account) Settle() Account {
	a.NotReturned = a.Issued() - a.Spoiled - a.Ballots() - a.Rejected
	return a
}

// Plus is the account of both stations together, under the number of the first.
func (a Account) Plus(b Account) Account {
	a.Printed, a.Unused, a.Destroyed = a.Printed+b.Printed, a.Unused+b.Unused, a.Destroyed+b.Destroyed
	a.CheckIns, a.Exchanged, a.Rejected = a.CheckIns+b.CheckIns, a.Exchanged+b.Exchanged, a.Rejected+b.Rejected
	a.Spoiled, a.Electronic, a.Paper = a.Spoiled+b.Spoiled, a.Electronic+b.Electronic, a.Paper+b.Paper
	a.Both, a.Foreign, a.NotReturned = a.Both+b.Both, a.Foreign+b.Foreign, a.NotReturned+b.NotReturned
	return a
}

// Differences are the identities that do not hold, each in words with its numbers; none if the account is right.
// They are I1 (printed), I2 (exchange) and I4 (issued) of the accounting of printed ballots, and that no more sheets
// were cast both ways than either way.
func (a Account) Differences() []string {
	var out []string
	if a.Printed != a.Unused+a.Destroyed+a.Issued() {
		out = append(out, fmt.Sprintf("印制 %d ≠ 未用 %d + 销毁 %d + 发出 %d / printed ≠ unused + destroyed + issued",
			a.Printed, a.Unused, a.Destroyed, a.Issued()))
	}
	if a.Exchanged > a.Spoiled {
		out = append(out, fmt.Sprintf("换发 %d > 作废 %d / more exchanged than spoiled", a.Exchanged, a.Spoiled))
	}
	if a.Both > min(a.Electronic, a.Paper) {
		out = append(out, fmt.Sprintf("重复 %d > 电子 %d 或纸质 %d / both > electronic or paper", a.Both, a.Electronic, a.Paper))
	}
	if a.NotReturned < 0 || a.Issued() != a.Spoiled+a.Ballots()+a.Rejected+a.NotReturned {
		sealed := ""
		if a.Rejected > 0 {
			sealed = fmt.Sprintf("未拆信封 %d + ", a.Rejected)
		}
		out = append(out, fmt.Sprintf("发出 %d ≠ 作废 %d + 电子 %d + 纸质 %d − 重复 %d + %s未交回 %d / issued ≠ spoiled + electronic + paper − both + closed envelopes + not returned",
			a.Issued(), a.Spoiled, a.Electronic, a.Paper, a.Both, sealed, a.NotReturned))
	}
	return out
}
