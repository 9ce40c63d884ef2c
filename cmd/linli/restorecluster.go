package main

// Restoring into a cluster: what a backup holds becomes two prefixes of it, whole or refused.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

// fill restores into a cluster. The backup is unpacked and checked beside its file first.
func (c *restoreCmd) fill(e env) error {
	into, err := c.etcd()
	if err != nil {
		return err
	}
	next, err := os.MkdirTemp(filepath.Dir(c.File), ".linli-restore-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	if err := c.sound(e.ctx, next); err != nil {
		return err
	}
	data, rolls, err := viewFolder(e.ctx, next)
	if err != nil {
		return err
	}
	defer data.Close()
	defer rolls.Close()
	keys, err := c.keys(e.ctx, next, data)
	if err != nil {
		return err
	}
	for _, s := range []store.Store{data, rolls} {
		if err := fits(e.ctx, s); err != nil {
			return err
		}
	}
	m, err := etcd.Make(e.ctx, into, into.Prefix, into.Prefix+rollEnd)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := c.copy(e.ctx, m, data, rolls, keys); err != nil {
		return fmt.Errorf("恢复没有完成，请再恢复一次 / the restore was not finished, do it once more: %w", err)
	}
	return nil
}

// copy fills both stores and makes them whole once they are checked and the keys are where they belong.
func (c *restoreCmd) copy(ctx context.Context, m etcd.Making, data, rolls store.Store, keys map[string][]byte) error {
	err := copyItems(ctx, m[0], data)
	if err == nil {
		err = copyItems(ctx, m[1], rolls)
	}
	if err == nil {
		err = c.checkStores(ctx, m[0], m[1], io.Discard, nil)
	}
	if err == nil && len(keys) == 2 {
		err = sameKeys(ctx, m[0], keys[rollFile], keys[signFile])
	}
	if err == nil {
		err = c.putKeys(keys)
	}
	if err == nil {
		err = m.Finish(ctx)
	}
	return err
}

// keys are those that the backup holds, or else the folder. Both must be the same, and those of the data.
func (c *restoreCmd) keys(ctx context.Context, unpacked string, data store.Store) (map[string][]byte, error) {
	keys := map[string][]byte{}
	for _, dir := range []string{unpacked, c.Dir} {
		for _, name := range []string{rollFile, signFile} {
			key, err := os.ReadFile(filepath.Join(dir, name))
			switch was := keys[name]; {
			case dir == "" || errors.Is(err, fs.ErrNotExist):
			case err != nil:
				return nil, err
			case was != nil && !bytes.Equal(was, key):
				return nil, fmt.Errorf("%w: %s", errOther, filepath.Join(dir, name))
			default:
				keys[name] = key
			}
		}
	}
	if len(keys) < 2 {
		return keys, nil
	}
	return keys, knownKeys(ctx, data, keys[rollFile], keys[signFile])
}

// putKeys puts the keys into the folder, if one was named and lacks them.
func (c *restoreCmd) putKeys(keys map[string][]byte) error {
	if c.Dir == "" || len(keys) == 0 {
		return nil
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	for name, key := range keys {
		if _, err := secret(filepath.Join(c.Dir, name), func() ([]byte, error) { return key, nil }); err != nil {
			return err
		}
	}
	return syncDir(c.Dir)
}

// fits refuses items that no commit on a cluster takes.
func fits(ctx context.Context, s store.Store) error {
	return s.Scan(ctx, nil, nil, func(it store.Item) error {
		if n := len(it.Key) + len(it.Val); n > etcd.MaxBytes {
			return fmt.Errorf("%w: 恢复到文件夹可以 / a folder can take it: %s: %d bytes", store.ErrLimit, it.Key, n)
		}
		return nil
	})
}

// copyBytes is about how many bytes of items go into one commit.
const copyBytes = 512 << 10

// copyItems copies all items, a commit for as many as fit, and holds no more of them. They get other versions.
func copyItems(ctx context.Context, to, from store.Store) error {
	var part []store.Op
	size := 0
	flush := func() error {
		if len(part) == 0 {
			return nil
		}
		_, err := commitAgain(ctx, to, part)
		part, size = nil, 0
		return err
	}
	err := from.Scan(ctx, nil, nil, func(it store.Item) error {
		n := len(it.Key) + len(it.Val)
		if len(part) == store.MaxOps || size+n > copyBytes {
			if err := flush(); err != nil {
				return err
			}
		}
		part, size = append(part, store.Op{Key: it.Key, Val: it.Val}), size+n
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// commitAgain repeats a commit whose outcome is not known: to write the same twice is no harm.
func commitAgain(ctx context.Context, s store.Store, ops []store.Op) (ver uint64, err error) {
	for range 5 {
		if ver, err = s.Commit(ctx, nil, ops); !errors.Is(err, store.ErrUnknown) || ctx.Err() != nil {
			break
		}
	}
	return ver, err
}
