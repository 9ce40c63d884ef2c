package main

// Where a run's data lie: in its folder, or on an etcd cluster under a prefix of the run's own.

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/etcd"
	"linli/catalog"
)

// ground is a folder with the keys, and the URL of a cluster; without one the stores lie in the folder too. The files
// have the names that linli gives them, so that its verbs can look at a folder that is kept.
type ground struct {
	Dir   string `required:""`
	Store string
}

var (
	errStore = errors.New("--store 应为 etcd://HOST:PORT,HOST:PORT/PREFIX / --store is to be like etcd://HOST:PORT,HOST:PORT/PREFIX")
	errDir   = errors.New("--dir 应为新的或空的文件夹 / --dir is to be a new or empty folder")
)

// cluster reads an etcd URL.
func cluster(url string) (c etcd.Config, err error) {
	rest, ok := strings.CutPrefix(url, "etcd://")
	hosts, prefix, found := strings.Cut(rest, "/")
	if !ok || !found || hosts == "" || prefix == "" || strings.Contains(hosts, "@") {
		return c, errStore
	}
	return etcd.Config{Endpoints: strings.Split(hosts, ","), Prefix: prefix}, nil
}

// make makes the folder and its two keys.
func (g ground) make() error {
	if err := os.MkdirAll(g.Dir, 0o700); err != nil {
		return err
	}
	if in, err := os.ReadDir(g.Dir); err != nil || len(in) > 0 {
		return errors.Join(errDir, err)
	}
	roll := make([]byte, 32)
	rand.Read(roll) // never fails
	sign, _, err := note.GenerateKey(rand.Reader, "linli")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(g.file("roll.key"), roll, 0o600), os.WriteFile(g.file("sign.key"), []byte(sign), 0o600))
}

func (g ground) file(name string) string { return filepath.Join(g.Dir, name) }

// open opens the data as a server does. letGo closes them.
func (g ground) open(ctx context.Context) (catalog.Env, error) {
	e := catalog.Env{Now: time.Now, Random: rand.Reader}
	sign, err := os.ReadFile(g.file("sign.key"))
	if err != nil {
		return e, err
	}
	if e.RollKey, err = os.ReadFile(g.file("roll.key")); err != nil {
		return e, err
	}
	if e.Signer, err = note.NewSigner(string(sign)); err != nil {
		return e, err
	}
	if e.Key, err = ledger.VerifierKey(string(sign)); err != nil {
		return e, err
	}
	if e.Store, err = g.store(ctx, "linli"); err != nil {
		return e, err
	}
	if e.Rolls, err = g.store(ctx, "roll"); err != nil {
		return e, errors.Join(err, e.Store.Close())
	}
	return e, nil
}

func letGo(e catalog.Env) error { return errors.Join(e.Rolls.Close(), e.Store.Close()) }

// store opens the store of that name, of the same kind for every name.
func (g ground) store(ctx context.Context, name string) (store.Store, error) {
	if g.Store == "" {
		return bolt.Open(g.file(name + ".db"))
	}
	c, err := cluster(g.Store)
	if err != nil {
		return nil, err
	}
	c.Prefix += "-" + name
	return etcd.Open(ctx, c)
}

// clear deletes what the stores of those names hold: the files, or the keys on the cluster.
func (g ground) clear(ctx context.Context, names ...string) error {
	var failed error
	for _, name := range names {
		if g.Store == "" {
			if err := os.Remove(g.file(name + ".db")); !errors.Is(err, fs.ErrNotExist) {
				failed = errors.Join(failed, err)
			}
			continue
		}
		failed = errors.Join(failed, g.empty(ctx, name))
	}
	return failed
}

// empty deletes all keys of a store on the cluster.
func (g ground) empty(ctx context.Context, name string) error {
	s, err := g.store(ctx, name)
	if err != nil {
		return err
	}
	defer s.Close()
	var ops []store.Op
	flush := func() error {
		_, err := s.Commit(ctx, nil, ops)
		ops = nil
		return err
	}
	err = s.Scan(ctx, nil, nil, func(it store.Item) error {
		if ops = append(ops, store.Op{Key: it.Key}); len(ops) < store.MaxOps {
			return nil
		}
		return flush()
	})
	if err == nil && len(ops) > 0 {
		err = flush()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
