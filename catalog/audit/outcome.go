package audit

// Checks of what follows from the count: accounts, outcome, letters.

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	"linli/ballot"
	"linli/tally"
)

// accounts works every station's account out again from the manifest, the box and the scans.
func (b *book) accounts(f *findings) {
	last := map[int]settle{}
	for _, s := range b.settled {
		last[s.Act.Station] = s.Act
	}
	for _, station := range slices.Sorted(maps.Keys(last)) {
		given := last[station]
		if want := b.account(given.Account); want != given.Account {
			f.wrong("%d 号站的账目与记录不符 / station %d: the account differs from the records: %+v ≠ %+v", station, station, given.Account, want)
		}
		if !pair(given.Officers) {
			f.wrong("%d 号站的账目没有两人签字 / station %d: not signed by two officers", station, station)
		}
		for _, d := range given.Differences() {
			if given.Reason == "" {
				f.wrong("%d 号站有差异而没有理由 / station %d: a difference without a reason: %s", station, station, d)
			}
		}
	}
	for _, run := range b.runs {
		if _, ok := last[run.Act.Station]; ok {
			continue
		}
		f.wait("账目尚未全部结清 / not all accounts are settled")
		if b.done("poll.tally") {
			f.wrong("%d 号站没有结账 / station %d has no account", run.Act.Station, run.Act.Station)
		}
	}
}

// account is a station's account with what the records say; the piles and the roll are as given.
func (b *book) account(given ballot.Account) ballot.Account {
	a := ballot.Account{Station: given.Station, Unused: given.Unused, Destroyed: given.Destroyed, CheckIns: given.CheckIns, Exchanged: given.Exchanged}
	for c, serial := range b.manifest {
		if serial.Station != a.Station {
			continue
		}
		_, paper := b.seen[c]
		a.Printed++
		for _, x := range []struct {
			is bool
			n  *int
		}{{b.spent[c], &a.Electronic}, {b.void[c], &a.Spoiled}, {paper, &a.Paper}, {paper && b.spent[c], &a.Both}} {
			if x.is {
				*x.n++
			}
		}
	}
	for _, s := range b.scanned {
		if s.Act.Station == a.Station {
			a.Foreign += s.Act.SetAside
		}
	}
	return a.Settle()
}

// ballots are those that count.
func (b *book) ballots() iter.Seq[ballot.Marks] {
	return func(yield func(ballot.Marks) bool) {
		for tracker, rec := range b.records {
			if !b.dead[tracker] && !yield(rec.Marks) {
				return
			}
		}
		for _, s := range b.sealed {
			for _, sheet := range s.Act.Sheets {
				if (sheet.Finding == ballot.Marked || sheet.Finding == ballot.Blank) && !yield(sheet.Marks) {
					return
				}
			}
		}
	}
}

func (b *book) outcome(f *findings) {
	if len(b.tallied) == 0 {
		f.wait("尚未计票 / there is no outcome yet")
		return
	}
	out, err := b.decide(b.tallied[0].Act.Seed)
	if err != nil {
		f.wrong("不能重新计票 / it cannot be counted again: %v", err)
		return
	}
	b.hash = out.Hash()
	for _, t := range b.tallied {
		if t.Act.Hash != b.hash || t.N != b.tallied[0].N {
			f.wrong("结果不同：公布 %s，重算 %s / another outcome: published and recomputed", t.Act.Hash, b.hash)
		}
	}
	for _, id := range out.Funded {
		n, err := strconv.Atoi(id)
		if err != nil {
			f.wrong("%v", err)
		}
		b.funded = append(b.funded, n)
	}
	for i := range b.library {
		if _, ok := out.Reasons[strconv.Itoa(i+1)]; !ok {
			f.wrong("%d 号项目没有理由 / project %d has no reason", i+1, i+1)
		}
	}
}

// decide counts the ballots and applies the scheme's rule.
func (b *book) decide(seed string) (tally.Outcome, error) {
	counts, err := tally.Count(b.paper, b.ballots())
	if err != nil {
		return tally.Outcome{}, err
	}
	contest := tally.Contest{Budget: b.rules.Fund, Counts: counts}
	for i, p := range b.library {
		contest.Projects = append(contest.Projects, tally.Project{ID: strconv.Itoa(i + 1), Number: i + 1, Cost: p.Cost, Received: int64(p.Proposal), Withdrawn: p.Withdrawn})
	}
	rule, err := tally.RuleNamed(b.rules.Rule)
	if err != nil {
		return tally.Outcome{}, err
	}
	ladder := tally.Ladder{Rungs: b.rules.Ties}
	if slices.Contains(ladder.Rungs, tally.Draw) {
		ladder.Seed = seed
	}
	return rule.Decide(contest, ladder)
}

// letters checks that every proposal which is not funded, nor merged into a funded one, has a letter, once the letters
// have been closed; and that no other has.
func (b *book) letters(f *findings) {
	if len(b.tallied) == 0 {
		f.wait("尚未计票 / there is no outcome yet")
		return
	}
	issued, reached := map[int]bool{}, map[int]bool{}
	for _, l := range b.letterList {
		if issued[l.Act.No] {
			f.wrong("%d 号提议有两封感谢信 / proposal %d has two letters", l.Act.No, l.Act.No)
		}
		issued[l.Act.No] = true
	}
	for _, l := range b.delivered {
		reached[l.Act.No] = true
	}
	for no, lost := range b.unsuccessful() {
		switch {
		case !lost && issued[no]:
			f.wrong("%d 号提议入选了，却有感谢信 / proposal %d is funded, and has a letter", no, no)
		case lost && (!issued[no] || !reached[no]) && b.done("letter.close"):
			f.wrong("%d 号提议没有收到感谢信 / proposal %d got no letter", no, no)
		case lost && (!issued[no] || !reached[no]):
			f.wait("感谢信尚未全部送达 / not all letters have been delivered")
		}
	}
}

// unsuccessful tells of every proposal, by its number, whether it was not funded.
func (b *book) unsuccessful() map[int]bool {
	into, funded := map[int]int{}, map[int]bool{}
	for _, m := range b.merges {
		into[m.Act.No] = m.Act.Into
	}
	for _, n := range b.funded {
		if n >= 1 && n <= len(b.library) {
			funded[b.library[n-1].Proposal] = true
		}
	}
	out := map[int]bool{}
	for i := range b.proposals {
		end := i + 1
		if to, merged := into[end]; merged {
			end = to
		}
		out[i+1] = !funded[end]
	}
	return out
}
