package demo

// Who votes, where, how and for what: drawn from the seed before the poll opens.

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"linli/ballot"
	"linli/catalog"
	"linli/tally"
)

// voter is one person of the play.
type voter struct {
	id        string // what the clerk types at check-in
	station   int
	day, hour int
	via       string // kiosk, phone, paper, or kept: the sheet never comes back
	spoils    bool   // the first sheet is spoiled and exchanged
	marks     ballot.Marks
	finding   ballot.Finding // paper only
	sheet     ballot.Credential
	spoiled   ballot.Credential
}

// counts tells whether the voter's ballot will count.
func (v *voter) counts() bool {
	return v.via == "kiosk" || v.via == "phone" || v.via == "paper" && (v.finding == ballot.Marked || v.finding == ballot.Blank)
}

// turnout is how many people come to each station.
var turnout = []int{389, 371, 344}

// errNoTie: this draw has no tie at the cut of the fund line.
var errNoTie = errors.New("no tie at the cut")

// draw draws voters until the two projects that the script marks stand equal at the cut of the fund line.
func (p *play) draw() ([]*voter, error) {
	for attempt := range 100 {
		random := rand.New(chacha(p.Seed, byte(2+attempt)))
		voters := people(random)
		p.choose(random, voters)
		err := p.level(random, voters)
		if !errors.Is(err, errNoTie) {
			return voters, err
		}
	}
	return nil, errNoTie
}

func people(random *rand.Rand) []*voter {
	var out []*voter
	for s, n := range turnout {
		for i := range n {
			v := &voter{id: fmt.Sprintf("1990002%d%03d", s+1, i), station: s + 1, day: random.IntN(7), hour: 8 + random.IntN(10), finding: ballot.Marked}
			switch x := random.IntN(1000); {
			case x < 365:
				v.via = "kiosk"
			case x < 640:
				v.via = "phone"
			case x < 970:
				v.via = "paper"
			default:
				v.via = "kept"
			}
			v.spoils = i%90 == 17
			out = append(out, v)
		}
	}
	return out
}

// choose lets each voter mark one to five projects, the popular ones more often.
func (p *play) choose(random *rand.Rand, voters []*voter) {
	var weights []float64
	p.live.Read(func(r *catalog.Round) {
		for _, project := range r.Library.Projects {
			weights = append(weights, math.Pow(float64(p.Proposal[project.Proposal.No-1].Popularity), 1.2))
		}
	})
	for _, v := range voters {
		if v.via == "paper" {
			v.finding = paperFinding(random)
		} else if random.IntN(130) == 0 {
			continue // a blank ballot
		}
		if v.finding != ballot.Marked {
			continue
		}
		v.marks = pick(random, weights, []int{1, 2, 3, 3, 4, 4, 5, 5, 5, 5}[random.IntN(10)])
	}
}

func paperFinding(random *rand.Rand) ballot.Finding {
	switch x := random.IntN(200); {
	case x < 3:
		return ballot.Blank
	case x < 8:
		return ballot.Overvote
	case x < 10:
		return ballot.Unclear
	}
	return ballot.Marked
}

// pick draws n projects without replacement, in order of their numbers.
func pick(random *rand.Rand, weights []float64, n int) ballot.Marks {
	left := slices.Clone(weights)
	var marks ballot.Marks
	for range n {
		sum := 0.0
		for _, w := range left {
			sum += w
		}
		x := random.Float64() * sum
		for i, w := range left {
			if x -= w; w > 0 && x <= 0 {
				marks = append(marks, ballot.Mark{Project: i + 1})
				left[i] = 0
				break
			}
		}
	}
	slices.SortFunc(marks, func(a, b ballot.Mark) int { return a.Project - b.Project })
	return marks
}

// level moves marks between the two projects until their votes are equal, and fails with errNoTie if that tie does not
// lie at the cut.
func (p *play) level(random *rand.Rand, voters []*voter) error {
	a, b := p.rivals()
	for range len(voters) {
		va, vb := votes(voters, a), votes(voters, b)
		if va == vb {
			return p.decisive(voters, a, b)
		}
		if va < vb {
			a, b = b, a
		}
		v := voters[random.IntN(len(voters))]
		if !v.counts() || !has(v.marks, a) || has(v.marks, b) || len(v.marks) < 2 {
			continue
		}
		for i := range v.marks {
			if v.marks[i].Project == a {
				if max(va-vb, vb-va) == 1 {
					v.marks = slices.Delete(v.marks, i, i+1)
				} else {
					v.marks[i].Project = b
				}
				break
			}
		}
		slices.SortFunc(v.marks, func(x, y ballot.Mark) int { return x.Project - y.Project })
	}
	return errNoTie
}

// rivals are the numbers of the two projects that the script marks.
func (p *play) rivals() (a, b int) {
	p.live.Read(func(r *catalog.Round) {
		for _, x := range p.Proposal {
			if x.Tie != "" {
				a, b = b, r.Proposal(x.no).Project
			}
		}
	})
	return a, b
}

func has(marks ballot.Marks, project int) bool {
	return slices.ContainsFunc(marks, func(m ballot.Mark) bool { return m.Project == project })
}

func votes(voters []*voter, project int) (n int) {
	for _, v := range voters {
		if v.counts() && has(v.marks, project) {
			n++
		}
	}
	return n
}

func (p *play) decisive(voters []*voter, a, b int) error {
	var contest tally.Contest
	var scheme catalog.Scheme
	var err error
	p.live.Read(func(r *catalog.Round) {
		scheme = r.Scheme
		contest, err = r.Contest()
	})
	if err != nil {
		return err
	}
	contest.Counts, err = tally.Count(p.ballotPaper(), func(yield func(ballot.Marks) bool) {
		for _, v := range voters {
			if v.counts() && !yield(v.marks) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	rule, err := tally.RuleNamed(scheme.Rule)
	if err != nil {
		return err
	}
	out, err := rule.Decide(contest, tally.Ladder{Rungs: scheme.Ties, Seed: "-"})
	if err != nil {
		return err
	}
	for _, t := range out.Ties {
		if t.Decisive && slices.Contains(t.Projects, fmt.Sprint(a)) && slices.Contains(t.Projects, fmt.Sprint(b)) {
			return nil
		}
	}
	return errNoTie
}
