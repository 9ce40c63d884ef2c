package catalog

// A programme's figures come out of the records exactly: those that Zhangjiagang and Luohu have published, over rounds
// of many communities in one store.

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store/bolt"
)

// programme is a store with rounds of many communities, and the clock that they share.
type programme struct {
	t     *testing.T
	ctx   context.Context
	env   Env
	now   time.Time
	round int
}

func newProgramme(t *testing.T) *programme {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "linli.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	p := &programme{t: t, ctx: t.Context()}
	p.env = Env{Store: s, Random: &seeded{r: rand.NewChaCha8([32]byte{9})}, RollKey: make([]byte, 32), Now: func() time.Time {
		p.now = p.now.Add(time.Second)
		return p.now
	}}
	return p
}

// want is a round to be played: so many proposals, and what each of the projects that are decided on costs in fen.
type want struct {
	street, community string
	month             time.Time
	proposals         int
	engineering       []int64
	service           []int64
	begun             int // of the projects
	paid              int64
}

func (p *programme) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// play takes a round to the tally, which funds all of its projects, and begins some of them.
func (p *programme) play(w want) {
	p.t.Helper()
	p.round++
	p.now = w.month
	s := scheme(p.t)
	s.Street, s.Community, s.Cap, s.Fund = w.street, w.community, 0, 1<<40
	l, err := Found(p.ctx, p.env, "office", Create{ID: fmt.Sprintf("r%03d", p.round), Scheme: s})
	p.must(err)
	defer l.Close()
	do := func(acts ...Act) {
		p.t.Helper()
		_, err := l.Do(p.ctx, "office", acts...)
		p.must(err)
	}
	costs := append(append([]int64{}, w.engineering...), w.service...)
	do(append([]Act{&Adopt{Body: "居民代表会议"}}, p.handedIn(w, len(w.engineering))...)...)
	acts := []Act{&CloseCollection{}, &Meet{Date: "2020-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"陈"}}}
	for no := 1; no <= w.proposals; no++ {
		reasons := make([]string, len(s.Grounds))
		if no > len(costs) {
			reasons[0] = "只方便一户"
			acts = append(acts, Answered(no, "社区", reasons), &Confirm{No: no, Agree: true, Login: "lu"},
				&Notify{No: no, Number: "1", Date: dateOf(w.month), How: "door", Waived: true})
			continue
		}
		acts = append(acts, Answered(no, "社区", reasons))
		acts = append(acts, &Survey{No: no, Date: "2020-09-01", Who: "顾问", Finding: "可行。", Pass: true}, &Decide{No: no, Discussion: "议过。", Result: "recommend", Why: "急需"},
			&Estimate{No: no, Department: "建设办", Low: costs[no-1], High: costs[no-1], Figure: costs[no-1], Basis: "询价"})
	}
	do(append(acts, &Freeze{}, &Station{Number: 1, Name: "活动室", Address: "1号", Hours: "9–17", Phone: "0000-2"})...)
	_, err = l.PrintSheets(p.ctx, "office", 1, 1)
	p.must(err)
	do(&OpenPoll{Officers: twoOfUs})
	p.must(l.ClosePoll(p.ctx, "office", twoOfUs...))
	_, err = l.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 1}, "", twoOfUs...)
	p.must(err)
	p.must(l.Tally(p.ctx, "office", "seed"))
	do(&PublishNotice{Number: "1", From: "2020-09-01", To: "2020-09-20", Where: "公告栏"}, &CloseNotice{Proof: "已张贴"})
	for n := 1; n <= w.begun; n++ {
		do(&StartWork{Project: n, Department: "建设办", Contractor: "甲公司", Contract: costs[n-1], Due: "2020-12-31"},
			&Milestone{Project: n, Due: "2020-12-20", Done: w.month.Format(time.DateOnly), Text: "首付", Paid: w.paid},
			&Milestone{Project: n, Due: "2020-12-20", Done: "2020-12-18", Text: "照片"}, &FinishWork{Project: n, Date: "2020-12-19", Result: "合格"})
	}
}

