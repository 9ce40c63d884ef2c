package main

// This file is the verb archive: after the objection period nothing that is kept joins sheets to ballots.

import (
	"context"
	"errors"
	"fmt"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/catalog"
)

type archiveCmd struct {
	place
	Round string `required:"" placeholder:"ID" help:"届。/ The round."`
}

// Help is shown by linli archive --help.
func (c *archiveCmd) Help() string {
	return "公示结束后使用。投票时一段一段写入的票箱改写为两份各自排序的清单，数据文件随后重写；此后从数据里无法把选票和内容对上。" +
		"较早的备份和 --seen 记录仍有原样，请一并销毁。数据在集群上时，请先停止所有服务器；随后集群会压缩并整理，" +
		"而 etcdctl 快照和各成员的预写日志仍有原样，请销毁。\n\n" +
		"For after the notice has ended. The box, written piece by piece as people cast, becomes two lists, each in its own order, and the file is made anew: " +
		"nothing in it joins a sheet to a ballot. Backups made before still do: destroy them. A --seen file begins anew. " +
		"On a cluster stop all servers first; the cluster is then compacted and defragmented, but snapshots of etcdctl and the members' write-ahead logs " +
		"still join them: destroy those, too."
}

// Validate demands a place: what cannot be undone is not to hit the default folder.
func (c *archiveCmd) Validate() error { return c.named() }

// Run archives.
func (c *archiveCmd) Run(e env) error {
	ballots, err := c.rewrite(e)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "已归档 %[2]d 张电子票，请销毁此前的备份；linli check --seen 请换一个新文件 / archived %[2]d electronic ballots of round %[1]s, destroy the backups made before, and begin a new file for check --seen\n", c.Round, ballots)
	return c.compact(e)
}

func (c *archiveCmd) rewrite(e env) (ballots int, err error) {
	data, rolls, err := c.view(e.ctx, c.Dir) // what is not there is not made
	if err != nil {
		return 0, err
	}
	if err := errors.Join(nobodyServes(e.ctx, data), rolls.Close(), data.Close()); err != nil {
		return 0, err
	}
	data, rolls, err = c.keeper.open(e.ctx, c.Dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rolls.Close(), data.Close()) }()
	live, err := catalog.Open(e.ctx, catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom}, c.Round)
	if err != nil {
		return 0, err
	}
	defer live.Close()
	return live.Archive(e.ctx)
}

// errServed: servers are running on the cluster.
var errServed = errors.New("还有服务器在使用这些数据，请先全部停止（异常中断的要等十秒）/ servers use these data, stop all of them first (one that died counts for ten seconds)")

// nobodyServes refuses a cluster that servers use. The lock of a folder says so itself.
func nobodyServes(ctx context.Context, data store.Store) error {
	s, ok := data.(*etcd.Store)
	if !ok {
		return nil
	}
	n, err := s.Present(ctx)
	if err == nil && n > 0 {
		err = fmt.Errorf("%w: %d", errServed, n)
	}
	return err
}
