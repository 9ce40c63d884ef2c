package ballot

// The archived box: the same content, and nothing that joins sheets to ballots.

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

// castTogether casts the sheets as one segment.
func castTogether(t *testing.T, b *Box, group []Credential) {
	t.Helper()
	b.turn.Lock()
	var casting sync.WaitGroup
	for _, c := range group {
		casting.Go(func() {
			if _, err := b.Cast(t.Context(), c, choice(c), Kiosk); err != nil {
				t.Error(err)
			}
		})
	}
	for len(b.queue) < len(group)-1 { // the first is with the writer, which waits for its turn
		time.Sleep(time.Millisecond)
	}
	b.turn.Unlock()
	casting.Wait()
}

func choice(c Credential) Marks { return marks(1 + c.Serial.Number%20) }

// cast fills a new box in groups and seals it.
func cast(t *testing.T, path string, n, group int) (all []Credential) {
	t.Helper()
	s := openStore(t, path)
	m, all := sheets(poll, n)
	b := openBox(t, s, m)
	for part := range slices.Chunk(all, group) {
		castTogether(t, b, part)
	}
	if err := b.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}

func archive(t *testing.T, path string) int {
	t.Helper()
	s := openStore(t, path)
	n, err := Archive(t.Context(), s, poll)
	if err := errors.Join(err, s.Close(), bolt.Compact(path)); err != nil {
		t.Fatal(err)
	}
	return n
}

func contentOf(t *testing.T, path string, m Manifest) lists {
	t.Helper()
	s := openStore(t, path)
	b := openBox(t, s, m)
	b.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	records, err := b.Records()
	if err != nil {
		t.Fatal(err)
	}
	return lists{b.Spends(), records, b.Voids(), b.Sealed()}
}

func TestArchiveKeepsTheBox(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, path)
	m, all := sheets(poll, 90)
	b := openBox(t, s, m)
	for part := range slices.Chunk(all[:60], 7) {
		castTogether(t, b, part)
	}
	for _, c := range all[60:63] {
		if err := b.Void(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Archive(t.Context(), s, poll); !errors.Is(err, ErrNotSealed) {
		t.Errorf("a box that is open: %v", err)
	}
	if _, err := Archive(t.Context(), s, "another"); !errors.Is(err, ErrNotSealed) {
		t.Errorf("a box that is not there: %v", err)
	}
	if err := b.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.Close()
	s.Close()
	before := contentOf(t, path, m)
	for range 2 {
		if n := archive(t, path); n != 60 {
			t.Errorf("%d ballots were archived", n)
		}
		if after := contentOf(t, path, m); !reflect.DeepEqual(before, after) || len(after.Voids) != 3 {
			t.Error("the archived box is not the same")
		}
	}
	s = openStore(t, path)
	b = openBox(t, s, m)
	if _, err := b.Cast(t.Context(), all[0], choice(all[0]), Phone); err != nil {
		t.Errorf("the same ballot again: %v", err)
	}
	_, err := b.Cast(t.Context(), all[70], marks(1), Phone)
	wantErr(t, err, ErrSealed)
	if err := store.Verify(t.Context(), s, nil, func(h store.Head, err error) {
		if err != nil || h.Len != 1 {
			t.Errorf("%s: %d segments, %v", h.Name, h.Len, err)
		}
	}); err != nil {
		t.Error(err)
	}
}

// dying fails every commit after the first n.
type dying struct {
	store.Store
	n int
}

func (d *dying) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if d.n--; d.n < 0 {
		return 0, store.ErrClosed
	}
	return d.Store.Commit(ctx, checks, ops)
}

// An archive that is interrupted anywhere leaves a box that opens the same, and is finished by doing it again.
func TestArchiveInterrupted(t *testing.T) {
	m, _ := sheets(poll, 300)
	for n := range 4 {
		path := filepath.Join(t.TempDir(), "db")
		cast(t, path, 300, 1)
		before := contentOf(t, path, m)
		s := openStore(t, path)
		_, err := Archive(t.Context(), &dying{s, n}, poll)
		s.Close()
		if err == nil {
			t.Fatalf("the archive took no more than %d commits", n)
		}
		if !reflect.DeepEqual(before, contentOf(t, path, m)) {
			t.Errorf("interrupted after %d commits, the box is another", n)
		}
		archive(t, path)
		if !reflect.DeepEqual(before, contentOf(t, path, m)) || len(segmentsOf(t, path)) != 1 {
			t.Errorf("interrupted after %d commits and done again, the box is another", n)
		}
	}
}

// stolen is a segment as the thief of a disk sees it.
type stolen struct {
	lists
	ver uint64
}

