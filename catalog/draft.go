package catalog

// A scheme's first draft, from a preset.

import (
	"linli/ballot"
	"linli/catalog/preset"
	"linli/tally"
)

// Draft is a scheme with a programme's usual values; community, street, district, year and phones are still empty.
func Draft(p preset.Preset) Scheme {
	s := Scheme{
		Preset: p.Name, Name: p.Title, Fund: p.Fund * 100, Cap: p.Cap * 100,
		Scope: p.Scope, Process: p.Process, Method: p.Method, WhoVotes: p.WhoVotes, Carry: p.Carry, Grounds: p.Grounds,
		Form: ballot.Form(p.Form), MaxMarks: p.MaxMarks, Rule: p.Rule, NoticeDays: p.NoticeDays,
	}
	for _, t := range p.Ties {
		s.Ties = append(s.Ties, tally.Rung(t))
	}
	return s
}
