package main

// This file is the verb backup: all data as one file, from a folder at rest or from a running server.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"linli/ballot/store"
	"linli/ballot/store/backup"
	"linli/cmd/linli/client"
	"linli/kiosk"
)

type backupCmd struct {
	place
	URL      string `placeholder:"URL" xor:"from,keys,store" help:"正在运行的服务；用环境变量 LINLI_LOGIN 和 LINLI_PASSWORD 登录办公室账号。/ A running server; LINLI_LOGIN and LINLI_PASSWORD in the environment are an office account."`
	Out      string `short:"o" required:"" placeholder:"FILE" help:"备份文件，不会覆盖已有文件。/ The backup; an existing file is never overwritten."`
	WithKeys bool   `xor:"keys" help:"连同两个密钥；这样的备份等于整个系统，请加密保管。/ With both keys; such a backup is everything, keep it encrypted."`
}

// Help is shown by linli backup --help.
func (c *backupCmd) Help() string {
	return "投票进行中也可以备份：linli backup --url http://127.0.0.1:8080 -o FILE，或在工作台点“下载备份”；数据在集群上时用 --store，不必停止服务。" +
		"备份是 tar 文件，可用 sha256sum -c linli-backup-1 核对。密钥不在其中，请另存 roll.key 和 sign.key。\n\n" +
		"A backup can be made while people vote: with --url, or at the desk; of a cluster with --store. It is the same file wherever the " +
		"data lie, and is restored to either. It is a tar file; sha256sum -c linli-backup-1 verifies " +
		"what is in it. The keys are not: keep copies of roll.key and sign.key elsewhere. Whoever was erased before is in no backup made " +
		"later, but still in those made earlier: destroy them."
}

// errNoData: there is no database in the folder.
var errNoData = errors.New("文件夹里没有邻里的数据 / the folder holds no data of linli")

// Run makes the backup under another name and gives it its own when it is whole and verified.
func (c *backupCmd) Run(e env) error {
	if c.URL == "" {
		if err := c.settle(); err != nil {
			return err
		}
	}
	var names []string
	err := newFile(c.Out, func(f *os.File) (err error) {
		if c.URL != "" {
			err = c.fetch(e.ctx, f)
		} else {
			err = c.make(e.ctx, f)
		}
		if err == nil {
			_, err = f.Seek(0, io.SeekStart)
		}
		if err == nil {
			names, err = backup.Read(bufio.NewReader(f), nil)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("备份未完成 / no backup was made: %w", err)
	}
	fmt.Fprintf(e.stdout, "备份完成并已核对 / backed up and verified: %s (%s)\n", c.Out, strings.Join(names, ", "))
	if !c.WithKeys {
		fmt.Fprintf(e.stdout, "密钥不在备份里，请另存 / the keys are not in it, keep copies elsewhere: %s, %s\n", rollFile, signFile)
	}
	return nil
}

// fetch downloads a backup that a running server makes.
func (c *backupCmd) fetch(ctx context.Context, to io.Writer) error {
	from := client.New(c.URL, nil)
	if err := from.Login(ctx, os.Getenv("LINLI_LOGIN"), os.Getenv("LINLI_PASSWORD")); err != nil {
		return fmt.Errorf("请设 LINLI_LOGIN 和 LINLI_PASSWORD / set LINLI_LOGIN and LINLI_PASSWORD: %w", err)
	}
	err := from.Download(ctx, "/desk/backup", to)
	if r := (*client.Refused)(nil); errors.As(err, &r) && r.Status == http.StatusForbidden {
		err = fmt.Errorf("只有办公室账号可以备份 / only an office account may have a backup: %w", err)
	}
	return err
}

// make copies a folder that no server uses, or what lies on a cluster.
func (c *backupCmd) make(ctx context.Context, to io.Writer) error {
	data, roll, err := c.view(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer data.Close()
	defer roll.Close()
	dir, err := os.MkdirTemp(filepath.Dir(c.Out), kiosk.SpoolName)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	names, err := backup.Snapshot(ctx, dir, data, roll)
	if err != nil {
		return err
	}
	if c.WithKeys {
		if err := c.copyKeys(ctx, dir, data); err != nil {
			return err
		}
		names = append(names, rollFile, signFile)
	}
	return backup.Write(to, dir, names...)
}

// copyKeys puts both keys beside the copies. Those of other data are refused.
func (c *backupCmd) copyKeys(ctx context.Context, dir string, data store.Store) error {
	var keys [][]byte
	for _, name := range []string{rollFile, signFile} {
		key, err := os.ReadFile(filepath.Join(c.Dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), key, 0o600)
		}
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	return knownKeys(ctx, data, keys...)
}

// newFile makes a file that appears under its name whole and durable, or not at all. A name that exists is refused.
func newFile(path string, write func(*os.File) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: 不会覆盖 / it is not overwritten: %s", os.ErrExist, path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".linli-part-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	whole := err == nil
	if whole {
		err = os.Link(f.Name(), path) // unlike a rename, it never replaces what has come meanwhile
	}
	if err != nil && !errors.Is(err, fs.ErrExist) && whole {
		err = os.Rename(f.Name(), path) // a USB stick knows no links
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	return err
}
