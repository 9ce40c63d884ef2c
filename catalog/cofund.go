package catalog

// Co-funding (单位赞助+居民众筹+惠民补差): sponsors and residents pay first, the fund pays the rest.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kinds of payers beside the fund.
const (
	Sponsor   = "sponsor"   // 单位赞助
	Residents = "residents" // 居民众筹
)

// Payer is who pays a part of a project before the fund does. A single resident is never named.
type Payer struct {
	Kind string `json:"kind" of:"sponsor residents"`
	Name string `json:"name,omitempty" limit:"40"` // as in 柳州机械厂; empty: not told
	Fen  int64  `json:"fen" limit:"1000000000000000"`
}

// Refusals of co-funding.
var (
	ErrPayer    = errors.New("每行写出资方、名称和金额，如：单位 机械厂 1.1万元；居民众筹的不写姓名：居民 3000元 / write on each line sponsor or residents, the name and the amount; residents are not named")
	ErrCofunder = errors.New("本届方案没有列出这一类共同出资方 / the scheme does not name such payers beside the fund")
	ErrShares   = errors.New("共同出资合计须少于总造价，其余由资金补足 / what others pay must be less than the whole cost, the fund pays the rest")
)

// payerWords are how the kinds of payers begin a line.
var payerWords = [][2]string{{Sponsor, "单位"}, {Residents, "居民"}}

// String implements [Line]: 单位 机械厂 1.1万元.
func (x Payer) String() string {
	word := x.Kind
	for _, w := range payerWords {
		if w[0] == x.Kind {
			word = w[1]
		}
	}
	return strings.Join(strings.Fields(word+" "+x.Name+" "+Written(x.Fen)), " ")
}

// Take implements [Line]. The first word is the kind, also as 单位赞助 or 居民众筹, the amount is the last. It refuses with
// [ErrPayer].
func (x *Payer) Take(line string) error {
	words := strings.Fields(line)
	if len(words) < 2 {
		return fmt.Errorf("%w: %q", ErrPayer, short(line))
	}
	i := slices.IndexFunc(payerWords, func(w [2]string) bool {
		return slices.Contains([]string{w[0], w[1], w[1] + "赞助", w[1] + "众筹"}, words[0])
	})
	fen, err := Yuan(words[len(words)-1])
	if i < 0 || err != nil {
		return fmt.Errorf("%w: %q", ErrPayer, short(line))
	}
	*x = Payer{payerWords[i][0], strings.Join(words[1:len(words)-1], " "), fen}
	return nil
}

// checkPayers refuses payers that the scheme does not name, and more than the whole.
func (a *Estimate) checkPayers(s Scheme) error {
	if len(a.Cofunding) > maxLines {
		return fmt.Errorf("%w: %d > %d", ErrNumber, len(a.Cofunding), maxLines)
	}
	for _, x := range a.Cofunding {
		switch {
		case !slices.Contains(s.Cofunding, x.Kind):
			return fmt.Errorf("%w: %s", ErrCofunder, short(x.String()))
		case x.Fen <= 0 || x.Fen >= a.Figure:
			return fmt.Errorf("%w: %s", ErrShares, short(x.String()))
		}
		if err := (Field{Limit: 40, Optional: true}).text(x.Name); err != nil {
			return fmt.Errorf("%w: %s", err, short(x.Name))
		}
	}
	if len(a.Cofunding) > 0 && a.Fund() <= 0 {
		return fmt.Errorf("%w: %s ≥ %s", ErrShares, Written(a.Others()), Written(a.Figure))
	}
	return nil
}
