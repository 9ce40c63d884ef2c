package kiosk

// A small round, played with real acts on a real store: every way in which a proposal can end occurs in it.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/tally"
)

// played is a round under way. Its clock goes on a minute with every look.
type played struct {
	t      *testing.T
	env    catalog.Env
	l      *catalog.Live
	now    time.Time
	sheets []ballot.Credential
	seven  *catalog.Submit // the proposal with the number 7
	before func()          // done right before the freeze; may be nil
}

const testPublic = "http://192.168.1.20:8080"

var twoOfficers = []string{"qin", "lu"}

// newPlayed founds the round with a scheme that has that rule and ladder.
func newPlayed(t *testing.T, rule string, ties ...tally.Rung) *played {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "round.db"))
	if err != nil {
		t.Fatal(err)
	}
	p := &played{t: t, now: time.Date(2026, 10, 12, 1, 0, 0, 0, time.UTC)}
	random := rand.NewChaCha8([32]byte{7})
	skey, _, err := note.GenerateKey(random, "linli-test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	p.env = catalog.Env{Store: store, Random: random, RollKey: bytes.Repeat([]byte{1}, 32), Signer: signer, Now: func() time.Time {
		p.now = p.now.Add(time.Minute)
		return p.now
	}}
	p.l, err = catalog.Found(context.Background(), p.env, "qin", catalog.Create{ID: "2026", Scheme: testScheme(rule, ties)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.l.Close(); store.Close() })
	return p
}

func testScheme(rule string, ties []tally.Rung) catalog.Scheme {
	return catalog.Scheme{
		Preset: "wuzhong", Name: "和谐微实事", Community: "幸福里社区", Street: "长桥街道", District: "吴中区", Year: 2026,
		Fund: 9_500_000, Cap: 6_000_000, Scope: "社区范围内。", Process: "共八步。", Method: "按票数。", WhoVotes: "在社区生活、工作、学习的居民均可参与。",
		Carry: "优先列入下届实施项目库。", Grounds: []string{"不属于公共利益范畴", "有其他责任主体，如电力、燃气公司", "明显超出预算限额"},
		Form: ballot.Approval, MaxMarks: 6, Rule: rule, Ties: ties, NoticeDays: 5,
		Address: "幸福路8号", Phone: "0512-1234501", Supervision: "0512-1234509",
	}
}

func (p *played) do(acts ...catalog.Act) {
	p.t.Helper()
	for _, a := range acts {
		if _, err := p.l.Do(context.Background(), "qin", a); err != nil {
			p.t.Fatalf("%T: %v", a, err)
		}
	}
}

// collect hands in the twelve proposals.
func (p *played) collect() {
	p.t.Helper()
	p.do(&catalog.Adopt{Body: "居民代表会议"})
	for i, title := range []string{"楼道装扶手", "楼梯加扶手", "换燃气立管", "空地装球台", "共享自习室", "大门口电子屏", "东巷补路灯", "3幢北侧道路积水整治",
		"门口坡道", "晾衣架", "北侧积水", "老人午餐配送"} {
		who := catalog.Person{Name: fmt.Sprintf("王%c英", '一'+rune(i)), Phone: "13800000000"}
		a, err := p.l.Submit(context.Background(), "qin", who, catalog.Submit{
			Channel: "point", Kind: "engineering", From: "resident", Title: title, Place: fmt.Sprintf("%d幢", i+1),
			Text: "请把" + title + "这件事办好，大家每天都要用到。", Benefits: "附近居民约200人",
		})
		if err != nil {
			p.t.Fatal(err)
		}
		if i == 6 {
			p.seven = a
		}
	}
	p.do(&catalog.Merge{No: 2, Into: 1, Why: "都是给楼梯装扶手"}, &catalog.Merge{No: 11, Into: 8, Why: "同一段路。"}, &catalog.CloseCollection{})
}

