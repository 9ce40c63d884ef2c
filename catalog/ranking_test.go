package catalog

// The ranking: by cards, of which each ranks once though many race, and by hands.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/ballot"
)

// recommending is a round whose table has recommended items 1 to n, with that many people there.
func recommending(t *testing.T, n, people int) *play {
	t.Helper()
	p := seated(t, n)
	p.do(meeting(many(people)...))
	for no := 1; no <= n; no++ {
		p.do(recommended(no))
	}
	return p
}

// ranking opens a ranking of items 1 to n by cards.
func ranking(t *testing.T, n, people, cards int) (*play, []ballot.Seat) {
	t.Helper()
	p := recommending(t, n, people)
	seats, err := p.PrintSeats(p.ctx, "office", cards)
	p.must(err)
	p.do(&OpenRanking{Items: firstItems(n)})
	return p, seats
}

func firstItems(n int) (list []int) {
	for i := range n {
		list = append(list, i+1)
	}
	return list
}

func TestHands(t *testing.T) {
	p := recommending(t, 3, 4)
	p.do(&Arrive{Who: many(1)[0], Proposed: []int{2}})
	p.refuse(ErrNoSuch, "no", &Hands{No: 9})
	p.refuse(ErrFirst, "no", &Hands{No: 4}) // merged
	p.refuse(ErrNumber, "hands", &Hands{No: 1, Hands: 5})
	p.refuse(ErrNumber, "hands", &Hands{No: 2, Hands: 4}) // its proposer raises none
	p.do(&Hands{No: 1, Hands: 2}, &Hands{No: 2, Hands: 3}, &Hands{No: 2, Hands: 1})
	p.refuse(ErrFirst, "", &Rank{[]int{1, 2}}) // 3 was not counted
	p.do(&Hands{No: 3, Hands: 2})
	p.refuse(ErrOrder, "order", &Rank{[]int{3, 1, 2}}) // a tie goes to the earlier
	p.refuse(ErrOrder, "order", &Rank{[]int{1, 3}})
	p.do(&Rank{[]int{1, 3, 2}})
	p.refuse(ErrDone, "", &Rank{[]int{1, 3, 2}})
	p.refuse(ErrDone, "", &Hands{No: 1, Hands: 4})
	_, err := p.PrintSeats(p.ctx, "office", 3)
	p.must(err)
	p.refuse(ErrDone, "", &OpenRanking{firstItems(3)})
	p.reopened(t)
}

func TestSeats(t *testing.T) {
	p := recommending(t, 2, 4)
	for _, n := range []int{0, MaxPresent + 1} {
		if _, err := p.PrintSeats(p.ctx, "office", n); !errors.Is(err, ErrNumber) {
			t.Errorf("%d cards: %v", n, err)
		}
	}
	p.refuse(ErrFirst, "", &OpenRanking{firstItems(2)}) // no cards
	seats, err := p.PrintSeats(p.ctx, "office", 4)
	p.must(err)
	var printed Seats
	p.must(json.Unmarshal(p.Ledger().Entries(p.entry("table.seats", 0), 1<<20)[0].Body, &printed))
	if !slices.IsSortedFunc(printed.Commitments, func(x, y ballot.Commitment) int { return bytes.Compare(x[:], y[:]) }) {
		t.Error("the ledger knows the order of printing")
	}
	swapped := slices.Clone(printed.Commitments)
	slices.Reverse(swapped)
	p.refuse(ErrDone, "commitments", &Seats{swapped})
	p.refuse(ErrDone, "commitments", &Seats{printed.Commitments})
	p.refuse(ErrMissing, "commitments", &Seats{})
	p.refuse(ErrNumber, "commitments", &Seats{make([]ballot.Commitment, MaxPresent)})
	if _, err := p.Seat(seats[0]); !errors.Is(err, ErrRanking) {
		t.Error(err)
	}
	p.refuse(ErrOrder, "items", &OpenRanking{[]int{1}})
	p.do(&OpenRanking{firstItems(2)})
	p.refuse(ErrDone, "", &OpenRanking{firstItems(2)})
	p.refuse(ErrCounting, "", &Hands{No: 1, Hands: 1})
	p.refuse(ErrFirst, "", &Rank{[]int{1, 2}}) // still open
	if _, err := p.Do(p.ctx, "office", &Prefer{Few: 1}); !errors.Is(err, ErrBox) {
		t.Error(err)
	}
	if items, err := p.Seat(seats[0]); err != nil || !slices.Equal(items, firstItems(2)) {
		t.Error(items, err)
	}
	if _, err := p.Seat(ballot.Seat{}); !errors.Is(err, ErrSeat) {
		t.Error(err)
	}
}

