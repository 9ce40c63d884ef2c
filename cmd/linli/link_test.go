package main

// The linking test: people check in and cast at once, one after the other, and whoever takes the data folder, even with
// the roll key, joins persons to sheets and to ballots no better than by chance.

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/cmd/linli/demo"
)

// voter is the truth about one person: the voters of a polling are in the order in which they came.
type voter struct {
	id      string
	station int
	sheet   ballot.Credential
}

// polling is a round in a real data folder, whose poll is played voter by voter.
type polling struct {
	t        *testing.T
	dir      string
	data     catalog.Env
	live     *catalog.Live
	stations int
	piles    map[int][]ballot.Credential
	voters   []voter
	draw     *rand.Rand

	mu  sync.Mutex // guards now
	now time.Time
}

const linkRound = "2026"

func (p *polling) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *polling) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *polling) open() {
	p.t.Helper()
	var err error
	p.data, err = openData(p.dir, p.clock, demo.Random(uint64(len(p.voters)+1)))
	p.must(err)
	p.live, err = catalog.Open(p.t.Context(), p.data, linkRound)
	p.must(err)
}

// shut ends it as linli serve does at its orderly end, and returns a copy of the folder.
func (p *polling) shut() string {
	p.t.Helper()
	p.live.Close()
	p.must(closeData(p.data))
	return p.copied()
}

func (p *polling) copied() string {
	p.t.Helper()
	to := p.t.TempDir()
	entries, err := os.ReadDir(p.dir)
	p.must(err)
	for _, e := range entries {
		copyFile(p.t, filepath.Join(p.dir, e.Name()), filepath.Join(to, e.Name()))
	}
	return to
}

func (p *polling) do(acts ...catalog.Act) {
	p.t.Helper()
	for _, a := range acts {
		if _, err := p.live.Do(p.t.Context(), "office", a); err != nil {
			p.t.Fatalf("%T: %v", a, err)
		}
	}
}

// newPolling plays a round up to its open poll.
func newPolling(t *testing.T, stations, sheets int) *polling {
	t.Helper()
	p := &polling{
		t: t, dir: filepath.Join(t.TempDir(), "data"), stations: stations, piles: map[int][]ballot.Credential{},
		draw: rand.New(rand.NewChaCha8([32]byte{byte(stations), byte(sheets)})), now: time.Date(2026, 11, 2, 0, 30, 0, 0, time.UTC),
	}
	var err error
	p.data, err = openData(p.dir, p.clock, demo.Random(0))
	p.must(err)
	wuzhong, err := preset.Named("wuzhong")
	p.must(err)
	s := catalog.Draft(wuzhong)
	s.Community, s.Street, s.District, s.Year, s.Address, s.Phone, s.Supervision = "甲社区", "乙街道", "丙区", 2026, "-", "-", "-"
	s.TableQuorum = 0
	p.live, err = catalog.Found(t.Context(), p.data, "office", catalog.Create{ID: linkRound, Scheme: s})
	p.must(err)
	p.toLibrary()
	for station := 1; station <= stations; station++ {
		p.do(&catalog.Station{Number: station, Name: fmt.Sprint(station, "号站"), Address: "-", Hours: "9–17", Phone: "0000-2"})
		p.piles[station], err = p.live.PrintSheets(t.Context(), "office", station, sheets)
		p.must(err)
		p.draw.Shuffle(sheets, func(i, j int) { x := p.piles[station]; x[i], x[j] = x[j], x[i] })
	}
	p.do(&catalog.OpenPoll{Officers: []string{"qin", "lu"}})
	return p
}

