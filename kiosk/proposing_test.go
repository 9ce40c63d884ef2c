package kiosk

// Proposals within and outside the dates, at a proposal point, by the staff, merged; and the poster.

import (
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
)

// tokened is a form with a slip of its own.
func (b *browser) tokened(changes ...string) url.Values {
	b.t.Helper()
	return idea(append(changes, "token", b.get("/r/2026/propose").doc.Find("input[name=token]").AttrOr("value", ""))...)
}

// TestProposeDates: before and after the dates residents read both of them and what to do; what they typed is not lost; the
// staff enter paper of an earlier day.
func TestProposeDates(t *testing.T) {
	for name, c := range map[string]struct{ from, to, key string }{
		"early": {"2026-10-20", "2026-10-31", "propose.untimely.early"}, "late": {"2026-09-01", "2026-10-10", "propose.untimely.late"},
	} {
		x := newStreet(t)
		l := x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = c.from, c.to })
		for _, lg := range lang.All {
			b := x.browser()
			r := b.get("/r/2026/propose?lang=" + string(lg))
			for _, want := range []string{lang.T(lg, c.key), lang.T(lg, c.key+".how"), lang.Date(lg, day(c.from)), lang.Date(lg, day(c.to))} {
				if !strings.Contains(r.text(), want) {
					t.Errorf("%s: the page does not say %q: %s", name, want, r.text())
				}
			}
			if r.status != 200 || r.doc.Find("form[action='/r/2026/propose']").Length() != 0 {
				t.Errorf("%s: %d, or there is a form", name, r.status)
			}
		}
		b := x.browser()
		typed := idea("token", newSlip(t))
		r := b.post("/r/2026/propose", typed)
		if kept := fields(r.doc.Find("form[action='/r/2026/propose']")); r.status != 409 || kept.Get("title") != typed.Get("title") || !strings.Contains(r.text(), c.from) || !strings.Contains(r.text(), c.to) {
			t.Errorf("%s: sent all the same: %d %s", name, r.status, r.text())
		}
		if r := b.post("/r/2026/propose", typed, "Accept", "application/json"); r.status != 409 || !strings.Contains(string(r.body), `"code":"window"`) {
			t.Errorf("%s: by program: %d %s", name, r.status, r.body)
		}
		if n, _ := handedIn(l); n != 0 {
			t.Errorf("%s: %d proposals", name, n)
		}
	}
}

// newSlip is a code for a slip to be.
func newSlip(t testing.TB) string {
	t.Helper()
	code, err := ballot.NewSlip(cryptorand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// clerk is a browser in which that member of the staff has signed in.
func (x *street) clerk(login string) *browser {
	x.t.Helper()
	b := x.browser()
	if r := b.login(login, officePassword); r.status != http.StatusSeeOther {
		x.t.Fatalf("login: %d", r.status)
	}
	return b
}

// TestStaffedPoint: the staff write down what a resident says, with a photo and, of paper, its date; the resident gets a slip.
func TestStaffedPoint(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = "2026-10-01", "2026-10-10" })
	b := x.clerk("qin")
	const at = "/desk/2026/propose"
	if r := b.get("/desk/2026/act/proposal.submit"); r.head.Get("Location") != at {
		t.Errorf("the act leads to %q", r.head.Get("Location"))
	}
	page := b.get(at)
	if page.status != 200 || page.doc.Find("select[name=from]").Length() != 1 || page.doc.Find("input[name=date]").Length() != 1 {
		t.Fatalf("%d %s", page.status, page.text())
	}
	token := page.doc.Find("input[name=token]").AttrOr("value", "")
	for date, want := range map[string]string{"": "不在征集日期内", "2026-10-11": "不在征集日期内", "10月": "2026-11-22"} {
		r := b.sendPhoto(at, idea("token", token, "from", "unit", "date", date), nil)
		if r.status < 400 || !strings.Contains(r.text(), want) || fields(r.doc.Find("form[action='"+at+"']")).Get("name") != "周阿根" {
			t.Errorf("paper of %q: %d %s", date, r.status, r.text())
		}
	}
	if r := b.sendPhoto(at, idea("token", token, "date", "2026-10-09", "from", "stranger"), nil); r.status != 422 || r.doc.Find("#f-from-error").Length() != 1 {
		t.Errorf("of a stranger: %d", r.status)
	}
	r := b.sendPhoto(at, idea("token", token, "from", "unit", "date", "2026-10-09"), snapshot(t, 64, 48))
	n, p := handedIn(l)
	if r.status != http.StatusSeeOther || n != 1 || p.Channel != "point" || p.Date != "2026-10-09" || p.From != "unit" || p.Photo == "" || p.Received.Actor != "qin" {
		t.Fatalf("%d %s %+v", r.status, r.text(), p.Submit)
	}
	desk := b.get("/desk/2026/proposal/1")
	if !strings.Contains(desk.text(), lang.Date(lang.Zh, day("2026-10-09"))) || desk.doc.Find("img[src='/r/2026/photo/"+p.Photo+"']").Length() != 1 {
		t.Errorf("the desk shows %s", desk.text())
	}
	if slip := b.get("/p/" + p.Slip + "/slip.pdf"); slip.status != 200 || !bytes.HasPrefix(slip.body, []byte("%PDF")) {
		t.Errorf("its slip: %d", slip.status)
	}
	if r := x.clerk("bao").get(at); r.status != 403 {
		t.Errorf("a clerk of a station: %d", r.status)
	}
	if r := x.browser().post(at, idea()); r.status != http.StatusSeeOther || !strings.HasPrefix(r.head.Get("Location"), "/login") {
		t.Errorf("a stranger: %d", r.status)
	}
}

