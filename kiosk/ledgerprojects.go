package kiosk

// The ledgers of the later steps: library, outcome, objections, letters, works and what was paid, evaluations.

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/kiosk/workbook"
)

var (
	colProject    = column{key: "project", kind: workbook.Number, width: 8}
	colContractor = column{key: "contractor", width: 20, find: true}
	colDue        = column{key: "due", kind: workbook.Date}
	colPaid       = column{key: "paid", kind: workbook.Money}
)

var projectListings = []Listing{
	{
		Name: "library", Public: true, rows: inRound(libraryRows),
		columns: []column{colProject, colTitle, colPlace, colKind, {key: "cost", kind: workbook.Money}, colUnit, {key: "opinion", width: 30}, {key: "benefits"}, colNo, {key: "withdrawn", width: 24}, colCarried},
	}, {
		Name: "outcome", Public: true, rows: outcomeRows,
		columns: []column{{key: "rank", kind: workbook.Number, width: 8}, colProject, colTitle, colPlace, colKind, {key: "cost", kind: workbook.Money},
			{key: "votes", kind: workbook.Number, width: 10}, {key: "result", width: 10, of: []string{"funded", "unfunded"}, words: "ledgers.decided"}, {key: "reason", width: 60}},
	}, {
		Name: "council", Public: true, dated: "date", rows: inRound(councilRows),
		columns: []column{{key: "sitting", kind: workbook.Number, width: 8}, colDate, colPlace, tallied("members"), tallied("attending"), colProject, colTitle, tallied("yes"), tallied("against"), tallied("abstain"),
			{key: "recused", width: 20, find: true}, tallied("needed"), {key: "result", width: 10, of: []string{"waiting", "carried", "lost", "adjourned"}, words: "ledgers.carried"}, {key: "reason", width: 40}},
	}, {
		Name: "objections", Public: true, dated: "date", rows: objectionRows,
		columns: []column{{key: "number", kind: workbook.Number, width: 8}, colDate, {key: "from", width: 14, find: true}, {key: "text", width: 50},
			{key: "result", width: 10, of: []string{"waiting", "answered"}, words: "ledgers.answered"}, {key: "answer", width: 50}, {key: "by", width: 16}, {key: "answered", kind: workbook.Date}},
	}, {
		Name: "letters", dated: "date", rows: inRound(letterRows),
		columns: []column{{key: "number", width: 16}, colNo, colTitle, colKind, colName, {key: "result", width: 12, of: []string{"waiting", "issued", "door", "post", "refused"}, words: "ledgers.letter"},
			colDate, {key: "by", width: 14, find: true}, {key: "talks", width: 40}, {key: "carried", width: 24}},
	}, {
		Name: "works", Public: true, dated: "due", rows: inRound(workRows),
		columns: []column{colProject, colTitle, colPlace, colKind, {key: "result", width: 10, of: []string{"waiting", "building", "finished", "evaluated"}, words: "ledgers.work"}, colUnit, colContractor,
			{key: "cost", kind: workbook.Money}, {key: "contract", kind: workbook.Money}, colPaid, {key: "milestones", kind: workbook.Number, width: 8}, colDue, {key: "finished", kind: workbook.Date}, {key: "accepted", width: 20},
			{key: "total", kind: workbook.Money}, {key: "payers", width: 30}, {key: "together", width: 14}},
	}, {
		Name: "milestones", Public: true, dated: "done", rows: inRound(milestoneRows),
		columns: []column{colProject, colTitle, colKind, colUnit, colContractor, {key: "text", width: 40}, colDue, {key: "done", kind: workbook.Date}, colPaid, {key: "photo", width: 24}},
	}, {
		Name: "evaluations", Public: true, rows: inRound(evaluationRows),
		columns: []column{colProject, colTitle, colKind, colUnit, tallied("marks-1"), tallied("marks-2"), tallied("marks-3"), tallied("marks-4"), tallied("marks-5"), tallied("surveyed"),
			{key: "satisfied", width: 10}, {key: "remark", width: 40}, {key: "by", width: 16}},
	},
}

// tallied is a column of numbers of people or sheets.
func tallied(key string) column { return column{key: key, kind: workbook.Number, width: 10} }

func libraryRows(r *catalog.Round, v *listed) {
	for _, p := range projects(r) {
		v.add(int64(p.Number), p.Title, p.Place, p.Kind, p.Cost, p.Department, p.Opinion, p.Benefits, proposalCode(p.Proposal.No), p.Withdrawn, carriedFrom(p.Proposal))
	}
}

// projects are those of the library, none before it is frozen.
func projects(r *catalog.Round) []*catalog.Project {
	if r.Library == nil {
		return nil
	}
	return r.Library.Projects
}

// outcomeRows are the projects by rank, each with its reason in full.
func outcomeRows(ctx context.Context, l *catalog.Live, v *listed) error {
	voted := false
	l.Read(func(r *catalog.Round) { voted = r.Outcome != nil })
	if !voted {
		return nil
	}
	measured(ctx, l)
	l.Read(func(r *catalog.Round) {
		for _, id := range r.Outcome.Ranking {
			p := r.Project(atoi(id))
			result := "unfunded"
			if r.Funded(p.Number) {
				result = "funded"
			}
			reason := r.Outcome.Reasons[id]
			v.add(int64(reason.Rank), int64(p.Number), p.Title, p.Place, p.Kind, p.Cost, reason.Score, result, Why(v.lang, r, p.Number))
		}
	})
	return nil
}

