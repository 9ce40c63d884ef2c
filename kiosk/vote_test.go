package kiosk

// A vote by forms, as a browser without JavaScript does it, on each form of paper.

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
)

// order is the numbers of the projects as a page shows them.
func (r reply) order() (out []string) {
	r.doc.Find("li.choice").Each(func(_ int, x *goquery.Selection) { out = append(out, x.AttrOr("id", "?")) })
	return out
}

// chosen is what the form of a page would send, code aside.
func (r reply) chosen(action string) url.Values {
	v := fields(r.doc.Find("form[action='" + action + "']"))
	maps.DeleteFunc(v, func(name string, x []string) bool {
		return name == "code" || name == "token" || x[0] == "" || x[0] == "0"
	})
	return v
}

type wrongMarks map[string]struct {
	marks, kept url.Values
	says        string
}

var papers = []struct {
	form  ballot.Form
	marks url.Values   // a good ballot
	holds ballot.Marks // as the box keeps it
	under url.Values   // another good one
	wrong wrongMarks
}{
	{ballot.Approval, url.Values{"p": {"2", "4"}}, ballot.Marks{{Project: 2}, {Project: 4}}, url.Values{"p": {"1"}}, wrongMarks{
		"overvote":    {url.Values{"p": {"1", "2", "3", "5"}}, url.Values{"p": {"1", "2", "3", "5"}}, "超过了这张选票允许的项数"},
		"unknown":     {url.Values{"p": {"2", "6"}}, url.Values{"p": {"2"}}, "有一个编号不在选票上"},
		"nought":      {url.Values{"p": {"2", "0"}}, url.Values{"p": {"2"}}, "有一个编号不在选票上"},
		"not numbers": {url.Values{"p": {"x", "3"}}, url.Values{"p": {"3"}}, "有一个编号不在选票上"},
		"duplicate":   {url.Values{"p": {"3", "3"}}, url.Values{"p": {"3"}}, "出现了两次"},
	}},
	{ballot.Ranking, url.Values{"rank-5": {"1"}, "rank-2": {"2"}}, ballot.Marks{{Project: 5}, {Project: 2}}, url.Values{"rank-2": {"1"}, "rank-5": {"2"}}, wrongMarks{
		"same place":  {url.Values{"rank-1": {"2"}, "rank-3": {"2"}, "rank-4": {"1"}}, url.Values{"rank-1": {"2"}, "rank-3": {"2"}, "rank-4": {"1"}}, "每个名次只能给一个项目"},
		"no place":    {url.Values{"rank-1": {"9"}, "rank-3": {"1"}}, url.Values{"rank-3": {"1"}}, "名次不对"},
		"negative":    {url.Values{"rank-1": {"-1"}, "rank-3": {"1"}}, url.Values{"rank-3": {"1"}}, "名次不对"},
		"not numbers": {url.Values{"rank-1": {"x"}, "rank-3": {"2"}}, url.Values{"rank-3": {"2"}}, "名次不对"},
		"unknown":     {url.Values{"rank-6": {"1"}, "rank-3": {"2"}}, url.Values{"rank-3": {"2"}}, "有一个编号不在选票上"},
		"duplicate":   {url.Values{"rank-3": {"2", "1"}}, url.Values{"rank-3": {"2"}}, "出现了两次"},
		"overvote":    {url.Values{"rank-1": {"1"}, "rank-2": {"2"}, "rank-3": {"3"}, "rank-4": {"4"}}, url.Values{"rank-1": {"1"}, "rank-2": {"2"}, "rank-3": {"3"}}, "超过了这张选票允许的项数"},
	}},
	{ballot.Points, url.Values{"points-4": {"7"}, "points-1": {"3"}}, ballot.Marks{{Project: 1, Points: 3}, {Project: 4, Points: 7}}, url.Values{"points-4": {"1"}}, wrongMarks{
		"too many points": {url.Values{"points-1": {"8"}, "points-2": {"3"}}, url.Values{"points-1": {"8"}, "points-2": {"3"}}, "分数超过总分"},
		"not numbers":     {url.Values{"points-1": {"1.5"}, "points-2": {"3"}}, url.Values{"points-2": {"3"}}, "不是整数"},
		"negative":        {url.Values{"points-1": {"-1"}, "points-2": {"3"}}, url.Values{"points-1": {"-1"}, "points-2": {"3"}}, "分数超过总分"},
		"huge":            {url.Values{"points-1": {"99999999999999999999"}, "points-2": {"3"}}, url.Values{"points-2": {"3"}}, "分数超过总分"},
		"unknown":         {url.Values{"points-0": {"1"}, "points-2": {"3"}}, url.Values{"points-2": {"3"}}, "有一个编号不在选票上"},
		"duplicate":       {url.Values{"points-2": {"3", "4"}}, url.Values{"points-2": {"3"}}, "出现了两次"},
		"overvote":        {url.Values{"points-1": {"1"}, "points-2": {"1"}, "points-3": {"1"}, "points-4": {"1"}}, url.Values{"points-1": {"1"}, "points-2": {"1"}, "points-3": {"1"}, "points-4": {"1"}}, "超过了这张选票允许的项数"},
	}},
}

