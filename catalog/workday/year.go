package workday

// The file of one year: the State Council's notice as data.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Year is one yearly notice. As JSON it has the shape that public collections of these notices use.
type Year struct {
	Year   int      `json:"year"`
	Papers []string `json:"papers"` // the notices, with number or address
	Days   []Day    `json:"days"`   // in the order of their dates
}

// Day is a date that a notice names.
type Day struct {
	Name   string `json:"name"` // of the holiday
	Date   string `json:"date"` // as in 2026-10-01
	Off    bool   `json:"isOffDay"`
	notice int    // the year of its notice
}

// ErrFile: a file of a year that does not hold together. Nothing of it is taken.
var ErrFile = errors.New("放假安排文件有误，请核对国务院办公厅通知 / the file of the year's holidays is wrong, compare it with the notice")

const (
	maxFile = 1 << 20 // bytes; real ones have 3 KiB
	maxName = 20      // characters
	least   = 11      // days off by law until 2024; since 2025 they are 13 (全国年节及纪念日放假办法)
	most    = 60      // days off, with the weekends among them; real years have 27 to 33
)

// Parse reads the file of a year strictly: every day once, in order, in that year or in the last days of the one before
// (a New Year's holiday may begin there) and said to be off or not, work only on weekend days, 11 to 60 days off, and the
// notice named, in UTF-8. It refuses anything else with [ErrFile]. Keys that begin with $ are passed over.
func Parse(raw []byte) (Year, error) {
	var y Year
	if len(raw) > maxFile {
		return y, fmt.Errorf("%w: %d > %d bytes", ErrFile, len(raw), maxFile)
	}
	if !utf8.Valid(raw) {
		return y, fmt.Errorf("%w: 请存为 UTF-8 / save it as UTF-8", ErrFile)
	}
	var in struct {
		Schema string    `json:"$schema"`
		ID     string    `json:"$id"`
		Days   []written `json:"days"` // in place of those of the year
		Year
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return y, fmt.Errorf("%w: %v", ErrFile, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return y, fmt.Errorf("%w: 文件末尾有多余内容 / more than one value", ErrFile)
	}
	for _, day := range in.Days {
		if day.Off == nil {
			return y, fmt.Errorf("%w: %s 没有写是否放假 / is not said to be off or not", ErrFile, day.Date)
		}
		in.Year.Days = append(in.Year.Days, Day{Name: day.Name, Date: day.Date, Off: *day.Off})
	}
	if err := in.Year.check(); err != nil {
		return y, err
	}
	return in.Year, nil
}

// written is a [Day] as a file has it.
type written struct {
	Name string `json:"name"`
	Date string `json:"date"`
	Off  *bool  `json:"isOffDay"`
}

func (y Year) check() error {
	if y.Year < 2000 || y.Year > 2999 || len(y.Papers) == 0 || slices.ContainsFunc(y.Papers, blank) {
		return fmt.Errorf("%w: year %d, %d papers", ErrFile, y.Year, len(y.Papers))
	}
	off, last := 0, ""
	for _, d := range y.Days {
		if err := d.check(y.Year); err != nil {
			return err
		}
		if d.Date <= last {
			return fmt.Errorf("%w: %s 应在 %s 之后 / must come after", ErrFile, d.Date, last)
		}
		if last = d.Date; d.Off {
			off++
		}
	}
	if off < least || off > most {
		return fmt.Errorf("%w: 放假 %d 天，应为 %d 至 %d 天 / %[2]d days off, should be %[3]d to %[4]d", ErrFile, off, least, most)
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// named tells whether a holiday's name can be shown.
func named(s string) bool {
	return !blank(s) && utf8.RuneCountInString(s) <= maxName && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// check refuses a day that a notice of the year cannot name.
func (d Day) check(year int) error {
	day, err := parse(d.Date)
	eve := err == nil && day.Year() == year-1 && day.Month() == time.December && day.Day() >= 25
	switch {
	case err != nil || day.Year() != year && !eve:
		return fmt.Errorf("%w: %q 不在 %d 年 / is not in the year", ErrFile, d.Date, year)
	case !named(d.Name):
		return fmt.Errorf("%w: %s 没有名称，或名称不对 / has no name, or a wrong one", ErrFile, d.Date)
	case !d.Off && !weekend(day):
		return fmt.Errorf("%w: %s 本是工作日 / is a working day anyway", ErrFile, d.Date)
	}
	return nil
}
