package etcd

// Opening a store: finding the cluster, and refusing what is not linli's.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"

	"linli/ballot/store"
)

// Config says where a store is.
type Config struct {
	Endpoints []string // HOST:PORT of members of one cluster; one is enough, all are better
	Prefix    string   // what the store's keys begin with, see [ErrPrefix]; stores of other prefixes are others

	TLS                *tls.Config   // nil: without
	Username, Password string        // empty: without
	DialTimeout        time.Duration // how long Open waits for an answer; 0: 5 s
	CommitTimeout      time.Duration // after which a commit is [store.ErrUnknown]; 0: 3 s
}

// ErrPrefix: a prefix has 1 to 64 of the signs a-z A-Z 0-9 . _ / and -.
var ErrPrefix = errors.New("存储前缀只能用 1 到 64 个字母、数字和 . _ / - / a prefix has 1 to 64 letters, digits and . _ / -")

var prefixSigns = regexp.MustCompile(`^[a-zA-Z0-9._/-]{1,64}$`)

// format is what the mark of a store says.
const format = "linli/1"

// Open finds the cluster and the store in it, or makes the store if nothing lies under the prefix. It refuses a prefix
// under which something else lies ([store.ErrDamaged]), and a cluster that does not answer ([ErrAway]) or does not
// know the user ([ErrAccess]). ctx is that of opening only.
func Open(ctx context.Context, c Config) (*Store, error) {
	if !prefixSigns.MatchString(c.Prefix) {
		return nil, fmt.Errorf("%w: %q", ErrPrefix, c.Prefix)
	}
	if c.DialTimeout == 0 {
		c.DialTimeout = 5 * time.Second
	}
	if c.CommitTimeout == 0 {
		c.CommitTimeout = commitTime
	}
	where := strings.Join(c.Endpoints, ",")
	var client *clientv3.Client
	err := persist(ctx, c.DialTimeout, func(ctx context.Context) (err error) {
		client, err = dial(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, c.explain(ctx, err))
	}
	s := &Store{client: client, mark: c.Prefix, base: c.Prefix + ":", limit: c.CommitTimeout}
	s.ended, s.end = context.WithCancel(context.Background())
	if err := persist(ctx, c.DialTimeout, s.claim); err != nil {
		s.Close()
		return nil, fmt.Errorf("%s: %w", where, c.explain(ctx, err))
	}
	return s, nil
}

// explain adds to [ErrAway] why there is no connection, which etcd's client keeps to itself.
func (c Config) explain(ctx context.Context, err error) error {
	if !errors.Is(err, ErrAway) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, at := range c.Endpoints {
		connect := (&net.Dialer{}).DialContext
		if c.TLS != nil {
			connect = (&tls.Dialer{Config: c.TLS}).DialContext
		}
		conn, why := connect(ctx, "tcp", at)
		if why != nil {
			err = fmt.Errorf("%w; %w", err, why)
			continue
		}
		conn.Close()
	}
	return err
}

// reconnect makes a member that comes back useful soon.
var reconnect = grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second},
	MinConnectTimeout: 3 * time.Second,
}

// dial makes a client. It connects only to be known to the cluster, if there is a password.
func dial(ctx context.Context, c Config) (*clientv3.Client, error) {
	limit := c.DialTimeout
	if until, ok := ctx.Deadline(); ok {
		limit = min(limit, max(time.Until(until), time.Millisecond))
	}
	return clientv3.New(clientv3.Config{
		Endpoints: c.Endpoints, TLS: c.TLS, Username: c.Username, Password: c.Password, DialTimeout: limit,
		DialKeepAliveTime: 10 * time.Second, DialKeepAliveTimeout: 5 * time.Second,
		MaxUnaryRetries: 3, // few: to repeat is the store's own affair
		Logger:          zap.NewNop(),
		DialOptions:     []grpc.DialOption{grpc.WithConnectParams(reconnect)},
	})
}

// claim demands the mark of a store, and marks a prefix under which nothing lies.
func (s *Store) claim(ctx context.Context) error {
	r, err := s.client.Get(ctx, s.mark)
	if err != nil {
		return err
	}
	s.saw(r.Header.Revision)
	if len(r.Kvs) > 0 {
		if val := r.Kvs[0].Value; string(val) != format {
			return fmt.Errorf("%w: %s is not a linli store but %.20q", store.ErrDamaged, s.mark, val)
		}
		return nil
	}
	from, to := s.rangeOf(nil, nil)
	foreign, err := s.client.Get(ctx, from, clientv3.WithRange(to), clientv3.WithLimit(1), clientv3.WithKeysOnly())
	if err != nil {
		return err
	}
	if len(foreign.Kvs) > 0 {
		return fmt.Errorf("%w: keys without a mark lie under %s", store.ErrDamaged, s.mark)
	}
	// Twice is no harm: several servers may open a new store at once.
	absent := clientv3.Compare(clientv3.ModRevision(s.mark), "=", 0)
	_, err = s.client.Txn(ctx).If(absent).Then(clientv3.OpPut(s.mark, format)).Commit()
	return err
}
