package catalog

// Photos: kept beside the ledger, shown while a record names them, gone with the proposer.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"linli/ballot/store"
)

// jpegOf is what the catalog takes for a JPEG, with a text in it.
func jpegOf(text string) []byte { return []byte("\xff\xd8\xff\xe0" + text) }

// withPhoto is a proposal with a photo.
func withPhoto(n int, text string) Handing {
	return Handing{Person: Person{Name: "王小明"}, Proposal: submission(n), Photo: jpegOf(text)}
}

// photosKept counts the photos in the store.
func (p *play) photosKept() (n int) {
	p.t.Helper()
	from := []byte("photo/2026/")
	p.must(p.store.Scan(p.ctx, from, store.PrefixEnd(from), func(store.Item) error { n++; return nil }))
	return n
}

func TestPhoto(t *testing.T) {
	p := at(t, 2)
	a, err := p.SubmitWith(p.ctx, "resident", withPhoto(1, "南门"))
	p.must(err)
	got, err := p.Photo(p.ctx, a.Photo)
	if err != nil || !bytes.Equal(got, jpegOf("南门")) || len(a.Photo) != 64 {
		t.Fatalf("%q %v", got, err)
	}
	for _, e := range p.Ledger().Entries(0, p.entries()) {
		if bytes.Contains(e.Bytes(), []byte("南门")) {
			t.Errorf("in the ledger: %s", e.Bytes())
		}
	}
	unnamed, err := p.KeepPhoto(p.ctx, jpegOf("踏勘"))
	p.must(err)
	again, err := p.KeepPhoto(p.ctx, jpegOf("踏勘"))
	if err != nil || again != unnamed || p.photosKept() != 2 {
		t.Errorf("%s %s %d %v", unnamed, again, p.photosKept(), err)
	}
	for _, hash := range []string{unnamed, strings.Repeat("0", 64), "", "../../person/2026/" + a.Proposer} {
		if _, err := p.Photo(p.ctx, hash); !errors.Is(err, ErrNoSuch) {
			t.Errorf("%q is shown: %v", hash, err)
		}
	}
	if f, err := p.Check(p.ctx); err != nil || f.Photos != 1 {
		t.Errorf("%+v %v", f, err)
	}
	p.reopened(t)
}

// What is no photo, too large, or not there is refused, and nothing is left of it.
func TestPhotoRefused(t *testing.T) {
	p := at(t, 2)
	for name, raw := range map[string][]byte{"PNG": []byte("\x89PNG\r\n"), "short": []byte("\xff\xd8\xff"), "large": append(jpegOf(""), make([]byte, MaxPhoto)...)} {
		if _, err := p.KeepPhoto(p.ctx, raw); !errors.Is(err, ErrPhoto) {
			t.Errorf("%s: %v", name, err)
		}
		h := withPhoto(1, "")
		h.Photo = raw
		field := new(FieldError)
		if _, err := p.SubmitWith(p.ctx, "resident", h); !errors.Is(err, ErrPhoto) || !errors.As(err, &field) || field.Field != "photo" {
			t.Errorf("%s handed in: %v", name, err)
		}
	}
	two := []Handing{withPhoto(1, strings.Repeat("a", MaxPhoto*2/3)), withPhoto(2, strings.Repeat("b", MaxPhoto*2/3))}
	if _, err := p.SubmitAll(p.ctx, "qin", two, false); !errors.Is(err, ErrPhoto) {
		t.Errorf("more in one commit than a store takes: %v", err)
	}
	named := withPhoto(1, "")
	named.Photo, named.Proposal.Photo = nil, strings.Repeat("a", 64)
	if a, err := p.SubmitWith(p.ctx, "resident", named); err != nil || a.Photo != "" {
		t.Errorf("a hash instead of a photo: %+v %v", a, err)
	}
	sub := submission(2)
	sub.Slip, sub.Proposer, sub.Photo = "99999999997", strings.Repeat("a", 2*refBytes), strings.Repeat("a", 64)
	if _, err := p.Do(p.ctx, "office", &sub); !errors.Is(err, ErrNoSuch) {
		t.Errorf("a photo that was never kept: %v", err)
	}
	if n := p.photosKept(); n != 0 {
		t.Errorf("%d photos are left of what was refused", n)
	}
}

