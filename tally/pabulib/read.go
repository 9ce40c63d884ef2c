package pabulib

// This file reads a file line by line and keeps its three sections in order.

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"linli/ballot"
)

// Limits of what is read; past them the error is [ErrLimit].
const (
	MaxBytes    = 512 << 20  // of a file
	MaxLine     = 1 << 20    // bytes of a line
	MaxProjects = 9_999      // a round's paper takes 999
	MaxBallots  = 20_000_000 // of an election
)

// sections in the order in which a file has them.
var sections = []string{"META", "PROJECTS", "VOTES"}

// reader is a file being read.
type reader struct {
	name     string
	election *Election

	line    int    // number of the current line
	text    string // the current line
	row     []field
	section int            // how many sections have begun
	columns map[string]int // of this section; nil before its header
	width   int            // number of columns

	meta     map[string]metum
	ballots  limits
	projects []costed
	numbers  map[string]int // project_id to number
	marked   []int          // by number: the last line that marks it
	choices  []choice       // of the current line
	slab     []ballot.Mark  // where the next ballots' marks go
	digits   int            // decimal digits of points so far
	fine     int            // decimal digits of money
}

// Read is [Parse] of what in yields.
func Read(name string, in io.Reader) (*Election, error) {
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("读不到 %s / cannot read it: %w", name, err)
	}
	return Parse(name, data)
}

// Parse reads a .pb file; name stands in messages only. A byte order mark, CRLF and mixed line ends, a missing last
// line end, empty lines and needless semicolons at a line's end are all accepted. The error is an [*Error].
func Parse(name string, data []byte) (*Election, error) {
	r := &reader{name: name, election: &Election{}, meta: map[string]metum{}}
	text, err := r.decode(data)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		if err := r.take(strings.TrimRight(line, "\r\n")); err != nil {
			return nil, err
		}
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return r.election, nil
}

// decode refuses bytes that are too many or not UTF-8.
func (r *reader) decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > MaxBytes {
		return "", r.fail(place{1, 1}, ErrLimit, "文件超过 512 MiB", "the file is larger than 512 MiB")
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	at := place{1, 0}
	for line := range bytes.Lines(data) {
		if at.column = badColumn(line); at.column > 0 {
			break
		}
		at.line++
	}
	return "", r.fail(at, ErrText, "不是 UTF-8 文字，请另存为 UTF-8", "not UTF-8: save the file as UTF-8")
}

// badColumn is the character of a line that is not UTF-8, from 1, or 0.
func badColumn(line []byte) int {
	for column := 1; len(line) > 0; column++ {
		char, size := utf8.DecodeRune(line)
		if char == utf8.RuneError && size == 1 {
			return column
		}
		line = line[size:]
	}
	return 0
}

// take reads one line.
func (r *reader) take(line string) error {
	r.line++
	r.text = line
	if len(line) > MaxLine {
		return r.fail(place{r.line, 1}, ErrLimit, "这一行超过 1 MiB", "the line is longer than 1 MiB")
	}
	row, unclosed := split(r.row[:0], line)
	r.row = row
	switch {
	case unclosed >= 0:
		return r.fail(r.at(unclosed), ErrQuote, `引号没有闭合，请在字段末尾补上 "`, `the quote is not closed: add a " at the end of the field`)
	case blank(row):
		return nil
	case r.section < len(sections) && strings.EqualFold(row[0].text, sections[r.section]) && blank(row[1:]):
		return r.begin()
	case r.section == 0 || len(row) == 1 && isSection(row[0].text):
		return r.expected()
	case r.columns == nil:
		return r.header()
	case r.section == 1:
		return r.metaRow()
	case r.section == 2:
		return r.projectRow()
	}
	return r.voteRow()
}

// begin ends a section and begins the next.
func (r *reader) begin() error {
	if err := r.end(); err != nil {
		return err
	}
	r.section++
	r.columns = nil
	return nil
}

// end checks the section that is over.
func (r *reader) end() error {
	switch {
	case r.section > 0 && r.columns == nil:
		return r.fail(r.here(), ErrColumn, sections[r.section-1]+" 下面缺少表头行", "the header line is missing under "+sections[r.section-1])
	case r.section == 1:
		return r.endMeta()
	case r.section == 2:
		return r.endProjects()
	case r.section == 3:
		return r.endVotes()
	}
	return nil
}

// finish ends the file.
func (r *reader) finish() error {
	if r.section < len(sections) {
		return r.expected()
	}
	return r.end()
}

// here is the beginning of the current line.
func (r *reader) here() place { return place{max(1, r.line), 1} }

// expected refuses a line, or the end of the file, where another section should begin.
func (r *reader) expected() error {
	if r.section == len(sections) {
		return r.fail(r.here(), ErrSection, "VOTES 之后不应再有分区，请删去", "no section may follow VOTES: remove it")
	}
	name := sections[r.section]
	return r.fail(r.here(), ErrSection,
		fmt.Sprintf("缺少 %s 分区，请补上只写着 %s 的一行", name, name),
		fmt.Sprintf("section %s is missing: add a line that says %s", name, name))
}

func blank(row []field) bool {
	for _, f := range row {
		if f.text != "" {
			return false
		}
	}
	return true
}

func isSection(s string) bool {
	for _, name := range sections {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}
