package pdf

// This file holds the vectors of amounts, 大写 and dates.

import (
	"math"
	"testing"
	"time"
)

func TestAmount(t *testing.T) {
	for fen, want := range map[int64]string{
		4_800_000: "4.8万元", 860_000: "8,600元", 45_600_000: "45.6万元", 1_000_000: "1万元", 999_900: "9,999元",
		4_812_300: "48,123元", 4_812_350: "48,123.50元", 0: "0元", 5: "0.05元", -860_000: "-8,600元",
		2_000_000_000: "2,000万元", 21_000_000_000: "2.1亿元", 12_345_670_000: "12,345.67万元", 4_810_000: "4.81万元",
		math.MinInt64: "-92,233,720,368,547,758.08元",
	} {
		if got := Amount(fen); got != want {
			t.Errorf("Amount(%d) = %s, want %s", fen, got, want)
		}
	}
	for fen, want := range map[int64]string{4_800_000: "4.80", 0: "0.00", 460_000: "0.46", 4_999: "0.00", 5_000: "0.01", -5_000: "-0.01", 123_456_789_000: "123,456.79"} {
		if got := Wan(fen); got != want {
			t.Errorf("Wan(%d) = %s, want %s", fen, got, want)
		}
	}
}

func TestRoundingShows(t *testing.T) {
	if roundingShows([]int64{4_800_000, 860_000}) || !roundingShows([]int64{4_000, 4_000}) {
		t.Error("the remark on rounding is due only when the figures show it")
	}
}

func TestDates(t *testing.T) {
	utc := time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC) // half past midnight in China
	for got, want := range map[string]string{
		FullDate(utc): "2026年11月21日", Day(utc): "11月21日（周六）", Moment(utc): "11月21日（周六）凌晨0点30分",
		Moment(day.Add(8 * time.Hour)):           "11月21日（周六）下午5点",
		Span(day, day.Add(3*time.Hour)):          "11月21日（周六）上午9点至中午12点",
		Span(day, day.AddDate(0, 0, 6)):          "11月21日（周六）上午9点至11月27日（周五）上午9点",
		numeral(10) + numeral(21) + numeral(100): "十二十一100",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
