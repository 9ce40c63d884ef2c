package pdf

// This file proves that each document says what it must and refuses what is false.

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestDocumentsRefuse(t *testing.T) {
	notice := func(f func(*Notice)) Notice { n := demoNotice(); f(&n); return n }
	for _, c := range []struct {
		name string
		d    Document
		want error
	}{
		{"no results", notice(func(n *Notice) { n.Results = nil }), ErrEmpty},
		{"no date", notice(func(n *Notice) { n.Date = Notice{}.Date }), ErrDate},
		{"period reversed", notice(func(n *Notice) { n.Begin, n.End = n.End, n.Begin }), ErrPeriod},
		{"no working day", notice(func(n *Notice) { n.Workdays = 0 }), ErrPeriod},
		{"more working days than days", notice(func(n *Notice) { n.Workdays = 6 }), ErrPeriod},
		{"more than the fund", notice(func(n *Notice) { n.Fund = 1 }), ErrOverspent},
		{"address too long", notice(func(n *Notice) { n.CheckURL = strings.Repeat("x", 300) }), ErrCode},
		{"no project", Library{Posting: demoPosting("t")}, ErrEmpty},
		{"no letter", Letters{Date: day}, ErrEmpty},
		{"letters without date", Letters{Letters: make([]Letter, 1)}, ErrDate},
		{"no slip", Slips{Date: day}, ErrEmpty},
		{"slips without date", Slips{Slips: make([]Slip, 1)}, ErrDate},
		{"no item", Minutes{Date: day, Begin: day}, ErrEmpty},
		{"minutes without date", Minutes{Items: make([]Item, 1)}, ErrDate},
		{"scheme without articles", Announcement{Date: day}, ErrEmpty},
		{"scheme without date", Announcement{Articles: make([]Article, 1)}, ErrDate},
		{"scheme of many signers", Announcement{Date: day, Articles: make([]Article, 1), Signers: make([]string, 5)}, ErrSigners},
		{"protocol without a seed", Protocol{Date: day, How: "骰子"}, ErrEmpty},
		{"protocol without date", Protocol{Seed: "1", How: "骰子"}, ErrDate},
		{"a day without figures", DaySheet{Date: day}, ErrEmpty},
		{"a day without date", DaySheet{Figures: make([]Figure, 1)}, ErrDate},
		{"a handover without time", HandoverSheet{}, ErrDate},
		{"poster without ways", Poster{Title: "t", Date: day}, ErrEmpty},
		{"poster without date", Poster{Title: "t", Ways: []string{"w"}}, ErrDate},
		{"poster of dates reversed", Poster{Title: "t", Ways: []string{"w"}, From: day, To: day.AddDate(0, 0, -1), Date: day}, ErrPeriod},
		{"poster of too many words", Poster{Title: "t", Ways: []string{strings.Repeat("很多话", 400)}, Date: day}, ErrFit},
		{"poster of a long address", Poster{Title: "t", Ways: []string{"w"}, URL: strings.Repeat("x", 300), Date: day}, ErrCode},
		{"blank form without fields", BlankForm{Date: day}, ErrEmpty},
		{"blank form without date", BlankForm{Fields: make([]Blank, 1)}, ErrDate},
		{"blank form of a long address", BlankForm{Fields: make([]Blank, 1), Date: day, URL: strings.Repeat("x", 300)}, ErrCode},
		{"nobody", Attendance{Date: day, Begin: day}, ErrEmpty},
	} {
		if _, err := c.d.Print(discard{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func holds(t *testing.T, d Document, want ...string) {
	t.Helper()
	got := textOf(t, printed(t, d))
	for _, w := range want {
		if !strings.Contains(got, squeeze(w)) {
			t.Errorf("%T does not say %q", d, w)
		}
	}
}

func TestNoticeSaysWhatItMust(t *testing.T) {
	for _, large := range []bool{false, true} {
		n := demoNotice()
		n.Large = large
		holds(t, n, n.Title, "全体居民：", n.Basis, "居民提议126件", "邻里圆桌会3场", "发出选票1,120张，有效票1,976张",
			"资金总额20万元，入选项目4个，合计16.2万元，余额3.8万元", "资金线：以上入选项目累计16.2万元", n.Rule, n.Ties[0], "得票第9名", "优先列入下届项目库",
			"未入选", "账目相符", "自2026年11月23日至11月27日（周五），共5个工作日", n.Objection, "联系电话", "监督电话", "0512-65550789",
			n.CheckURL, "9f86d0819f86d081", "xingfuli/412", "特此公示。", "长桥街道办事处", "2026年11月21日")
	}
}

// A quiet day prints no figure, and every difference is said.
func TestDaySheetSaysWhatItMust(t *testing.T) {
	d := demoDay()
	holds(t, d, "投票站日结单", d.Station, "收到选票", "212", "118", "少1张", d.Reason, "清点人秦闻", "复核人包小满", "清点人签字", "复核人签字", d.Ledger)
	d.Quiet, d.Missing, d.Extra = true, 0, 0
	if text := textOf(t, printed(t, d)); strings.Contains(text, "212") || strings.Contains(text, "118") {
		t.Error("a quiet day is printed with its figures")
	}
	holds(t, d, "张数相符", "不足十人")
	h := demoHandover()
	h.Extra, h.Reason = 2, "两张粘在一起"
	holds(t, h, "投票站交接单", "票堆里的选票", "多2张", h.Reason, "交班人秦闻", "接班人包小满", "接班人签字")
}

func TestNoticeHidesNoDifference(t *testing.T) {
	n := demoNotice()
	n.Accounts[0].Issued++
	holds(t, n, "印制数比去向合计少1张", "发出数比去向合计多1张", "原因待说明")
	n.Accounts[0].Reason = "一张票在箱外被发现"
	holds(t, n, "原因：一张票在箱外被发现")
}

func TestLibrarySaysWhatItMust(t *testing.T) {
	l := demoLibrary()
	holds(t, l, "本届资金总额40万元", "14个项目列入项目库", "区住建局", "估算区间2.9万元至3.1万元", "每人最多选5项", "监督电话")
}

// TestNoSignatureStandsAlone: whatever a notice is long, some of its text is on the page that is signed.
func TestNoSignatureStandsAlone(t *testing.T) {
	for n := range 14 {
		for _, url := range []string{"", "http://192.168.1.20:8080/r/xingfuli-2026"} {
			l, r := demoLibrary(), demoNotice()
			l.Projects, l.CheckURL = l.Projects[:n+1], url
			r.Results, r.CheckURL = r.Results[:min(n, 8)+1], url
			r.Line = min(r.Line, len(r.Results))
			for i := range n {
				l.Rule += strings.Repeat("每人最多选五项。", i)
			}
			r.Rule = l.Rule
			for name, pages := range map[string][]*page{"library": pagesOf(t, l.pages), "notice": pagesOf(t, r.pages)} {
				for _, pg := range pages {
					if w, is := pg.inks[0].(words); is && string(w.text) == "特此公示。" {
						t.Errorf("%s of %d, %q: nothing but signatures is on the last page", name, n+1, url)
					}
				}
			}
		}
	}
}

func TestProtocolSaysWhatItMust(t *testing.T) {
	p := demoProtocol()
	holds(t, p, p.Title, p.Basis, p.Rungs, "种子", p.Seed, p.How, "抽签人", "见证人", p.Witnesses[1], "签字", "7", "3幢北侧路面翻建", "388票", "签号：0c1a d081",
		p.Ties[0].Effect, "9f86 d081", "2026年11月21日", "前412条")
	p.Ties = nil
	holds(t, p, "没有需要抽签的并列项目", p.Seed)
}

func TestLetterSaysWhatItMust(t *testing.T) {
	b := demoLetters(3)
	l := b.Letters[2]
	holds(t, b, "尊敬的李𬭎居民：", "您好！", l.Course, l.Remains, "（22号提议）", "0512-65550123", "此致", "敬礼！", "编号："+l.Number, "送达回执", "收信人签字", "共3封")
	if codes, err := Scan(printed(t, b)); err != nil || len(codes) != 3 || codes[2] != l.URL {
		t.Errorf("codes %q, %v", codes, err)
	}
}

// TestSlipsSayWhatTheyMust: each has what its proposer needs, and of two on a page each code is its own.
func TestSlipsSayWhatTheyMust(t *testing.T) {
	b := demoSlips(7)
	holds(t, b, b.Round, "T-012", "T-018", b.Slips[0].Title, "地点：祥里小区3幢东侧", "提议人：李𬭎", "提议码：273T D93B 6P", "扫码", "0512-65550123", "2026年11月21日", "第2页共2页")
	codes, err := Scan(printed(t, b))
	if err != nil || len(codes) != 7 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	for i, x := range b.Slips {
		if codes[i] != x.URL {
			t.Errorf("slip %d: %q", i, codes[i])
		}
	}
	b.Slips = b.Slips[:1]
	b.Slips[0].URL, b.Slips[0].Name = "", ""
	if text := textOf(t, printed(t, b)); strings.Contains(text, "扫码") || strings.Contains(text, "提议人") {
		t.Errorf("without an address or a name: %s", text)
	}
}

func TestLetterGoesToOnePersonOnOnePage(t *testing.T) {
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	b := demoLetters(1)
	for _, repeat := range []int{1, 4, 8} {
		l := b.Letters[0]
		l.Course = strings.Repeat(l.Course, repeat)
		pages, err := p.handed(func(f *flow) error { return b.set(f, l) })
		if err != nil || len(pages) != 1 {
			t.Errorf("%d characters need %d pages, %v", len([]rune(l.Course)), len(pages), err)
		}
	}
	copyOf := Letters{Letters: b.Letters, Date: day, Single: true}
	if strings.Contains(textOf(t, printed(t, copyOf)), "共1封") {
		t.Error("a proposer's own copy has a list of contents")
	}
}

func TestMinutesSayWhatTheyMust(t *testing.T) {
	m := demoMinutes()
	holds(t, m, "主持人周桂芳记录人李𬭎", "王秀英（居民代表）", "共2人", "区园林局", "要外移两米。", "提议原文", "20个充电位", "12个充电位",
		"结论：修改后通过", "负面清单：超出街道建设能力范围", "理由：可行。", "责任人：城建办", "推荐排序", "得分（票）", "18", "主持人（签字）", "邻里圆桌会签到表", "回避：提议人", "表决：赞成8票，反对1票", "按波达计分法计分", "按方案至少7人", "已扫码签到")
}

func TestAgendaSaysWhatItMust(t *testing.T) {
	holds(t, demoAgenda(), "议题2项", "至少7人", "地点议事厅", "一、5号　充电棚", "提议人社会组织", "踏勘2026年10月1日，顾问、城管、提议人：可行。", "可能相同第 3 号 充电棚（92%）", "并入本项第 21 号")
	for _, bad := range []Agenda{{Date: day}, {Items: make([]AgendaItem, 1)}} {
		if _, err := bad.Print(io.Discard); !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrDate) {
			t.Error(err)
		}
	}
}

// A seat card has no number: what differs between two is the code and its address.
func TestSeatCardsAreAlike(t *testing.T) {
	cards := demoSeatCards(2)
	text := textOf(t, printed(t, cards))
	for _, c := range cards.Cards {
		text = strings.ReplaceAll(text, strings.ReplaceAll(c.Code, " ", ""), "")
		text = strings.ReplaceAll(text, c.Code, "")
	}
	if half := len(text) / 2; len(text)%2 != 0 || text[:half] != text[half:] {
		t.Errorf("%q", text)
	}
	for _, bad := range []SeatCards{{Date: day}, {Cards: make([]SeatCard, 1)}} {
		if _, err := bad.Print(io.Discard); err == nil {
			t.Error("printed")
		}
	}
}

func TestTableKeepsRowsWholeAndHeadsRepeated(t *testing.T) {
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	f := p.flow(official())
	tb := table{pt: 12, cols: []col{{"编号", 1, middle}, {"名称", 5, leftward}}}
	for range 60 {
		tb.rows = append(tb.rows, row{cells: []string{"7", strings.Repeat("名", 40)}, note: "理由"})
	}
	f.table(tb)
	if len(f.pages) < 3 {
		t.Fatalf("%d pages", len(f.pages))
	}
	for i, pg := range f.pages {
		var heads, names, notes int
		for _, k := range pg.inks {
			if w, ok := k.(words); ok {
				s := string(w.text)
				heads += strings.Count(s, "编号")
				names += strings.Count(s, "名") - strings.Count(s, "名称")
				notes += strings.Count(s, "理由")
				if w.y > f.top+f.height {
					t.Errorf("page %d: %q below the text area", i, s)
				}
			}
		}
		if heads != 1 || names != notes*40 {
			t.Errorf("page %d: %d heads, %d characters of names, %d notes", i, heads, names, notes)
		}
	}
}
