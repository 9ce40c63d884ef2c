package kiosk

// Defects of the vote: limits, double submits, links that act, hidden answers, cancelled votes, sums, cost.

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
)

// TestNotStanfordLimitUndefined: Stanford's knapsack ballot fails as soon as a limit of projects is set, for the variable
// of the limit was never defined. Here each form, with each limit it can have, takes a ballot that just keeps the limit
// and refuses the next in words.
func TestNotStanfordLimitUndefined(t *testing.T) {
	for _, c := range []struct {
		name       string
		form       ballot.Form
		change     func(*catalog.Scheme)
		just, over url.Values
	}{
		{"approval", ballot.Approval, nil, url.Values{"p": {"1", "2", "3"}}, url.Values{"p": {"1", "2", "3", "4"}}},
		{"one of five", ballot.Approval, func(s *catalog.Scheme) { s.MaxMarks = 1 }, url.Values{"p": {"1"}}, url.Values{"p": {"1", "2"}}},
		{"more than there are", ballot.Approval, func(s *catalog.Scheme) { s.MaxMarks = 99 }, url.Values{"p": {"1", "2", "3", "4", "5"}}, nil},
		{"knapsack", ballot.Approval, func(s *catalog.Scheme) { s.Limit = 5_000_000 }, url.Values{"p": {"2", "3"}}, url.Values{"p": {"2", "4"}}},
		{"knapsack of few projects", ballot.Approval, func(s *catalog.Scheme) { s.Limit, s.MaxMarks = 9_000_000, 2 }, url.Values{"p": {"4", "5"}}, url.Values{"p": {"1", "2", "3"}}},
		{"ranking", ballot.Ranking, nil, url.Values{"rank-1": {"1"}, "rank-2": {"2"}, "rank-3": {"3"}}, url.Values{"rank-1": {"1"}, "rank-2": {"2"}, "rank-3": {"3"}, "rank-4": {"4"}}},
		{"points", ballot.Points, nil, url.Values{"points-1": {"10"}}, url.Values{"points-1": {"10"}, "points-2": {"1"}}},
		{"points for few", ballot.Points, nil, url.Values{"points-1": {"1"}, "points-2": {"1"}, "points-3": {"8"}}, url.Values{"points-1": {"1"}, "points-2": {"1"}, "points-3": {"1"}, "points-4": {"1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newStreet(t)
			l, sheets := x.voting("2026", c.form, 1, func(s *catalog.Scheme) {
				if c.change != nil {
					c.change(s)
				}
			})
			b := x.browser()
			if c.over != nil {
				r := b.must("over", b.press(b.get("/b/"+sheets[0].Code()), "/vote/check", c.over), 422)
				if r.doc.Find("form[action='/vote/cast']").Length() != 0 {
					t.Error("a ballot over the limit can be cast")
				}
				c.over.Set("code", sheets[0].Code())
				b.must("cast over", b.post("/vote/cast", c.over), 422)
			}
			r := b.must("just", b.press(b.get("/b/"+sheets[0].Code()), "/vote/check", c.just), 200)
			b.must("cast", b.press(r, "/vote/cast", nil), http.StatusSeeOther)
			if box, err := l.Box(context.Background()); err != nil || box.Count() != 1 {
				t.Errorf("%d ballots, %v", box.Count(), err)
			}
		})
	}
}

// TestNotStanfordDoubleSubmit: Stanford looks for a vote and then inserts one, with nothing unique in the store. Here one
// sheet is cast on two servers of one store at the same instants: one ballot, one receipt, the others refused.
func TestNotStanfordDoubleSubmit(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 5)
	servers := []*street{x, x.beside()}
	clients := []*http.Client{newHTTP(t), newHTTP(t)}
	for _, sheet := range sheets {
		var all sync.WaitGroup
		var mu sync.Mutex
		answers := map[string]int{}
		start := make(chan struct{})
		for i := range 60 {
			all.Go(func() {
				<-start
				body := fmt.Sprintf(`{"code":%q,"marks":[{"p":%d}]}`, sheet.Code(), i/2%2+1)
				r, err := clients[i%2].Post(servers[i%2].base+"/vote/cast", "application/json", strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				defer r.Body.Close()
				text, _ := io.ReadAll(r.Body)
				mu.Lock()
				defer mu.Unlock()
				if r.StatusCode != 200 {
					text = nil
				}
				answers[fmt.Sprint(r.StatusCode, string(text))]++
			})
		}
		close(start)
		all.Wait()
		if got := answers[`200{"tracker":"`+sheet.Tracker("2026")+`"}`]; got != 30 || answers["409"] != 30 {
			t.Errorf("sixty casts of one sheet are answered %v", answers)
		}
	}
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	box, err := l.Box(context.Background())
	if err != nil || box.Count() != len(sheets) {
		t.Fatalf("%d ballots of %d sheets, %v", box.Count(), len(sheets), err)
	}
	for _, sheet := range sheets {
		if _, ok := box.Holds(sheet.Tracker("2026")); !ok {
			t.Error("a sheet's ballot is not in the box")
		}
	}
}

// TestNotStanfordGetChangesState: Stanford routes every act of voting as GET too, which no CSRF check stands before. Here
// every route is got, by an officer and by a stranger, with all that its form would send in the query, and nothing in the
// store but sessions is another.
func TestNotStanfordGetChangesState(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	query := url.Values{
		"code": {sheets[0].Code()}, "p": {"1"}, "blank": {"yes"}, "marks": {"1"}, "confirm": {"yes"}, "name": {"lu"}, "password": {officePassword}, "login": {"lu"},
		"second": {"lu"}, "second_password": {officePassword}, "why": {"x"}, "identifier": {"19900001000"}, "no": {"1"}, "text": {"x"}, "title": {"x"}, "on": {"funds"}, "from": {"x"},
		"station": {"1"}, "number": {"3"}, "pair": {"A"}, "batch": {"1001"}, "marks-1": {"1"}, "seed": {"x"}, "_method": {"POST"}, "id": {"2027"}, "codes": {sheets[1].Code()}, "edit": {"yes"},
	}.Encode()
	paths := x.routesOf(http.MethodGet)
	for _, k := range catalog.Kinds {
		paths = append(paths, "/desk/:round/act/"+k.Name)
	}
	for name := range specials {
		paths = append(paths, "/desk/:round/act/"+name)
	}
	paths = append(paths, x.routesOf(http.MethodPost)...)
	secret := signedIn(t, x.s, "qin", officePassword)
	before := x.kept()
	for _, route := range paths {
		for _, head := range [][]string{nil, {"Cookie", "staff=" + secret}, {"Cookie", "staff=" + secret, "Accept", "application/json"}, {"Cookie", "staff=" + secret, "X-HTTP-Method-Override", "POST"}} {
			if strings.HasSuffix(route, "/events") {
				continue // a feed has no end; it is a GET of nothing but what is read
			}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				path := addressed(route)
				r := x.noSecrets().do(method, path+"?"+query, nil, head...)
				if r.status >= 500 {
					t.Errorf("%s %s: %d", method, path, r.status)
				}
				if now := x.kept(); now != before {
					t.Fatalf("%s %s has changed the store", method, path)
				}
				if strings.HasPrefix(route, "/kiosk/") && head != nil {
					secret = signedIn(t, x.s, "qin", officePassword) // which it ends, so that no officer stays signed in there
					head[1] = "staff=" + secret
				}
			}
		}
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 {
		t.Errorf("a link has cast: %v", err)
	}
	if r := x.browser().get("/desk", "Cookie", "staff="+secret); r.status != 200 {
		t.Errorf("a link has ended a session: %d", r.status)
	}
}

// noSecrets is a browser whose own address line may hold codes, as this test types them there.
func (x *street) noSecrets() *browser {
	b := x.browser()
	y := *b.street.bureau
	b.street = &street{bureau: &y, base: x.base}
	return b
}

// TestNotStanfordCaptchaInTheForm: Stanford's captcha carries its answer in a hidden field of the form. linli has no
// captcha; what comes nearest is that no form of the public holds, hidden, anything that lets one in: each hidden field is
// the voter's own code, the turn, or the slip to be, and no made-up value of one casts or shows anything.
func TestNotStanfordCaptchaInTheForm(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	y := x.collecting("2027", nil)
	b := x.browser()
	check := b.press(b.get("/b/"+sheets[0].Code()), "/vote/check", url.Values{"p": {"1"}})
	known := map[string]bool{"code": true, "turn": true, "token": true, "p": true, "lang": true, "next": true, "tracker": true}
	for what, r := range map[string]reply{"start": b.get("/"), "home": b.get("/r/2026"), "code": b.get("/vote"), "choose": b.get("/b/" + sheets[0].Code()), "check": check, "propose": b.get("/r/2027/propose"), "login": b.get("/login"), "lookup": b.get("/r/2026/receipt")} {
		r.doc.Find("input[type=hidden]").Each(func(_ int, f *goquery.Selection) {
			if name := f.AttrOr("name", ""); !known[name] {
				t.Errorf("%s hides %q", what, name)
			}
		})
		if strings.Contains(strings.ToLower(string(r.body)), "captcha") {
			t.Errorf("%s has a captcha", what)
		}
	}
	for _, forged := range []string{"", "1", "captcha", sheets[0].Code()[:len(sheets[0].Code())-1], swappedCode(sheets[0].Code())} {
		if r := b.post("/vote/cast", url.Values{"code": {forged}, "p": {"1"}, "turn": {""}, "captcha": {"7"}, "answer": {"7"}}); r.status == http.StatusSeeOther {
			t.Errorf("the code %q casts", forged)
		}
		if r := b.post("/r/2027/propose", idea("token", forged)); forged != "" && r.status == http.StatusSeeOther {
			t.Errorf("the token %q hands in", forged)
		}
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 {
		t.Errorf("%d ballots, %v", box.Count(), err)
	}
	if n, _ := handedIn(y); n > 1 { // the form without a token draws one
		t.Errorf("%d proposals", n)
	}
}

// swappedCode is a code with two different signs changed places.
func swappedCode(code string) string {
	for i := 1; i < len(code); i++ {
		if code[i] != code[i-1] {
			return code[:i-1] + code[i:i+1] + code[i-1:i] + code[i+1:]
		}
	}
	return code
}

// TestNotDecidimCancelAfterClose: Decidim lets an order be destroyed without asking whether voting is open. Here there is
// no route and no act that takes a ballot back, and after the close nothing about a sheet changes, whoever asks.
func TestNotDecidimCancelAfterClose(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 3)
	b := x.browser()
	b.must("cast", b.castFor(sheets[0], 1), http.StatusSeeOther)
	for _, route := range append(x.routesOf(http.MethodDelete), x.routesOf(http.MethodPut)...) {
		t.Errorf("there is %s", route)
	}
	withdraws := func(when string) {
		for _, path := range []string{"/vote/cancel", "/vote/" + sheets[0].Tracker("2026"), "/vote/receipt/" + sheets[0].Tracker("2026"), "/b/" + sheets[0].Code(), "/vote/cast"} {
			if r := b.do(http.MethodDelete, path, nil); r.status != 404 && r.status != 405 {
				t.Errorf("%s: DELETE %s: %d", when, path[:6], r.status)
			}
		}
		r := x.asStaff("bao", act("sheets.exchange"), obj{"code": sheets[0].Code()})
		if r.status != 409 {
			t.Errorf("%s: a sheet that has been cast is exchanged: %d %s", when, r.status, r.body)
		}
		if got := b.castJSON(sheets[0].Code(), `[]`); got != 409 && got != 410 {
			t.Errorf("%s: the same sheet again: %d", when, got)
		}
	}
	withdraws("while open")
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	before := x.kept()
	withdraws("after the close")
	for _, sheet := range sheets[1:] {
		if got := b.castJSON(sheet.Code(), `[{"p":1}]`); got != 410 {
			t.Errorf("a late ballot: %d", got)
		}
		if r := x.asStaff("bao", act("sheets.exchange"), obj{"code": sheet.Code()}); r.status < 400 {
			t.Errorf("a sheet is exchanged after the close: %d", r.status)
		}
	}
	if r := x.asStaff("qin", act("poll.open"), signed(obj{})); r.status < 400 {
		t.Errorf("a closed poll is opened: %d", r.status)
	}
	if x.kept() != before {
		t.Error("something has changed after the close")
	}
}

// asStaff does an act by program.
func (x *street) asStaff(as, path string, body obj) reply {
	x.t.Helper()
	return x.bureau.json(as, path, body)
}

// TestNotWarsawCostOfOtherProjects: Warsaw adds the city-wide cost of a card up from its district projects. Here what the
// voter is told is the sum of the projects that are ticked, in every language, for every choice there is.
func TestNotWarsawCostOfOtherProjects(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1, func(s *catalog.Scheme) { s.MaxMarks = 5 })
	costs := map[int]int64{}
	l.Read(func(r *catalog.Round) {
		for _, p := range r.Library.Projects {
			costs[p.Number] = p.Cost
		}
	})
	for set := 1; set < 1<<len(costs); set++ {
		form, sum := url.Values{"code": {sheets[0].Code()}}, int64(0)
		for n := range len(costs) {
			if set>>n&1 == 1 {
				form.Add("p", fmt.Sprint(n+1))
				sum += costs[n+1]
			}
		}
		for _, lg := range lang.All {
			b := x.browser()
			r := b.must("check", b.post("/vote/check?lang="+string(lg), form), 200)
			if want := lang.Money(lg, sum); !strings.Contains(r.text(), want) {
				t.Errorf("%v costs %s: %s", form["p"], want, r.text())
			}
		}
	}
}

