package catalog

// Projects over several years, in packages, with co-funders, and across communities.

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
)

// luohu is a scheme by which engineering above 150,000 yuan is split over up to two years or into urgent packages.
func luohu(t testing.TB) Scheme {
	s := tiered(t)
	s.EachEngineering, s.SplitMost, s.SplitYears, s.Packages = 150_000_00, 300_000_00, 2, "allowed"
	s.CrossCommunity, s.CrossStreet = "街道民生事务部", ""
	s.FastBelow, s.FastUrgent = 10_000_00, "allowed"
	s.Cofunding = []string{Sponsor}
	return s
}

// advised is a round in which proposals 1 to 3 wait for their estimate.
func advised(t testing.TB, s Scheme) *play {
	t.Helper()
	p := screening(t, s)
	p.do(&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	for n := 1; n <= 3; n++ {
		p.do(&Decide{No: n, Discussion: "议", Result: "recommend", Why: "好"})
	}
	p.keepOut(5)
	return p
}

// TestSplitRefusals: parts that the scheme does not allow, or that do not add up.
func TestSplitRefusals(t *testing.T) {
	p := advised(t, luohu(t))
	p.refuse(ErrNumber, "figure", estimate(1, 280_000_00))
	for _, parts := range [][]int64{
		{280_000_00},                          // one is no split
		{160_000_00, 120_000_00},              // above the cap of one year
		{150_000_00, 120_000_00},              // less than the whole
		{150_000_00, 140_000_00},              // more
		{100_000_00, 100_000_00, 80_000_00},   // three years
		{300_000_00, -20_000_00},              // no amount
		{140_000_00, 140_000_00, 0},           // nothing in a year
		slices.Repeat([]int64{1 << 62}, 9999), // no overflow hides anything
	} {
		a := estimate(1, 280_000_00)
		a.Parts = parts
		p.refuse(ErrSplit, "parts", a)
	}
	dear := estimate(1, 301_000_00)
	dear.Parts = []int64{150_000_00, 151_000_00}
	p.refuse(ErrSplit, "parts", dear)
	small := estimate(1, 140_000_00)
	small.Parts = []int64{70_000_00, 70_000_00}
	p.refuse(ErrSplit, "parts", small) // within the cap, so it needs no splitting
	_, err := p.Do(p.ctx, "office", estimate(1, 280_000_00))
	if err == nil || !strings.Contains(err.Error(), "分年") {
		t.Errorf("the way that the scheme leaves is not told: %v", err)
	}
}

// split is a round whose project 1, of 280,000 yuan over two years, is funded with its first part.
func split(t testing.TB) (p *play, project int) {
	t.Helper()
	p = advised(t, luohu(t))
	a := estimate(1, 280_000_00)
	a.Parts = []int64{150_000_00, 130_000_00}
	p.do(a)
	p.do(estimate(2, 100_000_00), estimate(3, 100_000_00), &Freeze{})
	p.do(&Station{Number: 1, Name: "活动室", Address: "街", Hours: "9–17", Phone: "0"})
	p.vote23()
	p.Read(func(r *Round) { project = r.Proposal(1).Project })
	return p, project
}

// another is another round of the same store and community, in its third step.
func (p *play) another(id, community string) *Live {
	p.t.Helper()
	s := luohu(p.t)
	s.Community, s.Year = community, 2027
	l, err := Found(p.ctx, p.env, "office", Create{ID: id, Scheme: s})
	p.must(err)
	p.t.Cleanup(l.Close)
	_, err = l.Do(p.ctx, "office", &Adopt{Body: "会议"})
	p.must(err)
	_, err = l.Submit(p.ctx, "resident", Person{Name: "王", Consent: true}, submission(2))
	p.must(err)
	_, err = l.Do(p.ctx, "office", &CloseCollection{})
	p.must(err)
	return l
}

func part(from string, project int) TakePart {
	return TakePart{FromRound: from, FromProject: project, Date: "2027-03-01", Number: "2027-1", By: "主任陆"}
}

// TestSplit: this year's part is on the paper, the next round of the community takes over the next, once.
func TestSplit(t *testing.T) {
	p, n := split(t)
	p.state(func(r *Round) {
		if x := r.Project(n); x.Cost != 150_000_00 || x.Total != 280_000_00 || x.Fund() != 280_000_00 || x.Part != 1 || !r.Funded(n) {
			t.Fatalf("%+v, funded %v", x, r.Funded(n))
		}
		if tier, _ := r.tierOf(r.Project(n)); tier.Body != "街道办事处" {
			t.Errorf("the split dodged the tier: %s", tier)
		}
	})
	next := p.another("2027", "问渡里社区")
	take := func(l *Live, a TakePart, want error) {
		t.Helper()
		before := int64(0)
		l.Read(func(r *Round) { before = r.Entries })
		_, err := l.TakePart(p.ctx, "office", a)
		if !errors.Is(err, want) {
			t.Errorf("%s %d: %v, want %v", a.FromRound, a.FromProject, err, want)
		}
		l.Read(func(r *Round) {
			if want != nil && r.Entries != before {
				t.Errorf("refused, and yet in the ledger: %+v", a)
			}
		})
	}
	take(next, part("2026", n), ErrFirst) // its approval is missing
	p.do(&SubmitApproval{Project: n, Date: "2026-11-20"})
	p.do(&DecideApproval{Project: n, Date: "2026-11-23", Approved: true, Number: "1", By: "陆"})
	take(next, part("2025", n), ErrRound)
	take(next, part("2027", n), ErrNoPart)
	take(next, part("2026", 99), ErrNoPart)
	for other := range 3 {
		if other+1 != n {
			take(next, part("2026", other+1), ErrNoPart) // is not split
		}
	}
	take(p.another("2027-b", "另一社区"), part("2026", n), ErrNoPart)
	take(next, part("2026", n), nil)
	take(next, part("2026", n), ErrDone)
	next.Read(func(r *Round) {
		x := r.Project(1001)
		if x == nil || x.Part != 2 || x.Cost != 130_000_00 || x.Total != 280_000_00 || x.Title != "歇脚长椅" || x.Proposal != nil || r.Budget() != r.Scheme.Fund-130_000_00 || x.From.Body != "街道办事处" {
			t.Fatalf("%+v", x)
		}
	})
	rival := p.another("2027-c", "问渡里社区")
	take(rival, part("2026", n), ErrTaken)
	take(rival, part("2027", 1001), ErrNoPart) // the last year has no next
	_, err := next.Do(p.ctx, "office", &Revoke{Project: 1001, Why: "改由那一届"})
	p.must(err)
	take(rival, part("2026", n), nil)
	take(next, part("2026", n), ErrTaken)
	if diff := differ(t, rival, mustOpen(t, p, "2027-c")); diff != "" {
		t.Errorf("the second fold differs:\n%s", diff)
	}
}

func mustOpen(t *testing.T, p *play, id string) *Live {
	t.Helper()
	l, err := Open(p.ctx, p.env, id)
	p.must(err)
	t.Cleanup(l.Close)
	return l
}

// TestPartRace: of all rounds and processes that take over a part at once, one does.
func TestPartRace(t *testing.T) {
	p, n := split(t)
	p.do(&SubmitApproval{Project: n, Date: "2026-11-20"})
	p.do(&DecideApproval{Project: n, Date: "2026-11-23", Approved: true, Number: "1", By: "陆"})
	a, b := p.another("2027", "问渡里社区"), p.another("2027-b", "问渡里社区")
	lives := []*Live{a, mustOpen(t, p, "2027"), b, mustOpen(t, p, "2027-b")}
	errs := make([]error, len(lives))
	var wg sync.WaitGroup
	for i, l := range lives {
		wg.Go(func() { _, errs[i] = l.TakePart(p.ctx, "office", part("2026", n)) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, ErrTaken) && !errors.Is(err, ErrDone) {
			t.Error(err)
		}
	}
	granted := 0
	for _, l := range []*Live{a, b} {
		p.must(l.Ledger().Sync(p.ctx))
		l.Read(func(r *Round) { granted += len(r.Granted) })
	}
	if won != 1 || granted != 1 {
		t.Errorf("%d won, %d granted", won, granted)
	}
}

// TestPackages: an urgent whole above the cap is decided in packages, each on its own, where the scheme allows it.
func TestPackages(t *testing.T) {
	p := advised(t, luohu(t))
	a := estimate(1, 150_000_00)
	a.Package = "幸福弄整修"
	p.refuse(ErrPackage, "package", a) // nobody says why it cannot wait
	a.Urgent = "路面塌陷"
	p.do(a)
	b := estimate(2, 140_000_00)
	b.Package, b.Urgent, b.Parts = a.Package, a.Urgent, []int64{70_000_00, 70_000_00}
	p.refuse(ErrPackage, "package", b) // either years or packages
	b.Parts = nil
	p.do(b)
	p.do(grant(1), grant(2))
	p.state(func(r *Round) {
		if got := r.Together(r.Project(1001)); !slices.Equal(got, []int{1001, 1002}) {
			t.Errorf("built together: %v", got)
		}
	})
	s := luohu(t)
	s.Packages = ""
	q := advised(t, s)
	q.refuse(ErrPackage, "package", a)
}

// TestCofunding is Liuzhou's: the works pay 11,000 yuan, the fund the other 10,000.
func TestCofunding(t *testing.T) {
	p := advised(t, luohu(t))
	a := estimate(1, 21_000_00)
	a.Cofunding = []Payer{{Sponsor, "柳州机械厂", 11_000_00}}
	residents := *a
	residents.Cofunding = []Payer{{Residents, "", 1_000_00}}
	p.refuse(ErrCofunder, "cofunding", &residents) // the scheme names sponsors only
	for _, payers := range [][]Payer{
		{{Sponsor, "厂", 21_000_00}}, {{Sponsor, "厂", 0}}, {{Sponsor, "厂", -1}}, {{Sponsor, "甲", 11_000_00}, {Sponsor, "乙", 10_000_00}},
	} {
		bad := *a
		bad.Cofunding = payers
		p.refuse(ErrShares, "cofunding", &bad)
	}
	bad := *a
	bad.Cofunding = slices.Repeat([]Payer{{Sponsor, "厂", 1}}, 13)
	p.refuse(ErrNumber, "cofunding", &bad)
	bad.Cofunding = []Payer{{Sponsor, "厂\n", 1}}
	p.refuse(ErrText, "cofunding", &bad)
	p.do(a)
	b := estimate(2, 170_000_00) // above the cap, but not what the fund pays
	b.Cofunding = []Payer{{Sponsor, "", 30_000_00}}
	p.do(b)
	p.do(estimate(3, 100_000_00), &Freeze{})
	p.state(func(r *Round) {
		x, y := r.Project(r.Proposal(1).Project), r.Project(r.Proposal(2).Project)
		if x.Cost != 10_000_00 || x.Total != 21_000_00 || x.Payers[0].Fen != 11_000_00 || y.Cost != 140_000_00 {
			t.Errorf("%+v\n%+v", x, y)
		}
		c, err := r.Contest()
		if err != nil || c.Projects[x.Number-1].Cost != 10_000_00 {
			t.Errorf("%+v %v", c, err)
		}
	})
}

// TestPayerLines: what is written is read as the same, and nothing else is taken for a payer.
func TestPayerLines(t *testing.T) {
	for _, x := range []Payer{{Sponsor, "柳州机械厂", 11_000_00}, {Residents, "", 3_000_00}, {Sponsor, "", 1}} {
		var y Payer
		if err := y.Take(x.String()); err != nil || y != x {
			t.Errorf("%s: %+v %v", x, y, err)
		}
	}
	for line, want := range map[string]Payer{
		"单位赞助 柳州机械厂 1.1万元": {Sponsor, "柳州机械厂", 11_000_00}, "居民众筹 3000": {Residents, "", 3_000_00}, "sponsor Acme 5元": {Sponsor, "Acme", 5_00},
	} {
		var y Payer
		if err := y.Take(line); err != nil || y != want {
			t.Errorf("%s: %+v %v", line, y, err)
		}
	}
	for _, line := range []string{"", "单位", "1.1万元", "单位 机械厂", "财政 1万元", "单位 机械厂 很多"} {
		var y Payer
		if err := y.Take(line); !errors.Is(err, ErrPayer) {
			t.Errorf("%q: %+v %v", line, y, err)
		}
	}
}

// FuzzPayer: whatever is taken is written as a line that is taken as the same.
func FuzzPayer(f *testing.F) {
	for _, line := range []string{"单位 机械厂 1.1万元", "居民 3000元", "单位赞助  a  b 5", "sponsor 1元"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var x, y Payer
		if x.Take(line) != nil {
			return
		}
		if err := y.Take(x.String()); err != nil || y != x {
			t.Fatalf("%q: %+v, again %+v %v", line, x, y, err)
		}
	})
}

// TestForward: a proposal of several communities is filed with the body that the scheme names, and leaves the round.
func TestForward(t *testing.T) {
	p := screening(t, luohu(t))
	file := func(no int, to string) *Forward {
		return &Forward{No: no, To: to, Communities: []string{"另一社区"}, Why: "两个社区共用一条路"}
	}
	p.refuse(ErrNoSuch, "no", file(9, "street"))
	p.refuse(ErrForward, "to", file(1, "district")) // the scheme names nobody
	p.refuse(ErrDone, "no", file(4, "street"))      // merged
	p.refuse(ErrFirst, "no", &ForwardAnswer{No: 1, Date: "2026-10-01", Taken: true, Why: "列入", By: "街道"})
	p.refuse(ErrNoSuch, "no", &ForwardAnswer{No: 9, Date: "2026-10-01", Taken: true, Why: "列入", By: "街道"})
	p.do(file(1, "street"))
	p.refuse(ErrDone, "no", file(1, "street"))
	p.state(func(r *Round) {
		if x := r.Proposal(1); r.Stage(x) != Forwarded || x.Forward.Body != "街道民生事务部" {
			t.Errorf("%s %+v", r.Stage(x), x.Forward)
		}
	})
	p.rest(2, 3) // the freeze waits for it no more
	p.do(&ForwardAnswer{No: 1, Date: "2026-10-01", Why: "资料不全", By: "街道"})
	p.do(&ForwardAnswer{No: 1, Date: "2026-10-08", Taken: true, Why: "列入明年", By: "街道"})
	p.state(func(r *Round) {
		if x := r.Proposal(1); !x.Forwarded.Taken || r.Stage(x) != Forwarded || !slices.Contains(r.Unsuccessful(), x) {
			t.Errorf("%+v", x.Forwarded)
		}
		a := file(3, "street")
		a.Body = "我"
		if err := a.check(r); !errors.Is(err, ErrNoSuch) {
			t.Errorf("another body: %v", err)
		}
	})
}
