package kiosk

// The ledgers of approvals and grants, and of all clocks of working days.

import (
	"strings"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/workbook"
)

// approvalResults are how far an approval or a grant is.
var approvalResults = []string{"waiting", "submitted", "returned", "approved", "refused", "granted", "revoked"}

var approvalListings = []Listing{
	{
		Name: "approvals", Public: true, dated: "decided", rows: inRound(approvalRows),
		columns: []column{colProject, colTitle, colKind, {key: "way", width: 12, of: []string{"approval", "fast", "part"}, words: "ledgers.way"}, {key: "cost", kind: workbook.Money}, {key: "total", kind: workbook.Money},
			{key: "payers", width: 30}, {key: "body", width: 24, find: true}, {key: "submitted", kind: workbook.Date}, {key: "returns", width: 30}, {key: "approval_due", kind: workbook.Date},
			{key: "result", width: 12, of: approvalResults, words: "ledgers.approval"}, {key: "decided", kind: workbook.Date}, {key: "number", width: 18}, {key: "why", width: 40}, {key: "by", width: 14}},
	}, {
		Name: "clocks", Public: true, dated: "due", rows: clockRows,
		columns: []column{{key: "matter", width: 16}, {key: "about", width: 30, find: true}, {key: "body", width: 24, find: true}, {key: "limit", kind: workbook.Number, width: 8}, {key: "start", kind: workbook.Date},
			{key: "stops", width: 24}, {key: "due", kind: workbook.Date}, {key: "result", width: 10, of: clockStates, words: "clocks.state"}, {key: "days", kind: workbook.Number, width: 8}, {key: "answered", kind: workbook.Date}},
	},
}

// approvalRows are the projects that need an approval, then those that were granted.
func approvalRows(r *catalog.Round, v *listed) {
	for _, p := range projects(r) {
		if !r.Approvable(p.Number) {
			continue
		}
		x := r.Approvals[p.Number]
		if x == nil {
			t, _ := r.Scheme.TierOf(p.Fund())
			v.add(int64(p.Number), p.Title, p.Kind, "approval", p.Cost, p.Total, payersText(v.lang, p.Payers), t.Body, "", "", "", "waiting", "", "", "", "")
			continue
		}
		result, decided, number, why, by, due := "submitted", "", "", "", "", x.Due
		if x.Returned() { // its clock stands still
			result, due = "returned", ""
		}
		if d := x.Decision; d != nil {
			result, decided, number, why, by = map[bool]string{true: "approved", false: "refused"}[d.Approved], d.Date, d.Number, d.Why, d.By
		}
		v.add(int64(p.Number), p.Title, p.Kind, "approval", p.Cost, p.Total, payersText(v.lang, p.Payers), x.Body, x.Submitted, returnsText(v.lang, x), due, result, decided, number, why, by)
	}
	for _, p := range r.Granted {
		grantRow(p, v)
	}
}

func grantRow(p *catalog.Project, v *listed) {
	way, body, date, number, why, by := "fast", "", "", "", "", ""
	switch g, f := p.Grant, p.From; {
	case g != nil:
		body, date, number, why, by = g.Body, g.Date, g.Number, g.Why, g.By
	case f != nil:
		way, body, date, number, by = "part", f.Body, f.Date, f.Number, f.By
		why = lang.T(v.lang, "ledgers.part", f.FromRound, f.FromProject, p.Part, len(p.Parts))
	}
	result := "granted"
	if p.Withdrawn != "" {
		result, why = "revoked", p.Withdrawn
	}
	v.add(int64(p.Number), p.Title, p.Kind, way, p.Cost, p.Total, payersText(v.lang, p.Payers), body, "", "", "", result, date, number, why, by)
}

// returnsText are the times that an approval was handed back, and why, a line each.
func returnsText(l lang.Lang, x *catalog.Approval) string {
	var lines []string
	for i, s := range x.Stops {
		lines = append(lines, s.From+lang.T(l, "clocks.to")+s.To+" "+x.Returns[i])
	}
	return strings.Join(lines, "\n")
}

// payersText is who pays beside the fund, a line each.
func payersText(l lang.Lang, payers []catalog.Payer) string {
	var lines []string
	for _, x := range payers {
		lines = append(lines, payerText(l, x))
	}
	return strings.Join(lines, "\n")
}

// payerText is one of them, as in 单位赞助 机械厂 11,000元.
func payerText(l lang.Lang, x catalog.Payer) string {
	return strings.Join(strings.Fields(lang.T(l, "choice."+x.Kind)+" "+x.Name+" "+lang.Money(l, x.Fen)), " ")
}
