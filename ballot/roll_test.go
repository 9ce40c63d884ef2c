package ballot

// The roll: one sheet a person, whoever asks and however the number is typed.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot/store"
)

var (
	noon    = time.Date(2026, 3, 5, 4, 20, 31, 5, time.UTC)
	rollKey = []byte("0123456789abcdef")
)

// Two servers, a thousand who ask at once, of 250 people: each is let in once, and the others hear where that was.
func TestRacingCheckIns(t *testing.T) {
	const racers, people = 1000, 250
	s := newStore(t)
	servers := [2]*Roll{NewRoll(s, poll, rollKey), NewRoll(s, poll, rollKey)}
	var in [people]atomic.Int32 // the station of who was let in
	var heard [racers]int
	var all sync.WaitGroup
	for i := range racers {
		all.Go(func() {
			who, station := i/2%people, 1+i%7 // each at both servers
			at, err := servers[i%2].CheckIn(t.Context(), phone(who), station, noon)
			switch {
			case err == nil && at == station && in[who].CompareAndSwap(0, int32(station)):
			case !errors.Is(err, ErrCheckedIn):
				t.Errorf("person %d at station %d: %d, %v", who, station, at, err)
			}
			heard[i] = at
		})
	}
	all.Wait()
	for i, at := range heard {
		if want := in[i/2%people].Load(); want == 0 || at != int(want) {
			t.Errorf("person %d was let in at station %d, and heard %d", i/2%people, want, at)
		}
	}
	if n, err := servers[0].Check(t.Context()); n != people || err != nil {
		t.Errorf("%d people are on the roll: %v", n, err)
	}
}

func TestIdentifiers(t *testing.T) {
	r := NewRoll(newStore(t), poll, rollKey)
	for station, same := range [][]string{
		{"13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "＋８６１３８００１３８０００", "１３８００１３８０００", "+86-138-0013-8000",
			"0086 138 0013 8000", "86 13800138000", "(+86)138.0013.8000", "\t13800138000\n", "138\u00a00013\u20118000", "13800138000\u200b"},
		{"13900138000"},
		{"021-65432100", "(021) 65432100", "021 6543 2100"},
		{"HQ-03-0017", "hq030017", "ＨＱ　０３　００１７", "hq 03—0017"},
		{"８６０１２３４５"}, // begins like the country's code, and is none
		{"8613800"},
		{"名册第12号", "名册 第 12 号", "名册第１２号"},
	} {
		for i, id := range same {
			at, err := r.CheckIn(t.Context(), id, 1+(station+i)%60, noon)
			if i > 0 {
				wantErr(t, err, ErrCheckedIn)
			}
			if i == 0 && err != nil || at != station+1 {
				t.Errorf("%q: %d, %v", id, at, err)
			}
		}
	}
	for _, bad := range []string{"", "   ", "---", "123", "+86", "１２３", "张三", "\xff\xff\xff\xff"} {
		if _, err := r.CheckIn(t.Context(), bad, 1, noon); !errors.Is(err, ErrIdentifier) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, station := range []int{-1, 0, maxStation + 1, 257} {
		if _, err := r.CheckIn(t.Context(), "19900000000", station, noon); !errors.Is(err, ErrStation) {
			t.Errorf("station %d: %v", station, err)
		}
	}
}

func TestTurnout(t *testing.T) {
	s := newStore(t)
	r, other := NewRoll(s, poll, rollKey), NewRoll(s, poll+"2", rollKey)
	if got, err := r.Turnout(t.Context()); err != nil || got.People() != 0 {
		t.Errorf("an empty roll: %v, %v", got, err)
	}
	for i := range 6 {
		for _, roll := range []*Roll{r, other} {
			if _, err := roll.CheckIn(t.Context(), phone(i), 1+i%2, noon.Add(time.Duration(i/4)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	hour := noon.Truncate(time.Hour)
	want := Turnout{map[int]int{1: 3, 2: 3}, map[time.Time]int{hour: 4, hour.Add(time.Hour): 2}}
	if got, err := r.Turnout(t.Context()); err != nil || !reflect.DeepEqual(got, want) || got.People() != 6 {
		t.Errorf("%v, want %v: %v", got, want, err)
	}
	if n, err := r.Check(t.Context()); n != 6 || err != nil {
		t.Errorf("%d people: %v", n, err)
	}
}

func TestRollIsClosedWithItsStore(t *testing.T) {
	s := newStore(t)
	s.Close()
	_, err := NewRoll(s, poll, rollKey).CheckIn(t.Context(), "13800138000", 1, noon)
	wantErr(t, err, store.ErrClosed)
}

// Nothing of a person can be read in the bytes of the file.
func TestRollIsUnreadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, path)
	r := NewRoll(s, poll, rollKey)
	typed := []string{"+86 138-0013-8000", "名册第0012号", "HQ-03-0017"}
	for _, id := range typed {
		if _, err := r.CheckIn(t.Context(), id, 7, noon); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("roll/"+poll)) || !bytes.Contains(raw, []byte(`"hours":{"2026-03-05T04:00:00Z":3}`)) {
		t.Fatal("the file does not hold the roll in clear bytes: this test proves nothing")
	}
	for _, id := range typed {
		for _, text := range []string{id, normal(id), strings.ToLower(normal(id))} {
			sum := sha256.Sum256([]byte(text))
			for _, trace := range [][]byte{[]byte(text), []byte(hex.EncodeToString([]byte(text))), sum[:], []byte(hex.EncodeToString(sum[:]))} {
				if bytes.Contains(raw, trace) {
					t.Errorf("the file holds %q of %q", trace, id)
				}
			}
		}
	}
	if bytes.Contains(raw, rollKey) || bytes.Contains(raw, []byte("04:20")) {
		t.Error("the file holds the roll key, or the minute")
	}
}

func TestSameIdentifier(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"13800000007", "+86 138-0000-0007", true}, {"13800000007", "008613800000007", true}, {"１３８０００００００７", "13800000007", true},
		{"0000-7", "00007", true}, {"11010519491231002x", "11010519491231002X", true},
		{"13800000007", "13800000008", false}, {"", "", false}, {"---", "", false}, {"123", "123", false}, {"010-12345678", "12345678", false},
	} {
		if got := SameIdentifier(c.a, c.b); got != c.want || got != SameIdentifier(c.b, c.a) {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
