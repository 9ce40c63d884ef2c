package kiosk

// Assisted voting: its rules in words, the record that lies at a station, and what the public is told.

import (
	"context"
	"io"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// assistance are the rules of assisted voting that a scheme has, a sentence each; none if it says nothing.
func assistance(lg lang.Lang, r *catalog.Round) (rules []string) {
	who := r.Scheme.Assistance
	if who == "" {
		return nil
	}
	for _, key := range []string{"who", "by." + who, "never", "says", "secret"} {
		rules = append(rules, lang.T(lg, "assist."+key))
	}
	return rules
}

func assistReady(r *catalog.Round) bool { return libraryReady(r) && len(r.Stations) > 0 }

// recordDays is how many days a printed record of assisted voting has lines for.
const recordDays = 10

// PrintAssistance prints the record of assisted voting of every station; without stations it is [catalog.ErrFirst].
func PrintAssistance(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	var all pdf.AssistRecords
	l.Read(func(r *catalog.Round) {
		if !assistReady(r) {
			return
		}
		rules := assistance(lang.Zh, r)
		for _, n := range stationNumbers(r) {
			all = append(all, pdf.AssistRecord{
				Round: r.Scheme.Community + programme(r.Scheme), Station: r.Stations[n].Name, Rules: rules, Days: recordDays, Date: r.Library.Frozen,
			})
		}
	})
	if len(all) == 0 {
		return nil, errEarly("assistance")
	}
	return all.Print(w)
}

// assistedOf is how many votes were assisted, as far as it is public: told in tens while the poll is open.
func assistedOf(r *catalog.Round) *page.Assisted {
	sum := r.AssistedVotes()
	if sum.Voters() == 0 {
		return nil
	}
	return &page.Assisted{Voters: int64(sum.Voters()), Companion: int64(sum.Companion), Staff: int64(sum.Staff)}
}
