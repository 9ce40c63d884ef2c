package audit

// Rehearsals: none while the poll is open, all wiped, and no sheet of a test deck among the poll's.

import "linli/ballot"

// rehearsalOf is the poll of a round's rehearsal.
func rehearsalOf(poll string) string { return poll + "_rehearsal" }

func (b *book) rehearsing(n int64, a beginRehearsal) {
	f := b.found["rehearsal"]
	if b.rehearsal != nil {
		f.wrong("第 %d 条在上次演练结束前又开始演练 / entry %d begins a rehearsal before the last has ended", n, n)
	}
	if b.isOpen {
		f.wrong("第 %d 条在投票开始后演练 / entry %d rehearses after the opening", n, n)
	}
	b.rehearsal = &a
}

func (b *book) rehearsed(n int64, a endRehearsal) {
	f := b.found["rehearsal"]
	on := b.rehearsal
	if on == nil {
		f.wrong("第 %d 条结束没有开始的演练 / entry %d ends a rehearsal that has not begun", n, n)
		return
	}
	b.rehearsal = nil
	if b.isOpen {
		f.wrong("第 %d 条在投票开始后才结束演练 / entry %d ends a rehearsal after the opening", n, n)
	}
	switch same := a.Counted.Equal(on.Expected); {
	case !same && a.Why == "":
		f.wrong("第 %d 条：演练结果与应有结果不同，没有说明 / entry %d: not what the deck adds up to, and no reason", n, n)
	case !same:
		f.note("第 %d 条：演练结果与应有结果不同：%s / entry %d: not what the deck adds up to: %s", n, a.Why, n, a.Why)
	}
	if a.Wiped < 1 || !pair(a.Officers...) {
		f.wrong("第 %d 条：没有清除，或不是两人办理 / entry %d: nothing was wiped, or not by two officers", n, n)
	}
	if len(a.Codes) != on.Sheets {
		f.wrong("第 %d 条公开了 %d 张测试票，应有 %d 张 / entry %d opens %d sheets of a deck of %d", n, len(a.Codes), on.Sheets, n, len(a.Codes), on.Sheets)
	}
	seen := map[ballot.Serial]bool{}
	for _, code := range a.Codes {
		c, err := ballot.ParseCode(code)
		if err != nil || c.Tag != ballot.PollTag(rehearsalOf(b.poll)) || seen[c.Serial] {
			f.wrong("第 %d 条里有不是测试票的编码 / entry %d has a code that is none of a test deck: %s", n, n, code)
			continue
		}
		seen[c.Serial] = true
		b.deck = append(b.deck, []ballot.Commitment{c.Commitment(rehearsalOf(b.poll)), c.Commitment(b.poll)})
	}
}

// rehearsalsApart checks that no sheet of a deck is in the manifest, neither as itself nor as what its code would be in
// the poll. All sheets that were used are in the manifest by another check, so that none of a deck was used.
func (b *book) rehearsalsApart(f *findings) {
	for _, sheet := range b.deck {
		for _, c := range sheet {
			if _, in := b.sheets[c]; in {
				f.wrong("正式清单里有测试票 / a test sheet is in the manifest: %x", c)
			}
		}
	}
	switch {
	case b.rehearsal != nil && b.isOpen:
		f.wrong("演练没有结束就开始投票 / the poll opened during a rehearsal")
	case b.rehearsal != nil:
		f.wait("正在演练 / a rehearsal is on")
	case b.of != "" && b.poll != rehearsalOf(b.of):
		f.wrong("演练的编号不对 / a rehearsal of another name: %s, %s", b.poll, b.of)
	case b.of != "":
		f.note("这是一次演练的台账，不是投票 / this is the ledger of a rehearsal, not of a poll: %s", b.of)
	}
}

// assisted checks what is told of assisted voting at a station: sums that agree and grow, enough of them, by people whom
// the scheme has.
func (b *book) assisted(n int64, a assist) {
	f, last := b.found["assistance"], b.helped[a.Station]
	b.helped[a.Station] = a
	kinds, helpers := a.Blind+a.Illiterate+a.Disabled+a.Elderly, a.Companion+a.Staff
	more := helpers - last.Companion - last.Staff
	switch {
	case kinds != helpers || !pair(a.Officers...):
		f.wrong("第 %d 条的数对不上，或不是两人办理 / the sums of entry %d differ, or it has not two officers", n, n)
	case a.Blind < last.Blind || a.Illiterate < last.Illiterate || a.Disabled < last.Disabled || a.Elderly < last.Elderly || a.Companion < last.Companion || a.Staff < last.Staff:
		f.wrong("第 %d 条比以前公布的少 / entry %d tells fewer than before", n, n)
	case more < 1:
		f.wrong("第 %d 条没有新增 / entry %d tells nothing new", n, n)
	case a.Companion > 0 && b.rules.Assistance == "staff", a.Staff > 0 && b.rules.Assistance == "companion":
		f.wrong("第 %d 条的协助人不合方案 / entry %d has help that the scheme does not allow", n, n)
	}
}
