package audit

// The residents' council, where it decides in place of a vote: its meetings, its votes, and what they carry.

import (
	"maps"
	"slices"
	"strings"

	"linli/tally"
)

type convene struct {
	Members int `json:"members"`
	Present int `json:"present"`
}

type resolve struct {
	Project int      `json:"project"`
	Yes     int      `json:"yes"`
	No      int      `json:"no"`
	Abstain int      `json:"abstain"`
	Recused []string `json:"recused"`
}

type conclude struct {
	Officers []string `json:"officers"`
	Hash     string   `json:"hash"`
}

// sitting is a meeting of the council that is open.
type sitting struct {
	convene
	voted map[int]bool // projects
}

// council tells whether the residents' council decides.
func (s scheme) council() bool { return s.Route == "council" }

// quorate tells whether enough members are there: the scheme's part of them, and not more than there are.
func (s scheme) quorate(a convene) bool {
	return a.Present > 0 && a.Present <= a.Members && 100*a.Present >= s.Quorum*a.Members
}

// needs is how many yes carry an item, of so many who vote: more than half of them, more than half of all members, or two
// thirds of those who vote. It is at least 1.
func (s scheme) needs(voting, members int) int {
	switch s.Majority {
	case "majority_members":
		return members/2 + 1
	case "two_thirds_present":
		return max(1, (2*voting+2)/3)
	}
	return voting/2 + 1
}

// ofBallots are the checks of a vote; where a council decides there is nothing that they could find.
var ofBallots = []string{"rehearsal", "poll", "manifest", "published", "openings", "trackers", "spends", "marks", "batches", "scans", "superseded",
	"days", "envelopes", "assistance", "accounts", "unused"}

// idle tells whether a check does not apply to the way in which the round is decided, and has found nothing.
func (b *book) idle(r Result) bool {
	idle := b.rules.council() && slices.Contains(ofBallots, r.Name) || !b.rules.council() && r.Name == "council"
	return idle && r.State != Failed
}

// astray tells whether an act belongs to the way of deciding that the scheme does not take.
func (b *book) astray(act string) bool {
	family, _, _ := strings.Cut(act, ".")
	ofVote := act != "poll.draw" && slices.Contains([]string{"station", "sheets", "rehearsal", "poll", "roll", "count"}, family)
	return ofVote && b.rules.council() || family == "council" && !b.rules.council()
}

func (b *book) convened(n int64, a convene) {
	f := b.found["council"]
	if b.sitting != nil {
		f.wrong("第 %d 条开会时另一次会议尚未结束 / entry %d opens a meeting while another one goes on", n, n)
	}
	if !b.rules.quorate(a) {
		f.wrong("第 %d 条到会 %d 人，成员 %d 人，不足法定人数 / entry %d: %d of %d members are no quorum", n, a.Present, a.Members, n, a.Present, a.Members)
	}
	b.sitting = &sitting{a, map[int]bool{}}
}

func (b *book) adjourned(n int64, a convene) {
	if b.sitting == nil && b.rules.quorate(a) || a.Present > a.Members {
		b.found["council"].wrong("第 %d 条延期时到会人数已够，或多于成员 / entry %d adjourns a meeting to which enough came, or more than there are", n, n)
	}
	b.sitting = nil
}

func (b *book) resolved(n int64, a resolve) {
	f, s := b.found["council"], b.sitting
	if s == nil || a.Project < 1 || a.Project > len(b.library) || s.voted[a.Project] || min(a.Yes, a.No, a.Abstain) < 0 {
		f.wrong("第 %d 条表决不在会上，项目不存在或已表决 / entry %d votes while nobody meets, on no project, or again", n, n)
		return
	}
	voting := s.Present - len(a.Recused)
	if a.Yes+a.No+a.Abstain != voting {
		f.wrong("第 %d 条赞成 %d、反对 %d、弃权 %d，参加表决的是 %d 人 / entry %d: %d, %d and %d are not the %d who vote",
			n, a.Yes, a.No, a.Abstain, voting, n, a.Yes, a.No, a.Abstain, voting)
	}
	s.voted[a.Project] = true
	b.council[a.Project] = Vote{a.Project, a.Yes, a.No, a.Abstain, len(a.Recused), b.rules.needs(voting, s.Members)}
}

// concluded takes the outcome that was announced; the check "outcome" holds it against the votes.
func (b *book) concluded(n int64, a conclude) {
	f := b.found["council"]
	if !pair(a.Officers...) {
		f.wrong("第 %d 条结束表决不是两人 / entry %d ends the votes without two officers", n, n)
	}
	for i, p := range b.library {
		if _, voted := b.council[i+1]; !voted && !p.withdrawn {
			f.wrong("%d 号项目没有表决 / the council never voted on project %d", i+1, i+1)
		}
	}
	seed := ""
	if b.draw != nil {
		seed = b.draw.Seed
	}
	b.outcomes = append(b.outcomes, decided{Seed: seed, Hash: a.Hash})
}

func (b *book) councilVotes(f *findings) {
	if !b.done["council.meet"] && !b.done["council.close"] {
		f.wait("议事会尚未开会 / the council has not met")
	}
}

// councilReport tells the council's votes; nil if there is no council.
func (b *book) councilReport() *Council {
	if !b.rules.council() {
		return nil
	}
	c := &Council{Decided: b.decided}
	for _, project := range slices.Sorted(maps.Keys(b.council)) {
		c.Votes = append(c.Votes, b.council[project])
	}
	return c
}

// resolve is the outcome of the council's votes. Where no lots were drawn the number stands in place of the draw.
func (b *book) resolve(seed string) (tally.Outcome, error) {
	counts := tally.Counts{Votes: make([]int64, len(b.library))}
	needs := make([]int64, len(b.library))
	for i := range b.library {
		v, voted := b.council[i+1]
		if counts.Votes[i], needs[i] = int64(v.Yes), int64(v.Needed); !voted {
			needs[i] = 1
		}
	}
	ladder := tally.Ladder{Rungs: slices.Clone(b.rules.Ties), Seed: seed}
	at := slices.Index(ladder.Rungs, tally.Draw)
	if at < 0 {
		ladder.Seed = ""
	} else if seed == "" {
		before := slices.DeleteFunc(ladder.Rungs[:at], func(r tally.Rung) bool { return r == tally.Number })
		ladder.Rungs = append(before, tally.Number)
		b.drawnInPublic(counts, needs)
	}
	return tally.Council(b.contest(counts), needs, tally.CouncilReading(b.rules.Rule), ladder)
}

// drawnInPublic checks that no tie was left to a draw that nobody held.
func (b *book) drawnInPublic(counts tally.Counts, needs []int64) {
	out, err := tally.Council(b.contest(counts), needs, tally.CouncilReading(b.rules.Rule), tally.Ladder{Rungs: b.rules.Ties, Seed: "-"})
	if err == nil && slices.ContainsFunc(out.Ties, func(t tally.Tie) bool { return slices.Contains(t.Between, tally.Draw) }) {
		b.found["outcome"].wrong("票数相同的项目没有公开抽签 / there is a tie, and no lots were drawn in public")
	}
}
