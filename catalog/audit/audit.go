// Package audit recomputes a round from its published export alone.
//
// It knows the format of the ledger, of ballots and of rules, and nothing of how a round is run: it has structs of its
// own for the acts it needs, and shares no code with the fold of package catalog. Web, PDF and database code is nowhere
// behind it.
package audit

import (
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
)

// State is how a check came out.
type State string

const (
	OK      State = "ok"
	Failed  State = "failed"
	Pending State = "pending" // it does not apply yet
)

// Result is one check, and what was wrong.
type Result struct {
	Name             string // as in "openings"
	Chinese, English string
	State            State
	Problems         []string // why it failed, or what is still to come; 中文 / English
	More             int      // problems beyond those
}

// Seen is what was seen of a ledger before: its key, size and root.
type Seen struct {
	Key  string    `json:"key"`
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"`
}

// Trust is what the auditor brings along.
type Trust struct {
	Key  string                           // the verifier key that the export must have, as printed on the wall; empty: any
	Seen func(origin string) (Seen, bool) // what was seen before of the ledger of that origin; nil: nothing
}

// Report is an audit.
type Report struct {
	Origin  string // of the ledger, empty if the export could not be read
	Seen    Seen   // to be remembered if all is well
	Results []Result
	Funded  []int // numbers of the projects, once the outcome has been recomputed
	Outcome string
}

// OK tells whether no check has failed.
func (r *Report) OK() bool {
	for _, x := range r.Results {
		if x.State == Failed {
			return false
		}
	}
	return true
}

// check is one check.
type check struct {
	name, chinese, english string
	run                    func(*book, *findings)
}

// checks are all of them, in the order in which they are printed. A new check is a line here.
var checks = []check{
	{"signature", "签名", "signature of the checkpoint", (*book).signature},
	{"root", "根哈希与全部记录一致", "root over all entries", (*book).root},
	{"consistency", "与以前所见一致", "consistent with what was seen before", (*book).consistency},
	{"order", "记录编号连续、时间不倒退", "entries in order, times not decreasing", (*book).order},
	{"withheld", "该公开的都已公开", "nothing withheld that is public", (*book).withheld},
	{"corrections", "更正指明被更正的记录", "corrections name what they supersede", (*book).corrections},
	{"scheme", "方案与检查点上的哈希一致", "scheme as hashed on the checkpoint", (*book).schemeHash},
	{"library", "项目库与选票", "library and paper", (*book).libraryPaper},
	{"poll", "两人开始投票、两人封箱", "poll opened and closed by two officers", (*book).pollOfficers},
	{"manifest", "选票清单不重复，投票开始前公布", "manifest unique and before the opening", (*book).manifestRuns},
	{"published", "电子票哈希公布", "ballot hashes published", (*book).publishedHashes},
	{"openings", "每个哈希恰好开启一次", "every hash opened exactly once", (*book).openings},
	{"trackers", "追踪码不重复", "trackers unique", (*book).trackers},
	{"spends", "用过和作废的选票都在清单上且不相交", "spent and void sheets in the manifest and disjoint", (*book).spentSheets},
	{"marks", "选项符合选票规定", "marks allowed by the paper", (*book).marks},
	{"batches", "纸票两组一致或已裁定", "paper batches: both pairs equal or adjudicated", (*book).pairs},
	{"scans", "纸票扫码与清单一致", "paper sheets scanned, genuine, once each", (*book).scans},
	{"superseded", "纸票优先：被取代的电子票", "electronic ballots that gave way to paper", (*book).superseded},
	{"accounts", "各站账目", "accounts of the stations", (*book).accounts},
	{"outcome", "重新计票，结果和理由逐字节一致", "votes counted and rule applied again, outcome and reasons equal", (*book).outcome},
	{"letters", "每件落选提议都有感谢信", "a letter for every unsuccessful proposal", (*book).letters},
}

// Audit reads an export and makes every check. It fails only if nothing can be read from r; a text that is not an
// export, or not whole, is a failed check.
func Audit(r io.Reader, trust Trust) *Report {
	format := Result{Name: "format", Chinese: "文件格式", English: "format of the export", State: OK}
	x, err := ledger.ReadExport(r)
	if err != nil {
		format.State, format.Problems = Failed, []string{err.Error()}
		return &Report{Results: []Result{format}}
	}
	b := newBook(x, trust)
	report := &Report{Origin: b.checkpoint.Origin, Results: []Result{format}}
	report.Seen = Seen{x.Key, b.checkpoint.Size, b.checkpoint.Root}
	for _, c := range checks {
		f := &findings{}
		c.run(b, f)
		report.Results = append(report.Results, f.result(c))
	}
	report.Funded, report.Outcome = b.funded, b.hash
	return report
}

// findings are what one check finds.
type findings struct {
	problems []string
	more     int
	pending  string
}

const mostProblems = 10

// wrong notes a problem, in words of both languages.
func (f *findings) wrong(format string, args ...any) {
	if len(f.problems) == mostProblems {
		f.more++
		return
	}
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// wait says what must happen before the check applies.
func (f *findings) wait(why string) { f.pending = why }

func (f *findings) result(c check) Result {
	r := Result{Name: c.name, Chinese: c.chinese, English: c.english, State: OK, Problems: f.problems, More: f.more}
	switch {
	case len(f.problems) > 0:
		r.State = Failed
	case f.pending != "":
		r.State, r.Problems = Pending, []string{f.pending}
	}
	return r
}
