package audit

// Growth: exports of very many ballots, made by a generator and audited as they stream by.

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// BenchmarkAudit audits exports of so many electronic ballots as LINLI_GROWTH lists, as in
//
//	LINLI_GROWTH=10000,100000,1000000 go test ./catalog/audit -run '^$' -bench Audit -benchtime 1x -timeout 1h
func BenchmarkAudit(b *testing.B) {
	for _, size := range strings.Split(cmp.Or(os.Getenv("LINLI_GROWTH"), "10000"), ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < minPublish {
			b.Fatalf("LINLI_GROWTH: %q", size)
		}
		b.Run(size, func(b *testing.B) {
			path := grown(b, n)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			debug.FreeOSMemory()
			os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew, where the system can do that
			for b.Loop() {
				if r := auditFile(b, path); !r.OK() || r.Outcome == "" {
					b.Fatal(failed(r))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/ballot")
			b.ReportMetric(float64(info.Size())/float64(n), "B/ballot")
			b.ReportMetric(float64(peak()>>20), "peak-MiB")
		})
	}
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

func auditFile(t testing.TB, path string) *Report {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return Audit(f, Trust{})
}

// What the benchmark measures is an export that verifies, and of which the audit misses nothing.
func TestGrown(t *testing.T) {
	path := grown(t, 5000)
	r := auditFile(t, path)
	if !r.OK() || r.Outcome == "" || len(r.Funded) == 0 {
		t.Fatalf("%+v", r)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(text, []byte(`{"p":1}`))
	text[at+5] = '2'
	if got := failed(auditText(text)); !slices.Contains(got, "openings") || !slices.Contains(got, "root") {
		t.Errorf("a vote changed: %v", got)
	}
}

// generator writes an export of many ballots without playing a round.
type generator struct {
	t      testing.TB
	n      int
	out    *bufio.Writer
	leaves []tlog.Hash
	scheme string
	counts tally.Counts
}

const (
	projects  = 30
	aStation  = 200_000 // sheets
	aRun      = 500
	aPublish  = 5000
	aReveal   = 500
	sumOfFund = 500_000_00
)

// grown is the file of such an export. Every tenth ballot is on paper, every hundredth on paper and electronic.
func grown(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	body, err := os.Create(filepath.Join(dir, "body"))
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	g := &generator{t: t, n: n, out: bufio.NewWriterSize(body, 1<<20), counts: tally.Counts{Votes: make([]int64, projects), Marked: make([]int64, projects)}}
	g.write()
	if err := g.out.Flush(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "export")
	whole, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(whole, io.MultiReader(strings.NewReader(g.head()), body)); err != nil {
		t.Fatal(err)
	}
	os.Remove(body.Name())
	return path
}

func (g *generator) head() string {
	private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{9}), "linli")
	if err != nil {
		g.t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		g.t.Fatal(err)
	}
	root, err := ledger.RootOf(g.leaves)
	if err != nil {
		g.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(g.scheme))
	c := ledger.Checkpoint{Origin: "linli/big", Size: int64(len(g.leaves)), Root: root, More: []string{"scheme " + hex.EncodeToString(sum[:])}}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	if err != nil {
		g.t.Fatal(err)
	}
	return firstLine + "\n" + key + "\n\n" + string(signed) + "\n"
}

// act writes an entry whose body is canonical JSON.
func (g *generator) act(name, format string, args ...any) {
	public := `true`
	if name == "count.enter" {
		public = `false,"salt":"` + strings.Repeat("0", 32) + `"`
	}
	line := fmt.Sprintf(`{"act":%q,"actor":"office","body":%s,"n":%d,"public":%s,"time":"2026-09-01T01:00:00Z"}`, name, fmt.Sprintf(format, args...), len(g.leaves), public)
	g.leaves = append(g.leaves, tlog.RecordHash([]byte(line)))
	if _, err := g.out.WriteString(line + "\n"); err != nil {
		g.t.Fatal(err)
	}
}

// sheet is the commitment of the i-th sheet. One in twenty sheets is spare.
func (g *generator) sheet(i int) (c ballot.Commitment) {
	return sha256.Sum256(binary.BigEndian.AppendUint64([]byte("sheet"), uint64(i)))
}

func (g *generator) printed() int { return g.n + g.n/20 }

// marks are those of the i-th ballot: one to five projects.
func (g *generator) marks(i int) ballot.Marks {
	var m ballot.Marks
	for k := range 1 + i%5 {
		m = append(m, ballot.Mark{Project: 1 + (i/7+k*k)%projects})
	}
	slices.SortFunc(m, func(a, b ballot.Mark) int { return a.Project - b.Project })
	return slices.Compact(m)
}

// record is the i-th ballot; its tracker ascends with i.
func (g *generator) record(i int) ballot.Record {
	tracker := []byte(strings.Repeat("2", trackerSigns))
	for at, x := trackerSigns-1, i; x > 0; at, x = at-1, x/len(alphabet) {
		tracker[at] = alphabet[x%len(alphabet)]
	}
	return ballot.Record{Tracker: string(tracker), Salt: fmt.Sprintf("%032x", i), Marks: g.marks(i)}
}

func (g *generator) count(m ballot.Marks) {
	g.counts.Ballots++
	for _, x := range m {
		g.counts.Votes[x.Project-1]++
		g.counts.Marked[x.Project-1]++
	}
}

func list[T any](from, to int, text func(i int) T) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, text(i))
	}
	return "[" + b.String() + "]"
}

