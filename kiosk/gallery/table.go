package gallery

// The round table: the moderator's tablet, lying and upright, and the phones of those at it.

import (
	"strconv"
	"strings"

	"linli/kiosk/page"
)

var onTablet = []Screen{Tablet, Upright}

// item is the nth item of an agenda.
func item(n int) page.TableItem {
	return page.TableItem{
		No: n, Code: "T-00" + strconv.Itoa(n), At: n, Title: "3幢楼下建电动车充电棚", Original: "3幢楼下建电动车充电棚", Place: "祥里小区3幢东侧空地", By: "居民", Kind: "工程类",
		Text: "楼道里停满了电动车，晚上飞线充电。希望在楼下建一个充电棚，能停20辆车。", Benefits: "两幢楼九十六户", Survey: "2026年10月1日，顾问、城管、提议人：空地可用，要离窗两米。",
		Href: "/desk/2026/table/" + strconv.Itoa(n), Prev: "/desk/2026/table/1", Next: "/desk/2026/table/3",
	}
}

// people are those at the table, as options.
var people = []page.Option{{Value: "居民代表 席", Label: "居民代表 席"}, {Value: "居民代表 王（3号楼）", Label: "居民代表 王（3号楼）", Note: "提议人"}, {Value: "网格员 刁", Label: "网格员 刁"}}

// deciding are the fields of a decision, with that value and error in each.
func deciding(value, wrong string) map[string]page.Field {
	fields := map[string]page.Field{}
	for name, label := range map[string]string{"discussion": "讨论要点", "new_title": "改后的名称", "new_text": "改后的内容", "change_why": "为什么改", "votes_for": "赞成", "votes_against": "反对", "abstain": "弃权", "why": "结论的原因", "remains": "以后怎么办"} {
		f := page.Field{Name: name, Label: label, Kind: page.Text, Value: value, Error: wrong}
		if name == "discussion" || name == "new_text" {
			f.Kind = page.Textarea
		}
		fields[name] = f
	}
	fields["recused"] = page.Field{Name: "recused", Label: "回避", Kind: page.Checks, Options: people, Values: []string{people[1].Value}, Error: wrong}
	fields["result"] = page.Field{Name: "result", Label: "结论", Kind: page.Radio, Value: "recommend", Required: true, Error: wrong, Options: []page.Option{{Value: "recommend", Label: "推选"}, {Value: "put_off", Label: "暂缓"}, {Value: "decline", Label: "不推选"}}}
	return fields
}

func tables() []Sample {
	f := staffed("/desk/2026/table", page.Screening)
	open := page.Table{Part: "item", Met: true, Present: 9, Quorum: 7, Done: 1, All: 3, Item: item(2), Fields: deciding("", ""),
		Into: page.Field{Name: "into", Label: "并入哪一件", Kind: page.Select, Options: []page.Option{{Value: "3", Label: "T-003 充电柜"}}}}
	open.Item.Alike, open.Item.Merged = []page.Link{{Label: "T-003 充电柜", Href: "/desk/2026/proposal/3", Note: "92%"}}, []page.Link{{Label: "T-009 车棚换顶", Href: "/desk/2026/proposal/9", Note: "同一处"}}
	look := open
	look.Differ = []page.Differ{{Label: "改后的内容", Pieces: []page.Piece{{Text: "能停"}, {Kind: "del", Text: "20"}, {Kind: "ins", Text: "12"}, {Text: "辆车。"}, {Kind: "ins", Text: "离窗两米。"}}}}
	refused := open
	refused.Present, refused.Error, refused.Fields = 5, "到会人数不足，不能作结论；请等人到齐，签到后再办: 还差 2 人", deciding("打错的", "请填写")
	decided := look
	decided.Item.No, decided.Item.Code, decided.Item.At = 1, "T-001", 1
	decided.Item.Result, decided.Item.Said, decided.Item.Correct = "recommend", []string{"受益的人多。", "隐患很大，都说要建。", "回避：居民代表 王（3号楼）", "赞成 7，反对 1，弃权 0"}, "/desk/2026/correct/88"
	agenda := page.Table{Part: "agenda", Met: true, Present: 9, Quorum: 7, Done: 1, All: 3, Items: []page.TableItem{decided.Item, item(2), item(3)}, Papers: []page.Link{{Label: "圆桌会议程", Href: "/desk/2026/paper/agenda.pdf", Note: "PDF"}}}
	one, many := agenda, agenda
	one.Items, one.Done, one.All, one.Papers = []page.TableItem{item(1)}, 0, 1, nil
	many.Items, many.All = nil, 12
	for n := range 12 {
		many.Items = append(many.Items, item(n+1))
	}
	many.Items[0].Result, many.Items[1].Result, many.Items[2].Title = "recommend", "put_off", Long
	early := page.Table{Part: "item", Quorum: 7, All: 3, Item: item(1)}
	long := open
	long.Item, long.Error, long.Fields = longItem(), Long, deciding(Long, Long)
	return append([]Sample{
		{"agenda", f, agenda, onTablet},
		{"empty", f, page.Table{Part: "agenda", Quorum: 7}, onTablet},
		{"one", f, one, onTablet},
		{"many", f, many, onTablet},
		{"item", f, open, onTablet},
		{"look", f, look, onTablet},
		{"wrong", f, refused, onTablet},
		{"decided", f, decided, onTablet},
		{"early", f, early, onTablet},
		{"long", lengthy(f), long, onTablet},
		larger(Sample{"item", f, look, onTablet}),
		contrast(Sample{"item", f, look, onTablet}),
	}, tableRooms(f)...)
}

