package etcd_test

// Two servers take ballots into one box while members of the cluster are killed or cut off.

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
	"linli/ballot/store/etcd/etcdtest"
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

// election is n sheets, each of which is cast at both servers with another choice at each. One choice wins, everyone
// learns which, and it is what is counted.
type election struct {
	t        *testing.T
	boxes    [2]*ballot.Box
	sheets   []ballot.Credential
	outcome  [2][]error
	accepted [2]atomic.Int64
	unknown  [2]atomic.Int64 // answers after which a cast was repeated
	slowest  atomic.Int64
	casting  sync.WaitGroup
}

func newElection(t *testing.T, n int, servers ...etcd.Config) *election {
	t.Helper()
	manifest, all := sheets(n)
	e := &election{t: t, sheets: all}
	for k, c := range servers {
		e.outcome[k] = make([]error, n)
		b, err := ballot.OpenBox(t.Context(), open(t, c), poll, ballot.Paper{Form: ballot.Approval, Projects: 2, Max: 1}, manifest)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Close)
		e.boxes[k] = b
	}
	return e
}

// begin lets casters cast the sheets of [from, to) at both servers.
func (e *election) begin(from, to int) {
	const casters = 16
	for k := range e.boxes {
		for c := range casters {
			e.casting.Go(func() {
				for i := from + c; i < to; i += casters {
					e.cast(k, i)
				}
			})
		}
	}
}

// cast casts until the answer is certain.
func (e *election) cast(k, i int) {
	begun := time.Now()
	for {
		_, err := e.boxes[k].Cast(e.t.Context(), e.sheets[i], ballot.Marks{{Project: k + 1}}, ballot.Phone)
		if e.outcome[k][i] = err; !errors.Is(err, store.ErrUnknown) && !errors.Is(err, store.ErrAway) || time.Since(begun) > 2*soon {
			break
		}
		e.unknown[k].Add(1)
	}
	if e.outcome[k][i] == nil {
		e.accepted[k].Add(1)
	}
	e.slowest.Store(max(e.slowest.Load(), int64(time.Since(begun))))
}

func (e *election) total() int64 { return e.accepted[0].Load() + e.accepted[1].Load() }

func (e *election) told() string {
	return fmt.Sprintf("accepted %d and %d, repeated %d and %d, the slowest cast took %s", e.accepted[0].Load(), e.accepted[1].Load(),
		e.unknown[0].Load(), e.unknown[1].Load(), time.Duration(e.slowest.Load()))
}

// count demands that each sheet was accepted with one choice, and that this choice is in the box, once.
func (e *election) count() {
	t := e.t
	t.Helper()
	if err := e.boxes[1].Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := e.boxes[0].Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	records, err := e.boxes[0].Records()
	if err != nil || len(records) != len(e.sheets) {
		t.Fatalf("%d records of %d sheets: %v", len(records), len(e.sheets), err)
	}
	for _, r := range records {
		in[r.Tracker] = fmt.Sprint(r.Marks)
	}
	for i, c := range e.sheets {
		one, two, won := e.outcome[0][i], e.outcome[1][i], 1
		if one != nil {
			won = 2
		}
		if (one == nil) == (two == nil) || !errors.Is(errors.Join(one, two), ballot.ErrSpent) {
			t.Fatalf("sheet %d: %v and %v", i, one, two)
		}
		if got := in[c.Tracker(poll)]; got != fmt.Sprint(ballot.Marks{{Project: won}}) {
			t.Fatalf("sheet %d was accepted for %d, counted is %q", i, won, got)
		}
	}
}

// TestLeaderKilled kills the leader under two servers that cast.
func TestLeaderKilled(t *testing.T) {
	const n = 3000
	c := etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix()}
	e := newElection(t, n, c, c)
	e.begin(0, n)
	eventually(t, "the first ballots", func() bool { return e.total() > n/10 })
	leader := cluster.Leader()
	before := e.total()
	cluster.Kill(leader)
	e.casting.Wait()
	t.Logf("member %d was killed after %d ballots; %s", leader, before, e.told())
	if before >= n {
		t.Error("the leader died too late")
	}
	whole(t, leader)
	e.count()
}