// TestNotGoVocalCostGrows: Go Vocal adds up all baskets of a project with every submission. Here the work of a vote, as
// counted in the store, is the same for the tenth voter and for the thousandth.
func TestNotGoVocalCostGrows(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1010)
	s := x.watched()
	there := x.beside()
	b := there.browser()
	vote := func(sheet ballot.Credential) work {
		return s.of(func() {
			r := b.get("/b/" + sheet.Code())
			r = b.press(r, "/vote/check", url.Values{"p": {"1"}})
			if r = b.press(r, "/vote/cast", nil); r.status != http.StatusSeeOther {
				t.Fatalf("cast: %d", r.status)
			}
			b.get(r.head.Get("Location"))
		})
	}
	vote(sheets[0]) // opens the round
	few := vote(sheets[1])
	for _, sheet := range sheets[10:] {
		x.cast(sheet, 1)
	}
	eventuallyCast(there, len(sheets)-8)
	many := vote(sheets[2])
	if many.gets > few.gets || many.items > few.items || many.commits > few.commits || many.written > few.written+64 {
		t.Errorf("the third voter: %d reads, %d items, %d commits, %d bytes; the thousandth: %d, %d, %d, %d",
			few.gets, few.items, few.commits, few.written, many.gets, many.items, many.commits, many.written)
	}
	if few.commits != 1 || few.written == 0 {
		t.Errorf("a vote is %d commits of %d bytes: the test does not count", few.commits, few.written)
	}
}

// eventuallyCast waits until a server has seen so many ballots.
func eventuallyCast(x *street, n int) {
	x.t.Helper()
	eventually(x.t, "the other server has seen all", waitOthers, func() bool {
		return strings.Contains(string(x.browser().get("/r/2026/observe.json").body), fmt.Sprintf(`"cast":%d,`, n))
	})
}
