package pabulib

// This file is what the reader says when a file is not right.

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Kinds of errors: [Error] unwraps to one of them.
var (
	ErrSection  = errors.New("缺少分区 / a section is missing or out of order")
	ErrKey      = errors.New("META 有误 / a META key is missing or there twice")
	ErrColumn   = errors.New("表头有误 / a column is missing or there twice")
	ErrFields   = errors.New("字段有误 / wrong number of fields, or one that cannot be used")
	ErrTwice    = errors.New("项目重复 / a project is there twice")
	ErrUnknown  = errors.New("没有这个项目 / no such project")
	ErrNumber   = errors.New("数字格式不对 / not a number that can be read")
	ErrRange    = errors.New("数字超出范围 / a number is too large to be held exactly")
	ErrCount    = errors.New("数目不符 / a declared number differs from what is there")
	ErrPoints   = errors.New("分数与选项不符 / points do not match the vote")
	ErrText     = errors.New("文字编码不对 / the text is not clean UTF-8")
	ErrQuote    = errors.New("引号没有闭合 / a quote is not closed")
	ErrLimit    = errors.New("超过上限 / past a limit")
	ErrVoteType = errors.New("不支持的投票方式 / unknown vote_type")
)

// Error is one thing wrong with a file, or, in [Election.Warnings], one thing read around.
type Error struct {
	File    string // as given to [Parse]
	Line    int    // from 1
	Column  int    // in characters, from 1
	Kind    error  // one of the Err values of this package
	Chinese string // what is wrong and what to do
	English string
}

// Error is FILE:LINE:COLUMN: 中文 / English.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s / %s", e.File, e.Line, e.Column, e.Chinese, e.English)
}

// Unwrap is the kind.
func (e *Error) Unwrap() error { return e.Kind }

// place is where something stands in the file.
type place struct{ line, column int }

// fail is an error at a place.
func (r *reader) fail(at place, kind error, chinese, english string) *Error {
	return &Error{File: r.name, Line: at.line, Column: at.column, Kind: kind, Chinese: chinese, English: english}
}

// warn keeps something that was read around.
func (r *reader) warn(at place, kind error, chinese, english string) {
	r.election.Warnings = append(r.election.Warnings, r.fail(at, kind, chinese, english))
}

// at is the place of a byte of the current line.
func (r *reader) at(offset int) place {
	return place{r.line, utf8.RuneCountInString(r.text[:offset]) + 1}
}
