package etcd

// Opening a store: finding the cluster, and refusing what is not linli's.

import (
	"cmp"
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
	Patience           time.Duration // after which a question is [store.ErrAway]; 0: 8 s
}

// ErrPrefix: a prefix has 1 to 64 of the signs a-z A-Z 0-9 . _ / and -.
var ErrPrefix = errors.New("存储前缀只能用 1 到 64 个字母、数字和 . _ / - / a prefix has 1 to 64 letters, digits and . _ / -")

var prefixSigns = regexp.MustCompile(`^[a-zA-Z0-9._/-]{1,64}$`)

// What the mark of a store says.
const (
	family     = "linli/"
	format     = family + "1"
	unfinished = format + " unfinished" // it is being filled, see [Make]
)

// Open finds the cluster and the store in it, or makes the store if nothing lies under the prefix. It refuses a prefix
// under which another program's keys lie ([store.ErrForeign]), a newer linli's ([store.ErrNewer]) or a store that is not
// whole ([ErrUnfinished]), and a cluster that does not answer ([store.ErrAway]) or does not know the user
// ([store.ErrAccess]). ctx is that of opening only.
func Open(ctx context.Context, c Config) (*Store, error) { return c.open(ctx, (*Store).claim) }

// open connects, and lets claim say whether the prefix is what it should be.
func (c Config) open(ctx context.Context, claim func(*Store, context.Context) error) (*Store, error) {
	if !prefixSigns.MatchString(c.Prefix) {
		return nil, fmt.Errorf("%w: %q", ErrPrefix, c.Prefix)
	}
	c.DialTimeout = cmp.Or(c.DialTimeout, 5*time.Second)
	c.CommitTimeout = cmp.Or(c.CommitTimeout, commitTime)
	c.Patience = cmp.Or(c.Patience, patience)
	where := strings.Join(c.Endpoints, ",")
	var client *clientv3.Client
	err := persist(ctx, c.DialTimeout, func(ctx context.Context) (err error) {
		client, err = dial(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, c.explain(ctx, err))
	}
	s := &Store{client: client, mark: c.Prefix, base: c.Prefix + ":", limit: c.CommitTimeout, patience: c.Patience}
	s.ended, s.end = context.WithCancel(context.Background())
	if err := persist(ctx, c.DialTimeout, func(ctx context.Context) error { return claim(s, ctx) }); err != nil {
		s.Close()
		return nil, fmt.Errorf("%s: %w", where, c.explain(ctx, err))
	}
	return s, nil
}

// explain adds to [store.ErrAway] why there is no connection, which etcd's client keeps to itself.
func (c Config) explain(ctx context.Context, err error) error {
	if !errors.Is(err, store.ErrAway) {
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
	says, _, err := s.read(ctx)
	if err != nil || says == format {
		return err
	}
	// Twice is no harm: several servers may open a new store at once.
	r, err := s.client.Txn(ctx).If(s.untouched()...).Then(clientv3.OpPut(s.mark, format)).Commit()
	if err != nil || r.Succeeded {
		return err
	}
	switch says, _, err = s.read(ctx); {
	case err == nil && says == "":
		return fmt.Errorf("%w: keys without a mark lie under %s", store.ErrForeign, s.mark)
	default:
		return err
	}
}

// read returns what the mark says, and its version; nothing if it is absent. Of what it may say only that a store is
// whole is no error.
func (s *Store) read(ctx context.Context) (says string, ver int64, err error) {
	r, err := s.client.Get(ctx, s.mark)
	if err != nil {
		return "", 0, err
	}
	s.saw(r.Header.Revision)
	if len(r.Kvs) == 0 {
		return "", 0, nil
	}
	switch says, ver = string(r.Kvs[0].Value), r.Kvs[0].ModRevision; says {
	case format:
	case unfinished:
		err = fmt.Errorf("%w: %s", ErrUnfinished, s.mark)
	default:
		err = store.ErrForeign
		if strings.HasPrefix(says, family) {
			err = store.ErrNewer
		}
		err = fmt.Errorf("%w: %s is marked %.20q", err, s.mark, says)
	}
	return says, ver, err
}

// untouched compares that neither the mark nor any key behind it is there.
func (s *Store) untouched() []clientv3.Cmp {
	from, to := s.rangeOf(nil, nil)
	return []clientv3.Cmp{
		clientv3.Compare(clientv3.ModRevision(s.mark), "=", 0),
		clientv3.Compare(clientv3.ModRevision(from), "=", 0).WithRange(to),
	}
}
