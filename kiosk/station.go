package kiosk

// The station's own page at the desk: who works there, what has been handed out, which sums hold, what two have signed.

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// stationRoutes are the pages of a station behind the staff's door.
func (s *Server) stationRoutes(desk fiber.Router) {
	desk.Get("/:round/stations", s.allStations)
	desk.Get("/:round/station/:station", s.stationPage)
	desk.Get("/:round/station/:station/day/:date", s.daySheet)
	desk.Get("/:round/station/:station/handover/:n", s.handoverSheet)
	desk.Get("/:round/station/:station/part", s.partForm)
	desk.Post("/:round/station/:station/part", s.part)
	desk.Get("/:round/merge", s.mergeForm)
	desk.Post("/:round/merge", s.merge)
}

// stationAct is the beginning of what a member must be able to do to see a station: clerks are, and the office.
const stationAct = "checkin"

// allStations is GET /desk/ROUND/stations: the accounts of all of them, and of the whole poll.
func (s *Server) allStations(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	if !may(me(c), stationAct) {
		return ErrRole
	}
	all, err := l.Known(c.UserContext())
	if err != nil {
		return err
	}
	lg, v, cast := language(c), page.StationDesk{}, castSoFar(c.UserContext(), l)
	l.Read(func(r *catalog.Round) {
		for _, n := range stationNumbers(r) {
			v.Accounts = append(v.Accounts, page.Reckoning{Name: r.Stations[n].Name, Href: stationPath(r.ID, n), Sums: sums(lg, r.Identities(n, all[n]))})
		}
		v.Accounts = append(v.Accounts, page.Reckoning{Name: lang.T(lg, "station.poll"), Sums: sums(lg, r.PollIdentities(cast))})
		v.Facts = handFacts(lg, all[0], total(r))
	})
	if may(me(c), "roll.merge") {
		v.Acts = []page.Act{{Name: "roll.merge", Href: "/desk/" + l.ID() + "/merge"}}
	}
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, l)
	f.Flash = flash(c)
	return s.render(c, f, v)
}

// pile is what should lie at a station, and what was brought there.
type pile struct{ printed, left int }

// total is the pile of all stations.
func total(r *catalog.Round) (p pile) {
	for _, st := range r.Stations {
		p.printed += st.Printed
		p.left += st.LastPile().Received
	}
	return p
}

// handFacts are the numbers at a glance: handed out, handed back, envelopes, and how many should be left.
func handFacts(l lang.Lang, now catalog.Known, p pile) []page.Fact {
	left := p.left - now.CheckIns - now.Envelopes - now.Voids
	out := []page.Fact{
		{Label: lang.T(l, "checkin.issued"), Value: strconv.Itoa(now.CheckIns)},
		{Label: lang.T(l, "checkin.left"), Value: strconv.Itoa(max(left, 0)), Of: lang.T(l, "checkin.of", p.printed), Alarm: left <= 0 || left*10 < p.left},
		{Label: lang.T(l, "checkin.voids"), Value: strconv.Itoa(now.Voids)},
	}
	if now.Envelopes > 0 {
		out = append(out, page.Fact{Label: lang.T(l, "checkin.envelopes"), Value: strconv.Itoa(now.Envelopes)})
	}
	return out
}

// sums are identities in words.
func sums(l lang.Lang, all []catalog.Identity) (out []page.Identity) {
	for _, i := range all {
		out = append(out, page.Identity{Name: i.Name, Title: lang.T(l, "sum."+i.Name), State: string(i.State), Says: inLanguage(i.Says, l)})
	}
	return out
}

func stationPath(round string, n int) string {
	return "/desk/" + round + "/station/" + strconv.Itoa(n)
}

// stationPage is GET /desk/ROUND/station/STATION.
func (s *Server) stationPage(c *fiber.Ctx) error {
	at, err := s.counterOf(c)
	if err != nil {
		return err
	}
	all, err := at.live.Known(c.UserContext())
	if err != nil {
		return err
	}
	names, err := s.staff.names(c.UserContext())
	if err != nil {
		return err
	}
	lg, now, today := language(c), all[at.number], s.today()
	var v page.StationDesk
	at.live.Read(func(r *catalog.Round) {
		st := r.Stations[at.number]
		v = page.StationDesk{Number: at.number, Name: st.Name, About: about(lg, st, today), Duty: duty(st, today, names), Out: now.Out}
		v.Facts = handFacts(lg, now, pile{st.Printed, st.LastPile().Received})
		v.Accounts = []page.Reckoning{{Sums: sums(lg, r.Identities(at.number, now))}}
		v.Days, v.Handovers = dayLines(lg, r, st), handoverLinks(lg, r, st, names)
		v.Acts = stationActs(lg, r, me(c), st)
	})
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, at.live)
	f.Station, f.Flash = at.name, flash(c)
	return s.render(c, f, v)
}