// TestVoteByForms: scan, choose, check, back, cast, receipt; the same again is the same receipt.
func TestVoteByForms(t *testing.T) {
	x := newStreet(t)
	for i, paper := range papers {
		t.Run(string(paper.form), func(t *testing.T) {
			l, sheets := x.voting("round-"+strconv.Itoa(i), paper.form, 3)
			b := x.browser()
			scan := b.get("/b/" + sheets[0].Code())
			if scan.status != 200 || len(scan.order()) != 5 {
				t.Fatalf("scan: %d, projects %v", scan.status, scan.order())
			}
			for _, name := range []string{"Bench", "Lamp", "Tree", "Ramp", "Shed"} {
				if !strings.Contains(scan.text(), name) {
					t.Errorf("the ballot does not show %s", name)
				}
			}
			check := b.press(scan, "/vote/check", paper.marks)
			if got := check.chosen("/vote/cast"); check.status != 200 || !equal(got, paper.marks) {
				t.Fatalf("check: %d, %v", check.status, got)
			}
			back := b.press(check, "/vote/choose", nil)
			if got := back.chosen("/vote/check"); !equal(got, paper.marks) || !slices.Equal(back.order(), scan.order()) {
				t.Errorf("back: %v in the order %v, want %v in %v", got, back.order(), paper.marks, scan.order())
			}
			var places []string
			for range 2 { // the second is a double tap
				r := b.press(check, "/vote/cast", nil)
				if r.status != http.StatusSeeOther {
					t.Fatalf("cast: %d %s", r.status, r.text())
				}
				places = append(places, r.head.Get("Location"))
			}
			tracker := sheets[0].Tracker(l.ID())
			if places[0] != "/vote/receipt/"+tracker || places[1] != places[0] {
				t.Errorf("casts lead to %v", places)
			}
			if r := b.get(places[0]); r.status != 200 || strings.ReplaceAll(r.doc.Find(".ticket .code").Text(), " ", "") != tracker {
				t.Errorf("receipt: %d %s", r.status, r.text())
			} else if strings.Contains(r.text(), "Lamp") {
				t.Error("the receipt tells the choices")
			}
			other := b.press(b.press(back, "/vote/check", instead(paper.marks, paper.under)), "/vote/cast", nil)
			if other.status != http.StatusConflict {
				t.Errorf("another ballot on the same sheet: %d", other.status)
			}
			box, err := l.Box(context.Background())
			if err != nil || box.Count() != 1 {
				t.Fatalf("%d ballots in the box, %v", box.Count(), err)
			}
			if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
				t.Fatal(err)
			}
			records, err := box.Records()
			if err != nil || !slices.Equal(records[0].Marks, paper.holds) {
				t.Errorf("the box holds %v, %v; want %v", records[0].Marks, err, paper.holds)
			}
		})
	}
}

// equal tells whether two forms say the same.
func equal(a, b url.Values) bool {
	return maps.EqualFunc(a, b, func(x, y []string) bool {
		x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
		return slices.Equal(slices.Compact(x), slices.Compact(y))
	})
}

