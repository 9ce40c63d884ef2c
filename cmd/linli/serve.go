package main

// This file is the verb serve: the server over the embedded store, or one of several over a cluster.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"time"

	"linli/kiosk"
)

type serveCmd struct {
	place
	Addr    string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"监听地址；0.0.0.0:8080 让同一网络的设备都能访问。/ Where to listen; 0.0.0.0:8080 admits the whole local network."`
	Public  string        `placeholder:"URL" help:"居民访问的地址，印在二维码里；默认由 --addr 得出。/ The address residents use, printed in QR codes; by default made from --addr."`
	Admin   string        `placeholder:"LOGIN" help:"新设或重设一个工作人员账号，口令随机生成并显示一次。/ Make or reset a staff account; its password is drawn and shown once."`
	Role    string        `default:"office" enum:"office,clerk,counter,department" help:"--admin 账号的岗位：office 办公室，clerk 投票站，counter 点票，department 部门。/ The role of the --admin account."`
	Publish time.Duration `default:"5m" help:"投票期间每隔多久公布一次新选票的哈希（至少十张一批）；0 由工作人员公布。/ How often the hashes of new ballots are published while a poll is open, at least ten at a time; 0: by staff only."`
	Gallery bool          `help:"另在 /gallery 展示每个页面的样子，数据全部是编造的。/ Also show samples of every page under /gallery; their data are invented."`
}

// Help is shown by linli serve --help.
func (c *serveCmd) Help() string {
	return "首次启动会生成四个工作人员账号：开始投票和封箱须两名办公室人员共同办理，纸票由两名点票人员分别录入。按 Ctrl-C 停止。\n\n" +
		"The first start makes four staff accounts: two officers open and close the poll, two counters enter the paper. Ctrl-C stops the server."
}

// Run serves until the context is done.
func (c *serveCmd) Run(e env) (err error) {
	if err := c.settle(); err != nil {
		return err
	}
	if c.Public, err = goodPublic(c.Public); err != nil {
		return err
	}
	data, err := c.openData(e.ctx, c.Dir, systemClock, systemRandom)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeData(data)) }()
	ln, err := listen(c.Addr)
	if err != nil {
		return err
	}
	public := publicURL(c.Public, ln.Addr())
	server := kiosk.New(kiosk.Config{Env: data, Public: public, Log: slog.New(slog.NewJSONHandler(e.stderr, nil)), Spool: c.Dir, Gallery: c.Gallery, Publish: c.Publish})
	if err := c.accounts(e, server.Staff()); err != nil {
		ln.Close()
		return err
	}
	fmt.Fprintf(e.stdout, "邻里已启动 / linli is serving: %s\n工作台 / staff desk: %s/desk\n数据 / data: %s\n", public, public, c.Dir)
	return serveUntil(e.ctx, server, ln)
}

// accounts makes the first accounts, or the one that is asked for, and prints their passwords.
func (c *serveCmd) accounts(e env, staff *kiosk.Staff) error {
	members := []kiosk.Member{{Login: c.Admin, Role: c.Role}}
	if c.Admin == "" {
		switch any, err := staff.Any(e.ctx); {
		case err != nil:
			return err
		case any:
			return nil
		}
		members = firstStaff
	}
	for _, m := range members {
		password, err := newPassword(systemRandom)
		if err != nil {
			return err
		}
		m.Name = m.Login
		if err := staff.Set(e.ctx, m, password); err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "账号 / login: %s　口令 / password: %s\n", m.Login, password)
	}
	return nil
}

// firstStaff is whom a round needs at least: two officers, and two to enter the paper, on whose differences an officer
// decides.
var firstStaff = []kiosk.Member{
	{Login: "office1", Role: "office"}, {Login: "office2", Role: "office"},
	{Login: "counter1", Role: "counter"}, {Login: "counter2", Role: "counter"},
}

// newPassword draws a password that can be read out and typed: 12 signs, about 59 bits.
func newPassword(random io.Reader) (string, error) {
	const signs = "23456789abcdefghjkmnpqrstuvwxyz"
	var out strings.Builder
	b := make([]byte, 1)
	for out.Len() < 14 {
		if _, err := io.ReadFull(random, b); err != nil {
			return "", err
		}
		if int(b[0]) >= len(signs)*8 {
			continue // no sign is drawn more often than another
		}
		if out.Len() == 4 || out.Len() == 9 {
			out.WriteByte('-')
		}
		out.WriteByte(signs[int(b[0])%len(signs)])
	}
	return out.String(), nil
}

// listen opens the port, and says in words when another program has it.
func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("端口已被占用，请用 --addr 换一个 / the port is taken, choose another with --addr: %s", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("不能监听该地址 / cannot listen there: %w", err)
	}
	return ln, nil
}

// publicURL is the address that residents use. A server that listens on all addresses is reached by the machine's own
// in the local network.
func publicURL(given string, addr net.Addr) string {
	if given != "" {
		return given
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = lanAddress()
	}
	return "http://" + net.JoinHostPort(host, port)
}

// lanAddress is the first private IPv4 address of this machine, or localhost.
func lanAddress() string {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return "localhost"
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsPrivate() {
			return n.IP.String()
		}
	}
	return "localhost"
}

// serveUntil serves until ctx is done, then lets requests finish.
func serveUntil(ctx context.Context, server *kiosk.Server, ln net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := server.Shutdown(wait)
	<-failed
	return err
}
