package main

// This file is the verb restore: a data folder or a prefix of a cluster out of a backup, whole or not at all.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"linli/ballot/store/backup"
)

type restoreCmd struct {
	File string `arg:"" placeholder:"FILE" help:"备份文件。/ The backup."`
	place
}

// Help is shown by linli restore --help.
func (c *restoreCmd) Help() string {
	return "恢复到新的数据文件夹（--dir），或集群的新前缀（--store，此时 --dir 只放密钥，可不给）；已有内容的不会改动。备份是从文件夹还是从集群做的都可以。" +
		"先核对并检查整个备份，再写入。备份里没有密钥时，启动服务前请把 roll.key 和 sign.key 放回文件夹。" +
		"恢复到集群时如果中断，那个前缀会被拒绝使用，再恢复一次即可。\n\n" +
		"Into a new data folder (--dir) or a new prefix of a cluster (--store; then --dir is for the keys and need not be given); what holds anything is " +
		"left alone. It does not matter whether the backup is of a folder or of a cluster. Verifies and checks the whole backup before it writes. If the " +
		"backup holds no keys, put roll.key and sign.key into the folder before you serve it. A prefix whose restore was interrupted is refused by all " +
		"verbs: restore into it once more."
}

// Validate demands a place.
func (c *restoreCmd) Validate() error { return c.named() }

// errNotEmpty: the folder holds something.
var errNotEmpty = errors.New("文件夹里已有内容，不会覆盖；请用一个新文件夹 / the folder is not empty and is left alone, name a new one")

// Run restores.
func (c *restoreCmd) Run(e env) error {
	names, err := c.verify()
	if err != nil {
		return err
	}
	where := c.Dir
	if c.Store != "" {
		where, _ = c.names()
		err = c.fill(e)
	} else {
		err = c.folder(e)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "已恢复并检查 / restored and checked: %s\n", where)
	switch {
	case !slices.Contains(names, signFile):
		fmt.Fprintf(e.stdout, "启动服务前，请把密钥放回文件夹 / before you serve it, put back the keys: %s, %s\n", rollFile, signFile)
	case c.Dir == "":
		fmt.Fprintf(e.stdout, "密钥还在备份里，请取出放进各服务器的文件夹 / the keys are still in the backup, put them into the servers' folders: tar xf %s %s %s\n", c.File, rollFile, signFile)
	}
	return nil
}

// folder restores into a new folder.
func (c *restoreCmd) folder(e env) error {
	entries, err := os.ReadDir(c.Dir)
	switch {
	case err == nil && len(entries) > 0:
		return fmt.Errorf("%w: %s", errNotEmpty, c.Dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	next, err := os.MkdirTemp(filepath.Dir(filepath.Clean(c.Dir)), ".linli-restore-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	if err := c.sound(e.ctx, next); err != nil {
		return err
	}
	return c.name(next)
}

// sound unpacks into a folder and checks what is there.
func (c *restoreCmd) sound(ctx context.Context, next string) error {
	if err := c.unpack(next); err != nil {
		return err
	}
	if err := (place{Dir: next}).check(ctx, io.Discard, nil); err != nil {
		return fmt.Errorf("备份里的数据有问题，没有恢复 / the data in the backup are not sound, nothing was restored: %w", err)
	}
	return nil
}

func (c *restoreCmd) verify() ([]string, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := backup.Read(bufio.NewReader(f), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, c.File)
	}
	for _, name := range names {
		if !slices.Contains([]string{dbFile, rollDB, rollFile, signFile}, name) {
			return nil, fmt.Errorf("%w: %s", backup.ErrBackup, name)
		}
	}
	if !slices.Contains(names, dbFile) || !slices.Contains(names, rollDB) {
		return nil, fmt.Errorf("%w: %v", backup.ErrBackup, names)
	}
	return names, nil
}

// unpack writes the members, which are verified once more on their way.
func (c *restoreCmd) unpack(dir string) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = backup.Read(bufio.NewReader(f), func(name string) (io.WriteCloser, error) {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		return synced{f}, err
	})
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

// name gives the folder its name. An empty one makes way; one that has been filled meanwhile does not.
func (c *restoreCmd) name(next string) error {
	if err := os.Remove(c.Dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(next, c.Dir); err != nil {
		return err
	}
	return syncDir(filepath.Dir(filepath.Clean(c.Dir)))
}

// synced is a file that is durable once it is closed.
type synced struct{ *os.File }

func (f synced) Close() error { return errors.Join(f.Sync(), f.File.Close()) }

// syncDir makes the names in a folder durable, where a folder can be synced.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
