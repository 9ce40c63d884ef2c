package etcd_test

// Two servers keep one roll.

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store/etcd"
)

// TestRacingCheckIns: a thousand ask at once, of 250 people, at both servers and seven stations: each is let in once, and
// the others hear where that was.
func TestRacingCheckIns(t *testing.T) {
	const racers, people = 1000, 250
	prefix := newPrefix()
	var servers [2]*ballot.Roll
	for k := range servers {
		s := open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix, CommitTimeout: time.Minute})
		servers[k] = ballot.NewRoll(s, poll, []byte("0123456789abcdef"))
	}
	var in [people]atomic.Int32 // the station of who was let in
	var heard [racers]int
	var asking sync.WaitGroup
	for i := range racers {
		asking.Go(func() {
			who, station := i/2%people, 1+i%7
			at, err := servers[i%2].CheckIn(t.Context(), fmt.Sprint(13800138000+who), station, time.Unix(int64(i), 0))
			switch {
			case err == nil && at == station && in[who].CompareAndSwap(0, int32(station)):
			case !errors.Is(err, ballot.ErrCheckedIn):
				t.Errorf("person %d at station %d: %d, %v", who, station, at, err)
			}
			heard[i] = at
		})
	}
	asking.Wait()
	for i, at := range heard {
		if want := in[i/2%people].Load(); want == 0 || at != int(want) {
			t.Errorf("person %d was let in at station %d, and heard %d", i/2%people, want, at)
		}
	}
	for k, r := range servers {
		if n, err := r.Check(t.Context()); n != people || err != nil {
			t.Errorf("server %d has %d people: %v", k, n, err)
		}
	}
}
