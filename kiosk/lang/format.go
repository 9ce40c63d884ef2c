package lang

// Money and time as people say them.

import (
	"strconv"
	"strings"
	"time"
)

// zone is the display zone: China has had one offset and no summer time since 1992.
var zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Money says an amount of fen: 4.8万元, 8,600元, 1.2亿元; in English ¥48,000. It never rounds: an amount that two
// decimals of 万 cannot hold is said in yuan.
func Money(l Lang, fen int64) string {
	if l == En {
		return T(l, "money.yuan", Yuan(fen))
	}
	const wan, yi = 1e4 * 100, 1e8 * 100
	switch size := max(fen, -fen); {
	case size >= yi && fen%(yi/100) == 0:
		return T(l, "money.yi", decimals(fen/(yi/100)))
	case size >= wan && size < yi && fen%(wan/100) == 0:
		return T(l, "money.wan", decimals(fen/(wan/100)))
	}
	return T(l, "money.yuan", Yuan(fen))
}

// Wan is an amount of fen in 万 with two fixed decimals, rounded half away from zero, for tables under 单位：万元.
func Wan(fen int64) string {
	half := int64(5000)
	if fen < 0 {
		half = -half
	}
	return fixed((fen + half) / 10000)
}

// Yuan is an amount of fen in yuan with groups of three, and decimals only if it has any: 48,000 or 1,409.50.
func Yuan(fen int64) string {
	s, cents, _ := strings.Cut(fixed(fen), ".")
	s = group(s)
	if cents != "00" {
		s += "." + cents
	}
	return s
}

// Int is a number with groups of three.
func Int(n int64) string { return group(strconv.FormatInt(n, 10)) }

// fixed writes hundredths with two decimals.
func fixed(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	for len(s) < 3 {
		s = "0" + s
	}
	return sign + s[:len(s)-2] + "." + s[len(s)-2:]
}

// decimals writes hundredths without the zeros at the end.
func decimals(n int64) string { return strings.TrimRight(strings.TrimRight(fixed(n), "0"), ".") }

func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Moment says a day and a time of day: 11月21日（周六）下午5点; in English Sat 21 Nov, 5 pm. The zero time is "".
func Moment(l Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return T(l, "time.moment", Day(l, t), Hour(l, t))
}

// Day says a day: 11月21日（周六）; in English Sat 21 Nov.
func Day(l Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(zone)
	return T(l, "time.day", month(l, t), t.Day(), T(l, "weekday."+strconv.Itoa(int(t.Weekday()))))
}

// Until says the last day of a time that began on the day from: without the month where the language leaves the same
// month out, as in 11月2日（周一）至4日（周三）. The zero time is "".
func Until(l Lang, from, to time.Time) string {
	f, t := from.In(zone), to.In(zone)
	if to.IsZero() || l != Zh || f.Year() != t.Year() || f.Month() != t.Month() {
		return Day(l, to)
	}
	return T(l, "time.dayonly", t.Day(), T(l, "weekday."+strconv.Itoa(int(t.Weekday()))))
}

// Date says a day with its year: 2026年11月21日; in English 21 Nov 2026.
func Date(l Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(zone)
	return T(l, "time.date", t.Year(), month(l, t), t.Day())
}

func month(l Lang, t time.Time) string { return T(l, "month."+strconv.Itoa(int(t.Month()))) }

// Hour says a time of day: 下午5点, 上午8点30分; in English 5 pm, 8:30 am.
func Hour(l Lang, t time.Time) string {
	t = t.In(zone)
	h, part := t.Hour(), "time.night"
	switch {
	case h < 6:
		part = "time.dawn"
	case h < 12:
		part = "time.morning"
	case h == 12:
		part = "time.noon"
	case h < 18:
		part = "time.afternoon"
	}
	if h > 12 || h == 0 && l == En {
		h = (h+11)%12 + 1
	}
	if t.Minute() == 0 {
		return T(l, "time.hour", T(l, part), h)
	}
	return T(l, "time.minute", T(l, part), h, t.Minute())
}

// Clock is the time of day to the second, 14:05:10, in Beijing time in every language.
func Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("15:04:05")
}

// Stamp is a full time in figures, 2026-11-21 14:05:10, for ledgers.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}
