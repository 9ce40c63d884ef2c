package main

// The data folder: the database, the roll apart from it, and the two keys that enter neither.

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/catalog"
	"linli/kiosk"
)

// Files of a data folder. The keys have mode 0600.
const (
	dbFile   = "linli.db"
	rollDB   = "roll.db"  // who has received a sheet: apart, so that no order of commits joins people to ballots
	rollFile = "roll.key" // secret of the roll, erased with it after the objection period
	signFile = "sign.key" // signs checkpoints
)

// defaultDir is where data lie unless --dir says otherwise: a folder of that name in the user's data folder.
func defaultDir(name string) (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, name), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("请用 --dir 指定数据文件夹 / name the data folder with --dir: %w", err)
	}
	return filepath.Join(home, ".local", "share", name), nil
}

// openData opens a data folder, and makes what is missing in it. The clock and the randomness are the caller's.
// closeData closes it.
func openData(dir string, now func() time.Time, random io.Reader) (catalog.Env, error) {
	return keeper{}.openData(context.Background(), dir, now, random)
}

// openData opens a data folder that holds the keys, and the stores wherever they are.
func (k keeper) openData(ctx context.Context, dir string, now func() time.Time, random io.Reader) (env catalog.Env, err error) {
	env = catalog.Env{Now: now, Random: random}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return env, fmt.Errorf("不能建立数据文件夹 / the data folder cannot be made: %w", err)
	}
	if k.Store != "" {
		return env, k.join(ctx, dir, &env)
	}
	if err = keysAreThere(dir); err != nil {
		return env, err
	}
	key, err := takeKeys(dir, &env)
	if err != nil {
		return env, err
	}
	if env.Store, env.Rolls, err = k.open(ctx, dir); err != nil {
		return env, err
	}
	sweep(dir, time.Time{})
	if err := sameKeys(ctx, env.Store, env.RollKey, key); err != nil {
		return env, errors.Join(err, closeData(env))
	}
	return env, nil
}

// join opens the stores of a cluster. Keys are made only for one that is new.
func (k keeper) join(ctx context.Context, dir string, env *catalog.Env) (err error) {
	if env.Store, env.Rolls, err = k.open(ctx, dir); err != nil {
		return err
	}
	var key []byte
	if err = keysOrNothing(ctx, dir, env.Store); err == nil {
		key, err = takeKeys(dir, env)
	}
	if err == nil {
		err = sameKeys(ctx, env.Store, env.RollKey, key)
	}
	if s, ok := env.Store.(*etcd.Store); ok && err == nil {
		err = s.Appear(ctx)
	}
	if err != nil {
		return errors.Join(err, closeData(*env))
	}
	sweep(dir, env.Now().Add(-24*time.Hour)) // another server may share the folder
	return nil
}

// takeKeys reads both keys, or makes them, and returns the one that signs.
func takeKeys(dir string, env *catalog.Env) (key []byte, err error) {
	if env.RollKey, err = secret(filepath.Join(dir, rollFile), func() ([]byte, error) { return draw(env.Random, 32) }); err != nil {
		return nil, err
	}
	key, err = secret(filepath.Join(dir, signFile), func() ([]byte, error) {
		skey, _, err := note.GenerateKey(env.Random, "linli")
		return []byte(skey), err
	})
	if err != nil {
		return nil, err
	}
	return key, sign(env, key)
}

// sign makes an environment sign with that key.
func sign(env *catalog.Env, key []byte) (err error) {
	if env.Signer, err = note.NewSigner(string(key)); err == nil {
		env.Key, err = ledger.VerifierKey(string(key))
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %v", errKeyFile, signFile, err)
	}
	return nil
}

// errKeys: data whose keys are missing. New ones would let people receive a second sheet, and nobody could tell the new
// signatures from a stranger's.
var errKeys = errors.New("缺少密钥，请把它放回数据文件夹 / a key is missing, put it back into the data folder")

// keysAreThere refuses data without their keys, as a backup leaves them. A folder without data gets new ones.
func keysAreThere(dir string) error {
	for _, f := range []struct{ data, key string }{{dbFile, signFile}, {rollDB, rollFile}} {
		if _, err := os.Stat(filepath.Join(dir, f.data)); err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, f.key)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %s", errKeys, f.key)
		}
	}
	return nil
}

// keysOrNothing refuses a folder that lacks a key to data on a cluster.
func keysOrNothing(ctx context.Context, dir string, data store.Store) error {
	for _, key := range []string{rollFile, signFile} {
		if _, err := os.Stat(filepath.Join(dir, key)); err == nil || !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return data.Scan(ctx, nil, nil, func(store.Item) error { return fmt.Errorf("%w: %s", errKeys, key) })
	}
	return nil
}

// sweep removes what a backup that was interrupted has left behind: it holds people's names. Where the folder is not
// locked, what is younger may be in use. What cannot be removed now is tried again at the next start.
func sweep(dir string, younger time.Time) {
	left, _ := filepath.Glob(filepath.Join(dir, kiosk.SpoolName)) // the pattern is a good one
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && (younger.IsZero() || info.ModTime().Before(younger)) {
			os.RemoveAll(path)
		}
	}
}

// closeData closes what openData has opened, the rolls first: who waits for the folder waits for the other.
func closeData(env catalog.Env) error { return errors.Join(env.Rolls.Close(), env.Store.Close()) }

func draw(random io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(random, b)
	return b, err
}

func readKey(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err == nil && len(b) < 32 {
		return nil, fmt.Errorf("%w: %s", errKeyFile, filepath.Base(path))
	}
	return b, err
}

// secret reads a key file, or makes it once, readable by its owner only.
func secret(path string, make func() ([]byte, error)) ([]byte, error) {
	b, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	if b, err = make(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(b); err != nil {
		f.Close()
		return nil, err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return nil, err
	}
	return b, f.Close()
}

// systemClock and systemRandom are what the program runs on, demo and tests apart.
func systemClock() time.Time { return time.Now() }

var systemRandom io.Reader = rand.Reader
