package etcd_test

// Looking at a store in use: one moment, nothing written, nothing of what was deleted.

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
)

func items(t *testing.T, s store.Store) (out []string) {
	t.Helper()
	err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
		out = append(out, fmt.Sprintf("%q %q %d", it.Key, it.Val, it.Ver))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func view(t *testing.T, c etcd.Config) *etcd.Store {
	t.Helper()
	s, err := etcd.View(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestViewIsOneMoment(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	_, err := etcd.View(t.Context(), c)
	wantErr(t, err, etcd.ErrNone)
	_, err = etcd.View(t.Context(), c) // the first has made nothing
	wantErr(t, err, etcd.ErrNone)
	s := open(t, c)
	must(t, s, "a", "1")
	must(t, s, "b", "1")
	v := view(t, c)
	before := items(t, s)
	must(t, s, "a", "2")
	must(t, s, "c", "2")
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("b")}}); err != nil {
		t.Fatal(err)
	}
	if got := items(t, v); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("%v, then %v", before, got)
	}
	if it, err := v.Get(t.Context(), []byte("b")); err != nil || string(it.Val) != "1" {
		t.Errorf("%+v, %v", it, err)
	}
	_, err = put(t.Context(), v, "d", "1")
	wantErr(t, err, store.ErrReadOnly)
	if it, err := s.Get(t.Context(), []byte("d")); err != nil || it.Ver != 0 {
		t.Errorf("a view has written: %+v, %v", it, err)
	}
	whole := filepath.Join(t.TempDir(), "whole.db")
	if err := v.Backup(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.View(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := items(t, b); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("the view is backed up as %v", got)
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = v.Get(t.Context(), []byte("a"))
	wantErr(t, err, etcd.ErrGone)
	wantErr(t, v.Scan(t.Context(), nil, nil, func(store.Item) error { return nil }), etcd.ErrGone)
	file := filepath.Join(t.TempDir(), "v.db")
	wantErr(t, v.Backup(t.Context(), file), etcd.ErrGone)
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("a backup that failed has left a file: %v", err)
	}
	if n, err := view(t, c).Check(t.Context()); err != nil || n != 2 {
		t.Errorf("%d items, %v", n, err)
	}
}

func TestViewRefusesForeignKeys(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	if _, err := admin(t, c).Put(t.Context(), c.Prefix, "another program's"); err != nil {
		t.Fatal(err)
	}
	_, err := etcd.View(t.Context(), c)
	wantErr(t, err, store.ErrForeign)
}

// While several processes commit, a backup holds one moment: of commits that write two keys it has both or neither,
// and everything that was acknowledged before it began.
func TestBackupWhileInUse(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	big := bytes.Repeat([]byte("x"), 10_000)
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	var stores []*etcd.Store
	for w := range 3 {
		s := open(t, c)
		stores = append(stores, s)
		if w == 0 {
			for i := range 400 {
				must(t, s, fmt.Sprintf("old/%d", i), string(big))
			}
		}
		writing.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				n := fmt.Appendf(nil, "%d", i)
				_, err := s.Commit(context.Background(), nil, []store.Op{{Key: fmt.Appendf(nil, "a/%d", w), Val: n}, {Key: fmt.Appendf(nil, "z/%d", w), Val: n}})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	defer writing.Wait()
	defer stop()
	for round := range 5 {
		time.Sleep(20 * time.Millisecond)
		must(t, stores[1], "acknowledged", fmt.Sprint(round))
		file := filepath.Join(t.TempDir(), "b.db")
		if err := stores[0].Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		oneMoment(t, file, round)
	}
	root := admin(t, c)
	writing.Go(func() {
		for ctx.Err() == nil {
			if r, err := root.Get(ctx, c.Prefix); err == nil {
				_, _ = root.Compact(ctx, r.Header.Revision) // a backup that loses its moment begins anew, or fails
			}
		}
	})
	for range 10 {
		file := filepath.Join(t.TempDir(), "b.db")
		if err := stores[0].Backup(t.Context(), file); err == nil {
			oneMoment(t, file, 4)
		} else {
			wantErr(t, err, etcd.ErrGone)
		}
	}
}

func oneMoment(t *testing.T, file string, round int) {
	t.Helper()
	b, err := bolt.View(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if n, err := b.Check(); err != nil || n < 400 {
		t.Errorf("%d items, %v", n, err)
	}
	get := func(key string) string {
		it, err := b.Get(t.Context(), []byte(key))
		if err != nil {
			t.Fatal(err)
		}
		return string(it.Val)
	}
	for w := range 3 {
		if a, z := get(fmt.Sprint("a/", w)), get(fmt.Sprint("z/", w)); a != z {
			t.Errorf("writer %d: %s and %s are not of one moment", w, a, z)
		}
	}
	if got := get("acknowledged"); got != fmt.Sprint(round) {
		t.Errorf("backup %d has %q", round, got)
	}
}

// A backup begins anew if the cluster compacts what it reads. Its file keeps the versions, and holds nothing deleted.
func TestBackupIsTheSame(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	s := open(t, c)
	for i := range 100 {
		must(t, s, fmt.Sprintf("k/%03d", i), fmt.Sprint("value ", i))
	}
	must(t, s, "empty", "")
	must(t, s, "person/1", "司徒消失")
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("person/1")}}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	wantErr(t, s.Backup(t.Context(), file), os.ErrExist)
	raw, err := os.ReadFile(file)
	if err != nil || bytes.Contains(raw, []byte("司徒消失")) {
		t.Errorf("the file holds what was deleted (%v)", err)
	}
	b, err := bolt.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got, want := items(t, b), items(t, s); fmt.Sprint(got) != fmt.Sprint(want) || len(got) != 101 {
		t.Errorf("%v, want %v", got, want)
	}
	it, err := s.Get(t.Context(), []byte("empty"))
	if err != nil {
		t.Fatal(err)
	}
	ver, err := b.Commit(t.Context(), []store.Check{{Key: it.Key, Ver: it.Ver}}, []store.Op{{Key: []byte("next"), Val: []byte{}}})
	if err != nil || ver <= it.Ver {
		t.Errorf("the next version is %d, %v", ver, err)
	}
}

// After Compact no file of a member's keys holds what was deleted.
func TestCompactForgets(t *testing.T) {
	t.Parallel()
	own, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Close)
	c := etcd.Config{Endpoints: own.Endpoints(), Prefix: "linli"}
	s := open(t, c)
	must(t, s, "person/1", "司徒消失于集群")
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("person/1")}}); err != nil {
		t.Fatal(err)
	}
	past := func() bool {
		r, err := admin(t, c).Get(t.Context(), c.Prefix+":person/1", clientv3.WithRev(revision(t, c)-1))
		return err == nil && len(r.Kvs) == 1
	}
	if !past() {
		t.Fatal("the cluster does not hold what was deleted: this test proves nothing")
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if past() {
		t.Error("the cluster still gives what was deleted")
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Errorf("once more: %v", err)
	}
	for _, file := range own.Files() {
		raw, err := os.ReadFile(file)
		if err != nil || bytes.Contains(raw, []byte("司徒消失于集群")) {
			t.Errorf("%s holds what was deleted (%v)", file, err)
		}
	}
	must(t, s, "k", "v")
}

func revision(t *testing.T, c etcd.Config) int64 {
	t.Helper()
	r, err := admin(t, c).Get(t.Context(), c.Prefix)
	if err != nil {
		t.Fatal(err)
	}
	return r.Header.Revision
}
