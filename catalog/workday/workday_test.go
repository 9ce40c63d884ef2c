package workday

// The calendar against the notices, an independent library, and what must hold of every date.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	"pgregory.net/rapid"
)

// TestKnownYears compares each day of the known years with lunar-go.
func TestKnownYears(t *testing.T) {
	c := Known()
	days := 0
	for _, year := range c.Years() {
		for day := date(year, 1, 1); day.Year() == year; day = day.AddDate(0, 0, 1) {
			want := !weekend(day)
			if h := HolidayUtil.GetHoliday(day.Format(time.DateOnly)); h != nil {
				want = h.IsWork()
			}
			got, err := c.IsWorkday(day.Format(time.DateOnly))
			if err != nil || got != want {
				t.Errorf("%s: %v %v, want %v", day.Format(time.DateOnly), got, err, want)
			}
			days++
		}
	}
	if days < 7*365 {
		t.Errorf("only %d days", days)
	}
}

// TestSums compares the files with the table of README.md.
func TestSums(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	names, _ := files.ReadDir("data")
	for _, n := range names {
		raw, _ := files.ReadFile("data/" + n.Name())
		sum := sha256.Sum256(raw)
		if !strings.Contains(string(readme), "| "+n.Name()+" |") || !strings.Contains(string(readme), hex.EncodeToString(sum[:])) {
			t.Errorf("%s is not in README.md as it is", n.Name())
		}
	}
}

// TestDue has its figures from the notices of 2025 and 2026, counted by hand.
func TestDue(t *testing.T) {
	for _, x := range []struct {
		start string
		n     int
		want  string
	}{
		{"2025-09-26", 10, "2025-10-16"}, // 28 (Sunday, work), 29, 30 September, 9, 10, 11 (Saturday, work), 13 to 16 October
		{"2026-09-18", 10, "2026-10-09"}, // 20 (Sunday, work), 21 to 24, 28 to 30 September, 8, 9 October
		{"2026-02-13", 1, "2026-02-14"},  // a Saturday of work
		{"2026-02-14", 1, "2026-02-24"},
		{"2026-10-09", 1, "2026-10-10"},
		{"2026-11-20", 5, "2026-11-27"},
		{"2026-11-21", 0, "2026-11-21"},
	} {
		if got, err := Known().Due(x.start, x.n); err != nil || got != x.want {
			t.Errorf("%d working days after %s: %s %v, want %s", x.n, x.start, got, err, x.want)
		}
	}
}

// TestDueAndBetween: the two agree, and only working days fall due.
func TestDueAndBetween(t *testing.T) {
	c := Known()
	rapid.Check(t, func(t *rapid.T) {
		start := date(2020, 1, 1).AddDate(0, 0, rapid.IntRange(0, 6*365).Draw(t, "day")).Format(time.DateOnly)
		n := rapid.IntRange(1, 200).Draw(t, "n")
		due, err := c.Due(start, n)
		if err != nil {
			t.Fatal(err)
		}
		between, err := c.Between(start, due)
		if err != nil || between != n {
			t.Fatalf("between %s and %s: %d %v, want %d", start, due, between, err, n)
		}
		if back, err := c.Between(due, start); err != nil || back != -n {
			t.Fatalf("back: %d %v", back, err)
		}
		if works, err := c.IsWorkday(due); err != nil || !works {
			t.Fatalf("%s is due on no working day: %v", due, err)
		}
	})
}

// TestMissingYear: nothing is guessed, not even a day that would be a Monday.
func TestMissingYear(t *testing.T) {
	c := Known()
	_, err1 := c.IsWorkday("2027-03-01")
	_, err2 := c.Due("2026-12-30", 5)
	_, err3 := c.Between("2026-12-30", "2027-01-05")
	_, err4 := Clock{Start: "2026-12-25", Limit: 10}.Read(c, "2026-12-28")
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, ErrYear) || !strings.Contains(err.Error(), "2027") {
			t.Errorf("got %v", err)
		}
	}
	if got, err := c.Due("2026-12-25", 3); err != nil || got != "2026-12-30" {
		t.Errorf("within the known year: %s %v", got, err)
	}
}

