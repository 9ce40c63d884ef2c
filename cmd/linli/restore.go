package main

// This file is the verb restore: a data folder out of a backup, whole or not at all.

import (
	"bufio"
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
	Dir  string `required:"" placeholder:"DIR" help:"新的数据文件夹；已有内容的文件夹不会改动。/ The new data folder; one that holds anything is left alone."`
}

// Help is shown by linli restore --help.
func (c *restoreCmd) Help() string {
	return "先核对整个备份，再写入；恢复以后自动检查。备份里没有密钥时，启动服务前请把 roll.key 和 sign.key 放回文件夹。\n\n" +
		"Verifies the whole backup before it writes anything, and checks the data before they get their name. If the backup holds no keys, " +
		"put roll.key and sign.key into the folder before you serve it."
}

// errNotEmpty: the folder holds something.
var errNotEmpty = errors.New("文件夹里已有内容，不会覆盖；请用一个新文件夹 / the folder is not empty and is left alone, name a new one")

// Run restores.
func (c *restoreCmd) Run(e env) error {
	entries, err := os.ReadDir(c.Dir)
	switch {
	case err == nil && len(entries) > 0:
		return fmt.Errorf("%w: %s", errNotEmpty, c.Dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	names, err := c.verify()
	if err != nil {
		return err
	}
	next, err := os.MkdirTemp(filepath.Dir(filepath.Clean(c.Dir)), ".linli-restore-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	if err := c.unpack(next); err != nil {
		return err
	}
	if err := check(e.ctx, next, io.Discard, nil); err != nil {
		return fmt.Errorf("备份里的数据有问题，没有恢复 / the data in the backup are not sound, nothing was restored: %w", err)
	}
	if err := c.name(next); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "已恢复并检查 / restored and checked: %s\n", c.Dir)
	if !slices.Contains(names, signFile) {
		fmt.Fprintf(e.stdout, "启动服务前，请把密钥放回该文件夹 / before you serve it, put back the keys: %s, %s\n", rollFile, signFile)
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
