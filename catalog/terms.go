package catalog

// Lists of a scheme whose items are written one a line: the sources of the fund, the tiers of approval.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Line is an item of a list that is written as one line, on the desk and in a file alike. What String writes, Take reads
// as the same item.
type Line interface {
	// String is the line.
	String() string
	// Take reads a line into the item. It refuses with [ErrShare] or [ErrTier] and says what it could not read.
	Take(line string) error
}

// Refusals of a line.
var (
	ErrShare = errors.New("每行写一个来源和金额，如：市财政 10万元 / write a source and its amount on each line, like: 市财政 10万元")
	ErrTier  = errors.New("每行写金额、审批单位和工作日数，如：5万元以内 居民代表会议 0；最后一行写：不限 街道办事处 5 / write amount, body and working days on each line, like: 5万元以内 居民代表会议 0; the last one without limit: 不限 街道办事处 5")
)

// Share is what one source pays of the fund.
type Share struct {
	Name string `json:"name" limit:"30"`
	Fen  int64  `json:"fen" limit:"1000000000000000"`
}

// String implements [Line]: 市财政 10万元.
func (x Share) String() string { return x.Name + " " + Written(x.Fen) }

// Take implements [Line]. The amount is the last word.
func (x *Share) Take(line string) error {
	words := strings.Fields(line)
	if len(words) < 2 {
		return fmt.Errorf("%w: %q", ErrShare, short(line))
	}
	fen, err := Yuan(words[len(words)-1])
	if err != nil {
		return fmt.Errorf("%w: %q", ErrShare, short(line))
	}
	*x = Share{strings.Join(words[:len(words)-1], " "), fen}
	return nil
}

// Tier is a step of approval: a project of at most UpTo is approved by Body within Days working days.
type Tier struct {
	UpTo int64  `json:"up_to"` // fen; 0: without limit
	Body string `json:"body" limit:"60"`
	Days int    `json:"days"` // working days from the day it was handed in; 0: no clock runs
}

const (
	upTo    = "以内"
	noLimit = "不限"
	onDays  = "个工作日"
)

// String implements [Line]: 5万元以内 居民代表会议 0个工作日.
func (x Tier) String() string {
	amount := noLimit
	if x.UpTo > 0 {
		amount = Written(x.UpTo) + upTo
	}
	return amount + " " + x.Body + " " + strconv.Itoa(x.Days) + onDays
}

// Take implements [Line]. The amount is the first word, the days are the last; 以下 is 以内 (民法典 第一千二百五十九条).
func (x *Tier) Take(line string) error {
	words := strings.Fields(line)
	if len(words) < 3 {
		return fmt.Errorf("%w: %q", ErrTier, short(line))
	}
	t := Tier{Body: strings.Join(words[1:len(words)-1], " ")}
	amount, limited := words[0], words[0] != noLimit
	if limited {
		fen, err := Yuan(strings.TrimSuffix(strings.TrimSuffix(amount, upTo), "以下"))
		if err != nil || fen == 0 {
			return fmt.Errorf("%w: %q", ErrTier, short(amount))
		}
		t.UpTo = fen
	}
	days, err := strconv.ParseUint(strings.TrimSuffix(strings.Map(narrow, words[len(words)-1]), onDays), 10, 8)
	if err != nil {
		return fmt.Errorf("%w: %q", ErrTier, short(words[len(words)-1]))
	}
	t.Days = int(days)
	*x = t
	return nil
}

// short is as much of a text as a refusal repeats.
func short(text string) string {
	if utf8.RuneCountInString(text) > 40 {
		text = string([]rune(text)[:40]) + "…"
	}
	return text
}
