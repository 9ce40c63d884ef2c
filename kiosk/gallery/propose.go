package gallery

// The proposal form, the slip that follows it, the lists of proposals and of projects.

import (
	"fmt"
	"strings"

	"linli/kiosk/page"
)

func proposing() []Sample {
	asks := page.Field{Name: "need", Label: "回应哪一条需求", Help: "可以不选。", Kind: page.Select, Value: "12", Blank: "不对应需求", Options: []page.Option{{Value: "12", Label: "12 幸福弄3号：没有扶手"}, {Value: "13", Label: "13 " + Hostile}}}
	form := Sample{"empty", Frame("/r/2026/propose", page.Collecting), page.Propose{Kinds: kinds(), Photos: true, Closes: at(9, 17), Cap: 10000000, Token: "a1"}, onPublic}
	wrong := page.Propose{Kinds: kinds(), Title: Hostile, Place: "南门", Cost: "很多", Kind: "work", Consent: true, Staffed: true,
		Errors:  map[string]string{"text": "请说说具体内容。", "cost": "请填数字，例如 48000。", "phone": "请填电话。"},
		Similar: similar(1)}
	long := page.Propose{Kinds: []page.Option{{Value: "work", Label: Long, Note: Long}}, Kind: "work", Title: Long, Place: Long, Text: strings.Repeat(Long+"\n", 4), Benefits: Long,
		Name: Long, Phone: "0512-6561 0000", Cost: "99999999.99", Errors: map[string]string{"": Long, "title": Long}, Similar: []page.ProposalLine{{Title: Long, Place: Long, Stage: page.Screened, Href: "/p/ABC"}}}
	many := page.Propose{Kinds: kinds(), Kind: "work", Title: "南门充电棚", Place: "南门", Text: "新建一座充电棚。", Name: "王小明", Phone: "0512-6561 0000", Similar: similar(5)}
	all := []Sample{
		form, larger(form),
		{"need", Frame("/r/2026/propose", page.Collecting), page.Propose{Kinds: kinds(), Place: "幸福弄3号", Kind: "work", Need: "12", NeedField: asks, NeedSaid: "3号楼没有扶手，老人上下楼不便。", Token: "a1"}, onPublic},
		{"errors", staffed("/r/2026/propose", page.Collecting), wrong, onPublic},
		contrast(Sample{"errors", Frame("/r/2026/propose", page.Collecting), wrong, onPhone}),
		{"similar", Frame("/r/2026/propose", page.Collecting), many, onPhone},
		{"long", lengthy(Frame("/r/2026/propose", page.Collecting)), long, onPhone},
	}
	return append(append(append(append(all, slips()...), reviews()...), proposalLists()...), proposals()...)
}

func kinds() []page.Option {
	return []page.Option{{Value: "work", Label: "工程类", Note: "建、修、装"}, {Value: "service", Label: "服务类", Note: "活动、上门服务"}}
}

func similar(n int) []page.ProposalLine {
	var all []page.ProposalLine
	for i := range n {
		all = append(all, page.ProposalLine{Title: fmt.Sprintf("南门充电棚%d", i+1), Place: "南门", Stage: page.Screened, Href: "/p/ABC"})
	}
	return all
}

