package etcd_test

// Two servers take ballots into one box while the leader of the cluster is killed.

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

const poll = "2026/hongqi"

// printed is a manifest of sheets whose poll is open.
type printed map[ballot.Commitment]ballot.Serial

func (p printed) Printed(c ballot.Commitment) (ballot.Serial, bool) { s, ok := p[c]; return s, ok }
func (p printed) Open() bool                                        { return true }

func sheets(n int) (printed, []ballot.Credential) {
	p, all := printed{}, make([]ballot.Credential, n)
	for i := range all {
		secret := sha256.Sum256(binary.BigEndian.AppendUint32([]byte("sheet"), uint32(i)))
		all[i] = ballot.Credential{Tag: ballot.PollTag(poll), Serial: ballot.Serial{Station: 1, Number: 1 + i}, Secret: [16]byte(secret[:])}
		p[all[i].Commitment(poll)] = all[i].Serial
	}
	return p, all
}

// TestLeaderKilled: every sheet is cast at both servers, with another choice at each. One choice wins, everyone learns
// which, and it is what is counted.
func TestLeaderKilled(t *testing.T) {
	const n, casters, servers = 3000, 16, 2
	prefix := newPrefix()
	manifest, all := sheets(n)
	var boxes [servers]*ballot.Box
	for k := range boxes {
		s := open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix})
		b, err := ballot.OpenBox(t.Context(), s, poll, ballot.Paper{Form: ballot.Approval, Projects: servers, Max: 1}, manifest)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Close)
		boxes[k] = b
	}
	var outcome [servers][n]error
	var accepted, unknown atomic.Int64
	var slowest atomic.Int64
	cast := func(k, i int) {
		begun := time.Now()
		for {
			_, err := boxes[k].Cast(t.Context(), all[i], ballot.Marks{{Project: k + 1}}, ballot.Phone)
			if !errors.Is(err, store.ErrUnknown) || time.Since(begun) > soon {
				outcome[k][i] = err
				break
			}
			unknown.Add(1)
		}
		if outcome[k][i] == nil {
			accepted.Add(1)
		}
		slowest.Store(max(slowest.Load(), int64(time.Since(begun))))
	}
	var casting sync.WaitGroup
	for k := range boxes {
		for c := range casters {
			casting.Go(func() {
				for i := c; i < n; i += casters {
					cast(k, i)
				}
			})
		}
	}
	eventually(t, "the first ballots", func() bool { return accepted.Load() > n/10 })
	leader := cluster.Leader()
	before := accepted.Load()
	cluster.Kill(leader)
	casting.Wait()
	t.Logf("member %d was killed after %d ballots; %d answers were unknown; the slowest cast took %s", leader, before, unknown.Load(), time.Duration(slowest.Load()))
	if before >= n {
		t.Error("the leader died too late")
	}
	whole(t, leader)
	counted(t, boxes, outcome[0][:], outcome[1][:])
}

// counted demands that each sheet was accepted with one choice, and that this choice is in the box, once.
func counted(t *testing.T, boxes [2]*ballot.Box, one, two []error) {
	t.Helper()
	if err := boxes[1].Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := boxes[0].Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	records, err := boxes[0].Records()
	if err != nil || len(records) != len(one) {
		t.Fatalf("%d records of %d sheets: %v", len(records), len(one), err)
	}
	for _, r := range records {
		in[r.Tracker] = fmt.Sprint(r.Marks)
	}
	_, all := sheets(len(one))
	for i, c := range all {
		won := 1
		if one[i] != nil {
			won = 2
		}
		if (one[i] == nil) == (two[i] == nil) || !errors.Is(errors.Join(one[i], two[i]), ballot.ErrSpent) {
			t.Fatalf("sheet %d: %v and %v", i, one[i], two[i])
		}
		if got := in[c.Tracker(poll)]; got != fmt.Sprint(ballot.Marks{{Project: won}}) {
			t.Fatalf("sheet %d was accepted for %d, counted is %q", i, won, got)
		}
	}
}
