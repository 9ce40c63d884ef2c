package kiosk

// What is worked out of an outcome reaches those whom it concerns: pages, notices, letters, the protocol of a draw.

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/tally"
)

// Every project that was not funded is told what would have funded it, and the rule agrees with each number.
func TestDistanceIsTold(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	if err := p.l.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.l.Read(func(r *catalog.Round) {
		for number, want := range map[int]string{
			3: "其他都不变，再有2张只选它的选票，它就入选。",
			4: "其他都不变，再有2张只选它的选票，它就入选。",
			6: "其他都不变，再有1张只选它的选票，或者费用不超过29,999元，它就入选。",
		} {
			has(t, "why", Why(lang.Zh, r, number), want)
			has(t, "course", Course(lang.Zh, r, r.Project(number).Proposal), want)
		}
		has(t, "English", Why(lang.En, r, 6), "All else being equal, 1 more ballot for it alone, or a cost of at most ¥29,999 would have funded it.")
		lacks(t, "a funded project", Why(lang.Zh, r, 1), "其他都不变")
	})
	s := p.server()
	notice := get(t, s, "/r/2026/notice")
	has(t, "notice page", notice, "再有1张只选它的选票", "/r/2026/compare")
	slip := ""
	p.l.Read(func(r *catalog.Round) { slip = r.Project(6).Proposal.Slip })
	has(t, "slip page", get(t, s, "/p/"+slip), "再有1张只选它的选票，或者费用不超过29,999元")
}

func get(t *testing.T, s *Server, path string) string {
	t.Helper()
	req, err := http.NewRequest("GET", path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.app.Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil || res.StatusCode != 200 {
		t.Fatalf("%s: %d %v %s", path, res.StatusCode, err, b.String())
	}
	return b.String()
}

// TestDistancePrintsTheSame: notice and letters are the same bytes before and after the distances are kept.
func TestDistancePrintsTheSame(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	print := func(of func() error, b *bytes.Buffer) []byte {
		if err := of(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, paper := range []string{"notice", "letters"} {
		for _, x := range Papers {
			if x.Name != paper {
				continue
			}
			var first, second bytes.Buffer
			a := print(func() error { _, err := x.Print(t.Context(), &first, p.l, testPublic); return err }, &first)
			b := print(func() error { _, err := x.Print(t.Context(), &second, p.l, testPublic); return err }, &second)
			if !bytes.Equal(a, b) {
				t.Errorf("%s differs", paper)
			}
		}
	}
}

// The comparison: the scheme's rule first and marked, the same as the outcome, as a page and as data.
func TestComparePage(t *testing.T) {
	p := answered(t, "greedy-skip", literal...)
	s := p.server()
	has(t, "page", get(t, s, "/r/2026/compare"), "只有方案在投票前定下的规则算数", "资金不足的项目跳过", "1. ", "本届采用", "2. ", "楼道装扶手", "/r/2026/compare.json")
	var data struct {
		Rule      string
		Rules     []tally.Compared
		Distances map[string]tally.Distance
		Margin    tally.Margin
	}
	if err := json.Unmarshal([]byte(get(t, s, "/r/2026/compare.json")), &data); err != nil {
		t.Fatal(err)
	}
	p.l.Read(func(r *catalog.Round) {
		if data.Rule != "greedy-skip" || len(data.Rules) != len(tally.Rules()) || data.Rules[0].Spent != r.Outcome.Spent || !data.Margin.Known || len(data.Distances) != 6-len(r.Outcome.Funded) {
			t.Errorf("%+v", data)
		}
	})
	early := newPlayed(t, "greedy-skip", literal...)
	early.collect()
	for _, path := range []string{"/r/2026/compare", "/r/2026/compare.json"} {
		req, _ := http.NewRequest("GET", path, nil)
		if res, err := early.server().app.Test(req, -1); err != nil || res.StatusCode != 404 {
			t.Errorf("%s before the tally: %v %v", path, res, err)
		}
	}
}

// Observers read how close it was; the papers of a round without paper are none.
func TestRecountPage(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	has(t, "observe", get(t, p.server(), "/r/2026/observe"), "结果差距和复核", "没有纸质票", "/r/2026/compare")
}

func TestBatched(t *testing.T) {
	got := batched([]string{"12-3", "2-40", "12-1", "2-7"})
	if len(got) != 2 || got[0].Number != 2 || got[1].Number != 12 || got[0].Places[0] != 7 || got[1].Places[1] != 3 {
		t.Errorf("%+v", got)
	}
}

// The protocol names who is tied, the seed, how it came about, each lot, the order and who signs.
func TestProtocol(t *testing.T) {
	p := answered(t, "greedy-stop", tally.Draw)
	var b bytes.Buffer
	if _, err := PrintProtocol(t.Context(), &b, p.l, ""); err != nil {
		t.Fatal(err)
	}
	var paper = func() (text string) {
		p.l.Read(func(r *catalog.Round) {
			x, err := protocolPaper(r)
			if err != nil || len(x.Ties) == 0 || x.Seed != r.Outcome.Ladder.Seed || len(x.Witnesses) == 0 || len(x.Officers) != 2 {
				t.Fatalf("%+v %v", x, err)
			}
			for _, tie := range x.Ties {
				for i, lot := range tie.Projects {
					if i > 0 && tie.Projects[i-1].Lot >= lot.Lot || lot.Lot != r.Outcome.Ladder.Lot(lot.Number) {
						t.Errorf("lots out of order: %+v", tie)
					}
				}
				text += tie.Effect
			}
		})
		return text
	}
	has(t, "protocol", paper(), "这个先后决定了哪个项目入选。")
	has(t, "notice", get(t, p.server(), "/r/2026/notice"), "/r/2026/paper/protocol.pdf")

	none := newPlayed(t, "greedy-stop", literal...)
	none.collect()
	if _, err := PrintProtocol(t.Context(), &b, none.l, ""); err == nil || !strings.Contains(err.Error(), "抽签记录") {
		t.Errorf("before the draw: %v", err)
	}
}

func TestComparePending(t *testing.T) {
	if v := compareView(lang.Zh, &catalog.Round{}, "x"); !v.Pending {
		t.Errorf("%+v", v)
	}
	var b bytes.Buffer
	if err := page.Render(&b, lang.Zh, page.Frame{}, page.Compare{Pending: true}); err != nil || !strings.Contains(b.String(), "请过一会儿") {
		t.Error(err)
	}
}
