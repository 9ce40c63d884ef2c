package pabulib

// This file reads META.

import (
	"errors"
	"fmt"
	"strings"

	"linli/ballot"
)

// metum is a value of META and where it stands.
type metum struct {
	value string
	at    place
}

// requiredKeys must be there; those that only describe may be empty.
var requiredKeys = []string{
	"description", "country", "unit", "instance", "num_projects", "num_votes",
	"budget", "vote_type", "rule", "date_begin", "date_end",
}

// forms maps vote_type to the form of the paper.
var forms = map[string]ballot.Form{
	"approval": ballot.Approval, "choose-1": ballot.Approval, "ordinal": ballot.Ranking,
	"cumulative": ballot.Points, "scoring": ballot.Points,
}

// limits are what META says of a ballot. Published results count ballots past them, so they only cause warnings.
type limits struct {
	pointed bool // ballots give points
	least   int
	most    int // 0: as many as there are projects
	sum     *decimal
	cost    *decimal // of the projects on one ballot
}

// metaRow takes one key. A value with semicolons outside quotes is kept whole.
func (r *reader) metaRow() error {
	if len(r.row) < 2 {
		return r.fits()
	}
	key, value := strings.ToLower(r.row[0].text), r.row[1]
	if !blank(r.row[2:]) {
		value.text = strings.TrimSpace(r.text[value.at:])
		r.warn(r.at(value.at), ErrFields, "值里有未加引号的分号，按整段读取", "the value has semicolons outside quotes; it is kept whole")
	}
	if _, twice := r.meta[key]; twice || key == "" {
		return r.fail(r.here(), ErrKey, fmt.Sprintf("META 的 %q 重复或为空，请只留一行", key), fmt.Sprintf("META key %q is there twice or empty: keep one line", key))
	}
	r.meta[key] = metum{value.text, r.at(value.at)}
	r.election.Meta = append(r.election.Meta, Pair{strings.Clone(key), strings.Clone(value.text)})
	return nil
}

// endMeta checks the keys that are needed to count.
func (r *reader) endMeta() error {
	for _, key := range requiredKeys {
		if _, ok := r.meta[key]; !ok {
			return r.fail(r.here(), ErrKey, "META 缺少 "+key+"，请在本行之前补上", "META has no key "+key+": add it above this line")
		}
	}
	kind := r.meta["vote_type"]
	form, ok := forms[kind.value]
	if !ok {
		return r.fail(kind.at, ErrVoteType,
			fmt.Sprintf("不支持投票方式 %q，可用 approval、choose-1、cumulative、ordinal、scoring", kind.value),
			fmt.Sprintf("vote_type %q is not known: use approval, choose-1, cumulative, ordinal or scoring", kind.value))
	}
	r.election.Paper.Form = form
	r.ballots.pointed = form == ballot.Points
	if kind.value == "choose-1" {
		r.ballots.most = 1
	}
	if err := r.refuseScores(); err != nil {
		return err
	}
	return r.readLimits()
}

// refuseScores refuses ways to score that are not counted here.
func (r *reader) refuseScores() error {
	if fn := r.meta["scoring_fn"]; fn.value != "" && !strings.EqualFold(fn.value, "borda") {
		return r.fail(fn.at, ErrVoteType, "scoring_fn 只支持 Borda", "only the scoring_fn Borda can be counted")
	}
	if score := r.meta["default_score"]; score.value != "" {
		if d, err := parseDecimal(score.value); err != nil || d.n != 0 {
			return r.fail(score.at, ErrVoteType, "default_score 只支持 0", "only a default_score of 0 can be counted")
		}
	}
	return nil
}

func (r *reader) readLimits() error {
	for _, limit := range []struct {
		key string
		to  *int
	}{{"min_length", &r.ballots.least}, {"max_length", &r.ballots.most}} {
		m := r.meta[limit.key]
		if m.value == "" {
			continue
		}
		n, err := parseCount(m.value)
		if err != nil {
			return r.number(m, err)
		}
		*limit.to = n
	}
	for _, limit := range []struct {
		key string
		is  bool
		to  **decimal
	}{{"max_sum_points", r.ballots.pointed, &r.ballots.sum}, {"max_sum_cost", true, &r.ballots.cost}} {
		m := r.meta[limit.key]
		if m.value == "" || !limit.is {
			continue
		}
		d, err := parseDecimal(m.value)
		if err != nil {
			return r.number(m, err)
		}
		*limit.to = &d
	}
	return nil
}

// declared checks a declared number of things against what is there.
func (r *reader) declared(key string, have int) error {
	m := r.meta[key]
	n, err := parseCount(m.value)
	if err != nil {
		return r.number(m, err)
	}
	if n != have {
		return r.fail(m.at, ErrCount,
			fmt.Sprintf("%s 写的是 %d，实际有 %d 行；文件可能不完整，请核对", key, n, have),
			fmt.Sprintf("%s says %d but there are %d: the file may be cut off, check it", key, n, have))
	}
	r.set(key, fmt.Sprint(n))
	return nil
}

// number refuses a number that cannot be read, with the kind that parseDecimal gave.
func (r *reader) number(m metum, kind error) error {
	if errors.Is(kind, ErrRange) {
		return r.fail(m.at, ErrRange, fmt.Sprintf("数字 %s 太大或小数太长，无法精确计算", m.value), fmt.Sprintf("the number %s is too large or too fine to be held exactly", m.value))
	}
	return r.fail(m.at, ErrNumber,
		fmt.Sprintf("%q 不是可读的数字，请写成 1234 或 1234.50", m.value),
		fmt.Sprintf("%q cannot be read as a number: write it as 1234 or 1234.50", m.value))
}

// set puts a value of META into its one written form.
func (r *reader) set(key, value string) {
	for i, p := range r.election.Meta {
		if p.Key == key {
			r.election.Meta[i].Value = value
		}
	}
}
