package kiosk

// What two officers sign at a station: the daily sheet and the handover, as forms and as paper.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/pdf"
)

// counting is what is counted by hand for a daily sheet or a handover, since the station was opened.
type counting struct {
	Station   int      `json:"station" kind:"station"`
	Date      string   `json:"date" kind:"date"`
	Received  int      `json:"received" form:"optional" limit:"262143"`
	Exchanged int      `json:"exchanged" form:"optional" limit:"262143"`
	Destroyed int      `json:"destroyed" form:"optional" limit:"262143"`
	Remaining int      `json:"remaining" form:"optional" limit:"262143"`
	Reason    string   `json:"reason" limit:"500" form:"lines optional"`
	Officers  []string `json:"officers" kind:"officers"`
}

// day is the daily sheet that was counted, with what roll and box say.
func (in *counting) day(c *fiber.Ctx, l *catalog.Live) (catalog.StationDay, error) {
	for _, f := range catalog.Flaws(in) {
		return catalog.StationDay{}, f
	}
	counted := catalog.Pile{Received: in.Received, Exchanged: in.Exchanged, Destroyed: in.Destroyed, Remaining: in.Remaining}
	a, err := l.Day(c.UserContext(), in.Station, in.Date, counted)
	a.Reason, a.Officers = in.Reason, in.Officers
	return a, err
}

func (s *Server) closeDay(c *fiber.Ctx, l *catalog.Live, in *counting) (done, error) {
	a, err := in.day(c, l)
	if err == nil {
		_, err = l.CloseDay(c.UserContext(), me(c).Login, a)
	}
	return done{next: stationPath(l.ID(), in.Station) + "?done=station.day"}, explainedDifference(a, err)
}

func (s *Server) handOver(c *fiber.Ctx, l *catalog.Live, in *counting) (done, error) {
	a, err := in.day(c, l)
	if err == nil {
		_, err = l.Do(c.UserContext(), me(c).Login, &catalog.Handover{
			Station: a.Station, Date: a.Date, Missing: a.Missing, Extra: a.Extra, Reason: a.Reason, Officers: a.Officers,
		})
	}
	return done{next: stationPath(l.ID(), in.Station) + "?done=station.handover"}, explainedDifference(a, err)
}

// explainedDifference says to one who is asked for a reason what the difference is.
func explainedDifference(a catalog.StationDay, err error) error {
	if name, why := fieldOf(err); name == "reason" && a.Missing+a.Extra > 0 {
		return &catalog.FieldError{Field: "reason", Err: fmt.Errorf("%w: 应有 %d 张，清点 %d 张 / there should be %d sheets, %d were counted", why,
			a.Remaining+a.Balance(), a.Remaining, a.Remaining+a.Balance(), a.Remaining)}
	}
	return err
}

// daySheet is GET /desk/ROUND/station/STATION/day/DATE.pdf.
func (s *Server) daySheet(c *fiber.Ctx) error {
	at, names, err := s.signedAt(c)
	if err != nil {
		return err
	}
	var d *pdf.DaySheet
	at.live.Read(func(r *catalog.Round) {
		st := r.Stations[at.number]
		var before catalog.DayState
		for _, x := range st.Closed {
			if x.Date+".pdf" == c.Params("date") {
				d = dayPaper(r, st, x, before, names)
			}
			if !x.Quiet {
				before = x
			}
		}
	})
	if d == nil {
		return fiber.ErrNotFound
	}
	return s.sendPaper(c, "day", fmt.Sprintf("%s-day-%02d-%s", at.live.ID(), at.number, c.Params("date")), d.Print)
}

// dayPaper is a daily sheet to be signed; before is the last one with figures.
func dayPaper(r *catalog.Round, st *catalog.StationState, x, before catalog.DayState, names map[string]string) *pdf.DaySheet {
	d := &pdf.DaySheet{
		Round: r.Scheme.Community + programme(r.Scheme), Station: st.Name, Hours: st.Hours, Date: day(x.Date), Quiet: x.Quiet,
		Missing: x.Missing, Extra: x.Extra, Reason: x.Reason, Ledger: fmt.Sprintf("台账第%d条", x.N), Officers: twoNames(names, x.Officers),
	}
	if spans := st.OpenOn(x.Date); len(spans) > 0 {
		var open []string
		for _, h := range spans {
			open = append(open, h.From+"-"+h.To)
		}
		d.Hours = strings.Join(open, "，")
	}
	d.Figures = []pdf.Figure{
		{Name: "收到选票", Count: x.Received, Since: x.Received - before.Received}, {Name: "发出（已登记领票）", Sign: "－", Count: x.Issued, Since: x.Issued - before.Issued},
		{Name: "暂存信封", Sign: "－", Count: x.Envelopes, Since: x.Envelopes - before.Envelopes}, {Name: "换发", Sign: "－", Count: x.Exchanged, Since: x.Exchanged - before.Exchanged},
		{Name: "销毁", Sign: "－", Count: x.Destroyed, Since: x.Destroyed - before.Destroyed}, {Name: "票堆里清点", Sign: "＝", Count: x.Remaining, Since: -1},
		{Name: "交回作废", Count: x.Spoiled, Since: x.Spoiled - before.Spoiled}, {Name: "本站投票机投出", Count: x.Machine, Since: x.Machine - before.Machine},
	}
	return d
}

func twoNames(names map[string]string, officers []string) (two [2]string) {
	for i := range min(len(officers), 2) {
		two[i] = nameOf(names, officers[i])
	}
	return two
}

// handoverSheet is GET /desk/ROUND/station/STATION/handover/N.pdf, N from 1.
func (s *Server) handoverSheet(c *fiber.Ctx) error {
	at, names, err := s.signedAt(c)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(strings.TrimSuffix(c.Params("n"), ".pdf"))
	var h *pdf.HandoverSheet
	at.live.Read(func(r *catalog.Round) {
		st := r.Stations[at.number]
		if n < 1 || n > len(st.Handovers) {
			return
		}
		x := st.Handovers[n-1]
		h = &pdf.HandoverSheet{Round: r.Scheme.Community + programme(r.Scheme), Station: st.Name, At: x.At, Missing: x.Missing, Extra: x.Extra, Reason: x.Reason,
			Officers: twoNames(names, x.Officers), Ledger: fmt.Sprintf("台账第%d条", x.N)}
	})
	if h == nil {
		return fiber.ErrNotFound
	}
	return s.sendPaper(c, "handover", fmt.Sprintf("%s-handover-%02d-%d.pdf", at.live.ID(), at.number, n), h.Print)
}

// signedAt is the station of a request, and the names of the staff.
func (s *Server) signedAt(c *fiber.Ctx) (at counter, names map[string]string, err error) {
	if at, err = s.counterOf(c); err == nil {
		names, err = s.staff.names(c.UserContext())
	}
	return at, names, err
}
