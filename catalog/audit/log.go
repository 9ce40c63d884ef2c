package audit

// Checks of the ledger itself: signatures, root, order, nothing withheld, corrections.

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
)

func (b *book) signature(f *findings) {
	if b.unsigned != nil {
		f.wrong("%v", b.unsigned)
		return
	}
	if n := b.signers(); n != strings.Count(string(b.note), "\n")-strings.Count(b.checkpoint.Text(), "\n")-1 {
		f.wrong("签名重复 / a signature stands twice")
	}
	if b.trust.Key != "" && b.trust.Key != b.key {
		f.wrong("密钥不是您指定的 / not the key that you named: %s", b.key)
	}
	if seen, ok := b.remembered(); ok && seen.Key != b.key {
		f.wrong("密钥与以前所见不同 / not the key that was seen before: %s ≠ %s", b.key, seen.Key)
	}
	if origin := ledger.Origin(b.poll); b.checkpoint.Origin != origin {
		f.wrong("检查点属于别的台账 / the checkpoint is of another ledger: %s ≠ %s", b.checkpoint.Origin, origin)
	}
}

// witnesses counts the witnesses who have signed the checkpoint. A wrong signature of one of them is never passed over.
func (b *book) witnesses(f *findings) {
	if len(b.trust.Witnesses) == 0 {
		f.wait(b.unasked())
		return
	}
	signed, known := 0, map[string]bool{publicPart(b.key): true}
	for _, key := range b.trust.Witnesses {
		if known[publicPart(key)] {
			f.wrong("同一把公钥重复，或是台账自己的 / a key that stands twice, or the ledger's own: %s", key)
			continue
		}
		known[publicPart(key)] = true
		v, err := note.NewVerifier(key)
		if err != nil {
			f.wrong("不是公钥 / not a verifier key: %s", key)
			continue
		}
		_, err = note.Open(b.note, note.VerifierList(v))
		switch absent := new(note.UnverifiedNoteError); {
		case err == nil:
			signed++
			f.note("有此见证人联署 / signed by %s", key)
		case errors.As(err, &absent):
			f.note("没有此见证人联署 / not signed by %s", key)
		default:
			f.wrong("此见证人的联署不对 / the signature of this witness is wrong: %s: %v", key, err)
		}
	}
	if quorum := b.quorum(); signed < quorum {
		f.wrong("只有 %d 位见证人联署，需要 %d 位 / signed by %d witnesses, %d are needed", signed, quorum, signed, quorum)
	}
}

func (b *book) quorum() int {
	if b.trust.Quorum > 0 {
		return b.trust.Quorum
	}
	return len(b.trust.Witnesses)
}

// signers is how many have signed the checkpoint, the ledger among them, whose signature is good.
func (b *book) signers() int {
	v, err := note.NewVerifier(b.key)
	if err != nil {
		return 0
	}
	n, err := note.Open(b.note, note.VerifierList(v))
	if err != nil {
		return 0
	}
	met := map[string]bool{}
	for _, sig := range slices.Concat(n.Sigs, n.UnverifiedSigs) {
		met[fmt.Sprintf("%s+%08x", sig.Name, sig.Hash)] = true
	}
	return len(met)
}

// unasked says how many signatures there are beside the ledger's own.
func (b *book) unasked() string {
	others := max(0, b.signers()-1)
	return fmt.Sprintf("有 %d 个联署，没有指定见证人的公钥 / there are %d other signatures, and no witness was named", others, others)
}

// publicPart is what makes two keys the same, whatever they are called.
func publicPart(key string) string {
	parts := strings.SplitN(key, "+", 3) // name+hash+base64, which may hold a + too
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil {
		return key
	}
	return string(raw)
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
	case seen.Size < 0 || seen.Size > int64(len(b.leaves)):
		f.wrong("比以前所见的短：%d < %d / shorter than what was seen before", len(b.leaves), seen.Size)
	default:
		root, err := ledger.RootOf(b.leaves[:seen.Size])
		if err != nil || root != seen.Root {
			f.wrong("前 %d 条被改过 / the first %d entries have been changed: %s ≠ %s", seen.Size, seen.Size, root, seen.Root)
		}
	}
}

// inOrder checks the number and the time of an entry.
func (b *book) inOrder(e entry) {
	f := b.found["order"]
	if n := int64(len(b.leaves)); e.n != n {
		f.wrong("第 %d 行是第 %d 条 / line %d is entry %d", n, e.n, n, e.n)
	}
	if e.withheld {
		return
	}
	if e.time.Before(b.last) {
		f.wrong("第 %d 条的时间早于前一条 / entry %d is earlier than the one before", e.n, e.n)
	}
	b.last = e.time
}

// isWithheld checks that only what pairs enter is private, and only from the close on.
func (b *book) isWithheld(e entry) {
	f := b.found["withheld"]
	switch {
	case e.withheld && !b.isClosed:
		f.wrong("第 %d 条在封箱前，应当公开 / entry %d is before the close and should be public", e.n, e.n)
	case !e.withheld && e.public == (e.act == "count.enter"):
		f.wrong("第 %d 条 %s 该公开的保密，或该保密的公开 / entry %d (%s) is private and should be public, or the other way round", e.n, e.act, e.n, e.act)
	}
	if e.withheld {
		b.hidden = append(b.hidden, e.n)
	}
}

// stillWithheld checks that after the tally nothing is.
func (b *book) stillWithheld(f *findings) {
	if b.done["poll.tally"] {
		for _, n := range b.hidden {
			f.wrong("第 %d 条在计票后仍未公开 / entry %d is still withheld after the tally", n, n)
		}
		return
	}
	if b.isClosed {
		f.wait("点票结束后，两组的录入全部公开 / what the pairs entered is public when the count is done")
	}
}
