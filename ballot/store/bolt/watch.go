package bolt

// Watchers: every commit of this process is told to those who watch its keys; who falls behind is let go.

import (
	"bytes"
	"context"
	"sync"

	"linli/ballot/store"
)

type watchers struct {
	mu   sync.Mutex
	of   map[chan []store.Item]watcher
	done bool
}

type watcher struct {
	prefix []byte
	forget func() bool // ends the waiting for the end of its context
}

// backlog is how many commits a receiver may be behind before its channel is closed.
const backlog = 1024

// Watch implements [store.Store].
func (s *Store) Watch(ctx context.Context, prefix []byte) (<-chan []store.Item, error) {
	w := &s.watch
	ch := make(chan []store.Item, backlog)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return nil, store.ErrClosed
	}
	if w.of == nil {
		w.of = make(map[chan []store.Item]watcher)
	}
	w.of[ch] = watcher{bytes.Clone(prefix), context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.drop(ch)
	})}
	return ch, nil
}

func (w *watchers) drop(ch chan []store.Item) {
	if of, ok := w.of[ch]; ok {
		of.forget()
		delete(w.of, ch)
		close(ch)
	}
}

func (w *watchers) send(ops []store.Op, ver uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch, of := range w.of {
		var items []store.Item
		for _, o := range ops {
			if bytes.HasPrefix(o.Key, of.prefix) {
				items = append(items, store.Item{Key: o.Key, Val: o.Val, Ver: ver})
			}
		}
		if items == nil {
			continue
		}
		select {
		case ch <- items:
		default:
			w.drop(ch)
		}
	}
}

func (w *watchers) closeAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = true
	for ch := range w.of {
		w.drop(ch)
	}
}
