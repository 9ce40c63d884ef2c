package kiosk

// The true reason of every outcome, word for word, in both languages.

import (
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

// has fails unless text holds all parts, in their order.
func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Errorf("%s: %q is missing or not in its place in\n%s", what, part, text)
			return
		}
		rest = after
	}
}

func lacks(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%s: %q must not stand in\n%s", what, part, text)
		}
	}
}

var literal = []tally.Rung{tally.Cheaper, tally.Earlier, tally.Draw}

func TestCourseStop(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	want := map[int][]string{
		1:  {"您的提议通过了负面清单审核、现场踏勘和邻里圆桌会讨论，由街道城管办估算费用4万元，列入项目库，编号1号", "共有7张选票", "得到6票，在6个项目中排第1名", "资金还有9.5万元，它需要4万元，够用，已经入选。"},
		2:  {"与1号提议“楼道装扶手”内容相近", "合并的原因：都是给楼梯装扶手。", "1号提议通过了负面清单审核", "已经入选。", "您的想法将随它一起实施。"},
		3:  {"没有列入项目库", "负面清单第2条：“有其他责任主体，如电力、燃气公司”。具体原因：立管由燃气企业负责更新。"},
		4:  {"2026年10月12日，项目顾问、街道和提议人到现场踏勘，查明的情况是：地下有燃气管，不能做基础。", "因此这次没有列入项目库。"},
		5:  {"2026年10月24日提交邻里圆桌会讨论。大家商量后决定暂缓", "具体原因：会议室年底前腾不出来。"},
		6:  {"大家商量后没有推荐", "具体原因：灯光正对卧室。"},
		7:  {"得到5票，在6个项目中排第2名", "资金还有5.5万元，它需要3万元，够用，已经入选。"},
		8:  {"编号3号", "定名为“3幢北侧道路和雨水管翻建”", "修改的原因：只抬路面会把水逼进车库。", "得到4票，在6个项目中排第4名。它比最后入选的2号项目少1票。", "遇到第一个资金不够的项目就停止。名单停在排第3名、资金不够的6号项目“老人午餐配送”，排在其后的都没有入选。当时剩下2.5万元，它需要5万元，也还差2.5万元。"},
		9:  {"得到3票，在6个项目中排第5名。它比最后入选的2号项目少2票。", "当时剩下的2.5万元本来够它用，但方案规定停止以后不再往下选"},
		10: {"得到2票，在6个项目中排第6名", "少3票"},
		11: {"与8号提议“3幢北侧道路和雨水管翻建”内容相近", "合并的原因：同一段路。", "8号提议通过了负面清单审核", "排第4名", "少1票。"},
		12: {"得到5票，在6个项目中排第3名", "轮到它时，资金还剩2.5万元，它需要3万元，差5,000元，安排到这里为止。", "它与2号项目得票相同。并列时按方案依次看：费用低的在前、登记早的在前、公开抽签。两者由“登记早的在前”分出先后，它排在后面。"},
	}
	p.l.Read(func(r *catalog.Round) {
		for no, parts := range want {
			text := Course(lang.Zh, r, r.Proposal(no))
			has(t, "course of "+r.Proposal(no).Title, text, parts...)
			lacks(t, "course", text, "⟦", "%!", "。。")
		}
		lacks(t, "course of 7", Course(lang.Zh, r, r.Proposal(7)), "相同", "少")
		lacks(t, "course of 11", Course(lang.Zh, r, r.Proposal(11)), "您的想法将随它一起实施")
	})
}

