package audit

// The audit: the checks, by name and in order, and the reading of an export from its first line to its last.

import (
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// Seen is what was seen of a ledger before: its key, size and root.
type Seen struct {
	Key  string    `json:"key"`
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"`
}

// Trust is what the auditor brings along.
type Trust struct {
	Key       string                           // the verifier key that the export must have, as printed on the wall; empty: any
	Seen      func(origin string) (Seen, bool) // what was seen before of the ledger of that origin; nil: nothing
	Witnesses []string                         // verifier keys of people who are not the organiser
	Quorum    int                              // how many of the witnesses must have signed the checkpoint; 0: all
}

// check is one check. What it finds on the way is noted by the entries' own methods; end finds what the whole shows.
type check struct {
	name, chinese, english string
	end                    func(*book, *findings)
}

// checks are all of them, in the order in which they are printed. A new check is a line here.
var checks = []check{
	{"signature", "签名", "signature of the checkpoint", (*book).signature},
	{"witnesses", "见证人联署", "signatures of witnesses", (*book).witnesses},
	{"root", "根哈希与全部记录一致", "root over all entries", (*book).root},
	{"consistency", "与以前所见一致", "consistent with what was seen before", (*book).consistency},
	{"order", "记录编号连续、时间不倒退", "entries in order, times not decreasing", nil},
	{"kinds", "记录的种类和内容都认识", "entries of known kinds, each with its own fields", nil},
	{"steps", "各步骤依次办理", "acts in the order of the steps", nil},
	{"withheld", "该公开的都已公开", "nothing withheld that is public", (*book).stillWithheld},
	{"corrections", "更正指明被更正的记录", "corrections name what they supersede", nil},
	{"scheme", "方案与检查点上的哈希一致", "scheme as hashed on the checkpoint", (*book).schemeHash},
	{"dates", "提议在征集日期内，座谈会有记录", "proposals within the dates, their seminars on record", nil},
	{"screening", "提议逐件筛选，推荐的才成为项目", "every proposal screened, only recommended ones in the library", (*book).screening},
	{"table", "圆桌会到会人数、回避和排序", "round table: quorum, recusals, and the ranking counted again", nil},
	{"library", "项目库与选票", "library and paper", (*book).libraryPaper},
	{"needs", "需求库与提议对得上", "needs library, and the proposals that answer it", nil},
	{"rehearsal", "演练与正式投票分开，已清除", "rehearsals apart from the poll, and wiped", (*book).rehearsalsApart},
	{"poll", "两人开始投票、两人封箱", "poll opened and closed by two officers", (*book).pollOfficers},
	{"manifest", "选票清单不重复，投票开始前公布", "manifest unique and before the opening", (*book).manifestRuns},
	{"published", "电子票哈希公布", "ballot hashes published", (*book).publishedHashes},
	{"openings", "每个哈希恰好开启一次", "every hash opened exactly once", (*book).openings},
	{"trackers", "追踪码不重复", "trackers unique", (*book).trackersUnique},
	{"spends", "用过和作废的选票都在清单上且不相交", "spent and void sheets in the manifest and disjoint", (*book).spentSheets},
	{"marks", "选项符合选票规定", "marks allowed by the paper", (*book).marksAllowed},
	{"batches", "纸票两组一致或已裁定", "paper batches: both pairs equal or adjudicated", (*book).unsealed},
	{"scans", "纸票扫码与清单一致", "paper sheets scanned, genuine, once each", (*book).scans},
	{"superseded", "纸票优先：被取代的电子票", "electronic ballots that gave way to paper", (*book).gaveWay},
	{"days", "日结单和交接单收支相符、两人签字", "daily sheets and handovers balanced and signed by two", nil},
	{"envelopes", "暂存信封各处理一次", "provisional envelopes decided once each", nil},
	{"assistance", "协助投票按方案、按总数公布", "assisted votes by the scheme's rules, told as totals", nil},
	{"accounts", "各站账目", "accounts of the stations", (*book).accounts},
	{"unused", "未发出的选票没有被投过", "no sheet was cast that was never handed out", (*book).unusedSheets},
	{"council", "居民议事会：到会、票数、两人结束", "the council: quorum, sums of its votes, ended by two officers", (*book).councilVotes},
	{"outcome", "重新计票，结果和理由逐字节一致", "votes counted and rule applied again, outcome and reasons equal", (*book).outcome},
	{"approvals", "入选项目按方案审批", "approvals by the tiers of the scheme, before the notice", (*book).approved},
	{"grants", "随报随审不超过资金", "the fast track: who may go it, and never beyond the fund", (*book).grants},
	{"letters", "每件落选提议都有感谢信", "a letter for every unsuccessful proposal", (*book).letters},
	{"works", "只实施中选项目", "only funded projects built, all of them finished", (*book).works},
	{"models", "优秀项目都已完工评价", "model projects finished and evaluated", (*book).modelsJudged},
}

// Audit reads an export to its end and makes every check. A text that is not an export, or not whole, is a failed check,
// and the only one. Of a million ballots it keeps some 350 MiB.
func Audit(r io.Reader, trust Trust) *Report {
	format := Result{Name: "format", Chinese: "文件格式", English: "format of the export", State: OK}
	b, err := read(r, trust)
	if err != nil {
		format.State, format.Problems = Failed, []string{err.Error()}
		return &Report{Results: []Result{format}}
	}
	report := &Report{Origin: b.checkpoint.Origin, Results: []Result{format}}
	report.Seen = Seen{b.key, b.checkpoint.Size, b.checkpoint.Root}
	for _, c := range checks {
		f := b.found[c.name]
		if c.end != nil {
			c.end(b, f)
		}
		r := f.result(c)
		if b.idle(r) {
			r.State, r.Problems = Idle, nil
		}
		report.Results = append(report.Results, r)
	}
	report.Funded, report.Outcome, report.Recount, report.Council = b.funded, b.hash, b.recount(), b.councilReport()
	return report
}

func read(r io.Reader, trust Trust) (*book, error) {
	in := newReader(r)
	key, note, err := in.head()
	if err != nil {
		return nil, err
	}
	b := newBook(key, note, trust)
	for {
		line, err := in.line()
		if err == io.EOF {
			for step := range steps {
				b.settleStep(step)
			}
			return b, nil
		}
		if err != nil {
			return nil, err
		}
		e, err := readEntry(line)
		if err != nil {
			return nil, in.wrong(err)
		}
		b.add(e)
	}
}
