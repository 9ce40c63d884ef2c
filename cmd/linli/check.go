package main

// This file is the verb check: is everything there, and is it what was written?

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/etcd"
	"linli/catalog"
)

type checkCmd struct {
	place
	Seen    string `placeholder:"FILE" help:"记住各条链的末端：先与上次比较，没有问题再更新；请放在别的磁盘上。/ Remember where the chains end: compares with the last time, then updates; keep it on another disk."`
	Compact bool   `help:"检查之后重写数据文件，使已删除的内容不再留在里面；集群则压缩并整理。/ After the check rewrite the files, so that nothing deleted is left in them; a cluster is compacted and defragmented."`
}

// Help is shown by linli check --help.
func (c *checkCmd) Help() string {
	return `数据文件夹请先停止服务再检查；集群可以随时检查。逐页检查数据文件，逐段核对每条链的哈希，重放每一届的台账，核对票箱。一切完好时返回 0，否则返回 1 并说明怎么办。
查不出的：姓名电话等个人信息里被改动的字节（它们不在链上，因为必须能删除）；整个文件夹被换成较早的一份，或最后一次写入丢失后又有新的写入。后两种请用 --seen。

A folder is checked after its server has stopped, a cluster at any time. Reads every page, verifies every chain hash by hash, folds every round and compares its box. Exit 0 if all is well, else 1 and what to do.
It cannot know: changed bytes within names and phones, which are on no chain so that they can be erased; and that the whole folder is an
older copy, or that the last write was lost before others came. Those two --seen finds.`
}

// errUnsound: the check has found damage, and has said what to do.
var errUnsound = errors.New("检查发现问题 / the check has found damage")

const whatToDo = `怎么办：一、先不要再启动服务，把整个文件夹原样复制一份留存；二、linli restore 备份文件 --dir 新文件夹，放回两个密钥，再用 linli check 检查；
三、备份之后投的电子票请凭选票码重投，已投过的会得到同样的回执；纸票不受影响；四、请两名工作人员把经过记入台账。
What to do: 1. do not serve this folder again, and keep a copy of it as it is; 2. linli restore BACKUP --dir NEWDIR, put the two keys back, and
check that; 3. who cast electronically after the backup casts again with the same sheet, and gets the same receipt if it is there; paper is not
concerned; 4. two of the staff enter what happened into the ledger.
`

const whatToDoThere = `怎么办：一、停止所有服务器；用 etcdctl snapshot save 把集群原样留存一份。如果只是成员不一致，请把出错的成员移出集群再重新加入（etcdctl member remove、member add），然后再检查；
二、linli restore 备份文件 --store etcd://主机:2379/新前缀，再用 linli check 检查新前缀，所有服务器用原来的密钥改用新前缀；三、备份之后投的电子票请凭选票码重投，已投过的会得到同样的回执；
纸票不受影响；四、请两名工作人员把经过记入台账。
What to do: 1. stop all servers, and keep the cluster as it is: etcdctl snapshot save. If it is only that members differ, remove the wrong one and
add it anew (etcdctl member remove, member add), and check again; 2. linli restore BACKUP --store etcd://HOST:2379/NEWPREFIX, check that, and serve
the new prefix from all servers with the same keys; 3. who cast electronically after the backup casts again with the same sheet, and gets the same
receipt if it is there; paper is not concerned; 4. two of the staff enter what happened into the ledger.
`

// Run checks, and prints what it finds.
func (c *checkCmd) Run(e env) error {
	if err := c.settle(); err != nil {
		return err
	}
	var seen []store.Head
	if c.Seen != "" {
		var err error
		if seen, err = readHeads(c.Seen); err != nil {
			return err
		}
	}
	heads := bytes.Buffer{}
	switch err := c.check(e.ctx, io.MultiWriter(e.stdout, onlyHeads{&heads}), seen); {
	case damage(err):
		fmt.Fprint(e.stdout, c.advice())
		return fmt.Errorf("%w: %w", errUnsound, err)
	case err != nil:
		return err
	}
	fmt.Fprintln(e.stdout, "一切完好 / all is well")
	if c.Seen != "" {
		if err := replaceFile(c.Seen, heads.Bytes()); err != nil {
			return err
		}
	}
	if !c.Compact {
		return nil
	}
	return c.compact(e)
}

