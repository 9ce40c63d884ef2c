package main

// This file is what linli tally prints for people: a table with the fund line, the ties and the warnings.

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"linli/tally"
	"linli/tally/pabulib"
)

// nameWidth is how much of a project's name is shown, in columns of a terminal.
const nameWidth = 32

func printTables(w io.Writer, counted []result) {
	for _, r := range counted {
		r.print(w)
	}
	printWarnings(w, counted[0].election.Warnings)
}

func (r result) print(w io.Writer) {
	e, out := r.election, r.outcome
	fmt.Fprintf(w, "%s  %s\n", clean(r.file), clean(e.Value("description")))
	budget := strings.TrimSpace(group(e.Money(out.Budget)) + " " + clean(e.Value("currency")))
	fmt.Fprintf(w, "选票 ballots %s · 空白 blank %s · 项目 projects %d · 总额 budget %s\n",
		group(fmt.Sprint(out.Ballots)), group(fmt.Sprint(r.contest.Counts.Blank)), len(out.Ranking), budget)
	fmt.Fprintf(w, "%s: %s\n  %s\n", out.Rule, r.rule.Chinese, r.rule.English)
	fmt.Fprintln(w, r.table())
	fmt.Fprintf(w, "入选 funded %d · 支出 spent %s · 余额 left %s\n", len(out.Funded), group(e.Money(out.Spent)), group(e.Money(out.Remaining)))
	for _, t := range out.Ties {
		fmt.Fprintln(w, r.tie(t))
	}
	fmt.Fprintln(w, marginLine(r.margin, group(e.Points(r.margin.Votes)), clean(r.margin.Ahead), clean(r.margin.Behind)))
	fmt.Fprintln(w)
}

// table is one row a project in ranking order, with the fund line under the last funded one.
func (r result) table() string {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	t.AppendHeader(table.Row{"名次\nrank", "编号\nid", "项目\nproject", "得票\nvotes", "费用\ncost", "累计\ntotal", "余额\nleft", "结果\noutcome"})
	var configs []table.ColumnConfig
	for _, n := range []int{1, 4, 5, 6, 7} {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	rank, spent := 0, int64(0)
	if len(r.outcome.Funded) == 0 {
		t.AppendRow(r.fundLine())
		t.AppendSeparator()
	}
	for _, id := range r.outcome.Ranking {
		why := r.outcome.Reasons[id]
		if why.Code == tally.Funded {
			rank++
			spent += why.Cost
		}
		t.AppendRow(r.row(id, why, spent))
		if why.Code == tally.Funded && rank == len(r.outcome.Funded) && why.Rank < len(r.outcome.Ranking) {
			t.AppendSeparator()
			t.AppendRow(r.fundLine())
			t.AppendSeparator()
		}
	}
	return t.Render()
}

func (r result) row(id string, why tally.Reason, spent int64) table.Row {
	e := r.election
	total, left := "", why.Before
	if why.Code == tally.Funded {
		total, left = group(e.Money(spent)), why.Before-why.Cost
	}
	return table.Row{why.Rank, clean(id), r.name(id), group(e.Points(why.Score)), group(e.Money(why.Cost)), total, group(e.Money(left)), r.sentence(why)}
}

// fundLine stands under the last funded project. Where projects are passed over, some above it are not funded.
func (r result) fundLine() table.Row {
	label := "── 资金线 fund line ──"
	for _, id := range r.outcome.Ranking[:r.lastFunded()] {
		if r.outcome.Reasons[id].Code == tally.OverBudget {
			label = "── 资金线 fund line（其上 ✗ 为跳过 ✗ above: passed over）──"
		}
	}
	return table.Row{"", "", "", "", "", "", group(r.election.Money(r.outcome.Remaining)), label}
}

// lastFunded is the rank of the last funded project, or 0.
func (r result) lastFunded() int {
	if n := len(r.outcome.Funded); n > 0 {
		return r.outcome.Reasons[r.outcome.Funded[n-1]].Rank
	}
	return 0
}

// sentence is why a project was or was not funded, short enough for a table.
func (r result) sentence(why tally.Reason) string {
	short := group(r.election.Money(why.Short))
	switch {
	case why.Share > 0:
		return fmt.Sprintf("✓ 入选，每人最多出 %s funded, %[1]s at most from each", group(r.election.Money(why.Share)))
	case why.Code == tally.Funded && why.Completed:
		return "✓ 入选，用余额 funded from what was left"
	case why.Code == tally.Unaffordable:
		return fmt.Sprintf("✗ 支持者余额共 %s，差 %s supporters have %[1]s left, %[2]s short", group(r.election.Money(why.Pooled)), short)
	case why.Code == tally.BelowMinimum:
		return fmt.Sprintf("✗ 未过门槛，差 %s 票 below the minimum by %[1]s", group(r.election.Points(why.Lacks)))
	case why.Code == tally.Funded:
		return "✓ 入选 funded"
	case why.Code == tally.Withdrawn:
		return "– 已撤回 withdrawn"
	case why.Code == tally.AfterStop:
		return fmt.Sprintf("· 排在 %s 之后 below %[1]s", clean(why.StoppedBy))
	case why.Code == tally.StoppedHere && why.TooDear:
		return "✗ 到此停止，费用超过总额 stops here, dearer than the whole budget"
	case why.Code == tally.StoppedHere:
		return fmt.Sprintf("✗ 到此停止，差 %s stops here, %[1]s short", short)
	case why.TooDear:
		return "✗ 跳过，费用超过总额 passed over, dearer than the whole budget"
	}
	return fmt.Sprintf("✗ 跳过，差 %s passed over, %[1]s short", short)
}

// tie is one line on a tie that was broken.
func (r result) tie(t tally.Tie) string {
	effect := "不影响结果 no effect"
	if t.Decisive {
		effect = "影响结果 decisive"
	}
	var ids []string
	for i, id := range t.Projects {
		ids = append(ids, fmt.Sprintf("%s (%s)", clean(id), group(r.election.Points(t.Scores[i]))))
	}
	return fmt.Sprintf("并列 tie: %s；依据 by %s；%s", strings.Join(ids, ", "), t.By, effect)
}

// name is a project's name, cut to nameWidth.
func (r result) name(id string) string {
	for _, p := range r.election.Projects {
		if p.ID == id {
			return text.Snip(clean(r.election.Field(p, "name")), nameWidth, "…")
		}
	}
	return ""
}

// printWarnings prints the first warnings and the number of the others.
func printWarnings(w io.Writer, warnings []*pabulib.Error) {
	const most = 10
	for _, warning := range warnings[:min(most, len(warnings))] {
		fmt.Fprintf(w, "注意 note: %s\n", clean(warning.Error()))
	}
	if n := len(warnings) - most; n > 0 {
		fmt.Fprintf(w, "注意 note: 另有 %d 处 / and %d more\n", n, n)
	}
}

// clean keeps what a terminal can show: a file may hold control characters.
func clean(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '·'
	}, s)
}

// group puts commas between thousands.
func group(s string) string {
	whole, part, pointed := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if pointed {
		return whole + "." + part
	}
	return whole
}