// handedIn are the proposals: the first are engineering, then services as many as are decided on; what is excluded is
// engineering again.
func (p *programme) handedIn(w want, engineering int) (acts []Act) {
	for n := range w.proposals {
		kind := "engineering"
		if n >= engineering && n < engineering+len(w.service) {
			kind = "service"
		}
		slip, err := ballot.NewSlip(p.env.Random)
		p.must(err)
		acts = append(acts, &Submit{Slip: slip, Channel: "point", Kind: kind, From: "resident", Proposer: fmt.Sprintf("%024x", p.round<<16+n), Title: fmt.Sprintf("项目%d", n+1),
			Place: "社区", Text: "请办。", Benefits: "居民", Cost: 100})
	}
	return acts
}

// shared divides a number into n parts that differ by one at most.
func shared(total int64, n int) (parts []int64) {
	for i := range n {
		parts = append(parts, total*int64(i+1)/int64(n)-total*int64(i)/int64(n))
	}
	return parts
}

// total is what the figures of a phase give together, where is may pass over headings.
func total(f Figures, phase Phase, is func(Heading) bool) (sum Figure) {
	for h, x := range f {
		if h.Phase == phase && (is == nil || is(h)) {
			sum = sum.Plus(x)
		}
	}
	return sum
}

func kindIs(kind string) func(Heading) bool { return func(h Heading) bool { return h.Kind == kind } }