// TestProposalPoint: a machine at a proposal point shows nothing but the form and the slip of whoever stands before it.
func TestProposalPoint(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.clerk("qin")
	bind := b.get("/desk/2026/machine/0")
	exit := strings.ReplaceAll(bind.doc.Find(".ticket .code").Text(), " ", "")
	r := b.press(bind, "/desk/2026/machine/0", nil)
	if r.head.Get("Location") != "/kiosk/2026/0" {
		t.Fatalf("%d %s", r.status, r.head.Get("Location"))
	}
	invite := b.get("/kiosk/2026/0")
	if !invite.doc.Find("html").HasClass("kiosk") || invite.doc.Find("a[href='/r/2026/propose']").Length() != 1 || b.get("/r/2026/propose/qr").status != 200 {
		t.Fatalf("%d %s", invite.status, invite.text())
	}
	for _, path := range []string{"/", "/desk", "/desk/2026", "/r/2026", "/r/2026/proposals", "/vote", "/vote/choose", "/login", "/r/2026/ledger", "/p"} {
		if r := b.get(path); r.status != http.StatusSeeOther || r.head.Get("Location") != "/kiosk/2026/0" {
			t.Errorf("the machine opens %s: %d %s", path, r.status, r.head.Get("Location"))
		}
	}
	form := b.get("/r/2026/propose")
	if form.doc.Find("input[type=file]").Length() != 0 || form.doc.Find("main form").AttrOr("enctype", "") != "" {
		t.Error("a file can be chosen at the machine, which leads out of it")
	}
	wrong := b.press(form, "/r/2026/propose", idea("title", ""))
	if wrong.status != 422 || fields(wrong.doc.Find("form")).Get("name") != "周阿根" {
		t.Errorf("%d", wrong.status)
	}
	r = b.press(form, "/r/2026/propose", idea())
	n, p := handedIn(l)
	if n != 1 || p.Channel != "kiosk" || p.From != "resident" {
		t.Fatalf("%d %s %+v", r.status, r.text(), p.Submit)
	}
	to := r.head.Get("Location")
	slip := b.get(to)
	if slip.doc.Find(".ticket .code").Length() != 1 || slip.doc.Find("#reset").AttrOr("href", "") != "/kiosk/2026/0" || !strings.Contains(string(slip.body), "60;url=/kiosk/2026/0") || slip.doc.Find("img.qr").Length() != 1 {
		t.Errorf("the slip at the machine: %d %s", slip.status, slip.text())
	}
	b.get("/kiosk/2026/0") // the next person
	for what, r := range map[string]reply{"the slip": b.get(to), "another's slip": b.get("/p/" + p.Slip), "the form sent again": b.press(wrong, "/r/2026/propose", idea())} {
		if r.status != http.StatusSeeOther || r.head.Get("Location") != "/kiosk/2026/0" {
			t.Errorf("%s is shown to the next person: %d", what, r.status)
		}
	}
	if n, _ := handedIn(l); n != 1 {
		t.Errorf("%d proposals", n)
	}
	x.acts(l, &catalog.CloseCollection{})
	if r := b.get("/kiosk/2026/0"); r.status != 200 || r.doc.Find("a[href='/r/2026/propose']").Length() != 0 {
		t.Errorf("after the end: %d %s", r.status, r.text())
	}
	if r := b.post("/kiosk/exit", url.Values{"code": {exit}}); r.status != http.StatusSeeOther || b.get("/r/2026/proposals").status != 200 {
		t.Errorf("the exit code does not set it free: %d", r.status)
	}
	if r := x.clerk("bao").get("/desk/2026/machine/0"); r.status != 403 {
		t.Errorf("a clerk of a station: %d", r.status)
	}
}

