package page_test

// What single pages promise, by selector.

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	. "linli/kiosk/page"
)

// sample draws the sample of that name in Chinese.
func sample(t *testing.T, name string) (string, *goquery.Document) {
	t.Helper()
	for _, s := range gallery.Samples() {
		if s.Name() == name {
			return draw(t, lang.Zh, s.Frame, s.View)
		}
	}
	t.Fatalf("no sample %q", name)
	return "", nil
}

func values(n *goquery.Selection) []string {
	return n.Map(func(_ int, n *goquery.Selection) string { return n.AttrOr("name", "") + "=" + n.AttrOr("value", "") })
}

func want[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}

func TestChoose(t *testing.T) {
	_, doc := sample(t, "choose-approval")
	want(t, "checkboxes", strings.Join(values(doc.Find("#ballot input[type=checkbox]")), " "), "p=5 p=1 p=7 p=3 p=6 p=2 p=4")
	want(t, "kept", strings.Join(values(doc.Find("#ballot [checked]")), " "), "p=1 p=3")
	want(t, "label", strings.TrimSpace(doc.Find("#p1 .pick .off, #p1 .pick .vh").Text()), "加入我的选择『1号 南门电动车充电棚』")
	want(t, "label when chosen", strings.TrimSpace(doc.Find("#p1 .pick .yes, #p1 .pick .vh").Text()), "已选『1号 南门电动车充电棚』")
	want(t, "code", doc.Find("#ballot input[name=code]").AttrOr("value", ""), "ABCD")
	want(t, "action", doc.Find("#ballot").AttrOr("action", ""), "/vote/check")
	want(t, "left", doc.Find("#state").Text(), "已选2项，还可选3项")
	want(t, "rule in the bar", doc.Find("#bar .limit").Text(), "每张选票最多选5项，每选一项是一票。")
	want(t, "size buttons that keep the marks", doc.Find(`button[name=size][formaction="/vote/choose"]`).Length(), 3)

	_, doc = sample(t, "choose-approval-over")
	want(t, "too many", doc.Find("#state").Text(), "已选6项，多了1项")
	want(t, "chosen listed", doc.Find("[role=alert] li").Length(), 6)
	_, doc = sample(t, "choose-ranking")
	want(t, "place", doc.Find("[name=rank-1] [selected]").AttrOr("value", ""), "2")
	want(t, "places", doc.Find("[name=rank-1] option").Length(), 4)
	_, doc = sample(t, "choose-points")
	want(t, "points", doc.Find("[name=points-3]").AttrOr("value", ""), "4")
	want(t, "points left", doc.Find("#state").Text(), "已给7分，还剩3分")
	_, doc = sample(t, "choose-fund-over")
	want(t, "money", strings.Contains(doc.Find("#state").Text(), "超出"), true)
}

