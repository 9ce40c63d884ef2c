package etcd_test

// Opening, and what clusters refuse: strangers, foreign prefixes, too much.

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
)

func refuses(t *testing.T, c etcd.Config, want error) {
	t.Helper()
	begun := time.Now()
	s, err := etcd.Open(t.Context(), c)
	if err == nil {
		s.Close()
	}
	wantErr(t, err, want)
	if time.Since(begun) > soon {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
}

func TestOpenRefuses(t *testing.T) {
	at := cluster.Endpoints()
	for _, prefix := range []string{"", "a:b", "a b", "区", strings.Repeat("x", 65)} {
		refuses(t, etcd.Config{Endpoints: at, Prefix: prefix}, etcd.ErrPrefix)
	}
	nobody := []string{"127.0.0.1:1"}
	refuses(t, etcd.Config{Endpoints: nobody, Prefix: newPrefix(), DialTimeout: 500 * time.Millisecond}, store.ErrAway)
	refuses(t, etcd.Config{Endpoints: nobody, Prefix: newPrefix(), Username: "u", Password: "p", DialTimeout: 500 * time.Millisecond}, store.ErrAway)
	_, err := etcd.Open(t.Context(), etcd.Config{Endpoints: nobody, Prefix: newPrefix(), DialTimeout: 500 * time.Millisecond})
	wantErr(t, err, syscall.ECONNREFUSED)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = etcd.Open(ctx, etcd.Config{Endpoints: nobody, Prefix: newPrefix()})
	wantErr(t, err, context.Canceled)

	admin := admin(t, etcd.Config{Endpoints: at})
	other, bare, newer := newPrefix(), newPrefix(), newPrefix()
	foreign := map[string]string{other: "another program", bare + ":key": "v", newer: "linli/2"}
	for key, val := range foreign {
		if _, err := admin.Put(t.Context(), key, val); err != nil {
			t.Fatal(err)
		}
	}
	for prefix, want := range map[string]error{other: store.ErrForeign, bare: store.ErrForeign, newer: store.ErrNewer} {
		refuses(t, etcd.Config{Endpoints: at, Prefix: prefix}, want)
		r, err := admin.Get(t.Context(), prefix, clientv3.WithPrefix())
		if err != nil || len(r.Kvs) != 1 || string(r.Kvs[0].Value) != foreign[string(r.Kvs[0].Key)] {
			t.Errorf("what another program keeps was changed to %v, %v", r, err)
		}
	}
}

// TestPrefixes: stores of prefixes that look alike have nothing in common; one opened again has what it had.
func TestPrefixes(t *testing.T) {
	prefix := newPrefix()
	var stores []*etcd.Store
	for _, p := range []string{prefix, prefix + "-roll", prefix + "/h", prefix + "."} {
		stores = append(stores, open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: p}))
	}
	for i, s := range stores {
		must(t, s, "h/key", fmt.Sprint(i))
	}
	stores = append(stores, open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix}))
	for i, s := range stores {
		n := 0
		err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
			if n++; string(it.Key) != "h/key" || string(it.Val) != fmt.Sprint(i%4) {
				return fmt.Errorf("%q: %q", it.Key, it.Val)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Errorf("store %d: %d items, %v", i, n, err)
		}
	}
}

func TestCommitRefuses(t *testing.T) {
	s := newStore(t)
	for _, size := range []int{etcd.MaxBytes, 3 << 20} {
		_, err := put(t.Context(), s, "large", strings.Repeat("x", size))
		wantErr(t, err, store.ErrLimit)
	}
	if _, err := put(t.Context(), s, "large", strings.Repeat("x", etcd.MaxBytes-5)); err != nil {
		t.Errorf("the largest value: %v", err)
	}
	ver, err := s.Commit(t.Context(), nil, []store.Op{
		{Key: []byte("a"), Val: []byte("1")}, {Key: []byte("b"), Val: []byte("1")}, {Key: []byte("a")}, {Key: []byte("b"), Val: []byte("2")}})
	wantErr(t, err, nil)
	if it, err := s.Get(t.Context(), []byte("a")); err != nil || it.Ver != 0 {
		t.Errorf("a is %q, %v", it.Val, err)
	}
	if it, err := s.Get(t.Context(), []byte("b")); err != nil || string(it.Val) != "2" || it.Ver != ver {
		t.Errorf("b is %q at %d, %v", it.Val, it.Ver, err)
	}
}

// scattered fills a store with keys that do not lie evenly.
func scattered(t *testing.T, s store.Store, n int) (keys []string) {
	t.Helper()
	var ops []store.Op
	for i := range n {
		key := fmt.Sprintf("s/%s/%x", []string{"a", "b", "\xff", "long name"}[i%4], i*i)
		keys, ops = append(keys, key), append(ops, store.Op{Key: []byte(key), Val: make([]byte, i%3)})
		if len(ops) == store.MaxOps || i == n-1 {
			if _, err := s.Commit(t.Context(), nil, ops); err != nil {
				t.Fatal(err)
			}
			ops = nil
		}
	}
	return keys
}

