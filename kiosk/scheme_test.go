package kiosk

// The scheme on the desk and for the public: founded from every programme and from a file, revised, planned, printed.

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/catalog/preset"
	"linli/kiosk/lang"
)

var ours = []string{"community", "问渡里社区", "street", "枕棠街道", "district", "澜屿区", "year", "2026", "address", "幸福弄58号", "phone", "0000-1234501", "supervision", "0000-1234509"}

// TestFoundFromEveryPreset: the form of each programme, with the community's own fields filled in, founds the round with the
// very scheme of the preset; it is adopted, and changed no more.
func TestFoundFromEveryPreset(t *testing.T) {
	for _, name := range preset.Names() {
		t.Run(name, func(t *testing.T) {
			o := newBureau(t)
			desk := o.get("qin", "/desk")
			if desk.doc.Find("a[href='/desk/new?preset="+name+"']").Length() != 1 {
				t.Error("the desk does not offer it")
			}
			r := o.submit("qin", "/desk/new?preset="+name, append([]string{"id", "2026"}, ours...)...)
			if r.status != http.StatusSeeOther {
				t.Fatalf("%d %s", r.status, complaint(r))
			}
			p, err := preset.Named(name)
			if err != nil {
				t.Fatal(err)
			}
			want := catalog.Draft(p)
			want.Community, want.Street, want.District, want.Year = "问渡里社区", "枕棠街道", "澜屿区", 2026
			want.Address, want.Phone, want.Supervision = "幸福弄58号", "0000-1234501", "0000-1234509"
			o.read(func(r *catalog.Round) {
				if r.Scheme.Hash() != want.Hash() {
					for _, f := range r.Scheme.Changed(want) {
						t.Errorf("%s: %v, want %v", f.Name, reflect.ValueOf(r.Scheme).Field(f.Index), reflect.ValueOf(want).Field(f.Index))
					}
				}
			})
			o.do("qin", "scheme.adopt", "body", "居民代表会议")
			if r := o.submit("qin", act("scheme.revise"), "why", "改", "fund", "1"); r.status != http.StatusConflict {
				t.Errorf("an adopted scheme was changed: %d", r.status)
			}
			for _, l := range []string{"zh", "en"} {
				if r := o.get("qin", "/r/2026/scheme?lang="+l); r.status != 200 || r.doc.Find(".articles article").Length() < 8 {
					t.Errorf("%d, %d articles", r.status, r.doc.Find(".articles article").Length())
				}
			}
		})
	}
}

// TestFoundFromFile: a file fills the form, which founds the round; a file with faults is refused with all of them in the
// reader's language, and nothing is founded.
func TestFoundFromFile(t *testing.T) {
	o := newBureau(t)
	p, err := preset.Named("liuzhou")
	if err != nil {
		t.Fatal(err)
	}
	own := strings.Replace(string(p.Text), `preset = "liuzhou"`, `preset = "ours"`, 1) + "\ncommunity = \"问渡里社区\"\nyear = 2025\n"
	broken := strings.NewReplacer("quorum = 67", "quorum = 670\nbugdet = 1", "cap = 200000", "cap = 300000").Replace(own)
	r := o.upload("qin", "/desk/new/file", []byte(broken))
	said := r.doc.Find("[role=alert] li").Text()
	if r.status != http.StatusUnprocessableEntity || r.doc.Find("[role=alert] li").Length() != 3 || !strings.Contains(said, "bugdet") || strings.Contains(said, "no such field") {
		t.Errorf("%d %q", r.status, said)
	}
	for _, hostile := range []string{"", "\xff\xfe", "<script>alert(1)</script> = 1", strings.Repeat("x = 1\n", 20000)} {
		if r := o.upload("qin", "/desk/new/file", []byte(hostile)); r.status != http.StatusUnprocessableEntity || r.doc.Find("main script").Length() > 0 {
			t.Errorf("%.20q: %d", hostile, r.status)
		}
	}
	r = o.upload("qin", "/desk/new/file", []byte(own))
	form := fields(r.doc.Find("main form").First())
	if r.status != 200 || form.Get("preset") != "ours" || form.Get("community") != "问渡里社区" || form.Get("id") != "2025" || form.Get("sources") != "市财政 10万元\n城区财政 10万元" {
		t.Fatalf("%d %v", r.status, form)
	}
	if ids, err := catalog.List(t.Context(), o.env.Store); err != nil || len(ids) > 0 {
		t.Fatalf("a file founds %v, %v", ids, err)
	}
	for i := 0; i < len(ours); i += 2 {
		form.Set(ours[i], ours[i+1])
	}
	form.Set("id", "2026")
	if r := o.post("qin", "/desk/new", form); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.read(func(r *catalog.Round) {
		if r.Scheme.Preset != "ours" || len(r.Scheme.Sources) != 2 || r.Scheme.Tiers[0].UpTo != 50_000_00 {
			t.Errorf("%+v", r.Scheme)
		}
	})
	for _, path := range []string{"/desk/new/file", "/desk/new"} {
		if r := o.get("jiang", path); r.status != http.StatusForbidden {
			t.Errorf("a department has %s: %d", path, r.status)
		}
	}
	if r := o.upload("jiang", "/desk/new/file", []byte(own)); r.status != http.StatusForbidden {
		t.Errorf("a department reads a file: %d", r.status)
	}
}

