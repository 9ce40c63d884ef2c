package main

// This file is the verb replay: a real election through a running server.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"linli/cmd/linli/replay"
	"linli/kiosk"
	"linli/tally"
	"linli/tally/pabulib"
)

type replayCmd struct {
	File           string `arg:"" help:"选举文件（Pabulib 的 .pb 格式）。/ An election in Pabulib's .pb format."`
	Rule           string `default:"greedy-stop" placeholder:"NAME" help:"计票规则。/ The rule of the tally."`
	URL            string `name:"url" placeholder:"URL" help:"投到这个已在运行的邻里；不给则自己在临时文件夹里启动一个。/ Cast into this running server; without it one is started in a temporary folder."`
	Login          string `env:"LINLI_LOGIN" help:"用 --url 时：街道办公室账号。/ With --url: an office account."`
	Password       string `env:"LINLI_PASSWORD" help:"它的口令。/ Its password."`
	Second         string `env:"LINLI_SECOND" help:"用 --url 时：第二名工作人员的账号。/ With --url: a second officer's account."`
	SecondPassword string `env:"LINLI_SECOND_PASSWORD" help:"其口令。/ That one's password."`
	Round          string `placeholder:"ID" help:"新建届次的编号，默认由文件名得出。/ ID of the round to make; by default from the file's name."`
}

// Help is shown by linli replay --help.
func (c *replayCmd) Help() string {
	return "每个项目走完提议到项目库的各步，每名选民一张选票，逐张经 HTTP 投出，再封箱、计票，并与 linli tally 的结果核对；不一致则以 1 退出。\n\n" +
		"Every project walks from proposal to library, every voter draws a sheet, every ballot is cast over HTTP; then the poll is closed and counted, and the outcome compared with that of linli tally. A difference exits with 1."
}

// Validate refuses rules that do not exist.
func (c *replayCmd) Validate() error {
	_, err := tally.RuleNamed(c.Rule)
	return err
}

// errReplay: the server's outcome is another than that of the file.
var errReplay = errors.New("服务器的结果与直接计票不一致 / the server's outcome is not that of the file")

// Run replays the election and prints the outcome.
func (c *replayCmd) Run(e env) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("打不开文件 / cannot open the file: %w", err)
	}
	election, err := pabulib.Parse(filepath.Base(c.File), raw)
	if err != nil {
		return err
	}
	o := replay.Options{
		URL: c.URL, Round: c.Round, Rule: c.Rule, Say: progress(e.stderr),
		Officers: [2]replay.Officer{{Login: c.Login, Password: c.Password}, {Login: c.Second, Password: c.SecondPassword}},
	}
	if o.Round == "" {
		o.Round = replay.RoundID(filepath.Base(c.File))
	}
	if c.URL == "" {
		stop, err := c.server(e.ctx, &o)
		if err != nil {
			return err
		}
		defer stop()
	}
	got, err := replay.Run(e.ctx, election, o)
	if err != nil {
		return err
	}
	return c.compare(e, election, got)
}

// server starts a server of its own in a temporary folder, with two officers.
func (c *replayCmd) server(ctx context.Context, o *replay.Options) (stop func(), err error) {
	dir, err := os.MkdirTemp("", "linli-replay-")
	if err != nil {
		return nil, err
	}
	data, err := openData(dir, systemClock, systemRandom)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, closeData(data), os.RemoveAll(dir))
	}
	o.URL = "http://" + ln.Addr().String()
	server := kiosk.New(kiosk.Config{Env: data, Public: o.URL, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- serveUntil(ctx, server, ln) }()
	stop = func() {
		cancel()
		<-served
		closeData(data)
		os.RemoveAll(dir)
	}
	for i, login := range []string{"replay1", "replay2"} {
		password, err := newPassword(systemRandom)
		if err == nil {
			err = server.Staff().Set(ctx, kiosk.Member{Login: login, Name: login, Role: "office"}, password)
		}
		if err != nil {
			stop()
			return nil, err
		}
		o.Officers[i] = replay.Officer{Login: login, Password: password}
	}
	return stop, nil
}

// compare prints the outcome and refuses one that differs from the file's own.
func (c *replayCmd) compare(e env, election *pabulib.Election, got *replay.Result) error {
	want, err := decide(c.File, election, c.Rule)
	if err != nil {
		return err
	}
	want.print(e.stdout)
	rate := float64(got.Ballots) / max(got.Casting.Seconds(), 0.001)
	fmt.Fprintf(e.stdout, "\n经 HTTP 投出 %d 张，用时 %s，每秒 %.0f 张 / cast over HTTP: %d ballots in %s, %.0f a second\n",
		got.Ballots, got.Casting.Round(time.Millisecond), rate, got.Ballots, got.Casting.Round(time.Millisecond), rate)
	if got.Ballots != len(election.Ballots) || !slices.Equal(got.Funded, want.outcome.Funded) {
		return fmt.Errorf("%w: %d, %v", errReplay, got.Ballots, got.Funded)
	}
	for i, p := range election.Projects {
		if got.Votes[p.ID] != want.contest.Counts.Votes[i] {
			return fmt.Errorf("%w: %s: %d ≠ %d", errReplay, p.ID, got.Votes[p.ID], want.contest.Counts.Votes[i])
		}
	}
	fmt.Fprintln(e.stdout, "与 linli tally 的结果一致 / equal to the outcome of linli tally")
	return nil
}
