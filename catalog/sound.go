package catalog

// Whether a scheme holds together.

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/ballot"
	"linli/tally"
)

// ErrScheme: a scheme that contradicts itself.
var ErrScheme = errors.New("方案自相矛盾，请修改 / the scheme contradicts itself, change it")

const (
	maxGrounds = 40 // Liuzhou has 36 items
	maxLines   = 12 // sources, tiers
	maxDays    = 400
)

// sound are the checks of a scheme, and the fields that each reads.
var sound = []struct {
	reads string
	check func(Scheme, against, missing)
}{
	{"fund cap each_engineering each_service cap_engineering cap_service fast_below", Scheme.soundMoney},
	{"cap each_engineering each_service split_most split_years", Scheme.soundSplit},
	{"fund sources cofunding", Scheme.soundSources},
	{"proposers proposers_service", Scheme.soundProposers},
	{"route quorum majority", Scheme.soundRoute},
	{"tiers", Scheme.soundTiers},
	{"start timetable", Scheme.soundDays},
	{"polling_stations", func(s Scheme, against against, _ missing) {
		against("polling_stations", len(s.Stations) > maxGrounds, "%d 个，最多 %d 个", "%[2]d of them, at most %[3]d", len(s.Stations), maxGrounds)
		against("polling_stations", twice(s.Stations), "有一处写了两次", "one is there twice")
	}},
	{"propose_from propose_to", func(s Scheme, against against, _ missing) {
		against("propose_to", s.ProposeTo != "" && s.ProposeTo < s.ProposeFrom, "%s 早于 %s", "%[2]s is before %[3]s", s.ProposeTo, s.ProposeFrom)
	}},
	{"form sum", func(s Scheme, _ against, missing missing) { missing("sum", s.Form == ballot.Points && s.Sum < 1) }},
}

// contradictions are all fields of a scheme that contradict another one, with the reason. Its fields keep to their form,
// but for those that are broken: what they say is not looked at.
func (s Scheme) contradictions(broken map[string]bool) (all []*FieldError) {
	note := func(field string, err error) {
		if !broken[field] {
			all = append(all, &FieldError{field, err})
		}
	}
	for _, c := range sound {
		if slices.ContainsFunc(strings.Fields(c.reads), func(field string) bool { return broken[field] }) {
			continue
		}
		c.check(s, func(field string, is bool, zh, en string, numbers ...any) {
			if is {
				note(field, fmt.Errorf("%w: "+zh+" / "+en, append([]any{ErrScheme}, numbers...)...))
			}
		}, func(field string, is bool) {
			if is {
				note(field, ErrMissing)
			}
		})
	}
	if n := len(s.Grounds); n > maxGrounds {
		note("grounds", fmt.Errorf("%w: %d > %d", ErrNumber, n, maxGrounds))
	}
	if _, err := tally.RuleNamed(s.Rule); err != nil {
		note("rule", err)
	}
	if err := (tally.Ladder{Rungs: s.Ties, Seed: "?"}).Check(); err != nil {
		note("ties", err)
	}
	return all
}

// repeats is like contradictions for a list that says something twice, which schemes of the first release may do.
func (s Scheme) repeats(broken map[string]bool) []*FieldError {
	if broken["grounds"] || !twice(s.Grounds) {
		return nil
	}
	return []*FieldError{{"grounds", fmt.Errorf("%w: 有一条写了两次 / one is there twice", ErrScheme)}}
}

// since refuses in a scheme what those of the first release may have.
func (s Scheme) since() error {
	if all := s.repeats(nil); len(all) > 0 {
		return all[0]
	}
	return nil
}

// against notes a contradiction of a field, missing that another field asks for it.
type (
	against = func(field string, broken bool, zh, en string, numbers ...any)
	missing = func(field string, is bool)
)

func (s Scheme) soundMoney(against against, _ missing) {
	const zh, en = "%s 超过资金总额 %s", "%[2]s is more than the fund, %[3]s"
	for _, x := range []struct {
		field string
		fen   int64
	}{
		{"cap", s.Cap}, {"each_engineering", s.EachEngineering}, {"each_service", s.EachService},
		{"cap_engineering", s.Engineering}, {"cap_service", s.Service}, {"fast_below", s.FastBelow},
	} {
		against(x.field, x.fen > s.Fund, zh, en, Written(x.fen), Written(s.Fund))
	}
	const above, aboveEn = "%s 超过 %s", "%[2]s is more than %[3]s"
	against("each_engineering", s.Cap > 0 && s.EachEngineering > s.Cap, above, aboveEn, Written(s.EachEngineering), Written(s.Cap))
	against("each_service", s.Cap > 0 && s.EachService > s.Cap, above, aboveEn, Written(s.EachService), Written(s.Cap))
	const less, lessEn = "合计上限 %s 低于单个项目上限 %s", "%[2]s for all together is less than %[3]s for one"
	against("cap_engineering", s.Engineering > 0 && s.EachEngineering > s.Engineering, less, lessEn, Written(s.Engineering), Written(s.EachEngineering))
	against("cap_service", s.Service > 0 && s.EachService > s.Service, less, lessEn, Written(s.Service), Written(s.EachService))
}