// TestLinesOfAScheme: a line that cannot be read, or contradicts another, is refused at its field.
func TestLinesOfAScheme(t *testing.T) {
	o := newBureau(t)
	o.found()
	for field, value := range map[string]string{"sources": "市财政", "tiers": "5万元以内 居民代表会议", "timetable": "一 二", "fast_below": "6万元", "quorum": "101", "split_years": "2"} {
		before := o.size()
		wrong := field
		if field == "split_years" {
			wrong = "split_most"
		}
		r := o.submit("qin", act("scheme.revise"), "why", "改", field, value)
		if r.status != http.StatusUnprocessableEntity || r.doc.Find("#f-"+wrong+"-error").Text() == "" || o.size() != before {
			t.Errorf("%s: %d %s", field, r.status, complaint(r))
		}
		if got := fields(r.doc.Find("main form").First()).Get(field); got != value {
			t.Errorf("%s = %q, was typed as %q", field, got, value)
		}
	}
}

// TestSchemePage: every version says what it changed and why; the timetable stands beside what happened; a year without
// its holidays is named.
func TestSchemePage(t *testing.T) {
	o := newBureau(t)
	o.found()
	o.do("qin", "scheme.revise", "why", "居民建议", "cap", "3万", "sources", "市财政 2.5万元\n区财政 2.5万元", "start", "2026-09-14", "timetable", "5 5 2 5 1 3 5 1", "proposers", "")
	o.do("qin", "scheme.train", "date", "2026-09-10", "topic", "八步怎么走", "who", "居民代表", "attended", "46")
	page := o.get("qin", "/r/2026/scheme")
	text := strings.Join(strings.Fields(page.doc.Find("main").Text()), " ")
	for _, want := range []string{"第2稿", "居民建议", "单个项目上限4万元3万元", "计划10月13日（周二），1个工作日", "10 15 20 5 5 10 60 205 5 2 5 1 3 5 1", "市财政 2.5万元", "区财政 2.5万元", "计划9月14日（周一）至18日（周五），5个工作日", "计划9月20日（周日）至24日（周四），5个工作日", "八步怎么走", "居民代表，46人参加", "居民意见"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if page.doc.Find("del").Length() == 0 || page.doc.Find("ins").Length() == 0 || page.doc.Find(".strip.alarm").Length() > 0 {
		t.Error("what was and what is are not told apart, or something is wrong with the calendar")
	}
	paper := textOf(t, o.get("qin", "/r/2026/paper/scheme.pdf").body)
	for _, want := range []string{"实施方案（征求意见稿）", "第2稿", "资金总额5万元", "市财政2.5万元", "入选规则", "2026年9月14日", "怎样参与", "幸福弄58号", "监督电话"} {
		if !strings.Contains(paper, want) {
			t.Errorf("no %q on paper: %s", want, paper)
		}
	}
	o.do("qin", "scheme.revise", "why", "推迟", "start", "2026-12-21")
	if text := o.get("qin", "/r/2026/scheme").doc.Find(".strip.alarm").Text(); !strings.Contains(text, "2027") || !strings.Contains(text, "linli calendar import") {
		t.Errorf("a year without its holidays: %q", text)
	}
	o.do("qin", "scheme.adopt", "body", "居民代表会议")
	if paper := textOf(t, o.get("qin", "/r/2026/paper/scheme.pdf").body); !strings.Contains(paper, "已经通过") || strings.Contains(paper, "征求意见稿") || !strings.Contains(paper, "2026年12月25日") {
		t.Errorf("adopted: %s", paper)
	}
}

// TestListsCompared: of a list a version shows what was added and what went, and the whole only if its order changed.
func TestListsCompared(t *testing.T) {
	o := newBureau(t)
	o.found()
	var grounds []string
	o.read(func(r *catalog.Round) { grounds = r.Scheme.Grounds })
	changed := func(why string, lines []string) (old, now string) {
		t.Helper()
		o.do("qin", "scheme.revise", "why", why, "grounds", strings.Join(lines, "\n"))
		x := o.get("qin", "/r/2026/scheme").doc.Find("dl.values").First()
		if x.Find(".soft").Length() > 0 {
			t.Errorf("%s: a list with items is told as empty: %s", why, x.Text())
		}
		return x.Find("del").Text(), x.Find("ins").Text()
	}
	if old, now := changed("增加", append(slices.Clone(grounds), "有安全隐患")); old != "" || now != "有安全隐患" {
		t.Errorf("added: %q %q", old, now)
	}
	if old, now := changed("换一条", append(slices.Clone(grounds), "有消防隐患")); old != "有安全隐患" || now != "有消防隐患" {
		t.Errorf("put in its place: %q %q", old, now)
	}
	if old, now := changed("次序", append([]string{"有消防隐患"}, grounds...)); !strings.HasPrefix(now, "有消防隐患"+grounds[0]) || !strings.HasSuffix(old, "有消防隐患") {
		t.Errorf("in another order: %q %q", old, now)
	}
}

// TestSchemeSaysAll: whatever a scheme lays down is read on its page and on the wall, in either language of the page.
func TestSchemeSaysAll(t *testing.T) {
	elsewhere := strings.Fields("preset name community street district year fund start timetable list rule ties live address phone supervision") // in the head, the timetable, a sentence
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		x := catalog.Scheme{}
		v := reflect.ValueOf(&x).Elem()
		for _, f := range catalog.Fields(v.Type()) {
			saying(f, v.Field(f.Index))
		}
		text := ""
		for _, x.Route = range []string{catalog.ByVote, catalog.ByCouncil} {
			for _, a := range articles(l, x) {
				text += a.Heading + "\n" + a.Text + "\n"
			}
		}
		for _, f := range catalog.Fields(v.Type()) {
			for _, said := range values(l, f, v.Field(f.Index)) {
				if !slices.Contains(elsewhere, f.Name) && !strings.Contains(text, said) {
					t.Errorf("%s: %s: %q is not told", l, f.Name, said)
				}
			}
		}
	}
}

// saying puts something into a field that nothing else says.
func saying(f catalog.Field, at reflect.Value) {
	switch {
	case at.Kind() == reflect.Slice:
		at.Set(reflect.MakeSlice(at.Type(), 1, 1))
		if x, is := at.Index(0).Addr().Interface().(catalog.Line); is {
			_ = x.Take(map[string]string{"sources": "来源 7元", "tiers": "不限 审批甲 7"}[f.Name])
		} else {
			saying(f, at.Index(0))
		}
	case at.CanInt():
		at.SetInt(int64(1000 + f.Index))
	case len(f.Of) > 0:
		at.SetString(f.Of[0])
	case f.Kind == "date":
		at.SetString(fmt.Sprintf("2026-01-%02d", f.Index%28+1))
	default:
		at.SetString("写明" + f.Name)
	}
}
