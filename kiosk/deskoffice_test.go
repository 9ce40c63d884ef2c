package kiosk

// An office to test the desk with: a real server on a real store, staff of every role, and a browser without JavaScript
// that sends a form as it stands on the page.

import (
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/mod/sumdb/note"

	"linli/ballot/store/bolt"
	"linli/catalog"
)

const officePassword = "plum-rain-1"

var officeStaff = []Member{
	{"qin", "秦闻", "office"}, {"lu", "陆雪青", "office"}, {"yin", "殷静", "office"}, {"bao", "包小满", "clerk"},
	{"he", "何知远", "counter"}, {"tai", "邰雅琴", "counter"}, {"jiang", "蒋以诚", "department"},
}

// bureau is a street office with its server.
type bureau struct {
	t       *testing.T
	s       *Server
	env     catalog.Env
	cookies map[string]string                               // by login
	late    *atomic.Int64                                   // nanoseconds after the morning on which it opened
	before  func(act string)                                // called before each form that do sends; may be nil
	twist   func(form *goquery.Selection, typed url.Values) // changes what submit is going to send; may be nil
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "round.db"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{11})
	skey, key, err := note.GenerateKey(random, "linli-test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	opened := time.Date(2026, 10, 12, 1, 0, 0, 0, time.UTC)
	o := &bureau{t: t, cookies: map[string]string{}, late: new(atomic.Int64)}
	now := func() time.Time { return opened.Add(time.Duration(o.late.Load())) }
	env := catalog.Env{Store: store, Random: cryptorand.Reader, RollKey: bytes.Repeat([]byte{1}, 32), Signer: signer, Key: key, Now: now}
	o.env = env
	o.s = New(Config{Env: env, Public: testPublic, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	for _, m := range officeStaff {
		if err := o.s.staff.Set(context.Background(), m, officePassword); err != nil {
			t.Fatal(err)
		}
		o.cookies[m.Login] = signedIn(t, o.s, m.Login, officePassword)
	}
	t.Cleanup(func() { o.s.rounds.close(); store.Close() })
	return o
}

// wait lets so many days pass, and everybody signs in again.
func (o *bureau) wait(days int) {
	o.t.Helper()
	o.late.Add(int64(days) * int64(24*time.Hour))
	for login := range o.cookies {
		o.cookies[login] = signedIn(o.t, o.s, login, officePassword)
	}
}

// signedIn is the secret of a new session.
func signedIn(t *testing.T, s *Server, login, password string) string {
	t.Helper()
	a, err := s.staff.check(context.Background(), login, password)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := s.staff.begin(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// reply is what the server has said.
type reply struct {
	status int
	head   http.Header
	body   []byte
	doc    *goquery.Document
}

func (o *bureau) send(as string, r *http.Request) reply {
	o.t.Helper()
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "staff", Value: o.cookies[as]})
	}
	resp, err := o.s.app.Test(r, -1)
	if err != nil {
		o.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, body, doc}
}

func (o *bureau) get(as, path string) reply {
	o.t.Helper()
	return o.send(as, httptest.NewRequest(http.MethodGet, path, nil))
}

func (o *bureau) post(as, path string, form url.Values) reply {
	o.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.send(as, r)
}

func (o *bureau) json(as, path string, body any) reply {
	o.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	return o.send(as, r)
}

// asJSON does an act by program and expects it to be done.
func (o *bureau) asJSON(as, path string, body any) (out done) {
	o.t.Helper()
	r := o.json(as, path, body)
	if r.status != 200 && r.status != 201 {
		o.t.Fatalf("POST %s: %d %s", path, r.status, r.body)
	}
	if strings.Contains(r.head.Get("Content-Type"), "json") {
		if err := json.Unmarshal(r.body, &out); err != nil {
			o.t.Fatalf("POST %s: %s", path, r.body)
		}
	}
	return out
}

// fields are the values that a browser would send for the form of a page.
func fields(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input,textarea,select").Each(func(_ int, x *goquery.Selection) {
		name, kind := x.AttrOr("name", ""), x.AttrOr("type", "")
		switch {
		case name == "", (kind == "radio" || kind == "checkbox") && x.Is(":not([checked])"):
		case goquery.NodeName(x) == "select":
			v.Set(name, x.Find("option[selected]").AttrOr("value", x.Find("option").AttrOr("value", "")))
		case goquery.NodeName(x) == "textarea":
			v.Set(name, strings.TrimPrefix(x.Text(), "\n"))
		default:
			v.Add(name, x.AttrOr("value", ""))
		}
	})
	return v
}

// submit opens a page, changes fields of its form (name, value, …) and sends it. A confirm page that answers is
// confirmed.
func (o *bureau) submit(as, path string, changes ...string) reply {
	o.t.Helper()
	r := o.get(as, path)
	if to := r.head.Get("Location"); r.status == http.StatusSeeOther && strings.HasPrefix(to, "/desk/") { // a form of its own
		r = o.get(as, to)
	}
	form := r.doc.Find("main form[method=post]").First()
	if form.Length() == 0 {
		o.t.Fatalf("GET %s: %d, no form: %s", path, r.status, r.doc.Find("main").Text())
	}
	v := fields(form)
	for i := 0; i+1 < len(changes); i += 2 {
		if !v.Has(changes[i]) && form.Find("[name='"+changes[i]+"']").Length() == 0 {
			o.t.Fatalf("%s has no field %q, only %v", path, changes[i], v)
		}
		v.Set(changes[i], changes[i+1])
	}
	if o.twist != nil {
		o.twist(form, v)
	}
	action := form.AttrOr("action", path)
	r = o.post(as, action, v)
	if confirm := r.doc.Find("input[name=confirm]"); r.status == 200 && confirm.Length() == 1 {
		if r.doc.Find("section.preview p").Length() == 0 {
			o.t.Errorf("%s is confirmed without showing what the public will see", path)
		}
		r = o.post(as, action, fields(confirm.Closest("form")))
	}
	return r
}

const deskPath = "/desk/2026"

// do carries out an act by its form and expects to come back to the desk.
func (o *bureau) do(as, act string, changes ...string) {
	o.t.Helper()
	if o.before != nil {
		o.before(act)
	}
	path := deskPath + "/act/" + act
	r := o.submit(as, path, changes...)
	if r.status != http.StatusSeeOther {
		o.t.Fatalf("%s as %s: %d %s", act, as, r.status, complaint(r))
	}
	if to := r.head.Get("Location"); strings.HasPrefix(to, deskPath+"?done=") && to != deskPath+"?done="+act {
		o.t.Fatalf("%s leads to %s", act, to)
	}
}

// complaint is what a refused page says is wrong.
func complaint(r reply) string {
	return strings.Join(strings.Fields(r.doc.Find(".error, .strip.alarm, .refusal").Text()), " ")
}

func (o *bureau) round() *catalog.Live {
	o.t.Helper()
	l, err := o.s.Round(context.Background(), "2026")
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

// read looks at the round.
func (o *bureau) read(fn func(*catalog.Round)) { o.t.Helper(); o.round().Read(fn) }

// wantStep expects the state of a step.
func (o *bureau) wantStep(step catalog.Step, open bool) {
	o.t.Helper()
	o.read(func(r *catalog.Round) {
		if got := r.Steps[step].IsOpen(); got != open {
			o.t.Fatalf("step %d open = %v, want %v", step, got, open)
		}
	})
}
