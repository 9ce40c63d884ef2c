package kiosk

// The ledgers of the steps two and three: proposals, screening, surveys, round table, estimates.

import (
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

// What cells of a code can be.
var (
	kindCodes  = []string{"engineering", "service"}
	fromCodes  = []string{"resident", "unit", "enterprise", "organisation", "committee"}
	wayCodes   = []string{"phone", "kiosk", "point", "spreadsheet", "seminar", "web"}
	stageCodes = stagesOf(page.Received, page.Merged, page.Excluded, page.Screened, page.Unfit, page.Surveyed, page.PutOff, page.Dropped,
		page.Discussed, page.Listed, page.Forwarded, page.Unfunded, page.Denied, page.Funded, page.Granted, page.Building, page.Finished, page.Evaluated)
)

func stagesOf(stages ...page.Stage) (out []string) {
	for _, s := range stages {
		out = append(out, string(s))
	}
	return out
}

// Columns that several lists have.
var (
	colNo      = column{key: "no", width: 9}
	colTitle   = column{key: "title", width: 30, find: true}
	colPlace   = column{key: "place", width: 18, find: true}
	colKind    = column{key: "kind", width: 10, of: kindCodes, words: "kind"}
	colStage   = column{key: "stage", width: 16, of: stageCodes, words: "stage"}
	colDate    = column{key: "date", kind: workbook.Date}
	colUnit    = column{key: "department", width: 16, find: true}
	colCarried = column{key: "carried_from", width: 14}
	colName    = column{key: "name", width: 12, person: true}
)

var proposalListings = []Listing{
	{
		Name: "proposals", Public: true, dated: "received", rows: inRound(proposalRows),
		columns: []column{colNo, colTitle, colPlace, colKind, {key: "from", width: 12, of: fromCodes, words: "choice"}, {key: "channel", width: 12, of: wayCodes, words: "choice"},
			{key: "received", kind: workbook.Date}, {key: "handed", kind: workbook.Date}, {key: "meeting", width: 24}, {key: "pictured", width: 8, of: []string{"yes", "no"}, words: "ledgers.pictured"}, {key: "cost", kind: workbook.Money}, colStage, {key: "remark", width: 18}, {key: "benefits"}, {key: "text", width: 50},
			{key: "need", kind: workbook.Number, width: 8}, colCarried, colName, {key: "phone", width: 16, person: true}},
	}, {
		Name: "screening", Public: true, dated: "date", rows: inRound(screeningRows),
		columns: []column{colNo, colTitle, colKind, {key: "result", width: 12, of: []string{"waiting", "passed", "excluding", "excluded", "voided"}, words: "ledgers.screened"}, {key: "grounds", width: 30},
			{key: "reason", width: 40}, {key: "by", width: 16, find: true}, {key: "remains", width: 30}, colDate},
	}, {
		Name: "surveys", Public: true, dated: "date", rows: inRound(surveyRows),
		columns: []column{colNo, colTitle, colPlace, colDate, {key: "who", width: 24, find: true}, {key: "finding", width: 40},
			{key: "result", width: 10, of: []string{"fit", "unfit"}, words: "ledgers.surveyed"}, {key: "remains", width: 30}},
	}, {
		Name: "table", Public: true, rows: inRound(tableRows),
		columns: []column{colNo, colTitle, colKind, {key: "result", width: 10, of: []string{"recommend", "put_off", "decline", "merged"}, words: "table.result"}, {key: "why", width: 30},
			{key: "original", width: 30}, {key: "change_why", width: 30}, {key: "rank", kind: workbook.Number, width: 8}},
	}, {
		Name: "estimates", Public: true, rows: inRound(estimateRows),
		columns: []column{colNo, colTitle, colPlace, colKind, {key: "result", width: 10, of: []string{"waiting", "estimated"}, words: "ledgers.estimated"}, colUnit,
			{key: "low", kind: workbook.Money}, {key: "high", kind: workbook.Money}, {key: "figure", kind: workbook.Money}, {key: "basis", width: 40}, {key: "opinion", width: 30}},
	},
}

// dateOf is the day of a moment, as cells of dates have it.
func dateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format(time.DateOnly)
}

// fen is an amount; nothing, if none was said.
func fen(amount int64) any {
	if amount == 0 {
		return nil
	}
	return amount
}