func (c *checkCmd) advice() string {
	if c.Store == "" {
		return whatToDo
	}
	return whatToDoThere
}

// compact leaves nothing that was deleted.
func (p place) compact(e env) error {
	if p.Store != "" {
		return p.compactCluster(e)
	}
	for _, name := range []string{dbFile, rollDB} {
		if err := bolt.Compact(filepath.Join(p.Dir, name)); err != nil {
			return err
		}
	}
	fmt.Fprintln(e.stdout, "数据文件已重写，已删除的内容不在其中 / the files are made anew, nothing deleted is in them")
	return nil
}

// errForget: a cluster that could not be compacted.
var errForget = errors.New("集群还保存着已删除的内容，请让有权限的人执行 etcdctl compact 和 etcdctl defrag / the cluster still keeps what was deleted, let somebody who may run etcdctl compact and etcdctl defrag")

func (k keeper) compactCluster(e env) error {
	c, err := k.etcd()
	if err != nil {
		return err
	}
	s, err := etcd.View(e.ctx, c)
	if err != nil {
		return err
	}
	err = s.Compact(e.ctx)
	if err := errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("%w: %w", errForget, err)
	}
	fmt.Fprintln(e.stdout, "集群已压缩并整理；各成员的预写日志（wal）和 etcdctl 快照里可能还有已删除的内容，请按期销毁 / the cluster is compacted and defragmented; "+
		"the members' write-ahead logs and snapshots of etcdctl may still hold what was deleted, destroy them in time")
	return nil
}

// damage tells whether an error is one that a backup helps against.
func damage(err error) bool {
	return errors.Is(err, store.ErrDamaged) || errors.Is(err, bolt.ErrHeader) || errors.Is(err, errUnsound)
}

