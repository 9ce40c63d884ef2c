package ballot

// Marks, counted sheets and accounts.

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot/ledger"
)

func TestPaperCheck(t *testing.T) {
	ranking := Paper{Form: Ranking, Projects: 9, Max: 9}
	points := Paper{Form: Points, Projects: 5, Max: 3, Sum: 10}
	most := Paper{Form: Points, Projects: 5, Max: 5, Sum: math.MaxInt64}
	knapsack := Paper{Form: Approval, Projects: 4, Max: 4, Limit: 100, Costs: []int64{60, 40, 1, math.MaxInt64}}
	for _, c := range []struct {
		paper Paper
		marks Marks
		want  error
	}{
		{knapsack, marks(1, 2), nil}, {knapsack, marks(1, 2, 3), ErrOverspent}, {knapsack, marks(3, 2, 1), ErrOverspent},
		{knapsack, marks(4), ErrOverspent}, {knapsack, marks(4, 4), ErrTwice}, {knapsack, nil, nil},
		{paper, nil, nil}, {paper, Marks{}, nil}, {paper, marks(1, 20, 3), nil}, {paper, marks(20, 1), nil},
		{paper, marks(1, 2, 3, 4), ErrTooMany}, {paper, marks(0), ErrNoProject}, {paper, marks(21), ErrNoProject},
		{paper, marks(-1), ErrNoProject}, {paper, marks(1, 1), ErrTwice}, {paper, marks(2, 1, 2), ErrTwice},
		{paper, Marks{{1, 1}}, ErrPoints}, {paper, Marks{{1, -1}}, ErrPoints},
		{ranking, marks(9, 1, 5), nil}, {ranking, marks(1, 2, 3, 4, 5, 6, 7, 8, 9), nil}, {ranking, Marks{{1, 3}}, ErrPoints},
		{points, Marks{{1, 10}}, nil}, {points, Marks{{5, 1}, {1, 9}}, nil}, {points, Marks{{1, 5}, {2, 6}}, ErrPoints},
		{points, Marks{{1, 0}}, ErrPoints}, {points, Marks{{1, -5}, {2, 10}}, ErrPoints}, {points, Marks{{1, 11}}, ErrPoints},
		{points, Marks{{1, 1}, {2, 1}, {3, 1}, {4, 1}}, ErrTooMany}, {points, Marks{{1, 1}, {1, 1}}, ErrTwice},
		{most, Marks{{1, math.MaxInt64}, {2, math.MaxInt64}}, ErrPoints}, {most, Marks{{1, math.MaxInt64}}, nil},
		{most, Marks{{1, math.MaxInt64 - 1}, {2, 1}}, nil},
	} {
		if err := c.paper.Check(c.marks); !errors.Is(err, c.want) || err != nil && c.want == nil {
			t.Errorf("%s %v: %v, want %v", c.paper.Form, c.marks, err, c.want)
		}
	}
}

func TestNormalAndScore(t *testing.T) {
	in := marks(3, 1, 2)
	if got := paper.Normal(in); fmt.Sprint(got) != fmt.Sprint(marks(1, 2, 3)) || in[0].Project != 3 {
		t.Errorf("approval: %v of %v", got, in)
	}
	ranking := Paper{Form: Ranking, Projects: 9, Max: 9}
	if got := ranking.Normal(in); !slices.Equal(got, in) {
		t.Errorf("ranking: %v of %v", got, in)
	}
	if a, b := ranking.Score(in, 0), ranking.Score(in, 2); a != 3 || b != 1 {
		t.Errorf("Borda scores %d, %d", a, b)
	}
	points := Paper{Form: Points, Projects: 9, Max: 9, Sum: 9}
	if a, b := points.Score(Marks{{1, 7}}, 0), paper.Score(in, 1); a != 7 || b != 1 {
		t.Errorf("scores %d, %d", a, b)
	}
}

func drawMarks(t *rapid.T) Marks {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
		return Mark{rapid.Int().Draw(t, "project"), rapid.Int64().Draw(t, "points")}
	}), 0, 5).Draw(t, "marks")
}

// The marks' own canonical JSON is the canonical JSON; and a normal order is one order.
func TestMarksAreCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarks(t)
		if rapid.Bool().Draw(t, "no points") {
			for i := range m {
				m[i].Points = 0
			}
		}
		want, err := ledger.Canonical(append(Marks{}, m...))
		if got := m.canonical(nil); err != nil || string(got) != string(want) {
			t.Fatalf("%s, want %s: %v", got, want, err)
		}
		allowed := marks(rapid.Permutation([]int{1, 2, 3}).Draw(t, "order")...)
		if !slices.Equal(paper.Normal(allowed), marks(1, 2, 3)) {
			t.Fatalf("%v is %v", allowed, paper.Normal(allowed))
		}
	})
	if string(Marks(nil).canonical(nil)) != "[]" {
		t.Error("a blank ballot has two hashes")
	}
}

