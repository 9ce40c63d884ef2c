package main

// After the casts: the server is killed and started again; then the poll is closed, counted, exported and verified.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/catalog/audit"
)

// restart kills every server and starts the first again, with the data as they are.
func (h *hammer) restart() error {
	h.say("杀死服务器，再启动 / the server is killed and started again")
	for _, s := range h.servers {
		s.kill()
	}
	s, f := h.servers[0], &h.figures
	began := time.Now()
	if err := s.start(); err != nil {
		return err
	}
	tracker := h.sheets[0].tracker
	for _, q := range []struct {
		path string
		took *float64
	}{{"/r/" + roundID, &f.Restart.Page}, {"/r/" + roundID + "/receipt?tracker=" + tracker, &f.Restart.Lookup}, {"/vote/receipt/" + tracker, new(float64)}} {
		if _, err := s.get(h.ctx, q.path); err != nil {
			return err
		}
		*q.took = seconds(time.Since(began))
	}
	f.Restart.Memory = mib(s.rss())
	return s.stop()
}

// count goes from the open poll to the verified export.
func (h *hammer) count() error {
	h.say("封箱、计票、导出、核对 / close, count, export, verify")
	data, err := h.open(h.ctx)
	if err != nil {
		return err
	}
	defer letGo(data)
	var l *catalog.Live
	var box *ballot.Box
	export := h.file("export")
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"打开 / open the round", func(ctx context.Context) (err error) {
			if l, err = catalog.Open(ctx, data, roundID); err == nil {
				box, err = l.Box(ctx)
			}
			return err
		}},
		{"公布哈希 / publish the hashes", func(ctx context.Context) error { _, err := l.PublishBallots(ctx, office); return err }},
		{"封箱、开箱 / close the poll, open the ballots", func(ctx context.Context) error { return l.ClosePoll(ctx, office, office, office2) }},
		{"结清账目 / settle the stations", func(ctx context.Context) error { return settle(ctx, l) }},
		{"计票 / tally", func(ctx context.Context) error { return l.Tally(ctx, office, "-") }},
		{"导出 / export", func(context.Context) error { return writeExport(l, export) }},
		{"核对 / verify", func(context.Context) error { return h.verify(export) }},
	}
	for _, s := range steps {
		began := time.Now()
		if err := s.do(h.ctx); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", s.name, err), closeRound(l))
		}
		h.figures.After = append(h.figures.After, step{s.name, seconds(time.Since(began))})
	}
	defer l.Close()
	return h.compare(l, box)
}

func closeRound(l *catalog.Live) error {
	if l != nil {
		l.Close()
	}
	return nil
}

// settle settles every station. Nobody was checked in, which is the reason for what the accounts lack.
func settle(ctx context.Context, l *catalog.Live) error {
	unused := map[int]int{}
	l.Read(func(r *catalog.Round) {
		for n, s := range r.Stations {
			unused[n] = s.Printed - r.Account(ballot.Account{Station: n}).Electronic
		}
	})
	for n, left := range unused {
		if _, err := l.Settle(ctx, office, ballot.Account{Station: n, Unused: left}, "nobody was checked in", office, office2); err != nil {
			return err
		}
	}
	return nil
}

func writeExport(l *catalog.Live, path string) error {
	x, err := l.Export()
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = x.WriteTo(f)
	return errors.Join(err, f.Close())
}

// errVerify: the export does not verify.
var errVerify = errors.New("导出核对不通过 / the export does not verify")

func (h *hammer) verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h.figures.Export = mib(info.Size())
	report := audit.Audit(f, audit.Trust{})
	for _, x := range report.Results {
		if x.State == audit.Failed {
			err = errors.Join(err, fmt.Errorf("%w: %s: %v", errVerify, x.English, x.Problems))
		}
	}
	return err
}

// compare holds what was acknowledged against what was in the box and what was counted.
func (h *hammer) compare(l *catalog.Live, box *ballot.Box) error {
	records, err := box.Records()
	if err != nil {
		return err
	}
	f := &h.figures
	f.Counted = len(records)
	in := make(map[string]ballot.Marks, len(records))
	for _, r := range records {
		if _, twice := in[r.Tracker]; twice {
			f.Twice++
		}
		in[r.Tracker] = r.Marks
	}
	want := make([]int64, h.Projects)
	for i, as := range h.acked {
		there, ok := in[h.sheets[i].tracker]
		delete(in, h.sheets[i].tracker)
		if as != first && as != second {
			f.Refused++
			if ok {
				f.Strange++
			}
			continue
		}
		f.Acknowledged++
		meant := box.Paper().Normal(choice(i, int(as-first), h.Projects))
		for _, m := range meant {
			want[m.Project-1]++
		}
		switch {
		case !ok:
			f.Lost++
		case !equal(there, meant):
			f.Strange++
		}
	}
	f.Strange += len(in)
	l.Read(func(r *catalog.Round) {
		for n, votes := range want {
			if r.Outcome == nil || r.Outcome.Reasons[strconv.Itoa(n+1)].Score != votes {
				f.Miscounted++
			}
		}
	})
	return nil
}

func equal(a, b ballot.Marks) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
