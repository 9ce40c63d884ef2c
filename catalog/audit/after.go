package audit

// What follows from the outcome: letters, works, evaluations.

import (
	"maps"
	"slices"
)

func (b *book) wrote(n int64, a letter) {
	if _, twice := b.letter[a.No]; twice || a.No < 1 || a.No > len(b.proposals) {
		b.found["letters"].wrong("%d 号提议有两封感谢信，或不存在 / proposal %d has two letters, or is not there", a.No, a.No)
	}
	b.letter[a.No] = false
}

func (b *book) delivered(n int64, a letter) {
	if _, issued := b.letter[a.No]; !issued {
		b.found["letters"].wrong("%d 号提议的感谢信没有出具就送达 / the letter of proposal %d was delivered and never issued", a.No, a.No)
		return
	}
	b.letter[a.No] = true
}

// letters checks that every proposal which is not funded, nor merged into a funded one, has a letter, once the letters
// have been closed; and that no other has.
func (b *book) letters(f *findings) {
	if !b.met("poll.tally|council.close") {
		f.wait("尚未计票 / there is no outcome yet")
		return
	}
	for i, p := range b.proposals {
		no, end := i+1, i+1
		if p.into > 0 {
			end = p.into
		}
		reached, issued := b.letter[no]
		switch lost := !b.isFunded(end); {
		case !lost && issued:
			f.wrong("%d 号提议入选了，却有感谢信 / proposal %d is funded, and has a letter", no, no)
		case lost && !reached && b.done["letter.close"]:
			f.wrong("%d 号提议没有收到感谢信 / proposal %d got no letter", no, no)
		case lost && !reached:
			f.wait("感谢信尚未全部送达 / not all letters have been delivered")
		}
	}
}

// isFunded tells whether the project that a proposal became is funded.
func (b *book) isFunded(proposal int) bool {
	return slices.ContainsFunc(b.funded, func(n int) bool {
		all, i := b.library, n-1
		if n >= firstGranted {
			all, i = b.granted, n-firstGranted
		}
		return i >= 0 && i < len(all) && all[i].proposal == proposal
	})
}

func (b *book) workStarted(n int64, a work) {
	if _, twice := b.built[a.Project]; twice {
		b.found["works"].wrong("第 %d 条的 %d 号项目已开工 / entry %d starts project %d again", n, a.Project, n, a.Project)
	}
	b.built[a.Project] = false
}

func (b *book) workFinished(n int64, a work) {
	if finished, started := b.built[a.Project]; finished || !started {
		b.found["works"].wrong("第 %d 条的 %d 号项目没有开工或已完工 / entry %d finishes project %d, which was not started or is finished", n, a.Project, n, a.Project)
	}
	b.built[a.Project] = true
}

func (b *book) evaluated(n int64, a work) {
	b.judged[a.Project] = true
}

// works checks that only funded projects are built, that all are when the works are closed, and evaluated when the round is.
func (b *book) works(f *findings) {
	if !b.done["work.start"] && !b.done["work.close"] {
		f.wait("尚未开工 / no work has been started")
	}
	for _, n := range slices.Sorted(maps.Keys(b.built)) {
		if !slices.Contains(b.funded, n) {
			f.wrong("%d 号项目没有入选却开工 / project %d is not funded and is built", n, n)
		}
	}
	for _, n := range b.funded {
		switch {
		case b.done["work.close"] && !b.built[n]:
			f.wrong("%d 号项目入选而没有完工 / project %d is funded and was not finished", n, n)
		case b.done["round.close"] && !b.judged[n]:
			f.wrong("%d 号项目没有评价 / project %d was not evaluated", n, n)
		case !b.built[n]:
			f.wait("还有项目没有完工 / some projects are not finished")
		}
	}
	for _, n := range slices.Sorted(maps.Keys(b.judged)) {
		if !b.built[n] {
			f.wrong("%d 号项目没有完工却有评价 / project %d was evaluated and is not finished", n, n)
		}
	}
}
