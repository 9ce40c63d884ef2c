package pabulib_test

// This file tests what is read, what is read around, and what is refused with its line and column.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/ballot"
	"linli/tally/pabulib"
)

// points is a small election with fractional money and points; the cases below break it in one place each.
const points = `META
key;value
description;"Wahl; ""Fest"""
country;Nowhere
unit;Synthetic
instance;points
num_projects;3
num_votes;4
budget;100.25
vote_type;cumulative
rule;unknown
date_begin;2024
date_end;2024
max_sum_points;10
PROJECTS
project_id;cost;name
9;60;Straße
10;40.5;"Odkupmy" i my
x;999999999;a "lone" quote
VOTES
voter_id;vote;points;age
1;9,10;2.5,7.50;33
2;x;1;
3;;;44
4;10,9;1,2;
`

func TestParse(t *testing.T) {
	e, err := pabulib.Parse("points.pb", []byte(points))
	if err != nil {
		t.Fatal(err)
	}
	want := &pabulib.Election{
		Columns: []string{"name"},
		Projects: []pabulib.Project{
			{"10", 4050, []string{"Odkupmy i my"}}, {"9", 6000, []string{"Straße"}}, {"x", 99999999900, []string{`a "lone" quote`}}},
		Paper: ballot.Paper{Form: ballot.Points, Projects: 3, Max: 3, Sum: 100},
		Ballots: []ballot.Marks{
			{{Project: 1, Points: 75}, {Project: 2, Points: 25}}, {{Project: 3, Points: 10}}, {},
			{{Project: 1, Points: 10}, {Project: 2, Points: 20}}},
		Budget: 10025, MoneyScale: 100, PointScale: 10,
	}
	if d := cmp.Diff(want, e, cmpopts.IgnoreFields(pabulib.Election{}, "Meta"), cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
	if e.Value("description") != `Wahl; "Fest"` || e.Money(e.Budget) != "100.25" || e.Points(75) != "7.5" || e.Points(20) != "2" {
		t.Errorf("%q %s", e.Meta, e.Money(e.Budget))
	}
	if !e.Withdrawn(e.Projects[2]) || e.Withdrawn(e.Projects[0]) {
		t.Error("the cost 999999999 says that a project was withdrawn")
	}
}

// TestSameWhateverTheLineEnds: a byte order mark, CRLF, mixed line ends, no last line end, empty lines and needless
// semicolons change nothing.
func TestSameWhateverTheLineEnds(t *testing.T) {
	want, err := pabulib.Parse("f.pb", []byte(points))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"mark":       "\ufeff" + points,
		"crlf":       strings.ReplaceAll(points, "\n", "\r\n"),
		"mixed":      strings.Replace(points, "\n", "\r\n", 7),
		"no end":     strings.TrimSuffix(points, "\n"),
		"empty":      strings.ReplaceAll(points, "\n", "\n\n"),
		"semicolons": strings.ReplaceAll(points, "\n", ";;\n"),
		"lower case": strings.ReplaceAll(strings.ReplaceAll(points, "META", "meta"), "VOTES", "Votes"),
		"spaces":     strings.ReplaceAll(points, ",", " , "),
	} {
		got, err := pabulib.Parse("f.pb", []byte(text))
		if err != nil {
			t.Error(name, err)
			continue
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Error(name, d)
		}
	}
}

func TestWarnings(t *testing.T) {
	for _, test := range []struct {
		old, new string
		kind     error
		line     int
		column   int
		marks    ballot.Marks // of ballot 1
	}{
		{"1;9,10;2.5,7.50", "1;9,9,10;2.5,1,7.50", pabulib.ErrTwice, 22, 5, ballot.Marks{{Project: 1, Points: 75}, {Project: 2, Points: 25}}},
		{"1;9,10;2.5,7.50", "1;9,,10;2.5,,7.50", pabulib.ErrFields, 22, 5, ballot.Marks{{Project: 1, Points: 75}, {Project: 2, Points: 25}}},
		{"1;9,10;2.5,7.50", "1;9,10;2.5,0", pabulib.ErrPoints, 22, 5, ballot.Marks{{Project: 2, Points: 25}}},
		{"max_sum_points;10", "max_length;1", pabulib.ErrLimit, 22, 3, ballot.Marks{{Project: 1, Points: 75}, {Project: 2, Points: 25}}},
		{"rule;unknown", "rule;un;known", pabulib.ErrFields, 11, 6, ballot.Marks{{Project: 1, Points: 75}, {Project: 2, Points: 25}}},
	} {
		e, err := pabulib.Parse("w.pb", []byte(strings.Replace(points, test.old, test.new, 1)))
		if err != nil {
			t.Error(test.new, err)
			continue
		}
		if len(e.Warnings) == 0 || !errors.Is(e.Warnings[0], test.kind) || e.Warnings[0].Line != test.line || e.Warnings[0].Column != test.column {
			t.Errorf("%s: %v", test.new, e.Warnings)
		}
		if d := cmp.Diff(test.marks, e.Ballots[0]); d != "" {
			t.Error(test.new, d)
		}
	}
}

