package kiosk

// Guesses in great number from the address of a station, while people vote there.

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot"
)

// guesses is how many codes are tried.
const guesses = 20_000

// guess is a well-made code of the poll, of a serial that was printed, with another secret; or what no code is.
func guess(t *testing.T, i int, real ballot.Credential) string {
	switch i % 8 {
	case 0:
		return "/b/" + fmt.Sprint(i)
	case 1:
		return fmt.Sprintf("/vote/receipt/%012d", i)
	}
	c, err := ballot.NewCredential("2026", real.Serial, rand.Reader)
	if err != nil {
		t.Error(err)
	}
	return "/b/" + c.Code()
}

// TestGuessesByTheThousand: none hits, those beyond a rate are refused unlooked-at, and people at the same address vote
// meanwhile without a wait, by phone and at a machine, where also a slip of the finger is told as what it is.
func TestGuessesByTheThousand(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 25)
	machine := x.browser()
	machine.bind("2026")
	var next atomic.Int64
	var mu sync.Mutex
	answers := map[int]int{}
	transport := &http.Transport{MaxIdleConnsPerHost: 8, MaxConnsPerHost: 8}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			mine := map[int]int{}
			for i := next.Add(1); i <= guesses; i = next.Add(1) {
				req, err := http.NewRequest(http.MethodGet, x.base+guess(t, int(i), sheets[24]), nil)
				if err != nil {
					t.Error(err)
					return
				}
				req.Header.Set("Accept", "application/json")
				r, err := client.Do(req)
				if err != nil {
					t.Error(err)
					return
				}
				io.Copy(io.Discard, r.Body)
				r.Body.Close()
				mine[r.StatusCode]++
			}
			mu.Lock()
			defer mu.Unlock()
			for status, n := range mine {
				answers[status] += n
			}
		})
	}
	for next.Load() < guesses/20 { // long after the allowance has gone
		time.Sleep(time.Millisecond)
	}
	voted, slowest := 0, time.Duration(0)
	for voted < 24 && next.Load() < guesses {
		b, began := x.browser(), time.Now()
		if voted%3 == 0 {
			b = machine
			b.get(machinePath)
			wrong := sheets[voted].Code()
			wrong = wrong[:10] + swapped(wrong[10]) + wrong[11:]
			if r := b.press(b.get("/vote"), "/vote", url.Values{"code": {wrong}}); r.status != 400 {
				t.Errorf("a slip of the finger at a machine: %d %s", r.status, r.text())
			}
			if r := b.press(b.get("/vote"), "/vote", url.Values{"code": {stranger(t, "2026")}}); r.status != 404 {
				t.Errorf("a sheet of no run at a machine: %d %s", r.status, r.text())
			}
		}
		if r := b.castFor(sheets[voted], voted%5+1); r.status != http.StatusSeeOther {
			t.Fatalf("voter %d beside the guesser: %d %s", voted, r.status, r.text())
		} else if r := b.get(r.head.Get("Location")); r.status != 200 {
			t.Errorf("receipt %d beside the guesser: %d", voted, r.status)
		}
		voted++
		slowest = max(slowest, time.Since(began))
	}
	during := next.Load()
	all.Wait()
	box, err := l.Box(t.Context())
	if err != nil || int(box.Count()) != voted || voted < 6 {
		t.Errorf("%d ballots of %d voters, %v", box.Count(), voted, err)
	}
	if answers[200] != 0 || answers[429] < guesses/2 || answers[400]+answers[404]+answers[429] != guesses {
		t.Errorf("guesses are answered %v", answers)
	}
	t.Logf("%d voted during %d guesses, the slowest of them in %v; answers %v", voted, during, slowest, answers)
}

// TestSameWordsForEveryGuess: what is said of a code tells nothing about how near it was.
func TestSameWordsForEveryGuess(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	near := sheets[0]
	near.Secret[15] ^= 1
	far, err := ballot.NewCredential("2026", ballot.Serial{Station: 63, Number: 7}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, accept := range []string{"text/html", "application/json"} {
		a, b := x.browser().get("/b/"+near.Code(), "Accept", accept), x.browser().get("/b/"+far.Code(), "Accept", accept)
		if a.status != 404 || b.status != 404 || !bytes.Equal(a.body, b.body) {
			t.Errorf("one sign from a sheet: %d %s\nfar from any: %d %s", a.status, a.body, b.status, b.body)
		}
	}
}
