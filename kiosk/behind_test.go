package kiosk

// A server that has not heard of what another one has just entered refuses nobody for it.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
)

// deaf is a real store that tells watchers nothing.
type deaf struct{ store.Store }

func (deaf) Watch(ctx context.Context, _ []byte) (<-chan []store.Item, error) {
	ch := make(chan []store.Item)
	context.AfterFunc(ctx, func() { close(ch) })
	return ch, nil
}

func TestServerBehind(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", func(s *catalog.Scheme) { s.Form = ballot.Approval })
	env := x.env
	env.Store = deaf{env.Store}
	behind := New(Config{Env: env, Public: x.base, Log: x.s.Log})
	t.Cleanup(behind.rounds.close)
	if _, err := behind.Round(t.Context(), "2026"); err != nil { // read before there is a library
		t.Fatal(err)
	}
	x.frozen(l)
	all := x.print(l, 2)
	v := asker{t, behind}
	if status := v.scan(all[0]); status != http.StatusForbidden {
		t.Errorf("printed, and not open: %d", status)
	}
	x.acts(l, &catalog.OpenPoll{Officers: twoOfficers})
	late := x.print(l, 1)
	for _, c := range append(all, late...) {
		if status := v.scan(c); status != http.StatusOK {
			t.Errorf("%s: the code is answered with %d", c.Serial, status)
		}
	}
	later := x.print(l, 1)
	if status := v.cast(later[0]); status != http.StatusSeeOther {
		t.Errorf("cast at once: %d", status)
	}
}

// asker asks one server.
type asker struct {
	t *testing.T
	s *Server
}

func (v asker) scan(c ballot.Credential) int { return v.ask("/vote", url.Values{"code": {c.Code()}}) }
func (v asker) cast(c ballot.Credential) int {
	return v.ask("/vote/cast", url.Values{"code": {c.Code()}, "p": {"1"}})
}

func (v asker) ask(path string, form url.Values) int {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := v.s.app.Test(r, -1)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode
}
