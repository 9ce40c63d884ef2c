package pabulib

// This file reads the header line of a section and checks the width of its rows.

import (
	"fmt"
	"slices"
	"strings"
)

// required columns of each section; a file whose ballots give points needs "points" as well.
var required = [][]string{{"key", "value"}, {"project_id", "cost"}, {"voter_id", "vote"}}

// header takes the names of the columns.
func (r *reader) header() error {
	for len(r.row) > 1 && r.row[len(r.row)-1].text == "" {
		r.row = r.row[:len(r.row)-1]
	}
	columns := map[string]int{}
	for i, f := range r.row {
		if _, twice := columns[f.text]; twice && f.text != "" {
			return r.fail(r.at(f.at), ErrColumn, fmt.Sprintf("列 %s 出现两次，请删去一列", f.text), fmt.Sprintf("column %s is there twice: remove one", f.text))
		}
		columns[f.text] = i
		if r.section == 2 && f.text != "" && !slices.Contains(required[1], f.text) {
			r.election.Columns = append(r.election.Columns, strings.Clone(f.text))
		}
	}
	need := required[r.section-1]
	if r.section == 3 && r.ballots.pointed {
		need = append(slices.Clone(need), "points")
	}
	for i, name := range need {
		if at, ok := columns[name]; !ok || r.section == 1 && at != i {
			return r.fail(r.here(), ErrColumn,
				fmt.Sprintf("%s 的表头缺少 %s 列，请补上", sections[r.section-1], name),
				fmt.Sprintf("the header of %s has no column %s: add it", sections[r.section-1], name))
		}
	}
	r.columns, r.width = columns, len(r.row)
	return nil
}

// fits refuses a row with too few fields, or with text in more.
func (r *reader) fits() error {
	at := place{}
	switch {
	case len(r.row) < r.width:
		at = r.at(len(r.text))
	case !blank(r.row[r.width:]):
		at = r.at(r.row[r.width].at)
	default:
		return nil
	}
	return r.fail(at, ErrFields,
		fmt.Sprintf("这一行有 %d 个字段，表头有 %d 个；含分号的文字请加引号", len(r.row), r.width),
		fmt.Sprintf("%d fields where the header has %d: put text that contains a semicolon in quotes", len(r.row), r.width))
}

// get is the current row's field of a column that the header has.
func (r *reader) get(column string) field { return r.row[r.columns[column]] }
