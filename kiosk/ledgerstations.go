package kiosk

// The ledgers of the scheme and the poll: opinions, trainings, stations with their accounts, shifts; and the entries.

import (
	"context"
	"strings"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

var colStation = column{key: "station", kind: workbook.Number, width: 8}

var stationListings = []Listing{
	{
		Name: "opinions", Public: true, rows: inRound(opinionRows),
		columns: []column{{key: "number", kind: workbook.Number, width: 8}, {key: "on", width: 10, of: []string{"scope", "funds", "process", "method"}, words: "choice"}, {key: "from", width: 14, find: true},
			{key: "text", width: 50}, {key: "result", width: 10, of: []string{"waiting", "answered"}, words: "ledgers.answered"}, {key: "answer", width: 50}},
	}, {
		Name: "trainings", Public: true, dated: "date", rows: inRound(trainingRows),
		columns: []column{colDate, {key: "topic", width: 30, find: true}, {key: "who", width: 30}, tallied("attended")},
	}, {
		Name: "stations", Public: true, rows: inRound(stationRows),
		columns: []column{colStation, {key: "name", width: 20, find: true}, {key: "address"}, {key: "hours", width: 20}, {key: "access", width: 24}, {key: "phone", width: 16}, tallied("electors"),
			{key: "result", width: 10, of: []string{"waiting", "settled"}, words: "ledgers.account"}, tallied("printed"), tallied("unused"), tallied("destroyed"), tallied("issued"), tallied("spoiled"),
			tallied("electronic"), tallied("paper"), tallied("both"), tallied("set_aside"), tallied("not_returned"), tallied("ballots"), tallied("difference"), {key: "reason", width: 30}},
	}, {
		Name: "shifts", dated: "date", rows: inRound(shiftRows),
		columns: []column{colStation, {key: "name", width: 20, find: true}, colDate, {key: "begin", width: 8}, {key: "end", width: 8}, {key: "login", width: 14, find: true}},
	}, {
		Name: "entries", Public: true, dated: "date", rows: entryRows,
		columns: []column{{key: "number", kind: workbook.Number, width: 8}, colDate, {key: "time", width: 8}, {key: "act", width: 18, of: actCodes(), words: "act"}, {key: "actor", width: 14, find: true},
			{key: "text", width: 60}, {key: "corrects", width: 24}, {key: "corrected", width: 24}, {key: "hash", width: 30}},
	},
}

// actCodes are the names of all acts.
func actCodes() (names []string) {
	for _, k := range catalog.Kinds {
		names = append(names, k.Name)
	}
	return names
}

func opinionRows(r *catalog.Round, v *listed) {
	for _, o := range r.Opinions {
		result := "waiting"
		if o.Answer != "" {
			result = "answered"
		}
		v.add(int64(o.No), o.On, o.From, o.Text, result, o.Answer)
	}
}

func trainingRows(r *catalog.Round, v *listed) {
	for _, x := range r.Trainings {
		v.add(x.Date, x.Topic, x.Who, int64(x.Attended))
	}
}

// stationRows tell of an account only what was settled: while people vote nothing is told of single stations here.
func stationRows(r *catalog.Round, v *listed) {
	for _, n := range stationNumbers(r) {
		s := r.Stations[n]
		var electors any
		if s.Electors > 0 {
			electors = int64(s.Electors)
		}
		row := []any{int64(n), s.Name, s.Address, s.Hours, s.Access, s.Phone, electors}
		a := s.Account
		if a == nil {
			v.add(append(row, "waiting", int64(s.Printed), nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "")...)
			continue
		}
		row = append(row, "settled")
		for _, n := range []int{a.Printed, a.Unused, a.Destroyed, a.Issued(), a.Spoiled, a.Electronic, a.Paper, a.Both, a.Foreign, a.NotReturned, a.Ballots(),
			a.Printed - a.Unused - a.Destroyed - a.Issued()} {
			row = append(row, int64(n))
		}
		v.add(append(row, s.Reason)...)
	}
}

func shiftRows(r *catalog.Round, v *listed) {
	for _, n := range stationNumbers(r) {
		for _, h := range r.Stations[n].Duty {
			v.add(int64(n), r.Stations[n].Name, h.Date, h.From, h.To, h.Login)
		}
	}
}

// readTogether is how many entries are held in memory with their bodies.
const readTogether = 200

// entryRows are the entries as outsiders get them: of those that are not public, the hash.
func entryRows(ctx context.Context, l *catalog.Live, v *listed) error {
	size, _, err := l.Ledger().Tree()
	for from := int64(0); from < size && err == nil; from += readTogether {
		var lines []ledger.Published
		if lines, err = l.Published(ctx, from, min(size, from+readTogether)); err != nil {
			break
		}
		l.Read(func(r *catalog.Round) {
			for _, line := range lines {
				v.entry(entryIn(v.lang, r, line))
			}
		})
	}
	return err
}

func (v *listed) entry(e page.Entry) {
	corrects, corrected, clock := "", "", ""
	if e.Corrects {
		corrects = lang.T(v.lang, "ledgers.number", e.Supersedes) + " " + e.Why
	}
	if e.Gave {
		corrected = lang.T(v.lang, "ledgers.number", e.By) + " " + e.ByWhy
	}
	if !e.At.IsZero() {
		clock = e.At.In(Zone).Format("15:04")
	}
	var said []string
	for _, x := range e.Said {
		said = append(said, x.Label+"："+strings.Join(x.Lines, " "))
	}
	v.add(e.Number, dateOf(e.At), clock, e.Act, e.Actor, clip(strings.Join(said, "\n"), mostRaw), corrects, corrected, e.Hash)
}