func (p *polling) toLibrary() {
	p.t.Helper()
	p.do(&catalog.Adopt{Body: "居民代表会议"})
	for n := range 3 {
		_, err := p.live.Submit(p.t.Context(), "resident", catalog.Person{Name: "王小明", Phone: "0000-1"}, catalog.Submit{
			Channel: "phone", Kind: "engineering", From: "resident", Title: fmt.Sprint("长椅", n), Place: "北门", Text: "歇脚", Benefits: "全体居民",
		})
		p.must(err)
	}
	p.do(&catalog.CloseCollection{})
	for n := 1; n <= 3; n++ {
		p.do(catalog.Cleared(n, 7, "工作小组"),
			&catalog.Survey{No: n, Date: "2026-10-01", Who: "顾问", Finding: "可行。", Pass: true})
	}
	p.do(&catalog.Meet{Date: "2026-10-09", Place: "会议室", Moderator: "主持人李", Recorder: "记录员周", Present: []string{"居民代表陈", "物业方"}})
	for n := 1; n <= 3; n++ {
		p.do(&catalog.Decide{No: n, Discussion: "议过。", Result: "recommend", Why: "急需"})
	}
	p.do(&catalog.Rank{Order: []int{2, 1, 3}})
	for n := 1; n <= 3; n++ {
		p.do(&catalog.Estimate{No: n, Department: "建设办", Low: 99, Figure: 100, High: 101, Basis: "询价"})
	}
	p.do(&catalog.Freeze{Drawn: true, Seed: "3-1-4"})
}

// vote lets so many more people check in, draw a sheet from the pile and cast it before the next one comes: nothing
// could tell more about who cast what. Every twelve ballots their hashes are published with the time.
func (p *polling) vote(n int) {
	p.t.Helper()
	box, err := p.live.Box(p.t.Context())
	p.must(err)
	for range n {
		p.mu.Lock()
		p.now = p.now.Add(time.Duration(60+p.draw.IntN(120)) * time.Second)
		p.mu.Unlock()
		v := voter{id: fmt.Sprint(13800000000 + p.draw.Int64N(100_000_000)), station: 1 + p.draw.IntN(p.stations)}
		at, err := p.live.Roll().CheckIn(p.t.Context(), v.id, v.station, p.clock())
		if p.must(err); at != v.station {
			p.t.Fatalf("checked in at station %d, not %d", at, v.station)
		}
		pile := p.piles[v.station]
		v.sheet, p.piles[v.station] = pile[0], pile[1:]
		via := []ballot.Via{ballot.Kiosk, ballot.Phone}[p.draw.IntN(2)]
		_, err = box.Cast(p.t.Context(), v.sheet, ballot.Marks{{Project: 1 + p.draw.IntN(3)}}, via)
		p.must(err)
		if p.voters = append(p.voters, v); len(p.voters)%12 == 0 {
			_, err := p.live.PublishBallots(p.t.Context(), "office")
			p.must(err)
		}
	}
}

// end plays the rest, up to the end of the notice.
func (p *polling) end() {
	p.t.Helper()
	for station := 1; station <= p.stations; station++ {
		_, err := p.live.Settle(p.t.Context(), "office", ballot.Account{Station: station, Unused: len(p.piles[station])}, "", "qin", "lu")
		p.must(err)
	}
	p.must(p.live.Tally(p.t.Context(), "office", "seed"))
	p.do(&catalog.PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "公告栏"}, &catalog.CloseNotice{Proof: "拍照"})
}

func TestNothingJoinsPeopleToSheets(t *testing.T) {
	for _, c := range []struct{ stations, voters int }{{1, 240}, {4, 240}, {3, 1080}} {
		t.Run(fmt.Sprintf("%d stations %d voters", c.stations, c.voters), func(t *testing.T) {
			t.Parallel()
			p := newPolling(t, c.stations, c.voters)
			p.vote(c.voters / 2)
			p.attack("during the poll", p.shut(), true)
			p.open()
			p.vote(c.voters - c.voters/2)
			p.must(p.live.ClosePoll(t.Context(), "office", "qin", "lu"))
			closed := p.shut()
			p.attack("after the close", closed, true)
			p.control(closed)
			p.open()
			p.end()
			p.shut()
			said(t, 0, "archive", "--dir", p.dir, "--round", linkRound)
			p.attack("archived", p.copied(), false)
		})
	}
}

