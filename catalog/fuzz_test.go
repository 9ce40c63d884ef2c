package catalog

// Acts with whatever body.

import (
	"encoding/json"
	"testing"
)

// hostile are bodies that once made, or might make, a careless act panic.
var hostile = []string{
	`{}`, `{"no":-1,"batch":-1,"place":-1,"project":-1,"station":-1}`, `{"no":9223372036854775807,"project":9223372036854775807}`,
	`{"reasons":[null],"order":[0],"sheets":[null],"hashes":[null],"genuine":[null],"records":[null],"spends":[null],"voids":[null],"marks":[null],"officers":[null]}`,
	`{"batch":1,"station":1,"pair":"A","by":"x","sheets":[{"finding":"marked","marks":[{"p":-9,"n":-9}]}]}`,
	`{"batch":1,"place":50,"sheet":{"finding":"blank"},"reason":"x","officer":"x","observers":["x"]}`,
	`{"station":1,"first":13,"commitments":[null,null],"officers":["a","b"]}`, `{"scheme":{"ties":["draw"],"form":"points"}}`,
}

// FuzzAct: whatever the body of an act, at whatever step, doing it does not panic; refused, it changes nothing; done,
// the ledger that holds it can be read again, and gives the same round.
func FuzzAct(f *testing.F) {
	for i, k := range Kinds {
		seen := map[string]bool{}
		bodies := hostile
		if i > 0 {
			body, err := json.Marshal(filled(k))
			if err != nil {
				f.Fatal(err)
			}
			bodies = append([]string{string(body)}, hostile...)
		}
		for _, body := range bodies {
			a := k.New()
			if json.Unmarshal([]byte(body), a) != nil {
				continue
			}
			step := uint8(k.Step)
			if routeOf(k.Name) == ByCouncil {
				step = Steps + 1
			}
			if same, err := json.Marshal(a); err == nil && !seen[string(same)] { // of a body only the kind's own fields count
				seen[string(same)] = true
				f.Add(uint8(i), step, []byte(body))
			}
		}
	}
	var rounds [][]byte
	for s := range Step(Steps + 1) {
		rounds = append(rounds, saved(f, s))
	}
	sits := atCouncil(f)
	sits.convened()
	rounds = append(rounds, sits.saved())
	f.Fuzz(func(t *testing.T, kind, step uint8, body []byte) {
		a := Kinds[int(kind)%len(Kinds)].New()
		if json.Unmarshal(body, a) != nil {
			return
		}
		p := restored(t, rounds[int(step)%len(rounds)])
		before := p.entries()
		_, err := p.Live.do(p.ctx, "office", []Act{a})
		switch done := p.entries() - before; {
		case err != nil && done != 0:
			t.Errorf("refused, and yet done: %v", err)
		case err == nil && done != 1:
			t.Errorf("done as %d entries", done)
		case err == nil:
			p.reopened(t)
		}
	})
}

// saved is the file of a round at a step; 0 is one whose poll has closed and whose papers are being counted.
func saved(t testing.TB, s Step) []byte {
	t.Helper()
	if s > 0 {
		return at(t, s).saved()
	}
	p := polled(t)
	p.entered()
	return p.saved()
}
