// Package etcdtest runs real etcd clusters inside a test, on loopback and in folders that go with it.
package etcdtest

import (
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Config of a cluster.
type Config struct {
	Dir       string // a new folder
	Members   int
	Quota     int64  // bytes of each member's file; 0: etcd's own
	Cert, Key string // files of a certificate and its key for clients; empty: without TLS
	CA        string // file of the authority that clients' certificates must come from; empty: they need none
	Gates     bool   // members reach each other through gates: see [Cluster.Part]
	Processes bool   // each member is a process: see [Member]
	Sync      bool   // what is written is forced to the disk, which only benchmarks and real kills need
}

// Cluster is a running cluster. Its methods are called by one goroutine at a time.
type Cluster struct {
	seats   []seat
	gates   []*Gate // before each member, if there are gates
	process bool
	members []member // nil: stopped
}

// member is one that runs.
type member interface {
	kill()
	leads() bool
	id() string // as members call each other; empty if it cannot be told
}

// startTime bounds the start of a member.
const startTime = 30 * time.Second

// Start starts a cluster and waits until it serves. [Cluster.Close] ends it.
func Start(c Config) (*Cluster, error) {
	cluster := &Cluster{process: c.Processes, members: make([]member, c.Members)}
	at, err := loopback(2 * c.Members)
	if err != nil {
		return nil, err
	}
	var all []string
	for i := range c.Members {
		s := seat{
			Name: fmt.Sprint("member", i), Client: at[i], Peer: at[c.Members+i], Known: at[c.Members+i],
			Quota: c.Quota, Cert: c.Cert, Key: c.Key, CA: c.CA, Sync: c.Sync,
		}
		s.Dir = filepath.Join(c.Dir, s.Name)
		if c.Gates {
			g, err := NewGate(s.Peer)
			if err != nil {
				cluster.Close()
				return nil, err
			}
			cluster.gates, s.Known = append(cluster.gates, g), g.Addr()
		}
		cluster.seats, all = append(cluster.seats, s), append(all, s.Name+"=http://"+s.Known)
	}
	for i := range cluster.seats {
		cluster.seats[i].Cluster = strings.Join(all, ",")
	}
	if err := cluster.runAll(); err != nil {
		cluster.Close()
		return nil, err
	}
	return cluster, nil
}

// loopback finds free ports, all different.
func loopback(n int) (out []string, err error) {
	for range n {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer ln.Close()
		out = append(out, ln.Addr().String())
	}
	return out, nil
}

func (c *Cluster) runAll() error {
	failed := make([]error, len(c.members))
	var all sync.WaitGroup
	for i := range c.members {
		all.Go(func() { failed[i] = c.Run(i) })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// Run starts a member that is stopped, on its own folder, and waits until it serves.
func (c *Cluster) Run(i int) (err error) {
	if c.process {
		c.members[i], err = c.seats[i].fork()
	} else {
		c.members[i], err = c.seats[i].run()
	}
	if err != nil {
		c.members[i] = nil
	}
	return err
}

// Kill ends a member as it is: a leader hands over to nobody, connections break, and what is under way gets no answer.
// A process is killed with -9.
func (c *Cluster) Kill(i int) {
	if m := c.members[i]; m != nil {
		m.kill()
		c.members[i] = nil
	}
}

// Part cuts a member off from the others, in both directions; its clients still reach it. The cluster has gates.
func (c *Cluster) Part(i int) {
	id := c.members[i].id()
	for k, g := range c.gates {
		if k == i {
			g.Cut(There, Back)
		} else {
			g.cutFrom(id, true)
		}
	}
}

// Rejoin ends what [Cluster.Part] began. What was held up on the way arrives late.
func (c *Cluster) Rejoin(i int) {
	id := c.members[i].id()
	for _, g := range c.gates {
		g.cutFrom(id, false)
		g.Mend()
	}
}

// Leader is the member that leads, or -1; of processes it cannot be told.
func (c *Cluster) Leader() int {
	return slices.IndexFunc(c.members, func(m member) bool { return m != nil && m.leads() })
}

// Endpoints are the addresses of members, of all if none is named.
func (c *Cluster) Endpoints(members ...int) (out []string) {
	for i, s := range c.seats {
		if len(members) == 0 || slices.Contains(members, i) {
			out = append(out, s.Client)
		}
	}
	return out
}

// Files are the databases of all members.
func (c *Cluster) Files() (out []string) {
	for _, s := range c.seats {
		out = append(out, filepath.Join(s.Dir, "member", "snap", "db"))
	}
	return out
}

// Close kills all members.
func (c *Cluster) Close() {
	var all sync.WaitGroup
	for i := range c.members {
		all.Go(func() { c.Kill(i) })
	}
	all.Wait()
	for _, g := range c.gates {
		g.Close()
	}
}
