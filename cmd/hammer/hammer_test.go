package main

// Small runs of the whole hammer, with real server processes.

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/ballot/store/etcd/etcdtest"
)

// TestMain is the other processes too: the hammer starts its own program with a hidden verb.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == serveVerb || os.Args[1] == listenVerb) {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// hammered runs the hammer and reads the figures it prints.
func hammered(t *testing.T, args ...string) (f figures) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), append(args, "--json"), nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d\n%s\n%s", code, &out, &errs)
	}
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		t.Fatal(err)
	}
	if d.More() {
		t.Error("more than one value was printed")
	}
	return f
}

// logged runs the hammer in a folder that is kept, and refuses what no server may log.
func logged(t *testing.T, args ...string) figures {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kept")
	f := hammered(t, append(args, "--dir", dir)...)
	log, err := os.ReadFile(filepath.Join(dir, "server1.log"))
	if err != nil || !bytes.Contains(log, []byte(`"route":"/vote/cast"`)) {
		t.Errorf("the server has logged %.200q: %v", log, err)
	}
	for _, word := range []string{"DATA RACE", "panic", "request failed", `"status":5`, "p=1", "tracker="} {
		if bytes.Contains(log, []byte(word)) {
			t.Errorf("the server has logged %s", word)
		}
	}
	return f
}

// whole tells whether all ballots were acknowledged and counted, and the figures make sense.
func whole(t *testing.T, f figures, ballots int) {
	t.Helper()
	if f.Ballots != ballots || f.Acknowledged != ballots || f.Counted != ballots || !f.sound() {
		t.Errorf("of %d ballots: %+v", ballots, f)
	}
	if d := f.Delay; f.Rate <= 0 || d.P50 <= 0 || d.P50 > d.P99 || d.P99 > d.P999 || d.P999 > d.Max {
		t.Errorf("%.1f a second, delays %+v", f.Rate, d)
	}
	if f.Restart.Page <= 0 || f.Restart.Lookup < f.Restart.Page || len(f.After) != 7 || f.Export <= 0 {
		t.Errorf("afterwards %+v, %+v, %.1f MiB", f.Restart, f.After, f.Export)
	}
}

func TestTheTownCasts(t *testing.T) {
	for _, c := range []struct {
		as   string
		args []string
	}{{"form", nil}, {"json", []string{"--as", "json"}}, {"full", []string{"--full"}}} {
		t.Run(c.as, func(t *testing.T) {
			f := logged(t, append(c.args, "--ballots", "500", "--connections", "16", "--rounds", "3", "--projects", "7")...)
			whole(t, f, 500)
			if f.As != c.as || f.Store != "bolt" || f.Connections != 16 || len(f.Errors) > 0 || f.Revived != 0 {
				t.Errorf("%+v", f)
			}
			for _, way := range []string{rawWay, boxWay, rowWay} {
				if x := f.Beside[way]; x.Rate <= 0 || x.Ratio <= 0 {
					t.Errorf("%s: %+v", way, x)
				}
			}
			if f.Group < 1 || f.Group > 16 {
				t.Errorf("%.1f ballots a segment of 16 connections", f.Group)
			}
		})
	}
}

// A server is killed in the middle of every round, and started again on its data: what was not acknowledged is cast
// again, and everything is counted once.
func TestServersAreKilled(t *testing.T) {
	f := logged(t, "--ballots", "3000", "--connections", "32", "--rounds", "3", "--kill", "--alone")
	whole(t, f, 3000)
	if f.Revived != 3 {
		t.Errorf("%d servers were revived after 3 kills", f.Revived)
	}
	if len(f.Errors) == 0 {
		t.Error("no connection was broken by 3 kills")
	}
	if len(f.Beside) > 0 {
		t.Errorf("alone, and beside %v", f.Beside)
	}
}