func TestOpenRankingRefusals(t *testing.T) {
	p := seated(t, 3)
	p.do(meeting(many(4)...), recommended(1))
	_, err := p.PrintSeats(p.ctx, "office", 4)
	p.must(err)
	p.refuse(ErrFirst, "", &OpenRanking{[]int{1}}) // 2 and 3 are left
	p.do(&Decide{No: 2, Discussion: "议", Result: "put_off", Why: "再议"}, &Decide{No: 3, Discussion: "议", Result: "decline", Why: "不宜"})
	p.refuse(ErrFirst, "", &OpenRanking{[]int{1}}) // one is no ranking
}

func TestPreferRefusals(t *testing.T) {
	p, seats := ranking(t, 3, 4, 6)
	for _, c := range []struct {
		card  ballot.Seat
		order []int
		want  error
	}{
		{seats[0], nil, ErrMissing}, {seats[0], []int{1, 1}, ErrNoSuch}, {seats[0], []int{4}, ErrNoSuch}, {ballot.Seat{}, []int{1}, ErrSeat},
	} {
		if err := p.Prefer(p.ctx, c.card, c.order); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.order, err, c.want)
		}
	}
	p.must(p.Prefer(p.ctx, seats[0], []int{2, 1}))
	p.must(p.Prefer(p.ctx, seats[0], []int{2, 1}))
	if err := p.Prefer(p.ctx, seats[0], []int{1, 2}); !errors.Is(err, ErrRanked) {
		t.Error(err)
	}
	for _, s := range seats[1:4] {
		p.must(p.Prefer(p.ctx, s, []int{3}))
	}
	if err := p.Prefer(p.ctx, seats[4], []int{3}); !errors.Is(err, ErrFull) { // more cards than people
		t.Error(err)
	}
	n, err := p.Preferred(p.ctx)
	p.must(err)
	if n != 4 {
		t.Errorf("%d ranked", n)
	}
}

// Fewer than three are not opened; the table may begin again, or count hands.
func TestFewRankings(t *testing.T) {
	p, seats := ranking(t, 2, 4, 4)
	p.must(p.Prefer(p.ctx, seats[0], []int{2, 1}))
	n, err := p.CloseRanking(p.ctx, "office")
	p.must(err)
	if raw := p.Ledger().Entries(p.entry("table.prefer", 0), 1<<20)[0].Body; n != 1 || strings.Contains(string(raw), "order") {
		t.Errorf("%d: %s", n, raw)
	}
	if _, err := p.CloseRanking(p.ctx, "office"); !errors.Is(err, ErrRanking) {
		t.Error(err)
	}
	p.do(&OpenRanking{firstItems(2)})
	if n, err := p.Preferred(p.ctx); n != 0 || err != nil {
		t.Errorf("%d, %v: of the first time", n, err)
	}
	for _, s := range seats[:3] {
		p.must(p.Prefer(p.ctx, s, []int{2, 1}))
	}
	n, err = p.CloseRanking(p.ctx, "office")
	p.must(err)
	p.refuse(ErrOrder, "order", &Rank{firstItems(2)})
	p.do(&Rank{[]int{2, 1}})
	if n != 3 {
		t.Error(n)
	}
	if _, err := p.PrintSeats(p.ctx, "office", 1); !errors.Is(err, ErrDone) {
		t.Error(err)
	}
	p.reopened(t)
}

