package audit

// What a project costs whom and when: co-funding, years and packages.

import "slices"

// payments takes from an estimate what the fund pays, in this year and in all, and checks who else does.
func (b *book) payments(n int64, p *proposal, a estimate) {
	f := b.found["library"]
	p.fund, p.urgent = a.Figure, a.Urgent != ""
	for _, x := range a.Cofunding {
		if !slices.Contains(b.rules.Cofunding, x.Kind) || x.Fen <= 0 || x.Fen >= p.fund {
			f.wrong("第 %d 条的共同出资方不在方案所列之内，或出资不对 / a payer of entry %d is none of those that the scheme names, or pays a wrong amount", n, n)
			continue
		}
		p.fund -= x.Fen
	}
	p.cost = p.fund
	if len(a.Parts) > 0 {
		p.cost = a.Parts[0]
		if !b.rules.splits(p.kind, p.fund, a.Parts) {
			f.wrong("第 %d 条的分年金额不合方案，或合计不符 / the parts of entry %d are not as the scheme allows, or do not add up", n, n)
		}
	}
	if a.Package != "" && (b.rules.Packages != "allowed" || !p.urgent || len(a.Parts) > 0) {
		f.wrong("第 %d 条拆包不合方案 / entry %d is a package that the scheme does not allow", n, n)
	}
}

// splits tells whether a project above the cap may be split into those parts, one a year.
func (s scheme) splits(kind string, fund int64, parts []int64) bool {
	most, sum := s.each(kind), int64(0)
	for _, fen := range parts {
		if fen <= 0 || fen > most {
			return false
		}
		sum += fen
	}
	return len(parts) > 1 && len(parts) <= s.SplitYears && sum == fund && fund > most && fund <= s.SplitMost
}

// fast tells whether the fast track is for a project for which the fund pays so much.
func (s scheme) fast(fund int64, urgent bool) bool {
	return fund < s.FastBelow || urgent && s.FastUrgent == "allowed"
}
