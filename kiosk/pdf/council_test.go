package pdf

// This file proves the minutes of the residents' council.

import (
	"errors"
	"testing"
)

func demoCouncil() Council {
	return Council{
		Title: "幸福里社区2026年度“民生微实事”居民议事会会议纪要", Fund: 8_000_000, Officers: []string{"qin", "lu"}, Date: day,
		Rule: "由居民议事会逐项表决，成员到会百分之67以上方可表决，赞成超过参加表决人数的一半为通过。",
		Meetings: []CouncilMeeting{
			{Date: day.AddDate(0, 0, -2), Place: "三楼议事厅", Members: 15, Present: 8, Quorum: 11, Adjourned: "到会不足法定人数", Next: day},
			{Date: day, Place: "三楼议事厅", Chair: "议事长孙建平", Recorder: "社工李𬭎", Members: 15, Present: 12, Quorum: 11, Observers: []string{"居民代表吴", "物业郑"},
				Votes: []CouncilVote{
					{Number: "1", Name: "3幢北侧路面翻建", Cost: 4_800_000, Yes: 11, No: 1, Needed: 7},
					{Number: "2", Name: "老人午餐配送", Cost: 5_200_000, Yes: 9, No: 1, Abstain: 1, Recused: []string{"居民代表王桂芳"}, Needed: 6},
					{Number: "3", Name: "社区广场地面防滑", Cost: 1_000_000, Yes: 6, No: 6, Needed: 7},
				}},
		},
		Results: []CouncilResult{
			{"1", "3幢北侧路面翻建", 4_800_000, true, "轮到时资金有8万元，费用4.8万元，够用。"},
			{"2", "老人午餐配送", 5_200_000, false, "轮到时资金剩3.2万元，费用5.2万元，差2万元，跳过。"},
			{"3", "社区广场地面防滑", 1_000_000, false, "没有通过：须赞成7票，差1票。"},
		},
		Draw: "并列的项目由公开抽签定先后，种子是“6-1”，办法：掷骰子。", Ledger: "前412条，9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}
}

func TestCouncilSaysWhatItMust(t *testing.T) {
	c := demoCouncil()
	holds(t, c, c.Title, c.Rule, "第一次会议", "第二次会议", "到会不足法定人数；改于2026年11月21日开会", "成员15人，到会12人，法定人数11人", "居民代表吴、物业郑",
		"回避：居民代表王桂芳，参加表决11人", "没有通过", "可安排资金8万元，列入实施的项目合计4.8万元，余额3.2万元", "种子是“6-1”", "差1票", "议事长孙建平", "经办人", "9f86d081")
	c.Results = nil
	holds(t, c, "表决尚未结束")
}

func TestCouncilRefuses(t *testing.T) {
	for name, x := range map[string]struct {
		do   func(*Council)
		want error
	}{
		"no meeting":             {func(c *Council) { c.Meetings = nil }, ErrEmpty},
		"no date":                {func(c *Council) { c.Date = Council{}.Date }, ErrDate},
		"an extra yes":           {func(c *Council) { c.Meetings[1].Votes[0].Yes++ }, ErrVotes},
		"a recusal that is lost": {func(c *Council) { c.Meetings[1].Votes[1].Recused = nil }, ErrVotes},
		"more than the fund":     {func(c *Council) { c.Results[1].Funded = true }, ErrOverspent},
		"a cost below zero":      {func(c *Council) { c.Meetings[1].Votes[0].Cost = -1 }, ErrAmount},
	} {
		c := demoCouncil()
		x.do(&c)
		if _, err := c.Print(discard{}); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