// alone starts a cluster of one member for one test.
func alone(t *testing.T, c etcdtest.Config) etcd.Config {
	t.Helper()
	c.Dir, c.Members = t.TempDir(), 1
	one, err := etcdtest.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.Close)
	return etcd.Config{Endpoints: one.Endpoints(), Prefix: "linli"}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	c := alone(t, etcdtest.Config{})
	root := admin(t, c)
	ctx := t.Context()
	grant := clientv3.PermissionType(clientv3.PermReadWrite)
	for _, do := range []func() error{
		func() error { _, err := root.RoleAdd(ctx, "root"); return err },
		func() error { _, err := root.UserAdd(ctx, "root", "secret"); return err },
		func() error { _, err := root.UserGrantRole(ctx, "root", "root"); return err },
		func() error { _, err := root.RoleAdd(ctx, "linli"); return err },
		func() error { _, err := root.UserAdd(ctx, "linli", "password"); return err },
		func() error { _, err := root.UserGrantRole(ctx, "linli", "linli"); return err },
		func() error {
			_, err := root.RoleGrantPermission(ctx, "linli", "linli", clientv3.GetPrefixRangeEnd("linli"), grant)
			return err
		},
		func() error { _, err := root.AuthEnable(ctx); return err },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	refuses(t, c, store.ErrAccess)
	for _, wrong := range [][2]string{{"linli", "wrong"}, {"nobody", "password"}, {"linli", ""}} {
		bad := c
		bad.Username, bad.Password = wrong[0], wrong[1]
		refuses(t, bad, store.ErrAccess)
	}
	c.Username, c.Password = "linli", "password"
	s := open(t, c)
	must(t, s, "k", "v")
	foreign := c
	foreign.Prefix = "other"
	refuses(t, foreign, store.ErrAccess)

	root = admin(t, etcd.Config{Endpoints: c.Endpoints, Username: "root", Password: "secret"})
	if _, err := root.RoleRevokePermission(ctx, "linli", "linli", clientv3.GetPrefixRangeEnd("linli")); err != nil {
		t.Fatal(err)
	}
	_, err := put(ctx, s, "k", "w")
	wantErr(t, err, store.ErrAccess)
	_, err = s.Get(ctx, []byte("k"))
	wantErr(t, err, store.ErrAccess)
}

// TestFull: what the quota refuses is not there, what is acknowledged is; deleting goes on, and once whoever runs the
// cluster has made room, so does writing.
func TestFull(t *testing.T) {
	t.Parallel()
	c := alone(t, etcdtest.Config{Quota: 12 << 20})
	s := open(t, c)
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() { untilFull(t, store.NewChain(s, fmt.Sprint(w))) })
	}
	all.Wait()
	var ops []store.Op
	err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
		ops = append(ops, store.Op{Key: it.Key})
		return nil
	})
	wantErr(t, err, nil)
	var ver uint64
	for part := range slices.Chunk(ops, store.MaxOps) {
		ver, err = s.Commit(t.Context(), nil, part)
		wantErr(t, err, nil)
	}
	admin := admin(t, c)
	for _, do := range []func() error{
		func() error {
			_, err := admin.Compact(t.Context(), int64(ver), clientv3.WithCompactPhysical())
			return err
		},
		func() error { _, err := admin.Defragment(t.Context(), c.Endpoints[0]); return err },
		func() error { _, err := admin.AlarmDisarm(t.Context(), &clientv3.AlarmMember{}); return err },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := put(t.Context(), s, "k0", "room", store.Check{Key: []byte("k0")}); err != nil {
		t.Errorf("commit after room was made: %v", err)
	}
}

// untilFull appends until there has been no room a few times. After each error the chain tells whether it was the right
// one: who goes beyond the quota first is refused by etcd, and written all the same.
func untilFull(t *testing.T, c *store.Chain) {
	full, unknown, there := 0, 0, 0
	for i := 0; full < 4 && i < 100; i++ {
		before := c.Len()
		err := c.Append(t.Context(), bytes.Repeat([]byte("x"), 1<<18))
		if err == nil {
			continue
		}
		read := c.Sync(t.Context(), func([]byte) error { return nil })
		switch {
		case read != nil:
			t.Error(read)
		case errors.Is(err, store.ErrUnknown):
			unknown, there = unknown+1, there+int(c.Len()-before)
		case !errors.Is(err, store.ErrFull) || c.Len() != before:
			t.Errorf("segment %d: %v; it is there: %v", before+1, err, c.Len() != before)
		default:
			full++
		}
	}
	t.Logf("%d segments, no room %d times, of %d that is unknown, %d of which are there", c.Len(), full, unknown, there)
	if full < 4 {
		t.Errorf("there was no room %d times", full)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key, pool := certificate(t)
	c := alone(t, etcdtest.Config{Cert: cert, Key: key, CA: cert})
	c.DialTimeout = time.Second
	refuses(t, c, store.ErrAway)
	c.TLS = &tls.Config{}
	refuses(t, c, store.ErrAway)
	_, err := etcd.Open(t.Context(), c)
	if unknown := (x509.UnknownAuthorityError{}); !errors.As(err, &unknown) {
		t.Errorf("a stranger's certificate: %v", err)
	}
	c.TLS = &tls.Config{RootCAs: pool}
	refuses(t, c, store.ErrAway) // it has no certificate of its own
	own, err := tls.LoadX509KeyPair(cert, key)
	wantErr(t, err, nil)
	c.TLS.Certificates, c.DialTimeout = []tls.Certificate{own}, 0
	must(t, open(t, c), "k", "v")
}

// certificate makes a certificate of 127.0.0.1 that signs itself.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for path, b := range map[string][]byte{cert: public, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(public)
	return cert, key, pool
}