// A photo goes with its proposer, in the same commit, unless something else shows it; and it can be removed alone.
func TestPhotoErased(t *testing.T) {
	p := at(t, 2)
	var all []*Submit
	for i, text := range []string{"甲", "甲", "乙", "丙"} {
		a, err := p.SubmitWith(p.ctx, "resident", withPhoto(i+1, text))
		p.must(err)
		all = append(all, a)
	}
	shown := func(want ...bool) {
		t.Helper()
		for i, a := range all {
			if _, err := p.Photo(p.ctx, a.Photo); (err == nil) != want[i] || err != nil && !errors.Is(err, ErrNoSuch) {
				t.Errorf("photo of %d: %v", i+1, err)
			}
		}
	}
	shown(true, true, true, true)
	p.do(&Erase{No: 1, Why: "request"})
	shown(true, true, true, true) // the second has the same
	p.do(&RemovePhoto{No: 3, Why: "unfit"})
	shown(true, true, false, true)
	if who, err := p.Person(p.ctx, all[2].Proposer); err != nil || who.Name == "" {
		t.Errorf("the proposer went with the photo: %v", err)
	}
	for no, want := range map[int]error{3: ErrDone, 1: ErrDone, 9: ErrNoSuch} {
		if _, err := p.Do(p.ctx, "office", &RemovePhoto{No: no, Why: "unfit"}); !errors.Is(err, want) {
			t.Errorf("removing the photo of %d: %v", no, err)
		}
	}
	p.must(func() error { _, err := p.Do(p.ctx, "office", &Erase{2, "request"}, &Erase{4, "request"}); return err }())
	shown(false, false, false, false)
	if n := p.photosKept(); n != 0 {
		t.Errorf("%d photos are left", n)
	}
	for _, text := range []string{"乙", "丙"} { // as from an older backup
		_, err := p.KeepPhoto(p.ctx, jpegOf(text))
		p.must(err)
	}
	if _, err := p.Check(p.ctx); !errors.Is(err, ErrLeft) || !strings.HasSuffix(err.Error(), ": [3 4]") {
		t.Errorf("left behind: %v", err)
	}
	if n, err := p.EraseAgain(p.ctx); n != 2 || err != nil || p.photosKept() != 0 {
		t.Errorf("erased %d again, %d are left: %v", n, p.photosKept(), err)
	}
	if _, err := p.Check(p.ctx); err != nil {
		t.Error(err)
	}
	p.reopened(t)
}

// TestPhotoLost: a photo that is shown and gone, or another, is damage.
func TestPhotoLost(t *testing.T) {
	for name, val := range map[string][]byte{"gone": nil, "another": jpegOf("乙")} {
		p := at(t, 2)
		a, err := p.SubmitWith(p.ctx, "resident", withPhoto(1, "甲"))
		p.must(err)
		_, err = p.store.Commit(p.ctx, nil, []store.Op{{Key: p.photoKey(a.Photo), Val: val}})
		p.must(err)
		if _, err := p.Check(p.ctx); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPhotoRace: somebody hands in the very photo that is just going with the only proposer who had it. What the round shows
// afterwards is there, and what it does not is gone.
func TestPhotoRace(t *testing.T) {
	p := at(t, 2)
	hash := photoHash(jpegOf("同一张"))
	send := func(n int) {
		h := withPhoto(1, "同一张")
		h.Proposal.Title = fmt.Sprint("第", n, "件")
		if _, err := p.SubmitWith(context.Background(), "resident", h); err != nil {
			t.Error(err)
		}
	}
	send(0)
	for n := 1; n <= 60; n++ {
		var race sync.WaitGroup
		race.Go(func() { send(n) })
		race.Go(func() {
			if _, err := p.Do(context.Background(), "office", &Erase{No: n, Why: "request"}); err != nil {
				t.Error(err)
			}
		})
		race.Wait()
		if has, err := p.hasPhoto(p.ctx, hash); err != nil || !has {
			t.Fatalf("after %d: kept %v, %v", n, has, err)
		}
	}
	p.do(&Erase{No: 61, Why: "request"})
	if has, err := p.hasPhoto(p.ctx, hash); err != nil || has || p.photosKept() != 0 {
		t.Errorf("the last is kept: %v", err)
	}
	if _, err := p.Check(p.ctx); err != nil {
		t.Error(err)
	}
}
