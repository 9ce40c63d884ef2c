package audit

// The round table: who is there, who may not decide, and its ranking, counted again.

import (
	"bytes"
	"slices"

	"linli/ballot"
	"linli/tally"
)

// table is the round table.
type table struct {
	people []*attendee // all who have been there
	cards  map[ballot.Commitment]bool
	open   []int // items that cards rank; nil: none are ranked
	hands  map[int]int
	places []tally.Place // by the cards, once they are opened
	done   bool          // the counted ranking has been confirmed
}

type attendee struct {
	who      string
	proposed []int
	arrived  bool
	left     bool
}

func (t *table) at(who string) *attendee {
	i := slices.IndexFunc(t.people, func(p *attendee) bool { return p.who == who && !p.left })
	if i < 0 {
		return nil
	}
	return t.people[i]
}

func (t *table) present() (n int) {
	for _, p := range t.people {
		if !p.left {
			n++
		}
	}
	return n
}

func (b *book) tableMet(_ int64, a meet) {
	for _, who := range a.Present {
		b.table.people = append(b.table.people, &attendee{who: who})
	}
}

func (b *book) arrived(n int64, a arrive) {
	t := &b.table
	p := t.at(a.Who)
	if p == nil {
		if i := slices.IndexFunc(t.people, func(p *attendee) bool { return p.who == a.Who }); i >= 0 {
			p = t.people[i]
		}
	}
	switch {
	case p == nil:
		p = &attendee{who: a.Who}
		t.people = append(t.people, p)
	case p.arrived && !p.left:
		b.found["table"].wrong("第 %d 条的人已经签到 / whom entry %d brings is there already", n, n)
	}
	p.arrived, p.left = true, false
	for _, no := range a.Proposed {
		b.proposal(n, no)
		p.proposed = append(p.proposed, no)
	}
}

func (b *book) hasLeft(n int64, a arrive) {
	p := b.table.at(a.Who)
	if p == nil {
		b.found["table"].wrong("第 %d 条的人不在场 / who leaves by entry %d is not there", n, n)
		return
	}
	p.left, p.arrived = true, false
}

// interested are those at the table who proposed one of these items, or one merged into it.
func (b *book) interested(items ...int) (who []string) {
	for _, p := range b.table.people {
		mine := slices.ContainsFunc(p.proposed, func(no int) bool {
			for no >= 1 && no <= len(b.proposals) && b.proposals[no-1].into > 0 {
				no = b.proposals[no-1].into
			}
			return slices.Contains(items, no)
		})
		if mine && !p.left {
			who = append(who, p.who)
		}
	}
	return who
}

// quorate checks that enough people were there.
func (b *book) quorate(n int64) {
	if there := b.table.present(); there < max(b.rules.TableQuorum, 1) {
		b.found["table"].wrong("第 %d 条时到会 %d 人，须 %d 人 / %[2]d people were there at entry %[1]d, %[3]d are needed", n, there, max(b.rules.TableQuorum, 1))
	}
}

// agreed checks that those who decided on items were allowed to, and enough.
func (b *book) agreed(n int64, v voices, items ...int) {
	f := b.found["table"]
	b.quorate(n)
	for i, who := range v.Recused {
		if b.table.at(who) == nil || slices.Contains(v.Recused[:i], who) {
			f.wrong("第 %d 条回避的人不在场 / who is recused by entry %d is not there", n, n)
		}
	}
	for _, who := range b.interested(items...) {
		if !slices.Contains(v.Recused, who) {
			f.wrong("第 %d 条：提议人在场没有回避 / at entry %d a proposer was there and not recused: %q", n, n, who)
		}
	}
	left := b.table.present() - len(v.Recused)
	if v.For < 0 || v.Against < 0 || v.Abstain < 0 || left < 1 || v.For+v.Against+v.Abstain > left {
		f.wrong("第 %d 条的票多于能表决的 %d 人 / entry %[1]d has more votes than the %[2]d people who may", n, left)
	}
}

// carry tells whether no vote was taken, or more were for it than against.
func (v voices) carry() bool { return v.For+v.Against+v.Abstain == 0 || v.For > v.Against }

func (b *book) decidedAtTable(n int64, a decide) {
	b.discussed(n, a)
	b.agreed(n, a.voices, a.No)
	if a.Result == "recommend" && !a.carry() || a.Result == "decline" && a.carry() && a.For > 0 {
		b.found["table"].wrong("第 %d 条的结论与票数不符 / the conclusion of entry %d is not what was voted", n, n)
	}
}

