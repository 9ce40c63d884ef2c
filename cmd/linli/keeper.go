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
	"strings"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

// place is where the data are, for all verbs alike.
type place struct {
	Dir string `placeholder:"DIR" xor:"from" help:"数据文件夹；用 --store 时其中只有密钥。/ The data folder; with --store it holds the keys only."`
	keeper
}

// named demands that the place was named, for what is not to hit the default folder by mistake.
func (p place) named() error {
	if p.Dir == "" && p.Store == "" {
		return errPlace
	}
	return nil
}

// settle names the default folder if none was named.
func (p *place) settle() (err error) {
	if p.Dir == "" {
		p.Dir, err = defaultDir("linli")
	}
	return err
}

// keeper names the store; the zero value is the data folder.
type keeper struct {
	Store         string `placeholder:"URL" xor:"store" help:"数据在多台服务器共用的 etcd 集群上：etcd://HOST:2379,HOST:2379/PREFIX，加密用 etcds://；密钥仍在 --dir。/ The data are on an etcd cluster that servers share; etcds:// is encrypted. The keys stay in --dir."`
	StoreUser     string `placeholder:"NAME" help:"集群的用户名。/ The user of the cluster."`
	StorePassword string `env:"LINLI_STORE_PASSWORD" placeholder:"PASSWORD" help:"其口令，最好放在环境变量里。/ That user's password, better in the environment."`
	StoreCA       string `name:"store-ca" placeholder:"FILE" help:"集群的根证书（PEM）。/ The authority of the cluster's certificates, PEM."`
	StoreCert     string `placeholder:"FILE" help:"本机的证书（PEM）。/ The certificate of this server, PEM."`
	StoreKey      string `placeholder:"FILE" help:"本机证书的私钥（PEM）。/ Its key, PEM."`
}

// Refusals of --store.
var (
	errStore = errors.New("--store 应为 etcd://HOST:PORT,HOST:PORT/PREFIX / --store is to be like etcd://HOST:PORT,HOST:PORT/PREFIX")
	errPlace = errors.New("请用 --dir 或 --store 指定数据 / name the data with --dir or --store")
	errCA    = errors.New("根证书文件里没有证书 / the file of --store-ca holds no certificate")
	errOther = errors.New("密钥与数据不符，请用原来的 roll.key 和 sign.key（集群：从第一台服务器复制）/ the keys are not those of the data, use the roll.key and sign.key it was made with (on a cluster: copy those of the first server)")
)

// open opens the store of the data and, apart from it, that of the rolls. What is missing is made.
func (k keeper) open(ctx context.Context, dir string) (data, rolls store.Store, err error) {
	if k.Store == "" {
		return openFolder(ctx, dir)
	}
	return k.cluster(func(c etcd.Config) (store.Store, error) { return etcd.Open(ctx, c) })
}

// view opens both for reading only, each as it is at this moment, and makes nothing. A folder must be at rest, a cluster
// need not. The rolls are the later, so that nobody whose ballot is seen is missing on them.
func (k keeper) view(ctx context.Context, dir string) (data, rolls store.Store, err error) {
	if k.Store == "" {
		return viewFolder(ctx, dir)
	}
	return k.cluster(func(c etcd.Config) (store.Store, error) { return etcd.View(ctx, c) })
}

// cluster opens both prefixes.
func (k keeper) cluster(open func(etcd.Config) (store.Store, error)) (data, rolls store.Store, err error) {
	c, err := k.etcd()
	if err != nil {
		return nil, nil, err
	}
	roll := c
	roll.Prefix += rollEnd
	return pair(func() (store.Store, error) { return open(c) }, func() (store.Store, error) { return open(roll) })
}

// rollEnd makes of the prefix of the data that of the rolls.
const rollEnd = "-roll"

// names are what both stores are called in reports.
func (k keeper) names() (data, rolls string) {
	if c, err := k.etcd(); k.Store != "" && err == nil {
		return c.Prefix, c.Prefix + rollEnd
	}
	return dbFile, rollDB
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

// etcd reads the URL: etcd://HOST:PORT,HOST:PORT/PREFIX. It is not repeated, for people write passwords into it.
func (k keeper) etcd() (c etcd.Config, err error) {
	scheme, rest, _ := strings.Cut(k.Store, "://")
	if scheme != "etcd" && scheme != "etcds" {
		return c, errStore
	}
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

// keysAt is the key under which the fingerprint of the keys lies with the data.
var keysAt = []byte("keys")

func fingerprint(keys ...[]byte) []byte {
	sum := hmac.New(sha256.New, []byte("linli keys"))
	for _, k := range keys {
		one := sha256.Sum256(k)
		sum.Write(one[:])
	}
	return sum.Sum(nil)
}

// sameKeys demands that the keys are always the same: with another roll.key a person could receive a second sheet. The
// first who comes leaves a fingerprint of the keys with the data.
func sameKeys(ctx context.Context, s store.Store, keys ...[]byte) error {
	_, err := s.Commit(ctx, []store.Check{{Key: keysAt}}, []store.Op{{Key: keysAt, Val: fingerprint(keys...)}})
	if err == nil || !store.Retry(err) {
		return err
	}
	return knownKeys(ctx, s, keys...)
}

// knownKeys refuses keys that are not those of the data, and leaves nothing.
func knownKeys(ctx context.Context, s store.Store, keys ...[]byte) error {
	there, err := s.Get(ctx, keysAt)
	if err == nil && there.Ver > 0 && !hmac.Equal(there.Val, fingerprint(keys...)) {
		err = errOther
	}
	return err
}
