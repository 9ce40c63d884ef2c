package catalog

// What is written of a round is counted again from the file, by every rule and form, to the same outcome.

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"linli/ballot"
	"linli/tally"
	"linli/tally/pabulib"
)

func TestPabulibCountsAlike(t *testing.T) {
	for _, rule := range tally.Rules() {
		for _, form := range []ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points} {
			r := decidedRound(t, rule.Name, form)
			var file bytes.Buffer
			if err := r.Pabulib(&file); err != nil {
				t.Fatal(err)
			}
			e, err := pabulib.Parse("round.pb", file.Bytes())
			if err != nil {
				t.Fatalf("%v\n%s", err, &file)
			}
			contest, err := e.Contest()
			if err != nil {
				t.Fatal(err)
			}
			contest.Options.MinVotes, _ = e.MinVotes()
			out, err := rule.Decide(contest, pabulib.Ladder())
			if err != nil {
				t.Fatal(err)
			}
			var numbers []string
			for _, id := range out.Funded {
				n, _ := strconv.Atoi(id)
				numbers = append(numbers, strconv.Itoa(n))
			}
			if !slices.Equal(numbers, r.Outcome.Funded) || out.Ballots != r.Outcome.Ballots {
				t.Errorf("%s, %s: the file funds %v, the round %v\n%s", rule.Name, form, numbers, r.Outcome.Funded, &file)
			}
		}
	}
}

// The order of ballots is that of their marks: the same ballots cast in another order are the same bytes.
func TestPabulibTellsNoOrder(t *testing.T) {
	r := decidedRound(t, "greedy-skip", ballot.Ranking)
	var one, other bytes.Buffer
	if err := r.Pabulib(&one); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(r.Count.Batches[1].Sheets)
	if err := r.Pabulib(&other); err != nil || !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Errorf("the order of casting is in the file: %v", err)
	}
	if err := (&Round{}).Pabulib(&other); !errors.Is(err, ErrFirst) {
		t.Error(err)
	}
}

// decidedRound is a round with twelve projects, one of them withdrawn, and sixty counted sheets, decided by that rule.
func decidedRound(t *testing.T, rule string, form ballot.Form) *Round {
	random := rand.New(rand.NewPCG(1, 2))
	r := newRound()
	r.ID, r.Scheme = "2026", revised
	r.Scheme.Rule, r.Scheme.Form, r.Scheme.Fund, r.Scheme.MinVotes = rule, form, 100_000_50, 5
	paper := ballot.Paper{Form: form, Projects: 12, Max: 4, Sum: 10}
	r.Library = &Library{Paper: paper}
	for n := 1; n <= 12; n++ {
		p := &Project{Number: n, Proposal: &Proposal{No: n}, Title: "路；\"灯\" 一", Kind: "service", Cost: random.Int64N(40_000) * 100}
		if n == 5 {
			p.Withdrawn = "不做了"
		}
		r.Library.Projects = append(r.Library.Projects, p)
	}
	sheets := make([]ballot.Sheet, 60)
	for i := range sheets {
		sheets[i].Finding = ballot.Blank
		for _, p := range random.Perm(12)[:random.IntN(4)] {
			m := ballot.Mark{Project: p + 1}
			if form == ballot.Points {
				m.Points = 1 + random.Int64N(3)
			}
			sheets[i].Finding, sheets[i].Marks = ballot.Marked, append(sheets[i].Marks, m)
		}
		sheets[i].Marks = paper.Normal(sheets[i].Marks)
	}
	r.Count.Batches[1] = &Batch{Sheets: sheets}
	out, err := r.Reckon("")
	if err != nil {
		t.Fatal(err)
	}
	r.Outcome = &out
	return r
}
