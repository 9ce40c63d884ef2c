package gallery

// What samples are made of: frames, projects, steps, entries.

import (
	"strings"
	"time"

	"linli/kiosk/page"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Now is the time of all samples.
var Now = time.Date(2026, 11, 21, 14, 5, 10, 0, shanghai)

// Hostile is a text that tries to get out of its place.
const Hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

// Long is a name of 80 signs with rare characters of four bytes, Latin words, and nowhere to break a line.
const Long = "李𬭎和㛃某共同提议在新家社区老年活动中心南侧空地加装无障碍电梯BarrierFreeElevator并修缮AccessibleEntrance坡道附带遮雨棚等等"

// Own is the address of the sample round, which its pages show for people to type.
const Own = "http://192.168.1.20:8080/r/2026"

// Picture is the path of the picture that samples show; the gallery serves it.
const Picture = "/gallery/picture.svg"

// QR is the path of a QR code, that of the sample receipt, which a gallery serves.
const QR = "/gallery/qr.svg"

// Drawing is the picture itself: a bench under a tree, as SVG.
const Drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><rect width="640" height="400" fill="#dce9ef"/><rect y="290" width="640" height="110" fill="#b9cfa6"/><path d="M120 300V190h24v110z" fill="#7a5a3c"/><circle cx="132" cy="140" r="84" fill="#5f8f5a"/><path d="M280 230h240v22H280zm0 40h240v14H280zm24 14h16v60h-16zm176 0h16v60h-16z" fill="#8a5a2b"/></svg>`

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, shanghai) }

// Frame is what stands around a page of the sample round.
func Frame(path string, s page.Status) page.Frame {
	return page.Frame{Path: path, RoundID: "2026", Community: "长桥街道新家社区", Round: "2026年第3届和谐微实事", Status: s,
		Phone: "0512-6561 0000", Printed: Now}
}

// machine is the frame on a voting machine.
func machine(path string) page.Frame {
	f := Frame(path, page.Voting)
	f.Kiosk, f.Station = "/kiosk/2026/3", "南门活动室投票站"
	return f
}

// staffed is the frame of a staff member.
func staffed(path string, s page.Status) page.Frame {
	f := Frame(path, s)
	f.Staff = "李敏"
	return f
}

// lengthy is a frame in which every name is as long as names get.
func lengthy(f page.Frame) page.Frame {
	f.Community, f.Round = Long, Long
	if f.Staff != "" {
		f.Staff = Long
	}
	if f.Station != "" {
		f.Station = Long
	}
	return f
}

// Projects are the seven of the sample paper.
func Projects() []page.Project {
	rows := []struct {
		name, place, what, benefits, kind, opinion string
		yuan                                       int64
	}{
		{"南门电动车充电棚", "南门车棚东侧", "新建一座能停40辆车的充电棚，带消防喷淋。", "1至8号楼约260户", "工程类", "可行，需避开燃气管。", 48000},
		{"3号楼旁加装长椅和扶手", "3号楼至菜场小路", "装6张带扶手的长椅，台阶边加装扶手60米。", "老人和接送孩子的家长，约300人", "工程类", "可行。", 12600},
		{"周末亲子阅读角", "社区服务中心二楼", "每周六上午开放一次，配图书600册，请志愿者领读，全年48次。", "有孩子的家庭，约120户", "服务类", "可行，场地可无偿使用。", 8600},
		{"老楼楼道照明改造", "9至16号楼", "换声控灯144盏，整理外露电线。", "8幢楼192户", "工程类", "可行，需供电公司配合。", 36500},
		{"社区广场地面防滑", "中心广场", "620平方米地砖换成防滑砖，补平两处低洼。", "每天约400名居民", "工程类", "可行，雨季前完成。", 52000},
		{"独居老人助浴服务", "上门，或服务中心浴室", "每月两次助浴，专业护理员上门，为期一年。", "独居和失能老人46人", "服务类", "可行，需有资质的机构。", 42000},
		{"垃圾房除臭和洗手池", "东门、西门两处垃圾房", "装除臭设备两套，洗手池两个，地面找坡。", "全体居民", "工程类", "可行。", 29800},
	}
	var all []page.Project
	for i, r := range rows {
		all = append(all, page.Project{Number: i + 1, Name: r.name, Place: r.place, What: r.what, Benefits: r.benefits, Kind: r.kind,
			Opinion: r.opinion, Department: "城建科", Cost: r.yuan * 100, Priority: i == 3})
	}
	all[1].Photo, all[1].PhotoAlt = Picture, "菜场小路边的一棵树和一张旧长椅"
	return all
}

// longProject has the longest of everything.
func longProject(number int) page.Project {
	return page.Project{Number: number, Name: Long, Place: Long, What: strings.Repeat(Long+"\n", 3), Benefits: Long, Cost: 123456789012,
		Opinion: Long + Hostile, Department: "住房和城乡建设局", Kind: "工程类", Priority: true}
}

func steps(open int) []page.Step {
	said := []string{"意见 23 条，已答复 23 条；培训 2 场，到会 61 人", "收到提议 46 件，其中线下 31 件", "审核 46 件，圆桌会 2 场，进入项目库 7 个",
		"已投 812 票，应投 2,140 人", "入选 5 个，异议 1 条", "感谢信 41 封，已送达 38 封", "开工 5 个，完工 3 个", "收到评价 204 份"}
	var all []page.Step
	for i := range 8 {
		s := page.Step{Number: i + 1, State: page.Waiting, From: at(2+3*i, 9), To: at(4+3*i, 17)}
		if i+1 < open {
			s.State, s.Line = page.Done, said[i]
		} else if i+1 == open {
			s.State, s.Line = page.Open, said[i]
		}
		all = append(all, s)
	}
	return all
}

// entries are n entries of the ledger, newest first; n is at least 3.
func entries(n int) []page.Entry {
	acts := []string{"poll.publish", "poll.open", "library.freeze", "table.meet", "scheme.adopt", "odd.act"}
	var all []page.Entry
	for i := range n {
		all = append(all, page.Entry{Number: int64(140 - i), At: at(20, 9+i%8), Actor: "王主任", Act: acts[i%len(acts)], Public: i%4 != 3,
			Hash: strings.Repeat("3fa9c1d07b52e846", 4), Corrects: i == 2, Supersedes: 131})
		if i%4 != 3 {
			all[i].Text = "公布新收选票 24 张的校验值。"
			all[i].Said = []page.Said{{Label: "金额", Lines: []string{"4.8万元"}}, {Label: Hostile, Lines: []string{Hostile, "第二行"}}}
			all[i].Raw, all[i].Href = `{"act":"poll.publish"}`, "/r/2026/ledger/140"
		}
	}
	all[1].Gave, all[1].By, all[1].ByWhy = true, 140, Hostile
	all[2].Why, all[2].Correct = Hostile, "/desk/2026/correct/138"
	return all
}

// verify is a round with two witnesses, one of them behind.
func verify() page.Verify {
	return page.Verify{Round: "2026", Counted: true, Size: 141, Root: strings.Repeat("ab12", 11), At: Now, Key: "linli+3a1f00aa+ASzr", Command: "linli verify " + Own,
		Join: "linli witness " + Own, Witnesses: []page.Witness{{Name: "邻居", Key: "邻居+11aa22bb+AX", Size: 141, Now: true}, {Name: Hostile, Key: "x+33cc44dd+AX", Size: 90}}}
}