// attack lets the thief try every pair of orders, for the sheets and for the ballots. One without the roll key has all of
// them but those by roll key. Until the archive the thief knows the station of a ballot, too, by the sheet beside it.
func (p *polling) attack(when, dir string, ordered bool) {
	p.t.Helper()
	x := p.steal(dir)
	if len(x.guests) != len(p.voters) || len(x.uses) != len(p.voters) {
		p.t.Fatalf("%s: the thief reads %d people and %d sheets of %d", when, len(x.guests), len(x.uses), len(p.voters))
	}
	for name, guests := range x.guestOrders() {
		if z := p.correlation(guests); math.Abs(z) > 6 {
			p.t.Errorf("%s: people by %s stand in the order in which they came (%.1f deviations)", when, name, z)
		}
	}
	best, tried := 0, 0
	for _, target := range []string{"sheet", "ballot"} {
		byStation := target == "sheet" || ordered
		limit := p.limit(byStation)
		for a, guests := range x.guestOrders() {
			for b, uses := range x.useOrders() {
				hits := p.hits(guests, uses, target, byStation)
				if best, tried = max(best, hits), tried+1; hits >= limit {
					p.t.Errorf("%s: people by %s and %ss by %s: %d of %d are joined, %d would be too many", when, a, target, b, hits, len(p.voters), limit)
				}
			}
		}
	}
	p.t.Logf("%s: %d ways were tried, the best joins %d of %d people", when, tried, best, len(p.voters))
	x.silent(p)
}

// control gives the thief the roll as the first release kept it, and a file of a server that was killed.
func (p *polling) control(closed string) {
	p.t.Helper()
	old := p.t.TempDir()
	copyFile(p.t, filepath.Join(closed, dbFile), filepath.Join(old, dbFile))
	copyFile(p.t, filepath.Join(closed, rollFile), filepath.Join(old, rollFile))
	s, err := bolt.Open(filepath.Join(old, rollDB))
	p.must(err)
	at := time.Date(2026, 11, 2, 0, 30, 0, 0, time.UTC)
	for i, v := range p.voters {
		key := fmt.Appendf(nil, "roll/%s/%x", linkRound, p.hash(old, v.id))
		val := fmt.Appendf(nil, `{"station":%d,"hour":%q}`, v.station, at.Add(time.Duration(i)*2*time.Minute).Truncate(time.Hour).Format(time.RFC3339))
		_, err := s.Commit(p.t.Context(), nil, []store.Op{{Key: key, Val: val}})
		p.must(err)
	}
	p.must(s.Close())
	x := p.steal(old)
	for _, target := range []string{"sheet", "ballot"} {
		if n := p.hits(x.guestOrders()["version"], x.useOrders()["segment"], target, true); n != len(p.voters) {
			p.t.Errorf("the thief joins only %d of %d on the old roll: this test proves nothing", n, len(p.voters))
		}
	}
}

// A server that is killed leaves an earlier page in the file, which tells who came last; an orderly end leaves none.
func TestOrderlyEndLeavesNoEarlierPage(t *testing.T) {
	p := newPolling(t, 1, 240)
	p.vote(240)
	killed := p.steal(p.copied()) // nothing is flushed late: what a kill -9 leaves is what lies there now
	byCopies := killed.guestOrders()["copies"]
	if last, other := byCopies[239], byCopies[238]; last.id != p.voters[239].id || other.copies == last.copies {
		t.Errorf("the file of a server that was killed holds no earlier page: this test proves nothing")
	}
	p.shut()
	for name, z := range map[string]*thief{"orderly end": p.steal(p.copied()), "backup": p.steal(p.backup())} {
		for _, g := range z.guests {
			if g.copies != 1 {
				t.Fatalf("%s: the file holds a person %d times", name, g.copies)
			}
		}
		z.silent(p)
	}
	entries, err := os.ReadDir(p.dir)
	p.must(err)
	for _, e := range entries {
		switch e.Name() {
		case dbFile, rollDB, rollFile, signFile:
		default:
			t.Errorf("%s is left in the folder", e.Name())
		}
	}
}

// backup is a folder that holds what a backup does, and the key.
func (p *polling) backup() string {
	p.t.Helper()
	file, to := filepath.Join(p.t.TempDir(), "b.tar"), filepath.Join(p.t.TempDir(), "restored")
	said(p.t, 0, "backup", "--dir", p.dir, "-o", file)
	said(p.t, 0, "restore", file, "--dir", to)
	copyFile(p.t, filepath.Join(p.dir, rollFile), filepath.Join(to, rollFile))
	return to
}
