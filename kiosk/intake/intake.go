// Package intake reads proposals and needs out of a list, as an office keeps one of what was handed in on paper: every
// row becomes one, or the list says which cell is wrong and why. Nothing in it is guessed, and nothing is entered.
package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/workbook"
)

// Faults of a list. A fault may also be a refusal of [catalog.Flaws], [catalog.ErrYuan] or [catalog.ErrProposer].
var (
	ErrHead    = errors.New("找不到表头：第一行要有模板里的必填各列，可以下载模板 / no head: the first row needs the columns of the template")
	ErrNoHead  = errors.New("缺少这一列 / this column is missing")
	ErrTwice   = errors.New("有两列是同一项，请留下一列 / two columns are the same, keep one")
	ErrExample = errors.New("这是模板的示例行，请删去 / this is the example of the template, delete it")
	ErrWord    = errors.New("请填以下之一 / write one of these")
	ErrNothing = errors.New("表头下面没有内容 / nothing below the head")
	ErrBeyond  = errors.New("这一格没有表头 / this cell has no head")
)

// Fault is what is wrong with a cell, a row or the whole list.
type Fault struct {
	Row    int    // as the file counts it, from 1; 0: the whole
	Column int    // from 0; -1: no single one
	Head   string // as the file has it, or as the template would
	Err    error
}

// Cell names the place as a spreadsheet does, as in C7; a row as 7, a column as C, the whole as nothing.
func (f Fault) Cell() string {
	cell := ""
	if f.Column >= 0 {
		cell = workbook.Letters(f.Column)
	}
	if f.Row > 0 {
		cell += fmt.Sprint(f.Row)
	}
	return cell
}

// Row is a proposal as a row of the list has it.
type Row struct {
	N     int
	About bool // the cost is rough
	catalog.Handing
}

// Sheet is what is said of a list as a whole: all faults in the order of the cells.
type Sheet struct {
	Kind   string // of the file, as [workbook.File] has it
	Faults []Fault
	Unread []string // heads of columns that are not entered
}

// List is what was read: rows without a fault.
type List struct {
	Sheet
	Rows []Row
}

// Whole tells whether the list can be entered: all or nothing.
func (l *List) Whole() bool { return len(l.Faults) == 0 && len(l.Rows) > 0 }

// Handings are the proposals of the rows.
func (l *List) Handings() (all []catalog.Handing) {
	for _, r := range l.Rows {
		all = append(all, r.Handing)
	}
	return all
}

// Rules are those of the round that a list of proposals is for.
type Rules struct {
	May  func(from, kind string) bool // whether such a proposer may hand in such a project
	When func(date string) error      // refuses a day on which nothing is handed in; empty: today
}

// Read reads a list of proposals. More rows than [catalog.MaxHandings] are refused as a whole.
func Read(f workbook.File, rules Rules) *List {
	l := &List{}
	h, rest := l.open(f, Columns, catalog.MaxHandings, catalog.ErrMany)
	for _, row := range rest {
		l.row(h, row, rules)
	}
	return l
}

// open finds the columns of a list and its rows, at most so many; none if the list is refused as a whole.
func (l *Sheet) open(f workbook.File, set []Column, most int, many error) (h heads, rows []workbook.Row) {
	l.Kind = f.Kind
	head, rest := headOf(set, f.Rows)
	if head == nil {
		l.fault(0, -1, "", ErrHead)
		return h, nil
	}
	h = l.heads(set, *head)
	switch {
	case len(l.Faults) > 0:
	case len(rest) == 0:
		l.fault(0, -1, "", ErrNothing)
	case len(rest) > most:
		l.fault(rest[most].N, -1, "", fmt.Errorf("%w: %d", many, len(rest)))
	default:
		return h, rest
	}
	return h, nil
}

// titles is how many rows may stand above the head, as a name of the list does.
const titles = 4

// headOf finds the row with the most names of columns among the first, at least three.
func headOf(set []Column, rows []workbook.Row) (head *workbook.Row, rest []workbook.Row) {
	best := 2
	for i, r := range rows[:min(len(rows), titles+1)] {
		known := 0
		for _, cell := range r.Cells {
			if _, _, ok := column(set, cell); ok {
				known++
			}
		}
		if known > best {
			best, head, rest = known, &rows[i], rows[i+1:]
		}
	}
	return head, rest
}

// heads are the columns of a list, by field.
type heads struct {
	set         []Column
	at          map[string]int
	name        []string
	tenThousand bool // amounts are in 万元
}

// label is the head of a column as the file has it.
func (h heads) label(field string) (column int, head string) {
	if at, ok := h.at[field]; ok {
		return at, h.name[at]
	}
	for _, c := range h.set {
		if c.Field == field {
			return -1, c.Heads[0]
		}
	}
	return -1, ""
}

