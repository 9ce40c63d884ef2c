package etcd_test

// Stores in the making: refused until they are whole, and made anew as often as it takes.

import (
	"fmt"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

func makeStores(t *testing.T, prefixes ...string) etcd.Making {
	t.Helper()
	m, err := etcd.Make(t.Context(), etcd.Config{Endpoints: cluster.Endpoints()}, prefixes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func TestMake(t *testing.T) {
	one, two := newPrefix(), newPrefix()
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: one}
	m := makeStores(t, one, two)
	must(t, m[0], "k", "of an attempt that ends here")
	must(t, m[1], "j", "1")
	_, err := etcd.Open(t.Context(), c)
	wantErr(t, err, etcd.ErrUnfinished)
	_, err = etcd.View(t.Context(), c)
	wantErr(t, err, etcd.ErrUnfinished)
	if err := m[0].Close(); err != nil {
		t.Fatal(err)
	}

	again := makeStores(t, one, two)
	_, err = put(t.Context(), m[1], "j", "2")
	wantErr(t, err, store.ErrConflict)
	wantErr(t, m.Finish(t.Context()), store.ErrClosed)
	must(t, again[0], "l", "2")
	if err := again.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`"l"`, ""} {
		c.Prefix = []string{one, two}[i]
		s := open(t, c)
		got := ""
		if err := s.Scan(t.Context(), nil, nil, func(it store.Item) error { got += fmt.Sprintf("%q", it.Key); return nil }); err != nil || got != want {
			t.Errorf("%s holds %s, want %s: %v", c.Prefix, got, want, err)
		}
	}
}

// Whoever makes the same stores later has them; the one before is refused everything.
func TestMakeTakenOver(t *testing.T) {
	one, two := newPrefix(), newPrefix()
	m := makeStores(t, one, two)
	makeStores(t, one, two)
	wantErr(t, m.Finish(t.Context()), store.ErrConflict)
	_, err := put(t.Context(), m[0], "k", "v")
	wantErr(t, err, store.ErrConflict)
}

// What lies there is left alone, under every prefix: the other is not touched either.
func TestMakeRefuses(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints()}
	whole, foreign, bare := newPrefix(), newPrefix(), newPrefix()
	c.Prefix = whole
	must(t, open(t, c), "k", "v")
	for _, key := range []string{foreign, bare + ":k"} {
		if _, err := admin(t, c).Put(t.Context(), key, "another program's"); err != nil {
			t.Fatal(err)
		}
	}
	for _, taken := range []string{whole, foreign, bare} {
		free := newPrefix()
		before := revision(t, c)
		_, err := etcd.Make(t.Context(), c, free, taken)
		wantErr(t, err, etcd.ErrTaken)
		if after := revision(t, c); after != before {
			t.Errorf("the refusal has written: revision %d, then %d", before, after)
		}
	}
	_, err := etcd.Make(t.Context(), c, newPrefix(), "a:b")
	wantErr(t, err, etcd.ErrPrefix)
}