func slips() []Sample {
	fresh := page.Slip{Number: "T-017", Code: "K7Q2MX9TR4VN", New: true, Title: "南门电动车充电棚", Place: "南门车棚东侧", Kind: "工程类", Handed: Now,
		Ahead: []page.Stage{page.Screened, page.Discussed, page.Voted}, Print: "/p/K7Q2MX9TR4VN/slip.pdf"}
	ended := page.Slip{Code: "K7Q2MX9TR4VN", Title: "燃气管道换新", Place: "全小区", Handed: at(5, 10), Ended: true, Letter: "/p/K7Q2MX9TR4VN/letter.pdf",
		Way:    []page.WayPoint{{Stage: page.Screened, At: at(8, 9)}, {Stage: page.Excluded, At: at(9, 15), Text: "第2条：有其他责任主体，如电力、燃气公司。", Mend: "已更正（台账第 57 条），原因：" + Hostile}},
		Reason: "燃气管道由燃气公司负责。\n我们已经把您的提议转给燃气公司。"}
	funded := page.Slip{Code: "K7Q2MX9TR4VN", Title: "南门电动车充电棚", Place: "南门", Handed: at(5, 10), Project: 1,
		Way: []page.WayPoint{{Stage: page.Listed, At: at(14, 9)}, {Stage: page.Funded, At: at(22, 9), Text: "431票，第1名。"}, {Stage: page.Building, At: at(25, 9), Text: "施工单位进场。"}}}
	whole := funded
	whole.Way = nil
	for i, s := range []page.Stage{page.Screened, page.Surveyed, page.Discussed, page.Estimated, page.Listed, page.Voted, page.Funded, page.Building, page.Finished, page.Evaluated} {
		whole.Way = append(whole.Way, page.WayPoint{Stage: s, At: at(6+2*i, 9), Text: "按时完成。"})
	}
	long := page.Slip{Number: "T-1234", Code: "K7Q2MX9TR4VN", Title: Long, Place: Long, Kind: Long, Handed: at(5, 10), Mend: Long, Project: 128, Ended: true, Reason: Long + "\n" + Long,
		Way: []page.WayPoint{{Stage: page.Discussed, At: at(8, 9), Text: Long + Long, Mend: Long}}, Ahead: []page.Stage{page.Voted}, Letter: "/p/K7Q2MX9TR4VN/letter.pdf"}
	erased := ended
	erased.Erased = true
	again := ended
	again.Carried, again.Need = true, "幸福弄3号：3号楼没有扶手，老人上下楼不便。"
	again.Kin = []page.Link{{Label: "上届结转，上届记录：2025年度 莲花社区 和谐微实事 T-003", Href: "/p/K7Q2MX9TR4VP"}, {Label: "已转入2027年度 莲花社区 和谐微实事：T-041", Href: "/p/K7Q2MX9TR4VQ"}}
	return []Sample{
		{"new", Frame("/p/K7Q2MX9TR4VN", page.Collecting), fresh, onPublic},
		{"carried", Frame("/p/K7Q2MX9TR4VN", page.Collecting), again, onPublic},
		larger(Sample{"new", Frame("/p/K7Q2MX9TR4VN", page.Collecting), fresh, onPhone}),
		{"ended", Frame("/p/K7Q2MX9TR4VN", page.Noticed), ended, onPhone},
		{"funded", Frame("/p/K7Q2MX9TR4VN", page.Implementing), funded, onPhone},
		{"approval", Frame("/p/K7Q2MX9TR4VN", page.Preliminary), approvalSlip(funded), onPhone},
		{"forwarded", Frame("/p/K7Q2MX9TR4VN", page.Screening), forwardedSlip(ended), onPhone},
		{"many", Frame("/p/K7Q2MX9TR4VN", page.Evaluating), whole, onPhone},
		{"long", lengthy(Frame("/p/K7Q2MX9TR4VN", page.Noticed)), long, onPhone},
		{"erased", Frame("/p/K7Q2MX9TR4VN", page.Closed), erased, onPhone},
	}
}

func proposalLists() []Sample {
	lines := []page.ProposalLine{
		{Code: "T-001", Title: "南门电动车充电棚", Place: "南门车棚东侧", Kind: "工程类", By: "王*", At: at(3, 9), Stage: page.Listed, Href: "/p/ABC"},
		{Code: "T-002", Title: Hostile, Place: "全小区", Kind: "工程类", By: "陈*", At: at(3, 10), Stage: page.Excluded, Note: "第2条：有其他责任主体"},
		{Code: "T-003", Title: strings.Repeat("很长的提议名称", 8), Place: "很远的地方", Kind: "服务类", By: "匿名", At: at(4, 10), Stage: page.Received}}
	var many []page.ProposalLine
	for i := range 24 {
		l := lines[i%2*2]
		l.Code, l.At = fmt.Sprintf("T-%03d", i+1), at(3+i/4, 9+i%4)
		many = append(many, l)
	}
	exports := []page.Link{{Label: "全部提议", Href: "/r/2026/proposals.xlsx", Note: "xlsx"}}
	long := page.ProposalLine{Code: "T-1234", Title: Long, Place: Long, Kind: Long, By: Long, At: at(4, 10), Stage: page.Merged, Note: Long, Href: "/p/ABC"}
	return []Sample{
		{"some", Frame("/r/2026/proposals", page.Collecting), page.Proposals{Open: true, Closes: at(9, 17), Items: lines, Exports: exports}, onPublic},
		{"none", Frame("/r/2026/proposals", page.Collecting), page.Proposals{}, onPhone},
		{"one", Frame("/r/2026/proposals", page.Collecting), page.Proposals{Open: true, Closes: at(9, 17), Items: lines[:1]}, onPhone},
		{"many", Frame("/r/2026/proposals", page.Screening), page.Proposals{Items: many, Exports: exports}, onPublic},
		{"long", lengthy(Frame("/r/2026/proposals", page.Collecting)), page.Proposals{Open: true, Items: []page.ProposalLine{long}}, onPublic},
		{"closed", Frame("/r/2026/proposals", page.Closed), page.Proposals{Items: lines[:1], Exports: exports}, onDesk},
	}
}