// refusals change one thing of the election above; each is refused at its line and column.
var refusals = []struct {
	old, new string
	kind     error
	at       string
}{
	{points, "", pabulib.ErrSection, "1:1"},
	{points, "hello", pabulib.ErrSection, "1:1"},
	{"PROJECTS\n", "", pabulib.ErrSection, "19:1"},
	{"PROJECTS\n", "VOTES\n", pabulib.ErrSection, "15:1"},
	{points[strings.Index(points, "VOTES"):], "", pabulib.ErrSection, "19:1"},
	{"4;10,9", "META\n4;10,9", pabulib.ErrSection, "25:1"},
	{"key;value\n", "", pabulib.ErrColumn, "2:1"},
	{"key;value", "value;key", pabulib.ErrColumn, "2:1"},
	{"project_id;cost", "project_id;price", pabulib.ErrColumn, "16:1"},
	{"cost;name", "cost;cost", pabulib.ErrColumn, "16:17"},
	{"vote;points", "vote;point", pabulib.ErrColumn, "21:1"},
	{points[strings.Index(points, "voter_id"):], "", pabulib.ErrColumn, "20:1"},
	{"country;Nowhere\n", "", pabulib.ErrKey, "14:1"},
	{"country;Nowhere", "unit;Nowhere", pabulib.ErrKey, "5:1"},
	{"country;Nowhere", ";Nowhere", pabulib.ErrKey, "4:1"},
	{"country;Nowhere", "country", pabulib.ErrFields, "4:8"},
	{"vote_type;cumulative", "vote_type;thumbs", pabulib.ErrVoteType, "10:11"},
	{"rule;unknown", "default_score;1\nrule;unknown", pabulib.ErrVoteType, "11:15"},
	{"rule;unknown", "scoring_fn;plurality\nrule;unknown", pabulib.ErrVoteType, "11:12"},
	{"rule;unknown", "max_length;2.5\nrule;unknown", pabulib.ErrNumber, "11:12"},
	{"max_sum_points;10", "max_sum_points;ten", pabulib.ErrNumber, "14:16"},
	{"budget;100.25", "budget;-1", pabulib.ErrNumber, "9:8"},
	{"budget;100.25", "budget;1,000", pabulib.ErrNumber, "9:8"},
	{"budget;100.25", "budget;1e6", pabulib.ErrNumber, "9:8"},
	{"budget;100.25", "budget;", pabulib.ErrNumber, "9:8"},
	{"budget;100.25", "budget;99999999999999999999", pabulib.ErrRange, "9:8"},
	{"budget;100.25", "budget;999999999999999999.5", pabulib.ErrRange, "9:8"},
	{"budget;100.25", "budget;0.0000000000000000001", pabulib.ErrRange, "9:8"},
	{"9;60;Straße", "9;92233720368547759;Straße", pabulib.ErrRange, "17:3"},
	{"9;60;Straße", "9;6o;Straße", pabulib.ErrNumber, "17:3"},
	{"9;60;Straße", ";60;Straße", pabulib.ErrFields, "17:1"},
	{"9;60;Straße", "9,5;60;Straße", pabulib.ErrFields, "17:1"},
	{"9;60;Straße", "9;60", pabulib.ErrFields, "17:5"},
	{"9;60;Straße", "9;60;Straße;1;2", pabulib.ErrFields, "17:13"},
	{"9;60;Straße", `9;60;"Straße`, pabulib.ErrQuote, "17:6"},
	{"9;60;Straße", "9;60;Stra\xdfe", pabulib.ErrText, "17:10"},
	{"10;40.5", "9;40.5", pabulib.ErrTwice, "18:1"},
	{"9;60;Straße\n10;40.5;\"Odkupmy\" i my\nx;999999999;a \"lone\" quote\n", "", pabulib.ErrCount, "17:1"},
	{"num_projects;3", "num_projects;4", pabulib.ErrCount, "7:14"},
	{"num_projects;3", "num_projects;many", pabulib.ErrNumber, "7:14"},
	{"num_votes;4", "num_votes;5", pabulib.ErrCount, "8:11"},
	{"1;9,10;", "1;9,11;", pabulib.ErrUnknown, "22:5"},
	{"1;9,10;", `"1";"9, 11";`, pabulib.ErrUnknown, "22:9"},
	{"2.5,7.50", "2.5", pabulib.ErrPoints, "22:8"},
	{"1;9,10;", "1;9,;", pabulib.ErrPoints, "22:5"},
	{"2.5,7.50", "2.5,7.5o", pabulib.ErrNumber, "22:12"},
	{"2.5,7.50", "2.5,-7", pabulib.ErrNumber, "22:12"},
	{"2.5,7.50", "2.5,9223372036854775807", pabulib.ErrRange, "22:3"},
	{"1,2;", "9223372036854775807,0.5;", pabulib.ErrRange, "25:3"},
	{"4;10,9;1,2;", "4;10,9;900000000000000000,900000000000000000;", pabulib.ErrRange, "25:1"},
	{"9;60;Straße", strings.Repeat("x", pabulib.MaxLine+1), pabulib.ErrLimit, "17:1"},
}

func TestRefused(t *testing.T) {
	for _, test := range refusals {
		_, err := pabulib.Parse("f.pb", []byte(strings.Replace(points, test.old, test.new, 1)))
		var where *pabulib.Error
		if !errors.As(err, &where) || !errors.Is(err, test.kind) || fmt.Sprintf("%d:%d", where.Line, where.Column) != test.at {
			t.Errorf("%.60q for %.40q: %v, want %v at %s", test.new, test.old, err, test.kind, test.at)
			continue
		}
		if !strings.HasPrefix(err.Error(), "f.pb:"+test.at+": ") || !strings.Contains(err.Error(), " / ") {
			t.Error(err)
		}
	}
}

func TestLimitOfProjects(t *testing.T) {
	head, _, _ := strings.Cut(points, "9;60")
	var b strings.Builder
	b.WriteString(head)
	for i := range pabulib.MaxProjects + 1 {
		fmt.Fprintf(&b, "p%d;1;\n", i)
	}
	if _, err := pabulib.Parse("f.pb", []byte(b.String())); !errors.Is(err, pabulib.ErrLimit) {
		t.Error(err)
	}
}
