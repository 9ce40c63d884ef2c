package main

// This file is the verb archive: after the objection period nothing that is kept joins sheets to ballots.

import (
	"errors"
	"fmt"
	"path/filepath"

	"linli/ballot/store/bolt"
	"linli/catalog"
)

type archiveCmd struct {
	Dir   string `required:"" placeholder:"DIR" help:"数据文件夹；请先停止服务。/ The data folder; stop its server first."`
	Round string `required:"" placeholder:"ID" help:"届。/ The round."`
}

// Help is shown by linli archive --help.
func (c *archiveCmd) Help() string {
	return "公示结束后使用。投票时一段一段写入的票箱改写为两份各自排序的清单，数据文件随后重写；此后从数据里无法把选票和内容对上。" +
		"较早的备份和 --seen 记录仍有原样，请一并销毁。\n\n" +
		"For after the notice has ended. The box, written piece by piece as people cast, becomes two lists, each in its own order, and the file is made anew: " +
		"nothing in it joins a sheet to a ballot. Backups made before still do: destroy them. A --seen file begins anew."
}

// Run archives.
func (c *archiveCmd) Run(e env) error {
	ballots, err := c.rewrite(e)
	if err != nil {
		return err
	}
	if err := bolt.Compact(filepath.Join(c.Dir, dbFile)); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "已归档 %[2]d 张电子票，请销毁此前的备份 / archived %[2]d electronic ballots of round %[1]s, destroy the backups made before\n", c.Round, ballots)
	return nil
}

func (c *archiveCmd) rewrite(e env) (ballots int, err error) {
	data, rolls, err := viewStores(c.Dir) // a folder without data is not made
	if err != nil {
		return 0, err
	}
	if err := errors.Join(rolls.Close(), data.Close()); err != nil {
		return 0, err
	}
	s, err := bolt.Open(filepath.Join(c.Dir, dbFile))
	if err != nil {
		return 0, err
	}
	live, err := catalog.Open(e.ctx, catalog.Env{Store: s, Now: systemClock, Random: systemRandom}, c.Round)
	if err == nil {
		ballots, err = live.Archive(e.ctx)
		live.Close()
	}
	return ballots, errors.Join(err, s.Close())
}
