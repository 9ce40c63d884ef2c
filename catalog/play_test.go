package catalog

// The tiny round that the tests play: five proposals of which three become projects, one station, twelve sheets.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store/bolt"
	"linli/catalog/preset"
)

// play is a round on a real store, with a clock that ticks a minute at every look and randomness that repeats.
type play struct {
	*Live
	t      testing.TB
	ctx    context.Context
	env    Env
	path   string
	store  *bolt.Store
	opened byte // how often, so that each time has its own randomness
	sheets []ballot.Credential
}

// seeded is randomness that repeats, for many goroutines.
type seeded struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (s *seeded) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.r.Read(b)
}

func clock() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 9, 1, 1, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

func scheme(t testing.TB) Scheme {
	p, err := preset.Named("wuzhong")
	if err != nil {
		t.Fatal(err)
	}
	s := Draft(p)
	s.Community, s.Street, s.District, s.Year = "问渡里社区", "枕棠街道", "澜屿区", 2026
	s.Address, s.Phone, s.Supervision = "幸福弄58号", "0000-1234501", "0000-1234509"
	s.MaxMarks, s.TableQuorum = 2, 0
	return s
}

// newPlay founds the round "2026" on a new store.
func newPlay(t testing.TB) *play {
	t.Helper()
	return newPlayOf(t, scheme(t))
}

// newPlayOf is a round with that scheme, just founded.
func newPlayOf(t testing.TB, s Scheme) *play {
	t.Helper()
	p := &play{t: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "linli.db")}
	p.open()
	l, err := Found(p.ctx, p.env, "office", Create{ID: "2026", Scheme: s})
	if err != nil {
		t.Fatal(err)
	}
	p.Live = l
	t.Cleanup(func() { p.Live.Close(); p.store.Close() })
	return p
}

func (p *play) open() {
	p.t.Helper()
	s, err := bolt.Open(p.path)
	if err != nil {
		p.t.Fatal(err)
	}
	p.store = s
	p.opened++
	p.env = Env{Store: s, Now: clock(), Random: &seeded{r: rand.NewChaCha8([32]byte{p.opened})}, RollKey: make([]byte, 32)}
}

// played are the files of rounds in which a step has just opened, each played once.
var played [Steps + 1]struct {
	once sync.Once
	file []byte
}

// at is a round in which the step has just opened.
func at(t testing.TB, s Step) *play {
	t.Helper()
	played[s].once.Do(func() {
		p := newPlay(t)
		for _, through := range p.steps()[:s-1] {
			through()
		}
		played[s].file = p.saved()
	})
	if played[s].file == nil {
		t.Fatalf("step %d has been played, and in vain", s)
	}
	return restored(t, played[s].file)
}

// saved closes the round and returns its file.
func (p *play) saved() []byte {
	p.t.Helper()
	p.Close()
	p.must(p.store.Close())
	file, err := os.ReadFile(p.path)
	p.must(err)
	return file
}

// restored opens the round that a file holds.
func restored(t testing.TB, file []byte) *play {
	t.Helper()
	p := &play{t: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "linli.db"), opened: 1}
	p.must(os.WriteFile(p.path, file, 0o600))
	p.open()
	l, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	p.Live = l
	t.Cleanup(func() { p.Live.Close(); p.store.Close() })
	return p
}

func (p *play) steps() []func() {
	return []func(){p.agree, p.collect, p.screen, func() { p.vote(); p.closed(); p.count(); p.tally() }, p.notice, p.thank, p.build, p.evaluate}
}

// do does acts that must succeed.
func (p *play) do(acts ...Act) {
	p.t.Helper()
	if _, err := p.Do(p.ctx, "office", acts...); err != nil {
		p.t.Fatalf("%T: %v", acts[0], err)
	}
}

func (p *play) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// refuse does an act that must be refused with that error, at that field ("": at none), and must change nothing.
func (p *play) refuse(want error, field string, a Act) {
	p.t.Helper()
	before := p.entries()
	_, err := p.Live.do(p.ctx, "office", []Act{a})
	got := ""
	if fe := new(FieldError); errors.As(err, &fe) {
		got = fe.Field
	}
	if !errors.Is(err, want) || got != field {
		p.t.Errorf("%T %+v:\n got %q: %v\nwant %q: %v", a, a, got, err, field, want)
	}
	if p.entries() != before {
		p.t.Errorf("%T: refused, and yet in the ledger", a)
	}
}

func (p *play) entries() (n int64) {
	p.Read(func(r *Round) { n = r.Entries })
	return n
}

