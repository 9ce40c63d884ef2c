package kiosk

// The programme's figures (统计报表) as tables: by quarter and community, and the monthly bulletin by town.

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
	"linli/kiosk/workbook"
)

// Report is a table over all rounds of a store.
type Report struct {
	Name    string // in addresses, as in "quarters"
	Filters []string
	Table   func(l lang.Lang, f catalog.Figures, where map[string]string) (workbook.Table, error)
}

// Reports are all of them.
var Reports = []Report{
	{"quarters", quarterFilters, Quarters},
	{"bulletin", monthFilters, MonthTable},
}

var (
	quarterFilters = []string{"quarter", "street", "community", "kind"}
	monthFilters   = []string{"month", "street"}
)

// ReportNamed finds a report, or fails with [ErrListing].
func ReportNamed(name string) (Report, error) {
	for _, r := range Reports {
		if r.Name == name {
			return r, nil
		}
	}
	return Report{}, fmt.Errorf("%w: %q", ErrListing, name)
}

var (
	quarterForm = regexp.MustCompile(`^\d{4}-Q[1-4]$`)
	monthForm   = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)
)

// checked refuses filters that a report with these filters does not have, and months and quarters that are none.
func checked(filters []string, where map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(where)) {
		value := where[name]
		switch {
		case value == "" && slices.Contains(filters, name):
		case !slices.Contains(filters, name):
			return fmt.Errorf("%w: %s（%s）", ErrFilter, name, strings.Join(filters, ", "))
		case name == "quarter" && !quarterForm.MatchString(value):
			return fmt.Errorf("%w: %s（2026-Q3）", ErrFilter, value)
		case name == "month" && !monthForm.MatchString(value):
			return fmt.Errorf("%w: %s（2026-09）", ErrFilter, value)
		case name == "kind" && !slices.Contains(kindCodes, value):
			return fmt.Errorf("%w: %s（%s）", ErrFilter, value, strings.Join(kindCodes, ", "))
		}
	}
	return nil
}

// quarterOf is the quarter of a month: 2026-09 is in 2026-Q3.
func quarterOf(month string) string {
	n, _ := strconv.Atoi(month[5:])
	return fmt.Sprintf("%s-Q%d", month[:4], (n+2)/3)
}

// phases are the sums of one line by phase.
type phases map[catalog.Phase]catalog.Figure

func (p phases) add(phase catalog.Phase, f catalog.Figure) { p[phase] = p[phase].Plus(f) }

// cells are number and money of each phase.
func (p phases) cells() (row []any) {
	for _, phase := range catalog.Phases {
		row = append(row, p[phase].Number, p[phase].Money)
	}
	return row
}

// phaseColumns are the columns of these cells; the keys begin with before.
func phaseColumns(l lang.Lang, before string) (cols []workbook.Column) {
	of := ""
	if before != "" {
		of = lang.T(l, "figures.of."+before)
		before += "-"
	}
	for _, phase := range catalog.Phases {
		name := of + lang.T(l, "figures."+string(phase))
		cols = append(cols, workbook.Column{Key: before + string(phase), Title: lang.T(l, "figures.number", name), Kind: workbook.Number, Width: 10},
			workbook.Column{Key: before + string(phase) + "-money", Title: lang.T(l, "figures.money", name) + lang.T(l, "ledgers.yuan"), Kind: workbook.Money})
	}
	return cols
}

// quarterLine is what a line of the quarterly figures is about.
type quarterLine struct{ quarter, district, street, community, kind string }

func (a quarterLine) compare(b quarterLine) int {
	return cmp.Or(cmp.Compare(a.quarter, b.quarter), cmp.Compare(a.district, b.district), cmp.Compare(a.street, b.street), cmp.Compare(a.community, b.community), cmp.Compare(a.kind, b.kind))
}

// Quarters are the quarterly figures: number and money by phase for each quarter, community and kind; the last row is
// all of them together. Filters: quarter, as in 2026-Q3, street, community, kind; else [ErrFilter].
func Quarters(l lang.Lang, f catalog.Figures, where map[string]string) (workbook.Table, error) {
	if err := checked(quarterFilters, where); err != nil {
		return workbook.Table{}, err
	}
	t := workbook.Table{Title: lang.T(l, "figures.quarters"), Columns: []workbook.Column{text(l, "quarter", 12), text(l, "district", 14), text(l, "street", 14), text(l, "community", 18), text(l, "kind", 10)}}
	t.Columns = append(t.Columns, phaseColumns(l, "")...)
	lines, all := map[quarterLine]phases{}, phases{}
	for h, sum := range f {
		at := quarterLine{quarterOf(h.Month), h.District, h.Street, h.Community, h.Kind}
		if !fits(where, map[string]string{"quarter": at.quarter, "street": at.street, "community": at.community, "kind": at.kind}) {
			continue
		}
		if lines[at] == nil {
			lines[at] = phases{}
		}
		lines[at].add(h.Phase, sum)
		all.add(h.Phase, sum)
	}
	for _, at := range slices.SortedFunc(maps.Keys(lines), quarterLine.compare) {
		t.Rows = append(t.Rows, append([]any{at.quarter, at.district, at.street, at.community, lang.T(l, "kind."+at.kind)}, lines[at].cells()...))
	}
	if len(lines) > 0 {
		t.Rows = append(t.Rows, append([]any{lang.T(l, "figures.total"), "", "", "", ""}, all.cells()...))
	}
	return t, nil
}