func TestCourseSkip(t *testing.T) {
	p := answered(t, "greedy-skip", literal...)
	p.l.Read(func(r *catalog.Round) {
		has(t, "12", Course(lang.Zh, r, r.Proposal(12)), "资金不够的跳过", "轮到它时，资金还剩2.5万元，它需要3万元，差5,000元，所以没有入选。", "它与2号项目得票相同", "“登记早的在前”")
		text := Course(lang.Zh, r, r.Proposal(8))
		has(t, "8", text, "资金还剩2.5万元，它需要5万元，差2.5万元，所以没有入选。")
		lacks(t, "8", text, "比最后入选") // the last funded has fewer votes
		has(t, "9", Course(lang.Zh, r, r.Proposal(9)), "资金还有2.5万元，它需要1万元，够用，已经入选。")
		has(t, "10", Course(lang.Zh, r, r.Proposal(10)), "它比最后入选的4号项目少1票。", "资金还剩1.5万元，它需要1.8万元，差3,000元，所以没有入选。")
		for number, want := range map[int]string{
			4: "轮到时资金有2.5万元，费用1万元，够用。",
			5: "轮到时资金剩1.5万元，费用1.8万元，差3,000元，跳过。",
			6: "轮到时资金剩2.5万元，费用3万元，差5,000元，跳过。与2号得票相同，按“登记早的在前”排在其后。",
		} {
			if got := Why(lang.Zh, r, number); got != want {
				t.Errorf("why %d: %s", number, got)
			}
		}
	})
}

func TestCourseRatio(t *testing.T) {
	p := answered(t, "greedy-ratio", tally.Number)
	p.l.Read(func(r *catalog.Round) {
		has(t, "8", Course(lang.Zh, r, r.Proposal(8)), "要与最后入选的5号项目持平，它还需要2票。", "得票与费用之比从高到低", "资金还剩7,000元，它需要5万元，差4.3万元")
		tie := r.Outcome.Ties[0]
		if got, want := TieSentence(lang.Zh, r, tie), "2号“东巷补路灯”、6号“老人午餐配送”得票与费用之比相同。编号小的2号在6号之前。谁先谁后不影响入选结果。"; got != want {
			t.Errorf("tie: %s", got)
		}
		has(t, "rule", RuleSentence(lang.Zh, r.Scheme), "按得票数与费用之比从高到低入选", "得票与费用之比相同的，依次看：编号小的在前。")
	})
}

func TestDrawnTie(t *testing.T) {
	p := answered(t, "greedy-stop", tally.Draw)
	p.l.Read(func(r *catalog.Round) {
		tie := r.Outcome.Ties[0]
		loser := r.Project(atoi(tie.Projects[1]))
		seed := "抽签种子是“3-1-4-1-5”，谁都可以重算。"
		has(t, "tie", TieSentence(lang.Zh, r, tie), "得票相同，都是5票。", "经公开抽签，"+tie.Projects[0]+"号在"+tie.Projects[1]+"号之前。", seed, "这个先后决定了哪个项目入选。")
		has(t, "loser", Course(lang.Zh, r, loser.Proposal), "两者由“公开抽签”分出先后，它排在后面。", seed)
	})
}

func TestWhyStop(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	p.l.Read(func(r *catalog.Round) {
		for number, want := range map[int]string{
			1: "轮到时资金有9.5万元，费用4万元，够用。",
			2: "轮到时资金有5.5万元，费用3万元，够用。",
			3: "名单已停在6号项目，本项目得票比最后入选的少1票。",
			5: "名单已停在6号项目，本项目得票比最后入选的少3票。",
			6: "轮到时资金剩2.5万元，费用3万元，差5,000元，名单到此为止。与2号得票相同，按“登记早的在前”排在其后。",
		} {
			if got := Why(lang.Zh, r, number); got != want {
				t.Errorf("why %d: %s", number, got)
			}
		}
		if got, want := TieSentence(lang.Zh, r, r.Outcome.Ties[0]), "2号“东巷补路灯”、6号“老人午餐配送”得票相同，都是5票。费用也相同。2号是第7件登记的提议，6号是第12件，登记早的2号在前。这个先后决定了哪个项目入选。"; got != want {
			t.Errorf("tie: %s", got)
		}
		if got, want := RuleSentence(lang.Zh, r.Scheme), "按得票数从高到低入选，遇到第一个资金不足的项目即停止，其后的项目不再入选。得票相同的，依次看：费用低的在前、登记早的在前、公开抽签。"; got != want {
			t.Errorf("rule: %s", got)
		}
	})
}

