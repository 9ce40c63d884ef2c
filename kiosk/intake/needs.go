package intake

// Needs out of a list.

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"linli/catalog"
	"linli/kiosk/workbook"
)

// MaxNeeds is the most needs of one list, which are entered in one commit.
const MaxNeeds = 2000

// Faults of a list of needs, and of a number or a day in any list.
var (
	ErrManyNeeds = errors.New("一次最多录入 2000 条，请分成几个文件 / at most 2000 needs at a time, split the list")
	ErrDay       = errors.New("日期写成 2026-11-22 或 2026年11月22日 / write a date like 2026-11-22 or 2026年11月22日")
	ErrNeedNo    = errors.New("填需求库里的编号，如 12 / write the number in the needs library, like 12")
)

// NeedColumns are the columns of a list of needs, in the order of the template.
var NeedColumns = []Column{
	{"text", []string{"需求内容", "内容", "需求", "具体内容", "text", "need"}, true, example + "3号楼道没有扶手，老人上下不便。", 48},
	{"place", []string{"地点", "位置", "place", "location"}, true, "幸福弄3号", 24},
	{"kind", []string{"类别", "类型", "需求类别", "kind", "type"}, true, "工程类", 10},
	{"source", []string{"来源", "需求来源", "渠道", "source"}, true, "走访", 12},
	{"date", []string{"日期", "收集日期", "登记日期", "时间", "date"}, true, "2026-09-12", 14},
}

// Needs is what was read: needs without a fault, and the rows of the file that they stand in.
type Needs struct {
	Sheet
	Needs []catalog.Need
	Rows  []int
}

// Whole tells whether the list can be entered: all or nothing.
func (l *Needs) Whole() bool { return len(l.Faults) == 0 && len(l.Needs) > 0 }

// ReadNeeds reads a list of needs. More rows than [MaxNeeds] are refused as a whole.
func ReadNeeds(f workbook.File) *Needs {
	l := &Needs{}
	h, rest := l.open(f, NeedColumns, MaxNeeds, ErrManyNeeds)
	for _, row := range rest {
		l.row(h, row)
	}
	return l
}

// NeedTemplate is the list to fill in.
func NeedTemplate() workbook.Table { return template("需求库", NeedColumns) }

// row reads a need; all that is wrong with it is said.
func (l *Needs) row(h heads, row workbook.Row) {
	if strings.HasPrefix(plain(row.Cell(h.at["text"])), plain(example)) {
		l.fault(row.N, -1, "", ErrExample)
		return
	}
	wrong := map[string]error{}
	cell, line, choice := cells(row, h, wrong)
	x := catalog.Need{Text: cell("text"), Place: line("place"), Kind: choice("kind", ""), Source: choice("source", "")}
	var err error
	if x.Date, err = dayOf(line("date")); err != nil {
		wrong["date"] = err
	}
	for _, flaw := range catalog.Flaws(&x) {
		if _, known := wrong[flaw.Field]; !known {
			wrong[flaw.Field] = flaw.Err
		}
	}
	if l.right(h, row, wrong) {
		l.Needs, l.Rows = append(l.Needs, x), append(l.Rows, row.N)
	}
}

var dayForm = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)

// dayOf reads a day as offices write it; nothing is nothing.
func dayOf(text string) (string, error) {
	if text = plain(text); text == "" {
		return "", nil
	}
	m := dayForm.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%w: %q", ErrDay, clip(text))
	}
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	date := fmt.Sprintf("%s-%02d-%02d", m[1], month, day)
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", fmt.Errorf("%w: %q", ErrDay, clip(text))
	}
	return date, nil
}

// number reads the number of a need; nothing is 0.
func number(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(norm.NFKC.String(text))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%w: %q", ErrNeedNo, clip(text))
	}
	return n, nil
}

// clip is as much of a text as a fault repeats.
func clip(text string) string {
	if r := []rune(text); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return text
}