// agree is step one.
func (p *play) agree() {
	p.do(&Opinion{On: "scope", From: "租房居民", Text: "能不能加装<电动车>充电口？"})
	p.do(&OpinionAnswer{No: 1, Answer: "属于公共利益的，可以提议。"})
	p.do(&Training{Date: "2026-09-01", Topic: "提议怎么写", Who: "居民代表", Attended: 30})
	p.do(&Adopt{Body: "居民代表会议"})
}

// submission is what a resident hands in.
func submission(n int) Submit {
	titles := []string{"歇脚长椅", "楼道灯", "老年学堂", "多设长椅", "私家车位"}
	return Submit{Channel: "phone", Kind: "engineering", From: "resident", Title: titles[n-1], Place: "幸福弄", Text: "大家都用得着。\n请考虑。", Benefits: "全体居民"}
}

// collect is step two. Proposal 4 is a duplicate of 1.
func (p *play) collect() {
	p.t.Helper()
	p.do(&Seminar{Date: "2026-09-01", Place: "会议室", Chair: "书记秦", Bodies: []string{"甲物业公司"}})
	for n := 1; n <= 5; n++ {
		h := Handing{Person: Person{Name: "王小明", Phone: "0000-1", Consent: true}, Proposal: submission(n)}
		if n == 5 {
			h.Photo = jpegOf("私家车位")
		}
		_, err := p.SubmitWith(p.ctx, "resident", h)
		p.must(err)
	}
	p.do(&Merge{No: 4, Into: 1, Why: "同一件事"})
	p.do(&CloseCollection{})
}

var costs = map[int]int64{1: 200_000_00, 2: 200_000_00, 3: 150_000_00}

// screen is step three. Proposal 5 is excluded by the first ground, 1 to 3 become projects.
func (p *play) screen() {
	p.screened()
	p.do(&Freeze{Drawn: true, Seed: "3-1-4"})
}

// screened is step three without its end.
func (p *play) screened() {
	for n := 1; n <= 3; n++ {
		p.do(Cleared(n, 7, "社区工作小组"))
		p.do(&Survey{No: n, Date: "2026-09-01", Who: "顾问、城管、提议人", Finding: "可行。", Pass: true})
	}
	p.keepOut(5)
	p.do(&Meet{Date: "2026-09-01", Place: "会议室", Moderator: "主持人李", Recorder: "记录员周", Present: []string{"居民代表陈", "物业方"}})
	p.do(&Decide{No: 1, Discussion: "议过。", Result: "recommend", Why: "急需"})
	p.do(&Decide{No: 2, Discussion: "议过。", Result: "recommend", Why: "安全", NewTitle: "声控楼道灯", ChangeWhy: "省电"})
	p.do(&Decide{No: 3, Discussion: "议过。", Result: "recommend", Why: "为老"})
	p.do(&Rank{Order: []int{2, 1, 3}})
	for n := 1; n <= 3; n++ {
		p.do(&Refer{No: n, Department: "建设办", Date: "2026-10-09", Days: 5})
		p.do(&Estimate{No: n, Department: "建设办", Low: costs[n] - 1, Figure: costs[n], High: costs[n] + 1, Basis: "询价"})
	}
}

// keepOut has the first ground keep a proposal out, a second member agree, and a third uphold that.
func (p *play) keepOut(no int) {
	p.t.Helper()
	p.do(Answered(no, "社区工作小组", append([]string{"只方便一户"}, make([]string, 6)...)))
	p.do(&Confirm{No: no, Agree: true, Login: "lu"}, &Notify{No: no, Number: "1", Date: "2026-10-08", How: "door"},
		&AskReview{No: no, Date: "2026-10-09", Text: "请再看看。"}, &Review{No: no, Uphold: true, Why: "确实如此", Login: "yin"})
}

// marks are the projects of those proposals.
func (p *play) marks(proposals ...int) ballot.Marks {
	out := ballot.Marks{}
	p.Read(func(r *Round) {
		for _, no := range proposals {
			out = append(out, ballot.Mark{Project: r.Proposals[no-1].Project})
		}
	})
	return out
}

func (p *play) box() *ballot.Box {
	p.t.Helper()
	box, err := p.Box(p.ctx)
	p.must(err)
	return box
}