func quoted[T ~[32]byte](h T) string { return `"` + hex.EncodeToString(h[:]) + `"` }

// The first g.n*9/10 sheets are cast electronically; the papers are those from there to g.n, and one in ten of as many
// electronic ones.
func (g *generator) electronic() int { return g.n * 9 / 10 }

func (g *generator) write() {
	g.begin()
	for no := 1; no <= (g.printed()+aStation-1)/aStation; no++ {
		g.act("station.set", `{"access":"","address":"a","hours":"h","name":"s","number":%d,"phone":"1"}`, no)
	}
	for first := 0; first < g.printed(); first += aRun {
		g.act("sheets.print", `{"commitments":%s,"first":%d,"officers":null,"station":%d}`,
			list(first, min(first+aRun, g.printed()), func(i int) string { return quoted(g.sheet(i)) }), 1+first%aStation, 1+first/aStation)
	}
	g.act("poll.open", `{"officers":["lu","qin"]}`)
	g.box()
	g.papers()
	for no := 1; no <= (g.printed()+aStation-1)/aStation; no++ {
		g.settle(no)
	}
	g.tally()
}

func (g *generator) begin() {
	g.scheme = fmt.Sprintf(`{"cap":0,"form":"approval","fund":%d,"grounds":[],"max_marks":5,"rule":"greedy-skip","sum":0,"ties":["cheaper","number"]}`, sumOfFund)
	g.act("round.create", `{"id":"big","scheme":%s}`, g.scheme)
	g.act("scheme.adopt", `{"body":"b"}`)
	for i := range projects {
		g.act("proposal.submit", `{"slip":"%d"}`, i)
	}
	g.act("proposal.close", `{"note":""}`)
	g.act("table.meet", `{"place":"p","present":["p"]}`)
	for i := range projects {
		g.act("screening.decide", `{"no":%d,"reasons":[]}`, i+1)
		g.act("screening.survey", `{"no":%d,"pass":true}`, i+1)
		g.act("table.decide", `{"no":%d,"result":"recommend"}`, i+1)
		g.act("screening.estimate", `{"figure":%d,"no":%d}`, g.cost(i), i+1)
	}
	g.act("library.freeze", `{"drawn":false,"seed":""}`)
}

func (g *generator) cost(i int) int64 { return int64(i+1) * 1_000_000 }

// box publishes, closes and opens.
func (g *generator) box() {
	n := g.electronic()
	for first := 0; first < n; first += aPublish {
		to := min(first+aPublish, n)
		if n-to < minPublish {
			to = n
		}
		var hashes []ballot.Hash
		for i := first; i < to; i++ {
			hashes = append(hashes, g.record(i).Hash("big"))
		}
		sortHashes(hashes)
		g.act("poll.publish", `{"hashes":%s}`, list(0, len(hashes), func(i int) string { return quoted(hashes[i]) }))
		if to == n {
			break
		}
	}
	g.act("poll.close", `{"ballots":%d,"officers":["lu","qin"],"voids":0}`, n)
	spent := make([]ballot.Commitment, n)
	for i := range spent {
		spent[i] = g.sheet(i)
	}
	sortHashes(spent)
	for first := 0; first < n; first += aReveal {
		to := min(first+aReveal, n)
		g.act("poll.reveal", `{"records":%s,"spends":%s,"voids":null}`, list(first, to, func(i int) string {
			r := g.record(i)
			return fmt.Sprintf(`{"marks":%s,"salt":%q,"tracker":%q}`, list(0, len(r.Marks), func(k int) string { return fmt.Sprintf(`{"p":%d}`, r.Marks[k].Project) }), r.Salt, r.Tracker)
		}), list(first, to, func(i int) string {
			return fmt.Sprintf(`{"commitment":%s,"digest":"%064x","via":"phone"}`, quoted(spent[i]), i)
		}))
	}
	for i := range n {
		if !g.superseded(i) {
			g.count(g.marks(i))
		}
	}
}

