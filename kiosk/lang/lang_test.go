package lang

// The same words in every language, and money and time as people say them.

import (
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var verb = regexp.MustCompile(`%([-+# 0-9.]*)(\[\d+\])?([a-zA-Z%])`)

// verbs lists what a text takes, by argument: a "%[2]s" after a "%d" is the same as the two the other way round.
func verbs(t *testing.T, text string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[3] == "%" {
			continue
		}
		if m[2] != "" {
			next = int(m[2][1] - '0')
		}
		all = append(all, string(rune('0'+next))+m[3])
		next++
	}
	if strings.Count(text, "%") != len(verb.FindAllString(text, -1)) {
		t.Errorf("stray %% in %q", text)
	}
	slices.Sort(all)
	return all
}

func TestSameWordsInAllLanguages(t *testing.T) {
	zh, en := words()[Zh], words()[En]
	for _, pair := range []struct {
		from, to map[string]string
		name     string
	}{{zh, en, "en"}, {en, zh, "zh"}} {
		for key, text := range pair.from {
			other, ok := pair.to[key]
			if !ok {
				t.Errorf("%s.json lacks %q", pair.name, key)
			} else if a, b := verbs(t, text), verbs(t, other); !slices.Equal(a, b) {
				t.Errorf("%q takes %v, in %s %v", key, a, pair.name, b)
			}
			if strings.TrimSpace(text) == "" {
				t.Errorf("%q is empty", key)
			}
		}
	}
	if len(zh) < 400 {
		t.Errorf("only %d words", len(zh))
	}
}

// TestNoKeyTwice reads the files as a stream: a map would hide a key that is there twice.
func TestNoKeyTwice(t *testing.T) {
	for _, l := range All {
		f, err := files.Open(string(l) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		seen, dec := map[string]bool{}, json.NewDecoder(f)
		if _, err := dec.Token(); err != nil {
			t.Fatal(err)
		}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				t.Fatal(err)
			}
			if seen[key.(string)] {
				t.Errorf("%s.json has %q twice", l, key)
			}
			seen[key.(string)] = true
			if _, err := dec.Token(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := dec.Token(); err != nil {
			t.Fatal(err)
		}
		if _, err := dec.Token(); err != io.EOF {
			t.Errorf("%s.json goes on after its end", l)
		}
	}
}

func TestT(t *testing.T) {
	for _, c := range []struct {
		l    Lang
		key  string
		args []any
		want string
	}{
		{Zh, "status.voting", nil, "投票中"},
		{En, "status.voting", nil, "Voting"},
		{"", "status.voting", nil, "投票中"},
		{"tlh", "status.voting", nil, "投票中"},
		{Zh, "choose.left", []any{2, 3}, "已选2项，还可选3项"},
		{Zh, "no.such.key", nil, "⟦no.such.key⟧"},
		{En, "no.such.key", []any{1}, "⟦no.such.key⟧"},
	} {
		if got := T(c.l, c.key, c.args...); got != c.want {
			t.Errorf("T(%q, %q) = %q, want %q", c.l, c.key, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   Lang
	}{
		{nil, Zh}, {[]string{""}, Zh}, {[]string{"", "en"}, En}, {[]string{"EN-gb"}, En}, {[]string{"zh-CN", "en"}, Zh},
		{[]string{"fr", "en"}, En}, {[]string{"english"}, Zh}, {[]string{"<script>"}, Zh},
	} {
		if got := Parse(c.values...); got != c.want {
			t.Errorf("Parse(%q) = %q, want %q", c.values, got, c.want)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		fen    int64
		zh, en string
	}{
		{4800000, "4.8万元", "¥48,000"}, {860000, "8,600元", "¥8,600"}, {0, "0元", "¥0"}, {1000000, "1万元", "¥10,000"},
		{999999, "9,999.99元", "¥9,999.99"}, {15000000, "15万元", "¥150,000"}, {4812345, "48,123.45元", "¥48,123.45"},
		{4810000, "4.81万元", "¥48,100"}, {4812300, "48,123元", "¥48,123"}, {12000000000, "1.2亿元", "¥120,000,000"},
		{9999990000, "9999.99万元", "¥99,999,900"}, {-230000, "-2,300元", "¥-2,300"}, {-4800000, "-4.8万元", "¥-48,000"}, {46, "0.46元", "¥0.46"},
	} {
		if got := Money(Zh, c.fen); got != c.zh {
			t.Errorf("Money(zh, %d) = %q, want %q", c.fen, got, c.zh)
		}
		if got := Money(En, c.fen); got != c.en {
			t.Errorf("Money(en, %d) = %q, want %q", c.fen, got, c.en)
		}
	}
}

func TestWan(t *testing.T) {
	for fen, want := range map[int64]string{4800000: "4.80", 860000: "0.86", 0: "0.00", 5000: "0.01", 4999: "0.00", -5000: "-0.01", 15477500: "15.48"} {
		if got := Wan(fen); got != want {
			t.Errorf("Wan(%d) = %q, want %q", fen, got, want)
		}
	}
}

func TestInt(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", 2140: "2,140", 1234567: "1,234,567", -100: "-100"} {
		if got := Int(n); got != want {
			t.Errorf("Int(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTime(t *testing.T) {
	at := func(h, m int) time.Time { return time.Date(2026, 11, 21, h-8, m, 10, 0, time.UTC) }
	for _, c := range []struct {
		t      time.Time
		zh, en string
	}{
		{at(17, 0), "11月21日（周六）下午5点", "Sat 21 Nov, 5 pm"},
		{at(8, 30), "11月21日（周六）上午8点30分", "Sat 21 Nov, 8:30 am"},
		{at(12, 5), "11月21日（周六）中午12点05分", "Sat 21 Nov, 12:05 pm"},
		{at(19, 0), "11月21日（周六）晚上7点", "Sat 21 Nov, 7 pm"},
		{at(24, 0), "11月22日（周日）凌晨0点", "Sun 22 Nov, 12 am"},
		{time.Time{}, "", ""},
	} {
		if got := Moment(Zh, c.t); got != c.zh {
			t.Errorf("Moment(zh) = %q, want %q", got, c.zh)
		}
		if got := Moment(En, c.t); got != c.en {
			t.Errorf("Moment(en) = %q, want %q", got, c.en)
		}
	}
	if got := Date(Zh, at(9, 0)) + Date(En, at(9, 0)) + Date(Zh, time.Time{}); got != "2026年11月21日21 Nov 2026" {
		t.Errorf("Date = %q", got)
	}
	if got := Clock(at(14, 5)) + Stamp(at(14, 5)); got != "14:05:102026-11-21 14:05:10" {
		t.Errorf("Clock and Stamp = %q", got)
	}
}
