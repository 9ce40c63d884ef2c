package ballot

// What the bytes of a box tell to one who has taken the disk.

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
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
	open := make(chan struct{}) // all at once, so that segments hold many
	for i, c := range all {
		if _, err := roll.CheckIn(t.Context(), phone(i), 1+i%3, noon); err != nil {
			t.Fatal(err)
		}
		casting.Go(func() {
			<-open
			if _, err := b.Cast(t.Context(), c, marks(1+i%20), Kiosk); err != nil {
				t.Error(err)
			}
		})
	}
	close(open)
	casting.Wait()
	segments(t, s)
	b.Close()
	s.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range all {
		p := c.in(poll)
		if !bytes.Contains(raw, p.record(marks(1+i%20))) {
			t.Fatal("a ballot is not in the file in clear bytes: this test proves nothing")
		}
		for name, trace := range map[string][]byte{
			"secret": c.Secret[:], "code": []byte(c.Code()), "grouped code": []byte(Group(c.Code(), 5)),
			"serial": []byte(c.Serial.String()), "tidy serial": []byte(Tidy(c.Serial.String())), "identifier": []byte(phone(i)),
			"spend secret": p.derive("spend"), "retry secret": p.derive("retry"),
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

// segments demands that each segment holds two lists in hash order, and not a byte besides that could join them.
func segments(t *testing.T, s store.Store) {
	t.Helper()
	longest, ballots := 0, 0
	prefix := []byte("s/box/" + poll + "/")
	err := s.Scan(t.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		parsed, err := parseSegment(it.Val)
		l := parsed.lists()
		longest, ballots = max(longest, len(l.Records)), ballots+len(l.Records)
		inOrder(t, l)
		if !bytes.Equal(written(l), it.Val) {
			t.Errorf("a segment holds more than its lists: %x", it.Val)
		}
		return err
	})
	if err != nil || longest < 2 || ballots != 120 {
		t.Errorf("%d ballots, the longest segment holds %d: %v", ballots, longest, err)
	}
}

// written are the bytes of a segment of ballots with one mark, written a second time.
func written(l lists) []byte {
	out := binary.AppendUvarint([]byte{2}, uint64(len(l.Spends)))
	out = append(out, 0, 0)
	for _, x := range l.Spends {
		out = append(append(append(out, x.Commitment[:]...), x.Digest[:]...), map[Via]byte{Kiosk: 1, Phone: 2}[x.Via])
	}
	for _, r := range l.Records {
		tracker, _ := decode(r.Tracker, 7)
		salt, _ := hex.DecodeString(r.Salt)
		out = append(append(append(out, tracker...), salt...), 2, byte(r.Marks[0].Project))
	}
	return out
}

// The bytes of a segment are those of the two sets: who came first changes nothing in them.
func TestSegmentForgetsTheOrder(t *testing.T) {
	_, all := sheets(poll, 30)
	bytesOf := func(order []int) []byte {
		var taken []*request
		for _, i := range order {
			r := asked(all[i], marks(1+i%20), vias[1+i%2])
			if i%7 == 3 {
				r = &request{void: true, spend: Spend{Commitment: all[i].Commitment(poll)}}
			}
			taken = append(taken, r)
		}
		return form(taken).bytes()
	}
	want := bytesOf(rand.Perm(len(all)))
	for range 20 {
		if got := bytesOf(rand.Perm(len(all))); !bytes.Equal(got, want) {
			t.Fatal("two orders of the same casts are two segments")
		}
	}
	if s, err := parseSegment(want); err != nil || !s.hashed(newHasher(poll)) || s.hashed(newHasher("another")) {
		t.Error("the ballots are not in order of their hashes")
	}
}

func inOrder(t *testing.T, s lists) {
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
