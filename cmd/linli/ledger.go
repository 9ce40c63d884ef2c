package main

// This file is the verb ledger: a list of a round, or the figures of all rounds, as a table.

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"linli/catalog"
	"linli/kiosk"
	"linli/kiosk/lang"
	"linli/kiosk/workbook"
)

type ledgerCmd struct {
	place
	Name   string   `arg:"" optional:"" help:"哪一本台账；不给则列出全部。/ Which list; without it all are named."`
	Round  string   `placeholder:"ID" help:"届次编号；只有一届时可以不给。/ ID of the round; not needed if there is only one."`
	Where  []string `placeholder:"KEY=VALUE" sep:"none" help:"筛选条件，可以给几个，如 --where stage=funded。/ A filter, as often as needed, as in --where stage=funded."`
	People bool     `help:"带上姓名和电话，请妥善保管文件。/ With names and phones: keep the file safe."`
	Out    string   `short:"o" placeholder:"FILE" help:"文件名，以 .xlsx、.csv 或 .json 结尾，月度通报也可以是 .pdf；不会覆盖已有文件。/ The file, ending in .xlsx, .csv or .json, for the bulletin also .pdf; an existing file is never overwritten."`
}

// Help is shown by linli ledger --help.
func (c *ledgerCmd) Help() string {
	return "台账都是记录的视图，没有一本是填报的；文件里的行与工作人员页面上的完全一样。quarters（季度统计）和 bulletin（月度通报，--where month=2026-09）汇总全部届次，逐届读取。" +
		"文件夹在服务运行时请在浏览器里下载；集群上的数据随时可以取。只读数据，不作任何改动。\n\n" +
		"Every list is a view of the records, none is typed; a file has the rows that the desk shows. quarters and bulletin (--where month=2026-09) are of all rounds, read one after " +
		"the other. While a folder is served use the browser; a cluster can be read at any time. The data are read and never changed."
}

// Refusals of the verb.
var (
	errOut   = errors.New("请用 -o 指定以 .xlsx、.csv 或 .json 结尾的文件 / name a file ending in .xlsx, .csv or .json with -o")
	errWhere = errors.New("筛选条件写成 KEY=VALUE / write a filter like KEY=VALUE")
)

// Run writes the list.
func (c *ledgerCmd) Run(e env) error {
	if c.Name == "" {
		return c.list(e)
	}
	where, err := c.where()
	if err != nil {
		return err
	}
	kind := strings.TrimPrefix(filepath.Ext(c.Out), ".")
	if kind == "" {
		return errOut
	}
	if err := c.settle(); err != nil {
		return err
	}
	data, rolls, err := c.view(e.ctx, c.Dir)
	if err != nil {
		return err
	}
	defer rolls.Close()
	defer data.Close()
	from := catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom, RollKey: make([]byte, 32)}
	if _, err := kiosk.ReportNamed(c.Name); err == nil {
		return c.report(e, from, kind, where)
	}
	t, err := c.table(e, from, where)
	if err != nil {
		return err
	}
	return c.write(e, kind, t)
}

// list names all lists and their filters.
func (c *ledgerCmd) list(e env) error {
	for _, x := range kiosk.Listings {
		fmt.Fprintf(e.stdout, "%-12s %s / %s（%s）\n", x.Name, lang.T(lang.Zh, "ledgers."+x.Name), lang.T(lang.En, "ledgers."+x.Name), strings.Join(x.Filters(), " "))
	}
	for _, x := range kiosk.Reports {
		fmt.Fprintf(e.stdout, "%-12s %s / %s（%s）\n", x.Name, lang.T(lang.Zh, "figures."+x.Name), lang.T(lang.En, "figures."+x.Name), strings.Join(x.Filters, " "))
	}
	return nil
}

func (c *ledgerCmd) where() (map[string]string, error) {
	where := map[string]string{}
	for _, text := range c.Where {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%w: %q", errWhere, text)
		}
		where[name] = value
	}
	return where, nil
}

// table is a list of one round.
func (c *ledgerCmd) table(e env, from catalog.Env, where map[string]string) (t workbook.Table, err error) {
	id, err := which(e.ctx, from, c.place, c.Round)
	if err != nil {
		return t, err
	}
	l, err := catalog.Open(e.ctx, from, id)
	if err != nil {
		return t, err
	}
	defer l.Close()
	return kiosk.LedgerTable(e.ctx, l, kiosk.Asked{Name: c.Name, Lang: lang.Zh, Where: where, People: c.People, Staff: true})
}

// report writes the figures of all rounds.
func (c *ledgerCmd) report(e env, from catalog.Env, kind string, where map[string]string) error {
	r, err := kiosk.ReportNamed(c.Name)
	if err != nil {
		return err
	}
	all, err := catalog.Gather(e.ctx, from, nil)
	if err != nil {
		return err
	}
	t, err := r.Table(lang.Zh, all, where)
	switch {
	case err != nil:
		return err
	case kind != "pdf" || c.Name != "bulletin":
		return c.write(e, kind, t)
	}
	b, err := kiosk.Bulletin(all, where["month"], where["street"])
	if err != nil {
		return err
	}
	return c.create(e, func(f *os.File) error { _, err := b.Print(f); return err }, len(b.Lines))
}

func (c *ledgerCmd) write(e env, kind string, t workbook.Table) error {
	return c.create(e, func(f *os.File) error { return kiosk.WriteTable(f, kind, t) }, len(t.Rows))
}

func (c *ledgerCmd) create(e env, write func(*os.File) error, rows int) error {
	if err := newFile(c.Out, write); err != nil {
		return fmt.Errorf("没有导出 / nothing was exported: %w", err)
	}
	fmt.Fprintf(e.stdout, "已导出 %d 行 / exported %d rows: %s\n", rows, rows, c.Out)
	return nil
}
