package etcd_test

// Who is present is counted, and who has gone is not.

import (
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

func TestPresence(t *testing.T) {
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	one, two, looker := open(t, c), open(t, c), open(t, c)
	present := func(want int) {
		t.Helper()
		if n, err := looker.Present(t.Context()); err != nil || n != want {
			t.Errorf("%d are present, want %d: %v", n, want, err)
		}
	}
	present(0)
	for _, s := range []*etcd.Store{one, two} {
		if err := s.Appear(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	present(2)
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	present(1)
	wantErr(t, one.Appear(t.Context()), store.ErrClosed)
	if got := items(t, looker); len(got) != 0 {
		t.Errorf("presence lies in the store: %v", got)
	}
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	present(0)
}
