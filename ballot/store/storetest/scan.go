package storetest

// The law of scanning.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"linli/ballot/store"
)

func scan(t *testing.T, s store.Store) {
	for _, k := range []string{"b/2", "a", "b", "b/1", "c", "b/\xff\xff", "\xff\xffz", "\x01"} {
		put(t, s, k, k)
	}
	for _, c := range []struct{ from, to, want string }{
		{"b/", string(store.PrefixEnd([]byte("b/"))), "b/1 b/2 b/\xff\xff"},
		{"b", "b/2", "b b/1"},
		{"a", "a", ""},
		{"c", "b", ""},
		{"d", "e", ""},
	} {
		var got []string
		for _, it := range all(t, s, []byte(c.from), []byte(c.to)) {
			got = append(got, string(it.Val))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("[%q, %q) is %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if n := len(all(t, s, nil, nil)); n != 8 {
		t.Errorf("%d of 8 items from nil to nil", n)
	}
	if got := all(t, s, []byte("\xff\xff"), store.PrefixEnd([]byte("\xff\xff"))); len(got) != 1 {
		t.Errorf("%d items under the last prefix", len(got))
	}
	stop, n := errors.New("stop"), 0
	err := s.Scan(t.Context(), nil, nil, func(store.Item) error {
		if n++; n == 3 {
			return stop
		}
		return nil
	})
	if err != stop || n != 3 {
		t.Errorf("a stopped scan saw %d items: %v", n, err)
	}
}

func pageKey(i int) string { return fmt.Sprintf("page/%04d", i) }

const pages = 600 // of 8 KiB: several pages of any keeper

func fillPages(t *testing.T, s store.Store) {
	val := strings.Repeat("x", 8<<10)
	for i := 0; i < pages; i += store.MaxOps {
		var ops []store.Op
		for j := i; j < i+store.MaxOps; j++ {
			ops = append(ops, store.Op{Key: []byte(pageKey(j)), Val: []byte(val)})
		}
		if _, err := s.Commit(t.Context(), nil, ops); err != nil {
			t.Fatal(err)
		}
	}
}

func scanPages(t *testing.T, s store.Store) {
	fillPages(t, s)
	items := all(t, s, []byte("page/"), []byte("page0"))
	if len(items) != pages {
		t.Fatalf("%d of %d items", len(items), pages)
	}
	for i, it := range items {
		if string(it.Key) != pageKey(i) || len(it.Val) != 8<<10 {
			t.Fatalf("item %d is %q with %d bytes", i, it.Key, len(it.Val))
		}
	}
}

// scanWhileWriting: what was there before the scan and is not touched is seen once, whatever is written meanwhile,
// also by the scan's own fn.
func scanWhileWriting(t *testing.T, s store.Store) {
	fillPages(t, s)
	seen := map[string]int{}
	n := 0
	err := s.Scan(t.Context(), []byte("page/"), []byte("page0"), func(it store.Item) error {
		seen[string(it.Key)]++
		if n++; n%50 == 0 {
			put(t, s, pageKey(n)+"a", "new")
			_, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte(pageKey(pages - n/50))}})
			return err
		}
		return nil
	})
	wantErr(t, err, nil)
	for i := range pages - n/50 {
		if seen[pageKey(i)] != 1 {
			t.Fatalf("%s was seen %d times", pageKey(i), seen[pageKey(i)])
		}
	}
}

// scanMoment: the first [store.ScanBytes] are as of one moment, whatever is committed meanwhile.
func scanMoment(t *testing.T, s store.Store) {
	const keys = 110 // more than a keeper is likely to read at once
	size := (store.ScanBytes - keys*8) / keys
	write := func(round int) error {
		var ops []store.Op
		for k := range keys {
			ops = append(ops, store.Op{Key: fmt.Appendf(nil, "m/%03d", k), Val: fmt.Appendf(nil, "%0*d", size, round)})
		}
		_, err := s.Commit(t.Context(), nil, ops)
		return err
	}
	wantErr(t, write(0), nil)
	done := make(chan error, 1)
	go func() {
		for round := range 30 {
			if err := write(round); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	seen := map[uint64]bool{}
	for writing := true; writing; {
		select {
		case err := <-done:
			wantErr(t, err, nil)
			writing = false
		default:
		}
		items := all(t, s, []byte("m/"), []byte("m0"))
		if len(items) != keys {
			t.Fatalf("%d of %d items", len(items), keys)
		}
		for _, it := range items {
			if it.Ver != items[0].Ver {
				t.Fatalf("%q is of %d, %q of %d", items[0].Key, items[0].Ver, it.Key, it.Ver)
			}
		}
		seen[items[0].Ver] = true
	}
	if len(seen) < 2 {
		t.Error("no scan met a commit: this proves nothing")
	}
}
