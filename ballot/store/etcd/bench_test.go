package etcd_test

// How fast a cluster of three members takes segments. Members, servers and disk are one machine here: a lower bound.

import (
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
	"linli/ballot/store/storetest"
)

func BenchmarkSegments(b *testing.B) {
	three, err := etcdtest.Start(etcdtest.Config{Dir: b.TempDir(), Members: 3, Quota: 8 << 30, Sync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(three.Close)
	storetest.Bench(b, func(b *testing.B) store.Store {
		s, err := etcd.Open(b.Context(), etcd.Config{Endpoints: three.Endpoints(), Prefix: newPrefix(), CommitTimeout: time.Minute})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { s.Close() })
		return s
	})
}