// screen takes the proposals through step three: 1, 7, 8, 9, 10 and 12 become the projects 1 to 6.
func (p *played) screen() {
	p.t.Helper()
	for _, no := range []int{1, 3, 4, 5, 6, 7, 8, 9, 10, 12} {
		reasons, remains := make([]string, 3), ""
		if no == 3 {
			reasons[1], remains = "立管由燃气企业负责更新", "已转交燃气企业检测。"
		}
		s := catalog.Answered(no, "社区", reasons)
		s.Remains = remains
		p.do(s)
	}
	for _, no := range []int{1, 4, 5, 6, 7, 8, 9, 10, 12} {
		s := &catalog.Survey{No: no, Date: "2026-10-12", Who: "项目顾问、街道和提议人", Finding: "条件可行。", Pass: no != 4}
		if no == 4 {
			s.Finding, s.Remains = "地下有燃气管，不能做基础", "正与学校商量开放操场"
		}
		p.do(s)
	}
	p.do(&catalog.Confirm{No: 3, Agree: true, Login: "lu"})
	for _, no := range []int{3, 4} {
		p.do(&catalog.Notify{No: no, Number: fmt.Sprint("告知〔2026〕", no, "号"), Date: "2026-10-20", How: "door", Waived: true})
	}
	p.do(&catalog.Meet{Date: "2026-10-24", Place: "社区活动室", Moderator: "居民代表 席慧中", Recorder: "社区工作者 包小满",
		Present: []string{"居民代表 席慧中", "楼长 石美娟", "网格员 刁晓东"}, Observers: []string{"居务监督委员会 邹福林"}})
	for _, no := range []int{1, 5, 6, 7, 8, 9, 10, 12} {
		d := &catalog.Decide{No: no, Discussion: "大家都说了意见。\n顾问补充了做法。", Result: "recommend", Why: "受益的人多"}
		switch no {
		case 5:
			d.Result, d.Why = "put_off", "会议室年底前腾不出来"
		case 6:
			d.Result, d.Why, d.Remains = "decline", "灯光正对卧室", "改用单元门口的通知栏。"
		case 8:
			d.NewTitle, d.NewText, d.ChangeWhy, d.Remains = "3幢北侧道路和雨水管翻建", "翻建雨水管86米，并抬高路面。", "只抬路面会把水逼进车库", "先清掏淤堵的雨水管"
		}
		p.do(d)
	}
	p.do(&catalog.Rank{Order: []int{1, 8, 7, 12, 9, 10}})
	for _, x := range []struct {
		no   int
		cost int64
	}{{1, 4_000_000}, {7, 3_000_000}, {8, 5_000_000}, {9, 1_000_000}, {10, 1_800_000}, {12, 3_000_000}} {
		p.do(&catalog.Estimate{No: x.no, Department: "街道城管办", Low: x.cost - 10_000, High: x.cost + 50_000, Figure: x.cost, Basis: "按单价计。", Opinion: "可以实施。"})
	}
	if p.before != nil {
		p.before()
	}
	p.do(&catalog.Freeze{})
}

// vote casts the ballots: seven, of which the last is blank.
func (p *played) vote() {
	p.t.Helper()
	ctx := context.Background()
	p.do(&catalog.Station{Number: 1, Name: "服务中心投票站", Address: "幸福路8号", Hours: "每日8:30—17:30", Phone: "0512-1234501"})
	var err error
	if p.sheets, err = p.l.PrintSheets(ctx, "qin", 1, 10); err != nil {
		p.t.Fatal(err)
	}
	p.do(&catalog.OpenPoll{Officers: twoOfficers})
	box, err := p.l.Box(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	votes, papers := []int{6, 5, 4, 3, 2, 5}, 0 // of the projects 1 to 6
	p.l.Read(func(r *catalog.Round) { papers = len(r.Library.Projects) })
	for i, c := range p.sheets[:7] {
		var marks ballot.Marks
		for project, n := range votes {
			if i < n && project < papers {
				marks = append(marks, ballot.Mark{Project: project + 1})
			}
		}
		if _, err := p.l.Roll().CheckIn(ctx, fmt.Sprintf("1390000000%d", i), 1, p.env.Now()); err != nil {
			p.t.Fatal(err)
		}
		if _, err := box.Cast(ctx, c, marks, "kiosk"); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := p.l.ClosePoll(ctx, "qin", twoOfficers...); err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.l.Settle(ctx, "qin", ballot.Account{Station: 1, Unused: 3}, "", twoOfficers...); err != nil {
		p.t.Fatal(err)
	}
	var lots []tally.Tie
	p.l.Read(func(r *catalog.Round) { lots, _ = r.Lots("3-1-4-1-5") })
	if len(lots) > 0 {
		p.do(&catalog.Draw{Seed: "3-1-4-1-5", How: "当众掷五枚骰子", Witnesses: []string{"居民代表陈玉兰"}, Officers: twoOfficers})
	}
	if err := p.l.Tally(ctx, "qin", "3-1-4-1-5"); err != nil {
		p.t.Fatal(err)
	}
}

// answer publishes the notice and issues the letters.
func (p *played) answer() {
	p.t.Helper()
	p.do(&catalog.PublishNotice{Number: "幸公示〔2026〕3号", From: "2026-11-23", To: "2026-11-27", Where: "社区公示栏和三个投票站"},
		&catalog.CloseNotice{Proof: "11月23日上午九点张贴"})
	var nos []int
	p.l.Read(func(r *catalog.Round) {
		for _, x := range r.Unsuccessful() {
			nos = append(nos, x.No)
		}
	})
	for i, no := range nos {
		p.do(&catalog.IssueLetter{No: no, Number: fmt.Sprintf("幸谢〔2026〕%d号", i+1)})
	}
	p.do(&catalog.CarryOver{No: 8, Why: "只因经费不够"})
}

// answered is a round up to its letters.
func answered(t *testing.T, rule string, ties ...tally.Rung) *played {
	t.Helper()
	p := newPlayed(t, rule, ties...)
	p.collect()
	p.screen()
	p.vote()
	p.answer()
	return p
}

func (p *played) server() *Server {
	return New(Config{Env: p.env, Public: testPublic, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}
