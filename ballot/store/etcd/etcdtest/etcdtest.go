// Package etcdtest runs real etcd clusters inside a test, on loopback and in folders that go with it.
package etcdtest

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
	"google.golang.org/grpc"
)

// Config of a cluster.
type Config struct {
	Dir     string // a new folder
	Members int
	Quota   int64  // bytes of each member's file; 0: etcd's own
	Cert    string // files of a certificate and its key for clients; empty: without TLS
	Key     string
}

// Cluster is a running cluster. Its methods are called by one goroutine at a time.
type Cluster struct {
	config  Config
	clients []url.URL
	peers   []url.URL
	members []*embed.Etcd // nil: stopped
	lines   []*lines      // of each member
}

// startTime bounds the start of a cluster.
const startTime = 30 * time.Second

// Start starts a cluster and waits until it serves. [Cluster.Close] ends it.
func Start(c Config) (*Cluster, error) {
	cluster := &Cluster{config: c, members: make([]*embed.Etcd, c.Members), lines: make([]*lines, c.Members)}
	scheme := "http"
	if c.Cert != "" {
		scheme = "https"
	}
	var err error
	if cluster.clients, err = loopback(scheme, c.Members); err != nil {
		return nil, err
	}
	if cluster.peers, err = loopback("http", c.Members); err != nil {
		return nil, err
	}
	failed := make([]error, c.Members)
	var all sync.WaitGroup
	for i := range c.Members {
		all.Go(func() { failed[i] = cluster.Run(i) })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			cluster.Close()
			return nil, err
		}
	}
	return cluster, nil
}

// loopback finds free ports, all different.
func loopback(scheme string, n int) (out []url.URL, err error) {
	for range n {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer ln.Close()
		out = append(out, url.URL{Scheme: scheme, Host: ln.Addr().String()})
	}
	return out, nil
}

// Run starts a member that is stopped, on its own folder, and waits until it serves.
func (c *Cluster) Run(i int) error {
	config := embed.NewConfig()
	config.Name, config.Dir = name(i), filepath.Join(c.config.Dir, name(i))
	config.ListenClientUrls, config.AdvertiseClientUrls = c.clients[i:i+1], c.clients[i:i+1]
	config.ListenPeerUrls, config.AdvertisePeerUrls = c.peers[i:i+1], c.peers[i:i+1]
	var initial []string
	for k, peer := range c.peers {
		initial = append(initial, name(k)+"="+peer.String())
	}
	config.InitialCluster = strings.Join(initial, ",")
	config.ElectionMs = 1500
	config.UnsafeNoFsync = true // no test cuts the power
	config.QuotaBackendBytes = c.config.Quota
	config.ClientTLSInfo.CertFile, config.ClientTLSInfo.KeyFile = c.config.Cert, c.config.Key
	if c.lines[i] = newLines(); c.config.Cert == "" {
		config.GRPCAdditionalServerOptions = []grpc.ServerOption{grpc.Creds(c.lines[i])}
	}
	config.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	member, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	select {
	case <-member.Server.ReadyNotify():
		c.members[i] = member
		return nil
	case err = <-member.Err():
	case <-time.After(startTime):
		err = fmt.Errorf("member %d is not ready after %s", i, startTime)
	}
	member.Close()
	return err
}

func name(i int) string { return fmt.Sprint("member", i) }

// Kill ends a member as it is: a leader hands over to nobody, connections break, and what is under way gets no answer.
func (c *Cluster) Kill(i int) {
	if m := c.members[i]; m != nil {
		c.lines[i].cut()
		m.Server.HardStop()
		c.lines[i].cut() // those that were made meanwhile
		m.Close()
		c.members[i] = nil
	}
}

// Leader is the member that leads, or -1.
func (c *Cluster) Leader() int {
	for i, m := range c.members {
		if m != nil && m.Server.Leader() == m.Server.MemberID() {
			return i
		}
	}
	return -1
}

// Endpoints are the addresses of members, of all if none is named.
func (c *Cluster) Endpoints(members ...int) (out []string) {
	for i, at := range c.clients {
		if len(members) == 0 {
			out = append(out, at.Host)
		}
		for _, m := range members {
			if m == i {
				out = append(out, at.Host)
			}
		}
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
}