// polling opens the poll of station 1 with twelve sheets.
func (p *play) polling() {
	p.t.Helper()
	p.do(&Station{Number: 1, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	sheets, err := p.PrintSheets(p.ctx, "office", 1, 12)
	p.must(err)
	p.sheets = sheets
	p.do(&OpenPoll{Officers: []string{"qin", "lu"}})
}

// vote is the polling day: eight people check in. Sheets 0 to 3 are cast electronically, 7 is spoiled and exchanged
// for 8, which does not come back; 3 to 6 go into the paper box, 9 and 10 stay unused, 11 is destroyed.
func (p *play) vote() {
	p.t.Helper()
	p.polling()
	for i := range 8 {
		_, err := p.Roll().CheckIn(p.ctx, fmt.Sprintf("1380000000%d", i), 1, p.env.Now())
		p.must(err)
	}
	for i, marks := range []ballot.Marks{p.marks(1, 2), p.marks(1), p.marks(2, 3), p.marks(3)} {
		_, err := p.box().Cast(p.ctx, p.sheets[i], marks, ballot.Kiosk)
		p.must(err)
	}
	p.must(p.box().Void(p.ctx, p.sheets[7]))
}

// closed ends the polling day.
func (p *play) closed() {
	p.t.Helper()
	p.must(p.ClosePoll(p.ctx, "office", "qin", "lu"))
}

// papers are what lies in the paper box: sheet 3 for proposal 1, though it was cast for 3; sheet 4 for 1 and 2; sheet
// 5 blank, sheet 6 overvoted.
func (p *play) papers() []ballot.Sheet {
	return []ballot.Sheet{
		{Finding: ballot.Marked, Marks: p.marks(1)}, {Finding: ballot.Marked, Marks: p.marks(1, 2)},
		{Finding: ballot.Blank}, {Finding: ballot.Overvote},
	}
}

// codes are what the papers' QR codes say; behind them lie a copy of sheet 4 and a paper of another poll.
func (p *play) codes() []string {
	p.t.Helper()
	foreign, err := ballot.NewCredential("2025", ballot.Serial{Station: 1, Number: 1}, p.env.Random)
	p.must(err)
	var out []string
	for _, c := range append(p.sheets[3:7:7], p.sheets[4], foreign) {
		out = append(out, c.Code())
	}
	return out
}

// entered has both pairs enter the papers, scanned but not sealed. Pair B misreads the third.
func (p *play) entered() {
	p.t.Helper()
	_, err := p.ScanBatch(p.ctx, "office", 1, 1, p.codes())
	p.must(err)
	wrong := p.papers()
	wrong[2] = ballot.Sheet{Finding: ballot.Unclear}
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "chen"})
	p.do(&Enter{Batch: 1, Station: 1, Pair: "B", Sheets: wrong, By: "zhou"})
}

// count counts the papers and settles the account.
func (p *play) count() {
	p.t.Helper()
	p.entered()
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	_, err := p.Settle(p.ctx, "office", counted, "", "qin", "lu")
	p.must(err)
}

func (p *play) decision() *Adjudicate {
	return &Adjudicate{Batch: 1, Place: 3, Sheet: ballot.Sheet{Finding: ballot.Blank}, Reason: "没有笔迹", Officer: "lu", Observers: []string{"居民代表陈"}}
}

// counted is what is counted by hand at the station.
var counted = ballot.Account{Station: 1, Unused: 2, Destroyed: 1, Exchanged: 1}

// tally ends step four.
func (p *play) tally() {
	p.t.Helper()
	p.must(p.Tally(p.ctx, "office", "seed"))
}

// notice is step five.
func (p *play) notice() {
	p.do(&PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "公告栏"})
	p.do(&Object{From: "居民", Text: "灯太亮怎么办？"})
	p.do(&ObjectionAnswer{No: 1, Answer: "可调。", By: "街道"})
	p.do(&CloseNotice{Proof: "2026-11-27 拍照，陆"})
}

// thank is step six: proposals 3 and 5 get a letter; 4 was merged into one that is funded.
func (p *play) thank() {
	for _, n := range []int{3, 5} {
		p.do(&IssueLetter{No: n, Number: fmt.Sprint(n)}, &DeliverLetter{No: n, How: "door", Date: "2026-12-01", By: "周"})
	}
	p.do(&Talk{No: 3, Note: "换小一点的场地"}, &CarryOver{No: 3, Why: "经费"}, &CloseLetters{})
}

// funded are the projects of proposals 1 and 2.
func (p *play) funded() []int {
	m := p.marks(1, 2)
	return []int{m[0].Project, m[1].Project}
}

// build is step seven.
func (p *play) build() {
	for _, n := range p.funded() {
		p.do(&StartWork{Project: n, Department: "建设办", Contractor: "甲公司", Contract: 190_000_00, Due: "2026-12-31"})
		p.do(&Milestone{Project: n, Due: "2026-12-20", Done: "2026-12-18", Text: "验收", Paid: 95_000_00})
		p.do(&FinishWork{Project: n, Date: "2026-12-20", Result: "合格"})
	}
	p.do(&CloseWorks{})
}

// evaluate is step eight.
func (p *play) evaluate() {
	for _, n := range p.funded() {
		p.do(&Evaluate{Project: n, Marks: []int{6, 3, 1, 0, 0}, By: "第三方"})
	}
	p.do(&CloseRound{Report: "明年早些征集。"})
}
