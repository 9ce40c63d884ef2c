package audit

// The public draw and the recount, in an export.

import (
	"slices"
	"strings"
	"testing"
)

// lots is the record of a draw.
const lots = `{"how":"掷骰子","officers":["qin","lu"],"seed":"seed","witnesses":["代表"]}`

func TestDrawIsNamed(t *testing.T) {
	f := newForger(t)
	f.insert("poll.draw", lots, "station.settle")
	r := auditText(f.signed())
	if !r.OK() || !strings.Contains(notes(r, "outcome"), `"seed" (掷骰子)`) || r.Recount.Seed != "seed" {
		t.Errorf("%v %q %+v", failed(r), notes(r, "outcome"), r.Recount)
	}
}

func TestForgedDraws(t *testing.T) {
	for name, x := range map[string]struct {
		body, behind, want string
		twice              bool
	}{
		"another seed than the tally's": {strings.Replace(lots, `"seed":"seed"`, `"seed":"sees"`, 1), "station.settle", "outcome", false},
		"one officer":                   {strings.Replace(lots, `"lu"`, `"QIN"`, 1), "station.settle", "outcome", false},
		"nobody saw it":                 {strings.Replace(lots, `["代表"]`, `[]`, 1), "station.settle", "outcome", false},
		"nobody knows how":              {strings.Replace(lots, `"掷骰子"`, `" "`, 1), "station.settle", "outcome", false},
		"before the close":              {lots, "poll.open", "steps", false},
		"drawn again until it pleases":  {lots, "station.settle", "steps", true},
		"after the tally":               {lots, "poll.tally", "steps", false},
	} {
		f := newForger(t)
		f.insert("poll.draw", x.body, x.behind)
		if x.twice {
			f.double("poll.draw", 0)
		}
		if r := auditText(f.signed()); !slices.Contains(failed(r), x.want) {
			t.Errorf("%s: %v fail, not %s", name, failed(r), x.want)
		}
	}
}

// TestRecountOfAnExport: the papers of the first release, in which both projects that were not withdrawn are funded
// whatever the votes; and those of a round that was close.
func TestRecountOfAnExport(t *testing.T) {
	r := auditText(released(t)).Recount
	if r == nil || !r.Margin.Fixed || r.Need != 0 || !slices.Equal(r.Papers, []string{"1-1", "1-2", "1-3", "1-4"}) || r.Seed != "" {
		t.Fatalf("%+v", r)
	}
	f := newForger(t)
	f.drop("library.withdraw", 0)
	if r = auditText(f.signed()).Recount; r == nil || !r.Margin.Known || r.Margin.Votes != 2 || r.Need != 4 {
		t.Fatalf("%+v", r)
	}
	if got := r.Sample("3-1-4"); len(got) != 4 {
		t.Errorf("%v", got)
	}
	if auditText(newForger(t).until(40).signed()).Recount != nil {
		t.Error("a recount before there is an outcome")
	}
}
