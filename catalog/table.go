package catalog

// Tables: what a round has a million of, and how it is tried out without a second million.

import "iter"

// table is a map. A table over another one reads through it and writes beside it.
type table[K comparable, V any] struct {
	own   map[K]V
	under *table[K, V]
}

// over is an empty table over t, which must not change meanwhile.
func (t *table[K, V]) over() table[K, V] { return table[K, V]{under: t} }

func (t *table[K, V]) get(k K) (v V, ok bool) {
	for ; t != nil; t = t.under {
		if v, ok = t.own[k]; ok {
			return v, ok
		}
	}
	return v, false
}

func (t *table[K, V]) has(k K) bool {
	_, ok := t.get(k)
	return ok
}

func (t *table[K, V]) put(k K, v V) {
	if t.own == nil {
		t.own = map[K]V{}
	}
	t.own[k] = v
}

// all are the keys and values, in no order.
func (t *table[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for k, v := range t.own {
			if !yield(k, v) {
				return
			}
		}
		if t.under == nil {
			return
		}
		for k, v := range t.under.all() {
			if _, hidden := t.own[k]; !hidden && !yield(k, v) {
				return
			}
		}
	}
}
