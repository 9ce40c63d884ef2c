package audit

// Projects that were granted beside the vote, and what they leave of the fund.

import (
	"slices"
	"strings"
)

// firstGranted is the number of the first granted project.
const firstGranted = 1001

// decision is a grant, a part that was taken over, or a grant's revocation, until its time to be looked at: what came
// before the freeze then, for corrections of estimates until then count; what came after the outcome when that is known.
type decision struct {
	entry int64
	grant *grant
	part  *part
	back  *revoke
}

func (b *book) granting(n int64, a grant)  { b.postpone(n, decision{entry: n, grant: &a}) }
func (b *book) continues(n int64, a part)  { b.postpone(n, decision{entry: n, part: &a}) }
func (b *book) revoking(n int64, a revoke) { b.postpone(n, decision{entry: n, back: &a}) }

// postpone keeps a decision for later, and refuses one that is made while the paper is fixed and nothing decided.
func (b *book) postpone(n int64, d decision) {
	if b.isFrozen && !b.met("poll.tally|council.close") || b.done["work.close"] {
		b.found["grants"].wrong("第 %d 条在定稿后、结果前，或实施结束后随报随审 / entry %d grants or revokes between freeze and outcome, or after the works", n, n)
	}
	b.pending = append(b.pending, d)
}

// budget is what the vote or the council divides, in fen: the fund less what had been granted when the library was frozen.
func (b *book) budget() int64 {
	left := b.rules.Fund
	for _, p := range b.granted {
		if !p.withdrawn {
			left -= p.cost
		}
	}
	return left
}

// capLeft is what is left of the cap of a kind for the vote or the council, in fen.
func (b *book) capLeft(kind string, most int64) int64 {
	for _, p := range b.granted {
		if p.kind == kind && !p.withdrawn {
			most -= p.cost
		}
	}
	return most
}

// left is what can be granted of a kind, in fen.
func (b *book) left(kind string) int64 {
	fund, cap := b.budget(), map[string]int64{"engineering": b.rules.Engineering, "service": b.rules.Service}[kind]
	most := b.capLeft(kind, cap)
	for _, n := range b.funded {
		if n >= 1 && n <= len(b.library) {
			p := b.library[n-1]
			fund -= p.cost
			if p.kind == kind {
				most -= p.cost
			}
		}
	}
	if cap > 0 {
		return min(fund, most)
	}
	return fund
}

// settleGrants looks at the decisions that wait.
func (b *book) settleGrants() {
	for _, d := range b.pending {
		switch {
		case d.grant != nil:
			b.settleGrant(d.entry, *d.grant)
		case d.part != nil:
			b.settlePart(d.entry, *d.part)
		default:
			b.settleRevoke(d.entry, *d.back)
		}
	}
	b.pending = nil
}

func (b *book) settleGrant(n int64, a grant) {
	f, p := b.found["grants"], b.proposal(n, a.No)
	if !b.grantable(a.No, p) || n < p.at {
		f.wrong("第 %d 条批准了不能随报随审的提议 %d / entry %d grants proposal %d, which stands elsewhere", n, a.No, n, a.No)
	}
	if !b.rules.fast(p.fund, p.urgent) || p.group != "" {
		f.wrong("第 %d 条的提议 %d 不符合随报随审条件 / the scheme's fast track is not for proposal %[2]d of entry %[1]d", n, a.No)
	}
	if a.Body != b.rules.tier(p.fund).Body || strings.TrimSpace(a.Number) == "" || strings.TrimSpace(a.By) == "" {
		f.wrong("第 %d 条不是由方案所定的单位批准，或没有文号、签批人 / entry %d is not decided by the body of the scheme, or has no number or signature", n, n)
	}
	b.afford(n, p.kind, p.cost)
	p.granted = true
	b.granted = append(b.granted, project{proposal: a.No, cost: p.cost, kind: p.kind})
}

