package main

// This file is the verb calendar: working days, and the yearly notice on holidays that they follow.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"linli/ballot/store"
	"linli/catalog"
	"linli/catalog/workday"
)

type calendarCmd struct {
	List   calendarListCmd   `cmd:"" help:"列出已录入的年份。/ List the years that are known."`
	Import calendarImportCmd `cmd:"" help:"导入一年的放假安排（cn-2027.json 的样子）。/ Import the holidays of a year, a file like cn-2027.json."`
	Due    calendarDueCmd    `cmd:"" help:"算出某日之后第 N 个工作日。/ The N-th working day after a date."`
}

// Help is shown by linli calendar --help.
func (c *calendarCmd) Help() string {
	return "国务院办公厅每年发布下一年的放假和调休安排；没有录入的年份一律不推算。新的一年写成下面的样子导入即可，不必升级程序：\n" + calendarForm +
		"\nThe State Council publishes each year's holidays and shifted working days; a year that is not known is never guessed. " +
		"A new year is imported as a file of the form above, without a new release."
}

const calendarForm = `{"year": 2027, "papers": ["国办发明电〔2026〕N号"], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, …]}` + "\n"

type calendarListCmd struct{ place }

// Run lists.
func (c *calendarListCmd) Run(e env) error {
	return c.with(e, func(s store.Store) error {
		cal, err := catalog.Calendar(e.ctx, s)
		if err == nil {
			years := strings.Trim(fmt.Sprint(cal.Years()), "[]")
			fmt.Fprintf(e.stdout, "已录入 %s 年的放假安排 / holidays are known of %s\n", years, years)
		}
		return err
	})
}

type calendarImportCmd struct {
	place
	File string `arg:"" help:"文件。/ The file."`
}

// Run imports.
func (c *calendarImportCmd) Run(e env) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	if _, err := workday.Parse(raw); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if err := c.settle(); err != nil {
		return err
	}
	data, rolls, err := c.keeper.open(e.ctx, c.Dir)
	if err != nil {
		return err
	}
	y, err := catalog.ImportYear(e.ctx, data, raw)
	if err = errors.Join(err, rolls.Close(), data.Close()); err == nil {
		fmt.Fprintf(e.stdout, "已录入 %d 年的 %d 个日期 / %d days of %d are known\n", y.Year, len(y.Days), len(y.Days), y.Year)
	}
	return err
}

type calendarDueCmd struct {
	place
	Start string `arg:"" help:"起始日，不计入，如 2026-09-18。/ The start, which does not count."`
	Days  int    `arg:"" help:"工作日数。/ Working days."`
}

// Validate refuses what is no number of days.
func (c *calendarDueCmd) Validate() error {
	if c.Days < 0 || c.Days > 999 {
		return fmt.Errorf("%w: %d", catalog.ErrNumber, c.Days)
	}
	return nil
}

// Run counts.
func (c *calendarDueCmd) Run(e env) error {
	return c.with(e, func(s store.Store) error {
		cal, err := catalog.Calendar(e.ctx, s)
		if err != nil {
			return err
		}
		due, err := cal.Due(c.Start, c.Days)
		if err == nil {
			fmt.Fprintln(e.stdout, due)
		}
		return err
	})
}

// with gives the data to read; where none were named and there are none yet, an empty store.
func (p *place) with(e env, do func(store.Store) error) error {
	named := p.named() == nil
	if err := p.settle(); err != nil {
		return err
	}
	data, rolls, err := p.view(e.ctx, p.Dir)
	switch {
	case errors.Is(err, errNoData) && !named:
		return do(empty{})
	case err != nil:
		return err
	}
	return errors.Join(do(data), rolls.Close(), data.Close())
}

// empty is a store of nothing, for reading.
type empty struct{ store.Store }

// Scan implements [store.Store]: it finds nothing.
func (empty) Scan(context.Context, []byte, []byte, func(store.Item) error) error { return nil }
