package tally

// This file is the sample that a recount looks at: how many sheets, and which.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"

	"linli/ballot"
)

// gamma is −2·γ·ln α in billionths, rounded up, for γ = 1.03905 and a risk limit α of 5 %: see [Margin.Sheets].
const gamma = 6_225_431_238

// Sheets is how many sheets of that many a recount must compare with their records so that a wrong outcome is found with
// a probability of at least 95 %, if it finds no error: the ballot-comparison audit of Stark's super-simple method,
//
//	n = ⌈−2·γ·ln α / μ⌉, γ = 1.03905, α = 0.05, μ = margin / (sheets · each),
//
// in which each is the most that one sheet can give to one project: 1 where it gives votes. (Ph. B. Stark, "Super-Simple
// Simultaneous Single-Ballot Risk-Limiting Audits", EVT/WOTE 2010; γ and the formula as in VotingWorks' arlo,
// server/audit_math/supersimple.py.) It is all sheets if the margin is 0 or not known, or so small that all are needed,
// and none if no vote can change the outcome. If an error is found, all sheets are counted again.
func (m Margin) Sheets(sheets, each int64) int64 {
	switch {
	case m.Known && m.Fixed, sheets <= 0:
		return 0
	case !m.Known || m.Votes <= 0:
		return sheets
	}
	n := big.NewInt(gamma)
	n.Mul(n, big.NewInt(sheets)).Mul(n, big.NewInt(max(1, each)))
	per := new(big.Int).Mul(big.NewInt(m.Votes), big.NewInt(1_000_000_000))
	n.Add(n, per).Sub(n, big.NewInt(1)).Quo(n, per)
	if n.Cmp(big.NewInt(sheets)) > 0 {
		return sheets
	}
	return n.Int64()
}

// Most is the most that one sheet of the paper can give to one project.
func Most(p ballot.Paper) int64 {
	switch p.Form {
	case ballot.Points:
		return p.Sum
	case ballot.Ranking:
		return int64(p.Max)
	}
	return 1
}

// Sample draws n of the ids by a seed: those with the smallest SHA-256(hex(SHA-256(seed)) ‖ id), in that order. The seed
// is drawn in public after all sheets are in the record. A larger n adds to the sample and takes nothing from it. (The
// construction of R. Rivest's consistent_sampler, which arlo uses.)
func Sample(seed string, ids []string, n int64) []string {
	sum := sha256.Sum256([]byte(seed))
	prefix := hex.EncodeToString(sum[:])
	type ticket struct {
		id string
		at [sha256.Size]byte
	}
	all := make([]ticket, len(ids))
	for i, id := range ids {
		all[i] = ticket{id, sha256.Sum256([]byte(prefix + id))}
	}
	slices.SortFunc(all, func(a, b ticket) int { return bytes.Compare(a.at[:], b.at[:]) })
	out := make([]string, min(n, int64(len(all))))
	for i := range out {
		out[i] = all[i].id
	}
	return out
}
