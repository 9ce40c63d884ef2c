package pdf

// This file is the notice of the project library (候选项目公示): what will be voted on.

import (
	"fmt"
	"io"
	"time"
)

// Library is the notice of the projects that go to the vote, before it opens, or to the residents' council.
type Library struct {
	Posting
	Proposals int // handed in
	Meetings  int // neighbourhood round tables held
	Open      time.Time
	Close     time.Time
	Fund      int64  // fen
	Beside    string // what was granted of it beside the vote, a sentence; may be empty
	Council   bool   // the residents' council decides on them, there is no vote
	Rule      string // how many may be chosen and how the money is given, in one or two sentences
	Projects  []Candidate
}

// Candidate is a project of the library with the department's estimate.
type Candidate struct {
	Number     string
	Name       string
	Place      string
	Content    string // what is built or done
	Department string // who estimated
	Estimate   string // the department's opinion in one line
	Low, High  int64  // fen; the range of the estimate, both 0 for none
	Cost       int64  // fen; the budget that is voted on
}

// Print writes the notice. It refuses a library without projects.
func (l Library) Print(w io.Writer) ([]Missing, error) {
	return job("候选项目公示", w, l.Title, l.Date, l.pages)
}

func (l Library) pages(p *press) ([]*page, error) {
	if len(l.Projects) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, l.Title)
	}
	if err := l.check(); err != nil {
		return nil, err
	}
	for _, c := range l.Projects {
		if err := amounts(c.Cost, c.Low, c.High, l.Fund); err != nil {
			return nil, err
		}
	}
	f := p.flow(l.form())
	l.opening(f)
	l.process(f)
	f.heading(1, 1, "候选项目")
	if !l.Large {
		f.small("单位：万元", true)
	}
	f.table(l.table(f))
	f.gap(f.lead * 0.4)
	f.heading(1, 2, pick(l.Council, "表决办法", "投票办法"))
	if !l.Open.IsZero() {
		f.paras("投票时间：" + Span(l.Open, l.Close) + "。")
	}
	f.paras(l.Rule)
	if err := l.closing(f, 3); err != nil {
		return nil, err
	}
	return f.finish(), nil
}

func (l Library) process(f *flow) {
	s := ""
	if l.Basis != "" {
		s = "根据" + l.Basis + "，"
	}
	s += fmt.Sprintf("本届共收到居民提议%d件，经负面清单审核和%d场邻里圆桌会商议，由有关部门估算费用，%d个项目列入项目库，交%s。",
		l.Proposals, l.Meetings, len(l.Projects), pick(l.Council, "居民议事会表决", "全体居民投票"))
	s += fmt.Sprintf("本届资金总额%s。%s现将候选项目公示如下。", Amount(l.Fund), l.Beside)
	f.paras(s)
}

func (l Library) table(f *flow) table {
	t := table{pt: f.sheetForm.table, cols: []col{
		{"编号", 10.5, middle}, {"项目名称", 33.5, leftward}, {"地点", 27, leftward},
		{"内容", 45, leftward}, {"预算", 15, rightward}, {"估算部门", 25, leftward},
	}}
	if l.Large {
		t.strong = true
		t.cols = []col{{"编号", 17, middle}, {"项目", 107, leftward}, {"预算", 40, leftward}}
	}
	for _, c := range l.Projects {
		r := row{note: c.estimate(), cells: []string{c.Number, c.Name, c.Place, c.Content, Wan(c.Cost), c.Department}}
		if l.Large {
			r.cells = []string{c.Number, c.Name + "\n地点：" + c.Place + "\n" + c.Content, Amount(c.Cost) + "\n" + c.Department}
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// estimate is the department's opinion with its range, empty when there is none.
func (c Candidate) estimate() string {
	s := c.Estimate
	if c.Low > 0 && c.High > c.Low {
		s = fmt.Sprintf("估算区间%s至%s。", Amount(c.Low), Amount(c.High)) + s
	}
	if s == "" {
		return ""
	}
	return "部门意见：" + s
}