// councilRows are the votes of every meeting of the council, each item as it was voted on there; a meeting that voted on
// nothing has a row too.
func councilRows(r *catalog.Round, v *listed) {
	for i, s := range r.Council.Sittings {
		head := []any{int64(i + 1), s.Date, s.Place, int64(s.Members), int64(s.Present)}
		if len(s.Votes) == 0 {
			result := "waiting"
			if s.Adjourned != "" {
				result = "adjourned"
			}
			v.add(append(head, nil, "", nil, nil, nil, "", nil, result, s.Adjourned)...)
		}
		for _, x := range s.Votes {
			result := "lost"
			if x.Carried() {
				result = "carried"
			}
			p := r.Project(x.Project)
			v.add(append(slices.Clone(head), int64(p.Number), p.Title, int64(x.Yes), int64(x.No), int64(x.Abstain), strings.Join(x.Recused, "、"), int64(x.Needed), result, mended(v.lang, r, x.N))...)
		}
	}
}

// objectionRows take the days from the ledger.
func objectionRows(ctx context.Context, l *catalog.Live, v *listed) (err error) {
	var all []catalog.Objection
	l.Read(func(r *catalog.Round) {
		if r.Notice != nil {
			for _, o := range r.Notice.Objections {
				all = append(all, *o)
			}
		}
	})
	for _, o := range all {
		date, result, answered := "", "waiting", ""
		if date, err = entryDay(ctx, l, o.N); err == nil && o.Answer != "" {
			result = "answered"
			answered, err = entryDay(ctx, l, o.Answered)
		}
		if err != nil {
			return err
		}
		v.add(int64(o.No), date, o.From, o.Text, result, o.Answer, o.By, answered)
	}
	return nil
}

// entryDay is the day of an entry.
func entryDay(ctx context.Context, l *catalog.Live, n int64) (date string, err error) {
	err = l.Ledger().Each(ctx, n, n+1, func(e ledger.Entry) error {
		date = dateOf(e.Time)
		return nil
	})
	return date, err
}

// letterRows are the letters that are due after the tally, issued or not.
func letterRows(r *catalog.Round, v *listed) {
	if r.Outcome == nil {
		return
	}
	for _, p := range r.Unsuccessful() {
		title, _ := p.Current()
		number, result, date, by, talks, carried := "", "waiting", "", "", "", ""
		if x := r.Letters[p.No]; x != nil {
			number, result, talks, carried = x.Number, "issued", strings.Join(x.Talks, "\n"), x.Carried
			if d := x.Delivered; d != nil {
				result, date, by = d.How, d.Date, d.By
			}
		}
		v.add(number, proposalCode(p.No), title, p.Kind, whom{ref: p.Proposer}, result, date, by, talks, carried)
	}
}

// workRows are the funded projects, begun or not.
func workRows(r *catalog.Round, v *listed) {
	for _, p := range r.Projects() {
		if !r.Funded(p.Number) {
			continue
		}
		w := r.Works[p.Number]
		if w == nil {
			v.add(int64(p.Number), p.Title, p.Place, p.Kind, "waiting", p.Department, "", p.Cost, nil, nil, nil, "", "", "", p.Total, payersText(v.lang, p.Payers), together(r, p))
			continue
		}
		finished, accepted := "", ""
		if f := w.Finished; f != nil {
			finished, accepted = f.Date, f.Result
		}
		v.add(int64(p.Number), p.Title, p.Place, p.Kind, string(workStage(w)), w.Department, w.Contractor, p.Cost, w.Contract, w.Paid(), int64(len(w.Milestones)), w.Due, finished, accepted, p.Total, payersText(v.lang, p.Payers), together(r, p))
	}
}

// worksOf are the numbers of the projects at work, in order.
func worksOf(r *catalog.Round) []int { return slices.Sorted(maps.Keys(r.Works)) }

func milestoneRows(r *catalog.Round, v *listed) {
	for _, n := range worksOf(r) {
		p, w := r.Project(n), r.Works[n]
		for _, m := range w.Milestones {
			v.add(int64(n), p.Title, p.Kind, w.Department, w.Contractor, m.Text, m.Due, m.Done, fen(m.Paid), m.Photo)
		}
	}
}

func evaluationRows(r *catalog.Round, v *listed) {
	for _, n := range worksOf(r) {
		e := r.Works[n].Evaluation
		if e == nil {
			continue
		}
		p := r.Project(n)
		row := []any{int64(n), p.Title, p.Kind, r.Works[n].Department}
		for _, m := range e.Marks {
			row = append(row, int64(m))
		}
		share := fmt.Sprintf("%d.%d%%", e.Satisfied()/10, e.Satisfied()%10)
		v.add(append(row, int64(e.Surveyed()), share, e.Remark, e.By)...)
	}
}
