package main

// A run from the first proposal to the last check.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"time"
)

type options struct {
	Ballots     int    `default:"50000" help:"投多少张，最多 1000000。/ How many ballots, at most 1000000."`
	Connections int    `default:"256" help:"同时有多少人投票。/ How many people cast at the same time."`
	Projects    int    `default:"16" help:"选票上有多少项目。/ How many projects are on the paper."`
	Rounds      int    `default:"5" help:"分几轮投；每轮都与不经 HTTP 的做法并排比较。/ In how many rounds they cast; each is compared with ways that use no HTTP."`
	As          string `default:"form" enum:"form,json" help:"手机的表单，还是接口的 JSON。/ As a phone's form, or as the API's JSON."`
	Full        bool   `help:"每人走完所有页面：扫码、选择、核对、投出、回执。/ Walk through all screens: code, choose, check, cast, receipt."`
	Servers     int    `default:"1" enum:"1,2" help:"几个服务器进程；2 个须用 --store，轮流投，并有一成的选票同时投给两个。/ Server processes; 2 need --store: casts alternate, and a tenth of the sheets is cast at both at once."`
	Store       string `placeholder:"URL" help:"etcd://HOST:PORT,HOST:PORT/PREFIX；默认用嵌入的存储。跑完即删除其中本次的数据。/ A running cluster; by default the embedded store. The run's keys are deleted at its end."`
	Dir         string `placeholder:"DIR" help:"把数据留在这个新文件夹里；默认用临时文件夹。/ Keep the data in this new folder; by default a temporary one is used."`
	Kill        bool   `help:"每轮中途杀死一个服务器，再重启。/ Kill a server in the middle of every round; it is started again."`
	Observers   int    `help:"另有多少位观察者；每轮投三场：无人观察、有人观察、其中一部分不再读。不作并排比较。/ How many observers listen besides: each round casts before none, before all, and before all of whom some stop reading. Compares with nothing."`
	Stalled     int    `default:"30" help:"第三场中百分之几的观察者不再读。/ The percentage of observers who stop reading in the third."`
	Pace        int    `help:"每秒投多少张；默认尽快。/ How many casts a second; by default as fast as they go."`
	Alone       bool   `help:"不作并排比较。/ Compare with nothing."`
	Profile     string `placeholder:"FILE" help:"把投票期间第一个服务器的 CPU 剖析写进文件。/ Write the first server's CPU profile during the casts."`
	JSON        bool   `name:"json" help:"输出 JSON。/ Print JSON."`
}

// Validate refuses what cannot be run.
func (o *options) Validate() error {
	switch {
	case o.Ballots < 1 || o.Ballots > 1_000_000, o.Connections < 1 || o.Connections > 10_000, o.Projects < 1 || o.Projects > 999,
		o.Rounds < 1 || o.Rounds > o.Ballots, o.Observers < 0 || o.Observers > 100_000, o.Stalled < 0 || o.Stalled > 100, o.Pace < 0:
		return errors.New("数目超出范围 / a number is out of range")
	case o.Observers > 0 && o.Kill:
		return errors.New("--observers 与 --kill 不能同用 / --observers and --kill exclude each other")
	case o.Servers > 1 && o.Store == "":
		return errors.New("两个服务器须共用一个集群，请给 --store / two servers need a cluster, give --store")
	case o.Store != "":
		_, err := cluster(o.Store)
		return err
	}
	return nil
}

// hammer is a run.
type hammer struct {
	town
	ground
	env
	figures figures
}

// errWrong: the run has found a fault; the figures tell which.
var errWrong = errors.New("有选票丢失、重复或不符 / ballots are lost, doubled or differ")

// Run runs, prints the figures, and refuses a run in which anything was lost or doubled.
func (o *options) Run(e env) error {
	h := &hammer{town: town{options: *o, kinds: map[string]int{}}, env: e}
	stop, err := h.settle()
	if err != nil {
		return err
	}
	defer stop()
	casts := h.cast
	if h.Observers > 0 {
		casts = h.watch
	}
	for _, stage := range []func() error{h.found, h.serve, casts, h.restart, h.count} {
		if err := stage(); err != nil {
			return err
		}
	}
	if err := h.figures.print(e.stdout, o.JSON); err != nil {
		return err
	}
	if !h.figures.sound() {
		return errWrong
	}
	return nil
}

