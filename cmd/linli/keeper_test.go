package main

// Servers that share a cluster: one election through two of them, and the refusals of --store.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
	"linli/cmd/linli/replay"
	"linli/kiosk"
	"linli/tally/pabulib"
)

// TestTwoServersOneElection sends every other request to the other server, as a balancer without a memory does.
func TestTwoServersOneElection(t *testing.T) {
	cluster, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	k := keeper{Store: "etcd://" + strings.Join(cluster.Endpoints(), ",") + "/linli"}
	first := t.TempDir()
	dirs := []string{first, copyKeys(t, first, k)}
	balancer := httptest.NewUnstartedServer(nil)
	public := "http://" + balancer.Listener.Addr().String()
	var at []string
	var office [2]replay.Officer
	for i, dir := range dirs {
		server, addr := kioskOn(t, k, dir, public)
		at = append(at, addr)
		office[i] = replay.Officer{Login: fmt.Sprint("office", i+1), Password: "a password of many words"}
		if err := server.Staff().Set(t.Context(), kiosk.Member{Login: office[i].Login, Name: "office", Role: "office"}, office[i].Password); err != nil {
			t.Fatal(err)
		}
	}
	var turn atomic.Int64
	balancer.Config.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "http", at[turn.Add(1)%2]
		r.Out.Host = r.In.Host
	}}
	balancer.Start()
	t.Cleanup(balancer.Close)
	sameOutcome(t, replay.Options{URL: public, Officers: office, Round: "r", Rule: "greedy-skip", Say: func(string, string, int, int) {}})
	if n := turn.Load(); n < 70 {
		t.Errorf("only %d requests were balanced", n)
	}
}

// copyKeys lets the first server leave its keys with the data, refuses one with others, and makes a folder for the next.
func copyKeys(t *testing.T, first string, k keeper) string {
	t.Helper()
	env, err := k.openData(t.Context(), first, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	if err := closeData(env); err != nil {
		t.Fatal(err)
	}
	next, stranger := t.TempDir(), t.TempDir()
	if _, err := k.openData(t.Context(), next, systemClock, systemRandom); !errors.Is(err, errKeys) {
		t.Errorf("a server without keys: %v", err)
	}
	if left, _ := os.ReadDir(next); len(left) > 0 {
		t.Errorf("a refused server has made %v", left)
	}
	if env, err = openData(stranger, systemClock, systemRandom); err != nil {
		t.Fatal(err)
	}
	if err := closeData(env); err != nil {
		t.Fatal(err)
	}
	if _, err := k.openData(t.Context(), stranger, systemClock, systemRandom); !errors.Is(err, errOther) {
		t.Errorf("a server with keys of its own: %v", err)
	}
	for _, name := range []string{rollFile, signFile} {
		raw, err := os.ReadFile(filepath.Join(first, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(next, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return next
}

// kioskOn starts a server.
func kioskOn(t *testing.T, k keeper, dir, public string) (*kiosk.Server, string) {
	t.Helper()
	env, err := k.openData(t.Context(), dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) != 2 {
		t.Errorf("beside the keys the folder has %q", names)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := kiosk.New(kiosk.Config{Env: env, Public: public, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- serveUntil(ctx, server, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-served, closeData(env)); err != nil {
			t.Error(err)
		}
	})
	return server, ln.Addr().String()
}

// sameOutcome replays an election of 60 voters and compares it with the direct tally.
func sameOutcome(t *testing.T, o replay.Options) {
	t.Helper()
	var pb strings.Builder
	pb.WriteString("META\nkey;value\ndescription;Town\ncountry;Nowhere\nunit;Town\ninstance;2026\nnum_projects;4\nnum_votes;60\n" +
		"budget;1000\nvote_type;approval\nrule;greedy\ndate_begin;2026\ndate_end;2026\nmax_length;2\n" +
		"PROJECTS\nproject_id;cost;name\na;600;Bench\nb;500;Lamp\nc;400;Tree\nd;1;Bell\nVOTES\nvoter_id;vote\n")
	for i := range 60 {
		fmt.Fprintf(&pb, "%d;%s\n", i, []string{"a", "b,c", "c", "a,d", "b"}[i%5])
	}
	election, err := pabulib.Parse("town.pb", []byte(pb.String()))
	if err != nil {
		t.Fatal(err)
	}
	want, err := decide("town.pb", election, o.Rule)
	if err != nil {
		t.Fatal(err)
	}
	got, err := replay.Run(t.Context(), election, o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Ballots != 60 || !slices.Equal(got.Funded, want.outcome.Funded) {
		t.Errorf("%d ballots, funded %v, want %v", got.Ballots, got.Funded, want.outcome.Funded)
	}
	for i, p := range election.Projects {
		if got.Votes[p.ID] != want.contest.Counts.Votes[i] {
			t.Errorf("%s has %d votes, want %d", p.ID, got.Votes[p.ID], want.contest.Counts.Votes[i])
		}
	}
}

func TestStoreRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		keeper
		want error
	}{
		{keeper{Store: "postgres://localhost:5432/linli"}, errStore},
		{keeper{Store: "linli"}, errStore},
		{keeper{Store: "etcd://localhost/linli"}, errStore},
		{keeper{Store: "etcd://:2379/linli"}, errStore},
		{keeper{Store: "etcd://user:secret@localhost:2379/linli"}, errStore},
		{keeper{Store: "etcd://localhost:2379"}, etcd.ErrPrefix},
		{keeper{Store: "etcd://localhost:2379/a:b"}, etcd.ErrPrefix},
		{keeper{Store: "etcds://localhost:2379/linli", StoreCA: empty}, errCA},
		{keeper{Store: "etcds://localhost:2379/linli", StoreCA: empty + "x"}, os.ErrNotExist},
		{keeper{Store: "etcds://localhost:2379/linli", StoreCert: empty}, os.ErrNotExist},
	} {
		_, err := c.openData(t.Context(), t.TempDir(), systemClock, systemRandom)
		if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%s: %v, want %v", c.Store, err, c.want)
		}
	}
}
