package catalog

// The way of a decision by the scheme: which cap holds, who decides, who approves, and by when.

import "slices"

// Decision routes of a scheme.
const (
	ByVote    = "vote"
	ByCouncil = "council" // 居民议事会
)

// Majorities of a council: see [Scheme.Carries].
const (
	MajorityPresent  = "majority_present"
	MajorityMembers  = "majority_members"
	TwoThirdsPresent = "two_thirds_present"
)

// CapOf is the most in fen that one project of a kind may cost; 0: no cap.
func (s Scheme) CapOf(kind string) int64 {
	switch {
	case kind == "engineering" && s.EachEngineering > 0:
		return s.EachEngineering
	case kind == "service" && s.EachService > 0:
		return s.EachService
	}
	return s.Cap
}

// MayPropose tells whether a proposer of a kind, as in resident, may hand in a project of a kind.
func (s Scheme) MayPropose(from, kind string) bool {
	who := s.Proposers
	if kind == "service" && len(s.ServiceProposers) > 0 {
		who = s.ServiceProposers
	}
	return len(who) == 0 || slices.Contains(who, from)
}

// Positive tells whether Grounds are a positive list: a project must fall under one of them, where by a negative list
// none may apply to it.
func (s Scheme) Positive() bool { return s.List == "positive" }

// Council tells whether the residents' council decides in place of a vote.
func (s Scheme) Council() bool { return s.Route == ByCouncil }

// Quorate tells whether enough of the council's members are there.
func (s Scheme) Quorate(present, members int) bool {
	return present > 0 && present <= members && 100*present >= s.Quorum*members
}

// Carries tells whether so many who say yes carry an item in a council with that many present and members: by more than
// half of those present, by more than half of all members, or by at least two thirds of those present. Who abstains is
// present.
func (s Scheme) Carries(yes, present, members int) bool {
	switch s.Majority {
	case MajorityMembers:
		return 2*yes > members
	case TwoThirdsPresent:
		return present > 0 && 3*yes >= 2*present
	}
	return 2*yes > present
}

// TierOf is the tier that approves a project of so many fen; false: the scheme has no approval.
func (s Scheme) TierOf(fen int64) (Tier, bool) {
	for _, t := range s.Tiers {
		if t.UpTo == 0 || fen <= t.UpTo {
			return t, true
		}
	}
	return Tier{}, false
}

// Fast tells whether a project goes the fast track (随报随审): below the scheme's amount, or urgent where the scheme has
// urgent ones go it.
func (s Scheme) Fast(fen int64, urgent bool) bool {
	return fen < s.FastBelow || urgent && s.FastUrgent == "allowed"
}

// Splits tells whether a project of a kind and so many fen, above the cap of one project, may be split over years.
func (s Scheme) Splits(kind string, fen int64) bool {
	most := s.CapOf(kind)
	return most > 0 && fen > most && fen <= s.SplitMost && fen <= most*int64(s.SplitYears)
}
