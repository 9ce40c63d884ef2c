package ballot

// What the bytes of a box tell to one who has taken the disk.

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/ballot/store"
)

func TestRawBytes(t *testing.T) {
	const n = 120
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, path)
	m, all := sheets(poll, n)
	b, roll := openBox(t, s, m), NewRoll(s, poll, rollKey)
	var casting sync.WaitGroup
	for i, c := range all {
		casting.Go(func() {
			if _, err := roll.CheckIn(t.Context(), phone(i), 1+i%3, noon); err != nil {
				t.Error(err)
			}
			if _, err := b.Cast(t.Context(), c, marks(1+i%20), Kiosk); err != nil {
				t.Error(err)
			}
		})
	}
	casting.Wait()
	segments(t, s)
	b.Close()
	s.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range all {
		r := c.record(poll, marks(1+i%20))
		if !bytes.Contains(raw, []byte(r.Tracker)) {
			t.Fatal("a ballot is not in the file in clear bytes: this test proves nothing")
		}
		for name, trace := range map[string][]byte{
			"secret": c.Secret[:], "code": []byte(c.Code()), "grouped code": []byte(Group(c.Code(), 5)),
			"serial": []byte(c.Serial.String()), "tidy serial": []byte(Tidy(c.Serial.String())), "identifier": []byte(phone(i)),
			"spend secret": c.derive("spend", poll), "retry secret": c.derive("retry", poll),
		} {
			for _, form := range [][]byte{trace, []byte(hex.EncodeToString(trace)), []byte(strings.ToLower(string(trace)))} {
				if bytes.Contains(raw, form) {
					t.Errorf("the file holds the %s of sheet %d as %q", name, i, form)
				}
			}
		}
	}
}

func phone(i int) string {
	return "1380013" + string([]byte{'0' + byte(i/1000%10), '0' + byte(i/100%10), '0' + byte(i/10%10), '0' + byte(i%10)})
}

// segments demands that each segment holds two lists in hash order, and nothing besides that could join them.
func segments(t *testing.T, s store.Store) {
	t.Helper()
	longest, ballots := 0, 0
	prefix := []byte("s/box/" + poll + "/")
	err := s.Scan(t.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		var seg map[string][]map[string]any
		if err := json.Unmarshal(it.Val, &seg); err != nil {
			return err
		}
		if keys := len(seg); keys != 2 || len(seg["spends"]) != len(seg["records"]) {
			t.Errorf("a segment holds %d lists", keys)
		}
		for _, x := range seg["spends"] {
			if len(x) != 3 || x["commitment"] == nil || x["digest"] == nil || x["via"] == nil {
				t.Errorf("a spend is %v", x)
			}
		}
		for _, x := range seg["records"] {
			if len(x) != 3 || x["tracker"] == nil || x["salt"] == nil || x["marks"] == nil {
				t.Errorf("a record is %v", x)
			}
		}
		parsed, err := parseSegment(it.Val)
		longest, ballots = max(longest, len(parsed.Records)), ballots+len(parsed.Records)
		inOrder(t, parsed)
		return err
	})
	if err != nil || longest < 2 || ballots != 120 {
		t.Errorf("%d ballots, the longest segment holds %d: %v", ballots, longest, err)
	}
}

func inOrder(t *testing.T, s segment) {
	t.Helper()
	if !slices.IsSortedFunc(s.Spends, func(x, y Spend) int { return bytes.Compare(x.Commitment[:], y.Commitment[:]) }) {
		t.Error("the spends of a segment are not in order of their commitments")
	}
	if !slices.IsSortedFunc(s.Records, func(x, y Record) int {
		hx, hy := x.Hash(poll), y.Hash(poll)
		return bytes.Compare(hx[:], hy[:])
	}) {
		t.Error("the ballots of a segment are not in order of their hashes")
	}
}
