package main

// The files of a data folder: are they all there, and is each in its place?

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/catalog"
)

// Refusals of a data folder.
var (
	errSwapped = errors.New("linli.db 和 roll.db 放反了，请把两个文件的名字换回来 / linli.db and roll.db have each other's names, rename them")
	errKeyFile = errors.New("密钥文件已损坏，请换成另存的那一份 / the key file is damaged, put back the copy that was kept elsewhere")
)

// openFolder opens both files, or makes both: an empty roll.db beside a poll would let everybody receive a second sheet,
// and an empty linli.db would begin a new election.
func openFolder(ctx context.Context, dir string) (data, rolls store.Store, err error) {
	if !there(dir, dbFile) && there(dir, rollDB) {
		return nil, nil, missing(dbFile)
	}
	if data, err = bolt.Open(filepath.Join(dir, dbFile)); err != nil {
		return nil, nil, err
	}
	if !there(dir, rollDB) {
		err = data.Scan(ctx, nil, nil, func(store.Item) error { return missing(rollDB) })
	}
	if err == nil {
		rolls, err = openRoll(filepath.Join(dir, rollDB))
	}
	if err != nil {
		return nil, nil, errors.Join(err, data.Close())
	}
	return inPlace(ctx, data, rolls)
}

// viewFolder opens both files for reading only, each as it is at this moment.
func viewFolder(ctx context.Context, dir string) (data, rolls store.Store, err error) {
	switch {
	case !there(dir, dbFile) && !there(dir, rollDB):
		return nil, nil, fmt.Errorf("%w: %s", errNoData, dir)
	case !there(dir, dbFile):
		return nil, nil, missing(dbFile)
	case !there(dir, rollDB):
		return nil, nil, missing(rollDB)
	}
	data, rolls, err = pair(func() (store.Store, error) { return bolt.View(filepath.Join(dir, dbFile)) },
		func() (store.Store, error) { return bolt.View(filepath.Join(dir, rollDB)) })
	if err != nil {
		return nil, nil, err
	}
	return inPlace(ctx, data, rolls)
}

func there(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return !errors.Is(err, fs.ErrNotExist)
}

func missing(name string) error {
	return fmt.Errorf("%w: 缺少 %s / %[2]s is missing", store.ErrDamaged, name)
}

// inPlace refuses, and closes, two files that have each other's names.
func inPlace(ctx context.Context, data, rolls store.Store) (store.Store, store.Store, error) {
	roll := []byte("roll/")
	swapped := func(store.Item) error { return errSwapped }
	err := data.Scan(ctx, roll, store.PrefixEnd(roll), swapped)
	if err == nil {
		err = rolls.Scan(ctx, nil, roll, swapped)
	}
	if err != nil {
		return nil, nil, errors.Join(err, rolls.Close(), data.Close())
	}
	return data, rolls, nil
}

// checkKeys tells of keys that are missing or that others can read, and refuses those that are not the data's.
func (p place) checkKeys(ctx context.Context, w io.Writer, data store.Store) error {
	var keys [][]byte
	for _, name := range []string{rollFile, signFile} {
		path := filepath.Join(p.Dir, name)
		info, err := os.Stat(path)
		if err != nil {
			fmt.Fprintf(w, "注意 / note  缺少密钥，启动服务前请放回 / a key is missing, put it back before you serve: %s\n", name)
			continue
		}
		if info.Mode().Perm()&0o077 != 0 {
			fmt.Fprintf(w, "注意 / note  别人也能读取密钥 / others can read the key: %s\n", name)
		}
		key, err := readKey(path)
		if err == nil && name == signFile {
			err = sign(&catalog.Env{}, key)
		}
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	if len(keys) < 2 {
		return nil
	}
	return knownKeys(ctx, data, keys...)
}
