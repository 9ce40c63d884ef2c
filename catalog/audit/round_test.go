package audit

// Tools of the tests: real rounds, played on a real store and audited after every act.

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/tally"
)

// round is a round that an outsider watches: after every act its export is audited, and must continue what was seen.
type round struct {
	*catalog.Live
	t       *testing.T
	env     catalog.Env
	ctx     context.Context
	random  *dice
	seen    Seen
	report  *Report
	sheets  map[int][]ballot.Credential // by station
	carries bool                        // what is not funded goes into the next round
	groups  map[int]string              // by proposal: its exclusive group
}

// dice are randomness that repeats, for many goroutines.
type dice struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (d *dice) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.Read(b)
}

// ticking is a clock on which a minute passes at every look.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 9, 1, 1, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

func newRound(t *testing.T, change func(*catalog.Scheme)) *round {
	t.Helper()
	p, err := preset.Named("wuzhong")
	if err != nil {
		t.Fatal(err)
	}
	s := catalog.Draft(p)
	s.Community, s.Street, s.District, s.Year = "问渡里社区", "枕棠街道", "澜屿区", 2026
	s.Address, s.Phone, s.Supervision = "幸福弄58号", "0000-1234501", "0000-1234509"
	s.Fund, s.Cap, s.TableQuorum = 500_000_00, 0, 0
	change(&s)
	r := &round{t: t, ctx: t.Context(), random: &dice{r: rand.NewChaCha8([32]byte{3})}, sheets: map[int][]ballot.Credential{}}
	private, key, err := note.GenerateKey(r.random, "linli")
	r.must(err)
	signer, err := note.NewSigner(private)
	r.must(err)
	db, err := bolt.Open(filepath.Join(t.TempDir(), "linli.db"))
	r.must(err)
	env := catalog.Env{Store: db, Now: ticking(), Random: r.random, RollKey: make([]byte, 32), Signer: signer, Key: key}
	r.env = env
	r.Live, err = catalog.Found(r.ctx, env, "office", catalog.Create{ID: "r", Scheme: s})
	r.must(err)
	t.Cleanup(func() { r.Close(); db.Close() })
	r.look()
	return r
}

func (r *round) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// look audits the round as it stands.
func (r *round) look() {
	r.t.Helper()
	x, err := r.Export()
	r.must(err)
	var text bytes.Buffer
	_, err = x.WriteTo(&text)
	r.must(err)
	r.report = Audit(&text, Trust{Key: r.Key(), Seen: func(string) (Seen, bool) { return r.seen, r.seen.Size > 0 }})
	for _, res := range r.report.Results {
		if res.State == Failed {
			r.t.Fatalf("after %d entries %s: %v", r.report.Seen.Size, res.Name, res.Problems)
		}
	}
	r.seen = r.report.Seen
}

func (r *round) do(acts ...catalog.Act) {
	r.t.Helper()
	for _, a := range acts {
		_, err := r.Do(r.ctx, "office", a)
		if err != nil {
			r.t.Fatalf("%T: %v", a, err)
		}
		r.look()
	}
}

// mend corrects the last entry but so many.
func (r *round) mend(back int64, a catalog.Act) {
	r.t.Helper()
	_, err := r.Correct(r.ctx, "office", r.seen.Size-1-back, "打错了", a)
	r.must(err)
	r.look()
}

