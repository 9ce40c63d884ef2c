package ballot

// How fast and how small a box is, each beside the limit that the same store sets in the same run:
//
//	go test -run '^$' -bench . ./ballot
//
// "raw" appends, or reads, the very segments of the box and does nothing else. "rows" keeps a row a ballot by way of
// bbolt's Batch; the casts are prepared as the box prepares them.

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/bolt/rows"
)

func open(tb testing.TB, path string) *bolt.Store {
	tb.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// fill appends n ballots of five marks that nobody has cast, in segments of at most size.
func fill(tb testing.TB, s store.Store, n, size int) {
	tb.Helper()
	random, chain := rand.NewChaCha8([32]byte{1}), store.NewChain(s, "box/"+poll)
	for n > 0 {
		taken := make([]*request, min(n, size))
		for i := range taken {
			taken[i] = drawn(random)
		}
		n -= len(taken)
		if err := chain.Append(context.Background(), form(taken).bytes()); err != nil {
			tb.Fatal(err)
		}
	}
}

func drawn(random *rand.ChaCha8) *request {
	r := &request{record: make([]byte, marksAt)}
	random.Read(r.spend.Commitment[:])
	random.Read(r.spend.Digest[:])
	random.Read(r.record)
	r.spend.Via = vias[1+random.Uint64()%2]
	pick := rand.New(random).Perm(20)[:5]
	slices.Sort(pick)
	r.record = marks(1+pick[0], 1+pick[1], 1+pick[2], 1+pick[3], 1+pick[4]).pack(r.record)
	r.hash, _ = newHasher(poll).hash(r.record)
	return r
}

// ns is a metric: the time of each of n.
func ns(d time.Duration, n int) float64 { return float64(d.Nanoseconds()) / float64(n) }

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkOpen opens a box of a million ballots, in segments of a thousand, to its first answer.
func BenchmarkOpen(b *testing.B) {
	const n = 1_000_000
	path := filepath.Join(b.TempDir(), "db")
	s := open(b, path)
	fill(b, s, n, maxSegment)
	s.Close()
	m, all := sheets(poll, 1)
	var opening, reading time.Duration
	var memory, size uint64
	rounds := 0
	for b.Loop() {
		rounds++
		before, began := heap(), time.Now()
		s := open(b, path)
		box, err := OpenBox(b.Context(), s, poll, paper, m)
		if err == nil {
			err = box.Look(all[0])
		}
		opening += time.Since(began)
		if err != nil || box.Count() != n {
			b.Fatal(box.Count(), err)
		}
		memory = heap() - before
		box.Close()
		size, began = 0, time.Now()
		err = store.NewChain(s, "box/"+poll).Sync(b.Context(), func(seg []byte) error {
			size += uint64(len(seg))
			return nil
		})
		reading += time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(opening.Seconds()/float64(rounds), "s/open")
	b.ReportMetric(reading.Seconds()/float64(rounds), "raw-s/open")
	b.ReportMetric(float64(memory)/n, "heap-B/ballot")
	b.ReportMetric(float64(size)/n, "stored-B/ballot")
}

// BenchmarkCast casts ballots of five marks while so many voters wait.
func BenchmarkCast(b *testing.B) {
	const n = 50_000
	m, all := sheets(poll, n)
	for _, waiting := range []int{1, 16, 256, 1024} {
		b.Run(fmt.Sprint(waiting, "waiting"), func(b *testing.B) {
			all := all[:min(n, 1000*waiting)]
			var boxes, raws, plain time.Duration
			count, segments := 0, 0
			for b.Loop() {
				s := open(b, filepath.Join(b.TempDir(), "box"))
				boxes += castAll(b, s, m, all, waiting)
				d, k := appendAgain(b, s, open(b, filepath.Join(b.TempDir(), "raw")))
				raws, segments = raws+d, segments+k
				s.Close()
				plain += rowByRow(b, all, waiting)
				count += len(all)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ns(boxes, count), "ns/ballot")
			b.ReportMetric(ns(raws, count), "raw-ns/ballot")
			b.ReportMetric(ns(plain, count), "rows-ns/ballot")
			b.ReportMetric(float64(raws)/float64(boxes), "of-raw")
			b.ReportMetric(float64(count)/float64(segments), "ballots/segment")
		})
	}
}

// atOnce calls cast for each sheet, by so many voters at once.
func atOnce(all []Credential, waiting int, cast func(Credential)) time.Duration {
	began := time.Now()
	var casting sync.WaitGroup
	for w := range waiting {
		casting.Go(func() {
			for i := w; i < len(all); i += waiting {
				cast(all[i])
			}
		})
	}
	casting.Wait()
	return time.Since(began)
}

var five = Paper{Form: Approval, Projects: 20, Max: 5}

func castAll(b *testing.B, s store.Store, m Manifest, all []Credential, waiting int) time.Duration {
	box, err := OpenBox(b.Context(), s, poll, five, m)
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	return atOnce(all, waiting, func(c Credential) {
		if _, err := box.Cast(b.Context(), c, marks(2, 3, 5, 7, 11), Phone); err != nil {
			b.Error(err)
		}
	})
}

// appendAgain appends the segments of one store to another, which it closes.
func appendAgain(b *testing.B, from, to store.Store) (time.Duration, int) {
	defer to.Close()
	var segs [][]byte
	if err := store.NewChain(from, "box/"+poll).Sync(b.Context(), func(seg []byte) error {
		segs = append(segs, seg)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	began, chain := time.Now(), store.NewChain(to, "box/"+poll)
	for _, seg := range segs {
		if err := chain.Append(b.Context(), seg); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began), len(segs)
}

// rowByRow is the plain way to keep ballots.
func rowByRow(b *testing.B, all []Credential, waiting int) time.Duration {
	plain, err := rows.Open(filepath.Join(b.TempDir(), "rows"))
	if err != nil {
		b.Fatal(err)
	}
	defer plain.Close()
	return atOnce(all, waiting, func(c Credential) {
		r := asked(c, five.Normal(marks(2, 3, 5, 7, 11)), Phone)
		key := r.spend.Commitment[:]
		if err := plain.Put(key, append(r.spend.pack(nil)[len(key):], r.record...)); err != nil {
			b.Error(err)
		}
	})
}

// BenchmarkHash is what opening a box computes for each ballot, beside hashing its bytes.
func BenchmarkHash(b *testing.B) {
	record, h := drawn(rand.NewChaCha8([32]byte{1})).record, newHasher(poll)
	for b.Loop() {
		h.hash(record)
	}
}

// BenchmarkPrepare is what a cast computes before it waits.
func BenchmarkPrepare(b *testing.B) {
	b.ReportAllocs()
	for i := uint32(0); b.Loop(); i++ {
		c := Credential{Tag: PollTag(poll), Serial: Serial{1, 1}}
		binary.BigEndian.PutUint32(c.Secret[:], i)
		asked(c, marks(2, 3, 5, 7, 11), Phone)
	}
}