// text is a column of texts of the reports.
func text(l lang.Lang, key string, width float64) workbook.Column {
	return workbook.Column{Key: key, Title: lang.T(l, "figures."+key), Width: width}
}

// fits tells whether values are those wanted.
func fits(where, values map[string]string) bool {
	for name, want := range where {
		if want != "" && values[name] != want {
			return false
		}
	}
	return true
}

// town is a line of a monthly bulletin.
type town struct {
	name        string
	month, year phases
	working     int64 // projects begun and not finished at the end of the month
}

// towns are the lines of a bulletin, by name, and all of them together: the streets, or the communities of one.
func towns(f catalog.Figures, month, street string) (lines []*town, all *town) {
	met := map[string]*town{}
	all = &town{month: phases{}, year: phases{}}
	for h, sum := range f {
		if h.Month > month || street != "" && h.Street != street {
			continue
		}
		name := cmp.Or(h.Street, "—")
		if street != "" {
			name = h.Community
		}
		if met[name] == nil {
			met[name] = &town{name: name, month: phases{}, year: phases{}}
		}
		for _, t := range []*town{met[name], all} {
			t.add(h, sum, month)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(met)) {
		lines = append(lines, met[name])
	}
	return lines, all
}

func (t *town) add(h catalog.Heading, sum catalog.Figure, month string) {
	switch h.Phase {
	case catalog.Begun:
		t.working += sum.Number
	case catalog.Done:
		t.working -= sum.Number
	}
	if h.Month[:4] == month[:4] {
		t.year.add(h.Phase, sum)
	}
	if h.Month == month {
		t.month.add(h.Phase, sum)
	}
}

// MonthTable is the monthly bulletin as a table: for each town what happened in the month and in the year so far, and how
// many projects are under way. Filters: month, as in 2026-09 and needed, and street, whose communities are told then.
func MonthTable(l lang.Lang, f catalog.Figures, where map[string]string) (workbook.Table, error) {
	if err := checked(monthFilters, where); err != nil {
		return workbook.Table{}, err
	}
	if where["month"] == "" {
		return workbook.Table{}, fmt.Errorf("%w: month（2026-09）", ErrFilter)
	}
	t := workbook.Table{Title: lang.T(l, "figures.bulletin"), Columns: []workbook.Column{text(l, "town", 18)}}
	t.Columns = append(append(t.Columns, phaseColumns(l, "month")...), phaseColumns(l, "year")...)
	t.Columns = append(t.Columns, workbook.Column{Key: "working", Title: lang.T(l, "figures.working"), Kind: workbook.Number, Width: 10})
	lines, all := towns(f, where["month"], where["street"])
	if all.name = lang.T(l, "figures.total"); len(lines) > 0 {
		lines = append(lines, all)
	}
	for _, x := range lines {
		row := append([]any{x.name}, x.month.cells()...)
		t.Rows = append(t.Rows, append(append(row, x.year.cells()...), x.working))
	}
	return t, nil
}

// Bulletin is the monthly bulletin as it is printed. The month is as in 2026-09, else [ErrFilter]; a street without
// records, or a month before all of them, gives a bulletin that [pdf.ErrEmpty] refuses.
func Bulletin(f catalog.Figures, month, street string) (pdf.Bulletin, error) {
	first, err := time.ParseInLocation("2006-01", month, Zone)
	if err != nil {
		return pdf.Bulletin{}, fmt.Errorf("%w: %q（2026-09）", ErrFilter, month)
	}
	b := pdf.Bulletin{Month: first, Street: street}
	lines, all := towns(f, month, street)
	if all.name = "合计"; len(lines) > 0 {
		lines = append(lines, all)
	}
	for _, x := range lines {
		b.Lines = append(b.Lines, pdf.BulletinLine{Name: x.name, Month: x.month.printed(), Year: x.year.printed(), Working: x.working})
	}
	return b, nil
}

func (p phases) printed() pdf.BulletinFigures {
	return pdf.BulletinFigures{Proposed: p[catalog.Proposed].Number, Approved: p[catalog.Approved].Number, Cost: p[catalog.Approved].Money,
		Begun: p[catalog.Begun].Number, Done: p[catalog.Done].Number, Paid: p[catalog.Spent].Money}
}
