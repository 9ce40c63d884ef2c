package workbook

// Values of a workbook: texts that cells share, and numbers with what their format makes of them.

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// readTexts reads the texts that cells share. Of one that no cell may have, no more is kept than tells that it is too
// long.
func (b *book) readTexts(name string) error {
	if name == "" {
		return nil
	}
	var text strings.Builder
	taking, aside := false, false
	return b.parts.walk(name, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "si":
			text.Reset()
		case "t":
			taking = true
		case "rPh":
			aside = true
		}
		return nil
	}, func(name string) error {
		switch name {
		case "si":
			if b.texts = append(b.texts, unescaped(text.String())); len(b.texts) > lastRow {
				return fmt.Errorf("%w: 文字超过 %d 条 / more than %d texts", ErrLarge, lastRow, lastRow)
			}
		case "t":
			taking = false
		case "rPh":
			aside = false
		}
		return nil
	}, func(s []byte) {
		if taking && !aside && text.Len() <= 4*maxCell {
			text.Write(s)
		}
	})
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped is a text with what stands for characters that XML cannot hold, as in _x000D_ (ECMA-376-1, 22.9.2.19).
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escape.ReplaceAllStringFunc(s, func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16)
		return string(rune(n))
	})
}

// readStyles tells which styles show a number as a day.
func (b *book) readStyles(name string) error {
	if name == "" {
		return nil
	}
	var in struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.parts.decode(name, &in); err != nil {
		return err
	}
	dates := map[int]bool{}
	for _, id := range dateFormats {
		dates[id] = true
	}
	for _, f := range in.Formats {
		dates[f.ID] = isDate(f.Code)
	}
	for _, s := range in.Styles {
		b.dates = append(b.dates, dates[s.Format])
	}
	return nil
}

// dateFormats are the built-in formats of days, those of China among them (ECMA-376-1, 18.8.30).
var dateFormats = []int{14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}

// aside is what a format writes as it stands, and its remarks on colour, language and width.
var aside = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// isDate tells whether a format shows a number as a day: by its year or its day, or by a month that is no minute.
func isDate(code string) bool {
	code, _, _ = strings.Cut(strings.ToLower(aside.ReplaceAllString(code, "")), ";")
	if strings.Contains(code, "general") {
		return false
	}
	return strings.ContainsAny(code, "yd") || strings.Contains(code, "aaa") || strings.Contains(code, "m") && !strings.ContainsAny(code, "hs")
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// typed is a number as a person would type it: in full, whatever its format rounds, but with the 15 digits that
// spreadsheet programs show of it, for 0.3 may be kept as 0.30000000000000004; a day as 2026-10-01. A day is kept as its
// number, and only its format tells it from others.
func (b *book) typed(raw string, date bool) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || !number.MatchString(raw) {
		return raw
	}
	if day := n + b.from; date && day >= firstDay && day < lastDay {
		return epoch.AddDate(0, 0, int(day)).Format(time.DateOnly)
	}
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// epoch is day 0 of a workbook, for days after 1900-02-28 (ECMA-376-1, 18.17.4.1).
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Days of a workbook that may be dates of a round: 2000-01-01 to 2099-12-31.
const firstDay, lastDay = 36526, 73051
