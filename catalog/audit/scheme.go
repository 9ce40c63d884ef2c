package audit

// Checks of the scheme and the library, and the paper that follows from them.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"linli/ballot"
)

// project is a project of the library; its number is its place from 1.
type project struct {
	Proposal  int
	Cost      int64 // fen
	Withdrawn bool
}

// readScheme finds the scheme in force: the last version before the adoption.
func (b *book) readScheme() {
	if len(b.create) == 0 {
		return
	}
	b.raw = b.create[0].Act.Scheme
	for _, s := range b.schemes {
		if adopted, ok := b.at["scheme.adopt"]; !ok || s.N < adopted {
			b.raw = s.Act
		}
	}
	if err := json.Unmarshal(b.raw, &b.rules); err != nil {
		b.unread = append(b.unread, "方案读不懂 / the scheme cannot be read: "+err.Error())
	}
}

func (b *book) schemeHash(f *findings) {
	if len(b.create) != 1 || b.create[0].N != 0 {
		f.wrong("台账须以开届记录起头 / a ledger begins with the creation of its round")
	}
	adopted, ok := b.at["scheme.adopt"]
	if !ok {
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
	for _, s := range b.schemes {
		if s.N > adopted {
			f.wrong("第 %d 条在定稿后修改方案 / entry %d changes an adopted scheme", s.N, s.N)
		}
	}
}

// readLibrary draws the numbers of the projects again.
func (b *book) readLibrary() {
	if len(b.freezes) == 0 {
		return
	}
	merged, cost := map[int]bool{}, map[int]int64{}
	for _, m := range b.merges {
		merged[m.Act.No] = true
	}
	for _, e := range b.estimates {
		cost[e.Act.No] = e.Act.Figure
	}
	var order []int
	for i := range b.proposals {
		if _, ok := cost[i+1]; ok && !merged[i+1] {
			order = append(order, i+1)
		}
	}
	if draw := b.freezes[0].Act; draw.Drawn {
		lot := func(no int) []byte {
			sum := sha256.Sum256([]byte(draw.Seed + "\x00" + b.proposals[no-1].Act.Slip))
			return sum[:]
		}
		slices.SortFunc(order, func(x, y int) int { return bytes.Compare(lot(x), lot(y)) })
	}
	for _, no := range order {
		b.library = append(b.library, project{Proposal: no, Cost: cost[no]})
	}
	for _, w := range b.withdrawn {
		if n := w.Act.Project; n >= 1 && n <= len(b.library) {
			b.library[n-1].Withdrawn = true
		}
	}
	b.paper = ballot.Paper{Form: b.rules.Form, Projects: len(order), Max: min(b.rules.Max, len(order)), Sum: b.rules.Sum}
}

func (b *book) libraryPaper(f *findings) {
	if len(b.freezes) == 0 {
		f.wait("项目库尚未定稿 / the library has not been frozen")
		return
	}
	if len(b.freezes) > 1 || len(b.library) == 0 {
		f.wrong("定稿 %d 次，有 %d 个项目 / frozen %d times, with %d projects", len(b.freezes), len(b.library), len(b.freezes), len(b.library))
	}
	for _, e := range b.estimates {
		if e.N > b.freezes[0].N {
			f.wrong("第 %d 条在定稿后改动估算 / entry %d estimates after the freeze", e.N, e.N)
		}
	}
	for i, p := range b.library {
		if b.rules.Cap > 0 && p.Cost > b.rules.Cap {
			f.wrong("%d 号项目超过单项上限 / project %d costs more than the cap", i+1, i+1)
		}
	}
	for _, w := range b.withdrawn {
		if w.Act.Project < 1 || w.Act.Project > len(b.library) {
			f.wrong("撤回的 %d 号项目不存在 / project %d was withdrawn and is not there", w.Act.Project, w.Act.Project)
		}
	}
}
