package catalog

// Numbers of persons stay out of the public record, and other numbers do not suffer for it.

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrivate(t *testing.T) {
	for _, text := range []string{
		"13900000000", "电话13900000000。", "138 0000 0000", "138-0000-0000", "１９９００００００００", "+86 19900000101", "（15600000000）", "12\n17700000000",
		"32050219491001123X", "身份证320502194910011234", "身份证３２０５０２１９４９１００１１２３x，请",
	} {
		if err := Private(text); !errors.Is(err, ErrPrivate) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "0512-65001234", "12345", "12345678901", "2026年10月12日13时", "1390000000", "139000000001", "编号 913205021234567890123", "3500000000000000", "1.38 万元，0000 0000"} {
		if err := Private(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestPrivateActs: whoever types such a number where everybody reads it is told so, at its field, by every way there is; old
// ledgers that hold one still fold.
func TestPrivateActs(t *testing.T) {
	p := at(t, 2)
	for field, change := range map[string]func(*Submit){
		"title": func(a *Submit) { a.Title = "找我 13900000000" }, "place": func(a *Submit) { a.Place = "3幢 139 0000 0000" },
		"text": func(a *Submit) { a.Text = "路坏了\n电话：13900000000" }, "benefits": func(a *Submit) { a.Benefits = "32050219491001123X 一户" },
	} {
		a := submission(1)
		change(&a)
		before := p.entries()
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王小明", Phone: "13900000000"}, a)
		if fe := new(FieldError); !errors.As(err, &fe) || fe.Field != field || !errors.Is(err, ErrPrivate) || p.entries() != before {
			t.Errorf("%s: %v", field, err)
		}
	}
	p.refuse(ErrPrivate, "bodies", &Seminar{Date: "2026-08-20", Place: "室", Chair: "书记", Bodies: []string{"银行", "小店 13900000000"}})
	q := excluded(t)
	q.do(told(1))
	q.refuse(ErrPrivate, "text", &AskReview{No: 1, Date: "2026-09-24", Text: "请打 13900000000"})
	q.do(&AskReview{No: 1, Date: "2026-09-24", Text: "请打 0512-65001234"})
	q.do(&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	q.refuse(ErrPrivate, "who", &Arrive{Who: "居民 13900000000"})
	q.refuse(ErrMissing, "who", &Arrive{Who: "\u200b\u2060"})
	for _, twin := range []string{"陈\u200b", "陈\u00ad", " 陈", "陈 ", "陈．"} {
		q.refuse(ErrDone, "who", &Arrive{Who: twin})
	}
	q.refuseMend(ErrDone, -1, &Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈", "陈\u200b"}})
}

// FuzzPrivate: a number stays one whatever text stands around it, unless a digit touches it.
func FuzzPrivate(f *testing.F) {
	f.Add("电话", "。")
	f.Fuzz(func(t *testing.T, before, after string) {
		if !utf8.ValidString(before) || !utf8.ValidString(after) {
			return
		}
		if err := Private(before + "，13900000000，" + after); !errors.Is(err, ErrPrivate) {
			t.Errorf("%q %q: %v", before, after, err)
		}
		if plain := strings.Map(func(r rune) rune {
			if r < 'a' || r > 'z' {
				return -1
			}
			return r
		}, before); Private(plain) != nil {
			t.Errorf("%q is refused", plain)
		}
	})
}