func (b *book) mergedAtTable(n int64, a mergeAtTable) {
	p, into := b.proposal(n, a.No), b.proposal(n, a.Into)
	if p == into || !b.beforeTable(p) || !b.beforeTable(into) || !a.carry() {
		b.found["table"].wrong("第 %d 条合并不成立 / entry %d merges what cannot be merged", n, n)
	}
	b.agreed(n, a.voices, a.No, a.Into)
	for i := range b.proposals {
		if b.proposals[i].into == a.No {
			b.proposals[i].into = a.Into
		}
	}
	p.into, into.joined = a.Into, true
}

// beforeTable tells whether an item is to be decided by the table.
func (b *book) beforeTable(p *proposal) bool { return p.pass && p.into == 0 && p.result == "" }

func (b *book) seatsPrinted(n int64, a seats) {
	if b.table.cards == nil {
		b.table.cards = map[ballot.Commitment]bool{}
	}
	for i, c := range a.Commitments {
		if b.table.cards[c] || i > 0 && bytes.Compare(a.Commitments[i-1][:], c[:]) >= 0 {
			b.found["table"].wrong("第 %d 条的排序卡重复或未按顺序 / entry %d has a seat card twice, or out of order", n, n)
		}
		b.table.cards[c] = true
	}
}

// recommended are the items that the table ranks.
func (b *book) recommended() (items []int) {
	for i, p := range b.proposals {
		if p.result == "recommend" && p.into == 0 {
			items = append(items, i+1)
		}
	}
	return items
}

func (b *book) rankingOpened(n int64, a openRanking) {
	b.quorate(n)
	if b.table.open != nil || b.table.hands != nil || b.table.places != nil || len(a.Items) < 2 || !slices.Equal(a.Items, b.recommended()) {
		b.found["table"].wrong("第 %d 条开始排序不成立 / entry %d opens a ranking that cannot be, or of other items", n, n)
	}
	b.table.open = slices.Concat([]int{}, a.Items)
}

// minRankings is the fewest cards that are opened.
const minRankings = 3

func (b *book) preferred(n int64, a prefer) {
	t, f := &b.table, b.found["table"]
	if t.open == nil || t.places != nil || len(a.Rankings) > len(t.people) || len(a.Rankings) > 0 && len(a.Rankings) < minRankings {
		f.wrong("第 %d 条开启排序卡不成立 / entry %d opens seat cards that it may not", n, n)
	}
	var cards [][]int
	for i, x := range a.Rankings {
		twice := i > 0 && bytes.Compare(a.Rankings[i-1].Card[:], x.Card[:]) >= 0
		if !t.cards[x.Card] || twice || !b.ranks(x.Order) {
			f.wrong("第 %d 条的排序卡未印发、重复，或排了别的 / entry %d has a seat card that was not printed, ranks twice, or ranks other items", n, n)
			continue
		}
		cards = append(cards, x.Order)
	}
	if len(a.Rankings) == 0 {
		t.open = nil
		return
	}
	t.places = tally.Borda(t.open, cards)
	f.note("%d 张排序卡 / %[1]d seat cards ranked", len(cards))
}

// ranks tells whether a card ranks some of the items, each once.
func (b *book) ranks(order []int) bool {
	for i, no := range order {
		if !slices.Contains(b.table.open, no) || slices.Contains(order[:i], no) {
			return false
		}
	}
	return len(order) > 0
}

func (b *book) handsRaised(n int64, a hands) {
	b.quorate(n)
	t := &b.table
	p := b.proposal(n, a.No)
	if t.open != nil || t.done || p.result != "recommend" || a.Hands < 0 || a.Hands > t.present()-len(b.interested(a.No)) {
		b.found["table"].wrong("第 %d 条举手计数不成立 / entry %d counts hands that cannot be", n, n)
	}
	if t.hands == nil {
		t.hands = map[int]int{}
	}
	t.hands[a.No] = a.Hands
}

// ranked checks that the ranking is the one that was counted, if one was.
func (b *book) ranked(n int64, a rank) {
	b.quorate(n)
	t, f := &b.table, b.found["table"]
	for i, no := range a.Order {
		if b.proposal(n, no).result != "recommend" || slices.Contains(a.Order[:i], no) {
			f.wrong("第 %d 条排了没有推荐的提议 / entry %d ranks what was not recommended", n, n)
		}
	}
	places := t.places
	if t.hands != nil {
		places = tally.Hands(t.hands)
		if len(places) != len(b.recommended()) {
			f.wrong("第 %d 条时还有没举手计数的 / at entry %d hands were not counted for every item", n, n)
		}
	}
	if places == nil && t.open == nil {
		return
	}
	var order []int
	for _, p := range places {
		order = append(order, p.Item)
	}
	if t.done || !slices.Equal(order, a.Order) {
		f.wrong("第 %d 条的名次与统计不符，应为 %v / the ranking of entry %[1]d is not the one that was counted, %[2]v", n, order)
	}
	t.done = true
}
