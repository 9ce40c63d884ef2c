package pabulib

// This file reads VOTES.

import (
	"fmt"
	"math"
	"strings"

	"linli/ballot"
)

// choice is one item of a vote before points are on one scale.
type choice struct {
	project int
	points  decimal
}

// voteRow takes one ballot.
func (r *reader) voteRow() error {
	if err := r.fits(); err != nil {
		return err
	}
	if len(r.election.Ballots) == MaxBallots {
		return r.fail(r.here(), ErrLimit, "选票超过两千万张", "more than 20,000,000 ballots")
	}
	vote := r.get("vote")
	items, points := vote.items(), []field(nil)
	if len(items) == 1 && strings.EqualFold(items[0].text, "none") && r.numbers[items[0].text] == 0 {
		items = nil
	}
	if r.ballots.pointed {
		points = r.get("points").items()
		if len(points) != len(items) {
			return r.fail(r.at(r.get("points").at), ErrPoints,
				fmt.Sprintf("选了 %d 项，却有 %d 个分数；请一一对应", len(items), len(points)),
				fmt.Sprintf("%d projects but %d points: give one for each", len(items), len(points)))
		}
	}
	r.choices = r.choices[:0]
	for i, item := range items {
		if err := r.choose(item, points, i); err != nil {
			return err
		}
	}
	r.checkLength(vote)
	return r.keep(vote)
}

// items splits a field at commas.
func (f field) items() []field {
	if f.text == "" {
		return nil
	}
	items := make([]field, 0, 8)
	for rest, at := f.text, f.at; ; {
		item, after, more := strings.Cut(rest, ",")
		text := strings.TrimSpace(item)
		items = append(items, field{text, at + strings.Index(item, text)})
		if !more {
			return items
		}
		rest, at = after, at+len(item)+1
	}
}

// choose takes one item. What does not count (nothing between two commas, a project once more, no points) is left out
// with a warning.
func (r *reader) choose(item field, points []field, i int) error {
	number, known := r.numbers[item.text]
	at := r.at(min(item.at, len(r.text)))
	if !known && item.text != "" {
		return r.fail(at, ErrUnknown, fmt.Sprintf("PROJECTS 里没有项目 %s，请改正编号", item.text), fmt.Sprintf("PROJECTS has no project %s: correct the id", item.text))
	}
	c := choice{project: number}
	if points != nil && (known || points[i].text != "") {
		var err error
		if c.points, err = parseDecimal(points[i].text); err != nil {
			return r.number(metum{points[i].text, r.at(min(points[i].at, len(r.text)))}, err)
		}
	}
	switch {
	case !known && c.points.n > 0:
		return r.fail(at, ErrPoints, "有分数却没有项目，请补上编号", "points without a project: add its id")
	case !known:
		r.warn(at, ErrFields, "两个逗号之间没有编号，已略过", "nothing between two commas; left out")
	case r.marked[number] == r.line:
		r.warn(at, ErrTwice, fmt.Sprintf("同一张选票上项目 %s 出现多次，只算第一次", item.text), fmt.Sprintf("project %s is on this ballot more than once; the first counts", item.text))
	case points != nil && c.points.n == 0:
		r.warn(at, ErrPoints, fmt.Sprintf("项目 %s 得 0 分，视为未选", item.text), fmt.Sprintf("project %s is given no points; it is not marked", item.text))
	default:
		r.marked[number] = r.line
		r.choices = append(r.choices, c)
	}
	return nil
}

// checkLength warns of a ballot that marks fewer or more projects than META allows; it counts as it stands.
func (r *reader) checkLength(vote field) {
	n := len(r.choices)
	if n < r.ballots.least || r.ballots.most > 0 && n > r.ballots.most {
		r.warn(r.at(vote.at), ErrLimit, fmt.Sprintf("这张选票选了 %d 项，不合 META 的规定，照常计入", n), fmt.Sprintf("this ballot marks %d projects, which META does not allow; it is counted as it stands", n))
	}
}

