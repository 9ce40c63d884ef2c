package kiosk

// The marks of the ballot form: p for approval, rank-N and points-N for the others.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/valyala/fasthttp"

	"linli/ballot"
)

// readForm reads the marks. Those that cannot be read are refused; the others are there nevertheless.
func (v *voting) readForm(args *fasthttp.Args) (err error) {
	switch p := v.box.Paper(); p.Form {
	case ballot.Approval:
		v.marks, err = ticks(args)
	case ballot.Ranking:
		if v.typed, err = numbers(args, "rank-", p.Projects); err == nil {
			v.marks, err = ranking(v.typed, p.Projects)
		}
	case ballot.Points:
		v.typed, err = numbers(args, "points-", p.Projects)
		for n := 1; n <= p.Projects; n++ {
			if x := v.typed[n]; x != 0 {
				v.marks = append(v.marks, ballot.Mark{Project: n, Points: x})
			}
		}
	}
	return err
}

func ticks(args *fasthttp.Args) (marks ballot.Marks, err error) {
	for _, text := range args.PeekMulti("p") {
		n, bad := strconv.Atoi(string(text))
		if bad != nil {
			err = fmt.Errorf("%w: %q", ballot.ErrNoProject, text)
			continue
		}
		marks = append(marks, ballot.Mark{Project: n})
	}
	return marks, err
}

// numbers are the numbers typed for projects, without noughts.
func numbers(args *fasthttp.Args, prefix string, projects int) (typed map[int]int64, err error) {
	typed = map[int]int64{}
	args.VisitAll(func(key, value []byte) {
		name, ok := strings.CutPrefix(string(key), prefix)
		text := strings.TrimSpace(string(value))
		if !ok || text == "" || text == "0" {
			return
		}
		n, strange := strconv.Atoi(name)
		x, bad := strconv.ParseInt(text, 10, 32)
		switch {
		case strange != nil || n < 1 || n > projects:
			err = fmt.Errorf("%w: %q", ballot.ErrNoProject, name)
		case typed[n] != 0:
			err = fmt.Errorf("%w: %d", ballot.ErrTwice, n)
		case bad != nil && prefix == "rank-":
			err = fmt.Errorf("%w: %q", ErrPlace, text)
		case bad != nil:
			err = fmt.Errorf("%w: %q", ballot.ErrPoints, text)
		default:
			typed[n] = x
		}
	})
	return typed, err
}

// ranking puts projects into the order of their places; a place that nobody has is passed over.
func ranking(places map[int]int64, projects int) (marks ballot.Marks, err error) {
	at := make([]int, projects+1)
	for n := 1; n <= projects; n++ {
		switch x := places[n]; {
		case x == 0:
		case x < 0 || x > int64(projects) || at[x] != 0:
			err = fmt.Errorf("%w: %d", ErrPlace, x)
		default:
			at[x] = n
		}
	}
	for _, n := range at {
		if n != 0 {
			marks = append(marks, ballot.Mark{Project: n})
		}
	}
	return marks, err
}
