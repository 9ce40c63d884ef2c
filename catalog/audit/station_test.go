package audit

// Stations in an export: daily sheets, handovers, a part of the roll with its envelopes, and sheets that were left over.

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

var signers = []string{"qin", "lu"}

// A round with everything that a station can do passes at every entry.
func TestAwayRound(t *testing.T) {
	r := newRound(t, func(s *catalog.Scheme) { s.MaxMarks = 2 })
	r.library([]int64{100_000_00, 200_000_00}, 30, 10)
	r.do(&catalog.Duty{Station: 1, Shifts: []string{"2026-11-20 8:30-13:00 bao"}}, &catalog.Handover{Station: 1, Date: "2026-11-20", Officers: signers})
	r.checkIn(1, 12)
	day := func(remaining int, reason string) {
		t.Helper()
		a, err := r.Day(r.ctx, 1, "2026-11-20", catalog.Pile{Received: 30, Remaining: remaining})
		r.must(err)
		a.Officers, a.Reason = signers, reason
		_, err = r.CloseDay(r.ctx, "office", a)
		r.must(err)
		r.look()
	}
	day(17, "桌下一张")
	part, _, err := r.Roll().Part(r.ctx, 2, []string{"13900000001", "13900000002"}, r.random)
	r.must(err)
	_, err = r.Roll().Envelope(r.ctx, "13900000001", 1)
	r.must(err)
	day(17, "") // three more people would be too few for figures
	for _, id := range []string{"13900000001", "13900000009", "13800100000"} {
		_, err := part.CheckIn(make([]byte, 32), id)
		r.must(err)
	}
	_, err = r.Merge(r.ctx, "office", part, signers...)
	r.must(err)
	r.look()
	r.cast(1, 0, ballot.Mark{Project: 1})
	r.shut()
	settle := func(station, unused int, lines ...string) {
		t.Helper()
		_, err := r.SettleWith(r.ctx, "office", catalog.SettleStation{Account: ballot.Account{Station: station, Unused: unused}, Officers: signers, UnusedSheets: lines})
		r.must(err)
		r.look()
	}
	settle(1, 17, "14-30")
	settle(2, 7, "1", "3-8")
	if got := notes(r.report, "unused"); got != "" {
		t.Errorf("unused: %s", got)
	}
	r.end("x")
	for check, words := range map[string]string{"days": "桌下一张", "manifest": ""} {
		if !strings.Contains(notes(r.report, check), words) {
			t.Errorf("%s: %q", check, notes(r.report, check))
		}
	}
}

type fields = map[string]any

// aDay is a daily sheet that is right, but for the change.
func aDay(change fields) string {
	return body(fields{"station": 1, "date": "2026-11-20", "received": 30, "issued": 12, "remaining": 18, "officers": signers}, change)
}

func aMerge(change fields) string {
	return body(fields{"station": 1, "part": "07", "people": 1, "accepted": []string{"01-E001"}, "officers": signers}, change)
}

func body(record, change fields) string {
	maps.Copy(record, change)
	raw, err := json.Marshal(record)
	if err != nil {
		panic(err) // plain data
	}
	return string(raw)
}

func forgeDay(change fields) func(*forger) {
	return func(f *forger) { f.insert("station.day", aDay(change), "poll.open") }
}

func forgeMerge(change fields) func(*forger) {
	return func(f *forger) { f.insert("roll.merge", aMerge(change), "poll.open") }
}

// forgeriesOfStations are what an office could do to hide what happened to sheets at a station.
var forgeriesOfStations = []forgery{
	{"a daily sheet signed by one", "days", forgeDay(fields{"officers": []string{"qin", "Qin"}})},
	{"a daily sheet that hides a sheet", "days", forgeDay(fields{"remaining": 17})},
	{"a difference without a reason on a daily sheet", "days", forgeDay(fields{"remaining": 17, "missing": 1})},
	{"sheets missing and too many at once", "days", forgeDay(fields{"missing": 1, "extra": 1, "reason": "x"})},
	{"a daily sheet of nine people", "days", forgeDay(fields{"issued": 9, "remaining": 21})},
	{"a handover signed by one", "days", func(f *forger) {
		f.insert("station.handover", `{"date":"2026-11-20","officers":["qin"],"station":1}`, "poll.open")
	}},
	{"a daily sheet before the opening", "steps", func(f *forger) { f.insert("station.day", aDay(nil), "sheets.print") }},
	{"a part merged by one", "envelopes", forgeMerge(fields{"officers": []string{"qin"}})},
	{"an envelope that stays closed without a reason", "envelopes", forgeMerge(fields{"rejected": []string{"01-E002"}})},
	{"an envelope both opened and closed", "envelopes", forgeMerge(fields{"rejected": []string{"01-E001"}, "reason": "x"})},
	{"an envelope of no number", "envelopes", forgeMerge(fields{"accepted": []string{"1-1"}})},
	{"a part merged twice", "envelopes", func(f *forger) { forgeMerge(nil)(f); forgeMerge(fields{"accepted": nil})(f) }},
	{"a closed envelope that the account leaves out", "accounts", forgeMerge(fields{"rejected": []string{"01-E002"}, "reason": "x"})},
	{"more unused sheets listed than counted", "unused", func(f *forger) { account(f, func(s *settle) { s.UnusedSheets = []string{"1-2", "2"} }) }},
	{"unused sheets that were never printed", "unused", func(f *forger) {
		account(f, func(s *settle) { s.UnusedSheets = []string{fmt.Sprintf("200001-%d", 200000+s.Unused)} })
	}},
	{"sheets cast that were never handed out", "unused", func(f *forger) {
		account(f, func(s *settle) { s.UnusedSheets = []string{fmt.Sprintf("1-%d", s.Unused)} })
	}},
}
