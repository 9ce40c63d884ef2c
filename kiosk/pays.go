package kiosk

// Who pays for a project and in which years, and what was granted beside the vote, in sentences.

import (
	"slices"
	"strconv"
	"strings"

	"linli/catalog"
	"linli/kiosk/lang"
)

// pays tells what a project costs in all and who pays, if that is more than what the fund pays this year; else it is empty.
func pays(l lang.Lang, p *catalog.Project) string {
	var out []string
	fund := lang.Money(l, p.Fund())
	if len(p.Payers) > 0 {
		var who []string
		for _, x := range p.Payers {
			who = append(who, payerText(l, x))
		}
		out = append(out, lang.T(l, "project.pays.total", lang.Money(l, p.Total), strings.Join(who, lang.T(l, "reason.list")), fund))
	}
	if p.Part > 0 {
		out = append(out, lang.T(l, "project.pays.parts", len(p.Parts), fund, p.Part, lang.Money(l, p.Cost)))
	}
	if p.Package != "" {
		out = append(out, lang.T(l, "project.pays.package", inner(p.Package)))
	}
	return teller{l: l}.say(out...)
}

// beside tells how much of the fund was granted before the library was frozen, and what is left to be decided; empty if
// nothing was.
func beside(l lang.Lang, r *catalog.Round) string {
	granted, n := r.Scheme.Fund-r.Budget(), 0
	if r.Library != nil {
		n = len(r.Library.Beside)
	} else {
		n = len(grantedNow(r))
	}
	if n == 0 {
		return ""
	}
	return lang.T(l, "library.beside", n, lang.Money(l, granted), lang.Money(l, r.Budget()))
}

// grantedNow are the granted projects whose grant stands.
func grantedNow(r *catalog.Round) []*catalog.Project {
	return slices.DeleteFunc(slices.Clone(r.Granted), func(p *catalog.Project) bool { return p.Withdrawn != "" })
}

// grantedLines are the granted projects, a line each: number, title, and why; before them what they left to be decided.
func grantedLines(l lang.Lang, r *catalog.Round) (lines []string) {
	if told := beside(l, r); told != "" {
		lines = append(lines, told)
	}
	for _, p := range grantedNow(r) {
		lines = append(lines, lang.T(l, "granted.line", p.Number, inner(p.Title), teller{l, r}.say(Why(l, r, p.Number), pays(l, p))))
	}
	return lines
}

// fundedNow are the numbers of all funded projects: by the outcome unless their approval was refused, and granted.
func fundedNow(r *catalog.Round) (numbers []int) {
	for _, p := range r.Projects() {
		if r.Funded(p.Number) {
			numbers = append(numbers, p.Number)
		}
	}
	return numbers
}

// together are the numbers of the other packages that a project is built with.
func together(r *catalog.Round, p *catalog.Project) string {
	var numbers []string
	for _, n := range r.Together(p) {
		if n != p.Number {
			numbers = append(numbers, strconv.Itoa(n))
		}
	}
	return strings.Join(numbers, "、")
}
