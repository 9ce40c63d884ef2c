package main

// This file is linli tally on the export of a round that the residents' council decided: its votes, and what they give.

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"linli/catalog/audit"
	"linli/tally"
)

// Refusals of an export.
var (
	// errBallots: the export of a round that the residents voted on.
	errBallots = errors.New("这一届由居民投票，请用 linli verify 核对导出，或对 ballots.pb 计票 / the residents voted on this round: use linli verify on the export, or count its ballots.pb")
	// errOptions: what only ballots can be counted with.
	errOptions = errors.New("议事会的表决按方案得出结果，没有别的规则可选 / a council's votes give their outcome by the scheme: no rule or option can be chosen")
)

// isExport tells whether a file begins as an export does, and leaves it at its beginning.
func isExport(f *os.File) bool {
	head, _ := bufio.NewReader(io.LimitReader(f, 64)).ReadString(' ')
	_, err := f.Seek(0, io.SeekStart)
	return err == nil && head == "linli "
}

// council recomputes the outcome of the council's votes from an export alone. An export that does not verify is
// [errVerify], as linli verify tells.
func (c *tallyCmd) council(e env, f io.Reader) error {
	if c.Compare || c.MinVotes != nil || c.Threshold || c.Whole || len(c.Rule) != 1 || c.Rule[0] != tally.DefaultRule {
		return errOptions
	}
	report := audit.Audit(f, audit.Trust{})
	switch {
	case !report.OK():
		printReport(e.stderr, report)
		return fmt.Errorf("%w: %s", errVerify, c.File)
	case report.Council == nil:
		return errBallots
	case c.JSON:
		return printCouncilJSON(e.stdout, report)
	}
	printCouncil(e.stdout, report)
	return nil
}

// councilJSON is the council's votes and their outcome. Amounts are in fen; the outcome is as it is hashed.
type councilJSON struct {
	Votes   []audit.Vote   `json:"votes"`
	Outcome *tally.Outcome `json:"outcome,omitempty"` // none as long as the votes are not closed
	Hash    string         `json:"hash,omitempty"`
}

func printCouncilJSON(w io.Writer, r *audit.Report) error {
	doc := councilJSON{Votes: r.Council.Votes, Hash: r.Outcome}
	if r.Outcome != "" {
		doc.Outcome = &r.Council.Decided
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

func printCouncil(w io.Writer, r *audit.Report) {
	out := r.Council.Decided
	t := plainTable(1, 2, 3, 4, 5, 6, 7)
	t.AppendHeader(table.Row{"编号\nid", "赞成\nyes", "反对\nno", "弃权\nabstained", "回避\nrecused", "通过须\nneeded", "费用\ncost", "结果\noutcome"})
	for _, v := range r.Council.Votes {
		why := out.Reasons[strconv.Itoa(v.Project)]
		row := table.Row{v.Project, v.Yes, v.No, v.Abstain, v.Recused, v.Needed, group(yuan(why.Cost)), councilSentence(why)}
		if r.Outcome == "" {
			row[6], row[7] = "", "表决尚未结束 not closed yet"
		}
		t.AppendRow(row)
	}
	fmt.Fprintln(w, t.Render())
	if r.Outcome == "" {
		return
	}
	fmt.Fprintf(w, "%s · 入选 funded %d · 支出 spent %s · 余额 left %s\n结果哈希 / outcome: %s\n", out.Rule, len(out.Funded), group(yuan(out.Spent)), group(yuan(out.Remaining)), r.Outcome)
}

// councilSentence is why a project was or was not funded, short enough for a table.
func councilSentence(why tally.Reason) string {
	short := group(yuan(why.Short))
	switch why.Code {
	case tally.Funded:
		return "✓ 通过，入选 carried and funded"
	case tally.NotCarried:
		return fmt.Sprintf("✗ 没有通过，差赞成 %d not carried, %[1]d yes lacking", why.Lacks)
	case tally.Withdrawn:
		return "– 已撤回 withdrawn"
	case tally.Excluded:
		return fmt.Sprintf("✗ 与 %s 只能做一个 only one of it and %[1]s", why.ExcludedBy)
	case tally.OverCap:
		return fmt.Sprintf("✗ 超过同类合计上限，差 %s over the cap of its kind by %[1]s", group(yuan(why.Cost-why.CapLeft)))
	case tally.AfterStop:
		return fmt.Sprintf("· 通过，排在 %s 之后 carried, below %[1]s", why.StoppedBy)
	case tally.StoppedHere:
		return fmt.Sprintf("✗ 通过，到此停止，差 %s carried, stops here, %[1]s short", short)
	}
	return fmt.Sprintf("✗ 通过，资金差 %s carried, %[1]s short", short)
}

// yuan writes fen as yuan, without a fraction that is nothing.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return strconv.FormatInt(fen/100, 10)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}
