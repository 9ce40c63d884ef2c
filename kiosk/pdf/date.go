package pdf

// This file writes dates and times of day as they are said in China.

import (
	"fmt"
	"time"
)

var china = time.FixedZone("UTC+8", 8*60*60)

var weekdays = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// FullDate writes 「2026年11月21日」 in China's zone.
func FullDate(t time.Time) string { return t.In(china).Format("2006年1月2日") }

// Day writes 「11月21日（周六）」 in China's zone.
func Day(t time.Time) string {
	t = t.In(china)
	return t.Format("1月2日") + "（" + weekdays[t.Weekday()] + "）"
}

// Moment writes 「11月21日（周六）下午5点30分」 in China's zone.
func Moment(t time.Time) string { return Day(t) + hour(t.In(china)) }

// Span writes 「11月14日（周六）上午9点至11月20日（周五）下午5点」, or two hours of one day.
func Span(from, to time.Time) string {
	if FullDate(from) == FullDate(to) {
		return Moment(from) + "至" + hour(to.In(china))
	}
	return Moment(from) + "至" + Moment(to)
}

func hour(t time.Time) string {
	h, part := t.Hour(), "下午"
	switch {
	case h < 6:
		part = "凌晨"
	case h < 12:
		part = "上午"
	case h == 12:
		part = "中午"
	case h >= 18:
		part = "晚上"
	}
	if h > 12 {
		h -= 12
	}
	if t.Minute() == 0 {
		return fmt.Sprintf("%s%d点", part, h)
	}
	return fmt.Sprintf("%s%d点%d分", part, h, t.Minute())
}
