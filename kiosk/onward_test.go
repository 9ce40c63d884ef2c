package kiosk

// What the office meets after an act: the page on which it goes on, what still waits, and what it needs to judge.

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"linli/kiosk/lang"
)

// TestOnward: after an act the office is where it goes on, with a way to do the same again as long as something waits.
func TestOnward(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	leads := func(path, to string, changes ...string) {
		t.Helper()
		if r := o.submit("qin", path, changes...); r.status != http.StatusSeeOther || r.head.Get("Location") != to {
			t.Fatalf("%s: %d, leads to %q: %s", path, r.status, r.head.Get("Location"), complaint(r))
		}
	}
	leads(act("need.add"), deskPath+"/needs?done=need.add", "text", "楼道没有扶手", "place", "3幢", "kind", "engineering", "source", "visit", "date", "2026-10-02")
	o.wants(o.get("qin", deskPath+"/needs?done=need.add"), 200, "再办一件：登记需求")
	idea := []string{"title", "楼道装扶手", "place", "3幢", "kind", "engineering", "text", "老人上下楼需要扶手", "name", "周阿根", "phone", "1"}
	leads(deskPath+"/propose", deskPath+"/proposal/1?done=proposal.submit", idea...)
	leads(deskPath+"/propose", deskPath+"/proposal/2?done=proposal.submit", with(idea, "title", "楼道加装扶手")...)
	o.wants(o.get("qin", deskPath+"/proposal/2?done=proposal.submit"), 200, "再办一件：登记提议", "可能重复", "T-001")

	o.acts("qin", "proposal.close", obj{})
	o.do("qin", "screening.decide", with(answeredNo, "no", "2", "reasons-2", "电力公司负责")...)
	desk := o.get("qin", deskPath+"?done=screening.decide")
	o.wants(desk, 200, "接着办下一件：对照清单审核（还有 1 件）")
	if desk.doc.Find(".strip a[href='"+act("screening.decide")+"']").Length() != 1 {
		t.Error("nothing leads to the next proposal")
	}
	if r := o.get("bao", deskPath+"?done=screening.decide"); r.doc.Find(".strip a").Length() != 0 {
		t.Error("who may not do it is led to it")
	}
	o.do("qin", "screening.decide", with(answeredNo, "applies-2", "no")...)
	if r := o.get("qin", deskPath+"?done=screening.decide"); r.doc.Find(".strip a").Length() != 0 {
		t.Error("nothing waits, and something leads there")
	}
	o.do("jiang", "screening.survey", "no", "1", "date", "2026-10-01", "who", "顾问", "finding", "可行", "pass", "yes")
	leads(act("table.meet"), deskPath+"/table/people?done=table.meet", "date", "2026-10-10", "place", "会议室", "moderator", "书记 王", "recorder", "社工 李", "present", "居民代表 吴")
}

// TestSecondOpinionSees: who gives the second opinion reads the first one's grounds; of a negative list nobody is asked why
// no class fits.
func TestSecondOpinionSees(t *testing.T) {
	o := toScreen(t)
	if o.get("qin", act("screening.decide")).doc.Find("[name=why]").Length() != 0 {
		t.Error("a question of positive lists only")
	}
	o.do("qin", "screening.decide", with(answeredNo, "reasons-2", "燃气公司负责")...)
	options := o.get("lu", act("screening.confirm")).doc.Find("select[name=no]").Text()
	if !strings.Contains(options, "2. 燃气公司负责") {
		t.Errorf("the second sees %q", options)
	}
}

// TestHintsFit: the days of a referral are hinted at as days to answer, and a date of a day only has no hour.
func TestHintsFit(t *testing.T) {
	o := toScreen(t)
	for _, l := range lang.All {
		text := o.get("qin", act("screening.refer")+"?lang="+string(l)).doc.Find("main").Text()
		if !strings.Contains(text, lang.T(l, "field.screening.refer.days.help")) || strings.Contains(text, lang.T(l, "field.days.help")) {
			t.Errorf("%s: %s", l, text)
		}
	}
	o = newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	at := deskPath + "/propose"
	if r := o.submit("qin", at, "title", "扶手", "place", "3幢", "kind", "engineering", "text", "需要", "name", "周", "phone", "1", "date", o.round().Today()); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, complaint(r))
	}
	for _, path := range []string{"/p/" + o.slip(1), deskPath + "/proposal/1"} {
		if text := o.get("qin", path).doc.Find("main").Text(); strings.Contains(text, "凌晨0点") || !strings.Contains(text, lang.Day(lang.Zh, day(o.round().Today()))) {
			t.Errorf("%s: %s", path, strings.Join(strings.Fields(text), " "))
		}
	}
}

// TestOnwardsAreRoutes: every page on which an act goes on is there.
func TestOnwardsAreRoutes(t *testing.T) {
	s := newBureau(t).s
	for act, to := range onwards {
		if _, err := deedNamed(act, false); err != nil || !slices.ContainsFunc(s.app.GetRoutes(true), func(r fiber.Route) bool { return r.Method == http.MethodGet && r.Path == "/desk/:round"+to }) {
			t.Errorf("%s leads to %s, which nobody answers", act, to)
		}
	}
}