// settle makes the folder; stop ends the servers and removes what is not to be kept.
func (h *hammer) settle() (stop func(), err error) {
	h.ground = ground{Dir: h.options.Dir}
	if h.Dir == "" {
		if h.Dir, err = os.MkdirTemp("", "hammer-"); err != nil {
			return nil, err
		}
	}
	if h.options.Store != "" {
		h.ground.Store = fmt.Sprintf("%s-%d", h.options.Store, time.Now().UnixNano())
	}
	return func() {
		h.leave()
		for _, s := range h.servers {
			s.kill()
			s.log.Close()
		}
		if h.options.Dir == "" {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(h.ctx), time.Minute)
			defer cancel()
			if err := h.clear(ctx, "linli", "roll"); err != nil {
				fmt.Fprintf(h.stderr, "hammer: 未能删除 / not removed: %v\n", err)
			}
			os.RemoveAll(h.ground.Dir)
		}
	}, h.ground.make()
}

// say tells what begins now.
func (h *hammer) say(format string, args ...any) { fmt.Fprintf(h.stderr, format+"\n", args...) }

func (h *hammer) found() error {
	h.say("立项、印 %d 张选票 / founding the round, printing %d sheets", h.Ballots, h.Ballots)
	began := time.Now()
	data, err := h.open(h.ctx)
	if err != nil {
		return err
	}
	defer letGo(data)
	if h.sheets, err = found(h.ctx, data, h.Projects, h.Ballots); err != nil {
		return err
	}
	h.acked = make([]mark, len(h.sheets))
	h.figures.Found = seconds(time.Since(began))
	return nil
}

func (h *hammer) serve() error {
	for n := range h.Servers { // each has opened the round before the casts begin
		s, err := newServer(h.ground, n)
		if err != nil {
			return err
		}
		h.servers = append(h.servers, s)
		if err := s.start(); err != nil {
			return err
		}
		if _, err := s.get(h.ctx, "/r/"+roundID); err != nil {
			return err
		}
	}
	return nil
}

// cast casts in rounds, beside the other ways, whose order changes with the round.
func (h *hammer) cast() error {
	f := &h.figures
	f.about(h.options, runtime.GOMAXPROCS(0))
	raw, ways, done, err := h.ways()
	if err != nil {
		return err
	}
	defer done()
	var delays []time.Duration
	if h.Profile != "" {
		if _, err := h.servers[0].ask(h.ctx, http.MethodPost, "/profile"); err != nil {
			return err
		}
	}
	for n := range h.Rounds {
		from, to := n*h.Ballots/h.Rounds, (n+1)*h.Ballots/h.Rounds
		h.say("第 %d 轮，共 %d 轮 / round %d of %d", n+1, h.Rounds, n+1, h.Rounds)
		http := func() error {
			new, err := h.round(from, to)
			if delays = append(delays, new...); err != nil {
				return err
			}
			return raw(from, to)
		}
		turns := append([]func() error{http}, ways(from, to)...)
		for i := range turns {
			if err := turns[(i+n)%len(turns)](); err != nil {
				return err
			}
		}
	}
	f.Delay = delaysOf(delays)
	f.Errors = h.kinds
	for _, s := range h.servers {
		f.Revived += s.revived()
	}
	if h.Profile != "" {
		return h.profile()
	}
	return nil
}

// round casts a part of the sheets over HTTP and takes its figures.
func (h *hammer) round(from, to int) ([]time.Duration, error) {
	own, before, began := cpuOf(os.Getpid()), h.cpu(), time.Now()
	delays, err := h.wave(h.ctx, from, to)
	took, cpu, spent := time.Since(began), h.cpu()-before, cpuOf(os.Getpid())-own
	if err != nil {
		return nil, err
	}
	if h.Kill {
		cpu = 0 // a process that has died has taken its account with it
	}
	f := &h.figures
	f.http.add(to-from, took, cpu, len(delays))
	f.own.add(to-from, took, spent, len(delays))
	for _, s := range h.servers {
		f.Memory = max(f.Memory, mib(s.rss()))
	}
	return delays, nil
}

// cpu is what the servers have taken.
func (h *hammer) cpu() (all time.Duration) {
	for _, s := range h.servers {
		all += cpuOf(s.pid())
	}
	return all
}

func (h *hammer) profile() error {
	body, err := h.servers[0].ask(h.ctx, http.MethodGet, "/profile")
	if err != nil {
		return err
	}
	defer body.Close()
	out, err := os.Create(h.Profile)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, body)
	return errors.Join(err, out.Close())
}

func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