// library brings proposals of those costs into the library, in the order received, and opens the poll at stations with
// so many sheets each.
func (r *round) library(costs []int64, sheets ...int) {
	r.t.Helper()
	r.do(&catalog.Adopt{Body: "居民代表会议"})
	for i := range costs {
		r.submit(fmt.Sprintf("第%d件", i+1))
	}
	r.do(&catalog.CloseCollection{})
	grounds := 0
	r.Read(func(x *catalog.Round) { grounds = len(x.Scheme.Grounds) })
	r.do(&catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表"}})
	for i, fen := range costs {
		no := i + 1
		r.do(catalog.Cleared(no, grounds, "小组"),
			&catalog.Survey{No: no, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true},
			&catalog.Decide{No: no, Discussion: "议过", Result: "recommend", Why: "急需"},
			&catalog.Estimate{No: no, Department: "建设办", Low: fen, Figure: fen, High: fen, Basis: "询价", Group: r.groups[no]})
	}
	r.do(&catalog.Freeze{})
	for i, n := range sheets {
		r.print(i+1, n)
	}
	if len(sheets) > 0 {
		r.do(&catalog.OpenPoll{Officers: []string{"qin", "lu"}})
	}
}

func (r *round) submit(title string) {
	r.t.Helper()
	_, err := r.Submit(r.ctx, "resident", catalog.Person{Name: "王小明", Phone: "0000-1", Consent: true}, catalog.Submit{Channel: "phone", Kind: "engineering", From: "resident", Title: title, Place: "幸福弄", Text: "大家都用得着", Benefits: "全体居民"})
	r.must(err)
	r.look()
}

func (r *round) print(station, n int, officers ...string) {
	r.t.Helper()
	r.do(&catalog.Station{Number: station, Name: "站", Address: "弄", Hours: "9–17", Phone: "0000-2"})
	sheets, err := r.PrintSheets(r.ctx, "office", station, n, officers...)
	r.must(err)
	r.sheets[station] = append(r.sheets[station], sheets...)
	r.look()
}

// checkIn puts so many people on the roll of a station.
func (r *round) checkIn(station, n int) {
	r.t.Helper()
	for i := range n {
		_, err := r.Roll().CheckIn(r.ctx, fmt.Sprintf("1380%02d%05d", station, i), station, time.Date(2026, 11, 1, 2, 0, 0, 0, time.UTC))
		r.must(err)
	}
}

func (r *round) cast(station, sheet int, marks ...ballot.Mark) {
	r.t.Helper()
	box, err := r.Box(r.ctx)
	r.must(err)
	_, err = box.Cast(r.ctx, r.sheets[station][sheet], marks, ballot.Phone)
	r.must(err)
}

func (r *round) shut() {
	r.t.Helper()
	r.must(r.ClosePoll(r.ctx, "office", "qin", "lu"))
	r.look()
}

// papers counts a batch of papers at a station: both pairs enter them alike.
func (r *round) papers(batch, station int, sheets []ballot.Credential, found []ballot.Sheet, aside ...string) {
	r.t.Helper()
	var codes []string
	for _, s := range sheets {
		codes = append(codes, s.Code())
	}
	_, err := r.ScanBatch(r.ctx, "office", batch, station, append(codes, aside...))
	r.must(err)
	r.look()
	r.do(&catalog.Enter{Batch: batch, Station: station, Pair: "A", Sheets: found, By: "chen"})
	r.do(&catalog.Enter{Batch: batch, Station: station, Pair: "B", Sheets: found, By: "zhou"})
	r.must(r.SealBatch(r.ctx, "office", batch))
	r.look()
}

func (r *round) settle(station, unused, exchanged int, why string) {
	r.t.Helper()
	_, err := r.Settle(r.ctx, "office", ballot.Account{Station: station, Unused: unused, Exchanged: exchanged}, why, "qin", "lu")
	r.must(err)
	r.look()
}

// draw draws lots if they decide what is funded.
func (r *round) draw(seed string) {
	r.t.Helper()
	var lots []tally.Tie
	r.Read(func(x *catalog.Round) { lots, _ = x.Lots(seed) })
	if slices.ContainsFunc(lots, func(t tally.Tie) bool { return t.Decisive }) {
		r.do(&catalog.Draw{Seed: seed, How: "掷骰子", Witnesses: []string{"代表"}, Officers: []string{"qin", "lu"}})
	}
}

// end tallies, and takes the round to its close.
func (r *round) end(seed string) {
	r.t.Helper()
	r.draw(seed)
	r.must(r.Tally(r.ctx, "office", seed))
	r.look()
	r.after()
}

// after plays what follows an outcome, to the end of the round.
func (r *round) after() {
	r.t.Helper()
	r.do(&catalog.PublishNotice{Number: "1", From: "2026-11-23", To: "2026-12-27", Where: "公告栏"}, &catalog.CloseNotice{Proof: "拍照"})
	var lost []int
	r.Read(func(x *catalog.Round) {
		for _, p := range x.Unsuccessful() {
			lost = append(lost, p.No)
		}
	})
	for _, no := range lost {
		r.do(&catalog.IssueLetter{No: no, Number: fmt.Sprint(no)}, &catalog.DeliverLetter{No: no, How: "door", Date: "2026-12-29", By: "周"})
		if r.carries {
			r.do(&catalog.CarryOver{No: no, Why: "经费"})
		}
	}
	r.do(&catalog.CloseLetters{})
	for _, n := range r.report.Funded {
		r.do(&catalog.StartWork{Project: n, Department: "建设办", Contractor: "甲", Contract: 1, Due: "2026-12-31"}, &catalog.FinishWork{Project: n, Date: "2027-01-20", Result: "合格"})
	}
	r.do(&catalog.CloseWorks{})
	for _, n := range r.report.Funded {
		r.do(&catalog.Evaluate{Project: n, Marks: []int{6, 3, 1, 0, 0}, By: "第三方"})
	}
	r.do(&catalog.CloseRound{Report: "明年早些"})
	r.Read(func(x *catalog.Round) {
		if x.OutcomeHash != r.report.Outcome {
			r.t.Errorf("the round has %s, the audit %s", x.OutcomeHash, r.report.Outcome)
		}
	})
}