func (s Scheme) soundSplit(against against, missing missing) {
	most := max(s.CapOf("engineering"), s.CapOf("service"))
	missing("split_years", s.SplitMost > 0 && s.SplitYears == 0)
	missing("split_most", s.SplitYears > 0 && s.SplitMost == 0)
	against("split_years", s.SplitYears == 1, "至少两年", "two years at least")
	if s.SplitMost > 0 && s.SplitYears > 1 {
		against("split_most", most == 0 || s.SplitMost <= most, "不超过单个项目上限的不必拆分", "what is within the cap of one project needs no splitting")
		against("split_most", most > 0 && s.SplitMost > most*int64(s.SplitYears), "%s 分 %d 年，每年超过单个项目上限 %s",
			"%[2]s over %[3]d years is more than %[4]s a year, the cap of one project", Written(s.SplitMost), s.SplitYears, Written(most))
	}
}

func (s Scheme) soundSources(against against, _ missing) {
	seen, sum := map[string]bool{}, int64(0)
	against("sources", len(s.Sources) > maxLines, "%d 行，最多 %d 行", "%[2]d lines, at most %[3]d", len(s.Sources), maxLines)
	for _, x := range s.Sources {
		against("sources", (Field{Limit: 30}).text(x.Name) != nil, "来源的名称不对：%q", "the name of a source is wrong: %[2]q", x.Name)
		against("sources", x.Fen <= 0 || x.Fen > s.Fund, "%s 的金额不对", "the amount of %[2]s is wrong", short(x.Name))
		against("sources", seen[x.Name], "%s 写了两次", "%[2]s is there twice", short(x.Name))
		seen[x.Name] = true
		sum += min(max(x.Fen, 0), s.Fund+1)
	}
	against("sources", len(s.Sources) > 0 && sum != s.Fund, "各来源合计 %s，资金总额 %s", "the sources add up to %[2]s, the fund is %[3]s", Written(sum), Written(s.Fund))
	against("cofunding", twice(s.Cofunding), "写了两次", "one is there twice")
}

func (s Scheme) soundProposers(against against, _ missing) {
	against("proposers", twice(s.Proposers), "写了两次", "one is there twice")
	against("proposers_service", twice(s.ServiceProposers), "写了两次", "one is there twice")
	stranger := slices.ContainsFunc(s.ServiceProposers, func(who string) bool { return !slices.Contains(s.Proposers, who) })
	against("proposers_service", len(s.Proposers) > 0 && stranger, "有的不在可提议的范围内", "some of them may not propose at all")
}

func twice[T comparable](list []T) bool {
	seen := map[T]bool{}
	for _, x := range list {
		if seen[x] {
			return true
		}
		seen[x] = true
	}
	return false
}

func (s Scheme) soundRoute(against against, missing missing) {
	missing("quorum", s.Council() && s.Quorum == 0)
	missing("majority", s.Council() && s.Majority == "")
	against("quorum", !s.Council() && s.Quorum > 0, "由居民投票决定，没有到会人数的要求", "the residents' vote decides, it has no quorum")
	against("majority", !s.Council() && s.Majority != "", "由居民投票决定，不按到会人数表决", "the residents' vote decides, it has no such majority")
}

func (s Scheme) soundTiers(against against, _ missing) {
	against("tiers", len(s.Tiers) > maxLines, "%d 行，最多 %d 行", "%[2]d lines, at most %[3]d", len(s.Tiers), maxLines)
	last := int64(0)
	for i, t := range s.Tiers {
		against("tiers", (Field{Limit: 60}).text(t.Body) != nil, "审批单位不对：%q", "the body is wrong: %[2]q", t.Body)
		against("tiers", t.Days < 0 || t.Days > 255 || t.UpTo < 0, "第 %d 行的数字不对", "a number on line %[2]d is wrong", i+1)
		if i < len(s.Tiers)-1 {
			against("tiers", t.UpTo == 0, "不限金额的只能是最后一行", "only the last line is without limit")
			against("tiers", t.UpTo > 0 && t.UpTo <= last, "金额须一行比一行高", "each line's amount must be above the one before")
			last = t.UpTo
		} else {
			against("tiers", t.UpTo != 0, "最后一行须不限金额，使每个项目都有审批单位", "the last line must be without limit, so that every project has a body")
		}
	}
}

func (s Scheme) soundDays(against against, missing missing) {
	missing("timetable", s.Start != "" && len(s.Timetable) == 0)
	against("timetable", len(s.Timetable) > 0 && len(s.Timetable) != Steps, "八步要八个数，现有 %d 个", "eight steps need eight numbers, there are %[2]d", len(s.Timetable))
	wrong := slices.ContainsFunc(s.Timetable, func(n int) bool { return n < 1 || n > maxDays })
	against("timetable", wrong, "每步 1 至 %d 个工作日", "each step has 1 to %[2]d working days", maxDays)
}
