package kiosk

// Sessions end with what they were opened with.

import (
	"context"
	"errors"
	"testing"
)

// TestSessionsEndWithTheirAccount: a new password or another role ends the sessions of that login on all machines, and
// nobody else's.
func TestSessionsEndWithTheirAccount(t *testing.T) {
	for name, change := range map[string]struct {
		to       Member
		password string
	}{
		"another password":  {Member{"qin", "秦闻", "office"}, "plum-rain-2"},
		"another role":      {Member{"qin", "秦闻", "clerk"}, officePassword},
		"the same anew":     {Member{"qin", "秦闻", "office"}, officePassword},
		"another's account": {Member{"lu", "陆雪青", "clerk"}, "plum-rain-2"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newBureau(t)
			second := signedIn(t, o.s, "qin", officePassword)
			if err := o.s.staff.Set(context.Background(), change.to, change.password); err != nil {
				t.Fatal(err)
			}
			want := 303
			if change.to.Login != "qin" {
				want = 200
			}
			if r := o.get("qin", "/desk"); r.status != want {
				t.Errorf("the session that was open: %d, want %d", r.status, want)
			}
			if r := o.json("qin", "/desk/new", obj{}); want == 303 && r.status != 401 {
				t.Errorf("by program: %d", r.status)
			}
			o.cookies["qin"] = second
			if r := o.get("qin", "/desk"); r.status != want {
				t.Errorf("on another machine: %d, want %d", r.status, want)
			}
			o.cookies[change.to.Login] = signedIn(t, o.s, change.to.Login, change.password)
			if r := o.get(change.to.Login, "/desk"); r.status != 200 {
				t.Errorf("signed in again: %d", r.status)
			}
		})
	}
}

// TestSessionOfAPasswordThatWasChanged: whoever is let in with a password that is changed at that moment is not in.
func TestSessionOfAPasswordThatWasChanged(t *testing.T) {
	o := newBureau(t)
	a, err := o.s.staff.check(context.Background(), "qin", officePassword)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.s.staff.Set(context.Background(), a.Member, "plum-rain-2"); err != nil {
		t.Fatal(err)
	}
	secret, err := o.s.staff.begin(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	o.cookies["qin"] = secret
	if r := o.get("qin", "/desk"); r.status != 303 {
		t.Errorf("%d", r.status)
	}
}

// TestOneLoginOneSpelling: of the spellings that are one person's at most one can be a login, so that nobody has two
// accounts to sign an act of two officers with.
func TestOneLoginOneSpelling(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	for _, spelling := range []string{"QIN", " qin", "ｑｉｎ", "q.in", "q-in", "q\u200bin", "qin\u2060", "ⓠin"} {
		if err := o.s.staff.Set(context.Background(), Member{spelling, "秦闻", "office"}, officePassword); !errors.Is(err, ErrAccount) {
			t.Errorf("account %q: %v", spelling, err)
		}
		if r := o.json("qin", act("poll.open"), obj{"second": obj{"login": spelling, "password": officePassword}}); r.status != 403 {
			t.Errorf("second officer %q: %d %s", spelling, r.status, r.body)
		}
	}
}