// Two servers on one cluster: a tenth of the sheets is cast at both at once, half of these with different marks, and a
// server is killed in every round. All the same every sheet counts once.
func TestTwoServers(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	c, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	url := "etcd://" + strings.Join(c.Endpoints(), ",") + "/town"
	f := hammered(t, "--ballots", "600", "--connections", "16", "--rounds", "2", "--servers", "2", "--store", url)
	whole(t, f, 600)
	if f.Store != "etcd" || f.Servers != 2 || f.Beside[rawWay].Rate <= 0 || f.Beside[boxWay].Rate <= 0 {
		t.Errorf("%+v", f)
	}
	whole(t, hammered(t, "--ballots", "600", "--connections", "16", "--rounds", "2", "--servers", "2", "--store", url, "--kill", "--alone"), 600)
	if left, err := filepath.Glob(filepath.Join(temporary, "hammer-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// Observers listen while others cast; some of them stop reading, and none of the rest is let go.
func TestObserversWatch(t *testing.T) {
	f := logged(t, "--ballots", "600", "--connections", "8", "--rounds", "1", "--pace", "50", "--observers", "60", "--stalled", "50")
	whole(t, f, 600)
	if len(f.Watched) != 3 || len(f.Beside) > 0 {
		t.Fatalf("%+v", f)
	}
	for i, want := range []watched{{}, {Observers: 60}, {Observers: 60, Stalled: 30}} {
		w := f.Watched[i]
		if w.Observers != want.Observers || w.Stalled != want.Stalled || w.Lost != 0 || w.Cast.P50 <= 0 {
			t.Errorf("scene %d: %+v", i+1, w)
		}
		if reading := w.Observers - w.Stalled; w.Frames < reading || reading > 0 && (w.Age.Max <= 0 || w.Late.Max > w.Age.Max) {
			t.Errorf("scene %d: %d read %d frames: %+v", i+1, reading, w.Frames, w)
		}
	}
	var out bytes.Buffer
	if err := f.print(&out, false); err != nil || !strings.Contains(out.String(), "60 位观察者 / observers") || !strings.Contains(out.String(), "30 位不读") {
		t.Errorf("%v:\n%s", err, &out)
	}
}

// What is late is what a frame took longer than the quickest to the same listener.
func TestAges(t *testing.T) {
	age, late, frames := agesOf([][]int64{{900, 910, 950}, {}, {100, 100}})
	if frames != 5 || age.Max != 950 || age.P50 != 900 || late.Max != 50 || late.P50 != 0 {
		t.Errorf("%d frames, %+v, late %+v", frames, age, late)
	}
}

func TestTheFolderIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	var out, errs bytes.Buffer
	args := []string{"--ballots", "100", "--connections", "4", "--rounds", "1", "--dir", dir, "--profile", filepath.Join(t.TempDir(), "cpu")}
	if code := run(t.Context(), args, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	for _, word := range []string{"100 张选票", "acknowledged 100", "counted 100", "lost 0", "p99.9", "verify"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("%q is not printed:\n%s", word, &out)
		}
	}
	for _, name := range []string{"linli.db", "roll.db", "roll.key", "sign.key", "export", "server1.log"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"raw.db", "box.db", "rows.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was left behind", name)
		}
	}
	if code := run(t.Context(), args, nil, &out, &errs); code != 1 || !strings.Contains(errs.String(), "--dir") {
		t.Errorf("a folder that is not empty: exit %d, %s", code, &errs)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range []string{
		"--ballots 0", "--ballots 1000001", "--connections 0", "--projects 1000", "--rounds 0", "--as xml", "--servers 3",
		"--observers -1", "--stalled 101", "--pace -1", "--observers 5 --kill", "--servers 2", "--store bolt://x", "--store etcd://host:1", "--store etcd://a@b:1/x", "--such",
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), strings.Fields(args), nil, &out, &errs); code != 2 || errs.Len() == 0 {
			t.Errorf("%s: exit %d, %s", args, code, &errs)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--help"}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "--connections") || strings.Contains(out.String(), "serve ") {
		t.Errorf("help: exit %d\n%s", code, &out)
	}
}
