package catalog

// Drafts of all presets, and files that an office has written.

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/catalog/preset"
)

// local fills in what every community writes itself.
func local(s Scheme) Scheme {
	s.Community, s.Street, s.District, s.Year, s.Address, s.Phone, s.Supervision = "甲", "乙", "丙", 2026, "丁", "1", "2"
	return s
}

// Every preset is a scheme without a fault that can be founded and adopted once the community's own fields are filled in;
// after its adoption it is not changed.
func TestPresetsAreAdopted(t *testing.T) {
	for _, name := range preset.Names() {
		t.Run(name, func(t *testing.T) {
			p, err := preset.Named(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, faults := ReadScheme(p.Text); len(faults) > 0 {
				t.Fatal(faults)
			}
			s := local(Draft(p))
			play := newPlayOf(t, s)
			play.do(&Adopt{Body: "居民代表会议"})
			play.Read(func(r *Round) {
				if !reflect.DeepEqual(r.Scheme, s) || r.SchemeHash != s.Hash() || r.Scheme.Preset != name {
					t.Errorf("adopted %+v", r.Scheme)
				}
			})
			play.refuse(ErrStep, "", &Revise{Scheme: s, Why: "改"})
		})
	}
}

// The figures of the four programmes.
func TestProgrammes(t *testing.T) {
	of := map[string]Scheme{}
	for _, name := range preset.Names() {
		p, err := preset.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		of[name] = Draft(p)
	}
	z, l, g, w := of["zhangjiagang"], of["luohu"], of["liuzhou"], of["wuzhong"]
	const yuan = 100
	tier := func(s Scheme, fen int64) string { x, _ := s.TierOf(fen); return fmt.Sprint(x.Body, x.Days) }
	for what, ok := range map[string]bool{
		"Zhangjiagang: 165,000 a year, 100,000 a project":        z.Fund == 165_000*yuan && z.CapOf("engineering") == 100_000*yuan && z.CapOf("service") == 100_000*yuan,
		"Zhangjiagang: 10 working days":                          tier(z, z.Fund) == "镇（区）审核10" && len(z.Tiers) == 1,
		"Zhangjiagang: fast below 10,000 and if urgent":          z.Fast(9_999*yuan, false) && !z.Fast(10_000*yuan, false) && z.Fast(10_000*yuan, true),
		"Zhangjiagang: the council decides":                      z.Council() && z.Quorate(67, 100) && !z.Quorate(66, 100),
		"Luohu: 2,000,000 a year, 500,000 and 200,000":           l.Fund == 2_000_000*yuan && l.CapOf("engineering") == 500_000*yuan && l.CapOf("service") == 200_000*yuan,
		"Luohu: services by organisations only":                  l.MayPropose("organisation", "service") && !l.MayPropose("resident", "service") && l.MayPropose("resident", "engineering"),
		"Luohu: above 500,000 to 1,000,000 over two years":       l.Splits("engineering", 1_000_000*yuan) && !l.Splits("engineering", 500_000*yuan) && !l.Splits("engineering", 1_000_001*yuan) && l.SplitYears == 2,
		"Luohu: packages, positive list, street, district":       l.Packages == "allowed" && l.Positive() && l.CrossCommunity != "" && l.CrossStreet != "" && l.Council(),
		"Liuzhou: 200,000 by city and district in equal parts":   g.Fund == 200_000*yuan && len(g.Sources) == 2 && g.Sources[0].Fen == g.Sources[1].Fen,
		"Liuzhou: up to 50,000 the representatives, else 5 days": tier(g, 50_000*yuan) == "社区居民代表会议0" && strings.HasSuffix(tier(g, 50_001*yuan), "领导小组5"),
		"Liuzhou: sponsors, residents, fund":                     slices.Equal(g.Cofunding, []string{"sponsor", "residents"}) && g.Positive() && len(g.Grounds) == 4,
		"Wuzhong: seven grounds, residents vote":                 len(w.Grounds) == 7 && !w.Positive() && !w.Council() && w.Rule == "greedy-stop" && w.Timetable[3] == 5,
	} {
		if !ok {
			t.Error(what)
		}
	}
}

// TestReadScheme: every fault of a file at once, at its line, and none that only follows from another.
func TestReadScheme(t *testing.T) {
	p, err := preset.Named("liuzhou")
	if err != nil {
		t.Fatal(err)
	}
	line := func(key string) int {
		before, _, ok := strings.Cut(string(p.Text), "\n"+key+" =")
		if !ok {
			t.Fatal(key)
		}
		return strings.Count(before, "\n") + 2
	}
	for _, x := range []struct {
		name, key, value string
		want             error
	}{
		{"unknown", "cofunding", "bugdet = 1", preset.ErrKey},
		{"a text for a number", "max_marks", `max_marks = "three"`, errWhole},
		{"a number for a text", "scope", "scope = 5", errText},
		{"a text for a list", "grounds", `grounds = "民生服务"`, errTexts},
		{"texts for numbers", "timetable", `timetable = ["ten"]`, errWholes},
		{"a list for an amount", "cap", "cap = [1]", errAmount},
		{"no amount", "cap", `cap = "五万"`, ErrYuan},
		{"no decimals", "cap", "cap = 1.5", preset.ErrValue},
		{"negative", "cap", "cap = -1", ErrNumber},
		{"syntax", "cap", "cap = 50万", preset.ErrSyntax},
		{"choice", "route", `route = "lot"`, ErrChoice},
		{"too long", "name", `name = "` + strings.Repeat("长", 41) + `"`, ErrLong},
		{"characters", "name", `name = "\u202e"`, ErrText},
		{"a line of the sources", "sources", `sources = ["市财政"]`, ErrShare},
		{"a line of the tiers", "tiers", `tiers = ["5万元以内 居民代表会议"]`, ErrTier},
		{"a ground twice", "grounds", `grounds = ["民生服务", "公益活动", "民生服务"]`, ErrScheme},
		{"a station twice", "carry", "polling_stations = [\"活动室 9:00\", \"活动室 9:00\"]\ncarry = \"下届\"", ErrScheme},
		{"above the fund", "cap", "cap = 300000", ErrScheme},
		{"sources do not add up", "sources", `sources = ["市财政 10万元", "区财政 9万元"]`, ErrScheme},
		{"no limitless tier", "tiers", `tiers = ["5万元以内 居民代表会议 0"]`, ErrScheme},
		{"seven numbers", "timetable", "timetable = [1, 2, 3, 4, 5, 6, 7]", ErrScheme},
		{"ties without an end", "ties", `ties = ["cheaper"]`, nil},
	} {
		before, after, _ := strings.Cut(string(p.Text), "\n"+x.key+" =")
		_, after, _ = strings.Cut(after, "\n")
		_, faults := ReadScheme([]byte(before + "\n" + x.value + "\n" + after))
		if len(faults) != 1 || faults[0].Line != line(x.key) || x.want != nil && !errors.Is(faults, x.want) {
			t.Errorf("%s: %d faults, want one on line %d: %v", x.name, len(faults), line(x.key), faults)
		}
	}
	whole := string(p.Text)
	for key, value := range map[string]string{"cap": "cap = 300000", "max_marks": `max_marks = "x"`, "quorum": "quorum = 101", "carry": "karry = 1"} {
		before, after, _ := strings.Cut(whole, "\n"+key+" =")
		_, after, _ = strings.Cut(after, "\n")
		whole = before + "\n" + value + "\n" + after
	}
	_, faults := ReadScheme([]byte(whole))
	var got []string
	for _, x := range faults {
		got = append(got, x.Key)
	}
	if strings.Join(got, " ") != "cap quorum max_marks karry carry" { // by line, what is missing last
		t.Errorf("%q %v", got, faults)
	}
	if s, faults := ReadScheme([]byte(strings.Replace(string(p.Text), "fund = 200000", `fund = "20万元"`, 1))); len(faults) > 0 || s.Fund != 200_000_00 {
		t.Errorf("an amount as a text: %d %v", s.Fund, faults)
	}
	if s, faults := ReadScheme([]byte(strings.ReplaceAll(string(p.Text), "\n", "\r\n"))); len(faults) > 0 || s.Hash() != Draft(p).Hash() {
		t.Errorf("lines that end as on Windows: %v", faults)
	}
	if _, faults := ReadScheme([]byte("name = \"\xc3\xfb\"")); len(faults) != 1 || !errors.Is(faults, preset.ErrFile) {
		t.Errorf("in GB18030: %v", faults)
	}
}

// TestGroundsTwice: a new scheme says no ground twice; one of the first release that does is still folded.
func TestGroundsTwice(t *testing.T) {
	p, s := newPlay(t), scheme(t)
	s.Grounds = append(slices.Clone(s.Grounds), s.Grounds[0])
	p.refuse(ErrScheme, "grounds", &Revise{Scheme: s, Why: "试"})
	if err := (&Revise{Scheme: s, Why: "试"}).check(nil); err != nil {
		t.Errorf("of the first release: %v", err)
	}
}
