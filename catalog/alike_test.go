package catalog

// Proposals that are one, and proposals that only sound alike.

import (
	"testing"

	"pgregory.net/rapid"
)

// submitted is a round with proposals of (title, place, text) only.
func submitted(list ...[3]string) *Round {
	r := &Round{}
	for i, x := range list {
		r.Proposals = append(r.Proposals, &Proposal{Submit: Submit{Title: x[0], Place: x[1], Text: x[2], Kind: "engineering"}, No: i + 1})
	}
	return r
}

var handedIn = [][3]string{
	{"3栋楼下加装电动车充电桩", "祥里小区3栋东侧", "居民飞线充电很危险，希望加装充电桩。"},
	{"安装电动车充电桩", "祥里小区３栋东侧", "３栋楼下没有充电的地方，飞线充电危险，请安装充电桩。"},
	{"楼道加装扶手", "祥里小区5栋", "老人上下楼不便，希望楼道装上扶手。"},
	{"楼道扶手安装", "长桥新村12幢", "上下楼没有扶手，老人摔倒过。"},
	{"口袋公园增设座椅", "长桥北路口袋公园", "公园里没有椅子，老人站着聊天。"},
	{"儿童暑期托管班", "社区活动中心", "暑假孩子没人看，希望社区办托管班。"},
	{"夜间路灯维修", "祥里小区南门", "南门路灯坏了三个月，晚上太黑。"},
	{"社区老年食堂", "社区活动中心", "独居老人做饭难，希望办助餐点。"},
}

// TestAlike: the same wish in the same place is found, however it is written; the same wish elsewhere, and another wish
// at the same place, are not.
func TestAlike(t *testing.T) {
	r := submitted(handedIn...)
	got := r.Alike(1)
	if len(got) != 1 || got[0].No != 2 || got[0].Place != 100 || got[0].Title < 50 || !got[0].Kind {
		t.Errorf("like 1: %+v", got)
	}
	for no := 3; no <= len(handedIn); no++ {
		if got := r.Alike(no); len(got) > 0 {
			t.Errorf("like %d: %+v", no, got)
		}
	}
	r.Proposals[1].Into = 5
	if got := r.Alike(1); len(got) > 0 {
		t.Errorf("merged ones are shown: %+v", got)
	}
	if r.Alike(0) != nil || r.Alike(99) != nil {
		t.Error("a proposal that is none")
	}
}

// TestAlikeRules: likeness is mutual, a copy is wholly alike, and no more are shown than fit.
func TestAlikeRules(t *testing.T) {
	text := rapid.StringMatching(`[一二三四五六七八，A１ ]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		var list [][3]string
		for range rapid.IntRange(2, 12).Draw(t, "n") {
			list = append(list, [3]string{text.Draw(t, "title"), text.Draw(t, "place"), text.Draw(t, "text")})
		}
		list = append(list, list[0])
		r := submitted(list...)
		w := weigh(r.Proposals)
		a, b := portrait(r.Proposals[0]), portrait(r.Proposals[1])
		if w.alike(a.title, b.title) != w.alike(b.title, a.title) {
			t.Fatal("not mutual")
		}
		if self := w.alike(a.title, a.title); self != 100 && len(a.title) > 0 {
			t.Fatalf("a copy is alike by %d", self)
		}
		last := 101
		got := r.Alike(1)
		if len(got) > alikeMost {
			t.Fatalf("%d are shown", len(got))
		}
		for _, l := range got {
			if l.Score < alikeFrom || l.Score > min(last, 100) || l.No == 1 {
				t.Fatalf("%+v", got)
			}
			last = l.Score
		}
	})
}
