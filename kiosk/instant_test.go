package kiosk

// The same instant: one sheet at two machines and on a phone, and votes at the second of closing.

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"linli/ballot"
)

// TestOneSheetThreePlaces: two machines and a phone cast one sheet at the same instant, for different projects, again
// and again: one ballot each time, the others hear that the sheet is used, and the receipt is the sheet's.
func TestOneSheetThreePlaces(t *testing.T) {
	x := newStreet(t)
	const sheetsEach = 30
	l, sheets := x.voting("2026", ballot.Approval, sheetsEach)
	var places [3]*browser
	for i := range places {
		if places[i] = x.browser(); i < 2 {
			places[i].bind("2026")
		}
	}
	for n, sheet := range sheets {
		var forms [3]reply
		for i, b := range places {
			forms[i] = b.press(b.press(b.get("/vote"), "/vote", map[string][]string{"code": {sheet.Code()}}), "/vote/check", map[string][]string{"p": {fmt.Sprint(i + 1)}})
		}
		var replies [3]reply
		start := make(chan struct{})
		var all sync.WaitGroup
		for i, b := range places {
			all.Go(func() { <-start; replies[i] = b.press(forms[i], "/vote/cast", nil) })
		}
		close(start)
		all.Wait()
		won := 0
		for i, r := range replies {
			switch to := r.head.Get("Location"); {
			case r.status == http.StatusSeeOther && strings.HasPrefix(to, "/vote/receipt/"+sheet.Tracker("2026")):
				won++
				if again := places[i].press(forms[i], "/vote/cast", nil); again.head.Get("Location") != to {
					t.Errorf("sheet %d: the same again leads to %s, not %s", n, again.head.Get("Location"), to)
				}
			case r.status != http.StatusConflict || !strings.Contains(r.text(), "用过"):
				t.Errorf("sheet %d, place %d: %d %s", n, i, r.status, r.text())
			}
		}
		if won != 1 {
			t.Fatalf("sheet %d has %d receipts", n, won)
		}
	}
	box, err := l.Box(context.Background())
	if err != nil || box.Count() != sheetsEach || len(box.Spends()) != sheetsEach {
		t.Errorf("%d ballots of %d sheets, %v", box.Count(), sheetsEach, err)
	}
}

// TestVoteAtTheSecondOfClosing: votes race the close. What was accepted is in the box and counted, what was refused is
// not, and nothing is accepted after the first that hears of the close has come back from it.
func TestVoteAtTheSecondOfClosing(t *testing.T) {
	x := newStreet(t)
	const voters = 150
	l, sheets := x.voting("2026", ballot.Approval, voters)
	var accepted sync.Map
	var taken atomic.Int64
	var closed atomic.Bool
	var all sync.WaitGroup
	next := make(chan ballot.Credential, voters)
	for _, sheet := range sheets {
		next <- sheet
	}
	close(next)
	for range 12 {
		b := x.browser()
		all.Go(func() {
			for sheet := range next {
				late := closed.Load()
				r := b.json("/vote/cast", fmt.Sprintf(`{"code":%q,"marks":[{"p":2}]}`, sheet.Code()))
				switch {
				case r.status == 200 && late:
					t.Error("a vote that began after the close was accepted")
				case r.status == 200:
					accepted.Store(sheet.Tracker("2026"), true)
					taken.Add(1)
				case r.status != http.StatusGone || !strings.Contains(string(r.body), `"code":"closed"`):
					t.Errorf("at the close: %d %s", r.status, r.body)
				}
			}
		})
	}
	for taken.Load() < voters/4 {
	}
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	closed.Store(true)
	all.Wait()
	box, err := l.Box(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	records, err := box.Records()
	if err != nil || int64(len(records)) != taken.Load() || taken.Load() == voters {
		t.Errorf("%d of %d votes were accepted, %d are in the box, %v", taken.Load(), voters, len(records), err)
	}
	for _, r := range records {
		if _, ok := accepted.Load(r.Tracker); !ok {
			t.Errorf("%s was refused and is in the box", r.Tracker)
		}
	}
}
