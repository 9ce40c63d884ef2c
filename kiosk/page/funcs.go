package page

// What templates can call: words, money and time in their language, and a little arithmetic for bars.

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"linli/kiosk/lang"
)

// funcs binds the words, amounts and times to one language.
func funcs(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"t":      func(key string, args ...any) string { return lang.T(l, key, args...) },
		"word":   func(group string, name any) string { return word(l, group, name) },
		"money":  func(fen int64) string { return lang.Money(l, fen) },
		"moment": func(t time.Time) string { return lang.Moment(l, t) },
		"when":   func(t time.Time) string { return when(l, t) },
		"day":    func(t time.Time) string { return lang.Day(l, t) },
		"until":  func(from, to time.Time) string { return lang.Until(l, from, to) },
		"date":   func(t time.Time) string { return lang.Date(l, t) },
		"hour":   func(t time.Time) string { return lang.Hour(l, t) },
		"rule":   func(p Paper) string { return p.rule(l) },
		"ask": func(key, name string, kind Kind, value string, max int) Field {
			return ask(l, key, name, kind, value, max)
		},
		"percent": Share, "yuan": lang.Yuan, "wan": lang.Wan, "int": lang.Int, "clock": lang.Clock, "stamp": lang.Stamp,
		"asset": asset, "setting": setting, "share": share, "add": func(a, b int) int { return a + b }, "most": func(a, b int) int { return max(a, b) }, "mul": func(a, b int) int { return a * b },
		"lines": lines, "four": four, "upto": upto,
		"minus": func(a, b int64) int64 { return a - b }, "mul64": func(a, b int64) int64 { return a * b },
		"clip":  clip,
		"join":  joined,
		"known": func(code string) bool { return lang.Has("error." + code + ".title") },
	}
}

// word says group.name; a name without words is said as it is.
func word(l lang.Lang, group string, name any) string {
	text := fmt.Sprint(name)
	if key := group + "." + text; lang.Has(key) {
		return lang.T(l, key)
	}
	return text
}

// ask makes a field with the words key.name and key.name.help.
func ask(l lang.Lang, key, name string, kind Kind, value string, most int) Field {
	f := Field{Name: name, Label: lang.T(l, key+"."+name), Kind: kind, Value: value, Max: most}
	if help := key + "." + name + ".help"; lang.Has(help) {
		f.Help = lang.T(l, help)
	}
	return f
}

// rule says the limits of a ballot in one sentence.
func (p Paper) rule(l lang.Lang) string {
	s := lang.T(l, "rule."+string(p.Form), p.Max)
	if p.Form == Points {
		s = lang.T(l, "rule.points", p.Sum, p.Max)
	}
	if p.Fund > 0 {
		s += lang.T(l, "rule.fund", lang.Money(l, p.Fund))
	}
	return s
}

// share is value of most on a scale of 1000, the width of every bar.
func share(value, most int64) int64 {
	if value <= 0 || most <= 0 {
		return 0
	}
	return min(1000, value*1000/most)
}

// lines are the paragraphs of a text.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

// four writes a code in groups of 4 for people to read and compare.
func four(code string) string {
	var b strings.Builder
	for i, r := range []rune(code) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// upto counts 1 to n.
func upto(n int) []int {
	all := make([]int, 0, max(n, 0))
	for i := 1; i <= n; i++ {
		all = append(all, i)
	}
	return all
}

// setting is the address of the same page with one setting named.
func setting(path, name string, value any) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set(name, fmt.Sprint(value))
	u.RawQuery = q.Encode()
	return u.String()
}

// joined are numbers one after the other.
func joined(numbers []int) string {
	return strings.Join(strings.Fields(strings.Trim(fmt.Sprint(numbers), "[]")), ", ")
}

// clip is at most n characters of a text, the last of them … if there were more.
func clip(n int, s string) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// when says a day with its hour, or a day alone of which no more is known: what is written down by date lies at midnight.
func when(l lang.Lang, t time.Time) string {
	if t.Equal(t.Truncate(time.Second)) && lang.Clock(t) == "00:00:00" {
		return lang.Day(l, t)
	}
	return lang.Moment(l, t)
}
