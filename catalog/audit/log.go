package audit

// Checks of the ledger itself: signature, root, order, nothing withheld, corrections.

import (
	"linli/ballot/ledger"
)

func (b *book) signature(f *findings) {
	if b.unsigned != nil {
		f.wrong("%v", b.unsigned)
		return
	}
	if b.trust.Key != "" && b.trust.Key != b.export.Key {
		f.wrong("密钥不是您指定的 / not the key that you named: %s", b.export.Key)
	}
	if seen, ok := b.remembered(); ok && seen.Key != b.export.Key {
		f.wrong("密钥与以前所见不同 / not the key that was seen before: %s ≠ %s", b.export.Key, seen.Key)
	}
	if origin := ledger.Origin(b.poll()); b.checkpoint.Origin != origin {
		f.wrong("检查点属于别的台账 / the checkpoint is of another ledger: %s ≠ %s", b.checkpoint.Origin, origin)
	}
}

func (b *book) remembered() (Seen, bool) {
	if b.trust.Seen == nil {
		return Seen{}, false
	}
	return b.trust.Seen(b.checkpoint.Origin)
}

func (b *book) root(f *findings) {
	if n := int64(len(b.leaves)); n != b.checkpoint.Size {
		f.wrong("有 %d 条记录，检查点说 %d 条 / %d entries, the checkpoint says %d", n, b.checkpoint.Size, n, b.checkpoint.Size)
	}
	root, err := ledger.RootOf(b.leaves)
	if err != nil || root != b.checkpoint.Root {
		f.wrong("根哈希不一致 / another root: %s ≠ %s", root, b.checkpoint.Root)
	}
}

func (b *book) consistency(f *findings) {
	seen, ok := b.remembered()
	switch {
	case !ok:
		f.wait("第一次看到这份台账 / this ledger has not been seen before")
	case seen.Size > int64(len(b.leaves)):
		f.wrong("比以前所见的短：%d < %d / shorter than what was seen before", len(b.leaves), seen.Size)
	default:
		root, err := ledger.RootOf(b.leaves[:seen.Size])
		if err != nil || root != seen.Root {
			f.wrong("前 %d 条被改过 / the first %d entries have been changed: %s ≠ %s", seen.Size, seen.Size, root, seen.Root)
		}
	}
}

func (b *book) order(f *findings) {
	var last *ledger.Entry
	for i, line := range b.export.Lines {
		if line.N != int64(i) {
			f.wrong("第 %d 行是第 %d 条 / line %d is entry %d", i, line.N, i, line.N)
		}
		if e := line.Entry; e != nil {
			if last != nil && e.Time.Before(last.Time) {
				f.wrong("第 %d 条的时间早于第 %d 条 / entry %d is earlier than entry %d", e.N, last.N, e.N, last.N)
			}
			last = e
		}
	}
	for _, text := range b.unread {
		f.wrong("%s", text)
	}
}

// withheld checks that only what pairs enter is private, from the close to the tally, and that it is all disclosed then.
func (b *book) withheld(f *findings) {
	closed, isClosed := b.at["poll.close"]
	for _, line := range b.export.Lines {
		switch e := line.Entry; {
		case e != nil && !e.Public && e.Act != "count.enter":
			f.wrong("第 %d 条 %s 不应保密 / entry %d (%s) should be public", e.N, e.Act, e.N, e.Act)
		case e == nil && b.done("poll.tally"):
			f.wrong("第 %d 条在计票后仍未公开 / entry %d is still withheld after the tally", line.N, line.N)
		case e == nil && (!isClosed || line.N < closed):
			f.wrong("第 %d 条在封箱前，应当公开 / entry %d is before the close and should be public", line.N, line.N)
		}
	}
	if !isClosed || b.done("poll.tally") {
		return
	}
	f.wait("点票结束后，两组的录入全部公开 / what the pairs entered is public when the count is done")
}

// corrections checks that an entry supersedes an earlier one of its own kind, and says why.
func (b *book) corrections(f *findings) {
	for i, line := range b.export.Lines {
		e := line.Entry
		if e == nil || e.Supersedes == nil {
			continue
		}
		n := e.Supersedes.N
		if n < 0 || n >= int64(i) || e.Supersedes.Why == "" {
			f.wrong("第 %d 条更正的记录不存在或没有原因 / entry %d supersedes nothing, or says not why", e.N, e.N)
			continue
		}
		if was := b.export.Lines[n].Entry; was != nil && was.Act != e.Act {
			f.wrong("第 %d 条 %s 更正的第 %d 条是 %s / entry %d (%s) supersedes entry %d (%s)", e.N, e.Act, n, was.Act, e.N, e.Act, n, was.Act)
		}
	}
}
