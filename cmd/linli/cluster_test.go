package main

// The data on a cluster of three: real servers over it, and every verb while they serve.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store/etcd/etcdtest"
	"linli/cmd/linli/client"
)

// newCluster starts a cluster, and returns the URL of a prefix of it without the prefix.
func newCluster(t *testing.T) (*etcdtest.Cluster, string) {
	t.Helper()
	cluster, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	return cluster, "etcd://" + strings.Join(cluster.Endpoints(), ",") + "/"
}

// pollOf is a round with an open poll, which two servers on one cluster serve.
type pollOf struct {
	*testing.T
	url    string // of the store
	one    *victim
	two    *victim
	sheets []ballot.Credential

	mu    sync.Mutex
	acked map[string]bool // trackers
}

func newPoll(t *testing.T, url string, sheets int) *pollOf {
	t.Helper()
	p := &pollOf{T: t, url: url, acked: map[string]bool{}}
	p.one = &victim{t: t, dir: filepath.Join(t.TempDir(), "one"), store: url, addr: freeAddr(t)}
	p.two = &victim{t: t, dir: filepath.Join(t.TempDir(), "two"), store: url, addr: freeAddr(t)}
	p.one.start()
	t.Cleanup(p.one.kill)
	p.sheets = p.one.open(sheets)
	if err := os.Mkdir(p.two.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{rollFile, signFile} {
		copyFile(t, filepath.Join(p.one.dir, key), filepath.Join(p.two.dir, key))
	}
	p.two.start()
	t.Cleanup(p.two.kill)
	p.two.office = p.one.office
	return p
}

// cast casts sheets at a server until ctx ends or the server is gone.
func (p *pollOf) cast(ctx context.Context, at *victim, from, to int) {
	c := client.New(at.url(), nil)
	for i := from; i < to && ctx.Err() == nil; i++ {
		r, err := c.Cast(context.Background(), p.sheets[i].Code(), choices(i))
		if refused := new(client.Refused); errors.As(err, &refused) {
			p.Errorf("sheet %d: %v", i, err)
		}
		if err != nil {
			return
		}
		p.mu.Lock()
		p.acked[r.Tracker] = true
		p.mu.Unlock()
	}
}

func (p *pollOf) acknowledged() (out []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for tracker := range p.acked {
		out = append(out, tracker)
	}
	return out
}

// turnout is what a server shows to everybody.
func (p *pollOf) turnout(at *victim) int {
	p.Helper()
	res, err := http.Get(at.url() + "/r/r/observe.json")
	if err != nil {
		p.Fatal(err)
	}
	defer res.Body.Close()
	var shown struct{ Cast int }
	if err := json.NewDecoder(res.Body).Decode(&shown); err != nil {
		p.Fatal(err)
	}
	return shown.Cast
}

// holds demands that a place has the ballots, and everything in order.
func (p *pollOf) holds(at place, ballots []string) {
	p.Helper()
	if err := at.check(p.Context(), &strings.Builder{}, nil); err != nil {
		p.Errorf("%+v: %v", at, err)
	}
	boxAt(p.T, at, func(box *ballot.Box) {
		for _, tracker := range ballots {
			if _, ok := box.Holds(tracker); !ok {
				p.Errorf("%+v lacks ballot %s of %d that were acknowledged before; it has %d", at, tracker, len(ballots), box.Count())
				return
			}
		}
	})
	file := filepath.Join(p.TempDir(), "r.export")
	keys := at
	if keys.Dir == "" {
		keys.Dir = p.one.dir
	}
	said(p.T, 0, "export", "--dir", keys.Dir, "--store", keys.Store, "-o", file)
	said(p.T, 0, "verify", "--state", file+".seen", file)
}

// taken is a backup that was made while people cast.
type taken struct {
	file   string
	before []string // the ballots acknowledged before it began
}

// backUp backs up by each way in turn, as often as it can until ctx ends.
func (p *pollOf) backUp(rounds int) (all []taken) {
	p.Helper()
	p.Setenv("LINLI_LOGIN", p.one.office[0].Login)
	p.Setenv("LINLI_PASSWORD", p.one.office[0].Password)
	for n := range rounds {
		for _, from := range [][]string{{"--dir", p.two.dir, "--store", p.url}, {"--url", p.two.url()}} {
			b := taken{filepath.Join(p.TempDir(), fmt.Sprint("b", n, ".tar")), p.acknowledged()}
			said(p.T, 0, append([]string{"backup", "-o", b.file}, from...)...)
			all = append(all, b)
			time.Sleep(50 * time.Millisecond)
		}
		said(p.T, 0, "check", "--dir", p.two.dir, "--store", p.url)
		export := filepath.Join(p.TempDir(), "live.export")
		said(p.T, 0, "export", "--dir", p.two.dir, "--store", p.url, "-o", export)
		said(p.T, 0, "verify", "--state", export+".seen", export)
	}
	return all
}

// TestClusterWhileVoting lets people cast at two servers, of which one is killed, while all is backed up, exported and
// checked; and restores every backup, into a folder and into the cluster.
func TestClusterWhileVoting(t *testing.T) {
	_, base := newCluster(t)
	p := newPoll(t, base+"live", 6000)
	p.cast(t.Context(), p.one, 0, 10)
	p.cast(t.Context(), p.two, 10, 20)
	for _, at := range []*victim{p.one, p.two} {
		for until := time.Now().Add(10 * time.Second); p.turnout(at) != 20; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("%s shows %d ballots of 20", at.url(), p.turnout(at))
			}
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	var casting sync.WaitGroup
	for w := range 4 {
		at := []*victim{p.one, p.two}[w%2]
		from := 20 + w*1400
		casting.Go(func() { p.cast(ctx, at, from, from+1400) })
	}
	backups := p.backUp(2)
	if printed := said(t, 1, "archive", "--store", p.url, "--dir", p.one.dir, "--round", "r"); !strings.Contains(printed, "stop all of them first") || !strings.Contains(printed, ": 2") {
		t.Error(printed)
	}
	before := len(p.acknowledged())
	p.one.kill()
	p.two.mustCast(p, 5700, 5710)
	backups = append(backups, p.backUp(1)...)
	stop()
	casting.Wait()
	all := p.acknowledged()
	t.Logf("%d ballots, %d before one server was killed, %d at the last backup", len(all), before, len(backups[len(backups)-1].before))
	if len(backups[0].before) == len(all) || before == len(all) {
		t.Error("nobody has cast meanwhile: this test proves nothing")
	}
	for i, b := range backups {
		folder, prefix := place{Dir: filepath.Join(t.TempDir(), "restored")}, place{keeper: keeper{Store: fmt.Sprint(base, "restored-", i)}}
		said(t, 0, "restore", b.file, "--dir", folder.Dir)
		said(t, 0, "restore", b.file, "--store", prefix.Store)
		copyFile(t, filepath.Join(p.one.dir, signFile), filepath.Join(folder.Dir, signFile))
		p.holds(folder, b.before)
		p.holds(prefix, b.before)
	}
	p.holds(place{Dir: p.two.dir, keeper: keeper{Store: p.url}}, all)
}

// mustCast casts at a server that must be there.
func (v *victim) mustCast(p *pollOf, from, to int) {
	p.Helper()
	was := len(p.acknowledged())
	p.cast(p.Context(), v, from, to)
	if now := len(p.acknowledged()); now < was+to-from {
		p.Errorf("of %d ballots %d were acknowledged", to-from, now-was)
	}
}
