package catalog

// Witnesses: outsiders who remember the checkpoints that they have seen, and sign them too.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
	"linli/ballot/store"
)

// Refusals of a cosignature.
var (
	// ErrCosign: not the checkpoint of this ledger, or not signed by the key that came with it.
	ErrCosign = errors.New("联署的不是本台账的检查点，或签名不对 / this is no checkpoint of this ledger, or its signature is wrong")
	// ErrWitnesses: there are [MaxWitnesses] of them already.
	ErrWitnesses = errors.New("联署的见证人已满 / there are as many witnesses as a round can have")
)

// MaxWitnesses is the most witnesses of a round.
const MaxWitnesses = 32

func (l *Live) cosignPrefix() string { return "cosign/" + l.id + "/" }

// Cosign keeps the latest checkpoint that a witness has signed; key is the witness's verifier key. It must be one that
// this ledger has had: else, or with a wrong signature, it is [ErrCosign].
func (l *Live) Cosign(ctx context.Context, key string, signed []byte) error {
	c, err := ledger.OpenCheckpoint(signed, key)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCosign, err)
	}
	root, err := l.ledger.RootAt(c.Size)
	if err != nil || root != c.Root || c.Origin != ledger.Origin(l.id) {
		return fmt.Errorf("%w: %s %d", ErrCosign, c.Origin, c.Size)
	}
	witnesses, err := l.witnesses(ctx)
	if err != nil {
		return err
	}
	if _, known := witnesses[key]; !known && len(witnesses) >= MaxWitnesses {
		return ErrWitnesses
	}
	own, err := l.ownSignature(key, signed)
	if err != nil {
		return err
	}
	if bytes.Equal(own, witnesses[key]) {
		return nil
	}
	_, err = l.env.Store.Commit(ctx, nil, []store.Op{{Key: []byte(l.cosignPrefix() + key), Val: own}})
	return err
}

// ownSignature is the note with the signature of that key only.
func (l *Live) ownSignature(key string, signed []byte) ([]byte, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return nil, err
	}
	sig := n.Sigs[0]
	return fmt.Appendf(nil, "%s\n— %s %s\n", n.Text, sig.Name, sig.Base64), nil
}

// witnesses are the latest cosigned checkpoints, by the witnesses' keys.
func (l *Live) witnesses(ctx context.Context) (map[string][]byte, error) {
	out := map[string][]byte{}
	prefix := []byte(l.cosignPrefix())
	err := l.env.Store.Scan(ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		out[strings.TrimPrefix(string(it.Key), string(prefix))] = bytes.Clone(it.Val)
		return nil
	})
	return out, err
}

// Witnessed is [Live.Checkpoint] with the signatures of the witnesses who have signed the same, in one order: of the same
// ledger and witnesses it has the same bytes on every server.
func (l *Live) Witnessed(ctx context.Context) ([]byte, error) {
	signed, err := l.Checkpoint()
	if err != nil {
		return nil, err
	}
	witnesses, err := l.witnesses(ctx)
	if err != nil {
		return nil, err
	}
	text, own, _ := bytes.Cut(signed, []byte("\n\n"))
	var more [][]byte
	for _, cosigned := range witnesses {
		same, sig, _ := bytes.Cut(cosigned, []byte("\n\n"))
		if bytes.Equal(same, text) && !bytes.Equal(sig, own) { // who has the ledger's key is no witness
			more = append(more, sig)
		}
	}
	slices.SortFunc(more, bytes.Compare)
	return slices.Concat(signed, bytes.Join(more, nil)), nil
}

// Witness is an outsider who has signed checkpoints of the round.
type Witness struct {
	Key  string // verifier key, which begins with the witness's name
	Size int64  // of the latest checkpoint that it has signed
}

// Name is what the witness calls itself.
func (w Witness) Name() string {
	name, _, _ := strings.Cut(w.Key, "+")
	return name
}

// Witnesses are all who have signed, the latest checkpoint first, and those of the same by key.
func (l *Live) Witnesses(ctx context.Context) ([]Witness, error) {
	latest, err := l.witnesses(ctx)
	if err != nil {
		return nil, err
	}
	var out []Witness
	for _, key := range slices.Sorted(maps.Keys(latest)) {
		c, err := ledger.OpenCheckpoint(latest[key], key)
		if err != nil {
			return nil, fmt.Errorf("%w: cosign %s: %v", store.ErrDamaged, key, err)
		}
		out = append(out, Witness{key, c.Size})
	}
	slices.SortStableFunc(out, func(a, b Witness) int { return cmp.Compare(b.Size, a.Size) })
	return out, nil
}

// Key is the verifier key of the round's checkpoints, as package note writes it; empty if there is none.
func (l *Live) Key() string { return l.env.Key }