// TestZhangjiagang: by September 2020 there were 1,448 proposals and 924 projects, 618 of engineering and 306 services,
// for 43,296,700 yuan.
func TestZhangjiagang(t *testing.T) {
	const rounds, yuan = 24, 43_296_700
	p := newProgramme(t)
	costs := shared(yuan*100, 924)
	proposals, engineering, service := shared(1448, rounds), shared(618, rounds), shared(306, rounds)
	for i := range rounds {
		e, s := engineering[i], service[i]
		w := want{street: fmt.Sprintf("镇%d", i%8+1), community: fmt.Sprintf("社区%02d", i+1), month: time.Date(2020, time.Month(i%9+1), 3, 1, 0, 0, 0, time.UTC), proposals: int(proposals[i])}
		w.engineering, w.service, costs = costs[:e], costs[e:e+s], costs[e+s:]
		w.begun, w.paid = 2, 5_000_01
		p.play(w)
	}
	all, err := Gather(p.ctx, p.env, nil)
	p.must(err)
	for _, c := range []struct {
		what  string
		phase Phase
		is    func(Heading) bool
		want  Figure
	}{
		{"proposals", Proposed, nil, Figure{1448, 144_800}},
		{"projects", Approved, nil, Figure{924, yuan * 100}},
		{"begun", Begun, nil, Figure{2 * rounds, total(all, Done, nil).Money}},
		{"finished", Done, func(h Heading) bool { return h.Month == "2020-12" }, Figure{2 * rounds, total(all, Begun, nil).Money}},
		{"paid", Spent, nil, Figure{2 * rounds, 2 * rounds * 5_000_01}},
	} {
		if got := total(all, c.phase, c.is); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
	if e, s := total(all, Approved, kindIs("engineering")), total(all, Approved, kindIs("service")); e.Number != 618 || s.Number != 306 || e.Money+s.Money != yuan*100 {
		t.Errorf("engineering %+v, services %+v", e, s)
	}
	if got := total(all, Approved, func(h Heading) bool { return h.Street == "镇1" && h.Month == "2020-01" }); got.Number == 0 || got.Number >= 924/8 {
		t.Errorf("of one town in a month: %+v", got)
	}
	live, err := Open(p.ctx, p.env, "r001")
	p.must(err)
	defer live.Close()
	again, err := Gather(p.ctx, p.env, func(id string) *Live { return map[string]*Live{"r001": live}[id] })
	p.must(err)
	if len(again) != len(all) || total(again, Approved, nil) != total(all, Approved, nil) {
		t.Error("with a live round the figures are others")
	}
}

// TestLuohu: 478 projects in 2015, 1,615 in 2016 and 1,430 in 2017 are 3,523.
func TestLuohu(t *testing.T) {
	p := newProgramme(t)
	years := map[int]Figure{2015: {478, 24_780_000_00}, 2016: {1615, 77_490_000_00}, 2017: {1430, 108_330_000_00}}
	const communities = 10
	for year, sum := range years {
		costs, counts := shared(sum.Money, int(sum.Number)), shared(sum.Number, communities)
		for i, n := range counts {
			half := n / 2
			p.play(want{street: "街道", community: fmt.Sprintf("社区%03d", i+1), month: time.Date(year, time.Month(i+1), 9, 1, 0, 0, 0, time.UTC), proposals: int(n),
				engineering: costs[:half], service: costs[half:n]})
			costs = costs[n:]
		}
	}
	all, err := Gather(p.ctx, p.env, nil)
	p.must(err)
	for year, want := range years {
		if got := total(all, Approved, func(h Heading) bool { return h.Month[:4] == fmt.Sprint(year) }); got != want {
			t.Errorf("%d: %+v, want %+v", year, got, want)
		}
	}
	if got := total(all, Approved, nil); got != (Figure{3523, 210_600_000_00}) {
		t.Errorf("all: %+v", got)
	}
	if len(all) > 3*communities*2*2 {
		t.Errorf("%d figures are held for %d rounds", len(all), 3*communities)
	}
}

func TestFiguresOfARound(t *testing.T) {
	p := at(t, 8)
	f := Figures{}
	p.Read(f.Count)
	if got := total(f, Proposed, nil); got.Number != 5 {
		t.Errorf("proposals: %+v", got)
	}
	if got, want := total(f, Approved, nil), (Figure{2, 400_000_00}); got != want {
		t.Errorf("approved: %+v", got)
	}
	if got, want := total(f, Done, nil), (Figure{2, 380_000_00}); got != want {
		t.Errorf("finished: %+v", got)
	}
	if got, want := total(f, Spent, func(h Heading) bool { return h.Month == "2026-12" }), (Figure{2, 190_000_00}); got != want {
		t.Errorf("paid: %+v", got)
	}
	was := len(f)
	p.Read(func(r *Round) {
		of := *r
		of.Of = "2026"
		f.Count(&of)
	})
	if len(f) != was || total(f, Proposed, nil).Number != 5 {
		t.Error("a rehearsal is counted")
	}
}

// TestMonthsAreOfShanghai: half an hour before midnight it is still the old year there, whatever it is elsewhere.
func TestMonthsAreOfShanghai(t *testing.T) {
	late := time.Date(2026, 12, 31, 23, 30, 0, 0, shanghai)
	for at, want := range map[time.Time]string{late.UTC(): "2026-12", late.Add(30 * time.Minute).UTC(): "2027-01", late.In(time.FixedZone("", -11*3600)): "2026-12", {}: ""} {
		if got := monthOf(at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

// TestFiguresBeforeApprovals: what a linli that knew no approvals published counts as decided on when it was.
func TestFiguresBeforeApprovals(t *testing.T) {
	p := decided(t, tiered(t))
	for published, want := range map[bool]int64{false: 0, true: 2} {
		f := Figures{}
		p.Read(func(r *Round) {
			of := *r
			if published {
				of.Notice = &NoticeState{}
			}
			f.Count(&of)
		})
		if got := total(f, Approved, nil); got.Number != want {
			t.Errorf("published %v: %+v", published, got)
		}
	}
}

func TestFigurePlus(t *testing.T) {
	if got := (Figure{1, math.MaxInt64 - 1}).Plus(Figure{2, 5}); got != (Figure{3, math.MaxInt64}) {
		t.Errorf("%+v", got)
	}
}
