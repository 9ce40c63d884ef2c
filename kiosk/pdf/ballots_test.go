package pdf

// This file proves ballots: refusals, completeness, codes that read, flat memory.

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestBallotsRefuse(t *testing.T) {
	change := func(f func(*Ballots)) Ballots { b := demoBallots(5, 3); f(&b); return b }
	long := strings.Repeat("很长的项目名称", 40)
	for _, c := range []struct {
		name string
		b    Ballots
		want error
	}{
		{"no project", change(func(b *Ballots) { b.Projects = nil }), ErrEmpty},
		{"no date", change(func(b *Ballots) { b.Date = Ballots{}.Date }), ErrDate},
		{"no sheet", change(func(b *Ballots) { b.Sheets = nil }), ErrBatch},
		{"too many sheets", demoBallots(5, MaxSheets+1), ErrBatch},
		{"same code twice", change(func(b *Ballots) { b.Sheets[2].URL = b.Sheets[0].URL }), ErrSheet},
		{"same serial twice", change(func(b *Ballots) { b.Sheets[2].Serial = b.Sheets[0].Serial }), ErrSheet},
		{"no code", change(func(b *Ballots) { b.Sheets[1].URL = "" }), ErrSheet},
		{"code too long", change(func(b *Ballots) { b.Sheets[1].URL = strings.Repeat("x", 300) }), ErrCode},
		{"code beyond QR", change(func(b *Ballots) { b.Sheets[1].URL = strings.Repeat("x", 9000) }), ErrCode},
		{"does not fit", change(func(b *Ballots) {
			b.Projects = demoChoices(40)
			for i := range b.Projects {
				b.Projects[i].Name = long
			}
		}), ErrFit},
	} {
		if _, err := c.b.Print(discard{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// What people and machines read is in the file, on every size of paper and with every number of pages.
func TestBallotShowsEveryProject(t *testing.T) {
	for _, size := range []Size{A5, A4} {
		for _, n := range []int{5, 16, 24, 40} {
			b := demoBallots(n, 1)
			b.Size = size
			got := textOf(t, printed(t, b))
			for _, c := range b.Projects {
				if !strings.Contains(got, squeeze(c.Number+c.Name)) || !strings.Contains(got, Amount(c.Cost)) {
					t.Errorf("size %d, %d projects: no. %s is not complete", size, n, c.Number)
				}
			}
			for _, want := range []string{b.Title, b.Rule, "03-0001-K", "第3投票站", "0512-65550123"} {
				if !strings.Contains(got, squeeze(want)) {
					t.Errorf("size %d, %d projects: no %q", size, n, want)
				}
			}
		}
	}
}

// A form tells how it is marked, and has what is marked.
func TestFormsSayHowToMark(t *testing.T) {
	for form, want := range map[Form]string{Approval: "把圆圈涂满", Ranking: "方框里写名次", Points: "方框里写分数"} {
		for _, size := range []Size{A5, A4} {
			b := demoBallots(6, 1)
			b.Form, b.Size = form, size
			holds(t, b, want)
			p, err := newPress("t")
			if err != nil {
				t.Fatal(err)
			}
			sides, err := b.sides(p)
			if err != nil {
				t.Fatal(err)
			}
			circles, boxes := 0, 0
			for _, k := range sides[0].inks {
				switch k := k.(type) {
				case ring:
					circles += pick(2*k.r >= 8, 1, 0)
				case box:
					boxes += pick(!k.fill && k.w >= 8 && k.w < 12, 1, 0)
				}
			}
			if wantBoxes := pick(form == Approval, 0, 6); boxes != wantBoxes || circles != 6-wantBoxes {
				t.Errorf("form %d: %d circles, %d boxes", form, circles, boxes)
			}
			insidePaper(t, want, sides[0])
		}
	}
}

// A name ends its line where a phrase ends, and no line is left with one character.
func TestNamesBreakByPhrase(t *testing.T) {
	for text, want := range map[string]string{
		"“一碗热饭”：给独居老人中午送餐":        "“一碗热饭”：|给独居老人中午送餐",
		"办一个“四点半课堂”，接住放学没人管的孩子":   "办一个“四点半课堂”，|接住放学没人管的孩子",
		"沿问渡河铺一条不打滑的健身步道":         "沿问渡河铺一条不打滑的|健身步道",
		"三角绿地改成能坐能走的口袋公园":         "三角绿地改成能坐能走的|口袋公园",
		"http://a.cn/一二三四五六七八九十一": "http://a.cn/一二三四五六|七八九十一",
		"楼道扶手": "楼道扶手",
	} {
		g := toyGalley(text)
		g.hang = false
		var got []string
		for _, s := range g.phrases(12, 1) {
			got = append(got, string(g.text[s.from:s.to]))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSampleAndTestDeckSaySo(t *testing.T) {
	b := demoBallots(5, 2)
	b.Kind = Sample
	file := printed(t, b)
	if codes, err := Scan(file); !errors.Is(err, ErrNoCode) {
		t.Errorf("a sample holds codes: %v %v", codes, err)
	}
	if !strings.Contains(textOf(t, file), "不能投票") {
		t.Error("a sample does not say that it cannot be cast")
	}
	b.Kind = TestDeck
	if got := textOf(t, printed(t, b)); strings.Count(got, "测试票") < 4 {
		t.Error("a test deck does not say so on every sheet")
	}
}

func TestCodesAreReadBack(t *testing.T) {
	b := demoBallots(40, 7)
	b.Size = A4
	got, err := Scan(printed(t, b))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range b.Sheets {
		want = append(want, s.URL)
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %q", got)
	}
}

// The code is also read from the page as it is seen, at the 200 dots an inch of a common scanner.
func TestCodeIsReadFromTheRenderedPage(t *testing.T) {
	for name, c := range map[string]struct {
		d    Document
		page int
		want string
	}{
		"ballot": {demoBallots(12, 1), 3, demoSheets(1)[0].URL},
		"folded": {demoBallots(40, 1), 3, demoSheets(1)[0].URL},
		"letter": {Letters{Letters: demoLetters(1).Letters, Date: day, Single: true}, 1, "http://192.168.1.20:8080/p/0"},
		"slip":   {demoSlips(1), 1, "http://192.168.1.20:8080/p/273TD93B60"},
	} {
		if got, err := readPhoto(rendered(t, printed(t, c.d), c.page)); err != nil || got != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestCodeIsLargeEnough(t *testing.T) {
	for _, n := range []int{1, 62, 100, 180, 210} {
		c, err := newCode(strings.Repeat("x", n), 0, 0, codeMM)
		if err != nil {
			t.Fatal(err)
		}
		if c.side < 25 || c.side/float64(len(c.bits)) < minModule-1e-9 {
			t.Errorf("%d bytes: %v mm, %d modules", n, c.side, len(c.bits))
		}
	}
}

// The heap does not grow with the number of files, and one file of 500 stays small.
func TestBatchIsFlatInMemory(t *testing.T) {
	b := demoBallots(40, MaxSheets)
	for _, n := range []int{12, 40} {
		if first := printed(t, demoBallots(n, MaxSheets)); len(first) > 800_000 {
			t.Errorf("500 sheets of %d projects take %d bytes", n, len(first))
		}
	}
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := live()
	for range 3 {
		printed(t, b)
	}
	if after := live(); after > before+4<<20 {
		t.Errorf("heap grew from %d to %d bytes", before, after)
	}
}