func segmentsOf(t *testing.T, path string) (out []stolen) {
	t.Helper()
	s := openStore(t, path)
	defer s.Close()
	prefix := []byte("s/box/" + poll + "/")
	err := s.Scan(t.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		seg, err := parseSegment(it.Val)
		out = append(out, stolen{seg.lists(), it.Ver})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// joins are the ways to join the spends of a segment to its ballots that a thief could think of.
var joins = map[string]func(s lists) map[Commitment]Hash{
	"place":   func(s lists) map[Commitment]Hash { return byPlace(s, func(i, _ int) int { return i }) },
	"reverse": func(s lists) map[Commitment]Hash { return byPlace(s, func(i, n int) int { return n - 1 - i }) },
	"tracker order": func(s lists) map[Commitment]Hash {
		s.Records = slices.Clone(s.Records)
		slices.SortFunc(s.Records, func(x, y Record) int { return cmp.Compare(x.Tracker, y.Tracker) })
		return byPlace(s, func(i, _ int) int { return i })
	},
	"digest order": func(s lists) map[Commitment]Hash {
		s.Spends = slices.Clone(s.Spends)
		slices.SortFunc(s.Spends, func(x, y Spend) int { return bytes.Compare(x.Digest[:], y.Digest[:]) })
		return byPlace(s, func(i, _ int) int { return i })
	},
	"digest":  byDigest,
	"secrets": bySecrets,
}

func byPlace(s lists, of func(i, n int) int) map[Commitment]Hash {
	out := map[Commitment]Hash{}
	for i, x := range s.Spends {
		out[x.Commitment] = s.Records[of(i, len(s.Spends))].Hash(poll)
	}
	return out
}

// byDigest tries whether the digest of a spend can be made from what is known of a ballot.
func byDigest(s lists) map[Commitment]Hash {
	out := map[Commitment]Hash{}
	for _, x := range s.Spends {
		for _, r := range s.Records {
			h := r.Hash(poll)
			salt, _ := hex.DecodeString(r.Salt)
			for _, known := range [][]byte{{}, []byte(r.Tracker), []byte(r.Salt), salt, x.Commitment[:]} {
				for _, label := range []string{"", "linli1/digest\x00"} {
					if sha256.Sum256(slices.Concat([]byte(label), known, h[:])) == x.Digest {
						out[x.Commitment] = h
					}
				}
			}
		}
	}
	return out
}

// bySecrets tries whether a commitment can be made from what is known of a ballot and any serial.
func bySecrets(s lists) map[Commitment]Hash {
	out := map[Commitment]Hash{}
	spent := map[Commitment]bool{}
	for _, x := range s.Spends {
		spent[x.Commitment] = true
	}
	for _, r := range s.Records {
		salt, _ := hex.DecodeString(r.Salt)
		for i := range 300 {
			serial := binary.BigEndian.AppendUint32(nil, Serial{1 + i%3, 1 + i}.bits())
			for _, known := range [][]byte{[]byte(r.Tracker), []byte(r.Salt), salt} {
				c := Commitment(sha256.Sum256(slices.Concat([]byte("linli1/commit\x00"+poll+"\x00"), serial, known)))
				if spent[c] {
					out[c] = r.Hash(poll)
				}
			}
		}
	}
	return out
}

// right counts what each way to join gets right.
func right(segs []stolen, all []Credential) map[string]int {
	truth := map[Commitment]Hash{}
	for _, c := range all {
		truth[c.Commitment(poll)] = record(c, choice(c)).Hash(poll)
	}
	score := map[string]int{}
	for name, join := range joins {
		for _, s := range segs {
			for c, h := range join(s.lists) {
				if truth[c] == h {
					score[name]++
				}
			}
		}
	}
	return score
}

func TestNothingJoinsSheetsToBallots(t *testing.T) {
	for _, c := range []struct{ group, fewest, most int }{
		{1, 240, 240}, // the thief can read: segments of one ballot join it to its sheet
		{12, 0, 42},   // 20 segments of 12: 20 by chance, five deviations above it
		{60, 0, 14},
	} {
		path := filepath.Join(t.TempDir(), "db")
		all := cast(t, path, 240, c.group)
		score := right(segmentsOf(t, path), all)
		if score["place"] < c.fewest || score["digest"]+score["secrets"] > 0 {
			t.Errorf("segments of %d: %v", c.group, score)
		}
		for name, n := range score {
			if n > c.most {
				t.Errorf("segments of %d: by %s the thief joins %d of 240", c.group, name, n)
			}
		}
		archive(t, path)
		for name, n := range right(segmentsOf(t, path), all) {
			if n > 6 {
				t.Errorf("archived: by %s the thief joins %d of 240", name, n)
			}
		}
		once(t, path, all)
	}
}

// once demands that each ballot is in the bytes of the file a single time: no page holds an old segment.
func once(t *testing.T, path string, all []Credential) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if n := bytes.Count(raw, c.in(poll).tracker()); n != 1 {
			t.Fatalf("a ballot is in the archived file %d times", n)
		}
	}
}
