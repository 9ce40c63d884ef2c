package catalog

// How the round table ranks what it recommends: by seat cards or by raised hands, and the order that follows.

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// Refusals of a ranking.
var (
	// ErrRanking: cards rank only while the moderator has the ranking open.
	ErrRanking = errors.New("现在不能排序：主持人还没有开始，或已经结束 / there is no ranking now: the moderator has not opened it yet, or has closed it")
	// ErrSeat: a card that was not printed for this round.
	ErrSeat = errors.New("没有印发过这张排序卡 / no such seat card has been printed")
	// ErrRanked: the card has ranked otherwise before.
	ErrRanked = errors.New("这张排序卡已经用过了，每张只排一次 / this seat card has ranked already, each ranks once")
	// ErrOrder: a ranking other than the one that was counted.
	ErrOrder = errors.New("名次与统计结果不一致，请按统计结果确认 / this is not the ranking that was counted, confirm that one")
	// ErrCounting: cards and hands do not go together.
	ErrCounting = errors.New("排序卡和举手只能用一种 / seat cards and hands do not go together, one of them ranks")
)

// Ranking is how those present ranked the items.
type Ranking struct {
	Hands  map[int]int   // by proposal; nil: no hands were counted
	Items  []int         // that cards rank; nil: no ranking by cards was opened, or too few cards ranked
	Open   int64         // the entry with which it was opened
	Closed bool          // the cards have been opened
	Cards  int           // that ranked
	Places []tally.Place // by the cards
}

// MinRankings is the fewest cards that are opened: of fewer, those at the table could tell whose is whose.
const MinRankings = 3

// recommended are the items that the table recommends, in the order received: what it ranks.
func (r *Round) recommended() (items []int) {
	for _, p := range r.Proposals {
		if r.Stage(p) == Recommended {
			items = append(items, p.No)
		}
	}
	return items
}

// Counted is the ranking that those present have made, best first; false if they have made none. See [tally.Borda] and
// [tally.Hands] for how points come about and what decides between equal ones.
func (t *RoundTable) Counted() ([]tally.Place, bool) {
	switch {
	case t.Ranked.Closed:
		return t.Ranked.Places, true
	case t.Ranked.Hands != nil:
		return tally.Hands(t.Ranked.Hands), true
	}
	return nil, false
}

// RankingOpen tells whether seat cards can rank now.
func (r *Round) RankingOpen() bool {
	return r.Table != nil && r.Table.Ranked.Items != nil && !r.Table.Ranked.Closed && r.Steps[3].IsOpen()
}

// SeatCards is how many seat cards have been printed.
func (r *Round) SeatCards() int { return len(r.seats) }

// mayRank refuses, unless the table may rank now.
func (r *Round) mayRank() error {
	if err := r.Quorate(); err != nil {
		return err
	}
	if _, counted := r.Table.Counted(); counted && r.Table.Ranking != nil {
		return ErrDone
	}
	return nil
}

// Hands is how many of those present raised their hands for an item; each may for several, those who proposed it do not. A
// second count of the same item supersedes the first.
type Hands struct {
	No    int `json:"no" kind:"proposal"`
	Hands int `json:"hands" limit:"200" form:"optional"`
}

func (a *Hands) check(r *Round) error {
	if err := r.mayRank(); err != nil {
		return err
	}
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case r.Stage(p) != Recommended:
		return &FieldError{"no", ErrFirst}
	case r.Table.Ranked.Items != nil:
		return ErrCounting
	}
	if most := r.Table.Present() - len(r.Interested(a.No)); a.Hands > most {
		return &FieldError{"hands", fmt.Errorf("%w: %d > %d", ErrNumber, a.Hands, most)}
	}
	return nil
}

func (a *Hands) apply(r *Round, _ ledger.Entry) {
	if r.Table.Ranked.Hands == nil {
		r.Table.Ranked.Hands = map[int]int{}
	}
	r.Table.Ranked.Hands[a.No] = a.Hands
}

// Seats are printed seat cards (排序卡), by their commitments in byte order, so that the order of printing is told nowhere.
// They bear no number, and are drawn from a shuffled pile; which card is whose nobody writes down.
type Seats struct {
	Commitments []ballot.Commitment `json:"commitments"`
}

func (a *Seats) check(r *Round) error {
	if n := len(a.Commitments) + len(r.seats); n > MaxPresent {
		return &FieldError{"commitments", fmt.Errorf("%w: %d (1-%d)", ErrNumber, n, MaxPresent)}
	}
	if r.Table != nil && r.Table.Ranked.Closed {
		return ErrDone
	}
	for i, c := range a.Commitments {
		if r.seats[c] || i > 0 && bytes.Compare(a.Commitments[i-1][:], c[:]) >= 0 {
			return &FieldError{"commitments", fmt.Errorf("%w: %d", ErrDone, i+1)}
		}
	}
	return nil
}

func (a *Seats) apply(r *Round, _ ledger.Entry) {
	if r.seats == nil {
		r.seats = map[ballot.Commitment]bool{}
	}
	for _, c := range a.Commitments {
		r.seats[c] = true
	}
}

// OpenRanking lets seat cards rank what the table recommends, all of it in the order received, once nothing is left to be
// decided.
type OpenRanking struct {
	Items []int `json:"items" kind:"proposals"`
}

