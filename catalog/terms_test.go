package catalog

// Lines of a scheme's lists, and what a scheme says of decisions.

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"linli/tally"
)

func TestLines(t *testing.T) {
	for line, want := range map[string]Share{
		"市财政 10万元": {"市财政", 100_000_00}, " 柳州 机车车辆厂　11,000元": {"柳州 机车车辆厂", 11_000_00}, "居民 ３５.5": {"居民", 35_50},
	} {
		if got := (Share{}); got.Take(line) != nil || got != want {
			t.Errorf("%q: %+v", line, got)
		}
	}
	for line, want := range map[string]Tier{
		"5万元以内 居民代表会议 0": {50_000_00, "居民代表会议", 0}, "50000以下 居民 代表会议 ０个工作日": {50_000_00, "居民 代表会议", 0},
		"不限 街道、城区 5个工作日": {0, "街道、城区", 5}, "5万元 居委会 10": {50_000_00, "居委会", 10},
	} {
		if got := (Tier{}); got.Take(line) != nil || got != want {
			t.Errorf("%q: %+v", line, got)
		}
	}
	for _, line := range []string{"", "市财政", "10万元", "市财政 十万", "市财政 -1", "市财政 1,1000元"} {
		if got := (Share{"旧", 1}); !errors.Is(got.Take(line), ErrShare) || got != (Share{"旧", 1}) {
			t.Errorf("%q: %+v", line, got)
		}
	}
	for _, line := range []string{"", "不限 街道", "无限 街道 5", "0元 街道 5", "不限 街道 五", "不限 街道 -1", "不限 街道 256", "5万元以上 街道 5"} {
		if got := (Tier{1, "旧", 1}); !errors.Is(got.Take(line), ErrTier) || got != (Tier{1, "旧", 1}) {
			t.Errorf("%q: %+v", line, got)
		}
	}
}

// FuzzLine: what is read is written as a line that is read as the same; what is refused says why, and changes nothing.
func FuzzLine(f *testing.F) {
	for _, line := range []string{"市财政 10万元", "5万元以内 居民代表会议 0", "不限 街道 5个工作日", "a b 0.01", "1 ̈ 1", "\xff 1"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, x := range []struct {
			one, again Line
			why        error
		}{{&Share{}, &Share{}, ErrShare}, {&Tier{}, &Tier{}, ErrTier}} {
			empty := x.again.String()
			if err := x.one.Take(line); err != nil {
				if !errors.Is(err, x.why) || utf8.RuneCountInString(err.Error()) > 600 || x.one.String() != empty {
					t.Fatalf("%q: %v", line, err)
				}
				continue
			}
			if err := x.again.Take(x.one.String()); err != nil || x.again.String() != x.one.String() {
				t.Fatalf("%q is written %q and read as %q: %v", line, x.one, x.again, err)
			}
		}
	})
}

