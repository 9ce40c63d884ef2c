package main

// This file is the verb export: everything public of a round, as one file.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"linli/catalog"
)

type exportCmd struct {
	place
	Round string `placeholder:"ID" help:"届次编号；只有一届时可以不给。/ ID of the round; not needed if there is only one."`
	PB    bool   `name:"pb" help:"改为导出 Pabulib 的 .pb 文件：计票后的全部选票，别的程序也能计票。/ Instead write the counted ballots as a Pabulib .pb file, which other programs can count; after the tally."`
	Out   string `short:"o" required:"" placeholder:"FILE" help:"导出文件，不会覆盖已有文件。/ The export; an existing file is never overwritten."`
}

// Help is shown by linli export --help.
func (c *exportCmd) Help() string {
	return "导出的是公开的内容：签名的检查点（见证人联署过的，附上联署）、公钥，和每条公开的台账记录；尚未公开的记录只有哈希。姓名、电话、住址不在台账里，也就不在导出里。" +
		"任何人都可以用 linli verify FILE 核对。文件夹在服务运行时请用浏览器取 /r/届次/export；集群上的数据随时可以导出。\n\n" +
		"An export holds what is public: the signed checkpoint, with the signatures of the witnesses who have signed the same, its key, and every public entry; of others only the hash. Names, phones " +
		"and addresses are not in the ledger, and so in no export. Anyone can verify it: linli verify FILE. While a folder is served fetch /r/ROUND/export; from a cluster it " +
		"can be made at any time."
}

// errWhich: several rounds, and none was named.
var errWhich = errors.New("有几届，请用 --round 指定 / there are several rounds, name one with --round")

// Run writes the export.
func (c *exportCmd) Run(e env) error {
	if err := c.settle(); err != nil {
		return err
	}
	live, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer live.close()
	if c.PB {
		return c.pabulib(e, live)
	}
	x, err := live.Export()
	if err != nil {
		return err
	}
	err = newFile(c.Out, func(f *os.File) error {
		_, err := x.WriteTo(f)
		return err
	})
	if err != nil {
		return fmt.Errorf("没有导出 / nothing was exported: %w", err)
	}
	fmt.Fprintf(e.stdout, "已导出 %s，%d 条记录 / exported with %d entries: %s\n公钥 / key: %s\n", live.ID(), x.Size, x.Size, c.Out, x.Key)
	return nil
}

// pabulib writes the counted ballots.
func (c *exportCmd) pabulib(e env, live *viewed) error {
	err := newFile(c.Out, func(f *os.File) (err error) {
		live.Read(func(r *catalog.Round) { err = r.Pabulib(f) })
		return err
	})
	if err != nil {
		return fmt.Errorf("没有导出 / nothing was exported: %w", err)
	}
	fmt.Fprintf(e.stdout, "已导出 %s 的选票，可用 linli tally 计票 / exported the ballots, count them with linli tally: %s\n", live.ID(), c.Out)
	return nil
}

// viewed is a round that is only read.
type viewed struct {
	*catalog.Live
	close func()
}

// open reads the round, and changes nothing.
func (c *exportCmd) open(ctx context.Context) (_ *viewed, err error) {
	data, rolls, err := c.view(ctx, c.Dir)
	if err != nil {
		return nil, err
	}
	closeStores := func() { rolls.Close(); data.Close() }
	defer func() {
		if err != nil {
			closeStores()
		}
	}()
	env := catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom, RollKey: make([]byte, 32)}
	if err := c.signer(ctx, &env); err != nil {
		return nil, err
	}
	id, err := which(ctx, env, c.place, c.Round)
	if err != nil {
		return nil, err
	}
	live, err := catalog.Open(ctx, env, id)
	if err != nil {
		return nil, err
	}
	return &viewed{live, func() { live.Close(); closeStores() }}, nil
}

// signer reads the key that signs, and refuses a stranger's. Without the roll's key, which is erased one day, that
// cannot be told.
func (c *exportCmd) signer(ctx context.Context, env *catalog.Env) error {
	key, err := os.ReadFile(filepath.Join(c.Dir, signFile))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s", errKeys, signFile)
	}
	if err == nil {
		err = sign(env, key)
	}
	if err != nil {
		return err
	}
	roll, err := os.ReadFile(filepath.Join(c.Dir, rollFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return knownKeys(ctx, env.Store, roll, key)
}

// which is the round that is meant: the one named, or else the only one.
func which(ctx context.Context, env catalog.Env, at place, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	ids, err := catalog.List(ctx, env.Store)
	if err != nil {
		return "", err
	}
	switch len(ids) {
	case 0:
		name, _ := at.names()
		return "", fmt.Errorf("%w: %s", catalog.ErrRound, name)
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("%w: %s", errWhich, strings.Join(ids, ", "))
}
