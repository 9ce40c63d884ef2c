package bolt_test

// How fast bolt takes segments.

import (
	"path/filepath"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/storetest"
)

func BenchmarkSegments(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) store.Store {
		s, err := bolt.Open(filepath.Join(b.TempDir(), "db"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { s.Close() })
		return s
	})
}
