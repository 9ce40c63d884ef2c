package etcd

// Scanning in pages. etcd counts the whole range to answer for a page of it, which makes a scan quadratic; so a page is
// taken from a range that is guessed to hold a few.

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// A page has at most so many items, and aims at so many bytes.
const (
	pageItems = 512
	pageBytes = 4 << 20
)

// Scan implements [store.Store]. What it sees is one revision, unless the cluster compacts that one away meanwhile; then
// what lies behind the first [store.ScanBytes] is newer. A cluster that does not answer is [store.ErrAway].
func (s *Store) Scan(ctx context.Context, from, to []byte, fn func(store.Item) error) error {
	return s.scan(ctx, from, to, s.asOf, fn)
}

// scan scans as of one revision, or [ErrGone]; 0: as [Store.Scan].
func (s *Store) scan(ctx context.Context, from, to []byte, moment int64, fn func(store.Item) error) error {
	first, end := s.rangeOf(from, to)
	p := pager{from: []byte(first), to: []byte(end), end: []byte(end), limit: 64, revision: moment, strict: moment > 0}
	items, err := s.opening(ctx, &p)
	for ; err == nil; items, err = s.page(ctx, &p) {
		for _, it := range items {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := fn(it); err != nil {
				return err
			}
		}
		if !p.more() {
			return s.ask(ctx, func(context.Context) error { return nil }) // an empty range is no excuse
		}
	}
	return err
}

// opening reads the first [store.ScanBytes] as of one revision: anew, if that one is compacted away meanwhile.
func (s *Store) opening(ctx context.Context, p *pager) (items []store.Item, err error) {
	begin, size := *p, 0
	for size < store.ScanBytes && p.more() {
		revision := p.revision
		page, err := s.page(ctx, p)
		if err != nil {
			return nil, err
		}
		if revision != 0 && p.revision != revision {
			*p, items, size = begin, nil, 0
			continue
		}
		for _, it := range page {
			items, size = append(items, it), size+len(it.Key)+len(it.Val)
		}
	}
	return items, nil
}

// page reads the next page. If its revision was compacted away, it is one of the newest.
func (s *Store) page(ctx context.Context, p *pager) (items []store.Item, err error) {
	var r *clientv3.GetResponse
	err = s.ask(ctx, func(ctx context.Context) (err error) {
		r, err = s.client.Get(ctx, string(p.from), clientv3.WithRange(string(p.end)), clientv3.WithLimit(p.limit), clientv3.WithRev(p.revision))
		if errors.Is(err, rpctypes.ErrCompacted) && !p.strict {
			p.revision = 0
			r, err = s.client.Get(ctx, string(p.from), clientv3.WithRange(string(p.end)), clientv3.WithLimit(p.limit))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.revision == 0 {
		p.revision = r.Header.Revision
		s.saw(p.revision)
	}
	for _, kv := range r.Kvs {
		items = append(items, s.item(kv))
	}
	p.turn(r)
	return items, nil
}

// pager is the place of a scan: the next page is the first limit items of [from, end), and the scan ends at to.
type pager struct {
	from, end, to []byte
	limit         int64
	revision      int64 // 0: the newest
	strict        bool  // no other revision will do
}

func (p *pager) more() bool { return bytes.Compare(p.from, p.to) < 0 }

// turn goes on behind a page.
func (p *pager) turn(r *clientv3.GetResponse) {
	n := len(r.Kvs)
	if !r.More { // the range was too short, or it was the last
		p.from, p.end = p.end, beyond(p.from, p.end, 2, p.to)
		return
	}
	size := 1
	for _, kv := range r.Kvs {
		size += len(kv.Value)
	}
	p.limit = max(1, min(4*p.limit, pageItems, int64(pageBytes*n/size)))
	last := r.Kvs[n-1].Key
	p.from, p.end = append(bytes.Clone(last), 0), beyond(r.Kvs[0].Key, last, 4, p.to)
}

// beyond is a key as far behind b as so many times the way from a to b, if keys lie evenly; behind b and at most to in
// any case. a < b, or a = b.
func beyond(a, b []byte, times uint64, to []byte) []byte {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	at := window(b[n:])
	step := max(at-window(a[n:]), 1)
	end := store.PrefixEnd(b[:n])
	if far := at + times*step; step <= (1<<63)/times && far > at {
		end = binary.BigEndian.AppendUint64(bytes.Clone(b[:n]), far)
	}
	if end == nil || bytes.Compare(end, to) > 0 {
		return to
	}
	return end
}

// window is the first 8 bytes as a number.
func window(b []byte) uint64 {
	var w [8]byte
	copy(w[:], b)
	return binary.BigEndian.Uint64(w[:])
}
