// Package store is the law of storage: ordered keys, read, scan, watch, and one way to write, the conditional commit.
//
// It is etcd's own model and a few lines of bbolt, so that neither is bent. Everything that linli keeps lies on it:
// chains of segments (see [Chain]) and small records under their own keys.
//
// The keepers are ballot/store/bolt (one machine) and ballot/store/etcd (a cluster); ballot/store/storetest proves
// that a keeper keeps this law.
package store

import (
	"context"
	"errors"
	"fmt"
)

// Errors of every keeper. Others (a broken disk, a missing folder) are passed on as they are. A keeper whose disk has
// failed in the middle of a commit takes no more of them until it is opened again.
var (
	// ErrConflict: a checked key had another version; nothing was written.
	ErrConflict = errors.New("数据已被别处更新，请重试 / the data has changed meanwhile, try again")
	// ErrUnknown: the commit may or may not have happened; read before retrying.
	ErrUnknown = errors.New("写入结果未知，请先查询再重试 / the outcome of the write is unknown, read before retrying")
	// ErrFull: no space left, or the file may not grow; nothing was written, and the next commit succeeds once there
	// is space.
	ErrFull = errors.New("磁盘空间已满，请腾出空间 / no space left on the disk, free some")
	// ErrLimit: a commit that no keeper takes, see [MaxOps] and [MaxKey]; nothing was written.
	ErrLimit = errors.New("这次写入超出存储的限制 / the commit is beyond the limits of the store")
	// ErrClosed: the store has been closed; nothing was written.
	ErrClosed = errors.New("存储已关闭 / the store is closed")
	// ErrReadOnly: the store was opened for reading only; nothing was written.
	ErrReadOnly = errors.New("数据只供查看 / the data are open for reading only")
	// ErrBusy: another process holds the store.
	ErrBusy = errors.New("数据正被另一个 linli 使用，请先关闭它 / the data is in use by another linli, stop that one first")
	// ErrDamaged: the bytes are not what was written.
	ErrDamaged = errors.New("数据已损坏，请从备份恢复 / the data is damaged, restore it from a backup")
	// ErrForeign: what lies there is another program's; it was left as it is.
	ErrForeign = errors.New("这里放的不是邻里的数据，请检查位置 / what lies here is not linli's data, check the place")
	// ErrNewer: a newer linli has written the store; it was left as it is.
	ErrNewer = errors.New("数据由更新版本的邻里写入，请用新版打开 / the data are a newer linli's, open them with that")
	// ErrAway: who keeps the data does not answer, or has lost its majority; nothing was read or written.
	ErrAway = errors.New("存储集群没有应答，请检查地址、网络和证书 / the storage cluster does not answer, check its addresses, the network and the certificates")
	// ErrAccess: the user, the password or the permissions are wrong; nothing was read or written.
	ErrAccess = errors.New("存储集群拒绝访问，请检查用户名、口令和权限 / the storage cluster refuses access, check the user, the password and the permissions")
)

// MaxOps is the most checks, and the most ops, of one commit (etcd refuses more than 128).
const MaxOps = 120

// MaxKey is the most bytes of a key; an empty key is refused too. Values have no such limit here, but etcd takes
// 1.5 MiB in one commit: keep one to 1 MiB.
const MaxKey = 4096

// ScanBytes is how many bytes of keys and values a scan sees as of one moment, at least. To see more of them so would
// hold up every keeper.
const ScanBytes = 512 << 10

// Fits refuses a commit that is beyond the limits, with [ErrLimit]. Every keeper asks it first.
func Fits(checks []Check, ops []Op) error {
	if len(checks) > MaxOps || len(ops) > MaxOps {
		return fmt.Errorf("%w: %d checks, %d ops (%d)", ErrLimit, len(checks), len(ops), MaxOps)
	}
	for _, o := range ops {
		if len(o.Key) == 0 || len(o.Key) > MaxKey {
			return fmt.Errorf("%w: key of %d bytes (1-%d)", ErrLimit, len(o.Key), MaxKey)
		}
	}
	return nil
}

// Item is a key with its value and the version of the commit that wrote it. Ver 0 means absent.
type Item struct {
	Key, Val []byte
	Ver      uint64
}

// Check demands that a key has this version at the moment of the commit; 0 demands that it is absent.
type Check struct {
	Key []byte
	Ver uint64
}

// Op writes a key, or deletes it if Val is nil. An empty Val that is not nil is a value.
type Op struct {
	Key, Val []byte
}

// Store keeps ordered keys. All methods may be called by many goroutines; no slice that is passed in or handed out
// is changed afterwards by either side. A cancelled context ends the waiting, not necessarily the work.
type Store interface {
	// Get returns the item of a key as of the last commit that returned; Ver is 0 if there is none.
	Get(ctx context.Context, key []byte) (Item, error)

	// Scan calls fn for each item with from <= key < to, in key order, until fn returns an error, which it returns.
	// A nil to means to the end. The items of the first [ScanBytes] are as of one moment, those behind them may be
	// newer. fn may use the store.
	Scan(ctx context.Context, from, to []byte, fn func(Item) error) error

	// Commit makes all ops durable if every check holds, or changes nothing and returns ErrConflict.
	// Commits are serializable, also across processes that share the store. ver is larger than that of every
	// commit before it, and is the Ver of every item written. If ctx has ended before the store took the commit,
	// its error is returned and nothing happens; if it ends afterwards, the error is ErrUnknown (and ctx's own).
	Commit(ctx context.Context, checks []Check, ops []Op) (ver uint64, err error)

	// Watch sends what is committed under a prefix after the call, a slice for each commit, in commit order.
	// A deleted key has a nil Val. The channel is closed when ctx ends, when the store closes, or when the
	// receiver has fallen so far behind that something was missed: scan again then.
	Watch(ctx context.Context, prefix []byte) (<-chan []Item, error)

	// Close waits for commits that are under way and releases the store. Commits still waiting are ErrClosed.
	// Closing twice is no error.
	Close() error
}

// PrefixEnd returns the smallest key that is larger than every key with the prefix, for [Store.Scan]; nil, the end,
// if there is none.
func PrefixEnd(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}
