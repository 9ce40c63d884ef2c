package pabulib_test

// This file measures reading, on an election of the size of a large city, in bytes per second and per ballot.

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"linli/ballot"
	"linli/tally"
	"linli/tally/pabulib"
)

// city makes an election of 110,000 ballots on 160 projects.
func city() *pabulib.Election {
	random := rand.New(rand.NewPCG(1, 2))
	e := &pabulib.Election{
		Budget: 9_632_750, MoneyScale: 1, PointScale: 1, Columns: []string{"name"},
		Paper: ballot.Paper{Form: ballot.Approval, Projects: 160, Max: 160},
	}
	for _, key := range []string{"description", "country", "unit", "instance", "rule", "date_begin", "date_end"} {
		e.Meta = append(e.Meta, pabulib.Pair{Key: key, Value: key})
	}
	for i := range 160 {
		e.Projects = append(e.Projects, pabulib.Project{
			ID: fmt.Sprintf("L%03d", i), Cost: random.Int64N(1_000_000), Fields: []string{fmt.Sprint("项目", i)}})
	}
	for range 110_000 {
		var marks ballot.Marks
		for _, p := range random.Perm(160)[:1+random.IntN(5)] {
			marks = append(marks, ballot.Mark{Project: p + 1})
		}
		e.Ballots = append(e.Ballots, e.Paper.Normal(marks))
	}
	return e
}

func BenchmarkParse(b *testing.B) {
	e := city()
	var file bytes.Buffer
	if err := e.Write(&file); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pabulib.Parse("city.pb", file.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(e.Ballots)), "ns/ballot")
}

// BenchmarkScan reads the lines of the same file and does nothing with them: what [BenchmarkParse] is measured by.
func BenchmarkScan(b *testing.B) {
	var file bytes.Buffer
	if err := city().Write(&file); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		lines := 0
		for range bytes.Lines(file.Bytes()) {
			lines++
		}
		if lines < 110_000 {
			b.Fatal(lines)
		}
	}
}

// BenchmarkLargest decides real elections by every rule that looks at the ballots, and counts them beside.
func BenchmarkLargest(b *testing.B) {
	dir := os.Getenv("LINLI_PABULIB")
	if dir == "" {
		b.Skip("LINLI_PABULIB names no folder of real elections")
	}
	for _, name := range []string{"Poland_Wroclaw_2015_up_to_150", "Poland_Lodz_2024"} {
		e := open(b, filepath.Join(dir, "pb", name+".pb"))
		contest, err := e.Contest()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/count", func(b *testing.B) {
			for b.Loop() {
				if _, err := tally.Count(e.Paper, slices.Values(e.Ballots)); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, rule := range []string{"mes-cost", "mes-cost-add1", "phragmen"} {
			b.Run(name+"/"+rule, func(b *testing.B) {
				for b.Loop() {
					decide(b, rule, contest, pabulib.Ladder())
				}
			})
		}
	}
}