// Two servers on one store, every card sends two different rankings at once, each twice, while the moderator closes: each
// card ranks at most once, what was taken is counted, what came after the close is refused, and nothing stays behind.
func TestPreferRaces(t *testing.T) {
	p, seats := ranking(t, 3, 30, 30)
	second, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer second.Close()
	orders := [][]int{{1, 2, 3}, {3, 2, 1}}
	var mu sync.Mutex
	taken := map[ballot.Commitment]int{} // which order
	var wait, sending sync.WaitGroup
	start, ten, all := make(chan struct{}), make(chan struct{}), make(chan struct{})
	for i, s := range seats {
		for k := range 4 {
			sending.Go(func() {
				l := []*Live{p.Live, second}[k/2]
				<-start
				switch err := l.Prefer(p.ctx, s, orders[k%2]); {
				case err == nil:
					mu.Lock()
					c := s.Commitment("2026")
					if was, ok := taken[c]; ok && was != k%2 {
						t.Errorf("card %d ranked twice", i)
					}
					if _, ok := taken[c]; !ok && len(taken) == 9 {
						close(ten)
					}
					taken[c] = k % 2
					mu.Unlock()
				case !errors.Is(err, ErrRanked) && !errors.Is(err, ErrRanking):
					t.Errorf("card %d: %v", i, err)
				}
			})
		}
	}
	close(start)
	closed := 0
	wait.Go(func() {
		select {
		case <-ten:
		case <-all:
		}
		if closed, err = second.CloseRanking(p.ctx, "office"); err != nil {
			t.Error(err)
		}
	})
	sending.Wait()
	close(all)
	wait.Wait()
	p.openedAll(taken, orders, closed)
	for _, s := range seats {
		if err := p.Prefer(p.ctx, s, orders[0]); !errors.Is(err, ErrRanking) {
			t.Error(err)
		}
	}
}

// openedAll looks for what the cards were told was taken, among what was opened, and for what stays behind in the store.
func (p *play) openedAll(taken map[ballot.Commitment]int, orders [][]int, closed int) {
	p.t.Helper()
	var opened Prefer
	p.must(p.Ledger().Sync(p.ctx))
	p.must(json.Unmarshal(p.Ledger().Entries(p.entry("table.prefer", 0), 1<<20)[0].Body, &opened))
	if len(opened.Rankings) != len(taken) || closed != len(taken) || closed < 10 {
		p.t.Errorf("%d were taken, %d are opened, %d told", len(taken), len(opened.Rankings), closed)
	}
	for _, x := range opened.Rankings {
		if k, ok := taken[x.Card]; !ok || !slices.Equal(orders[k], x.Order) {
			p.t.Errorf("%v was not taken like that", x)
		}
	}
	if it, err := p.store.Get(p.ctx, p.preferKey()); err != nil || bytes.Contains(it.Val, []byte("order")) {
		p.t.Errorf("left behind: %s, %v", it.Val, err)
	}
}

// What lies in the store while the cards rank tells no order: whoever came first, the bytes are the same.
func TestPreferencesTellNoOrder(t *testing.T) {
	var kept []string
	for turn := range 2 {
		p, seats := ranking(t, 2, 5, 5)
		if turn == 1 {
			slices.Reverse(seats)
		}
		for _, s := range seats {
			p.must(p.Prefer(p.ctx, s, []int{2, 1}))
		}
		it, err := p.store.Get(p.ctx, p.preferKey())
		p.must(err)
		kept = append(kept, string(it.Val))
		for _, e := range p.Ledger().Entries(0, 1<<20) {
			for _, s := range seats {
				if strings.Contains(string(e.Body), s.Code()) || strings.Contains(string(e.Body), fmt.Sprintf("%x", s.Secret)) {
					t.Errorf("entry %d has a secret", e.N)
				}
			}
		}
	}
	if kept[0] != kept[1] {
		t.Errorf("%s\n%s", kept[0], kept[1])
	}
}
