package catalog

// Which proposals may be one and the same: a hint for the clerk who merges, never a decision.

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Likeness is how much a proposal resembles another, in percent, and in what.
type Likeness struct {
	No                 int // of the other proposal
	Score              int // of all together: title 5 parts, place 3, text 2
	Title, Place, Text int // of each
	Kind               bool
}

// Limits of what is shown.
const (
	alikeFrom = 40 // percent
	alikeMost = 5  // proposals
)

// Alike are the proposals that most resemble that one, the most alike first; those merged into another are left out, as
// the other stands for them.
//
// Texts are compared by their pairs of neighbouring characters (Dice's coefficient, 1945; Adamson and Boreham, 1974),
// each pair the weightier the fewer proposals have it, so that 小区 and 安装 say little and 充电 much. Width, case,
// punctuation and spaces make no difference.
func (r *Round) Alike(no int) []Likeness {
	p := r.Proposal(no)
	if p == nil {
		return nil
	}
	w := weigh(r.Proposals)
	mine := portrait(p)
	var out []Likeness
	for _, q := range r.Proposals {
		if q == p || q.Into > 0 {
			continue
		}
		yours := portrait(q)
		l := Likeness{No: q.No, Title: w.alike(mine.title, yours.title), Place: w.alike(mine.place, yours.place), Text: w.alike(mine.text, yours.text), Kind: p.Kind == q.Kind}
		if l.Score = (5*l.Title + 3*l.Place + 2*l.Text) / 10; l.Score >= alikeFrom {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Likeness) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.No, b.No)) })
	return out[:min(len(out), alikeMost)]
}

// pairs are the pairs of neighbouring characters of a text, with how often each stands there.
type pairs map[[2]rune]int

// pairsOf reads a text without what makes no difference. A single character is a pair with nothing.
func pairsOf(text string) pairs {
	var plain []rune
	for _, c := range norm.NFKC.String(strings.ToLower(text)) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			plain = append(plain, c)
		}
	}
	out := pairs{}
	if len(plain) == 1 {
		out[[2]rune{plain[0]}] = 1
	}
	for i := 1; i < len(plain); i++ {
		out[[2]rune{plain[i-1], plain[i]}]++
	}
	return out
}

// looks are the parts of a proposal that are compared.
type looks struct{ title, place, text pairs }

func portrait(p *Proposal) looks {
	title, text := p.Current()
	return looks{pairsOf(title), pairsOf(p.Place), pairsOf(text)}
}

// weights are those of the pairs of a round.
type weights struct {
	of   int             // proposals
	seen map[[2]rune]int // in how many
}

func weigh(list []*Proposal) weights {
	w := weights{len(list), map[[2]rune]int{}}
	for _, p := range list {
		title, text := p.Current()
		for pair := range pairsOf(title + "\n" + p.Place + "\n" + text) {
			w.seen[pair]++
		}
	}
	return w
}

// weight grows by one with each halving of the proposals that have the pair.
func (w weights) weight(pair [2]rune) int { return bits.Len(uint(w.of / max(1, w.seen[pair]))) }

// alike is twice the weight of what both have, in percent of the weight of all; 0 if one has nothing.
func (w weights) alike(a, b pairs) int {
	both, all := 0, 0
	for pair, n := range a {
		both += w.weight(pair) * min(n, b[pair])
		all += w.weight(pair) * n
	}
	for pair, n := range b {
		all += w.weight(pair) * n
	}
	return 200 * both / max(1, all)
}
