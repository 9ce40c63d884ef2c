package kiosk

// What the page of an import shows: the columns, a list with its faults, what was entered.

import (
	"fmt"

	"linli/catalog"
	"linli/kiosk/intake"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// importColumns are the columns that a list may have, and what each understands.
func importColumns(l lang.Lang, set []intake.Column) (out []page.ImportColumn) {
	for _, x := range set {
		col := page.ImportColumn{Head: x.Heads[0], Must: x.Must}
		if l == lang.En {
			col.Head += " / " + x.Field // either is known
		}
		if key := "import.how." + x.Field; lang.Has(key) {
			col.How = lang.T(l, key)
		}
		if words := x.Words(); words != "" {
			col.How = lang.T(l, "import.how.words", words) + col.How
		}
		out = append(out, col)
	}
	return out
}

// maxFaults is how many faults a page shows.
const maxFaults = 100

// importView is what a list says and what is wrong with it.
func importView(lg lang.Lang, l *catalog.Live, u upload) page.Import {
	v := page.Import{File: u.file, Encoding: u.list.Kind, Token: u.token}
	for _, head := range u.list.Unread {
		v.Unread = append(v.Unread, showable(head))
	}
	v.Faults, v.More = faultsView(lg, u.list.Faults)
	var all []catalog.Submit
	for _, r := range u.list.Rows {
		v.Rows, all = append(v.Rows, importRow(lg, r)), append(all, r.Proposal)
	}
	var twins map[int]int
	l.Read(func(r *catalog.Round) { twins = r.Twins(all) })
	v.Twins = len(twins)
	for i, no := range twins {
		v.Rows[i].Twin = lang.T(lg, "import.twin.row")
		if no > 0 {
			v.Rows[i].Twin = lang.T(lg, "import.twin", proposalCode(no))
		}
	}
	return v
}

// faultsView is what is wrong with a list, as much as a page shows, and how much more there is.
func faultsView(l lang.Lang, all []intake.Fault) (out []page.ImportFault, more int) {
	for _, f := range all[:min(len(all), maxFaults)] {
		out = append(out, page.ImportFault{Cell: faultPlace(l, f), Head: showable(f.Head), Reason: said(f.Err, l)})
	}
	return out, len(all) - len(out)
}

// faultPlace is where a fault is: a cell as in C7, a whole row, or nothing for the whole list.
func faultPlace(l lang.Lang, f intake.Fault) string {
	if f.Row > 0 && f.Column < 0 {
		return lang.T(l, "import.row.whole", f.Row)
	}
	return f.Cell()
}

func importRow(l lang.Lang, r intake.Row) page.ImportRow {
	p := r.Proposal
	return page.ImportRow{
		Row: r.N, Title: p.Title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), Text: p.Text, Benefits: p.Benefits, Cost: p.Cost, About: r.About,
		Name: r.Person.Name, Phone: r.Person.Phone, Consent: r.Person.Consent, From: lang.T(l, "choice."+p.From), Date: p.Date, Need: p.Need,
	}
}

// importedView says which proposals were entered.
func importedView(l *catalog.Live, from, to int) page.Import {
	desk := "/desk/" + l.ID()
	return page.Import{
		Done: to - from + 1, From: proposalCode(from), To: proposalCode(to), List: desk + "/proposals",
		Print: fmt.Sprintf("%s/slips/%d-%d.pdf", desk, from, to),
	}
}
