package main

// A round with an open poll: projects that have passed every step, and a printed sheet for every ballot.

import (
	"context"
	"fmt"
	"math/rand/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/tally"
)

const (
	roundID  = "town"
	office   = "office1"
	office2  = "office2"
	maxMarks = 3
)

// sheet is a sheet in a voter's hand. What the voter knows or the paper shows is worked out before the casts begin.
type sheet struct {
	cred    ballot.Credential
	code    string
	tracker string
}

// found founds the round, carries it to its library, prints the sheets and opens the poll.
func found(ctx context.Context, e catalog.Env, projects, sheets int) ([]sheet, error) {
	wuzhong, err := preset.Named("wuzhong")
	if err != nil {
		return nil, err
	}
	s := catalog.Draft(wuzhong)
	s.Name, s.Community, s.Street, s.District, s.Address, s.Phone, s.Supervision = "hammer", "-", "-", "-", "-", "-", "-"
	s.Year, s.Fund, s.Cap, s.TableQuorum = 2000, int64(projects)*100_00, 0, 0
	s.Form, s.MaxMarks, s.Ties = ballot.Approval, min(maxMarks, projects), []tally.Rung{tally.Number}
	l, err := catalog.Found(ctx, e, office, catalog.Create{ID: roundID, Scheme: s})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if err := carry(ctx, l, projects, len(s.Grounds)); err != nil {
		return nil, err
	}
	return printAndOpen(ctx, l, sheets)
}

// carry takes every proposal through every step; each costs a third of what there is for all.
func carry(ctx context.Context, l *catalog.Live, projects, grounds int) error {
	if _, err := l.Do(ctx, office, &catalog.Adopt{Body: "-"}); err != nil {
		return err
	}
	for n := range projects {
		_, err := l.Submit(ctx, office, catalog.Person{Name: "hammer"}, catalog.Submit{
			Channel: "spreadsheet", Kind: "engineering", From: "resident", Title: fmt.Sprintf("Project %d", n+1), Place: "-", Text: "-", Benefits: "-",
		})
		if err != nil {
			return err
		}
	}
	acts := []catalog.Act{&catalog.CloseCollection{}}
	each := func(act func(no int) catalog.Act) {
		for n := range projects {
			acts = append(acts, act(n+1))
		}
	}
	each(func(no int) catalog.Act { return catalog.Cleared(no, grounds, "-") })
	each(func(no int) catalog.Act {
		return &catalog.Survey{No: no, Date: "2000-01-01", Who: "-", Finding: "-", Pass: true}
	})
	acts = append(acts, &catalog.Meet{Date: "2000-01-01", Place: "-", Moderator: "-", Recorder: "-", Present: []string{"hammer"}})
	each(func(no int) catalog.Act {
		return &catalog.Decide{No: no, Discussion: "-", Result: "recommend", Why: "-"}
	})
	each(func(no int) catalog.Act {
		return &catalog.Estimate{No: no, Department: "-", Low: 300_00, High: 300_00, Figure: 300_00, Basis: "-"}
	})
	for _, a := range append(acts, &catalog.Freeze{Seed: "-"}) {
		if _, err := l.Do(ctx, office, a); err != nil {
			return fmt.Errorf("%T: %w", a, err)
		}
	}
	return nil
}

// perStation is how many sheets one station has at most.
const perStation = 20_000

func printAndOpen(ctx context.Context, l *catalog.Live, n int) ([]sheet, error) {
	out := make([]sheet, 0, n)
	for station := 1; len(out) < n; station++ {
		a := &catalog.Station{Number: station, Name: fmt.Sprint("Station ", station), Address: "-", Hours: "-", Phone: "-"}
		if _, err := l.Do(ctx, office, a); err != nil {
			return nil, err
		}
		printed, err := l.PrintSheets(ctx, office, station, min(perStation, n-len(out)))
		if err != nil {
			return nil, err
		}
		for _, c := range printed {
			out = append(out, sheet{c, c.Code(), c.Tracker(roundID)})
		}
	}
	_, err := l.Do(ctx, office, &catalog.OpenPoll{Officers: []string{office, office2}})
	return out, err
}

// choice is what the i-th sheet is marked with, as its owner first means it (0) or as somebody else would (1).
func choice(i, variant, projects int) ballot.Marks {
	r := rand.New(rand.NewPCG(uint64(i), uint64(variant)))
	want := 1 + (i+variant)%min(maxMarks, projects)
	marks := ballot.Marks{}
	for len(marks) < want {
		u := r.Float64()
		mark := ballot.Mark{Project: 1 + int(u*u*float64(projects))}
		if !contains(marks, mark) {
			marks = append(marks, mark)
		}
	}
	return marks
}

func contains(marks ballot.Marks, m ballot.Mark) bool {
	for _, x := range marks {
		if x == m {
			return true
		}
	}
	return false
}