// TestMergedAreTold: whoever's proposal was joined to another reads on the slip which one, and how far that is; the other
// tells which were joined to it. Both proposers stay.
func TestMergedAreTold(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	var slips []string
	for _, title := range []string{"南门充电棚", "南门加装充电桩"} {
		b.post("/r/2026/propose", b.tokened("title", title))
		_, p := handedIn(l)
		slips = append(slips, p.Slip)
	}
	x.acts(l, &catalog.Merge{No: 2, Into: 1, Why: "同一件事"})
	joined := b.get("/p/" + slips[1])
	for _, want := range []string{"T-001", "南门充电棚", lang.T(lang.Zh, "slip.into.how"), lang.T(lang.Zh, "stage.received")} {
		if !strings.Contains(joined.text(), want) {
			t.Errorf("the slip of the joined one does not say %q: %s", want, joined.text())
		}
	}
	if other := b.get("/p/" + slips[0]); !strings.Contains(other.text(), "T-002 南门加装充电桩") {
		t.Errorf("the other slip: %s", other.text())
	}
	x.acts(l, &catalog.CloseCollection{})
	n := 0
	l.Read(func(r *catalog.Round) { n = len(r.Scheme.Grounds) })
	x.acts(l, catalog.Cleared(1, n, "Office"))
	if joined := b.get("/p/" + slips[1]); !strings.Contains(joined.text(), lang.T(lang.Zh, "stage.screened")) {
		t.Errorf("the slip of the joined one does not follow the other: %s", joined.text())
	}
	for no := 1; no <= 2; no++ {
		ref := ""
		l.Read(func(r *catalog.Round) { ref = r.Proposal(no).Proposer })
		if who, err := l.Person(context.Background(), ref); err != nil || who.Name != "周阿根" {
			t.Errorf("the proposer of %d: %v", no, err)
		}
	}
}

// TestPosters: poster and blank form hang where everybody gets them, once the scheme is adopted.
func TestPosters(t *testing.T) {
	x := newStreet(t)
	x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = "2026-10-01", "2026-10-31" })
	b := x.browser()
	for _, name := range []string{"poster", "poster-a3", "proposal-form"} {
		r, again := b.get("/r/2026/paper/"+name+".pdf"), b.get("/r/2026/paper/"+name+".pdf")
		if r.status != 200 || !bytes.HasPrefix(r.body, []byte("%PDF")) || !bytes.Equal(r.body, again.body) {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := b.get("/r/2026"); r.status != 200 {
		t.Error(r.status)
	}
	if links := x.clerk("qin").get("/desk/2026").doc.Find("a[href$='poster.pdf'], a[href$='proposal-form.pdf'], a[href='/desk/2026/machine/0']"); links.Length() != 3 {
		t.Errorf("%d links on the desk", links.Length())
	}
}