// proposals are single ones as the staff see them.
func proposals() []Sample {
	known := page.Proposal{Slip: page.Slip{Number: "T-003", Title: Hostile, Place: "南门", Kind: "工程类", Code: "K7Q2MX9TR4VN", Handed: at(5, 10)}, Text: "新建一座充电棚。", Benefits: "260户", Cost: 4800000,
		From: "居民", Channel: "线下", Known: true, Name: "周阿根", Phone: "0000-1", Erase: "/desk/2026/act/person.erase?no=3", Ledger: "/desk/2026/ledger"}
	many := known
	many.Slip.Title, many.Consent = "南门电动车充电棚", true
	for i, s := range []page.Stage{page.Screened, page.Surveyed, page.Discussed, page.Estimated, page.Listed, page.Voted, page.Unfunded, page.Lettered} {
		many.Slip.Way = append(many.Slip.Way, page.WayPoint{Stage: s, At: at(6+2*i, 9)})
	}
	many.Slip.Print = "/desk/2026/slips/3-3.pdf"
	many.Merged = []page.Link{{Label: "T-019 南门加装充电桩", Href: "/desk/2026/proposal/19", Note: "同一处，同一件事"}}
	known.Alike = likely("南门电动车充电棚")
	long := many
	long.Alike, long.Into = likely(Long), []page.Link{{Label: Long, Href: "/desk/2026/proposal/19", Note: Long}}
	long.Slip.Title, long.Slip.Place, long.Slip.Kind, long.Slip.Mend, long.Text, long.Benefits, long.Name, long.From, long.Channel = Long, Long, Long, Long, Long+"\n"+Long, Long, Long, Long, Long
	return []Sample{
		{"history", staffed("/desk/2026/proposal/4", page.Screening), history("楼道立管由燃气公司负责更换。"), []Screen{Desk, Phone}},
		{"history-long", lengthy(staffed("/desk/2026/proposal/4", page.Screening)), history(Long), onPhone},
		{"one", staffed("/desk/2026/proposal/3", page.Screening), known, onDesk},
		{"many", staffed("/desk/2026/proposal/3", page.Noticed), many, onDesk},
		{"long", lengthy(staffed("/desk/2026/proposal/3", page.Screening)), long, []Screen{Desk, Phone}},
		{"erased", staffed("/desk/2026/proposal/3", page.Screening), page.Proposal{Slip: page.Slip{Number: "T-003", Title: "长椅", Place: "南门", Handed: at(5, 10), Mend: "已更正", Erased: true}, Ledger: "/desk/2026/ledger"}, onDesk},
	}
}

// likely are two proposals that may be the same, of which one can be merged.
func likely(title string) []page.Likely {
	one := page.Likely{Link: page.Link{Label: "T-001 " + title, Href: "/desk/2026/proposal/1", Note: "南门车棚东侧"}, Score: "78%", Why: "名称 82%，地点 100%，内容 36%"}
	two := one
	one.Merge = page.Link{Label: "把 T-003 并入 T-001", Href: "/desk/2026/act/proposal.merge?no=3&into=1"}
	two.Label, two.Score, two.Why = "T-002 "+title, "44%", "名称 40%，地点 60%，内容 30%、类别不同"
	return []page.Likely{one, two}
}

func library() []Sample {
	paper := page.Paper{Form: page.Approval, Max: 5}
	papers := []page.Link{{Label: "项目库", Href: "/r/2026/pdf/library.pdf", Note: "PDF"}}
	f := Frame("/r/2026/library", page.Voting)
	return []Sample{
		{"many", f, page.Library{Projects: Projects(), Fund: 15000000, Paper: paper, Frozen: true, Vote: true, Papers: papers}, onPublic},
		larger(Sample{"many", f, page.Library{Projects: Projects(), Fund: 15000000, Paper: paper, Frozen: true, Vote: true}, onPhone}),
		{"granted", f, grantedLibrary(paper), onPublic},
		{"none", Frame("/r/2026/library", page.Screening), page.Library{Fund: 15000000}, onPhone},
		{"one", Frame("/r/2026/library", page.Screening), page.Library{Projects: Projects()[1:2], Fund: 15000000, Paper: paper}, onPublic},
		{"long", lengthy(f), page.Library{Projects: append(Projects()[:2], longProject(128)), Fund: 123456789012, Paper: paper, Frozen: true, Papers: papers}, onPublic},
		{"closed", Frame("/r/2026/library", page.Closed), page.Library{Projects: Projects(), Fund: 15000000, Paper: paper, Frozen: true, Papers: papers}, onDesk},
	}
}
