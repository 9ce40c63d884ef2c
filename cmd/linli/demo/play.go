package demo

// The play: its state, and the order of its scenes.

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/cmd/linli/client"
	"linli/kiosk"
)

// Options of a play.
type Options struct {
	Env    catalog.Env // its clock must be Clock
	Clock  *Clock
	Seed   uint64
	Public string                         // address printed in QR codes
	Out    string                         // folder for the PDFs; it exists
	Say    func(zh, en string, n, of int) // progress: step n of of begins
}

type play struct {
	Options
	*script
	ctx    context.Context
	random *rand.Rand // of people's behaviour
	live   *catalog.Live
	server *kiosk.Server
	base   string // address of the running server
	sum    Summary

	piles     map[int]*pile               // by station
	machines  map[int]chan *client.Client // those that are free, by station
	notices   int                         // of non-inclusion, given out
	exchanged map[int]int                 // sheets handed out for spoiled ones, by station
	voters    []*voter
}

const office, office2, office3 = "qinwen", "luxueqing", "yinjing"

// Play plays the round in an empty store and returns what happened. It leaves the store as the round ended, and the
// PDFs in Options.Out.
func Play(ctx context.Context, o Options) (*Summary, error) {
	words, err := read()
	if err != nil {
		return nil, err
	}
	p := &play{Options: o, script: words, ctx: ctx, random: rand.New(chacha(o.Seed, 1)), exchanged: map[int]int{}, sum: Summary{Papers: map[ballot.Finding]int{}}}
	stop, err := p.serve()
	if err != nil {
		return nil, err
	}
	defer stop()
	scenes := []struct {
		zh, en string
		play   func() error
	}{
		{"方案共定", "the scheme is agreed", p.agree},
		{"建议共提", "proposals come in", p.collect},
		{"筛选共议", "screening, round table, estimates", p.screen},
		{"印制选票", "ballot sheets are printed", p.print},
		{"居民投票", "residents vote", p.vote},
		{"点票计票", "the count", p.count},
		{"结果公示", "notice and objections", p.notice},
		{"感谢信", "letters of thanks", p.thank},
		{"项目实施", "implementation", p.build},
		{"项目评价", "evaluation", p.evaluate},
	}
	for i, s := range scenes {
		p.Say(s.zh, s.en, i+1, len(scenes))
		if err := s.play(); err != nil {
			return nil, fmt.Errorf("%s / %s: %w", s.zh, s.en, err)
		}
	}
	p.summarise()
	return &p.sum, nil
}

// serve starts the server that the voters reach, on a free port of this machine.
func (p *play) serve() (stop func(), err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p.base = "http://" + ln.Addr().String()
	p.server = kiosk.New(kiosk.Config{Env: p.Env, Public: p.base, Log: slog.New(slog.DiscardHandler)})
	served := make(chan struct{})
	go func() {
		defer close(served)
		p.server.Serve(ln) // ends by Shutdown
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		p.server.Shutdown(ctx)
		<-served
	}, nil
}

// do does acts as the office, one after the other.
func (p *play) do(acts ...catalog.Act) error { return p.as(office, acts...) }

func (p *play) as(actor string, acts ...catalog.Act) error {
	for _, a := range acts {
		if _, err := p.live.Do(p.ctx, actor, a); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) browser() *client.Client { return client.New(p.base, client.Transport(4)) }

// file writes one of the PDFs.
func (p *play) file(name string, write func(*os.File) error) error {
	f, err := os.Create(filepath.Join(p.Out, name))
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	p.sum.Files = append(p.sum.Files, name)
	return f.Close()
}