func TestRemains(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	p.l.Read(func(r *catalog.Round) {
		for no, want := range map[int]string{
			1:  "",
			2:  "", // its idea is funded
			3:  "后续安排：已转交燃气企业检测。",
			4:  "后续安排：正与学校商量开放操场。",
			5:  "欢迎您在下一届再提出来，我们愿意和您一起把它改得更好。",
			6:  "后续安排：改用单元门口的通知栏。",
			8:  "后续安排：先清掏淤堵的雨水管。这件提议已优先列入下届实施项目库，原因：只因经费不够。",
			11: "后续安排：先清掏淤堵的雨水管。合并后的8号提议已优先列入下届实施项目库，原因：只因经费不够。",
		} {
			if got := Remains(lang.Zh, r, r.Proposal(no)); got != want {
				t.Errorf("remains %d: %s", no, got)
			}
		}
	})
}

// Before the tally a proposal's course tells what it waits for, and no project has a reason.
func TestCourseOnTheWay(t *testing.T) {
	p := newPlayed(t, "greedy-stop", literal...)
	p.collect()
	course := func(no int, parts ...string) {
		t.Helper()
		p.l.Read(func(r *catalog.Round) { has(t, "course", Course(lang.Zh, r, r.Proposal(no)), parts...) })
	}
	course(1, "您的提议已经登记，正等待负面清单审核。")
	p.screen()
	course(1, "您的提议已列入项目库，编号1号，费用4万元")
	course(2, "1号提议已列入项目库")
	p.l.Read(func(r *catalog.Round) {
		if got := Why(lang.Zh, r, 1) + Remains(lang.Zh, r, r.Proposal(1)); got != "" {
			t.Errorf("a reason before the tally: %s", got)
		}
	})
}

// English says the same with the same numbers, and has words for all of it.
func TestCourseEnglish(t *testing.T) {
	for _, rule := range tally.Rules() {
		p := answered(t, rule.Name, literal...)
		p.l.Read(func(r *catalog.Round) {
			var all []string
			for _, x := range r.Proposals {
				all = append(all, Course(lang.En, r, x), Remains(lang.En, r, x))
			}
			for _, x := range r.Library.Projects {
				all = append(all, Why(lang.En, r, x.Number))
			}
			for _, x := range r.Outcome.Ties {
				all = append(all, TieSentence(lang.En, r, x))
			}
			all = append(all, RuleSentence(lang.En, r.Scheme))
			lacks(t, "English", strings.Join(all, "\n"), "⟦", "%!", "票", "1 votes")
			if rule.Name == "greedy-stop" {
				has(t, "12", Course(lang.En, r, r.Proposal(12)), "It received 5 votes, place 3 of 6 projects.", "¥25,000 was left. It needed ¥30,000, which is ¥5,000 more", "It had as many votes as project 2.", "“the earlier proposal first”")
				has(t, "8", Course(lang.En, r, r.Proposal(8)), "It was 1 vote behind project 2")
			}
		})
	}
}

func TestStopped(t *testing.T) {
	for text, want := range map[string]string{"": "", "好": "好。", "好。": "好。", " 好！ ": "好！", "他说“好。”": "他说“好。”", "先做“好事”": "先做“好事”。", "fine": "fine."} {
		if got := stopped(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// The rung that decides between the ends of a chain is the highest that was asked in it.
func TestHighest(t *testing.T) {
	ladder := []tally.Rung{tally.Cheaper, tally.Earlier, tally.Number}
	if got := highest(ladder, []tally.Rung{tally.Number, tally.Cheaper}); got != tally.Cheaper {
		t.Errorf("got %s", got)
	}
	if !slices.Contains(ladder, highest(ladder, []tally.Rung{tally.Number})) {
		t.Error("none")
	}
}
