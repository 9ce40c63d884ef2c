package etcdtest

// One member, in this process or in one of its own.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
	"google.golang.org/grpc"
)

// seat is what a member has to know.
type seat struct {
	Name, Dir     string
	Client, Peer  string // HOST:PORT where it listens
	Known         string // HOST:PORT where the other members reach it
	Cluster       string // all members
	Quota         int64
	Cert, Key, CA string
	Sync          bool
}

func (s seat) config() *embed.Config {
	c := embed.NewConfig()
	c.Name, c.Dir, c.InitialCluster = s.Name, s.Dir, s.Cluster
	clients := []url.URL{{Scheme: "http", Host: s.Client}}
	if s.Cert != "" {
		clients[0].Scheme = "https"
	}
	c.ListenClientUrls, c.AdvertiseClientUrls = clients, clients
	c.ListenPeerUrls = []url.URL{{Scheme: "http", Host: s.Peer}}
	c.AdvertisePeerUrls = []url.URL{{Scheme: "http", Host: s.Known}}
	c.ElectionMs = 1500
	c.UnsafeNoFsync = !s.Sync
	c.QuotaBackendBytes = s.Quota
	c.ClientTLSInfo.CertFile, c.ClientTLSInfo.KeyFile = s.Cert, s.Key
	c.ClientTLSInfo.TrustedCAFile, c.ClientTLSInfo.ClientCertAuth = s.CA, s.CA != ""
	c.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	return c
}

// start starts the member here and waits until it serves.
func (s seat) start(c *embed.Config) (*embed.Etcd, error) {
	e, err := embed.StartEtcd(c)
	if err != nil {
		return nil, err
	}
	select {
	case <-e.Server.ReadyNotify():
		return e, nil
	case err = <-e.Err():
	case <-time.After(startTime):
		err = fmt.Errorf("%s is not ready after %s", s.Name, startTime)
	}
	e.Close()
	return nil, err
}

// inside is a member in this process.
type inside struct {
	*embed.Etcd
	lines *lines
}

func (s seat) run() (member, error) {
	m, c := inside{lines: newLines()}, s.config()
	if s.Cert == "" {
		c.GRPCAdditionalServerOptions = []grpc.ServerOption{grpc.Creds(m.lines)}
	}
	var err error
	m.Etcd, err = s.start(c)
	return m, err
}

func (m inside) leads() bool { return m.Server.Leader() == m.Server.MemberID() }
func (m inside) id() string  { return m.Server.MemberID().String() }

func (m inside) kill() {
	m.lines.cut()
	m.Server.HardStop()
	m.lines.cut() // those that were made meanwhile
	m.Close()
}

// process is a member in a process of its own.
type process struct {
	*exec.Cmd
	stdin io.Closer // its end ends the member, should this process die
}

// seatEnv holds the seat of a process that is a member, as JSON.
const seatEnv = "LINLI_TEST_ETCD_MEMBER"

// fork starts this program again as the member, and waits until it serves.
func (s seat) fork() (member, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), seatEnv+"="+string(raw)), os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	m := process{cmd, in}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		m.kill()
		return nil, fmt.Errorf("%s has ended: %w", s.Name, err)
	}
	return m, nil
}

func (m process) leads() bool { return false }
func (m process) id() string  { return "" }

func (m process) kill() {
	m.Process.Kill()
	m.Wait()
	m.stdin.Close()
}

// Member is called first by the TestMain of who starts processes: in a process that is to be a member it serves until
// it is killed, and does not return.
func Member() {
	raw := os.Getenv(seatEnv)
	if raw == "" {
		return
	}
	var s seat
	err := json.Unmarshal([]byte(raw), &s)
	if err == nil {
		_, err = s.start(s.config())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
