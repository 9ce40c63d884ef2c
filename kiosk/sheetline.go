package kiosk

// One line a sheet of paper: what a counter types for it, what that is called in words. The page's script reads lines in
// the same way while they are typed.

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"linli/ballot"
	"linli/kiosk/lang"
)

// ErrMark: marks of a paper sheet that cannot be read.
var ErrMark = errors.New("填所选编号（空格或句点隔开），空白票填 0，无效填 x 加原因：x1 选多了、x2 看不清、x3 有姓名或记号 / type the numbers marked, 0 for blank, or x and why: x1 too many marks, x2 unclear, x3 a name or sign")

var (
	blankLine   = regexp.MustCompile(`^(0|空白?票?)$`)
	invalidLine = regexp.MustCompile(`^(?:[x×*]|废票?|无效) ?([1-3]?)$`)
	markWord    = regexp.MustCompile(`^([0-9]+)$`)
	pointsWord  = regexp.MustCompile(`^([0-9]+)[=:*×]([0-9]+)$`)
)

// plainLine is a line as a keyboard without an input method would have typed it: full-width signs are made narrow, the
// stops of Chinese are spaces.
func plainLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return unicode.ToLower(r - '！' + '!')
		case unicode.IsSpace(r), strings.ContainsRune("、。｡､", r):
			return ' '
		}
		return unicode.ToLower(r)
	}, text))
}

// parseSheet reads what a counter types for one sheet: the numbers marked, with spaces, commas or points between, in a
// ranking best first, in points as in 1=5 4=3; 0 for a blank sheet; x and the number of the reason for one that does not
// count, x alone for one with too many marks. Marks that the paper does not allow are refused: an overvote is entered as
// x1, so that nothing is cut off and no slip of the hand voids a ballot.
func parseSheet(paper ballot.Paper, text string) (ballot.Sheet, error) {
	t := plainLine(text)
	if blankLine.MatchString(t) {
		return ballot.Sheet{Finding: ballot.Blank}, nil
	}
	if t == "?" {
		return ballot.Sheet{Finding: ballot.Unclear}, nil
	}
	if m := invalidLine.FindStringSubmatch(t); m != nil {
		reason, _ := strconv.Atoi(m[1])
		return ballot.Sheet{Finding: ballot.Invalid[max(reason, 1)-1]}, nil
	}
	var marks ballot.Marks
	for _, word := range strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(" ,;.+/|", r) }) {
		m, err := parseMark(paper.Form, word)
		if err != nil {
			return ballot.Sheet{}, err
		}
		marks = append(marks, m)
	}
	if len(marks) == 0 {
		return ballot.Sheet{}, ErrMark
	}
	if err := paper.Check(marks); err != nil {
		return ballot.Sheet{}, err
	}
	return ballot.Sheet{Finding: ballot.Marked, Marks: paper.Normal(marks)}, nil
}

func parseMark(form ballot.Form, word string) (m ballot.Mark, err error) {
	pattern := markWord
	if form == ballot.Points {
		pattern = pointsWord
	}
	found := pattern.FindStringSubmatch(word)
	if found == nil {
		return m, fmt.Errorf("%w: %s", ErrMark, clip(word, 20))
	}
	if m.Project, err = strconv.Atoi(found[1]); err == nil && len(found) > 2 {
		m.Points, err = strconv.ParseInt(found[2], 10, 64)
	}
	if err != nil {
		return m, fmt.Errorf("%w: %s", ErrMark, clip(word, 20))
	}
	return m, nil
}

// sheetText is the inverse of parseSheet.
func sheetText(paper ballot.Paper, s ballot.Sheet) string {
	switch i := slices.Index(ballot.Invalid, s.Finding); {
	case s.Finding == ballot.Blank:
		return "0"
	case i >= 0:
		return "x" + strconv.Itoa(i+1)
	}
	words := make([]string, len(s.Marks))
	for i, m := range s.Marks {
		words[i] = strconv.Itoa(m.Project)
		if paper.Form == ballot.Points {
			words[i] += "=" + strconv.FormatInt(m.Points, 10)
		}
	}
	return strings.Join(words, " ")
}

// sheetWords is a sheet as it is read out: numbers and names, or the finding.
func sheetWords(l lang.Lang, paper ballot.Paper, names []string, s ballot.Sheet) string {
	if s.Finding != ballot.Marked {
		return lang.T(l, "told.sheet."+string(s.Finding))
	}
	words := make([]string, len(s.Marks))
	for i, m := range s.Marks {
		words[i] = strconv.Itoa(m.Project) + " " + names[m.Project-1]
		if paper.Form == ballot.Points {
			words[i] += " " + lang.T(l, "count.points", m.Points)
		}
	}
	return strings.Join(words, " · ")
}
