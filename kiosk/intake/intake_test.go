package intake

// Lists as offices keep them, and what is said of each wrong cell.

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"linli/catalog"
	"linli/kiosk/workbook"
)

// organised is a scheme in which only organisations hand in services.
func organised(from, kind string) bool { return kind != "service" || from == "organisation" }

func parse(t testing.TB, raw string) *List {
	t.Helper()
	f, err := workbook.Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return Read(f, rules(organised))
}

const first = "名称,地点,类别,内容,谁受益,费用（万元）,提议人,身份,联系电话,备注\n"

// TestRead reads what people write.
func TestRead(t *testing.T) {
	l := parse(t, "2026年提议汇总\n"+first+
		"南门充电棚,南门,工程,\"第一行\n第二行\",260户,约4.8,王小明,,0000-1,急\n"+
		",,\n"+
		"托管班,活动中心,服务类,暑期托管,,3000元,甲社会工作站,社会组织,,\n"+
		"长椅, 南门  广场 ,工程类,三张,,,李四,居民,,\n")
	if !l.Whole() || len(l.Rows) != 3 || !slices.Equal(l.Unread, []string{"备注"}) || l.Kind != "UTF-8" {
		t.Fatalf("%+v", l)
	}
	a, b, c := l.Rows[0], l.Rows[1], l.Rows[2]
	if p := a.Proposal; p.Title != "南门充电棚" || p.Kind != "engineering" || p.From != "resident" || p.Text != "第一行\n第二行" || p.Cost != 4_800_000 || !a.About || a.Person.Name != "王小明" || a.Person.Phone != "0000-1" || p.Channel != "spreadsheet" {
		t.Errorf("%+v", a)
	}
	if p := b.Proposal; p.Kind != "service" || p.From != "organisation" || p.Cost != 300_000 || b.About || p.Benefits != everybody {
		t.Errorf("%+v", b)
	}
	if p := c.Proposal; p.Cost != 0 || p.Place != "南门 广场" || c.Person.Consent {
		t.Errorf("%+v", c)
	}
}

// TestUnits: the unit stands in the cell, else in the head of the amounts, else it is 元; another head's 万 says nothing.
func TestUnits(t *testing.T) {
	for head, amounts := range map[string]map[string]int64{
		"名称,地点,类别,内容（万字以内）,提议人,费用":  {"35000": 3_500_000, "3.5万": 3_500_000, "约3000元": 300_000, "": 0},
		"名称,地点,类别,内容,提议人,费用（元）":     {"35000": 3_500_000, "3.5万元": 3_500_000},
		"名称,地点,类别,内容,提议人,费用（单位：万元）": {"3.5": 3_500_000, "3.5左右": 3_500_000, "大约 3.5": 3_500_000, "3.5万": 3_500_000, "35000元": 3_500_000, "￥35000": 3_500_000, "": 0},
	} {
		for amount, want := range amounts {
			l := parse(t, head+"\na,b,工程,c,王,"+amount+"\n")
			if !l.Whole() || l.Rows[0].Proposal.Cost != want {
				t.Errorf("%s: %q: %+v", head, amount, l)
			}
		}
	}
}

