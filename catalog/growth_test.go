package catalog

// Growth: a round of many electronic ballots, phase by phase, and what it takes of time, memory and ledger.

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store"
)

// BenchmarkGrowth plays rounds of so many ballots as LINLI_GROWTH lists, as in
//
//	LINLI_GROWTH=10000,100000,1000000 go test ./catalog -run '^$' -bench Growth -benchtime 1x -timeout 1h
//
// and tells for each phase the nanoseconds a ballot. The figures of a size are those of its last round.
func BenchmarkGrowth(b *testing.B) {
	sizes := os.Getenv("LINLI_GROWTH")
	if sizes == "" {
		sizes = "2000"
	}
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < MinPublish {
			b.Fatalf("LINLI_GROWTH: %q", size)
		}
		b.Run(size, func(b *testing.B) {
			for b.Loop() {
				grow(b, n)
			}
		})
	}
}

// growth is a round that grows.
type growth struct {
	*play
	b    *testing.B
	n    int // ballots
	base uint64

	station int64 // the entry that set the first station
}

// grow plays a round of n electronic ballots from its founding to its reopening.
func grow(b *testing.B, n int) {
	g := &growth{b: b, n: n, base: heap()}
	g.play = newPlay(b)
	g.signing()
	g.agree()
	g.collect()
	g.screen()
	g.phase("print", g.print)
	g.phase("cast", g.cast)
	g.phase("publish", func() {
		_, err := g.PublishBallots(g.ctx, "system")
		g.must(err)
	})
	g.phase("close", g.closed)
	g.phase("correct", g.correct)
	g.phase("settle", g.settle)
	g.phase("contest", func() { g.Read(func(r *Round) { _, err := r.Contest(); g.must(err) }) })
	g.phase("tally", g.tally)
	var exported int64
	g.phase("export", func() {
		x, err := g.Export()
		g.must(err)
		exported, err = x.WriteTo(io.Discard)
		g.must(err)
	})
	g.memory("all")
	g.Live.Close()
	g.Live, g.sheets = nil, nil
	g.phase("open", func() {
		var err error
		g.Live, err = Open(g.ctx, g.env, "2026")
		g.must(err)
	})
	g.memory("round")
	g.b.ReportMetric(float64(g.ledgerBytes())/float64(n), "ledger-B/ballot")
	g.b.ReportMetric(float64(exported)/float64(n), "export-B/ballot")
	g.b.ReportMetric(float64(peak()>>20), "peak-MiB")
	g.Live.Close()
	g.must(g.store.Close())
}

func (g *growth) phase(name string, do func()) {
	from := time.Now()
	do()
	took := time.Since(from)
	g.b.ReportMetric(float64(took)/float64(g.n), name+"-ns/ballot")
	g.b.Logf("%8d %-8s %8.2fs  heap %5d MiB", g.n, name, took.Seconds(), heap()>>20)
}

// memory tells what lives on the heap, beyond what did before the round.
func (g *growth) memory(what string) {
	g.b.ReportMetric(float64(int64(heap()-g.base))/float64(g.n), what+"-heap-B/ballot")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peak is the most memory that the process has had, in bytes; 0 where the system does not tell.
func peak() (bytes uint64) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			bytes, _ = strconv.ParseUint(f[1], 10, 64)
		}
	}
	return bytes << 10
}

// atStation is the most sheets that a station of the growing round has.
const atStation = 250_000

func (g *growth) print() {
	g.station = g.entries()
	for first := 0; first < g.n; first += atStation {
		no := 1 + first/atStation
		g.do(&Station{Number: no, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
		sheets, err := g.PrintSheets(g.ctx, "office", no, min(atStation, g.n-first))
		g.must(err)
		g.sheets = append(g.sheets, sheets...)
	}
	g.do(&OpenPoll{Officers: []string{"qin", "lu"}})
}

// cast casts every sheet, many at once.
func (g *growth) cast() {
	var next atomic.Int64
	var all sync.WaitGroup
	choices := []ballot.Marks{g.marks(1, 2), g.marks(1), g.marks(2, 3), g.marks(3), {}}
	box := g.box()
	for range 512 {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(g.sheets) {
					return
				}
				if _, err := box.Cast(g.ctx, g.sheets[i], choices[i%len(choices)], ballot.Phone); err != nil {
					g.b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// correct corrects where the first station is.
func (g *growth) correct() {
	a := &Station{Number: 1, Name: "活动室", Address: "幸福弄85号", Hours: "9–17", Phone: "0000-2"}
	_, err := g.Correct(g.ctx, "office", g.station, "写反了", a)
	g.must(err)
}

func (g *growth) settle() {
	stations := 0
	g.Read(func(r *Round) { stations = len(r.Stations) })
	for no := 1; no <= stations; no++ {
		_, err := g.Settle(g.ctx, "office", ballot.Account{Station: no}, "没有查验", "qin", "lu")
		g.must(err)
	}
}

// ledgerBytes is the size of the ledger's segments in the store.
func (g *growth) ledgerBytes() (n int) {
	prefix := []byte("s/ledger/")
	g.must(g.store.Scan(g.ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		if bytes.HasPrefix(it.Key, prefix) {
			n += len(it.Val)
		}
		return nil
	}))
	return n
}
