package pdf

// This file prints the ballot account: every sheet that was printed, where it went, and what does not add up.

import "fmt"

// Account is the ballot account of one station, in sheets:
// printed = unused + destroyed + issued, and
// issued = spoiled + electronic + paper − both + rejected + not returned.
type Account struct {
	Station     string
	Printed     int
	Unused      int
	Destroyed   int
	Issued      int
	Spoiled     int
	Electronic  int
	Paper       int
	Both        int // electronic and in the box: the paper counts
	NotReturned int
	Rejected    int    // provisional envelopes that stay closed
	Reason      string // for a difference; a difference without one is printed as 待说明
}

// differences of the two equations; 0 is right.
func (a Account) differences() (printed, issued int) {
	return a.Printed - a.Unused - a.Destroyed - a.Issued,
		a.Issued - a.Spoiled - a.Electronic - a.Paper + a.Both - a.Rejected - a.NotReturned
}

func (a Account) plus(b Account) Account {
	a.Printed += b.Printed
	a.Unused += b.Unused
	a.Destroyed += b.Destroyed
	a.Issued += b.Issued
	a.Spoiled += b.Spoiled
	a.Electronic += b.Electronic
	a.Paper += b.Paper
	a.Both += b.Both
	a.NotReturned += b.NotReturned
	a.Rejected += b.Rejected
	return a
}

func issuedBy(list []Account) int {
	sum := Account{}
	for _, a := range list {
		sum = sum.plus(a)
	}
	return sum.Issued
}

// accounts sets the account under heading no and returns the next heading's number.
func (n Notice) accounts(f *flow, no int) int {
	if len(n.Accounts) == 0 {
		return no
	}
	f.heading(1, no, "选票账目")
	sum := Account{Station: "合计"}
	for _, a := range n.Accounts {
		sum = sum.plus(a)
	}
	if n.Large {
		f.paras(sum.sentence())
	} else {
		f.paras("印制＝未用＋销毁＋发出；发出＝作废＋电子＋纸质－重投＋未交回。重投指同一张选票电子投票后又投入票箱，以纸质为准。")
		f.table(accountTable(append(n.Accounts[:len(n.Accounts):len(n.Accounts)], sum)))
		f.gap(1.5)
	}
	if sum.Rejected > 0 && !n.Large {
		f.paras(fmt.Sprintf("发出数中有%s个暂存信封没有拆开，其中的选票不计：领票人此前已经领过选票。", count(sum.Rejected)))
	}
	explain(f, n.Accounts)
	f.gap(f.lead * 0.3)
	return no + 1
}

func accountTable(list []Account) table {
	t := table{pt: 9.5, cols: []col{{"投票站", 38, leftward}}}
	for _, h := range []string{"印制", "未用", "销毁", "发出", "作废", "电子", "纸质", "重投", "未交回", "差异"} {
		t.cols = append(t.cols, col{h, 6 + 3*float64(len([]rune(h))), rightward})
	}
	for _, a := range list {
		printed, issued := a.differences()
		r := row{cells: []string{a.Station}}
		for _, v := range []int{a.Printed, a.Unused, a.Destroyed, a.Issued, a.Spoiled, a.Electronic, a.Paper, a.Both, a.NotReturned} {
			r.cells = append(r.cells, count(v))
		}
		diff := fmt.Sprint(printed + issued)
		if printed != 0 && issued != 0 {
			diff = fmt.Sprintf("%d；%d", printed, issued)
		}
		t.rows = append(t.rows, row{cells: append(r.cells, diff)})
	}
	return t
}

func (a Account) sentence() string {
	if a.Rejected > 0 {
		rest := a
		rest.Rejected = 0
		return rest.sentence() + fmt.Sprintf("另有%s个暂存信封没有拆开：领票人此前已经领过选票。", count(a.Rejected))
	}
	return fmt.Sprintf("印制选票%s张：发出%s张，未用%s张，销毁%s张。发出的选票中：纸质投票%s张，电子投票%s张（其中%s张又投了纸质票，以纸质票为准），作废%s张，未交回%s张。",
		count(a.Printed), count(a.Issued), count(a.Unused), count(a.Destroyed), count(a.Paper), count(a.Electronic), count(a.Both), count(a.Spoiled), count(a.NotReturned))
}

// explain states every difference; none is left out.
func explain(f *flow, list []Account) {
	clean := true
	for _, a := range list {
		printed, issued := a.differences()
		if printed == 0 && issued == 0 {
			continue
		}
		clean = false
		reason := "原因：" + a.Reason
		if a.Reason == "" {
			reason = "原因待说明。"
		}
		f.paras(a.Station + "：" + gap("印制数", printed) + gap("发出数", issued) + reason)
	}
	if clean {
		f.paras("各投票站账目相符。")
	}
}

// gap puts a difference in words, and nothing when there is none.
func gap(what string, n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("%s比去向合计多%d张。", what, n)
	case n < 0:
		return fmt.Sprintf("%s比去向合计少%d张。", what, -n)
	}
	return ""
}