// TestLeaderParted cuts the leader off from both others. The server that knows only this member gets no ballot
// accepted and says why; the other goes on. When the line is mended, both do.
func TestLeaderParted(t *testing.T) {
	t.Parallel()
	const n, later = 2000, 50
	parted, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 3, Gates: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(parted.Close)
	leader := parted.Leader()
	all := etcd.Config{Endpoints: parted.Endpoints(), Prefix: "linli"}
	only := etcd.Config{Endpoints: parted.Endpoints(leader), Prefix: "linli", CommitTimeout: 2 * time.Second, Patience: 2 * time.Second}
	e := newElection(t, n+later, all, only)
	lone := open(t, only)
	heads, err := lone.Watch(t.Context(), []byte("h/"))
	wantErr(t, err, nil)
	e.begin(0, n)
	eventually(t, "the first ballots", func() bool { return e.total() > n/10 })
	parted.Part(leader)
	time.Sleep(500 * time.Millisecond) // what the others had in hand
	there, here := e.accepted[0].Load(), e.accepted[1].Load()
	refused := aside(t, lone)
	eventually(t, "the others go on", func() bool { return e.accepted[0].Load() > there+n/10 })
	eventually(t, "an answer of the lone one", func() bool { return e.unknown[1].Load() > 0 })
	if got := e.accepted[1].Load(); got != here || there+here >= n {
		t.Errorf("the lone server accepted %d ballots; %d of %d came before", got-here, there+here, n)
	}
	parted.Rejoin(leader)
	e.casting.Wait()
	t.Log(e.told())
	for i := n; i < n+later; i++ {
		e.cast(1, i)
		e.cast(0, i)
	}
	e.count()
	gapless(t, heads)
	for _, key := range refused {
		if it, err := lone.Get(t.Context(), []byte(key)); err != nil || it.Ver != 0 {
			t.Errorf("what no leader took is there: %d, %v", it.Ver, err)
		}
	}
}

// aside asks a member that has no majority: it reads nothing, and it takes no commit. It returns the keys of those that
// it refused by name, which nobody may have taken; one that it has begun and not ended is unknown. How soon it notices
// that it leads nobody is its own affair: on a slow machine not before this ends.
func aside(t *testing.T, s store.Store) (refused []string) {
	t.Helper()
	_, err := s.Get(t.Context(), []byte("k"))
	wantErr(t, err, store.ErrAway)
	wantErr(t, s.Scan(t.Context(), nil, nil, func(store.Item) error { return nil }), store.ErrAway)
	for end := time.Now().Add(soon / 2); len(refused) == 0 && time.Now().Before(end); {
		key := fmt.Sprint("aside ", time.Until(end))
		switch _, err := put(t.Context(), s, key, "v"); {
		case errors.Is(err, store.ErrUnknown):
			t.Log(err)
		case errors.Is(err, store.ErrAway):
			refused = append(refused, key)
		default:
			t.Errorf("one who leads nobody says %v", err)
		}
	}
	return refused
}

// gapless demands that a watch of a chain's head told every segment up to where it was closed, or to the end.
func gapless(t *testing.T, heads <-chan []store.Item) {
	t.Helper()
	last := uint64(0)
	for {
		select {
		case items, open := <-heads:
			if !open {
				return
			}
			n := binary.BigEndian.Uint64(items[0].Val)
			if last > 0 && n != last+1 {
				t.Fatalf("the watch told segment %d after %d", n, last)
			}
			last = n
		case <-time.After(time.Second):
			return
		}
	}
}

// TestMembersKilled kills each member in turn, which is a process of its own, with -9, and starts it again on its folder.
func TestMembersKilled(t *testing.T) {
	t.Parallel()
	const n = 3000
	killed, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 3, Processes: true, Sync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(killed.Close)
	c := etcd.Config{Endpoints: killed.Endpoints(), Prefix: "linli"}
	e := newElection(t, n, c, c)
	for i := range 3 {
		e.begin(n*i/3, n*(i+1)/3)
		eventually(t, "ballots", func() bool { return e.total() > int64(n*i/3+n/20) })
		killed.Kill(i)
		before := e.total()
		e.casting.Wait()
		if before >= int64(n*(i+1)/3) {
			t.Errorf("member %d died too late", i)
		}
		if err := killed.Run(i); err != nil {
			t.Fatal(err)
		}
	}
	t.Log(e.told())
	e.count()
}
