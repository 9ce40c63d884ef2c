package intake

// Lists of needs.

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/workbook"
)

func parseNeeds(t testing.TB, raw string) *Needs {
	t.Helper()
	f, err := workbook.Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return ReadNeeds(f)
}

const needsHead = "需求内容,地点,类别,来源,日期,备注\n"

// TestReadNeeds reads what offices write.
func TestReadNeeds(t *testing.T) {
	l := parseNeeds(t, "2026年需求库\n"+needsHead+"没有扶手,3号楼,工程,入户走访,2026/9/1,急\n缺托管班,活动中心,服务类,12345,2026年10月12日,\n")
	want := []catalog.Need{
		{Text: "没有扶手", Place: "3号楼", Kind: "engineering", Source: "visit", Date: "2026-09-01"},
		{Text: "缺托管班", Place: "活动中心", Kind: "service", Source: "hotline", Date: "2026-10-12"},
	}
	if !l.Whole() || !slices.Equal(l.Needs, want) || !slices.Equal(l.Rows, []int{3, 4}) || !slices.Equal(l.Unread, []string{"备注"}) {
		t.Errorf("%+v", l)
	}
}

// TestNeedFaults: every wrong cell is named with its reason, and no row of them is taken.
func TestNeedFaults(t *testing.T) {
	l := parseNeeds(t, needsHead+"没有扶手,,工程,听说,九月,\n"+strings.Repeat("长", 301)+",楼,工程,走访,2026-02-30,\n（示例）扶手,楼,工程,走访,2026-09-01,\n灯,楼,工程,走访,2026.9.1,\n")
	var got []string
	for _, f := range l.Faults {
		got = append(got, f.Cell())
	}
	if !slices.Equal(got, []string{"B2", "D2", "E2", "A3", "E3", "4"}) || len(l.Needs) != 1 || l.Whole() {
		t.Errorf("%v: %+v", got, l)
	}
	for raw, want := range map[string]error{
		"甲,乙\n1,2\n": ErrHead, needsHead: ErrNothing, "内容,地点,类别,来源\na,b,工程,走访\n": ErrNoHead,
		needsHead + strings.Repeat("灯,楼,工程,走访,2026-09-01,\n", MaxNeeds+1): ErrManyNeeds,
	} {
		if l := parseNeeds(t, raw); len(l.Faults) != 1 || !errors.Is(l.Faults[0].Err, want) || l.Whole() {
			t.Errorf("%.30q: %v", raw, l.Faults)
		}
	}
}

// TestNeedTemplate: as it is offered it is understood, and refused for nothing but its example.
func TestNeedTemplate(t *testing.T) {
	var b bytes.Buffer
	if err := NeedTemplate().WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	if l := parseNeeds(t, b.String()); len(l.Faults) != 1 || l.Faults[0].Err != ErrExample {
		t.Errorf("%+v", l)
	}
	b.Reset()
	if err := NeedTemplate().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	if l := parseNeeds(t, strings.ReplaceAll(b.String(), example, "")); !l.Whole() {
		t.Errorf("without the mark: %+v", l)
	}
}

// TestNeedOfProposal: a proposal's row names a need by its number.
func TestNeedOfProposal(t *testing.T) {
	const head = "名称,地点,类别,内容,提议人,对应需求\n"
	if l := parse(t, head+"灯,弄,工程,亮,王,１２\n灯,弄,工程,亮,王,\n"); !l.Whole() || l.Rows[0].Proposal.Need != 12 || l.Rows[1].Proposal.Need != 0 {
		t.Errorf("%+v", l)
	}
	for _, bad := range []string{"0", "-1", "灯", "1.5"} {
		if l := parse(t, head+"灯,弄,工程,亮,王,"+bad+"\n"); len(l.Faults) != 1 || !errors.Is(l.Faults[0].Err, ErrNeedNo) || l.Faults[0].Cell() != "F2" {
			t.Errorf("%q: %v", bad, l.Faults)
		}
	}
}

// FuzzReadNeeds: whatever the file, each row below the head is a need that can be entered, or has a fault.
func FuzzReadNeeds(f *testing.F) {
	f.Add(needsHead + "没有扶手,3号楼,工程,入户走访,2026/9/1,急\n")
	f.Add("x\n\ntext,place,kind,source,date\n\"a\nb\",b,服务,hotline,2026年1月1日,y\n（示例）,,\n")
	f.Fuzz(func(t *testing.T, raw string) {
		file, err := workbook.Read([]byte(raw))
		if err != nil {
			return
		}
		l := ReadNeeds(file)
		if len(l.Needs) != len(l.Rows) || l.Whole() && len(l.Needs) == 0 {
			t.Fatalf("%+v", l)
		}
		for i := range l.Needs {
			if flaws := catalog.Flaws(&l.Needs[i]); len(flaws) > 0 {
				t.Fatalf("row %d: %v", l.Rows[i], flaws[0])
			}
		}
		for _, x := range l.Faults {
			if x.Err == nil || x.Column < -1 {
				t.Fatalf("fault %+v", x)
			}
		}
	})
}
