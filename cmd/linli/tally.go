package main

// This file is the verb tally: an outcome from a .pb file.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"linli/tally"
	"linli/tally/pabulib"
)

type tallyCmd struct {
	File string   `arg:"" help:"选举文件（Pabulib 的 .pb 格式）。/ An election in Pabulib's .pb format."`
	Rule []string `placeholder:"NAME" default:"greedy-stop" help:"计票规则，可多次给出：greedy-stop（默认，资金不足即停止）、greedy-skip（跳过）、greedy-ratio（按票数与费用之比）。/ A rule; may be repeated. greedy-stop, the default, stops at the first project that does not fit; greedy-skip passes it over; greedy-ratio ranks by votes per cost."`
	JSON bool     `name:"json" help:"输出 JSON：一种规则是一个对象，多种规则是数组。/ Print JSON: an object for one rule, an array of objects for several."`
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
	election, err := pabulib.Read(filepath.Base(c.File), f)
	if err != nil {
		return err
	}
	var counted []result
	for _, name := range c.Rule {
		r, err := decide(c.File, election, name)
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

// result is one election under one rule.
type result struct {
	file     string
	election *pabulib.Election
	contest  tally.Contest
	rule     tally.Rule
	outcome  tally.Outcome
}

// decide counts the election under the rule of that name.
func decide(path string, e *pabulib.Election, name string) (result, error) {
	contest, err := e.Contest()
	if err != nil {
		return result{}, err
	}
	rule, err := tally.RuleNamed(name)
	if err != nil {
		return result{}, err
	}
	outcome, err := rule.Decide(contest, pabulib.Ladder())
	return result{filepath.Base(path), e, contest, rule, outcome}, err
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
	Reasons   map[string]reasonJSON `json:"reasons"`
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
		Ties: []tieJSON{}, Reasons: map[string]reasonJSON{},
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
		}
	}
	return doc
}
