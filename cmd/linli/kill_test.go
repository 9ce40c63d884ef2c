package main

// A real server is killed while people cast over HTTP: what was acknowledged is in the box once, whatever else was
// sent is in it at most once, and casting again gives the same receipt.

import (
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/cmd/linli/client"
	"linli/cmd/linli/replay"
	"linli/tally/pabulib"
)

// victim is a linli serve in a process of its own.
type victim struct {
	t      *testing.T
	dir    string
	store  string // the cluster, if it is on one
	addr   string
	cmd    *exec.Cmd
	office [2]replay.Officer
}

func (v *victim) url() string { return "http://" + v.addr }

// start starts the server, and reads the passwords at its first start.
func (v *victim) start() {
	v.t.Helper()
	linli, err := exec.LookPath("linli")
	if err != nil {
		v.t.Fatal(err)
	}
	v.cmd = exec.Command(linli, "serve", "--dir", v.dir, "--addr", v.addr, "--store", v.store)
	var out, errs lockedBuffer
	v.cmd.Stdout, v.cmd.Stderr = &out, &errs
	if err := v.cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	for range 400 {
		if res, err := http.Get(v.url() + "/static/none"); err == nil {
			res.Body.Close()
			for _, m := range password.FindAllStringSubmatch(out.String(), -1) {
				if n, ok := strings.CutPrefix(m[1], "office"); ok {
					v.office[n[0]-'1'] = replay.Officer{Login: m[1], Password: m[2]}
				}
			}
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	v.t.Fatalf("the server does not answer: %s", errs.String())
}

// kill ends the server without a word, as a power cut does.
func (v *victim) kill() {
	v.cmd.Process.Kill()
	v.cmd.Wait()
}

type lockedBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

const killedElection = `META
key;value
description;Town
country;Nowhere
unit;Town
instance;2026
num_projects;3
num_votes;1
budget;1000
vote_type;approval
rule;greedy
date_begin;2026
date_end;2026
max_length;2
PROJECTS
project_id;cost;name
a;500;Bench
b;400;Lamp
c;300;Tree
VOTES
voter_id;vote
1;a
`

// open makes a round with an open poll, and returns n sheets of it.
func (v *victim) open(n int) (sheets []ballot.Credential) {
	v.t.Helper()
	e, err := pabulib.Parse("town.pb", []byte(killedElection))
	if err != nil {
		v.t.Fatal(err)
	}
	err = replay.Open(v.t.Context(), e, replay.Options{URL: v.url(), Round: "r", Rule: "greedy-stop", Officers: v.office, Say: func(string, string, int, int) {}})
	if err != nil {
		v.t.Fatal(err)
	}
	staff := v.staff()
	for first := 2; len(sheets) < n; first += ballot.MaxRun {
		run, drawn, err := ballot.Print("r", 1, first, ballot.MaxRun, rand.Reader)
		if err == nil {
			err = staff.JSON(v.t.Context(), "/desk/r/act/sheets.print", map[string]any{
				"station": run.Station, "first": run.First, "commitments": run.Commitments, "second": v.office[1],
			}, nil)
		}
		if err != nil {
			v.t.Fatal(err)
		}
		sheets = append(sheets, drawn...)
	}
	return sheets[:n]
}

func (v *victim) staff() *client.Client {
	v.t.Helper()
	c := client.New(v.url(), nil)
	if err := c.Login(v.t.Context(), v.office[0].Login, v.office[0].Password); err != nil {
		v.t.Fatal(err)
	}
	return c
}

// choices are the marks that the i-th sheet is cast with.
func choices(i int) ballot.Marks {
	return ballot.Marks{{Project: 1 + i%3}, {Project: 1 + (i+1)%3}}
}

// castUntilKilled casts the sheets from many connections, kills the server at a random moment, and tells which sheets
// were acknowledged, with their trackers, and which were sent.
func (v *victim) castUntilKilled(sheets []ballot.Credential) (acked map[int]string, sent map[int]bool) {
	acked, sent = map[int]string{}, map[int]bool{}
	transport := client.Transport(8)
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(v.t.Context(), 30*time.Second)
	defer cancel()
	var mu sync.Mutex
	var casting sync.WaitGroup
	for w := range 8 {
		casting.Go(func() {
			c := client.New(v.url(), transport)
			for i := w; i < len(sheets); i += 8 {
				mu.Lock()
				sent[i] = true
				mu.Unlock()
				r, err := c.Cast(ctx, sheets[i].Code(), choices(i))
				if err != nil {
					if refused := new(client.Refused); errors.As(err, &refused) && refused.Status < 500 {
						v.t.Errorf("sheet %d: %v", i, err)
					}
					return // the server is gone
				}
				mu.Lock()
				acked[i] = r.Tracker
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Duration(5+mathrand.IntN(120)) * time.Millisecond)
	v.kill()
	casting.Wait()
	return acked, sent
}

// castAgain casts every sheet that was sent once more: all are in the box afterwards, with the receipts they had. A
// ballot with other marks is refused.
func (v *victim) castAgain(sheets []ballot.Credential, acked map[int]string, sent map[int]bool) {
	v.t.Helper()
	c := client.New(v.url(), nil)
	for i := range sent {
		r, err := c.Cast(v.t.Context(), sheets[i].Code(), choices(i))
		if err != nil || r.Tracker != sheets[i].Tracker("r") || acked[i] != "" && acked[i] != r.Tracker {
			v.t.Errorf("sheet %d again: %q, acknowledged as %q: %v", i, r.Tracker, acked[i], err)
		}
		if i%10 == 0 {
			_, err := c.Cast(v.t.Context(), sheets[i].Code(), ballot.Marks{{Project: 1 + (i+2)%3}})
			if refused := new(client.Refused); !errors.As(err, &refused) || refused.Status != http.StatusConflict {
				v.t.Errorf("sheet %d with other marks: %v", i, err)
			}
		}
	}
}

// freeAddr is an address on which nothing listens.
func freeAddr(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func TestServerIsKilled(t *testing.T) {
	kills, each := 5, 400
	if os.Getenv("LINLI_LONG") != "" {
		kills = 50
	}
	v := &victim{t: t, dir: filepath.Join(t.TempDir(), "data"), addr: freeAddr(t)}
	v.start()
	defer func() { v.kill() }()
	sheets := v.open(kills * each)
	all, acknowledged := 0, 0
	cast := map[string]ballot.Marks{} // what must be in the box, by tracker
	for n := range kills {
		part := sheets[n*each : (n+1)*each]
		acked, sent := v.castUntilKilled(part)
		if out := said(t, 0, "check", "--dir", v.dir); !strings.Contains(out, "all is well") {
			t.Error(out)
		}
		inBox(t, v.dir, cast, part, acked, sent)
		v.start()
		v.castAgain(part, acked, sent)
		for i := range sent {
			cast[part[i].Tracker("r")] = choices(i)
		}
		all, acknowledged = all+len(sent), acknowledged+len(acked)
	}
	t.Logf("%d kills: %d ballots sent, %d acknowledged before the kill", kills, all, acknowledged)
	if acknowledged < 5*kills {
		t.Errorf("only %d ballots were acknowledged before %d kills", acknowledged, kills)
	}
	if err := v.staff().JSON(t.Context(), "/desk/r/act/poll.close", map[string]any{"second": v.office[1]}, nil); err != nil {
		t.Fatal(err)
	}
	v.kill()
	said(t, 0, "check", "--dir", v.dir)
	if got := marksIn(t, v.dir); !same(got, cast) {
		t.Errorf("%d ballots are in the box, %d were cast", len(got), len(cast))
	}
}

// inBox compares the box after a kill: every ballot of before and every acknowledged one is in it, and of the others
// only such as were sent.
func inBox(t *testing.T, dir string, before map[string]ballot.Marks, sheets []ballot.Credential, acked map[int]string, sent map[int]bool) {
	t.Helper()
	boxAt(t, place{Dir: dir}, func(box *ballot.Box) {
		for tracker := range before {
			if _, ok := box.Holds(tracker); !ok {
				t.Errorf("ballot %s of an earlier start is lost", tracker)
			}
		}
		for i, tracker := range acked {
			if _, ok := box.Holds(tracker); !ok {
				t.Errorf("sheet %d was acknowledged as %s and is lost", i, tracker)
			}
		}
		known := len(before)
		for i, c := range sheets {
			if _, ok := box.Holds(c.Tracker("r")); ok && sent[i] {
				known++
			}
		}
		if n := box.Count(); n != known {
			t.Errorf("%d ballots are in the box, and %d of those that were cast", n, known)
		}
	})
}

// marksIn reads the sealed box of a data folder at rest. A ballot that is in it twice is an error of the box.
func marksIn(t *testing.T, dir string) map[string]ballot.Marks {
	t.Helper()
	out := map[string]ballot.Marks{}
	boxAt(t, place{Dir: dir}, func(box *ballot.Box) {
		records, err := box.Records()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			out[r.Tracker] = r.Marks
		}
		if len(out) != box.Count() {
			t.Errorf("%d ballots and %d trackers", box.Count(), len(out))
		}
	})
	return out
}

// boxAt hands the box of a place at rest to read.
func boxAt(t *testing.T, p place, read func(*ballot.Box)) {
	t.Helper()
	data, rolls, err := p.view(t.Context(), p.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	defer rolls.Close()
	live, err := catalog.Open(t.Context(), catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom}, "r")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	box, err := live.Box(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read(box)
}

func same(got, want map[string]ballot.Marks) bool {
	sorted := map[string]ballot.Marks{}
	for tracker, m := range want {
		sorted[tracker] = ballot.Paper{Form: ballot.Approval}.Normal(m)
	}
	return reflect.DeepEqual(got, sorted)
}