func longItem() page.TableItem {
	x := item(2)
	x.Title, x.Original, x.Place, x.Benefits, x.Survey, x.Text = Long, Long, Long, Long, Long, strings.Repeat(Long, 6)
	x.Alike = []page.Link{{Label: Long, Href: "/desk/2026/proposal/3", Note: "92%"}}
	return x
}

// tableRooms are who is there, and the ranking.
func tableRooms(f page.Frame) []Sample {
	who := page.Field{Name: "who", Label: "身份和姓氏", Kind: page.Text, Required: true, Max: 40}
	own := page.Field{Name: "proposed", Label: "本人的提议", Kind: page.Text}
	room := page.Table{Part: "people", Met: true, Present: 3, Quorum: 7, Done: 1, All: 3, Who: who, Own: own, Code: "K7Q2K7Q2K7", Address: "192.168.1.20:8080/table/K7Q2K7Q2K7", QR: QR,
		People: []page.Seated{{Who: "居民代表 席"}, {Who: "居民代表 王（3号楼）", Proposed: "3、7", Known: true}, {Who: "网格员 刁", Left: true}, {Who: Long}}}
	away := page.Table{Part: "people", Met: true, Quorum: 7, Done: 1, All: 3, Who: who, Own: own}
	ranking := func(r page.Ranked) page.Table {
		return page.Table{Part: "ranking", Met: true, Present: 9, Quorum: 7, Done: 3, All: 3, Ranking: r}
	}
	hands := []page.HandCount{{No: 1, Name: "T-001 " + Long, Value: "7", Most: 9}, {No: 2, Name: "T-002 充电棚", Most: 8}}
	places := []page.Placed{{Place: 1, Name: "T-002 充电棚", Points: "21"}, {Place: 2, Name: "T-001 " + Long, Points: "12"}}
	return []Sample{
		{"people", f, room, onTablet},
		{"people-away", f, away, onTablet},
		{"ranking-early", f, ranking(page.Ranked{State: "early", Left: 2}), onTablet},
		{"ranking-ready", f, ranking(page.Ranked{State: "ready", Cards: 12, Hands: hands}), onTablet},
		{"ranking-open", f, ranking(page.Ranked{State: "open", Cards: 12, Voted: 5}), onTablet},
		{"ranking-closed", f, ranking(page.Ranked{State: "closed", Places: places}), onTablet},
		{"ranking-hands", f, ranking(page.Ranked{State: "hands", Places: places, Hands: hands}), onTablet},
		{"ranking-done", f, ranking(page.Ranked{State: "done", Places: places}), onTablet},
	}
}

func seats() []Sample {
	f := Frame("/seat", page.Screening)
	who := page.Field{Name: "who", Label: "您的身份和姓氏", Help: "如“居民代表 王”", Kind: page.Text, Required: true, Max: 40}
	slips := page.Field{Name: "slips", Label: "您提过的建议：提议码", Help: "在提议单上，每行一个。", Kind: page.Textarea}
	wrong := page.Seat{Part: "arrive", Place: "社区会议室", Who: who, Slips: slips}
	wrong.Who.Value, wrong.Who.Error, wrong.Slips.Error = Long, "已经有人以这个身份签到。", "没有找到: K7Q2"
	items := []page.SeatItem{{No: 1, Name: "3幢楼下建电动车充电棚", Where: "祥里小区3幢东侧", Rank: 2}, {No: 2, Name: Long, Where: Long, Rank: 1}, {No: 4, Name: "老人食堂", Where: "社区大厅"}}
	var many []page.SeatItem
	for n := range 12 {
		many = append(many, page.SeatItem{No: n + 1, Name: Long, Where: Long, Rank: n + 1})
	}
	return []Sample{
		{"arrive", f, page.Seat{Part: "arrive", Place: "社区会议室", Who: who, Slips: slips}, onPhone},
		{"wrong", f, wrong, onPhone},
		{"arrived", f, page.Seat{Part: "arrived", Present: 12}, onPhone},
		{"rank", f, page.Seat{Part: "rank", Items: items}, onPhone},
		{"rank-wrong", f, page.Seat{Part: "rank", Items: items, Error: "名次不对，每个名次只能给一个项目"}, onPhone},
		{"check", f, page.Seat{Part: "check", Items: items}, onPhone},
		{"one", f, page.Seat{Part: "rank", Items: items[2:]}, onPhone},
		{"long", lengthy(f), page.Seat{Part: "rank", Items: many, Error: Long}, onPhone},
		{"ranked", f, page.Seat{Part: "ranked"}, onPhone},
		{"wait", f, page.Seat{Part: "wait"}, onPhone},
		larger(Sample{"rank", f, page.Seat{Part: "rank", Items: items}, onPhone}),
		contrast(Sample{"arrive", f, page.Seat{Part: "arrive", Place: "社区会议室", Who: who, Slips: slips}, onPhone}),
	}
}
