package main

// This file is the verb tally: an outcome from a .pb file, or from the export of a round that its council decided.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"linli/tally"
	"linli/tally/pabulib"
)

type tallyCmd struct {
	File string   `arg:"" help:"选举文件（Pabulib 的 .pb 格式），或居民议事会表决的届次的导出文件。/ An election in Pabulib's .pb format, or the export of a round that the residents' council decided."`
	Rule []string `placeholder:"NAME" default:"greedy-stop" help:"计票规则，可多次给出：greedy-stop（默认，资金不足即停止）、greedy-skip（跳过）、greedy-ratio（按票数与费用之比）、mes-cost 与 mes-card（等额分摊，可加 -add1、-greedy、-add1-greedy 把余额用完）、phragmen（负担均衡）。/ A rule; may be repeated. greedy-stop, the default, stops at the first project that does not fit; greedy-skip passes it over; greedy-ratio ranks by votes per cost; mes-cost and mes-card are the Method of Equal Shares, with -add1, -greedy or -add1-greedy to spend what is left; phragmen balances burdens."`

	MinVotes  *int64 `placeholder:"N" help:"入选最少得票。/ Votes, or points, that a project needs to be funded."`
	Threshold bool   `help:"用文件自己的门槛 min_project_score_threshold。/ Take the file's own min_project_score_threshold."`
	Step      int64  `placeholder:"N" default:"1" help:"-add1 每步给每张选票加多少货币单位。/ Currency units by which -add1 raises each ballot's share in a step."`
	Whole     bool   `help:"-add1 从取整的份额起步，直到再加一步就超支；韦利奇卡、希维切、阿森即如此。/ -add1 begins at a share in whole steps and goes on until the next would overspend, as in Wieliczka, Świecie and Assen."`

	Compare bool `help:"改为对照全部规则各会选出什么，给出的第一种规则排在最前。/ Instead compare what every rule would have funded, the first given one first."`
	JSON    bool `name:"json" help:"输出 JSON：一种规则是一个对象，多种规则是数组。/ Print JSON: an object for one rule, an array of objects for several."`
}

// Help is shown by linli tally --help.
func (c *tallyCmd) Help() string {
	return "并列时 project_id 按编码较小者在前。JSON 里金额和得分是十进制字符串，精确无误。\n\n" +
		"Ties go to the smaller project_id by code point. Amounts and votes in JSON are exact decimal strings."
}

// Validate refuses rules that do not exist.
func (c *tallyCmd) Validate() error {
	for _, name := range c.Rule {
		if _, err := tally.RuleNamed(name); err != nil {
			return err
		}
	}
	return nil
}

// Run counts the file once and prints the outcome under each rule.
func (c *tallyCmd) Run(e env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("打不开文件 / cannot open the file: %w", err)
	}
	defer f.Close()
	if isExport(f) {
		return c.council(e, f)
	}
	election, err := pabulib.Read(filepath.Base(c.File), f)
	if err != nil {
		return err
	}
	if c.Compare {
		return c.compare(e, election)
	}
	options, err := c.options(election)
	if err != nil {
		return err
	}
	var counted []result
	for _, name := range c.Rule {
		r, err := decideWith(c.File, election, name, options)
		if err != nil {
			return err
		}
		counted = append(counted, r)
	}
	if c.JSON {
		printWarnings(e.stderr, election.Warnings)
		return printJSON(e.stdout, counted)
	}
	printTables(e.stdout, counted)
	return nil
}

// errThreshold: a file without a threshold that could be taken.
var errThreshold = errors.New("文件没有 min_project_score_threshold，请改用 --min-votes N / the file has no min_project_score_threshold: use --min-votes N")

// options are those of the flags, in the units of the election.
func (c *tallyCmd) options(e *pabulib.Election) (o tally.Options, err error) {
	o.Whole = c.Whole
	var fits bool
	if o.Step, fits = scaled(c.Step, e.MoneyScale); !fits || c.Step < 1 {
		return o, fmt.Errorf("%w: --step %d", pabulib.ErrRange, c.Step)
	}
	switch {
	case c.MinVotes != nil:
		if o.MinVotes, fits = scaled(*c.MinVotes, e.PointScale); !fits {
			return o, fmt.Errorf("%w: --min-votes %d", pabulib.ErrRange, *c.MinVotes)
		}
	case c.Threshold:
		if o.MinVotes, fits = e.MinVotes(); !fits {
			return o, errThreshold
		}
	}
	return o, nil
}

// scaled is n times scale; false if n is negative or that is past int64.
func scaled(n, scale int64) (int64, bool) {
	return n * scale, n >= 0 && n <= math.MaxInt64/scale
}

// result is one election under one rule.
type result struct {
	file     string
	election *pabulib.Election
	contest  tally.Contest
	rule     tally.Rule
	outcome  tally.Outcome
	margin   tally.Margin
}