func (s *Server) today() string { return s.Env.Now().In(Zone).Format("2006-01-02") }

// about is what people ask of a station.
func about(l lang.Lang, st *catalog.StationState, today string) (out []page.Said) {
	open := []string{st.Hours}
	if spans := st.OpenOn(today); len(spans) > 0 {
		open = nil
		for _, h := range spans {
			open = append(open, h.From+"-"+h.To)
		}
	}
	for _, x := range []struct {
		key   string
		lines []string
	}{{"station.today", open}, {"field.address", []string{st.Address}}, {"field.access", []string{st.Access}}, {"field.phone", []string{st.Phone}}} {
		if strings.Join(x.lines, "") != "" {
			out = append(out, page.Said{Label: lang.T(l, x.key), Lines: x.lines})
		}
	}
	return out
}

// duty is who works there today.
func duty(st *catalog.StationState, today string, names map[string]string) (out []string) {
	for _, h := range st.OnDuty(today) {
		out = append(out, h.From+"-"+h.To+" "+nameOf(names, h.Login))
	}
	return out
}

// nameOf is a member's name with the login, for two may have one name.
func nameOf(names map[string]string, login string) string {
	if name := names[login]; name != "" && name != login {
		return name + " (" + login + ")"
	}
	return login
}

// dayLines are the daily sheets, the latest first.
func dayLines(l lang.Lang, r *catalog.Round, st *catalog.StationState) (out []page.DayLine) {
	for _, d := range slices.Backward(st.Closed) {
		x := page.DayLine{Date: lang.Day(l, day(d.Date)), Href: stationPath(r.ID, st.Number) + "/day/" + d.Date + ".pdf", Quiet: d.Quiet,
			Issued: d.Issued, Envelopes: d.Envelopes, Exchanged: d.Exchanged, Destroyed: d.Destroyed, Remaining: d.Remaining, Reason: d.Reason}
		x.Difference = d.Extra - d.Missing
		out = append(out, x)
	}
	return out
}

// handoverLinks are the handovers, the latest first.
func handoverLinks(l lang.Lang, r *catalog.Round, st *catalog.StationState, names map[string]string) (out []page.Link) {
	for i, h := range slices.Backward(st.Handovers) {
		note := lang.T(l, "station.pile.right")
		if h.Missing+h.Extra > 0 {
			note = lang.T(l, "station.pile.wrong", h.Extra-h.Missing) + " " + h.Reason
		}
		out = append(out, page.Link{Label: lang.Moment(l, h.At) + " " + nameOf(names, h.Officers[0]) + " → " + nameOf(names, h.Officers[1]),
			Href: stationPath(r.ID, st.Number) + "/handover/" + strconv.Itoa(i+1) + ".pdf", Note: note})
	}
	return out
}

// stationActs are what is done at a station, with what is known filled in.
func stationActs(l lang.Lang, r *catalog.Round, m Member, st *catalog.StationState) (acts []page.Act) {
	base, p := "/desk/"+r.ID, st.LastPile()
	query := "?station=" + strconv.Itoa(st.Number)
	counted := query + "&received=" + strconv.Itoa(p.Received) + "&exchanged=" + strconv.Itoa(p.Exchanged) + "&destroyed=" + strconv.Itoa(p.Destroyed)
	for _, a := range []page.Act{
		{Name: "checkin", Label: lang.T(l, "checkin.title"), Href: base + "/checkin/" + strconv.Itoa(st.Number), Main: r.PollProgress().IsOpen()},
		{Name: "station.day", Href: base + "/act/station.day" + counted},
		{Name: "station.handover", Href: base + "/act/station.handover" + counted},
		{Name: "station.duty", Href: base + "/act/station.duty" + query},
		{Name: "station.settle", Href: base + "/act/station.settle" + query + "&exchanged=" + strconv.Itoa(p.Exchanged) + "&destroyed=" + strconv.Itoa(p.Destroyed)},
		{Name: "roll.part", Href: stationPath(r.ID, st.Number) + "/part"},
	} {
		if !may(m, a.Name) || !r.Steps[4].IsOpen() {
			continue
		}
		if a.Name != "checkin" && a.Name != "roll.part" {
			a.Note = blocked(l, r, a.Name, 4)
			a.Blocked = a.Note != ""
		}
		acts = append(acts, a)
	}
	return acts
}

// ownStation is the check-in of the station at which a member works today, in a round in which sheets are handed out;
// empty if there is none.
func (s *Server) ownStation(c *fiber.Ctx, m Member) (to string) {
	if !may(m, stationAct) {
		return ""
	}
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return ""
	}
	today := s.today()
	for _, l := range all {
		l.Read(func(r *catalog.Round) {
			for _, n := range stationNumbers(r) {
				if to == "" && r.Steps[4].IsOpen() && r.Stations[n].Works(m.Login, today) {
					to = stationPath(r.ID, n)
				}
			}
		})
	}
	return to
}
