package ballot

// The roll: one sheet a person, whoever asks and however the number is typed.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
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

func TestRacingCheckIns(t *testing.T) {
	s := newStore(t)
	var first atomic.Int32
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			r := NewRoll(s, poll, rollKey) // a station each
			in, err := r.CheckIn(t.Context(), "13800138000", 1+i%2, noon)
			switch {
			case err == nil && in == CheckIn{1 + i%2, noon.Truncate(time.Hour)}:
				first.Add(1)
			case !errors.Is(err, ErrCheckedIn) || in.Station == 0:
				t.Errorf("station %d: %v, %v", 1+i%2, in, err)
			}
		})
	}
	all.Wait()
	if first.Load() != 1 {
		t.Errorf("%d check-ins of one person", first.Load())
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
			in, err := r.CheckIn(t.Context(), id, station+1, noon.Add(time.Duration(i)*time.Hour))
			if i > 0 {
				wantErr(t, err, ErrCheckedIn)
			}
			if i == 0 && err != nil || in != (CheckIn{station + 1, noon.Truncate(time.Hour)}) {
				t.Errorf("%q: %v, %v", id, in, err)
			}
		}
	}
	for _, bad := range []string{"", "   ", "---", "123", "+86", "１２３", "张三", "\xff\xff\xff\xff"} {
		if _, err := r.CheckIn(t.Context(), bad, 1, noon); !errors.Is(err, ErrIdentifier) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestRollEach(t *testing.T) {
	s := newStore(t)
	r, other := NewRoll(s, poll, rollKey), NewRoll(s, poll+"2", rollKey)
	for i, id := range []string{"13800138000", "13800138001", "13800138002"} {
		for _, roll := range []*Roll{r, other} {
			if _, err := roll.CheckIn(t.Context(), id, i, noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	stations := map[int]int{}
	err := r.Each(t.Context(), func(in CheckIn) { stations[in.Station]++ })
	if err != nil || len(stations) != 3 || stations[0] != 1 {
		t.Errorf("%v: %v", stations, err)
	}
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("roll/" + poll + "/x"), Val: []byte("{")}}); err != nil {
		t.Fatal(err)
	}
	wantErr(t, r.Each(t.Context(), func(CheckIn) {}), store.ErrDamaged)
}

func TestRollIsClosedWithItsStore(t *testing.T) {
	s := newStore(t)
	s.Close()
	in, err := NewRoll(s, poll, rollKey).CheckIn(t.Context(), "13800138000", 1, noon)
	wantErr(t, err, store.ErrClosed)
	if in != (CheckIn{}) {
		t.Errorf("%v was recorded", in)
	}
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
	if !bytes.Contains(raw, []byte("roll/"+poll)) || !bytes.Contains(raw, []byte(`"hour":"2026-03-05T04:00:00Z"`)) {
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
