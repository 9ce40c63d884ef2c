package catalog

// Photos, which are kept apart from the ledger so that they can be erased: the ledger has their hashes only.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"linli/ballot/ledger"
	"linli/ballot/store"
)

// MaxPhoto is the most bytes of a photo that is kept: it shares a commit with the entry that names it.
const MaxPhoto = 1 << 20

// ErrPhoto: no picture as it is kept.
var ErrPhoto = errors.New("照片只能存成不超过 1 MB 的 JPEG / a photo is kept as a JPEG of at most 1 MiB")

// photoHash is the SHA-256 of a photo in hexadecimal, by which the ledger names it.
func photoHash(jpeg []byte) string {
	sum := sha256.Sum256(jpeg)
	return hex.EncodeToString(sum[:])
}

func (l *Live) photoKey(hash string) []byte { return []byte("photo/" + l.id + "/" + hash) }

// photoOp is what the store keeps of a photo. It refuses with [ErrPhoto]; whether the picture can be shown, and shows no
// more than it should, is seen to by whoever takes it.
func (l *Live) photoOp(jpeg []byte) (hash string, op store.Op, err error) {
	if len(jpeg) > MaxPhoto || len(jpeg) < 4 || string(jpeg[:3]) != "\xff\xd8\xff" {
		return "", op, fmt.Errorf("%w: %d", ErrPhoto, len(jpeg))
	}
	hash = photoHash(jpeg)
	return hash, store.Op{Key: l.photoKey(hash), Val: jpeg}, nil
}

// KeepPhoto keeps a JPEG that has been made fit to be shown, and returns the hash by which an act names it. Kept twice it
// is there once. Until an act names it, nobody is shown it. Refused: [ErrPhoto].
func (l *Live) KeepPhoto(ctx context.Context, jpeg []byte) (hash string, err error) {
	hash, op, err := l.photoOp(jpeg)
	if err != nil {
		return "", err
	}
	_, err = l.env.Store.Commit(ctx, nil, []store.Op{op})
	return hash, err
}

// Photo is a photo that the round shows; any other is [ErrNoSuch], also while it is still in the store.
func (l *Live) Photo(ctx context.Context, hash string) (jpeg []byte, err error) {
	shown := false
	l.Read(func(r *Round) { shown = r.Shows(hash) })
	if !shown {
		return nil, fmt.Errorf("%w: photo", ErrNoSuch)
	}
	it, err := l.env.Store.Get(ctx, l.photoKey(hash))
	switch {
	case err != nil:
		return nil, err
	case it.Ver == 0:
		return nil, fmt.Errorf("%w: photo", ErrNoSuch)
	case photoHash(it.Val) != hash:
		return nil, fmt.Errorf("%w: photo %s", store.ErrDamaged, hash)
	}
	return it.Val, nil
}

// hasPhoto tells whether the store has a photo.
func (l *Live) hasPhoto(ctx context.Context, hash string) (bool, error) {
	it, err := l.env.Store.Get(ctx, l.photoKey(hash))
	return it.Ver > 0, err
}

// Picture is the hash of the photo that came with a proposal and is still shown; empty if there is none.
func (p *Proposal) Picture() string {
	if p.Erased || p.Bare {
		return ""
	}
	return p.Photo
}

// photos are the hashes of all photos that a proposal shows.
func (p *Proposal) photos() (all []string) {
	if h := p.Picture(); h != "" {
		all = append(all, h)
	}
	if p.Survey != nil {
		all = append(all, p.Survey.Photos...)
	}
	return all
}

// Shows tells whether the round shows a photo of that hash.
func (r *Round) Shows(hash string) bool {
	return slices.ContainsFunc(r.Proposals, func(p *Proposal) bool { return slices.Contains(p.photos(), hash) })
}

// RemovePhoto removes the photo of a proposal for good, in one commit with the entry that says so; all else stays. It is
// for pictures that should not be in public, and may be done at any time.
type RemovePhoto struct {
	No  int    `json:"no" kind:"proposal"`
	Why string `json:"why" of:"request unfit mistake"`
}

func (a *RemovePhoto) check(r *Round) error {
	switch p := r.Proposal(a.No); {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Picture() == "":
		return &FieldError{"no", ErrDone}
	}
	return nil
}

func (a *RemovePhoto) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Bare = true }

// bared are the photos that nothing would show any more after acts.
func (r *Round) bared(acts []Act) (hashes []string) {
	without := map[*Proposal]bool{}
	for _, a := range acts {
		switch a := a.(type) {
		case *Erase:
			without[r.Proposal(a.No)] = true
		case *RemovePhoto:
			without[r.Proposal(a.No)] = true
		}
	}
	used := func(p *Proposal, hash string) bool {
		return !without[p] && p.Picture() == hash || p.Survey != nil && slices.Contains(p.Survey.Photos, hash)
	}
	for _, p := range r.Proposals {
		if h := p.Photo; without[p] && h != "" && !slices.ContainsFunc(r.Proposals, func(q *Proposal) bool { return used(q, h) }) {
			hashes = append(hashes, h)
		}
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// pictured refuses an act that names a photo which neither the store has nor the act brings.
func (l *Live) pictured(ctx context.Context, a Act, brings ...store.Op) error {
	v := reflect.ValueOf(a).Elem()
	for _, f := range Fields(v.Type()) {
		var hashes []string
		switch at := v.Field(f.Index); {
		case f.Kind == "photo" && at.String() != "":
			hashes = []string{at.String()}
		case f.Kind == "photos":
			hashes = at.Interface().([]string)
		}
		for _, hash := range hashes {
			if slices.ContainsFunc(brings, func(o store.Op) bool { return bytes.Equal(o.Key, l.photoKey(hash)) }) {
				continue
			}
			if has, err := l.hasPhoto(ctx, hash); err != nil || !has {
				return errors.Join(err, &FieldError{f.Name, ErrNoSuch})
			}
		}
	}
	return nil
}
