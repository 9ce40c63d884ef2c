package main

// The file of the rolls, which is made anew when it is closed.

import (
	"fmt"
	"sync"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

// rollStore is the file of the rolls. Closing it makes it anew, so that no earlier page of a roll is left in it: see
// [ballot.Roll].
type rollStore struct {
	*bolt.Store
	path  string
	close sync.Once
}

func openRoll(path string) (store.Store, error) {
	s, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	return &rollStore{Store: s, path: path}, nil
}

// Close implements [store.Store].
func (s *rollStore) Close() (err error) {
	s.close.Do(func() {
		if err = s.Store.Close(); err == nil {
			err = bolt.Compact(s.path)
		}
		if err != nil {
			err = fmt.Errorf("%s 未能重写，其中还有较早的内容，请再启动、停止一次 / %[1]s was not made anew and holds earlier content, start and stop once more: %w", rollDB, err)
		}
	})
	return err
}
