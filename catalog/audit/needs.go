package audit

// What goes from round to round: needs, proposals carried over, model projects.

import (
	"maps"
	"slices"
	"strings"
)

// origin is where a carried proposal comes from.
type origin struct {
	round string
	no    int
}

// need is the entries with which a need came and went; 0: it is open.
type need struct{ added, closed int64 }

// from checks what a proposal says of an earlier round, and of the need that it answers. A correction stands at the place
// of what it corrects, where a need may have been open that was closed since.
func (b *book) from(n int64, a submit) {
	at := origin{a.FromRound, a.FromNo}
	switch half := (at.round == "") != (at.no == 0); {
	case half || at.no < 0 || at.round != "" && at.round == b.poll:
		b.found["library"].wrong("第 %d 条结转的来历不对 / entry %d is carried over from nowhere", n, n)
	case at.round != "" && slices.ContainsFunc(b.proposals, func(p proposal) bool { return p.from == at }):
		b.found["library"].wrong("第 %d 条结转了两次 / entry %d is carried over twice", n, n)
	case at.round != "":
		b.found["library"].note("%d 号提议由 %s 的 %d 号结转 / proposal %d is carried over from %s, %d", len(b.proposals)+1, at.round, at.no, len(b.proposals)+1, at.round, at.no)
	}
	if a.Need == 0 {
		return
	}
	if a.Need < 0 || a.Need > len(b.needs) || b.needs[a.Need-1].added > n || b.needs[a.Need-1].closed > 0 && b.needs[a.Need-1].closed < n {
		b.found["needs"].wrong("第 %d 条对应的需求 %d 当时不在库 / entry %d answers need %d, which was not open", n, a.Need, n, a.Need)
	}
}

// firstCarried puts those that were carried over before the others, in the order received.
func (b *book) firstCarried(order []int) []int {
	carried := func(no int) bool { return b.proposals[no-1].from.round != "" }
	first := slices.DeleteFunc(slices.Clone(order), func(no int) bool { return !carried(no) })
	slices.Sort(first)
	return append(first, slices.DeleteFunc(order, carried)...)
}

func (b *book) needAdded(n int64, _ struct{}) { b.needs = append(b.needs, need{added: n}) }

func (b *book) needsListed(n int64, a listNeeds) {
	if (a.Round == "") != (len(a.IDs) == 0) || a.Round != "" && (len(a.IDs) != len(a.Needs) || a.Round == b.poll) || len(a.Needs) == 0 {
		b.found["needs"].wrong("第 %d 条的需求与编号不相配 / entry %d has not one id for each need", n, n)
	}
	for _, id := range a.IDs {
		if b.rolled[id] {
			b.found["needs"].wrong("第 %d 条的需求 %s 已经转入 / entry %d takes need %s again", n, id, n, id)
		}
		b.rolled[id] = true
	}
	for range a.Needs {
		b.needs = append(b.needs, need{added: n})
	}
}

func (b *book) needClosed(n int64, a closeNeed) {
	if a.No < 1 || a.No > len(b.needs) || b.needs[a.No-1].closed > 0 || strings.TrimSpace(a.How) == "" {
		b.found["needs"].wrong("第 %d 条办结的需求 %d 不存在、已办结或没有说明 / entry %d closes need %d, which is not there or closed, or says not how", n, a.No, n, a.No)
		return
	}
	b.needs[a.No-1].closed = n
}

func (b *book) fitJudged(n int64, a judgeFit) {
	p := b.proposal(n, a.No)
	if p.fit != "" || p.into > 0 || b.rules.NeedFit != "asked" {
		b.found["needs"].wrong("第 %d 条需求契合度不该判断或已判断 / entry %d judges a fit that was judged or not asked for", n, n)
	}
	p.fit = map[bool]string{true: "fits", false: "unfit"}[a.Fits]
}

// fitting checks that a screening kept to the judgement of the fit, where the scheme asks for it.
func (b *book) fitting(n int64, p *proposal, passes bool) {
	if b.rules.NeedFit == "asked" && (p.fit == "" || p.fit == "unfit" && passes) {
		b.found["needs"].wrong("第 %d 条初筛没有依据需求契合度 / entry %d screens against the judgement of the fit, or without it", n, n)
	}
}

func (b *book) modelAdded(n int64, a work) {
	if _, twice := b.models[a.Project]; twice {
		b.found["models"].wrong("第 %d 条的 %d 号项目已在优秀项目库 / entry %d adds project %d again", n, a.Project, n, a.Project)
	}
	b.models[a.Project] = n
}

func (b *book) modelDropped(n int64, a work) {
	if _, there := b.models[a.Project]; !there {
		b.found["models"].wrong("第 %d 条的 %d 号项目不在优秀项目库 / entry %d drops project %d, which is no model", n, a.Project, n, a.Project)
	}
	delete(b.models, a.Project)
}

// modelsJudged checks that what others are to learn from was finished and evaluated.
func (b *book) modelsJudged(f *findings) {
	for _, n := range slices.Sorted(maps.Keys(b.models)) {
		if !b.built[n] || !b.judged[n] {
			f.wrong("%d 号优秀项目没有完工评价 / project %d is a model, and was not finished and evaluated", n, n)
		}
	}
}