func (l *Sheet) heads(set []Column, row workbook.Row) heads {
	h := heads{set: set, at: map[string]int{}, name: row.Cells}
	for i, text := range row.Cells {
		c, tenThousand, ok := column(set, text)
		switch _, twice := h.at[c.Field]; {
		case text == "":
		case !ok:
			l.Unread = append(l.Unread, text)
		case twice:
			l.fault(row.N, i, text, ErrTwice)
		default:
			h.at[c.Field], h.tenThousand = i, h.tenThousand || tenThousand
		}
	}
	for _, c := range set {
		if _, ok := h.at[c.Field]; !ok && c.Must {
			l.fault(row.N, -1, c.Heads[0], ErrNoHead)
		}
	}
	return h
}

func (l *Sheet) fault(row, column int, head string, err error) {
	l.Faults = append(l.Faults, Fault{row, column, head, err})
}

// row reads a proposal; all that is wrong with it is said.
func (l *List) row(h heads, row workbook.Row, rules Rules) {
	if strings.HasPrefix(plain(row.Cell(h.at["title"])), plain(example)) {
		l.fault(row.N, -1, "", ErrExample)
		return
	}
	out, wrong := read(row, h)
	for _, flaw := range append(catalog.Flaws(&out.Proposal), catalog.Flaws(&out.Person)...) {
		if _, known := wrong[flaw.Field]; !known && asked(flaw.Field) {
			wrong[flaw.Field] = flaw.Err
		}
	}
	if p := out.Proposal; wrong["from"] == nil && wrong["kind"] == nil && !rules.May(p.From, p.Kind) {
		wrong["from"] = catalog.ErrProposer
	}
	if wrong["date"] == nil {
		if err := rules.When(out.Proposal.Date); err != nil {
			wrong["date"] = err
		}
	}
	if l.right(h, row, wrong) {
		l.Rows = append(l.Rows, out)
	}
}

// right notes all that is wrong with a row, in the order of its cells, or tells that nothing is.
func (l *Sheet) right(h heads, row workbook.Row, wrong map[string]error) bool {
	n := len(l.Faults)
	for field, err := range wrong {
		at, head := h.label(field)
		l.fault(row.N, at, head, err)
	}
	for i := len(h.name); i < len(row.Cells); i++ {
		if row.Cells[i] != "" {
			l.fault(row.N, i, "", ErrBeyond)
		}
	}
	slices.SortStableFunc(l.Faults[n:], func(a, b Fault) int { return a.Column - b.Column })
	return len(l.Faults) == n
}

func asked(field string) bool {
	return slices.ContainsFunc(Columns, func(c Column) bool { return c.Field == field })
}

// read takes the cells of a row into a proposal, and tells what cannot be read, by field.
func read(row workbook.Row, h heads) (out Row, wrong map[string]error) {
	wrong = map[string]error{}
	cell, line, choice := cells(row, h, wrong)
	out.N = row.N
	out.Proposal = catalog.Submit{Channel: "spreadsheet", Title: line("title"), Place: line("place"), Text: cell("text"), Benefits: line("benefits")}
	out.Proposal.Kind, out.Proposal.From = choice("kind", ""), choice("from", "resident")
	out.Person = catalog.Person{Name: line("name"), Phone: line("phone"), Consent: choice("consent", "no") == "yes"}
	if out.Proposal.Benefits == "" {
		out.Proposal.Benefits = everybody
	}
	var err error
	if out.Proposal.Need, err = number(line("need")); err != nil {
		wrong["need"] = err
	}
	if out.Proposal.Date, err = dateOf(line("date")); err != nil {
		wrong["date"] = err
	}
	if out.Proposal.Cost, out.About, err = cost(line("cost"), h.tenThousand); err != nil {
		wrong["cost"] = err
	}
	return out, wrong
}

// cells take the cells of a row by field: as it stands, in one line, or as the word of a choice, of which wrong notes what
// is none.
func cells(row workbook.Row, h heads, wrong map[string]error) (cell, line func(string) string, choice func(field, usual string) string) {
	cell = func(field string) string {
		at, ok := h.at[field]
		if !ok {
			return ""
		}
		return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(row.Cell(at))
	}
	line = func(field string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(cell(field), "\n", " ")), " ")
	}
	choice = func(field, usual string) string {
		text := line(field)
		value, ok := chosen(field, text)
		switch {
		case text == "":
			return usual
		case !ok:
			wrong[field] = fmt.Errorf("%w: %s", ErrWord, Column{Field: field}.Words())
		}
		return value
	}
	return cell, line, choice
}

// dateForms are how offices write a day.
var dateForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// dateOf is a day as a proposal has it; what is none is [catalog.ErrDate]. A year of two digits, or a day before the month,
// is not guessed at.
func dateOf(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	for _, form := range dateForms {
		if day, err := time.Parse(form, plain(text)); err == nil {
			return day.Format(time.DateOnly), nil
		}
	}
	return "", catalog.ErrDate
}

// everybody benefits if the list does not say who, as on the form.
const everybody = "社区居民"

// cost reads an amount; in a column of 万元 a bare number is so many of them, and an amount that says its own unit stays.
func cost(text string, tenThousand bool) (fen int64, about bool, err error) {
	if bare := plain(text); tenThousand && bare != "" && !strings.ContainsAny(bare, "万元¥") {
		body, rough := strings.CutSuffix(bare, "左右")
		text = body + "万"
		if rough {
			text += "左右"
		}
	}
	return catalog.Guess(text)
}
