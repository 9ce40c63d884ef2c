package pdf

// This file puts the pages of ballots on the printer's paper: one a side, or two side by side on a sheet to be folded.
// What is the same on all ballots is drawn once, as templates.

import "github.com/jung-kurt/gofpdf"

// folded is how many pages a folded sheet has.
const folded = 4

// leaves tells which pages of a ballot stand on each side of the printer's paper, from left to right. Of a folded sheet
// the first is outside and the last is its back.
func leaves(pages int) [][]int {
	switch pages {
	case 1:
		return [][]int{{0}}
	case 2:
		return [][]int{{0}, {1}}
	}
	return [][]int{{3, 0}, {1, 2}}
}

// paper is the printer's paper for pages of that size.
func paper(pg *page, pages int) (w, h float64) {
	switch {
	case pages < folded:
		return pg.w, pg.h
	case pg.w == a5w:
		return a4h, a4w
	}
	return 2 * a4w, a4h
}

// impose prints every ballot as its templates with its own ink over them.
func (n *pen) impose(sides []*page, ballots [][]*page) {
	var templates []gofpdf.Template
	w, h := paper(sides[0], len(sides))
	for _, own := range ballots {
		for i, leaf := range leaves(len(sides)) {
			n.add(w, h)
			if templates == nil { // gofpdf wants a page before them
				templates = n.templates(sides)
			}
			left := w/2 - sides[0].w // pages meet at the fold
			if len(leaf) == 1 {
				left = 0
			}
			for _, j := range leaf {
				_, size := templates[j].Size()
				n.pdf.UseTemplateScaled(templates[j], gofpdf.PointType{X: left}, size)
				n.put(own[j], left)
				left += sides[j].w
			}
			if len(leaf) > 1 && i == 0 {
				n.put(foldMarks(w, h), 0)
			}
		}
	}
}

func (n *pen) templates(sides []*page) (all []gofpdf.Template) {
	for _, side := range sides {
		size := gofpdf.SizeType{Wd: side.w, Ht: side.h}
		all = append(all, n.pdf.CreateTemplateCustom(gofpdf.PointType{}, size, func(t *gofpdf.Tpl) {
			inner := &pen{pdf: &t.Fpdf, fonts: n.fonts, used: n.used, alias: n.alias}
			inner.put(side, 0)
		}))
	}
	return all
}

// foldMarks are two short lines outside at the ends of the fold.
func foldMarks(w, h float64) *page {
	const from, to = 4.0, 9.0
	return &page{w: w, h: h, inks: []ink{stroke{w / 2, from, w / 2, to, thin, 0}, stroke{w / 2, h - to, w / 2, h - from, thin, 0}}}
}