// instead is a form that takes back what was marked and marks something else.
func instead(was, now url.Values) url.Values {
	out := url.Values{}
	for name := range was {
		out[name] = []string{""}
	}
	maps.Copy(out, now)
	return out
}

// TestWrongMarks: marks that the paper does not allow are refused with what was chosen still there, at the check and
// at the cast, and the sheet is not used up.
func TestWrongMarks(t *testing.T) {
	x := newStreet(t)
	for i, paper := range papers {
		l, sheets := x.voting("round-"+strconv.Itoa(i), paper.form, 1)
		b := x.browser()
		for name, c := range paper.wrong {
			t.Run(string(paper.form)+"/"+name, func(t *testing.T) {
				for _, action := range []string{"/vote/check", "/vote/cast"} {
					v := url.Values{"code": {sheets[0].Code()}}
					maps.Copy(v, c.marks)
					r := b.post(action, v)
					if r.status != 422 || !strings.Contains(r.doc.Find("[role=alert]").Text(), c.says) {
						t.Errorf("%s: %d %s", action, r.status, r.doc.Find("[role=alert]").Text())
					}
					if got := r.chosen("/vote/check"); !equal(got, c.kept) {
						t.Errorf("%s keeps %v, want %v", action, got, c.kept)
					}
				}
			})
		}
		if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 || box.Look(sheets[0]) != nil {
			t.Errorf("%s: refused marks have used the sheet", paper.form)
		}
	}
}

// TestOrderOfOneSheet: the order is a sheet's own, the same in any case and on every visit, and differs between sheets.
func TestOrderOfOneSheet(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 8)
	orders := map[string]bool{}
	for _, sheet := range sheets {
		first := x.browser().get("/b/" + sheet.Code()).order()
		for _, path := range []string{"/b/" + sheet.Code() + "?lang=en", "/B/" + strings.ToLower(sheet.Code())} {
			if again := x.browser().get(path).order(); !slices.Equal(first, again) {
				t.Errorf("one sheet is shown as %v and %v", first, again)
			}
		}
		orders[strings.Join(first, " ")] = true
	}
	if len(orders) < 4 {
		t.Errorf("8 sheets have %d orders", len(orders))
	}
}

// TestBlankBallot: a blank ballot needs its own tick, and is a ballot.
func TestBlankBallot(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	b := x.browser()
	check := b.press(b.get("/b/"+sheets[0].Code()), "/vote/check", nil)
	if check.status != 200 || check.doc.Find("input[name=blank]").Length() != 1 {
		t.Fatalf("check of nothing: %d %s", check.status, check.text())
	}
	again := b.press(check, "/vote/cast", nil)
	if again.status != 422 || !strings.Contains(again.text(), "请先在下面打勾") {
		t.Errorf("blank without a tick: %d %s", again.status, again.text())
	}
	if r := b.press(again, "/vote/cast", url.Values{"blank": {"yes"}}); r.status != http.StatusSeeOther {
		t.Errorf("blank with a tick: %d %s", r.status, r.text())
	}
	if r := b.json("/vote/cast", `{"code":"`+sheets[1].Code()+`","marks":[]}`); r.status != 200 {
		t.Errorf("blank by program: %d %s", r.status, r.body)
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 2 {
		t.Errorf("%d ballots, %v", box.Count(), err)
	}
}

// TestWithdrawnProject: a project that was withdrawn after the paper was fixed keeps its number, and says that it cannot
// be funded.
func TestWithdrawnProject(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	x.acts(l, &catalog.Withdraw{Project: 2, Why: "The owner declines"})
	for _, path := range []string{"/b/" + sheets[0].Code() + "?lang=en", "/r/2026/library?lang=en"} {
		r := x.browser().get(path)
		if n := strings.Count(r.text(), "Withdrawn: it cannot be funded any more. Why: The owner declines"); n != 1 {
			t.Errorf("%.8s says it %d times: %s", path, n, r.text())
		}
	}
}