// grantable tells whether a proposal stands where it can be granted.
func (b *book) grantable(no int, p *proposal) bool {
	at := slices.IndexFunc(b.library, func(x project) bool { return x.proposal == no })
	switch {
	case !p.costed || p.into > 0 || p.granted || p.forwarded || !p.onWay():
		return false
	case !b.isFrozen:
		return p.result == "" || p.result == "recommend"
	}
	_, written := b.letter[no]
	return at >= 0 && !b.library[at].withdrawn && !slices.Contains(b.funded, at+1) && !b.denied[at+1] && !written
}

// afford checks that the fund pays for one more.
func (b *book) afford(n int64, kind string, cost int64) {
	if left := b.left(kind); cost > left {
		b.found["grants"].wrong("第 %d 条批准 %d 分，只剩 %d 分 / entry %[1]d grants %[2]d fen, %[3]d are left", n, cost, left)
	}
}

func (b *book) settlePart(n int64, a part) {
	f, sum, wrong := b.found["grants"], int64(0), a.Part < 2 || a.Part > len(a.Parts) || a.FromRound == b.poll
	for _, fen := range a.Parts {
		wrong = wrong || fen <= 0 || sum > 1<<60
		sum += fen
	}
	if from := (origin{a.FromRound, a.FromProject}); wrong || slices.ContainsFunc(b.granted, func(p project) bool { return p.part == from && !p.withdrawn }) {
		f.wrong("第 %d 条接续的分年项目不成立，或已接续 / entry %d takes over a part that is none, or that was taken over", n, n)
		b.granted = append(b.granted, project{withdrawn: true})
		return
	}
	cost := a.Parts[a.Part-1]
	if most := b.rules.each(a.Kind); most > 0 && cost > most || a.Body != b.rules.tier(sum).Body {
		f.wrong("第 %d 条接续的部分超过单项上限，或不是由方案所定的单位批准 / entry %d takes over a part above the cap, or not by the body of the scheme", n, n)
	}
	b.afford(n, a.Kind, cost)
	b.granted = append(b.granted, project{cost: cost, kind: a.Kind, part: origin{a.FromRound, a.FromProject}})
	f.note("接续 %s 届 %d 号项目第 %d 年，须与那一届的导出核对 / part %[3]d of project %[2]d of round %[1]s, to be compared with that round's export", a.FromRound, a.FromProject, a.Part)
}

func (b *book) settleRevoke(n int64, a revoke) {
	f, i := b.found["grants"], a.Project-firstGranted
	_, begun := b.built[a.Project]
	if i < 0 || i >= len(b.granted) || b.granted[i].withdrawn || begun || b.isFrozen && i < b.early {
		f.wrong("第 %d 条撤回的批准不存在、已撤回、已开工或已定稿 / entry %d revokes a grant that is not there, revoked, begun or fixed", n, n)
		return
	}
	b.granted[i].withdrawn = true
	if no := b.granted[i].proposal; no > 0 {
		b.proposals[no-1].granted = false
	}
}

// grants looks at what was granted after the outcome, and counts all that was granted as funded.
func (b *book) grants(*findings) {
	b.settleGrants()
	for i, p := range b.granted {
		if !p.withdrawn {
			b.funded = append(b.funded, firstGranted+i)
		}
	}
}

// filed takes a proposal out of the round, to the street or the district.
func (b *book) filed(n int64, a forward) {
	p := b.proposal(n, a.No)
	body := b.rules.CrossCommunity
	if a.To == "district" {
		body = b.rules.CrossStreet
	}
	if body == "" || a.Body != body || p.into > 0 || p.forwarded || p.isDecided && !p.onWay() || p.result == "put_off" || p.result == "decline" {
		b.found["screening"].wrong("第 %d 条转报不成立，或不是报给方案所定的单位 / entry %d files what cannot be filed, or not with the body of the scheme", n, n)
	}
	p.forwarded = true
}

func (b *book) fileAnswered(n int64, a forward) {
	if b.isFrozen && !b.proposal(n, a.No).forwarded {
		b.found["screening"].wrong("第 %d 条答复了没有转报的提议 / entry %d answers for a proposal that was not filed", n, n)
	}
}
