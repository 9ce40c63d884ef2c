package pabulib_test

// This file proves that what is written is read again as the same election, whatever was parsed.

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"linli/ballot"
	"linli/tally"
	"linli/tally/pabulib"
)

// fataler is a test, or a case of a property.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// rewrite writes an election, reads it back and compares.
func rewrite(t fataler, e *pabulib.Election) {
	t.Helper()
	var out bytes.Buffer
	if err := e.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := pabulib.Parse("again.pb", out.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%s", err, out.Bytes())
	}
	a, b := *e, *again
	a.Warnings, b.Warnings = nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("%s\n%s", cmp.Diff(a, b), out.Bytes())
	}
}

// FuzzParse: no bytes make the reader panic, what it takes can be counted on the paper it gives, and survives writing.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.pb")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(points))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := pabulib.Parse("fuzz.pb", data)
		if err != nil {
			var where *pabulib.Error
			if !errors.As(err, &where) || where.Line < 1 || where.Column < 1 || where.Kind == nil {
				t.Fatalf("%#v", err)
			}
			return
		}
		for _, marks := range e.Ballots {
			if err := e.Paper.Check(marks); err != nil {
				t.Fatal(err)
			}
		}
		rewrite(t, e)
	})
}

// TestRoundTrip makes elections with any text, amounts and points, and reads back what is written.
func TestRoundTrip(t *testing.T) {
	words := rapid.StringMatching(`[ -~äß路灯";,\r\t]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		e := &pabulib.Election{Paper: ballot.Paper{Form: rapid.SampledFrom([]ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points}).Draw(t, "form")}}
		for _, key := range []string{"description", "country", "unit", "instance", "rule", "date_begin", "date_end", "comment"} {
			e.Meta = append(e.Meta, pabulib.Pair{Key: key, Value: words.Draw(t, key)})
		}
		e.Columns = []string{"name", "place"}
		e.MoneyScale = rapid.SampledFrom([]int64{1, 10, 100, 1e18}).Draw(t, "money")
		e.PointScale = rapid.SampledFrom([]int64{1, 1000}).Draw(t, "points")
		e.Budget = rapid.Int64Min(0).Draw(t, "budget")
		for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-c路1-3";][a-c路1-3";]{0,2}`), 1, 5, rapid.ID[string]).Draw(t, "ids") {
			e.Projects = append(e.Projects, pabulib.Project{ID: id, Cost: rapid.Int64Min(0).Draw(t, "cost"), Fields: []string{words.Draw(t, "name"), words.Draw(t, "place")}})
		}
		for range rapid.IntRange(0, 5).Draw(t, "ballots") {
			var marks ballot.Marks
			for _, p := range rapid.Permutation([]int{1, 2, 3, 4, 5}).Draw(t, "marks") {
				if m := (ballot.Mark{Project: p}); p <= len(e.Projects) {
					if e.Paper.Form == ballot.Points {
						m.Points = rapid.Int64Range(1, 1<<40).Draw(t, "points")
					}
					marks = append(marks, m)
				}
			}
			e.Ballots = append(e.Ballots, marks[:rapid.IntRange(0, len(marks)).Draw(t, "length")])
		}
		compareWritten(t, e)
	})
}

// compareWritten checks the texts and amounts of an election that was never parsed, and that parsing settles at once.
func compareWritten(t *rapid.T, e *pabulib.Election) {
	var out bytes.Buffer
	if err := e.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := pabulib.Parse("made.pb", out.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%s", err, out.Bytes())
	}
	if len(again.Warnings) > 0 || again.Money(again.Budget) != e.Money(e.Budget) || len(again.Ballots) != len(e.Ballots) {
		t.Fatalf("%v\n%s", again.Warnings, out.Bytes())
	}
	for _, p := range e.Projects {
		i := slices.IndexFunc(again.Projects, func(q pabulib.Project) bool { return q.ID == p.ID })
		if i < 0 || again.Money(again.Projects[i].Cost) != e.Money(p.Cost) || again.Projects[i].Fields[0] != strings.TrimSpace(p.Fields[0]) {
			t.Fatalf("project %q in\n%s", p.ID, out.Bytes())
		}
	}
	for i, marks := range e.Ballots {
		var want, got []string
		for _, m := range marks {
			want = append(want, e.Projects[m.Project-1].ID+"="+e.Points(m.Points))
		}
		for _, m := range again.Ballots[i] {
			got = append(got, again.Projects[m.Project-1].ID+"="+again.Points(m.Points))
		}
		if e.Paper.Form != ballot.Ranking {
			slices.Sort(want)
			slices.Sort(got)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("ballot %v, want %v", got, want)
		}
	}
	rewrite(t, again)
}

// TestWriteMade writes an election that was never a file, as a round is exported.
func TestWriteMade(t *testing.T) {
	e := &pabulib.Election{
		Meta: []pabulib.Pair{{"description", "邻里"}, {"country", "China"}, {"unit", "Suzhou"}, {"instance", "2027"},
			{"rule", "greedy-no-skip"}, {"date_begin", "01.05.2027"}, {"date_end", "07.05.2027"}},
		Columns:    []string{"name"},
		Projects:   []pabulib.Project{{"001", 150050, []string{`修"路"；一号;二号`}}, {"002", 200000, []string{"路灯"}}},
		Paper:      ballot.Paper{Form: ballot.Ranking, Projects: 2, Max: 2},
		Ballots:    []ballot.Marks{{{Project: 2}, {Project: 1}}, {}},
		Budget:     300000,
		MoneyScale: 100, PointScale: 1,
	}
	var out bytes.Buffer
	if err := e.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := pabulib.Parse("made.pb", out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, again)
	if again.Value("vote_type") != "ordinal" || again.Value("budget") != "3000" || again.MoneyScale != 10 ||
		again.Money(again.Projects[0].Cost) != "1500.5" || again.Field(again.Projects[0], "name") != `修"路"；一号;二号` {
		t.Errorf("%+v", again)
	}
	if d := cmp.Diff(e.Ballots, again.Ballots, cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

func TestWriteRefuses(t *testing.T) {
	e := open(t, "testdata/synthetic_skip_vs_stop.pb")
	e.Meta[0].Value = "two\nlines"
	if err := e.Write(&bytes.Buffer{}); !errors.Is(err, pabulib.ErrText) {
		t.Error(err)
	}
	e.Meta = e.Meta[1:]
	if err := e.Write(&bytes.Buffer{}); !errors.Is(err, pabulib.ErrKey) {
		t.Error(err)
	}
}

// FuzzDecide: whatever is read can be decided by every rule, within the budget and with a reason for every project.
func FuzzDecide(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.pb")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := pabulib.Parse("fuzz.pb", data)
		if err != nil {
			return
		}
		c, err := e.Contest()
		if err != nil {
			return // a total past int64
		}
		c.Options.Step = max(c.Options.Step, e.Budget/1000) // so that add1 has few steps
		for _, rule := range tally.Rules() {
			out := decide(t, rule.Name, c, pabulib.Ladder())
			if out.Spent+out.Remaining != e.Budget || out.Remaining < 0 || len(out.Reasons) != len(e.Projects) {
				t.Fatalf("%s: %+v", rule.Name, out)
			}
		}
	})
}
