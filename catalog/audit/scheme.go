package audit

// The scheme in force, and its check.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

func (b *book) created(n int64, a create) {
	if n != 0 {
		b.found["scheme"].wrong("台账须以开届记录起头 / a ledger begins with the creation of its round")
		return
	}
	b.poll, b.of = a.ID, a.Of
	b.inForce(n, a.Scheme)
}

func (b *book) revised(n int64, a create) {
	if b.done["scheme.adopt"] {
		b.found["scheme"].wrong("第 %d 条在定稿后修改方案 / entry %d changes an adopted scheme", n, n)
		return
	}
	b.inForce(n, a.Scheme)
}

func (b *book) inForce(n int64, raw json.RawMessage) {
	b.raw, b.rules = slices.Clone(raw), scheme{}
	if err := json.Unmarshal(raw, &b.rules); err != nil {
		b.found["scheme"].wrong("第 %d 条的方案读不懂 / the scheme of entry %d cannot be read: %v", n, n, err)
	}
}

func (b *book) schemeHash(f *findings) {
	if len(b.acts) == 0 || b.acts[0] != "round.create" {
		f.wrong("台账须以开届记录起头 / a ledger begins with the creation of its round")
	}
	if !b.done["scheme.adopt"] {
		if len(b.checkpoint.More) > 0 {
			f.wrong("方案尚未定稿，检查点却有其哈希 / a scheme's hash on the checkpoint before its adoption")
		}
		f.wait("方案尚未定稿 / the scheme has not been adopted")
		return
	}
	sum := sha256.Sum256(b.raw)
	if want := []string{"scheme " + hex.EncodeToString(sum[:])}; !slices.Equal(b.checkpoint.More, want) {
		f.wrong("检查点上是 %q，应为 %q / the checkpoint has another scheme", b.checkpoint.More, want)
	}
}

// each is the most that one project of a kind may cost in fen; 0: no cap.
func (s scheme) each(kind string) int64 {
	switch {
	case kind == "engineering" && s.EachEngineering > 0:
		return s.EachEngineering
	case kind == "service" && s.EachService > 0:
		return s.EachService
	}
	return s.Cap
}

// mayPropose tells whether such a proposer may hand in a project of a kind.
func (s scheme) mayPropose(from, kind string) bool {
	who := s.Proposers
	if kind == "service" && len(s.ServiceProposers) > 0 {
		who = s.ServiceProposers
	}
	return len(who) == 0 || slices.Contains(who, from)
}
