package pabulib

// This file reads PROJECTS.

import (
	"fmt"
	"slices"
	"strings"
)

// costed is a project whose cost is not yet on the scale of the election.
type costed struct {
	Project
	cost decimal
	at   place
}

// projectRow takes one project.
func (r *reader) projectRow() error {
	if err := r.fits(); err != nil {
		return err
	}
	id, cost := r.get("project_id"), r.get("cost")
	switch {
	case id.text == "" || strings.Contains(id.text, ","):
		return r.fail(r.at(id.at), ErrFields, "project_id 不能为空，也不能含逗号", "a project_id may not be empty or contain a comma")
	case len(r.projects) == MaxProjects:
		return r.fail(r.here(), ErrLimit, "项目超过 9999 个", "more than 9999 projects")
	}
	d, err := parseDecimal(cost.text)
	if err != nil {
		return r.number(metum{cost.text, r.at(cost.at)}, err)
	}
	p := costed{Project{ID: strings.Clone(id.text)}, d, r.at(cost.at)}
	for _, name := range r.election.Columns {
		p.Fields = append(p.Fields, strings.Clone(r.get(name).text))
	}
	if r.numbers == nil {
		r.numbers = map[string]int{}
	}
	if _, twice := r.numbers[p.ID]; twice {
		return r.fail(r.at(id.at), ErrTwice, fmt.Sprintf("项目 %s 出现两次，请删去一行", p.ID), fmt.Sprintf("project %s is there twice: remove one line", p.ID))
	}
	r.numbers[p.ID] = 0
	r.projects = append(r.projects, p)
	return nil
}

// endProjects numbers the projects and puts all money on one scale.
func (r *reader) endProjects() error {
	if len(r.projects) == 0 {
		return r.fail(r.here(), ErrCount, "PROJECTS 里没有项目，请至少写一个", "PROJECTS is empty: add at least one project")
	}
	if err := r.declared("num_projects", len(r.projects)); err != nil {
		return err
	}
	slices.SortFunc(r.projects, func(a, b costed) int { return strings.Compare(a.ID, b.ID) })
	for i, p := range r.projects {
		r.numbers[p.ID] = i + 1
	}
	r.marked = make([]int, len(r.projects)+1)
	return r.scaleMoney()
}

func (r *reader) scaleMoney() error {
	budget := r.meta["budget"]
	total, err := parseDecimal(budget.value)
	if err != nil {
		return r.number(budget, err)
	}
	fine := total.digits
	for _, p := range r.projects {
		fine = max(fine, p.cost.digits)
	}
	e, ok := r.election, false
	if e.Budget, ok = total.on(fine); !ok {
		return r.number(budget, ErrRange)
	}
	for _, p := range r.projects {
		if p.Cost, ok = p.cost.on(fine); !ok {
			return r.number(metum{format(p.cost.n, power(p.cost.digits)), p.at}, ErrRange)
		}
		e.Projects = append(e.Projects, p.Project)
	}
	e.MoneyScale, r.fine = power(fine), fine
	r.set("budget", e.Money(e.Budget))
	return nil
}
