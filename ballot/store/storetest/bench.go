package storetest

// How fast a keeper is, beside the plain way in the same run.

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt/rows"
)

const (
	ballotBytes = 150
	segBallots  = 256                    // at most, of a segment
	window      = 400 * time.Millisecond // of each way, in turns
)

// Bench makes ballots of 150 bytes durable of which so many wait at any time: as segments, each of what waits or of 256
// if that is less, on as many chains as that takes; and, in turns with that, as a row each under the sheet's
// commitment, through bbolt's db.Batch. It reports both in ballots a second, and how many times the second the first is.
func Bench(b *testing.B, open func(b *testing.B) store.Store) {
	for _, waiting := range []int{1, 64, 256, 1024} {
		b.Run(fmt.Sprint("waiting=", waiting), func(b *testing.B) {
			plain, err := rows.Open(filepath.Join(b.TempDir(), "rows"))
			if err != nil {
				b.Fatal(err)
			}
			defer plain.Close()
			s, size := open(b), min(waiting, segBallots)
			chains := make([]*store.Chain, waiting/size)
			for i := range chains {
				chains[i] = store.NewChain(s, fmt.Sprint("poll", i))
			}
			seg := bytes.Repeat([]byte("b"), ballotBytes*size)
			var key atomic.Uint64
			var segments, ballots pace
			for b.Loop() {
				ballots.during(b, waiting, 1, func(int) error { return plain.Put(commitment(key.Add(1)), seg[:ballotBytes]) })
				segments.during(b, len(chains), size, func(i int) error { return chains[i].Append(b.Context(), seg) })
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(segments.rate(), "ballots/s")
			b.ReportMetric(ballots.rate(), "rows/s")
			b.ReportMetric(segments.rate()/ballots.rate(), "times")
		})
	}
}

// commitment is the key of a row: what must be there once at most, and lies anywhere among the others.
func commitment(n uint64) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, n))
	return sum[:]
}

// pace is how many ballots were made durable in how long.
type pace struct {
	n    atomic.Int64
	took time.Duration
}

func (p *pace) rate() float64 { return float64(p.n.Load()) / p.took.Seconds() }

// during lets so many callers make that many ballots durable, again and again for a window.
func (p *pace) during(b *testing.B, callers, each int, do func(caller int) error) {
	begun := time.Now()
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			for time.Since(begun) < window {
				if err := do(i); err != nil {
					b.Error(err)
					return
				}
				p.n.Add(int64(each))
			}
		})
	}
	all.Wait()
	p.took += time.Since(begun)
}