// superseded tells whether the i-th electronic ballot gives way to a paper.
func (g *generator) superseded(i int) bool { return i%90 == 0 && i < g.electronic() }

// found are the sheets in paper boxes.
func (g *generator) found() (sheets []int) {
	for i := range g.n {
		if i >= g.electronic() || g.superseded(i) {
			sheets = append(sheets, i)
		}
	}
	return sheets
}

func (g *generator) papers() {
	batch := 0
	for sheets := range slices.Chunk(g.found(), ballot.MaxBatch) {
		batch++
		var genuine []ballot.Commitment
		var dead []string
		for _, i := range sheets {
			genuine = append(genuine, g.sheet(i))
			if g.superseded(i) {
				dead = append(dead, g.record(i).Tracker)
			}
			g.count(g.marks(i + 1))
		}
		sortHashes(genuine)
		text := list(0, len(sheets), func(k int) string {
			m := g.marks(sheets[k] + 1)
			return fmt.Sprintf(`{"finding":"marked","marks":%s}`, list(0, len(m), func(x int) string { return fmt.Sprintf(`{"p":%d}`, m[x].Project) }))
		})
		g.act("count.enter", `{"batch":%d,"by":"chen","pair":"A","sheets":%s,"station":1}`, batch, text)
		g.act("count.enter", `{"batch":%d,"by":"zhou","pair":"B","sheets":%s,"station":1}`, batch, text)
		g.act("count.scan", `{"batch":%d,"genuine":%s,"set_aside":0,"station":1,"superseded":%s}`, batch,
			list(0, len(genuine), func(i int) string { return quoted(genuine[i]) }), list(0, len(dead), func(i int) string { return strconv.Quote(dead[i]) }))
		g.act("count.seal", `{"batch":%d,"sheets":%s}`, batch, text)
	}
}

func (g *generator) settle(station int) {
	a := ballot.Account{Station: station}
	for i := (station - 1) * aStation; i < min(station*aStation, g.printed()); i++ {
		a.Printed++
		cast, paper := i < g.electronic(), i < g.n && (i >= g.electronic() || g.superseded(i))
		for _, x := range []struct {
			is bool
			n  *int
		}{{cast, &a.Electronic}, {paper, &a.Paper}, {cast && paper, &a.Both}, {i >= g.n, &a.Unused}} {
			if x.is {
				*x.n++
			}
		}
	}
	a.CheckIns = a.Printed - a.Unused
	a = a.Settle()
	g.act("station.settle", `{"both":%d,"check_ins":%d,"electronic":%d,"not_returned":%d,"officers":["lu","qin"],"paper":%d,"printed":%d,"reason":"","station":%d,"unused":%d}`,
		a.Both, a.CheckIns, a.Electronic, a.NotReturned, a.Paper, a.Printed, station, a.Unused)
}

func (g *generator) tally() {
	contest := tally.Contest{Budget: sumOfFund, Counts: g.counts}
	for i := range projects {
		contest.Projects = append(contest.Projects, tally.Project{ID: strconv.Itoa(i + 1), Number: i + 1, Cost: g.cost(i), Received: int64(i + 1)})
	}
	rule, err := tally.RuleNamed("greedy-skip")
	if err != nil {
		g.t.Fatal(err)
	}
	out, err := rule.Decide(contest, tally.Ladder{Rungs: []tally.Rung{tally.Cheaper, tally.Number}})
	if err != nil {
		g.t.Fatal(err)
	}
	g.act("poll.tally", `{"hash":%q,"seed":""}`, out.Hash())
}