// TestFaults: every wrong cell is named with its head and its reason, all at once, and no row of them is taken.
func TestFaults(t *testing.T) {
	l := parse(t, first+
		"充电棚,,工程,棚,,五万,王小明,,,\n"+
		"托管班,活动中心,服务类,暑期托管,,,张三,居民,,\n"+
		"长椅,南门,娱乐,三张,,3-5,李四,路人,,\n"+
		strings.Repeat("长", 41)+",南门,工程,\u202e反,,,,,,,多余\n"+
		"（示例）充电棚,南门,工程,棚,,,王小明,,,\n"+
		"好的,南门,工程,三张,,,李四,居民,,\n")
	var got []string
	for _, f := range l.Faults {
		got = append(got, f.Cell()+" "+f.Head+" "+strings.Split(f.Err.Error(), " / ")[0])
	}
	want := []string{
		"B2 地点 请填写", "F2 费用（万元） " + strings.Split(catalog.ErrYuan.Error(), " / ")[0],
		"H3 身份 " + strings.Split(catalog.ErrProposer.Error(), " / ")[0],
		"C4 类别 请填以下之一", "F4 费用（万元） " + strings.Split(catalog.ErrYuan.Error(), " / ")[0], "H4 身份 请填以下之一",
		"A5 名称 太长", "D5 内容 含有不能使用的字符", "G5 提议人 请填写", "K5  这一格没有表头",
		"6  " + strings.Split(ErrExample.Error(), " / ")[0],
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if l.Whole() || len(l.Rows) != 1 || l.Rows[0].N != 7 {
		t.Errorf("taken: %+v", l.Rows)
	}
}

// TestHeads: without the columns it needs a list is refused before its rows are looked at.
func TestHeads(t *testing.T) {
	for raw, want := range map[string][]error{
		"甲,乙\n1,2\n": {ErrHead},
		"名称,地点,类别,内容\na,b,工程,c\n":                                                         {ErrNoHead},
		"名称,地点,类别\na,b,工程\n":                                                              {ErrNoHead, ErrNoHead},
		"名称,位置,类别,内容,提议人,地点\na,b,工程,c,王,d\n":                                              {ErrTwice},
		"名称,地点,类别,内容,提议人\n":                                                               {ErrNothing},
		"\n\n\n名称,地点,类别,内容,提议人\n" + strings.Repeat("a,b,工程,c,王\n", catalog.MaxHandings+1): {catalog.ErrMany},
		"名 称 *,地点：,类别（必填）,内容,提议人\na,b,工程,c,王\n":                                           nil,
		"Title,Place,Kind,Text,Name\na,b,engineering,c,Wang\n":                            nil,
	} {
		l := parse(t, raw)
		ok := len(l.Faults) == len(want) && l.Whole() == (want == nil)
		for i := range min(len(l.Faults), len(want)) {
			ok = ok && errors.Is(l.Faults[i].Err, want[i])
		}
		if !ok {
			t.Errorf("%.40q: %v", raw, l.Faults)
		}
	}
	if l := Read(workbook.File{}, rules(organised)); !errors.Is(l.Faults[0].Err, ErrHead) {
		t.Error(l.Faults)
	}
}

// TestTemplate: as it is offered it is understood, and refused for nothing but its example.
func TestTemplate(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer) error{
		"xlsx": func(b *bytes.Buffer) error { return Template().WriteXLSX(b) },
		"csv":  func(b *bytes.Buffer) error { return Template().WriteCSV(b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		l := parse(t, b.String())
		if len(l.Faults) != 1 || l.Faults[0].Err != ErrExample || l.Faults[0].Row != 2 || len(l.Unread) > 0 {
			t.Errorf("%s: %+v", name, l)
		}
		l = parse(t, strings.ReplaceAll(b.String(), example, ""))
		if name == "csv" && (!l.Whole() || !l.Rows[0].About || !l.Rows[0].Person.Consent) {
			t.Errorf("%s, the example without its mark: %+v", name, l)
		}
	}
}

// TestUnseen: what nobody sees in a word or a head makes no difference.
func TestUnseen(t *testing.T) {
	l := parse(t, "名称\u200b,\u2060地点,类\u00a0别,内容,\ufeff提议人\na,b,\u200b工程,c,王\n")
	if !l.Whole() || l.Rows[0].Proposal.Kind != "engineering" || l.Rows[0].Proposal.Title != "a" {
		t.Errorf("%+v", l)
	}
}

// TestWordsAreClear: no word and no head stands for two things.
func TestWordsAreClear(t *testing.T) {
	for field, values := range words {
		seen := map[string]string{}
		for value, all := range values {
			for _, w := range all {
				if got, ok := chosen(field, w); !ok || got != value || seen[plain(w)] != "" {
					t.Errorf("%s: %q is %q and %q", field, w, value, got)
				}
				seen[plain(w)] = value
			}
		}
	}
	for _, c := range Columns {
		for _, h := range c.Heads {
			if got, _, ok := column(Columns, h); !ok || got.Field != c.Field {
				t.Errorf("%q is %q and %q", h, c.Field, got.Field)
			}
		}
	}
}

// TestBackAndForth: proposals that are written into a list, in any order of columns and any encoding, are read as they were.
func TestBackAndForth(t *testing.T) {
	text := rapid.StringMatching(`[一-龥a-z0-9]{1,10}( [一-龥]{1,4})?`)
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(Columns).Draw(t, "order")
		var table workbook.Table
		for _, c := range order {
			table.Columns = append(table.Columns, workbook.Column{Key: c.Field, Title: rapid.SampledFrom(c.Heads).Draw(t, "head")})
		}
		var want []catalog.Handing
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			kind := rapid.SampledFrom([]string{"engineering", "service"}).Draw(t, "kind")
			from := rapid.SampledFrom([]string{"resident", "unit", "enterprise", "organisation", "committee"}).Draw(t, "from")
			h := catalog.Handing{
				Person: catalog.Person{Name: text.Draw(t, "name"), Phone: rapid.StringMatching(`[0-9]{0,11}`).Draw(t, "phone"), Consent: rapid.Bool().Draw(t, "consent")},
				Proposal: catalog.Submit{Channel: "spreadsheet", Kind: kind, From: from, Title: text.Draw(t, "title"), Place: text.Draw(t, "place"),
					Text: text.Draw(t, "text"), Benefits: text.Draw(t, "benefits"), Cost: rapid.Int64Range(0, 99_999_999_999).Draw(t, "cost"), Need: rapid.IntRange(0, 99_999).Draw(t, "need")},
			}
			want, table.Rows = append(want, h), append(table.Rows, written(order, h))
		}
		l := sent(t, table)
		if !l.Whole() {
			t.Fatalf("%+v", l.Faults)
		}
		if got := l.Handings(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v\nwant\n%+v", got, want)
		}
	})
}

