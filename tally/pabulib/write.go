package pabulib

// This file writes elections.

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linli/ballot"
)

// Write writes the election as a .pb file: UTF-8, line feeds, projects in order of their numbers, voters numbered from
// 1. num_projects, num_votes, budget and, if Meta has none, vote_type are written from what is there, whatever Meta
// says; the other required keys must be in Meta, or it is refused with [ErrKey]. Text that a line cannot hold is
// refused with [ErrText].
func (e *Election) Write(w io.Writer) error {
	meta, err := e.fullMeta()
	if err != nil {
		return err
	}
	out := &writer{Writer: bufio.NewWriter(w)}
	out.row("META")
	out.row("key", "value")
	for _, p := range meta {
		out.row(p.Key, p.Value)
	}
	out.row("PROJECTS")
	out.row(append([]string{"project_id", "cost"}, e.Columns...)...)
	for _, p := range e.Projects {
		out.row(append([]string{p.ID, e.Money(p.Cost)}, p.Fields...)...)
	}
	out.row("VOTES")
	e.writeVotes(out)
	if out.err != nil {
		return out.err
	}
	return out.Flush()
}

// fullMeta is Meta with the keys that follow from the rest.
func (e *Election) fullMeta() ([]Pair, error) {
	known := []Pair{
		{"num_projects", strconv.Itoa(len(e.Projects))}, {"num_votes", strconv.Itoa(len(e.Ballots))},
		{"budget", e.Money(e.Budget)}, {"vote_type", e.voteType()},
	}
	meta := slices.Clone(e.Meta)
	for _, p := range known {
		if i := slices.IndexFunc(meta, func(q Pair) bool { return q.Key == p.Key }); i >= 0 {
			meta[i] = p
		} else {
			meta = append(meta, p)
		}
	}
	for _, key := range requiredKeys {
		if !slices.ContainsFunc(meta, func(p Pair) bool { return p.Key == key }) {
			return nil, fmt.Errorf("%w: 请补上 / add %s", ErrKey, key)
		}
	}
	return meta, nil
}

// voteType is what Meta says, or else the usual name of the form.
func (e *Election) voteType() string {
	if s := e.Value("vote_type"); s != "" {
		return s
	}
	return map[ballot.Form]string{ballot.Approval: "approval", ballot.Ranking: "ordinal", ballot.Points: "cumulative"}[e.Paper.Form]
}

func (e *Election) writeVotes(out *writer) {
	header := []string{"voter_id", "vote"}
	if e.Paper.Form == ballot.Points {
		header = append(header, "points")
	}
	out.row(header...)
	for i, marks := range e.Ballots {
		var ids, points []string
		for _, m := range marks {
			ids = append(ids, e.Projects[m.Project-1].ID)
			points = append(points, e.Points(m.Points))
		}
		row := []string{strconv.Itoa(i + 1), strings.Join(ids, ","), strings.Join(points, ",")}
		out.row(row[:len(header)]...)
	}
}

// writer writes rows until the first error.
type writer struct {
	*bufio.Writer
	err error
}

func (w *writer) row(fields ...string) {
	for i, f := range fields {
		if strings.Contains(f, "\n") || !utf8.ValidString(f) {
			w.err = fmt.Errorf("%w: %q", ErrText, f)
		}
		if i > 0 {
			w.WriteByte(';')
		}
		w.WriteString(quote(f))
	}
	w.WriteByte('\n')
}
