package pdf

// This file is the notice of the outcome (结果公示).

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Notice tells the residents what was voted, what will be built, why, and how to check it.
type Notice struct {
	Posting
	Proposals int // handed in
	Meetings  int // neighbourhood round tables held
	Open      time.Time
	Close     time.Time
	Valid     int       // valid ballots; with the accounts it is the turnout sentence
	Council   string    // how the residents' council decided, a sentence; empty: the residents voted
	Results   []Result  // in order of rank
	Line      int       // rows above the fund line; 0 draws none
	Fund      int64     // fen
	Rule      string    // the rule of the scheme, with stop or pass over
	Beside    []string  // how much was granted beside the vote, and each such project, which is not among Results; may be empty
	Ties      []string  // each tie and how it was broken
	Accounts  []Account // one for each station
}

// Result is a project and what became of it.
type Result struct {
	Number  string // official number on the ballot
	Name    string
	Place   string
	Unit    string // who builds it
	Cost    int64  // fen
	Votes   int
	Rank    int
	Funded  bool
	Reason  string // why it is or is not funded, in one sentence
	Carried bool   // kept with priority for the next round's library
}

// Print writes the notice. It refuses an empty list of results and funded
// projects that cost more than the fund.
func (n Notice) Print(w io.Writer) ([]Missing, error) {
	return job("结果公示", w, n.Title, n.Date, n.pages)
}

func (n Notice) pages(p *press) ([]*page, error) {
	if len(n.Results) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, n.Title)
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	for _, r := range n.Results {
		if err := amounts(r.Cost, n.Fund); err != nil {
			return nil, err
		}
	}
	if sum, _ := n.funded(); sum > n.Fund {
		return nil, fmt.Errorf("%w: %s > %s", ErrOverspent, Yuan(sum), Yuan(n.Fund))
	}
	f := p.flow(n.form())
	n.opening(f)
	n.process(f)
	n.results(f)
	no := n.accounts(f, 3)
	if err := n.closing(f, no); err != nil {
		return nil, err
	}
	return f.finish(), nil
}

// funded gives what the funded projects cost together, and how many they are.
func (n Notice) funded() (sum int64, chosen int) {
	for _, r := range n.Results {
		if r.Funded {
			sum += r.Cost
			chosen++
		}
	}
	return sum, chosen
}

func (n Notice) process(f *flow) {
	s := "根据" + n.Basis + "，"
	if n.Basis == "" {
		s = ""
	}
	s += fmt.Sprintf("本届共收到居民提议%d件，召开邻里圆桌会%d场，%d个项目列入项目库交%s。", n.Proposals, n.Meetings, len(n.Results), pick(n.Council != "", "居民议事会表决", "居民投票"))
	if n.Council != "" {
		f.paras(s + n.Council + "现将结果公示如下。")
		return
	}
	if !n.Open.IsZero() {
		s += "投票时间为" + Span(n.Open, n.Close) + "。"
	}
	if issued := issuedBy(n.Accounts); issued > 0 {
		s += fmt.Sprintf("共发出选票%s张，有效票%s张。", count(issued), count(n.Valid))
	} else {
		s += fmt.Sprintf("有效票%s张。", count(n.Valid))
	}
	f.paras(s + "现将结果公示如下。")
}

func (n Notice) results(f *flow) {
	f.heading(1, 1, pick(n.Council != "", "表决结果", "投票结果"))
	sum, chosen := n.funded()
	f.paras(fmt.Sprintf("资金总额%s，入选项目%d个，合计%s，余额%s。", Amount(n.Fund), chosen, Amount(sum), Amount(n.Fund-sum)))
	if n.Large {
		f.gap(2)
		f.bars(n.bars())
		f.gap(f.lead * 0.5)
		f.table(n.largeTable(f))
	} else {
		f.small("单位：万元", true)
		f.table(n.table(f))
		f.gap(1.5)
	}
	n.roundingNote(f)
	f.paras(strings.Join(n.Beside, "\n"))
	f.gap(f.lead * 0.3)
	f.heading(1, 2, "入选规则")
	f.paras(n.Rule)
	for _, t := range n.Ties {
		f.paras("并列处理：" + t)
	}
	if len(n.Ties) == 0 {
		f.paras("没有影响入选的并列。")
	}
}

// roundingNote is due only when the printed column adds up to something else.
func (n Notice) roundingNote(f *flow) {
	var costs []int64
	for _, r := range n.Results {
		if r.Funded {
			costs = append(costs, r.Cost)
		}
	}
	if roundingShows(costs) && !n.Large {
		f.small("注：合计可能因四舍五入有尾差。", false)
	}
}

func (n Notice) table(f *flow) table {
	t := table{pt: f.sheetForm.table, cols: []col{
		{"名次", 10.5, middle}, {"编号", 10.5, middle}, {"项目名称", 38, leftward}, {"地点", 27, leftward},
		{"预算", 17, rightward}, {n.votes(), 14, rightward}, {"结果", 14.5, middle}, {"实施单位", 24.5, leftward},
	}}
	sum, chosen := n.funded()
	for i, r := range n.Results {
		t.rows = append(t.rows, row{bar: n.bar(i), note: r.note(), cells: []string{
			fmt.Sprint(r.Rank), r.Number, r.Name, r.Place, Wan(r.Cost), count(r.Votes), r.verdict(), r.Unit,
		}})
	}
	t.rows = append(t.rows, row{bar: n.bar(len(n.Results)), cells: []string{
		"", "", fmt.Sprintf("入选合计（%d个）", chosen), "", Wan(sum), "", "", "",
	}})
	return t
}

func (n Notice) largeTable(f *flow) table {
	t := table{pt: f.sheetForm.table, strong: true, cols: []col{{"编号", 17, middle}, {"项目", 97, leftward}, {pick(n.Council != "", "赞成和结果", "票数和结果"), 50, leftward}}}
	for i, r := range n.Results {
		t.rows = append(t.rows, row{bar: n.bar(i), note: r.note(), cells: []string{
			r.Number, r.Name + "\n地点：" + r.Place + "\n实施：" + r.Unit,
			fmt.Sprintf("【%s】\n第%d名，%s\n%s", r.verdict(), r.Rank, n.score(r.Votes), Amount(r.Cost)),
		}})
	}
	return t
}

// votes is what the numbers of votes are called.
func (n Notice) votes() string { return pick(n.Council != "", "赞成", "得票") }

// score is so many votes, or votes of yes.
func (n Notice) score(votes int) string {
	return pick(n.Council != "", "赞成"+count(votes), count(votes)+"票")
}

// bars are the votes of every project, the funded ones dark.
func (n Notice) bars() []bar {
	list := make([]bar, len(n.Results))
	for i, r := range n.Results {
		list[i] = bar{r.Number + "号", r.Votes, n.score(r.Votes) + pick(r.Funded, "　入选", ""), r.Funded}
	}
	return list
}

// bar is the fund line, drawn above row i when it runs there.
func (n Notice) bar(i int) string {
	if n.Line <= 0 || i != n.Line {
		return ""
	}
	var sum int64
	for _, r := range n.Results[:min(i, len(n.Results))] {
		if r.Funded {
			sum += r.Cost
		}
	}
	return fmt.Sprintf("资金线：以上入选项目累计%s，资金总额%s", Amount(sum), Amount(n.Fund))
}

func (r Result) verdict() string {
	if r.Funded {
		return "入选"
	}
	return "未入选"
}

func (r Result) note() string {
	if r.Carried && !r.Funded {
		return r.Reason + "优先列入下届项目库。"
	}
	return r.Reason
}
