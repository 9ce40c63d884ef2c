package etcd_test

// The law of storage on a real cluster of three members, which all tests of this package share.

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
	"linli/ballot/store/storetest"
)

var cluster *etcdtest.Cluster

func TestMain(m *testing.M) {
	etcdtest.Member()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "linli-etcd-")
	if err == nil {
		defer os.RemoveAll(dir)
		cluster, err = etcdtest.Start(etcdtest.Config{Dir: dir, Members: 3})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer cluster.Close()
	return m.Run()
}

// prefixes counts the stores that tests have made: each is empty.
var prefixes atomic.Int64

func newPrefix() string { return fmt.Sprint("test/", prefixes.Add(1)) }

func open(t *testing.T, c etcd.Config) *etcd.Store {
	t.Helper()
	s, err := etcd.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// newStore opens an empty store by way of some members, or all.
func newStore(t *testing.T, members ...int) *etcd.Store {
	return open(t, etcd.Config{Endpoints: cluster.Endpoints(members...), Prefix: newPrefix()})
}

// TestLaw is patient, for the law's hundreds of goroutines may have to wait on a busy machine.
func TestLaw(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		return open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix(), CommitTimeout: time.Minute, Patience: time.Minute})
	})
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}
