package main

// Where the data lie: in the data folder, or on an etcd cluster that several servers share.

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/etcd"
)

// keeper names the store; the zero value is the data folder.
type keeper struct {
	Store         string `placeholder:"URL" help:"数据放在多台服务器共用的 etcd 集群：etcd://HOST:2379,HOST:2379/PREFIX，加密用 etcds://；密钥仍在 --dir。/ Keep the data on an etcd cluster that servers share; etcds:// is encrypted. The keys stay in --dir."`
	StoreUser     string `placeholder:"NAME" help:"集群的用户名。/ The user of the cluster."`
	StorePassword string `env:"LINLI_STORE_PASSWORD" placeholder:"PASSWORD" help:"其口令，最好放在环境变量里。/ That user's password, better in the environment."`
	StoreCA       string `name:"store-ca" placeholder:"FILE" help:"集群的根证书（PEM）。/ The authority of the cluster's certificates, PEM."`
	StoreCert     string `placeholder:"FILE" help:"本机的证书（PEM）。/ The certificate of this server, PEM."`
	StoreKey      string `placeholder:"FILE" help:"本机证书的私钥（PEM）。/ Its key, PEM."`
}

// Refusals of --store.
var (
	errStore = errors.New("--store 应为 etcd://HOST:PORT,HOST:PORT/PREFIX / --store is to be like etcd://HOST:PORT,HOST:PORT/PREFIX")
	errCA    = errors.New("根证书文件里没有证书 / the file of --store-ca holds no certificate")
	errOther = errors.New("密钥与集群里的数据不符，请从第一台服务器复制 roll.key 和 sign.key / the keys are not those of the data on the cluster, copy roll.key and sign.key from the first server")
)

// open opens the store of the data and, apart from it, that of the rolls.
func (k keeper) open(ctx context.Context, dir string) (data, rolls store.Store, err error) {
	switch scheme, rest, _ := strings.Cut(k.Store, "://"); scheme {
	case "":
		return pair(func() (store.Store, error) { return bolt.Open(filepath.Join(dir, dbFile)) },
			func() (store.Store, error) { return bolt.Open(filepath.Join(dir, rollDB)) })
	case "etcd", "etcds":
		c, err := k.etcd(scheme, rest)
		if err != nil {
			return nil, nil, err
		}
		roll := c
		roll.Prefix += "-roll"
		return pair(func() (store.Store, error) { return etcd.Open(ctx, c) }, func() (store.Store, error) { return etcd.Open(ctx, roll) })
	}
	return nil, nil, errStore // the URL is not repeated, for people write passwords into it
}

// pair opens both or neither.
func pair(one, two func() (store.Store, error)) (a, b store.Store, err error) {
	if a, err = one(); err != nil {
		return nil, nil, err
	}
	if b, err = two(); err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	return a, b, nil
}

// etcd reads the part of the URL behind the scheme: HOST:PORT,HOST:PORT/PREFIX.
func (k keeper) etcd(scheme, rest string) (c etcd.Config, err error) {
	hosts, prefix, _ := strings.Cut(rest, "/")
	c = etcd.Config{Endpoints: strings.Split(hosts, ","), Prefix: prefix, Username: k.StoreUser, Password: k.StorePassword}
	for _, host := range c.Endpoints {
		if name, port, ok := strings.Cut(host, ":"); !ok || name == "" || port == "" || strings.Contains(host, "@") {
			return c, errStore
		}
	}
	if scheme == "etcds" || k.StoreCA != "" || k.StoreCert != "" || k.StoreKey != "" {
		c.TLS, err = k.tls()
	}
	return c, err
}

func (k keeper) tls() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if k.StoreCA != "" {
		raw, err := os.ReadFile(k.StoreCA)
		if err != nil {
			return nil, err
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(raw) {
			return nil, fmt.Errorf("%w: %s", errCA, k.StoreCA)
		}
	}
	if k.StoreCert != "" || k.StoreKey != "" {
		own, err := tls.LoadX509KeyPair(k.StoreCert, k.StoreKey)
		if err != nil {
			return nil, fmt.Errorf("--store-cert, --store-key: %w", err)
		}
		c.Certificates = []tls.Certificate{own}
	}
	return c, nil
}

// sameKeys demands that all servers on one cluster have the same keys: with another roll.key a person could receive a
// second sheet. The first server leaves a fingerprint of its keys with the data.
func sameKeys(ctx context.Context, s store.Store, keys ...[]byte) error {
	sum := hmac.New(sha256.New, []byte("linli keys"))
	for _, k := range keys {
		one := sha256.Sum256(k)
		sum.Write(one[:])
	}
	want := sum.Sum(nil)
	at := []byte("keys")
	_, err := s.Commit(ctx, []store.Check{{Key: at}}, []store.Op{{Key: at, Val: want}})
	if err == nil || !store.Retry(err) {
		return err
	}
	there, err := s.Get(ctx, at)
	if err == nil && !hmac.Equal(there.Val, want) {
		err = errOther
	}
	return err
}
