package store_test

// Rewriting a chain, also when it is interrupted anywhere.

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"linli/ballot/store"
)

func segs(text ...string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, x := range text {
			if !yield([]byte(x)) {
				return
			}
		}
	}
}

func many(n int) (text []string) {
	for i := range n {
		text = append(text, fmt.Sprint("new ", i))
	}
	return text
}

func readChain(t *testing.T, s store.Store, name string) (*store.Chain, []string) {
	t.Helper()
	c, got := store.NewChain(s, name), []string(nil)
	if err := c.Sync(t.Context(), func(seg []byte) error { got = append(got, string(seg)); return nil }); err != nil {
		t.Fatal(err)
	}
	return c, got
}

// failing fails every commit after the first n, the failing one before or after it is done.
type failing struct {
	store.Store
	n    int
	late bool
}

func (f *failing) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if f.n--; f.n < 0 {
		if f.n == -1 && f.late {
			f.Store.Commit(ctx, checks, ops)
		}
		return 0, store.ErrUnknown
	}
	return f.Store.Commit(ctx, checks, ops)
}

// Interrupted anywhere, a chain is the old one or the new one, whole; done again, it is the new one and nothing else.
// More segments than a commit takes are no matter, and a chain may be rewritten again.
func TestRewriteInterrupted(t *testing.T) {
	for _, late := range []bool{false, true} {
		for n := 0; ; n++ {
			s := newStore(t)
			chain(t, s, "a", 7)
			c, old := readChain(t, &failing{s, n, late}, "a")
			err := c.Rewrite(t.Context(), segs(many(5)...))
			if err == nil {
				err = c.Trim(t.Context())
			}
			if _, got := readChain(t, s, "a"); !slices.Equal(got, old) && !slices.Equal(got, many(5)) {
				t.Fatalf("interrupted after %d commits: %q", n, got)
			}
			for _, size := range []int{5, 5, 3 * store.MaxOps, 2} {
				again, _ := readChain(t, s, "a")
				if err := errors.Join(again.Rewrite(t.Context(), segs(many(size)...)), again.Trim(t.Context())); err != nil {
					t.Fatal(err)
				}
				if _, wrong := verify(t, s); len(wrong) != 0 {
					t.Fatalf("interrupted after %d commits and done again: %v", n, wrong)
				}
			}
			if err == nil {
				break
			}
		}
	}
}