// dayOf is the day of the last act of that name in a proposal's way.
func dayOf(p *catalog.Proposal, act string) (date string) {
	for _, e := range p.Way {
		if e.Act == act {
			date = dateOf(e.Time)
		}
	}
	return date
}

func proposalRows(r *catalog.Round, v *listed) {
	for _, p := range r.Proposals {
		line := proposalLine(v.lang, r, p)
		_, text := p.Current()
		meeting, pictured := "", "no"
		if p.Meeting > 0 {
			meeting = seminarName(v.lang, r, p.Meeting)
		}
		if p.Picture() != "" {
			pictured = "yes"
		}
		v.add(line.Code, line.Title, p.Place, p.Kind, p.From, p.Channel, dateOf(p.Received.Time), p.Date, meeting, pictured, fen(p.Cost), string(line.Stage), line.Note, p.Benefits, text, fen(int64(p.Need)), carriedFrom(p),
			whom{ref: p.Proposer}, whom{ref: p.Proposer, phone: true})
	}
}

func screeningRows(r *catalog.Round, v *listed) {
	for _, p := range r.Proposals {
		s := p.Screening
		title, _ := p.Current()
		switch {
		case p.Into > 0:
		case s == nil:
			v.add(proposalCode(p.No), title, p.Kind, "waiting", "", "", "", "", "")
		default:
			result := "passed"
			switch {
			case r.Stage(p) == catalog.Excluding:
				result = "excluding"
			case p.ByList.Voided():
				result = "voided"
			case s.Excludes(r.Scheme):
				result = "excluded"
			}
			grounds, reasons := groundsOf(v.lang, r, s)
			v.add(proposalCode(p.No), title, p.Kind, result, grounds, reasons, s.By, s.Remains, dayOf(p, "screening.decide"))
		}
	}
}

// groundsOf are the grounds that apply, and the reason written to each, a line each.
func groundsOf(l lang.Lang, r *catalog.Round, s *catalog.Screen) (grounds, reasons string) {
	var names, whys []string
	for _, ground := range s.Applying() {
		names, whys = append(names, lang.T(l, "ledgers.ground", ground, r.Scheme.Grounds[ground-1])), append(whys, s.Reasons[ground-1])
	}
	if s.Why != "" {
		whys = append(whys, s.Why)
	}
	return strings.Join(names, "\n"), strings.Join(whys, "\n")
}

func surveyRows(r *catalog.Round, v *listed) {
	for _, p := range r.Proposals {
		if s := p.Survey; s != nil {
			title, _ := p.Current()
			v.add(proposalCode(p.No), title, p.Place, s.Date, s.Who, s.Finding, map[bool]string{true: "fit", false: "unfit"}[s.Pass], s.Remains)
		}
	}
}

func tableRows(r *catalog.Round, v *listed) {
	if r.Table == nil {
		return
	}
	for _, no := range r.Table.Items {
		p := r.Proposal(no)
		title, _ := p.Current()
		original := ""
		if title != p.Title {
			original = p.Title
		}
		var rank any
		if p.RankAt > 0 {
			rank = int64(p.RankAt)
		}
		if j := p.Joined; j != nil {
			into, _ := r.Proposal(p.Into).Current()
			v.add(proposalCode(no), title, p.Kind, "merged", lang.T(v.lang, "table.into", proposalCode(p.Into), into)+" · "+j.Why, original, "", rank)
			continue
		}
		v.add(proposalCode(no), title, p.Kind, p.Decision.Result, p.Decision.Why, original, p.Decision.ChangeWhy, rank)
	}
}

// estimateRows are what the departments have to cost, and what they have.
func estimateRows(r *catalog.Round, v *listed) {
	for _, p := range r.Proposals {
		title, _ := p.Current()
		switch e := p.Estimate; {
		case e != nil:
			v.add(proposalCode(p.No), title, p.Place, p.Kind, "estimated", e.Department, e.Low, e.High, e.Figure, e.Basis, e.Opinion)
		case r.Stage(p) == catalog.Recommended:
			v.add(proposalCode(p.No), title, p.Place, p.Kind, "waiting", "", nil, nil, nil, "", "")
		}
	}
}
