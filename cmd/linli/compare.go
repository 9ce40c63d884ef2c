package main

// This file is linli tally --compare: what every rule would have funded with the same ballots.

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"linli/tally"
	"linli/tally/pabulib"
)

// comparedJSON is what one rule would have funded. Amounts and means are decimal strings.
type comparedJSON struct {
	Rule    string   `json:"rule"`
	Funded  []string `json:"funded"`
	Spent   string   `json:"spent"`
	Ballots int      `json:"ballots"`
	Served  int64    `json:"served"`
	Chosen  int64    `json:"chosen"`
	Mean    string   `json:"mean"`
}

// compare decides the election under every rule, the first one given first.
func (c *tallyCmd) compare(e env, election *pabulib.Election) error {
	contest, err := election.Contest()
	if err != nil {
		return err
	}
	all, err := tally.Compare(contest, pabulib.Ladder(), c.Rule[0])
	if err != nil {
		return err
	}
	if c.JSON {
		printWarnings(e.stderr, election.Warnings)
		return printCompared(e.stdout, election, all)
	}
	fmt.Fprintln(e.stdout, rulesTable(election, all))
	fmt.Fprintln(e.stdout, fundedTable(election, contest, all))
	printWarnings(e.stdout, election.Warnings)
	return nil
}

func printCompared(w io.Writer, e *pabulib.Election, all []tally.Compared) error {
	var docs []comparedJSON
	for _, x := range all {
		docs = append(docs, comparedJSON{x.Rule, x.Funded, e.Money(x.Spent), x.Ballots, x.Served, x.Chosen, mean(x)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(docs)
}

// mean is how many projects of their choice voters got, with two decimals.
func mean(x tally.Compared) string { return fmt.Sprintf("%d.%02d", x.Mean()/100, x.Mean()%100) }

// rulesTable is one row a rule.
func rulesTable(e *pabulib.Election, all []tally.Compared) string {
	t := plainTable(2, 3, 4, 5)
	t.AppendHeader(table.Row{"规则\nrule", "入选\nfunded", "支出\nspent", "至少一项入选的选票\nballots with a choice funded", "平均每票入选项数\nchoices funded per ballot"})
	for i, x := range all {
		share := ""
		if x.Ballots > 0 {
			share = fmt.Sprintf(" (%d%%)", 100*x.Served/int64(x.Ballots))
		}
		t.AppendRow(table.Row{fmt.Sprintf("%d %s", i+1, x.Rule), len(x.Funded), group(e.Money(x.Spent)), group(fmt.Sprint(x.Served)) + share, mean(x)})
	}
	return t.Render()
}

// fundedTable is one row a project, with a column for each rule by its number in the other table.
func fundedTable(e *pabulib.Election, c tally.Contest, all []tally.Compared) string {
	t := plainTable(2)
	head := table.Row{"项目\nproject", "费用\ncost"}
	for i := range all {
		head = append(head, i+1)
	}
	t.AppendHeader(head)
	for _, p := range c.Projects {
		row := table.Row{clean(p.ID), group(e.Money(p.Cost))}
		for _, x := range all {
			mark := ""
			if slices.Contains(x.Funded, p.ID) {
				mark = "✓"
			}
			row = append(row, mark)
		}
		t.AppendRow(row)
	}
	return t.Render()
}

// plainTable is a table whose columns of those numbers stand right.
func plainTable(right ...int) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	var configs []table.ColumnConfig
	for _, n := range right {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	return t
}
