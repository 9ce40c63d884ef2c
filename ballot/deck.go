package ballot

// The test deck: sheets of known marks for a rehearsal, and what they must add up to.

import "slices"

// Way is what is done with a sheet of a test deck.
type Way string

// The ways. Both is a phone's ballot whose sheet is then found in the paper box, with other marks: the paper counts.
// Void is a sheet that is handed back and exchanged.
const (
	ByPaper Way = "paper"
	ByKiosk Way = "kiosk"
	ByPhone Way = "phone"
	ByBoth  Way = "both"
	ByVoid  Way = "void"
)

// Test is a sheet of a test deck: the marks that are cast with it electronically, and what is on it in the paper box.
type Test struct {
	Way   Way
	Marks Marks // by kiosk or phone, the first of both
	Sheet Sheet // in the paper box
}

// Deck is a test deck for the paper. It marks every project that a ballot can have, neighbours by number unlike often, in
// every way in turn; then come a blank ballot on each channel, an overvote if the paper can have one, an unclear and a
// signed sheet, and one that is exchanged. The same paper has the same deck.
func (p Paper) Deck() (deck []Test) {
	lists := p.spread()
	ways := []Way{ByPaper, ByKiosk, ByPhone, ByBoth}
	for i, marks := range lists {
		t := Test{Way: ways[i%len(ways)]}
		switch t.Way {
		case ByPaper:
			t.Sheet = Sheet{Marked, marks}
		case ByBoth:
			t.Marks, t.Sheet = lists[(i+1)%len(lists)], Sheet{Marked, marks}
		default:
			t.Marks = marks
		}
		deck = append(deck, t)
	}
	findings := []Finding{Blank, Unclear, Signed}
	if p.Max < p.Projects {
		findings = append(findings, Overvote)
	}
	for _, f := range findings {
		deck = append(deck, Test{Way: ByPaper, Sheet: Sheet{Finding: f}})
	}
	return append(deck, Test{Way: ByKiosk}, Test{Way: ByPhone}, Test{Way: ByVoid})
}

// often is how many times a deck marks a project at most: those of number 1, 4, 7 … once, 2, 5, 8 … twice, the others
// three times, so that no project's score is its neighbour's.
const often = 3

// spread is the marks of allowed ballots that mark every project so often.
func (p Paper) spread() (lists []Marks) {
	var list Marks
	end := func() {
		if len(list) > 0 {
			lists, list = append(lists, p.scored(list, len(lists))), nil
		}
	}
	for turn := range often {
		for n := 1; n <= p.Projects; n++ {
			if (n-1)%often < turn || p.Check(p.scored(Marks{{Project: n}}, 0)) != nil {
				continue
			}
			more := append(slices.Clone(list), Mark{Project: n})
			if p.Check(p.scored(more, len(lists))) != nil {
				end()
				more = Marks{{Project: n}}
			}
			list = more
		}
		end()
	}
	return lists
}

// scored is the k-th list as the form has it: every other ranking is read from its end; of points the first project has
// what is left of up to five.
func (p Paper) scored(list Marks, k int) Marks {
	list = slices.Clone(list)
	switch p.Form {
	case Ranking:
		if k%2 == 1 {
			slices.Reverse(list)
		}
	case Points:
		for i := range list {
			list[i].Points = 1
		}
		list[0].Points = max(1, min(int64(k%5)+1, p.Sum-int64(len(list))+1))
	}
	return p.Normal(list)
}

// Totals is what ballots add up to: the score of each project by its number from 1, the ballots that count, those of them
// that are blank, and the sheets that do not count.
type Totals struct {
	Votes   []int64 `json:"votes"`
	Ballots int     `json:"ballots" form:"optional"`
	Blank   int     `json:"blank" form:"optional"`
	Invalid int     `json:"invalid" form:"optional"`
}

// Equal tells whether two totals are the same.
func (t Totals) Equal(o Totals) bool {
	return slices.Equal(t.Votes, o.Votes) && t.Ballots == o.Ballots && t.Blank == o.Blank && t.Invalid == o.Invalid
}

// Expect is what decks must add up to, by plain addition from the marks alone: no box, no count and no rule is asked, so
// that the rehearsal's result can be laid beside it.
func (p Paper) Expect(deck []Test) Totals {
	t := Totals{Votes: make([]int64, p.Projects)}
	for _, x := range deck {
		marks := x.Marks
		switch {
		case x.Way == ByVoid:
			continue
		case x.Sheet.Finding != "" && slices.Contains(Invalid, x.Sheet.Finding):
			t.Invalid++
			continue
		case x.Sheet.Finding != "":
			marks = x.Sheet.Marks
		}
		t.Ballots++
		if len(marks) == 0 {
			t.Blank++
		}
		for place, m := range marks {
			score := map[Form]int64{Approval: 1, Ranking: int64(len(marks) - place), Points: m.Points}[p.Form]
			t.Votes[m.Project-1] += score
		}
	}
	return t
}