// TestContradictions: each refused at its field, alone.
func TestContradictions(t *testing.T) {
	for name, x := range map[string]struct {
		field string
		want  error
		spoil func(*Scheme)
	}{
		"each above the fund":       {"each_service", ErrScheme, func(s *Scheme) { s.Cap, s.EachService = 0, s.Fund+1 }},
		"each above the cap":        {"each_engineering", ErrScheme, func(s *Scheme) { s.EachEngineering = s.Cap + 1 }},
		"one above all":             {"cap_service", ErrScheme, func(s *Scheme) { s.EachService, s.Service = 200, 100 }},
		"fast above the fund":       {"fast_below", ErrScheme, func(s *Scheme) { s.FastBelow = s.Fund + 1 }},
		"split without years":       {"split_years", ErrMissing, func(s *Scheme) { s.SplitMost = s.Cap + 1 }},
		"years without a split":     {"split_most", ErrMissing, func(s *Scheme) { s.SplitYears = 2 }},
		"split over one year":       {"split_years", ErrScheme, func(s *Scheme) { s.SplitMost, s.SplitYears = s.Cap+1, 1 }},
		"split within the cap":      {"split_most", ErrScheme, func(s *Scheme) { s.SplitMost, s.SplitYears = s.Cap, 2 }},
		"parts above the cap":       {"split_most", ErrScheme, func(s *Scheme) { s.SplitMost, s.SplitYears = 2*s.Cap+1, 2 }},
		"sources too little":        {"sources", ErrScheme, func(s *Scheme) { s.Sources = []Share{{"市", s.Fund - 1}} }},
		"sources too much":          {"sources", ErrScheme, func(s *Scheme) { s.Sources = []Share{{"市", s.Fund}, {"区", 1}} }},
		"payers twice":              {"cofunding", ErrScheme, func(s *Scheme) { s.Cofunding = []string{"sponsor", "sponsor"} }},
		"proposers twice":           {"proposers", ErrScheme, func(s *Scheme) { s.Proposers = []string{"unit", "unit"} }},
		"a proposer of services":    {"proposers_service", ErrScheme, func(s *Scheme) { s.Proposers, s.ServiceProposers = []string{"resident"}, []string{"unit"} }},
		"council without a quorum":  {"quorum", ErrMissing, func(s *Scheme) { s.Route, s.Majority = ByCouncil, MajorityPresent }},
		"council without majority":  {"majority", ErrMissing, func(s *Scheme) { s.Route, s.Quorum = ByCouncil, 50 }},
		"vote with a quorum":        {"quorum", ErrScheme, func(s *Scheme) { s.Quorum = 50 }},
		"vote with a majority":      {"majority", ErrScheme, func(s *Scheme) { s.Route, s.Majority = ByVote, MajorityMembers }},
		"last tier limited":         {"tiers", ErrScheme, func(s *Scheme) { s.Tiers = []Tier{{100, "甲", 1}} }},
		"limitless in between":      {"tiers", ErrScheme, func(s *Scheme) { s.Tiers = []Tier{{0, "甲", 1}, {0, "乙", 1}} }},
		"tiers going down":          {"tiers", ErrScheme, func(s *Scheme) { s.Tiers = []Tier{{200, "甲", 1}, {100, "乙", 1}, {0, "丙", 1}} }},
		"a tier of nobody":          {"tiers", ErrScheme, func(s *Scheme) { s.Tiers = []Tier{{0, " ", 1}} }},
		"negative days":             {"tiers", ErrScheme, func(s *Scheme) { s.Tiers = []Tier{{0, "甲", -1}} }},
		"start without a timetable": {"timetable", ErrMissing, func(s *Scheme) { s.Start, s.Timetable = "2026-03-02", nil }},
		"nine steps":                {"timetable", ErrScheme, func(s *Scheme) { s.Timetable = make9() }},
		"a step of no day":          {"timetable", ErrScheme, func(s *Scheme) { s.Timetable = []int{1, 1, 1, 0, 1, 1, 1, 1} }},
		"ladder without an end":     {"ties", tally.ErrLadder, func(s *Scheme) { s.Ties = []tally.Rung{tally.Cheaper} }},
	} {
		s := scheme(t)
		x.spoil(&s)
		all := s.contradictions(nil)
		if len(all) != 1 || all[0].Field != x.field || !errors.Is(all[0], x.want) {
			t.Errorf("%s: %v", name, all)
		} else if text := all[0].Error(); strings.Contains(text, "%!") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func make9() []int { return []int{1, 1, 1, 1, 1, 1, 1, 1, 1} }

// TestCarries: an abstention counts among those present.
func TestCarries(t *testing.T) {
	for _, x := range []struct {
		majority              string
		yes, present, members int
		want                  bool
	}{
		{MajorityPresent, 5, 10, 20, false}, {MajorityPresent, 6, 10, 20, true}, {MajorityPresent, 0, 0, 20, false},
		{MajorityMembers, 10, 10, 20, false}, {MajorityMembers, 11, 12, 20, true},
		{TwoThirdsPresent, 6, 10, 20, false}, {TwoThirdsPresent, 6, 9, 20, true}, {TwoThirdsPresent, 0, 0, 20, false},
	} {
		if got := (Scheme{Majority: x.majority}).Carries(x.yes, x.present, x.members); got != x.want {
			t.Errorf("%+v", x)
		}
	}
	s := Scheme{Quorum: 50}
	if s.Quorate(4, 9) || !s.Quorate(5, 9) || s.Quorate(10, 9) || (Scheme{}).Quorate(0, 9) {
		t.Error("quorum")
	}
}