// unread tells whether an error says nothing about the data, which could not be read.
func unread(err error) bool {
	for _, why := range []error{store.ErrAway, store.ErrAccess, store.ErrClosed, etcd.ErrGone, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

// check checks the data at a place and writes a line for each thing that it looks at. All damage is looked for before
// the first is returned.
func (p place) check(ctx context.Context, w io.Writer, seen []store.Head) error {
	data, rolls, err := p.view(ctx, p.Dir)
	if err != nil {
		return err
	}
	defer data.Close()
	defer rolls.Close()
	if err := p.checkStores(ctx, data, rolls, w, seen); err != nil {
		return err
	}
	return p.checkKeys(ctx, w, data)
}

// checkStores checks all but the keys.
func (k keeper) checkStores(ctx context.Context, data, rolls store.Store, w io.Writer, seen []store.Head) error {
	r := &report{w: w}
	dataName, rollName := k.names()
	for _, f := range []struct {
		name string
		s    store.Store
	}{{dataName, data}, {rollName, rolls}} {
		n, err := inspect(ctx, f.s)
		r.line(err, fmt.Sprintf("%s: %d 项 / %d items", f.name, n, n))
		if errors.Is(err, store.ErrDamaged) || unread(err) {
			return r.result() // what is in pages that are not sound says nothing more
		}
	}
	err := store.Verify(ctx, data, seen, func(h store.Head, err error) {
		r.line(err, fmt.Sprintf("链 / chain %s %d %x", h.Name, h.Len, h.Hash))
	})
	if err != nil {
		return errors.Join(r.first, err)
	}
	r.rounds(ctx, catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom, RollKey: make([]byte, 32)})
	return r.result()
}

// inspect checks a store as its keeper can.
func inspect(ctx context.Context, s store.Store) (items int, err error) {
	switch s := s.(type) {
	case *bolt.Store:
		return s.Check()
	case *etcd.Store:
		return s.Check(ctx)
	}
	return 0, fmt.Errorf("no check for %T", s)
}

// report writes what a check finds and keeps the first damage (if there is none, what else is wrong), and the first that kept it from being looked for.
type report struct {
	w             io.Writer
	first, unread error
}

// result is damage, if any was found.
func (r *report) result() error { return cmp.Or(r.first, r.unread) }

func (r *report) line(err error, text string) {
	switch {
	case err == nil:
		fmt.Fprintf(r.w, "完好 / sound %s\n", text)
		return
	case unread(err):
		fmt.Fprintf(r.w, "没有读到 / not read %s: %v\n", text, err)
		r.unread = cmp.Or(r.unread, err)
		return
	}
	fmt.Fprintf(r.w, "损坏 / wrong %s: %v\n", text, err)
	if r.first == nil || !damage(r.first) {
		r.first = err
	}
}

// rounds folds every round and compares its box.
func (r *report) rounds(ctx context.Context, env catalog.Env) {
	ids, err := catalog.List(ctx, env.Store)
	if err != nil {
		r.line(err, "届 / rounds")
		return
	}
	for _, id := range ids {
		var f catalog.Findings
		l, err := catalog.Open(ctx, env, id)
		if err == nil {
			f, err = l.Check(ctx)
			l.Close()
		}
		if err != nil && !damage(err) && !unread(err) && !errors.Is(err, catalog.ErrLeft) {
			err = fmt.Errorf("%w: %w", store.ErrDamaged, err) // an entry that its own fold refuses
		}
		r.line(err, fmt.Sprintf("届 / round %s: 台账 %d 条，票箱 %d 张，领票 %d 人 / %d entries, %d ballots, %d check-ins", id,
			f.Entries, f.Ballots, f.CheckIns, f.Entries, f.Ballots, f.CheckIns))
		if err == nil && f.CheckIns < f.Settled {
			fmt.Fprintf(r.w, "注意 / note  届 / round %s: 名册上 %[2]d 人领票，各站账目写的是 %[3]d 人，名册可能是较早的或别处的一份：请找回原来的 roll.db / the roll has %[2]d check-ins, "+
				"the accounts of the stations %[3]d; the roll may be an older one or another's: look for the right roll.db\n", id, f.CheckIns, f.Settled)
		}
		if len(f.Missing) > 0 {
			fmt.Fprintf(r.w, "注意 / note  届 / round %s: 这些提议的提议人不见了，台账没有抹去的记录：如果不是旧版本抹去的，请从备份恢复 / the proposers of these proposals are "+
				"missing, and no entry says erased: unless an older linli erased them, restore a backup: %d\n", id, f.Missing)
		}
	}
}

const headLine = "完好 / sound 链 / chain "

// onlyHeads lets only the lines of sound chains through, without their beginning.
type onlyHeads struct{ io.Writer }

func (o onlyHeads) Write(b []byte) (int, error) {
	if head, ok := bytes.CutPrefix(b, []byte(headLine)); ok {
		if _, err := o.Writer.Write(head); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

// errHeads: a file that --seen did not write.
var errHeads = errors.New("这不是 --seen 的文件 / this is not a file of --seen")

// readHeads reads what an earlier check remembered; nothing if there was none.
func readHeads(path string) (heads []store.Head, err error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for line := range bytes.Lines(raw) {
		var h store.Head
		var sum string
		if n, _ := fmt.Sscanf(string(line), "%s %d %64s\n", &h.Name, &h.Len, &sum); n != 3 || len(sum) != 64 {
			return nil, fmt.Errorf("%w: %s", errHeads, path)
		}
		if _, err := hex.Decode(h.Hash[:], []byte(sum)); err != nil {
			return nil, fmt.Errorf("%w: %s", errHeads, path)
		}
		heads = append(heads, h)
	}
	return heads, err
}

// replaceFile puts other content into a small file, whole or not at all.
func replaceFile(path string, content []byte) error {
	next := path + ".new"
	f, err := os.OpenFile(next, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		f.Close()
		return err
	}
	if err := (synced{f}).Close(); err != nil {
		return err
	}
	return os.Rename(next, path)
}
