package pdf

// This file prints what nobody should have typed: every document prints it well, inside its paper, or refuses it by name.

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var refusals = []error{ErrEmpty, ErrDate, ErrPeriod, ErrOverspent, ErrSigners, ErrBatch, ErrSheet, ErrAmount, ErrFit, ErrLabel, ErrCode, ErrVotes}

// known tells whether an error is one that this package promises.
func known(err error) bool {
	for _, e := range refusals {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// every is one of every document, each with room for texts and amounts.
func every() map[string]func(*press) ([]*page, error) {
	return kinds("", 0, 0)
}

// kinds is every document with all of its texts set to s, if it is not empty, its amounts to fen, and its lists made n
// long, if they are not 0.
func kinds(s string, fen int64, n int) map[string]func(*press) ([]*page, error) {
	large, b, a4, many := demoNotice(), demoBallots(5, 1), demoBallots(12, 1), demoBallots(40, 1)
	large.Large, a4.Size = true, A4
	notice, library, letters, minutes, labels := demoNotice(), demoLibrary(), demoLetters(2), demoMinutes(), demoLabels(3)
	protocol, scheme, slips := demoProtocol(), demoScheme(), demoSlips(7)
	attendance := Attendance{Meeting: "圆桌会", Begin: day, Place: "议事厅", Invited: []Attendee{{Name: "王", Role: "代表"}}, Spare: 2, Date: day, URL: "https://linli.example/table/273TD93B6P"}
	poster, blank := demoPoster(), demoBlankForm()
	agenda, cards, council := demoAgenda(), demoSeatCards(3), demoCouncil()
	bulletin := Bulletin{Month: day, Street: "长桥街道", Lines: []BulletinLine{{Name: "社区", Month: BulletinFigures{Proposed: 3, Cost: 100, Paid: 5}, Working: 1}, {Name: "合计"}}}
	for _, d := range []any{&bulletin, &notice, &large, &library, &letters, &slips, &minutes, &labels, &attendance, &protocol, &scheme, &agenda, &cards, &council, &poster, &blank, &b, &a4, &many} {
		spoil(reflect.ValueOf(d).Elem(), s, fen, n)
	}
	door := attendance
	attendance.URL = ""
	out := map[string]func(*press) ([]*page, error){
		"notice": notice.pages, "large": large.pages, "library": library.pages, "letters": letters.pages, "slips": slips.pages, "minutes": minutes.pages,
		"labels": labels.pages, "attendance": attendance.pages, "sign-in": door.pages, "agenda": agenda.pages, "council": council.pages, "seat cards": cards.pages, "protocol": protocol.pages, "scheme": scheme.pages, "bulletin": bulletin.pages, "poster": poster.pages, "blank form": blank.pages,
	}
	for name, x := range map[string]Ballots{"ballots": b, "ballots a4": a4, "folded ballots": many} {
		out[name] = func(p *press) ([]*page, error) {
			if err := x.check(); err != nil {
				return nil, err
			}
			sides, err := x.sides(p)
			if err != nil {
				return nil, err
			}
			over, err := x.overprint(p, x.Sheets[0], len(sides))
			return slices.Concat(x.contents(p, len(sides)), sides, over), err
		}
	}
	return out
}

func spoil(v reflect.Value, s string, fen int64, n int) {
	switch v.Kind() {
	case reflect.String:
		if s != "" {
			v.SetString(s)
		}
	case reflect.Int64:
		if fen != 0 {
			v.SetInt(fen)
		}
	case reflect.Slice:
		if n > 0 && v.Len() > 0 && v.Type().Elem() != reflect.TypeFor[Sheet]() && v.Type().Elem().Kind() != reflect.String {
			list := reflect.MakeSlice(v.Type(), n, n)
			for i := range n {
				list.Index(i).Set(v.Index(i % v.Len()))
			}
			v.Set(list)
		}
		for i := range v.Len() {
			spoil(v.Index(i), s, fen, n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if _, isTime := v.Field(i).Interface().(time.Time); !isTime {
				spoil(v.Field(i), s, fen, n)
			}
		}
	}
}

// tried lays out all of the documents; what is not refused by name is inside its paper. It returns who refused.
func tried(t *testing.T, what string, docs map[string]func(*press) ([]*page, error)) map[string]error {
	t.Helper()
	refused := map[string]error{}
	for name, lay := range docs {
		p, err := newPress(name)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := lay(p)
		if err != nil {
			if refused[name] = err; !known(err) {
				t.Errorf("%s, %s: refused without a name: %v", what, name, err)
			}
			continue
		}
		if len(pages) == 0 {
			t.Errorf("%s, %s: nothing", what, name)
		}
		t.Run(what+", "+name, func(t *testing.T) {
			for i, pg := range pages {
				insidePaper(t, fmt.Sprintf("page %d", i+1), pg)
			}
		})
		var b bytes.Buffer
		if _, err := p.print(&b, what, day, pages); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
			t.Errorf("%s, %s: %v", what, name, err)
		}
	}
	return refused
}

func TestBadTexts(t *testing.T) {
	seldom := string(rare(t)[:4])
	for what, text := range map[string]string{
		"a title of 80": strings.Repeat("棠织新村的居民", 11) + "的家园", "5,000 han without a break": strings.Repeat("长", 5000),
		"5,000 letters without a break": strings.Repeat("W", 5000), "5,000 closing marks": strings.Repeat("）", 5000),
		"5,000 opening marks": strings.Repeat("（", 5000), "5,000 figures": strings.Repeat("7", 5000),
		"four rare characters": seldom, "emoji": "👩‍👩‍👧‍👦🇨🇳😀", "bidi": "\u202Egnp.exe\u2066 مرحبا שלום",
		"controls": "王\x00\x1b[31m\x7f\u0085\u2028国", "no text at all": "\x00\u200B", "invalid UTF-8": "\xff\xfe王\xf0\x9f",
		"accents": "e" + strings.Repeat("\u0301", 50), "spaces": strings.Repeat("　 ", 40), "line ends": strings.Repeat("\r\n\u2029", 99),
	} {
		refused := tried(t, what, kinds(text, 0, 0))
		if refused["minutes"] != nil || refused["attendance"] != nil { // they have room for anything, and no codes
			t.Errorf("%s: %v", what, refused)
		}
		for name, err := range refused {
			if len(text) < 20 && !errors.Is(err, ErrSheet) {
				t.Errorf("%s: %s: %v", what, name, err)
			}
		}
	}
}

// The same texts where a person types them; addresses, codes and numbers are the program's own.
func TestBadNames(t *testing.T) {
	for _, s := range []string{strings.Repeat("棠织新村的居民", 11) + "的家园", string(rare(t)[:4]), "👩‍👩‍👧‍👦", "\u202Egnp.exe", "王\x00\x1b[31m国", "\xff\xfe王"} {
		b := demoBallots(5, 2)
		b.Projects[1].Name, b.Projects[2].Place = s, s
		n := demoNotice()
		n.Results[2].Name, n.Results[2].Place, n.Results[3].Reason = s, s, s
		l := demoLetters(1)
		l.Letters[0].Name, l.Letters[0].Proposal = s, s
		m := demoMinutes()
		m.Items[0].Name, m.Present[0].Name, m.Moderator = s, s, s
		for _, d := range []Document{b, n, l, m} {
			if _, err := d.Print(discard{}); err != nil {
				t.Errorf("%.20q in %T: %v", s, d, err)
			}
		}
	}
}

// Five thousand characters that nothing parts are printed to the last where there is room for them; a ballot, which is
// one piece of paper, refuses them by name.
func TestFiveThousandWithoutABreak(t *testing.T) {
	for _, char := range []string{"长", "W", "7"} {
		s := strings.Repeat(char, 5000)
		n, l, m, b := demoNotice(), demoLetters(1), demoMinutes(), demoBallots(5, 1)
		n.Results[2].Reason, l.Letters[0].Course, m.Items[0].Discussion, b.Projects[0].Name = s, s, s, s
		for name, d := range map[string]struct {
			Document
			pages func(*press) ([]*page, error)
		}{"notice": {n, n.pages}, "letter": {l, l.pages}, "minutes": {m, m.pages}} {
			for i, pg := range laid(t, d.pages) {
				insidePaper(t, fmt.Sprintf("%s of %s, page %d", name, char, i+1), pg)
			}
			if got := strings.Count(textOf(t, printed(t, d)), char); got < 5000 {
				t.Errorf("%s: %d of 5000 %s", name, got, char)
			}
		}
		if _, err := b.Print(discard{}); !errors.Is(err, ErrFit) {
			t.Errorf("a ballot of %s: %v", char, err)
		}
	}
}

func TestBadNumbers(t *testing.T) {
	for what, c := range map[string]struct {
		fen  int64
		n    int
		want map[string]error
	}{
		"amounts of a trillion fen": {1e12, 0, map[string]error{"notice": ErrOverspent, "large": ErrOverspent}},
		"one fen":                   {1, 0, map[string]error{"notice": ErrOverspent, "large": ErrOverspent}},
		"amounts below zero":        {-1, 0, map[string]error{"notice": ErrAmount, "large": ErrAmount, "library": ErrAmount, "ballots": ErrAmount, "ballots a4": ErrAmount, "folded ballots": ErrAmount, "protocol": ErrAmount, "scheme": ErrAmount, "bulletin": ErrAmount, "council": ErrAmount}},
		"the largest number":        {math.MaxInt64, 0, map[string]error{"notice": ErrAmount, "large": ErrAmount, "library": ErrAmount, "ballots": ErrAmount, "ballots a4": ErrAmount, "folded ballots": ErrAmount, "protocol": ErrAmount, "scheme": ErrAmount, "bulletin": ErrAmount, "council": ErrAmount}},
		"200 of everything":         {0, 200, map[string]error{"council": ErrOverspent, "notice": ErrOverspent, "large": ErrOverspent, "ballots": ErrFit, "ballots a4": ErrFit, "folded ballots": ErrFit}},
	} {
		refused := tried(t, what, kinds("", c.fen, c.n))
		for name := range every() {
			if !errors.Is(refused[name], c.want[name]) {
				t.Errorf("%s, %s: %v, want %v", what, name, refused[name], c.want[name])
			}
		}
	}
	n := demoNotice() // 200 projects, all amounts as large as can be
	n.Fund, n.Results = 200*1e12, nil
	for i := range 200 {
		n.Results = append(n.Results, Result{Number: fmt.Sprint(i + 1), Name: "项目", Cost: 1e12, Votes: 1e9, Rank: i + 1, Funded: true, Reason: "够用。"})
	}
	for i, pg := range laid(t, n.pages) {
		insidePaper(t, fmt.Sprintf("200 funded, page %d", i+1), pg)
	}
}

// FuzzDocuments prints any text and amount in every place of every document.
func FuzzDocuments(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, int64(4_800_000), uint8(1))
	}
	f.Add("长", int64(-1), uint8(0))
	f.Fuzz(func(t *testing.T, s string, fen int64, n uint8) {
		if len(s) > 4000 {
			return
		}
		tried(t, "fuzz", kinds(s, fen, int(n%9)))
	})
}
