package audit

// Proposals on their way into the library, and the paper that follows from it.

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"linli/ballot"
)

// proposal is how far a proposal has come.
type proposal struct {
	slip   string
	from   origin // the earlier round that it was carried over from
	fit    string // with the needs library: fits, unfit, or not judged
	into   int    // the proposal that it was merged into, or 0
	joined bool
	screening
	result string // of the round table
	costed bool
	cost   int64 // fen
	kind   string
	group  string // of its projects at most one is funded; empty: no group

	fund      int64 // fen, what the fund pays in all years
	at        int64 // entry of the estimate
	urgent    bool
	granted   bool
	forwarded bool // to the street or the district
}

// onWay tells whether nothing keeps the proposal out so far.
func (p *proposal) onWay() bool { return p.passes() && (!p.surveyed || p.fits()) }

// project is a project of the library; its number is its place from 1.
type project struct {
	proposal  int
	cost      int64 // fen
	kind      string
	group     string
	withdrawn bool   // or its grant was revoked
	fund      int64  // fen, what the fund pays in all years
	part      origin // the project of an earlier round that it continues
}

func (b *book) submitted(n int64, a submit) {
	if !b.rules.mayPropose(a.From, a.Kind) {
		b.found["screening"].wrong("第 %d 条的提议人不在方案所列之内 / the proposer of entry %d is none of those that the scheme names", n, n)
	}
	b.from(n, a)
	b.proposals = append(b.proposals, proposal{slip: a.Slip, kind: a.Kind, from: origin{a.FromRound, a.FromNo}})
}

// proposal finds a proposal by its number, and says so if it is not there.
func (b *book) proposal(entry int64, no int) *proposal {
	if no < 1 || no > len(b.proposals) {
		b.found["screening"].wrong("第 %d 条的提议 %d 不存在 / entry %d is about proposal %d, which is not there", entry, no, entry, no)
		return &proposal{}
	}
	return &b.proposals[no-1]
}

func (b *book) mergedInto(n int64, a merge) {
	p, into := b.proposal(n, a.No), b.proposal(n, a.Into)
	if p == into || p.into > 0 || p.joined || into.into > 0 {
		b.found["screening"].wrong("第 %d 条合并不成立 / entry %d merges what cannot be merged", n, n)
		return
	}
	p.into, into.joined = a.Into, true
}

func (b *book) discussed(n int64, a decide) {
	p := b.proposal(n, a.No)
	if !p.fits() || p.result != "" || !slices.Contains([]string{"recommend", "put_off", "decline"}, a.Result) {
		b.found["screening"].wrong("第 %d 条圆桌会不该议此件 / entry %d decides what was not before the round table", n, n)
	}
	p.result = a.Result
}

func (b *book) estimated(n int64, a estimate) {
	if b.isFrozen {
		b.found["library"].wrong("第 %d 条在定稿后改动估算 / entry %d estimates after the freeze", n, n)
		return
	}
	p := b.proposal(n, a.No)
	b.payments(n, p, a)
	if p.result != "recommend" && !(p.result == "" && p.onWay() && b.rules.fast(p.fund, p.urgent)) {
		b.found["screening"].wrong("第 %d 条估算了没有推荐的提议 / entry %d estimates what was not recommended", n, n)
	}
	p.costed, p.at, p.group = true, n, a.Group
}

// frozen draws the numbers of the projects again.
func (b *book) frozen(_ int64, draw freeze) {
	if b.isFrozen {
		b.found["library"].wrong("项目库定稿两次 / the library is frozen twice")
		return
	}
	b.settleGrants()
	b.isFrozen, b.early = true, len(b.granted)
	b.reviewsOver(b.last.In(display).Format(time.DateOnly))
	var order []int
	for i, p := range b.proposals {
		if p.costed && p.into == 0 && p.result == "recommend" && !p.granted && !p.forwarded {
			order = append(order, i+1)
		}
	}
	if draw.Drawn {
		lot := func(no int) []byte {
			sum := sha256.Sum256([]byte(draw.Seed + "\x00" + b.proposals[no-1].slip))
			return sum[:]
		}
		slices.SortFunc(order, func(x, y int) int { return bytes.Compare(lot(x), lot(y)) })
		b.found["library"].note("抽签编号的种子 / seed of the draw of numbers: %q", draw.Seed)
	}
	for _, no := range b.firstCarried(order) {
		p := b.proposals[no-1]
		b.library = append(b.library, project{proposal: no, cost: p.cost, fund: p.fund, kind: p.kind, group: p.group})
	}
	b.paper = ballot.Paper{Form: b.rules.Form, Projects: len(order), Max: min(b.rules.Max, len(order)), Sum: b.rules.Sum, Limit: b.rules.Limit}
	for _, p := range b.library {
		b.paper.Costs = append(b.paper.Costs, p.cost)
	}
}

func (b *book) withdrew(n int64, a withdraw) {
	f := b.found["library"]
	if a.Project < 1 || a.Project > len(b.library) || b.library[a.Project-1].withdrawn || strings.TrimSpace(a.Why) == "" {
		f.wrong("第 %d 条撤回的 %d 号项目不存在、已撤回或没有原因 / entry %d withdraws project %d, which is not there or already withdrawn, or says not why", n, a.Project, n, a.Project)
		return
	}
	b.library[a.Project-1].withdrawn = true
	f.note("撤回 %d 号项目：%s / project %d was withdrawn", a.Project, a.Why, a.Project)
}

func (b *book) libraryPaper(f *findings) {
	if !b.isFrozen {
		f.wait("项目库尚未定稿 / the library has not been frozen")
		return
	}
	if len(b.library) == 0 {
		f.wrong("项目库没有项目 / the library has no project")
	}
	for i, p := range b.library {
		if most := b.rules.each(p.kind); most > 0 && p.cost > most {
			f.wrong("%d 号项目超过单项上限 / project %d costs more than the cap", i+1, i+1)
		}
	}
}