func (a *OpenRanking) check(r *Round) error {
	if err := r.mayRank(); err != nil {
		return err
	}
	left := slices.ContainsFunc(r.Proposals, func(p *Proposal) bool { return r.Stage(p) == Surveyed })
	switch t := r.Table; {
	case t.Ranked.Items != nil:
		return ErrDone
	case t.Ranked.Hands != nil:
		return ErrCounting
	case len(r.seats) == 0:
		return fmt.Errorf("%w: 还没有印排序卡 / no seat cards have been printed", ErrFirst)
	case left:
		return fmt.Errorf("%w: 还有没议的提议 / there are items to be decided", ErrFirst)
	case len(r.recommended()) < 2:
		return fmt.Errorf("%w: 推荐的不到两项 / fewer than two items are recommended", ErrFirst)
	case !slices.Equal(a.Items, r.recommended()):
		return &FieldError{"items", fmt.Errorf("%w: %v", ErrOrder, r.recommended())}
	}
	return nil
}

func (a *OpenRanking) apply(r *Round, e ledger.Entry) {
	r.Table.Ranked = Ranking{Open: e.N, Items: a.Items}
}

// Preference is what one seat card ranks: proposals, best first. It leaves out what it likes.
type Preference struct {
	Card  ballot.Commitment `json:"card"`
	Order []int             `json:"order"`
}

// Prefer closes the ranking by seat cards and tells what they ranked, all at once and by their commitments in byte order,
// so that the ledger knows neither the order nor the hour of any. Fewer than [MinRankings] are not told: then Few is how
// many there were, and the table ranks by hands or opens the ranking again. Only [Live.CloseRanking] enters it.
type Prefer struct {
	Rankings []Preference `json:"rankings,omitempty" form:"optional"`
	Few      int          `json:"few,omitempty" form:"optional" limit:"2"`
}

func (a *Prefer) check(r *Round) error {
	if r.Table == nil || r.Table.Ranked.Items == nil || r.Table.Ranked.Closed {
		return ErrRanking
	}
	if n := len(a.Rankings); n > 0 && n < MinRankings || n > len(r.Table.People) || n > 0 && a.Few > 0 {
		return &FieldError{"rankings", fmt.Errorf("%w: %d", ErrNumber, n)}
	}
	for i, x := range a.Rankings {
		if i > 0 && bytes.Compare(a.Rankings[i-1].Card[:], x.Card[:]) >= 0 {
			return &FieldError{"rankings", ErrRanked}
		}
		if err := r.ranks(x); err != nil {
			return &FieldError{"rankings", err}
		}
	}
	return nil
}

// ranks refuses a ranking of a card that was not printed, or of what is not to be ranked.
func (r *Round) ranks(x Preference) error {
	stranger := slices.ContainsFunc(x.Order, func(no int) bool { return !slices.Contains(r.Table.Ranked.Items, no) })
	switch {
	case !r.seats[x.Card]:
		return ErrSeat
	case len(x.Order) == 0:
		return &FieldError{"order", ErrMissing}
	case stranger || twice(x.Order):
		return &FieldError{"order", ErrNoSuch}
	}
	return nil
}

func (a *Prefer) apply(r *Round, _ ledger.Entry) {
	t := &r.Table.Ranked
	if len(a.Rankings) == 0 {
		*t = Ranking{}
		return
	}
	var cards [][]int
	for _, x := range a.Rankings {
		cards = append(cards, x.Order)
	}
	t.Closed, t.Cards, t.Places = true, len(cards), tally.Borda(t.Items, cards)
}

// Rank is the order in which those present recommend the items: the one that they counted, if they did.
type Rank struct {
	Order []int `json:"order" kind:"proposals"`
}

func (a *Rank) check(r *Round) error {
	if r.Table == nil {
		return errNoTable
	}
	seen := map[int]bool{}
	for _, no := range a.Order {
		p := r.Proposal(no)
		if p == nil || seen[no] || r.Stage(p) != Recommended {
			return &FieldError{"order", fmt.Errorf("%w: %d", ErrNoSuch, no)}
		}
		seen[no] = true
	}
	if err := r.mayRank(); err != nil {
		return err
	}
	return a.asCounted(r)
}

// asCounted refuses another order than the one that was counted, and any while the count is not at its end.
func (a *Rank) asCounted(r *Round) error {
	if t := r.Table.Ranked; t.Items != nil && !t.Closed {
		return fmt.Errorf("%w: 排序还没有结束 / the ranking is still open", ErrFirst)
	}
	places, counted := r.Table.Counted()
	if !counted {
		return nil
	}
	var order []int
	for _, p := range places {
		order = append(order, p.Item)
	}
	if r.Table.Ranked.Hands != nil {
		for _, no := range r.recommended() {
			if !slices.Contains(order, no) {
				return fmt.Errorf("%w: 第 %[2]d 号还没有举手计数 / no hands were counted for item %[2]d", ErrFirst, no)
			}
		}
	}
	if !slices.Equal(order, a.Order) {
		return &FieldError{"order", fmt.Errorf("%w: %v", ErrOrder, order)}
	}
	return nil
}

func (a *Rank) apply(r *Round, _ ledger.Entry) {
	for _, no := range r.Table.Ranking {
		r.Proposal(no).RankAt = 0
	}
	r.Table.Ranking = a.Order
	for i, no := range a.Order {
		r.Proposal(no).RankAt = i + 1
	}
}