// decide counts the election under the rule of that name, without options.
func decide(path string, e *pabulib.Election, name string) (result, error) {
	return decideWith(path, e, name, tally.Options{Step: e.MoneyScale})
}

func decideWith(path string, e *pabulib.Election, name string, options tally.Options) (result, error) {
	contest, err := e.Contest()
	if err != nil {
		return result{}, err
	}
	contest.Options = options
	rule, err := tally.RuleNamed(name)
	if err != nil {
		return result{}, err
	}
	outcome, err := rule.Decide(contest, pabulib.Ladder())
	if err != nil {
		return result{}, err
	}
	margin, err := rule.Margin(contest, pabulib.Ladder())
	return result{filepath.Base(path), e, contest, rule, outcome, margin}, err
}

// resultJSON is a result as JSON. Amounts and votes are decimal strings.
type resultJSON struct {
	File      string                `json:"file"`
	Rule      string                `json:"rule"`
	VoteType  string                `json:"vote_type"`
	Ballots   int                   `json:"ballots"`
	Budget    string                `json:"budget"`
	Votes     map[string]string     `json:"votes"`
	Funded    []string              `json:"funded"`
	Spent     string                `json:"spent"`
	Remaining string                `json:"remaining"`
	Ties      []tieJSON             `json:"ties"`
	Margin    marginJSON            `json:"margin"`
	Reasons   map[string]reasonJSON `json:"reasons"`
}

type marginJSON struct {
	Known  bool   `json:"known"`
	Fixed  bool   `json:"fixed,omitempty"`
	Votes  string `json:"votes"`
	Ahead  string `json:"ahead,omitempty"`
	Behind string `json:"behind,omitempty"`
}

type tieJSON struct {
	Projects []string     `json:"projects"`
	Votes    []string     `json:"votes"`
	Between  []tally.Rung `json:"between"`
	By       tally.Rung   `json:"by"`
	Decisive bool         `json:"decisive"`
}

type reasonJSON struct {
	Code      tally.Code `json:"code"`
	Rank      int        `json:"rank"`
	Votes     string     `json:"votes"`
	Cost      string     `json:"cost"`
	Before    string     `json:"before"`
	Short     string     `json:"short"`
	Behind    string     `json:"behind"`
	StoppedBy string     `json:"stopped_by,omitempty"`
	TooDear   bool       `json:"too_dear,omitempty"`

	Lacks      string `json:"lacks,omitempty"`
	ExcludedBy string `json:"excluded_by,omitempty"`
	Share      string `json:"share,omitempty"`
	Pooled     string `json:"pooled,omitempty"`
	Completed  bool   `json:"completed,omitempty"`
}

// printJSON prints one object, or an array if there are several results.
func printJSON(w io.Writer, counted []result) error {
	docs := make([]resultJSON, len(counted))
	for i, r := range counted {
		docs[i] = r.json()
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if len(docs) == 1 {
		return enc.Encode(docs[0])
	}
	return enc.Encode(docs)
}

func (r result) json() resultJSON {
	e, out := r.election, r.outcome
	doc := resultJSON{
		File: r.file, Rule: out.Rule, VoteType: e.Value("vote_type"), Ballots: out.Ballots, Budget: e.Money(out.Budget),
		Votes: map[string]string{}, Funded: out.Funded, Spent: e.Money(out.Spent), Remaining: e.Money(out.Remaining),
		Margin: marginJSON{r.margin.Known, r.margin.Fixed, e.Points(r.margin.Votes), r.margin.Ahead, r.margin.Behind},
		Ties:   []tieJSON{}, Reasons: map[string]reasonJSON{},
	}
	for _, t := range out.Ties {
		tie := tieJSON{Projects: t.Projects, Between: t.Between, By: t.By, Decisive: t.Decisive}
		for _, s := range t.Scores {
			tie.Votes = append(tie.Votes, e.Points(s))
		}
		doc.Ties = append(doc.Ties, tie)
	}
	for id, why := range out.Reasons {
		doc.Votes[id] = e.Points(why.Score)
		doc.Reasons[id] = reasonJSON{
			Code: why.Code, Rank: why.Rank, Votes: e.Points(why.Score), Cost: e.Money(why.Cost), Before: e.Money(why.Before),
			Short: e.Money(why.Short), Behind: e.Points(why.Behind), StoppedBy: why.StoppedBy, TooDear: why.TooDear,
			ExcludedBy: why.ExcludedBy, Completed: why.Completed,
		}
		doc.Reasons[id] = doc.Reasons[id].shares(e, why)
	}
	return doc
}

// shares adds what only some reasons have.
func (doc reasonJSON) shares(e *pabulib.Election, why tally.Reason) reasonJSON {
	switch {
	case why.Code == tally.Unaffordable:
		doc.Pooled = e.Money(why.Pooled)
	case why.Code == tally.BelowMinimum:
		doc.Lacks = e.Points(why.Lacks)
	case why.Share > 0:
		doc.Share = e.Money(why.Share)
	}
	return doc
}