// keep appends the ballot, raising the scale of points if it needs one more digit.
func (r *reader) keep(vote field) error {
	for _, c := range r.choices {
		if !r.raise(c.points.digits) {
			return r.fail(r.at(vote.at), ErrRange, "分数的小数太长，无法精确计算", "the points are too fine to be held exactly")
		}
	}
	if cap(r.slab)-len(r.slab) < len(r.choices) {
		r.slab = make([]ballot.Mark, 0, max(1<<14, len(r.choices)))
	}
	from := len(r.slab)
	for _, c := range r.choices {
		points, ok := c.points.on(r.digits)
		if !ok {
			return r.fail(r.at(vote.at), ErrRange, "分数太大，无法精确计算", "the points are too large to be held exactly")
		}
		r.slab = append(r.slab, ballot.Mark{Project: c.project, Points: points})
	}
	marks := ballot.Marks(r.slab[from:len(r.slab):len(r.slab)])
	copy(marks, r.election.Paper.Normal(marks))
	r.election.Ballots = append(r.election.Ballots, marks)
	return nil
}

// raise brings all points to at least that many digits; false past int64.
func (r *reader) raise(digits int) bool {
	if digits <= r.digits {
		return true
	}
	for _, marks := range r.election.Ballots {
		for i, m := range marks {
			points, ok := times(m.Points, digits-r.digits)
			if !ok {
				return false
			}
			marks[i].Points = points
		}
	}
	r.digits = digits
	return true
}

// endVotes checks the number of ballots and completes the paper, so that it allows every ballot.
func (r *reader) endVotes() error {
	e, n := r.election, len(r.projects)
	if err := r.declared("num_votes", len(e.Ballots)); err != nil {
		return err
	}
	r.limitCost()
	longest, largest := 0, int64(0)
	for i, marks := range e.Ballots {
		var sum int64
		for _, m := range marks {
			if sum > math.MaxInt64-m.Points {
				return r.fail(r.here(), ErrRange, fmt.Sprintf("第 %d 张选票的总分太大", i+1), fmt.Sprintf("the points of ballot %d are too many to be added up", i+1))
			}
			sum += m.Points
		}
		longest, largest = max(longest, len(marks)), max(largest, sum)
	}
	most := r.ballots.most
	if most == 0 {
		most = n
	}
	e.PointScale = power(r.digits)
	e.Paper.Projects, e.Paper.Max = n, max(1, min(n, max(most, longest)))
	if r.ballots.pointed {
		e.Paper.Sum = max(1, largest, r.ballots.sum.floor(r.digits))
	}
	return nil
}

// limitCost takes what the projects on one ballot may cost together for the paper: what META says, or what those on the
// dearest ballot do. Past int64 there is no limit.
func (r *reader) limitCost() {
	e, m, over := r.election, r.meta["max_sum_cost"], 0
	if r.ballots.cost == nil {
		return
	}
	limit := r.ballots.cost.floor(r.fine)
	most := max(1, limit)
	for _, marks := range e.Ballots {
		var sum int64
		for _, mark := range marks {
			cost := e.Projects[mark.Project-1].Cost
			if cost > math.MaxInt64-sum {
				r.warn(m.at, ErrRange, "有选票所选项目的费用合计过大，不按 max_sum_cost 限制", "a ballot's projects cost too much to be added up; max_sum_cost is not applied")
				return
			}
			sum += cost
		}
		if most = max(most, sum); sum > limit {
			over++
		}
	}
	e.Paper.Limit = most
	for _, p := range e.Projects {
		e.Paper.Costs = append(e.Paper.Costs, p.Cost)
	}
	if over > 0 {
		r.warn(m.at, ErrLimit, fmt.Sprintf("有 %d 张选票所选项目的费用合计超过 max_sum_cost，照常计入", over), fmt.Sprintf("%d ballots mark projects that cost more than max_sum_cost together; they are counted as they stand", over))
	}
}
