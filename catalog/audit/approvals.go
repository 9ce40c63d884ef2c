package audit

// Approvals of what was decided, by the tiers of the scheme, before the notice.

import (
	"maps"
	"slices"
	"strings"
)

// tier approves projects of at most that much.
type tier struct {
	UpTo int64  `json:"up_to"` // fen; 0: without limit
	Body string `json:"body"`
	Days int    `json:"days"` // working days; 0: no clock
}

// tier is that of a project for which the fund pays so much in all its years; the empty one if the scheme has none.
func (s scheme) tier(fen int64) tier {
	for _, t := range s.Tiers {
		if t.UpTo == 0 || fen <= t.UpTo {
			return t
		}
	}
	return tier{}
}

// approval is the way of a project's approval.
type approval struct {
	last               string // date of what was done last
	returned, answered bool
	approved           bool
}

// approvalOf finds the approval that an entry goes on with, and says so if it is over, or the date lies before.
func (b *book) approvalOf(n int64, a approving) *approval {
	x := b.approvals[a.Project]
	if x == nil || x.answered || a.Date < x.last {
		b.found["approvals"].wrong("第 %d 条 %d 号项目没有报送审批、已有结果，或日期早于上一步 / entry %d: project %d was not submitted, is decided, or the date lies before", n, a.Project, n, a.Project)
		x = &approval{}
	}
	x.last = a.Date
	return x
}

func (b *book) handedUp(n int64, a approving) {
	f := b.found["approvals"]
	if _, twice := b.approvals[a.Project]; twice || a.Project < 1 || a.Project > len(b.library) {
		f.wrong("第 %d 条报送的 %d 号项目不存在或已报送 / entry %d submits project %d, which is not there or was submitted", n, a.Project, n, a.Project)
		return
	}
	t := b.rules.tier(b.library[a.Project-1].fund)
	if t.Body == "" || a.Body != t.Body || a.Days != t.Days || (a.Due > a.Date) != (t.Days > 0) {
		f.wrong("第 %d 条的审批单位、时限不是方案所定 / the body or the time limit of entry %d is not that of the scheme", n, n)
	}
	b.approvals[a.Project] = &approval{last: a.Date}
}

func (b *book) handedBack(n int64, a approving) {
	x := b.approvalOf(n, a)
	if x.returned || strings.TrimSpace(a.Why) == "" {
		b.found["approvals"].wrong("第 %d 条退回的项目已退回，或没有写原因 / entry %d returns what was returned, or says not why", n, n)
	}
	x.returned = true
}

func (b *book) handedAgain(n int64, a approving) {
	x := b.approvalOf(n, a)
	if !x.returned {
		b.found["approvals"].wrong("第 %d 条重新报送的项目没有退回 / entry %d submits again what was not returned", n, n)
	}
	x.returned = false
}

func (b *book) approvalDecided(n int64, a approving) {
	x := b.approvalOf(n, a)
	if x.returned || strings.TrimSpace(a.Number) == "" || !a.Approved && strings.TrimSpace(a.Why) == "" {
		b.found["approvals"].wrong("第 %d 条的审批结果没有文号、没有理由，或项目已退回 / the decision of entry %d has no number or reason, or the project is returned", n, n)
	}
	x.answered, x.approved = true, a.Approved
}

// noticed remembers which projects had their approval when the notice was published.
func (b *book) noticed(int64, struct{}) {
	b.isNoticed = true
	for n, x := range b.approvals {
		if x.answered {
			b.before[n] = true
		}
	}
}

// approved checks that what the vote or the council decided was approved before the notice, and takes what was refused
// out of what is funded.
func (b *book) approved(f *findings) {
	for _, n := range slices.Sorted(maps.Keys(b.approvals)) {
		if !slices.Contains(b.funded, n) {
			f.wrong("%d 号项目没有入选却报送审批 / project %d is not funded and was submitted for approval", n, n)
		}
		b.denied[n] = b.approvals[n].answered && !b.approvals[n].approved
	}
	for _, n := range b.funded {
		switch {
		case len(b.rules.Tiers) == 0:
		case b.isNoticed && !b.before[n]:
			f.wrong("%d 号项目没有审批结果就公示了 / project %d was on the notice without an approval", n, n)
		case !b.before[n]:
			f.wait("还有项目没有审批结果 / some projects have no approval yet")
		}
	}
	b.funded = slices.DeleteFunc(slices.Clone(b.funded), func(n int) bool { return b.denied[n] })
}
