package catalog

// What outsiders get of a round: its public and disclosed entries, whole, and of the others the leaf.

import (
	"context"
	"errors"
	"fmt"

	"linli/ballot/ledger"
)

// countedTogether discloses what a pair has entered when its batch is sealed: until then the other pair must not see
// it, and from then on anyone may compare the two, also when the batch is opened again.
func countedTogether(r *Round, a Act, n int64) bool {
	b := r.Count.Batches[a.(*Enter).Batch]
	return b != nil && (b.Sealed || n < b.lastSeal)
}

// disclosed tells whether outsiders get an entry that was not public.
func (r *Round) disclosed(e ledger.Entry) bool {
	k, err := KindNamed(e.Act)
	if err != nil || k.Disclosed == nil {
		return false
	}
	a, err := k.read(e.Body)
	return err == nil && k.Disclosed(r, a, e.N)
}

// ErrNoKey: a round opened without the verifier key of its signer.
var ErrNoKey = errors.New("没有签名密钥，不能导出 / there is no signing key to export with")

// Export is everything public of the round, under the checkpoint of this moment as [Live.Witnessed] has it. Names, phones
// and addresses of persons are no part of the ledger, and so of no export. Without a key in [Env] it is [ErrNoKey].
func (l *Live) Export() (*ledger.Export, error) {
	if l.env.Key == "" || l.env.Signer == nil {
		return nil, fmt.Errorf("%w: %s", ErrNoKey, l.id)
	}
	signed, err := l.Witnessed(context.Background())
	if err != nil {
		return nil, err
	}
	withheld := map[int64]bool{}
	l.Read(func(r *Round) {
		for _, e := range l.entries {
			if !e.Public && !r.disclosed(e.Entry) {
				withheld[e.N] = true
			}
		}
	})
	return l.ledger.Export(l.env.Key, signed, withheld)
}

// Published are the entries from number from (inclusive) to to (exclusive), as far as there are any, as outsiders get
// them. Errors are those of [ledger.Ledger.Each].
func (l *Live) Published(ctx context.Context, from, to int64) (lines []ledger.Published, err error) {
	var entries []ledger.Entry
	err = l.ledger.Each(ctx, from, to, func(e ledger.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	l.Read(func(r *Round) {
		for _, e := range entries {
			lines = append(lines, e.Publish(!e.Public && r.disclosed(e)))
		}
	})
	return lines, nil
}
