// Package pdf prints every document of a round: ballots, notices, the project
// library, letters of thanks and minutes. It takes plain data and gives bytes;
// it knows nothing of ballots, rounds or the web.
//
// # Promises
//
// The same data gives the same bytes on every machine: dates are fields of the
// document, never read from a clock. Any string is safe: it may hold markup,
// controls, half a character or an emoji; what no font can draw is printed as
// 〓 and reported as [Missing], and not one other character is lost. Documents
// are printed side by side without sharing anything that is written to.
//
// Money is int64 fen, lengths are millimetres, type is in points, and times are
// shown in China's zone.
//
// # Shape
//
// A document is a struct with a [Document] method. Its file says in what order
// the blocks stand. A flow lays the blocks out as pages of ink with the metrics
// of the embedded fonts; only then does a pen put the ink on paper, so that the
// number of pages and the characters in use are known before the first byte.
//
// # Reading back
//
// [Scan] reads the QR codes out of a file printed here, so that a machine with
// nothing but this program can follow a ballot from the press to the box.
package pdf

import (
	"errors"
	"io"
)

// Document is anything that can be printed.
type Document interface {
	// Print writes one PDF file to w. It writes nothing when it refuses the
	// data; it then returns one of the errors of this package. The characters
	// that were printed as 〓 are returned in the order of the text.
	Print(w io.Writer) ([]Missing, error)
}

// Missing is a character that no embedded font can draw; it was printed as 〓.
type Missing struct {
	Document string // which document, as 结果公示 or 感谢信 3
	Text     string // the whole text that holds it, as printed
	At       int    // its place in the text, from 1
	Rune     rune   // the character, or U+FFFD for bytes that are no character
}

// Refusals. Each says what to do; Print wraps them with what was wrong.
var (
	ErrEmpty     = errors.New("没有可印的内容，请先补全 / nothing to print: fill in the document first")
	ErrDate      = errors.New("缺少成文日期，请填写 / the date is missing: set it")
	ErrPeriod    = errors.New("公示期起止或工作日数不对，请核对 / the notice period is wrong: check its days")
	ErrOverspent = errors.New("入选项目合计超过资金总额，请核对结果 / the funded projects exceed the fund: check the outcome")
	ErrSigners   = errors.New("落款单位最多四个、每个不超过40字，请改短 / at most four bodies sign, each in 40 characters: shorten them")
	ErrBatch     = errors.New("一个文件最多印500张选票，请分批 / at most 500 sheets a file: print in batches")
	ErrSheet     = errors.New("选票编号或二维码缺失、重复或太长，请重新生成 / a sheet's serial or code is missing, repeated or too long: make the batch again")
	ErrAmount    = errors.New("金额应在0元到10万亿元之间，请核对 / an amount is below zero or above ten trillion yuan: check it")
	ErrFit       = errors.New("项目太多或文字太长，一张纸印不下，请改用A4或缩短文字 / the projects do not fit on one sheet of paper: use A4 or shorten the texts")
	ErrLabel     = errors.New("标签放不下，请减少每页个数或缩短文字 / a label is too small: print fewer on a page or shorten the text")
	ErrCode      = errors.New("二维码内容太长或为空，请缩短网址 / the text of the QR code is empty or too long: shorten the address")
	ErrNotPDF    = errors.New("这不是PDF文件，请选择本系统印出的文件 / not a PDF file: choose a file printed here")
	ErrNoCode    = errors.New("文件里没有可读的二维码，请选择本系统印出的文件 / no readable QR code in the file: choose a file printed here")
)