func TestCheckSheets(t *testing.T) {
	good := []Sheet{{Marked, marks(1, 2)}, {Finding: Blank}, {Finding: Overvote}, {Finding: Unclear, Marks: Marks{}}}
	if err := paper.CheckSheets(good); err != nil {
		t.Error(err)
	}
	for _, bad := range []Sheet{
		{}, {Finding: "odd"}, {Finding: Marked}, {Blank, marks(1)}, {Overvote, marks(1, 2, 3, 4)}, {Unclear, marks(1)},
		{Marked, marks(1, 2, 3, 4)}, {Marked, marks(21)}, {Marked, marks(1, 1)},
	} {
		if err := paper.CheckSheets(append(good[:2:2], bad)); !errors.Is(err, ErrSheet) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	wantErr(t, paper.CheckSheets([]Sheet{{Marked, marks(21)}}), ErrNoProject)
	wantErr(t, paper.CheckSheets(make([]Sheet, MaxBatch+1)), ErrSheet)
	full := slices.Repeat([]Sheet{{Finding: Blank}}, MaxBatch)
	if err := paper.CheckSheets(full); err != nil {
		t.Error(err)
	}
}

func TestDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) Sheet {
			s := Sheet{Finding: rapid.SampledFrom([]Finding{Marked, Blank, Overvote, Unclear}).Draw(t, "finding")}
			if s.Finding == Marked {
				s.Marks = marks(rapid.SliceOfNDistinct(rapid.IntRange(1, 20), 1, 3, rapid.ID).Draw(t, "marks")...)
			}
			return s
		})
		a := rapid.SliceOfN(one, 0, 8).Draw(t, "a")
		b := slices.Clone(a)
		if d := Differences(a, b); d != nil {
			t.Fatalf("the same entries differ at %v", d)
		}
		changed := rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 0, 3, rapid.ID).Draw(t, "changed")
		var want []int
		for _, i := range changed {
			if i < len(b) {
				b[i] = Sheet{Marked, marks(20, 19, 18, 17)} // none of a's
				want = append(want, i)
			}
		}
		extra := rapid.SliceOfN(one, 0, 2).Draw(t, "extra")
		for i := range extra {
			want = append(want, len(a)+i)
		}
		b = append(b, extra...)
		slices.Sort(want)
		if got := Differences(a, b); !slices.Equal(got, want) || !slices.Equal(Differences(b, a), want) {
			t.Fatalf("differences %v, want %v", got, want)
		}
	})
}

func TestAccount(t *testing.T) {
	right := Account{Station: 1, Printed: 1000, Unused: 90, Destroyed: 5, CheckIns: 900, Exchanged: 5, Spoiled: 6,
		Electronic: 400, Paper: 480, Both: 3, NotReturned: 22}
	if right.Issued() != 905 || right.Ballots() != 877 || right.Differences() != nil {
		t.Fatalf("issued %d, ballots %d: %q", right.Issued(), right.Ballots(), right.Differences())
	}
	for name, change := range map[string]func(*Account){
		"printed":    func(a *Account) { a.Printed++ },
		"unused":     func(a *Account) { a.Unused-- },
		"destroyed":  func(a *Account) { a.Destroyed++ },
		"spoiled":    func(a *Account) { a.Spoiled++ },
		"electronic": func(a *Account) { a.Electronic-- },
		"paper":      func(a *Account) { a.Paper++ },
		"both":       func(a *Account) { a.Both++ },
		"lost":       func(a *Account) { a.NotReturned-- },
		"exchanged":  func(a *Account) { a.Spoiled, a.NotReturned = 4, 24 },
		"stuffed":    func(a *Account) { a.Paper, a.NotReturned = 503, -1 },
		"impossible": func(a *Account) { a.Electronic, a.Both, a.NotReturned = 2, 3, 420 },
	} {
		a := right
		if change(&a); len(a.Differences()) != 1 {
			t.Errorf("%s: %q", name, a.Differences())
		}
	}
}

// Every sheet that takes some way from the press is in the account once; and one that appears from nowhere shows.
func TestAccountOfSheets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Account
		for range rapid.IntRange(0, 60).Draw(t, "sheets") {
			a.Printed++
			switch rapid.IntRange(0, 6).Draw(t, "way") {
			case 0:
				a.Unused++
			case 1:
				a.Destroyed++
			case 2: // spoiled, another given for it, which is not returned
				a.CheckIns, a.Spoiled, a.Exchanged, a.Printed = a.CheckIns+1, a.Spoiled+1, a.Exchanged+1, a.Printed+1
			case 3:
				a.CheckIns, a.Electronic = a.CheckIns+1, a.Electronic+1
			case 4:
				a.CheckIns, a.Paper = a.CheckIns+1, a.Paper+1
			case 5:
				a.CheckIns, a.Paper, a.Electronic, a.Both = a.CheckIns+1, a.Paper+1, a.Electronic+1, a.Both+1
			case 6:
				a.CheckIns++
			}
		}
		a = a.Settle()
		if d := a.Differences(); d != nil || a.NotReturned < 0 || a.Settle() != a {
			t.Fatalf("%+v: %q", a, d)
		}
		a.Paper += a.NotReturned + 1
		if a.Settle().Differences() == nil {
			t.Fatalf("a sheet from nowhere does not show in %+v", a.Settle())
		}
	})
}
