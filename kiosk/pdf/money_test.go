package pdf

// This file holds the vectors of amounts, 大写 and dates.

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
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

func TestCapital(t *testing.T) {
	for fen, want := range map[int64]string{
		140_950: "壹仟肆佰零玖元伍角", 600_714: "陆仟零柒元壹角肆分", 168_032: "壹仟陆佰捌拾元零叁角贰分",
		10_700_053: "壹拾万柒仟元零伍角叁分", 1_640_902: "壹万陆仟肆佰零玖元零贰分", 32_504: "叁佰贰拾伍元零肆分",
		10_000_000: "壹拾万元整", 0: "零元整", 50: "伍角", 5: "伍分", 1_005: "壹拾元零伍分",
		10_000_000_100: "壹亿零壹元整", 1_000_000_000_000: "壹佰亿元整", 2_000_010_000: "贰仟万零壹佰元整",
	} {
		if got := Capital(fen); got != "人民币"+want {
			t.Errorf("Capital(%d) = %s, want 人民币%s", fen, got, want)
		}
	}
}

// parseCapital is a second, independent reading of 大写.
func parseCapital(s string) (fen int64) {
	var section, total, digit int64
	for _, r := range strings.TrimPrefix(s, "人民币") {
		if i := strings.IndexRune("零壹贰叁肆伍陆柒捌玖", r); i >= 0 {
			digit = int64(i / 3)
			continue
		}
		switch r {
		case '拾', '佰', '仟':
			section += digit * map[rune]int64{'拾': 10, '佰': 100, '仟': 1000}[r]
		case '万':
			total += (section + digit) * 10_000
			section = 0
		case '亿':
			total = (total + section + digit) * 100_000_000
			section = 0
		case '元':
			fen, section, total = (total+section+digit)*100, 0, 0
		case '角':
			fen += digit * 10
		case '分':
			fen += digit
		}
		digit = 0
	}
	return fen
}

func TestCapitalReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := rapid.Int64Range(0, 999_999_999_999_99).Draw(t, "fen")
		s := Capital(fen)
		if parseCapital(s) != fen || strings.Contains(s, "零零") || strings.Contains(s, "零万") || strings.Contains(s, "零亿") {
			t.Fatalf("%d → %s → %d", fen, s, parseCapital(s))
		}
	})
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
