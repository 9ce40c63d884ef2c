package kiosk

// The street before the office: a real server behind a real listener, and residents with browsers that know no
// JavaScript. Every answer is looked at for what must hold of all of them.

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
	"linli/tally"
)

// street is a served office. Codes in secret must show up nowhere but in the body of a ballot page.
type street struct {
	*bureau
	base   string
	log    journal
	served chan error

	mu     sync.Mutex
	now    time.Time
	secret []string
}

// journal keeps what is logged.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

func newStreet(t *testing.T) *street {
	t.Helper()
	x := &street{bureau: newBureau(t), served: make(chan error, 1)}
	x.now = x.env.Now()
	x.env.Now = func() time.Time { x.mu.Lock(); defer x.mu.Unlock(); return x.now }
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x.base = "http://" + ln.Addr().String()
	x.s = New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.NewTextHandler(&x.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	go func() { x.served <- x.s.Serve(ln) }()
	t.Cleanup(func() {
		x.s.Shutdown(context.Background())
		for _, code := range x.secret {
			if strings.Contains(strings.ToUpper(x.log.String()), code) {
				t.Errorf("the log holds the code %s", code)
			}
		}
	})
	return x
}

// later moves the clock on.
func (x *street) later(d time.Duration) { x.mu.Lock(); defer x.mu.Unlock(); x.now = x.now.Add(d) }

// do does acts in a round.
func (x *street) acts(l *catalog.Live, acts ...catalog.Act) {
	x.t.Helper()
	for _, a := range acts {
		if _, err := l.Do(context.Background(), "qin", a); err != nil {
			x.t.Fatalf("%T: %v", a, err)
		}
	}
}

// collecting is a round that takes proposals.
func (x *street) collecting(id string, change func(*catalog.Scheme)) *catalog.Live {
	x.t.Helper()
	scheme := testScheme("greedy-skip", []tally.Rung{tally.Cheaper, tally.Number})
	scheme.MaxMarks, scheme.Sum = 3, 10
	if change != nil {
		change(&scheme)
	}
	l, err := x.s.rounds.found(context.Background(), "qin", catalog.Create{ID: id, Scheme: scheme})
	if err != nil {
		x.t.Fatal(err)
	}
	x.acts(l, &catalog.Adopt{Body: "Assembly"})
	return l
}

// frozen carries a collecting round to its library, of five projects and what was handed in before, and one station.
func (x *street) frozen(l *catalog.Live) {
	x.t.Helper()
	for _, name := range []string{"Bench", "Lamp", "Tree", "Ramp", "Shed"} {
		who := catalog.Person{Name: "Zhou", Phone: "19900000101"}
		_, err := l.Submit(context.Background(), "qin", who, catalog.Submit{
			Channel: "web", Kind: "engineering", From: "resident", Title: name, Place: "House 3", Text: "Build it.", Benefits: "All.",
		})
		if err != nil {
			x.t.Fatal(err)
		}
	}
	x.acts(l, &catalog.CloseCollection{})
	grounds, n := 0, 0
	l.Read(func(r *catalog.Round) { grounds, n = len(r.Scheme.Grounds), len(r.Proposals) })
	for i := range n {
		x.acts(l, catalog.Cleared(i+1, grounds, "Office"),
			&catalog.Survey{No: i + 1, Date: "2026-10-01", Who: "Adviser", Finding: "Fit.", Pass: true})
	}
	x.acts(l, &catalog.Meet{Date: "2026-10-02", Place: "Hall", Moderator: "M", Recorder: "R", Present: []string{"P"}})
	for i := range n {
		cost := int64(i%5+1) * 1_000_000
		x.acts(l, &catalog.Decide{No: i + 1, Discussion: "Good.", Result: "recommend", Why: "Useful"},
			&catalog.Estimate{No: i + 1, Department: "Works", Low: cost, High: cost, Figure: cost, Basis: "Prices", Opinion: "Fine."})
	}
	x.acts(l, &catalog.Freeze{}, &catalog.Station{Number: 1, Name: "Hall", Address: "Lane 58", Hours: "8:30-17:30", Phone: "0000"})
}

// voting is a round whose poll is open, with so many sheets printed.
func (x *street) voting(id string, form ballot.Form, sheets int, change ...func(*catalog.Scheme)) (*catalog.Live, []ballot.Credential) {
	x.t.Helper()
	l := x.collecting(id, func(s *catalog.Scheme) {
		s.Form = form
		for _, fn := range change {
			fn(s)
		}
	})
	x.frozen(l)
	all := x.print(l, sheets)
	x.acts(l, &catalog.OpenPoll{Officers: twoOfficers})
	return l, all
}

func (x *street) print(l *catalog.Live, n int) []ballot.Credential {
	x.t.Helper()
	all, err := l.PrintSheets(context.Background(), "qin", 1, n, twoOfficers...)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, c := range all {
		x.secret = append(x.secret, c.Code())
	}
	return all
}

// browser is one resident's, with cookies; redirects are not followed.
type browser struct {
	*street
	c *http.Client
}

func (x *street) browser() *browser {
	x.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return &browser{x, &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do sends a request and checks what holds of every answer.
func (b *browser) do(method, path string, body io.Reader, heads ...string) reply {
	b.t.Helper()
	req, err := http.NewRequest(method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i+1 < len(heads); i += 2 {
		req.Header.Set(heads[i], heads[i+1])
	}
	resp, err := b.c.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		b.t.Fatal(err)
	}
	r := reply{resp.StatusCode, resp.Header, text, doc}
	b.guarded(method+" "+path, r)
	return r
}

func (b *browser) get(path string, heads ...string) reply {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil, heads...)
}

func (b *browser) post(path string, form url.Values, heads ...string) reply {
	b.t.Helper()
	return b.do(http.MethodPost, path, strings.NewReader(form.Encode()), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, heads...)...)
}

func (b *browser) json(path, body string) reply {
	b.t.Helper()
	return b.do(http.MethodPost, path, strings.NewReader(body), "Content-Type", "application/json")
}

// press sends the form of a page that goes to action, with fields changed.
func (b *browser) press(r reply, action string, changes url.Values) reply {
	b.t.Helper()
	form := r.doc.Find("form[action='" + action + "']")
	if form.Length() != 1 {
		b.t.Fatalf("%d forms go to %s: %d %s", form.Length(), action, r.status, r.doc.Find("main").Text())
	}
	v := fields(form)
	for name, values := range changes {
		v[name] = values
	}
	return b.post(action, v)
}

// guarded checks the headers of an answer, and that no code is where others could read it.
func (b *browser) guarded(what string, r reply) {
	b.t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
	} {
		if !strings.Contains(r.head.Get(name), want) {
			b.t.Errorf("%s answers %d with %s %q", what, r.status, name, r.head.Get(name))
		}
	}
	if got := r.head.Get("Cache-Control"); !strings.Contains(what, "/static/") && got != "no-store" && (r.status != 200 || !strings.Contains(what, "/photo/")) {
		b.t.Errorf("%s answers %d with Cache-Control %q", what, r.status, got)
	}
	open := []string{r.head.Get("Location"), r.doc.Find("title").Text(), strings.Join(r.head.Values("Set-Cookie"), " ")}
	r.doc.Find("[href],[src],[action],[formaction],[content]").Each(func(_ int, x *goquery.Selection) {
		for _, name := range []string{"href", "src", "action", "formaction", "content"} {
			open = append(open, x.AttrOr(name, ""))
		}
	})
	all := strings.ToUpper(strings.Join(open, " "))
	for _, code := range b.secret {
		if strings.Contains(all, code) {
			b.t.Errorf("%s shows the code outside the ballot page's form", what)
		}
	}
}

// text is what a page says, without space.
func (r reply) text() string { return strings.Join(strings.Fields(r.doc.Find("main").Text()), " ") }

func eventually(t *testing.T, what string, limit time.Duration, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}