// TestWith adds a year without a release, and mends one.
func TestWith(t *testing.T) {
	c := Known()
	y := invented(2027)
	c2 := c.With(y)
	if works, err := c2.IsWorkday("2027-01-04"); err != nil || works {
		t.Errorf("added: %v %v", works, err)
	}
	if _, err := c.IsWorkday("2027-01-04"); !errors.Is(err, ErrYear) {
		t.Errorf("the first calendar changed: %v", err)
	}
	y.Days = y.Days[1:]
	if works, err := c2.With(y).IsWorkday("2027-01-04"); err != nil || !works {
		t.Errorf("mended: %v %v", works, err)
	}
	if c2.Named("2027-01-05") != "试" || c2.Named("2027-02-01") != "" {
		t.Error("names")
	}
}

// invented is a year whose first eleven working days are off.
func invented(year int) Year {
	y := Year{Year: year, Papers: []string{"试"}}
	for day := date(year, 1, 4); len(y.Days) < 12; day = day.AddDate(0, 0, 1) {
		y.Days = append(y.Days, Day{Name: "试", Date: day.Format(time.DateOnly), Off: true})
	}
	return y
}

func TestParseRefuses(t *testing.T) {
	good := invented(2027)
	for name, spoil := range map[string]func(*Year){
		"no paper":     func(y *Year) { y.Papers = nil },
		"no year":      func(y *Year) { y.Year = 0 },
		"other year":   func(y *Year) { y.Days[3].Date = "2028-01-07" },
		"early":        func(y *Year) { y.Days[0].Date = "2026-12-24" },
		"twice":        func(y *Year) { y.Days[3].Date = y.Days[2].Date },
		"no such date": func(y *Year) { y.Days[3].Date = "2027-02-30" },
		"no name":      func(y *Year) { y.Days[3].Name = "" },
		"few":          func(y *Year) { y.Days = y.Days[:10] },
		"work on work": func(y *Year) { y.Days[0].Off = false },
		"empty paper":  func(y *Year) { y.Papers = []string{" "} },
		"long name":    func(y *Year) { y.Days[3].Name = strings.Repeat("试", maxName+1) },
		"hidden name":  func(y *Year) { y.Days[3].Name = "试\u202e" },
		"all of it": func(y *Year) {
			for len(y.Days) <= most {
				last, _ := parse(y.Days[len(y.Days)-1].Date)
				y.Days = append(y.Days, Day{Name: "试", Date: last.AddDate(0, 0, 1).Format(time.DateOnly), Off: true})
			}
		},
	} {
		y := good
		y.Days = append([]Day{}, good.Days...)
		spoil(&y)
		raw, _ := json.Marshal(y)
		if _, err := Parse(raw); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, raw := range []string{"", "[]", "null", `{"year": 2027, "holidays": []}`, strings.Repeat(" ", maxFile+1)} {
		if _, err := Parse([]byte(raw)); !errors.Is(err, ErrFile) {
			t.Errorf("%.30q: %v", raw, err)
		}
	}
	raw, _ := json.Marshal(good)
	for old, now := range map[string]string{`"name":"试","date":"2027-01-09","isOffDay":true`: `"name":"试","date":"2027-01-09"`, "试": "\xca\xd4"} { // a Saturday; in GB18030
		spoilt := strings.Replace(string(raw), old, now, 1)
		if _, err := Parse([]byte(spoilt)); !errors.Is(err, ErrFile) || spoilt == string(raw) {
			t.Errorf("%.60q: %v", spoilt, err)
		}
	}
	if _, err := Parse(append([]byte("\ufeff"), raw...)); err != nil {
		t.Errorf("with a mark of byte order: %v", err)
	}
	if _, err := Parse(append(raw, raw...)); !errors.Is(err, ErrFile) {
		t.Errorf("two values: %v", err)
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"", "2026-1-1", "2026-13-01", "26-01-01", "2026-02-30", "２０２６-01-01"} {
		if _, err := Known().IsWorkday(s); !errors.Is(err, ErrDate) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// FuzzParse: what is read can be written and read again, and a calendar with it answers for each of its days.
func FuzzParse(f *testing.F) {
	names, _ := files.ReadDir("data")
	for _, n := range names {
		raw, _ := files.ReadFile("data/" + n.Name())
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		y, err := Parse(raw)
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Fatal(err)
			}
			return
		}
		again, _ := json.Marshal(y)
		if _, err := Parse(again); err != nil {
			t.Fatalf("again: %v", err)
		}
		c := Calendar{}.With(y)
		for _, d := range y.Days {
			if d.Date < date(y.Year, 1, 1).Format(time.DateOnly) {
				continue // in the year before, which the calendar lacks
			}
			if works, err := c.IsWorkday(d.Date); err != nil || works == d.Off {
				t.Fatalf("%s: %v %v", d.Date, works, err)
			}
		}
	})
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// TestClock reads clocks over the National Day of 2026, counted by hand.
func TestClock(t *testing.T) {
	c := Known()
	for _, x := range []struct {
		name  string
		clock Clock
		today string
		want  Reading
	}{
		{"first day", Clock{"2026-09-18", 10, nil}, "2026-09-18", Reading{0, 10, false, "2026-10-09"}},
		{"shifted Sunday", Clock{"2026-09-18", 10, nil}, "2026-09-20", Reading{1, 9, false, "2026-10-09"}},
		{"in the holidays", Clock{"2026-09-18", 10, nil}, "2026-10-05", Reading{8, 2, false, "2026-10-09"}},
		{"due", Clock{"2026-09-18", 10, nil}, "2026-10-09", Reading{10, 0, false, "2026-10-09"}},
		{"overdue", Clock{"2026-09-18", 10, nil}, "2026-10-10", Reading{11, -1, false, "2026-10-09"}},
		{"stands still", Clock{"2026-09-18", 10, []Stop{{From: "2026-09-22"}}}, "2026-09-29", Reading{2, 8, true, ""}},
		{"runs again", Clock{"2026-09-18", 10, []Stop{{"2026-09-22", "2026-09-28"}}}, "2026-09-29", Reading{3, 7, false, "2026-10-14"}},
		{"not yet stopped", Clock{"2026-09-18", 10, []Stop{{"2026-09-22", "2026-09-28"}}}, "2026-09-21", Reading{2, 8, false, "2026-10-14"}},
		{"stopped after it was due", Clock{"2026-09-18", 2, []Stop{{From: "2026-09-23"}}}, "2026-09-24", Reading{3, -1, true, "2026-09-21"}},
	} {
		got, err := x.clock.Read(c, x.today)
		if err != nil || got != x.want || got.Overdue() != (x.want.Left < 0) {
			t.Errorf("%s: %+v %v, want %+v", x.name, got, err, x.want)
		}
	}
}

// TestClockAgrees: without stops a clock is due on the day that the calendar names, whatever day it is read on.
func TestClockAgrees(t *testing.T) {
	c := Known()
	rapid.Check(t, func(t *rapid.T) {
		start := date(2021, 1, 1).AddDate(0, 0, rapid.IntRange(0, 4*365).Draw(t, "day"))
		n, later := rapid.IntRange(1, 60).Draw(t, "n"), rapid.IntRange(0, 120).Draw(t, "later")
		today := start.AddDate(0, 0, later).Format(time.DateOnly)
		k := Clock{Start: start.Format(time.DateOnly), Limit: n}
		got, err := k.Read(c, today)
		due, err2 := c.Due(k.Start, n)
		used, err3 := c.Between(k.Start, today)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		if want := (Reading{used, n - used, false, due}); got != want {
			t.Fatalf("%+v on %s: %+v, want %+v", k, today, got, want)
		}
	})
}

func TestClockRefuses(t *testing.T) {
	c := Known()
	for _, k := range []Clock{
		{Start: "2026-09-18"},
		{Start: "2026-09-30", Limit: 5},
		{Start: "2026-09-18", Limit: 5, Stops: []Stop{{"2026-09-17", "2026-09-20"}}},
		{Start: "2026-09-18", Limit: 5, Stops: []Stop{{"2026-09-20", "2026-09-19"}}},
		{Start: "2026-09-18", Limit: 5, Stops: []Stop{{From: "2026-09-20"}, {From: "2026-09-22"}}},
		{Start: "x", Limit: 5},
	} {
		if r, err := k.Read(c, "2026-09-25"); !errors.Is(err, ErrClock) && !errors.Is(err, ErrDate) {
			t.Errorf("%+v: %+v %v", k, r, err)
		}
	}
}