// TestFocus lets nothing lead out of a ballot but back, leave and the phone; from a kiosk nothing leads to the site.
func TestFocus(t *testing.T) {
	for _, s := range gallery.Samples() {
		if !Focused(s.View) && s.Frame.Kiosk == "" {
			continue
		}
		_, doc := draw(t, lang.Zh, s.Frame, s.View)
		doc.Find("a[href]").Each(func(_ int, n *goquery.Selection) {
			href := n.AttrOr("href", "")
			inside := href == "/vote" && s.Frame.Kiosk == "" || strings.HasPrefix(href, "#") || strings.HasPrefix(href, "tel:") ||
				s.Frame.Kiosk != "" && (href == s.Frame.Kiosk || Name(s.View) == "code" && (href == "/kiosk/exit" || href == "/r/2026/propose" && s.Frame.Status == Collecting)) || strings.Contains(href, "size=") || strings.Contains(href, "lang=") || strings.Contains(href, "contrast=")
			if !inside {
				t.Errorf("%s leads to %s", s.Name(), href)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	for form, marks := range map[string]string{"approval": "code=ABCD p=1 p=3", "ranking": "code=ABCD rank-1=2 rank-3=1", "points": "code=ABCD points-1=3 points-3=4"} {
		_, doc := sample(t, "check-"+form)
		cast := doc.Find(`form[action="/vote/cast"] input`).Not("[name=token]")
		want(t, form+" cast", strings.Join(values(cast), " "), marks)
		want(t, form+" back", strings.Join(values(doc.Find(`form[action="/vote/choose"] input`)), " "), marks)
	}
	_, doc := sample(t, "check-approval")
	want(t, "token", doc.Find("[name=token]").AttrOr("value", ""), "z9")
	want(t, "undervote warns", strings.Contains(doc.Find(".strip").Text(), "还可以再选 3 项"), true)
	want(t, "total", doc.Find("tfoot .num").Text(), "5.66万元")
	_, doc = sample(t, "check-blank")
	_, required := doc.Find("input[name=blank]").Attr("required")
	want(t, "a blank ballot needs a tick", required, true)
	_, doc = sample(t, "check-kiosk")
	want(t, "a full ballot needs none", doc.Find("input[name=blank]").Length()+doc.Find(".strip:not([hidden])").Length(), 0)
}

func TestNoChoiceLeaks(t *testing.T) {
	for _, name := range []string{"receipt-one", "receipt-again", "receipt-kiosk", "lookup-box", "lookup-published", "lookup-unknown"} {
		html, _ := sample(t, name)
		for _, p := range gallery.Projects() {
			if strings.Contains(html, p.Name) {
				t.Errorf("%s tells %q", name, p.Name)
			}
		}
	}
	_, doc := sample(t, "lookup-opened")
	want(t, "opened marks", doc.Find(".verdict .number").Length(), 2)
	_, doc = sample(t, "receipt-kiosk")
	want(t, "reset", doc.Find("#reset").AttrOr("data-reset", ""), "15")
	want(t, "tracker", doc.Find(".code").Text(), "K7Q2 MX9T R4VN")
	want(t, "reset without scripts", strings.Contains(doc.Find("noscript").Text(), "15;url=/kiosk/2026/3"), true)
}

func TestPropose(t *testing.T) {
	_, doc := sample(t, "propose-errors")
	want(t, "what was typed", doc.Find("[name=title]").AttrOr("value", ""), gallery.Hostile)
	want(t, "kind kept", doc.Find("[name=kind][checked]").AttrOr("value", ""), "work")
	want(t, "error", doc.Find("#f-cost-error").Text(), "请填数字，例如 48000。")
	want(t, "described", doc.Find("#f-cost").AttrOr("aria-describedby", ""), "f-cost-help f-cost-error")
	want(t, "marked", doc.Find("[aria-invalid]").Length(), 3)
	summary := doc.Find("[role=alert][autofocus] a")
	want(t, "every wrong field is linked at the top, in the order of the form", strings.Join(summary.Map(func(_ int, n *goquery.Selection) string { return n.AttrOr("href", "") }), " "), "#f-text #f-cost #f-phone")
	want(t, "the summary can have the focus", summary.Closest("[role=alert]").AttrOr("tabindex", ""), "-1")
	want(t, "consent", doc.Find("[name=consent][checked]").Length(), 1)
	want(t, "longest title", doc.Find("[name=title]").AttrOr("maxlength", ""), fmt.Sprint(MaxTitle))
	for name, most := range map[string]int{"place": MaxPlace, "text": MaxText, "benefits": MaxBenefits, "name": MaxName, "phone": MaxPhone} {
		want(t, name, doc.Find("[name="+name+"]").AttrOr("maxlength", ""), fmt.Sprint(most))
	}
}

func TestRefused(t *testing.T) {
	seen := map[string]string{}
	for _, l := range lang.All {
		for _, code := range Refusals {
			_, doc := draw(t, l, Frame{}, Refused{Code: code, Status: 400})
			for _, part := range []string{"h1", ".next p"} {
				if strings.TrimSpace(doc.Find(part).Text()) == "" {
					t.Errorf("%s %s has no %s", l, code, part)
				}
			}
			title := doc.Find("h1").Text()
			if was, ok := seen[title]; ok {
				t.Errorf("%q is the title of %s and %s", title, was, code)
			}
			seen[title] = code
		}
	}
	_, doc := sample(t, "refused-nonsense")
	want(t, "unknown code", doc.Find("h1").Text(), lang.T(lang.Zh, "error.internal.title"))
}

func TestObserve(t *testing.T) {
	_, doc := sample(t, "observe-counting")
	rows := doc.Find(".bars tbody tr").Map(func(_ int, n *goquery.Selection) string { return n.AttrOr("data-number", "line") })
	want(t, "order and fund line", strings.Join(rows, " "), "1 4 2 6 3 line 5 7")
	want(t, "full bar", doc.Find("tr[data-number=\"1\"] rect").AttrOr("width", ""), "1000")
	want(t, "bar", doc.Find("tr[data-number=\"7\"] rect").AttrOr("width", ""), "278")
	want(t, "turnout", doc.Find("[data-live=cast]").Text(), "812")
	want(t, "station", doc.Find(`[data-live="station.2.issued"]`).Text(), "210")
	want(t, "difference is marked", doc.Find("tr.alarm").AttrOr("data-station", ""), "3")
	want(t, "status words", strings.Count(doc.Find("title, .top, .said, caption").Text(), "已截止，计票中") >= 4, true)
	_, doc = sample(t, "observe-voting")
	want(t, "no bars before the close", doc.Find(".bars").Length()+strings.Count(doc.Find("main").Text(), "南门电动车"), 0)
	html, _ := sample(t, "observe-wall")
	want(t, "wall", strings.Contains(html, `class="live wall"`), true)
}

func TestObservationJSON(t *testing.T) {
	b, err := json.Marshal(gallery.Observation(Counting, gallery.Tally(true)))
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"round", "status", "at", "cast", "issued", "electors", "channels", "stations", "hours", "count"} {
		if m[key] == nil {
			t.Errorf("no %q", key)
		}
	}
	bar := m["count"].(map[string]any)["bars"].([]any)[0].(map[string]any)
	want(t, "bar", fmt.Sprint(bar["number"], bar["votes"], bar["cost"], bar["funded"]), "1 431 4.8e+06 true")
	b, _ = json.Marshal(gallery.Observation(Voting, nil))
	want(t, "no count before the close", strings.Contains(string(b), "count"), false)
}

func TestNotice(t *testing.T) {
	_, doc := sample(t, "notice-many")
	want(t, "rows above the line", doc.Find(".result tr.line").PrevAll().Length(), 5)
	want(t, "reason", strings.Contains(doc.Find(".result .unfunded").First().Text(), "不足5.2万元"), true)
	want(t, "account", doc.Find(".account tr").Length(), 4)
	want(t, "open objection", strings.Contains(doc.Find(".answered").Last().Text(), "尚未答复"), true)
	_, doc = sample(t, "notice-corrected")
	want(t, "correction", strings.Contains(doc.Find(".alarm").First().Text(), "更正第 3 号"), true)
}

func TestDesk(t *testing.T) {
	_, doc := sample(t, "desk-many")
	want(t, "steps", doc.Find(".section").Length(), 8)
	want(t, "act", doc.Find("#step3 .acts a.main").AttrOr("href", ""), "/desk/2026/act/screening.decide")
	want(t, "act's words", doc.Find("#step3 .acts a").Last().Text(), "召开邻里圆桌会")
	want(t, "blocked act", doc.Find("#step3 .blocked").Text(), "固定项目库和编号")
	want(t, "blocked is no link", doc.Find("a.blocked").Length(), 0)
}

func TestForm(t *testing.T) {
	_, doc := sample(t, "act-many")
	for _, f := range gallery.Fields() {
		if doc.Find(`[name="`+f.Name+`"]`).Length() == 0 {
			t.Errorf("no field %s", f.Name)
		}
	}
	want(t, "password is not shown again", doc.Find("[type=password]").AttrOr("value", ""), "")
	want(t, "upload", doc.Find("form[enctype]").Length(), 1)
	want(t, "how a date is typed", strings.Contains(doc.Find("#f-"+doc.Find("[type=date]").AttrOr("name", "")+"-help").Text(), "年、月、日"), true)
	_, doc = sample(t, "act-confirm")
	for _, answer := range []string{"confirm", "edit"} {
		got := values(doc.Find("input[name=" + answer + "]").Parent().Find("input"))
		for _, wanted := range []string{"ground=2", "verdict=stop", "names=张三\n李四", answer + "=yes"} {
			if !slices.Contains(got, wanted) {
				t.Errorf("%s lacks %q in %q", answer, wanted, got)
			}
		}
	}
	want(t, "preview", doc.Find(".preview p").Length(), 2)
	want(t, "back", strings.Contains(doc.Find(".values").Text(), "有其他责任主体"), true)
}

func TestStation(t *testing.T) {
	for answer, word := range map[Answer]string{May: "可以投票", Already: "已领过选票", Not: "不在名单", Shut: "现在不发票"} {
		_, doc := sample(t, "checkin-"+string(answer))
		want(t, string(answer), strings.Contains(doc.Find(".verdict h2").Text(), word), true)
	}
	_, doc := sample(t, "count-some")
	want(t, "lines", strings.Join(values(doc.Find("#sheets tbody tr:nth-child(2) input")), " "), "marks-2=0")
	want(t, "sum", doc.Find("#sum").Text(), "有效 1 + 空白 1 + 无效 1 = 已录 3 / 应有 6")
	want(t, "error", strings.TrimSpace(doc.Find("#sheets .alarm .words").Text()), "同一个项目选了两次")
}

func TestSettings(t *testing.T) {
	_, doc := draw(t, lang.En, Frame{Path: "/r/2026/ledger?from=9", Size: Large}, Rounds{})
	want(t, "size", doc.Find(".size2").AttrOr("href", ""), "/r/2026/ledger?from=9&size=2")
	want(t, "current", doc.Find(".sizes [aria-current]").AttrOr("class", ""), "size1")
	want(t, "language", doc.Find(".lang").AttrOr("href", ""), "/r/2026/ledger?from=9&lang=zh")
	want(t, "html", doc.Find("html").AttrOr("data-size", ""), "1")
	for _, path := range []string{"", "//evil.example/x", "http://evil.example", "javascript:alert(1)", "relative"} {
		want(t, path, Setting(path, "size", 1), "/?size=1")
	}
	for in, out := range map[string]Size{"": Normal, "0": Normal, "1": Large, "2": Larger, "3": Normal, "x": Normal} {
		want(t, in, ParseSize(in), out)
	}
}