// written is a proposal as a row.
func written(order []Column, h catalog.Handing) (row []any) {
	p := h.Proposal
	said := map[string]string{
		"title": p.Title, "place": p.Place, "text": p.Text, "benefits": p.Benefits, "cost": catalog.Written(p.Cost), "name": h.Person.Name, "phone": h.Person.Phone,
		"kind": words["kind"][p.Kind][0], "from": words["from"][p.From][0], "need": map[bool]string{true: fmt.Sprint(p.Need)}[p.Need > 0], "consent": words["consent"][map[bool]string{true: "yes", false: "no"}[h.Person.Consent]][0],
	}
	for _, c := range order {
		row = append(row, said[c.Field])
	}
	return row
}

// sent writes a table as a file of some kind and reads it.
func sent(t *rapid.T, table workbook.Table) *List {
	var b bytes.Buffer
	raw := func() []byte { return b.Bytes() }
	var err error
	switch rapid.IntRange(0, 2).Draw(t, "file") {
	case 0:
		err = table.WriteXLSX(&b)
	case 1:
		err = table.WriteCSV(&b)
	case 2:
		err = table.WriteCSV(&b)
		raw = func() []byte {
			out, e := simplifiedchinese.GB18030.NewEncoder().Bytes(bytes.TrimPrefix(b.Bytes(), []byte("\ufeff")))
			err = e
			return out
		}
	}
	file := raw()
	if err != nil {
		t.Fatal(err)
	}
	f, err := workbook.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return Read(f, rules(func(string, string) bool { return true }))
}

// FuzzRead: whatever the file, each row below the head is a proposal that can be handed in, or has a fault; every fault
// is at a place of the file and says why.
func FuzzRead(f *testing.F) {
	f.Add(first+"充电棚,南门,工程,棚,,约4.8,王小明,,,\n", true)
	f.Add("名称,位置,类别,内容,提议人,地点\na,b,工程,c,王,d\n", false)
	f.Add("x\n\nTitle,Place,Kind,Text,Name\n\"a\nb\",b,服务,c,Wang,y\n（示例）,,\n", false)
	f.Fuzz(func(t *testing.T, raw string, allowed bool) {
		file, err := workbook.Read([]byte(raw))
		if err != nil {
			return
		}
		l := Read(file, rules(func(string, string) bool { return allowed }))
		at := map[int]bool{0: true}
		for _, r := range file.Rows {
			at[r.N] = true
		}
		faulty := map[int]bool{}
		for _, x := range l.Faults {
			if x.Err == nil || !at[x.Row] || x.Column < -1 || x.Column >= workbook.MaxColumns {
				t.Fatalf("fault %+v", x)
			}
			faulty[x.Row] = true
		}
		for _, r := range l.Rows {
			if faulty[r.N] || !at[r.N] || !allowed {
				t.Fatalf("row %+v", r)
			}
			for _, flaw := range append(catalog.Flaws(&r.Proposal), catalog.Flaws(&r.Person)...) {
				if flaw.Field != "slip" && flaw.Field != "proposer" {
					t.Fatalf("row %d: %v", r.N, flaw)
				}
			}
		}
		if head, rest := headOf(Columns, file.Rows); head != nil && len(rest) > 0 && !faulty[head.N] && len(rest) <= catalog.MaxHandings {
			for _, r := range rest {
				if !faulty[r.N] && !slices.ContainsFunc(l.Rows, func(x Row) bool { return x.N == r.N }) {
					t.Fatalf("row %d is lost: %s", r.N, fmt.Sprint(r.Cells))
				}
			}
		}
	})
}

// rules let everything in on the days of November 2026.
func rules(may func(from, kind string) bool) Rules {
	return Rules{may, func(date string) error {
		if date != "" && !strings.HasPrefix(date, "2026-11-") {
			return catalog.ErrDates
		}
		return nil
	}}
}

// TestDates: a day is read however offices write it; what is none, and one outside the dates, is told with its cell.
func TestDates(t *testing.T) {
	list := func(date string) *List {
		return parse(t, "名称,地点,类别,内容,提议人,交表日期\n长椅,南门,工程类,加一张长椅,王小明,"+date+"\n")
	}
	for _, text := range []string{"2026-11-05", "2026/11/5", "2026.11.5", "2026年11月5日", "20261105", "２０２６－１１－０５", " 2026-11-05 "} {
		if l := list(text); !l.Whole() || l.Rows[0].Proposal.Date != "2026-11-05" {
			t.Errorf("%q: %+v", text, l)
		}
	}
	if l := list(""); !l.Whole() || l.Rows[0].Proposal.Date != "" {
		t.Errorf("none: %+v", l)
	}
	for text, want := range map[string]error{"昨天": catalog.ErrDate, "5/11/2026": catalog.ErrDate, "26-11-5": catalog.ErrDate, "2026-11-31": catalog.ErrDate, "2026-13-01": catalog.ErrDate, "2026-12-01": catalog.ErrDates} {
		if l := list(text); len(l.Faults) != 1 || !errors.Is(l.Faults[0].Err, want) || l.Faults[0].Cell() != "F2" {
			t.Errorf("%q: %+v", text, l.Faults)
		}
	}
}
