package main

// What a run prints.

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"time"
)

// figures of a run. Rates are ballots a second; they and the ratios are medians over the rounds, and each ratio is of
// two figures of one round.
type figures struct {
	Ballots     int    `json:"ballots"`
	Connections int    `json:"connections"`
	Servers     int    `json:"servers"`
	Processors  int    `json:"processors"`
	Store       string `json:"store"` // "bolt" or "etcd"
	As          string `json:"as"`    // "form", "json" or "full"

	Found   float64            `json:"found"`             // seconds to found the round and print the sheets
	Rate    float64            `json:"rate"`              // over HTTP
	Delay   delay              `json:"delay"`             // of a request
	CPU     float64            `json:"cpu"`               // microseconds of the servers' processors a request; 0 where the system does not tell
	Own     float64            `json:"own"`               // the same of the hammer itself, which takes it from the same machine
	Memory  float64            `json:"memory"`            // MiB of a server at most; 0 where the system does not tell
	Errors  map[string]int     `json:"errors"`            // requests without a good answer, by kind
	Revived int                `json:"revived"`           // servers that were found dead and started again
	Group   float64            `json:"group"`             // ballots a segment
	Beside  map[string]compare `json:"beside"`            // the ways without HTTP
	Watched []watched          `json:"watched,omitempty"` // the scenes of a run with observers
	Restart restart            `json:"restart"`
	After   []step             `json:"after"`
	Export  float64            `json:"export"` // MiB

	Acknowledged int `json:"acknowledged"` // ballots with a receipt
	Refused      int `json:"refused"`      // sheets without one
	Counted      int `json:"counted"`      // ballots in the box
	Lost         int `json:"lost"`         // acknowledged and not in the box
	Twice        int `json:"twice"`        // more than once in the box
	Strange      int `json:"strange"`      // in the box with marks that were not acknowledged
	Miscounted   int `json:"miscounted"`   // projects whose votes are not those of the acknowledged ballots

	http, own, raw, box, row rounds
	segments                 int
}

// compare is a way without HTTP: its rate, what of it HTTP reaches, and the processor time of a ballot in microseconds,
// 0 where the system does not tell.
type compare struct {
	Rate  float64 `json:"rate"`
	Ratio float64 `json:"ratio"`
	CPU   float64 `json:"cpu"`
}

// rounds are the rates of the rounds, and the microseconds of processor time.
type rounds struct{ rates, cpus []float64 }

// add notes a round of so many ballots that took so many requests.
func (r *rounds) add(ballots int, took, cpu time.Duration, requests int) {
	r.rates = append(r.rates, float64(ballots)/took.Seconds())
	r.cpus = append(r.cpus, float64(cpu.Microseconds())/float64(requests))
}

// delay is in milliseconds.
type delay struct {
	P50  float64 `json:"p50"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

// restart is in seconds from the start of the process to the answer, and MiB.
type restart struct {
	Page   float64 `json:"page"`
	Lookup float64 `json:"lookup"`
	Memory float64 `json:"memory"`
}

type step struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

func (f *figures) about(o options, processors int) {
	f.Ballots, f.Connections, f.Servers, f.Processors = o.Ballots, o.Connections, o.Servers, processors
	f.Store, f.As = "bolt", o.As
	if o.Store != "" {
		f.Store = "etcd"
	}
	if o.Full {
		f.As = "full"
	}
}

// The names of the ways without HTTP.
const (
	rawWay = "同样的段 / the same segments, raw"
	boxWay = "票箱 / Box.Cast"
	rowWay = "每票一行 / a row each, db.Batch"
)

// reckon makes medians of the rounds.
func (f *figures) reckon() {
	f.Rate, f.CPU, f.Own = median(f.http.rates), median(f.http.cpus), median(f.own.cpus)
	f.Beside = map[string]compare{}
	for name, r := range map[string]rounds{rawWay: f.raw, boxWay: f.box, rowWay: f.row} {
		if len(r.rates) != len(f.http.rates) {
			continue
		}
		ratios := make([]float64, len(r.rates))
		for i := range ratios {
			ratios[i] = f.http.rates[i] / r.rates[i]
		}
		f.Beside[name] = compare{median(r.rates), median(ratios), median(r.cpus)}
	}
	if f.segments > 0 {
		f.Group = float64(f.Ballots) / float64(f.segments)
	}
}

// sound tells whether everything acknowledged was counted once, and everything sent was acknowledged.
func (f *figures) sound() bool {
	return f.Refused+f.Lost+f.Twice+f.Strange+f.Miscounted == 0 && f.Acknowledged == f.Counted && f.Counted == f.Ballots
}

func (f *figures) print(w io.Writer, asJSON bool) error {
	f.reckon()
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(f)
	}
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("%d 张选票，%d 个连接，%d 个服务器，%d 个处理器，%s，%s / ballots, connections, servers, processors, store, cast as",
		f.Ballots, f.Connections, f.Servers, f.Processors, f.Store, f.As)
	p("经 HTTP / over HTTP                    %8.0f 张每秒 / ballots a second", f.Rate)
	p("延迟 / delay                           p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms", f.Delay.P50, f.Delay.P99, f.Delay.P999, f.Delay.Max)
	p("服务器 / server                        %.0f µs CPU 每请求 / a request, %.0f MiB; 锤子自己 / the hammer itself %.0f µs", f.CPU, f.Memory, f.Own)
	for _, name := range slices.Sorted(maps.Keys(f.Beside)) {
		p("%s  %.0f 张每秒 / a second, %.0f µs CPU; HTTP 是其 / is %.2f", name, f.Beside[name].Rate, f.Beside[name].CPU, f.Beside[name].Ratio)
	}
	for _, w := range f.Watched {
		p("%6d 位观察者 / observers             投票 / cast p50 %.1f  p99 %.1f ms, 服务器 / server %.0f ms CPU 每秒 / a second", w.Observers, w.Cast.P50, w.Cast.P99, w.CPU)
		if w.Observers > 0 {
			p("  %d 位不读 / do not read; %.2f KiB 每位 / each; %d 帧 / frames, 到达时 / when read p50 %.0f  p99 %.0f ms 旧 / old, 比应有的晚 / late by p50 %.0f  p99 %.0f ms; 断开 / let go %d, 误断 / wrongly %d",
				w.Stalled, w.KiB, w.Frames, w.Age.P50, w.Age.P99, w.Late.P50, w.Late.P99, w.LetGo, w.Lost)
		}
	}
	if f.Group > 0 {
		p("每段 / a segment                       %.1f 张 / ballots", f.Group)
	}
	for _, kind := range slices.Sorted(maps.Keys(f.Errors)) {
		p("错误 / errors                          %s: %d", kind, f.Errors[kind])
	}
	if f.Revived > 0 {
		p("服务器被杀死并重启 / servers revived     %d", f.Revived)
	}
	p("重启 / restart                         网页 / page %.2f s, 查询 / lookup %.2f s, %.0f MiB", f.Restart.Page, f.Restart.Lookup, f.Restart.Memory)
	for _, s := range f.After {
		p("%8.2f s  %s", s.Seconds, s.Name)
	}
	p("导出 / export                          %.1f MiB", f.Export)
	p("收据 / acknowledged %d, 计入 / counted %d, 丢失 / lost %d, 重复 / twice %d, 不符 / strange %d, 未收 / refused %d, 票数不符的项目 / miscounted %d",
		f.Acknowledged, f.Counted, f.Lost, f.Twice, f.Strange, f.Refused, f.Miscounted)
	return nil
}

func delaysOf(all []time.Duration) delay {
	if len(all) == 0 {
		return delay{}
	}
	slices.Sort(all)
	at := func(share float64) float64 {
		return float64(all[min(len(all)-1, int(share*float64(len(all))))].Microseconds()) / 1000
	}
	return delay{at(.5), at(.99), at(.999), at(1)}
}

func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1000) / 1000 }

func mib(bytes int64) float64 { return math.Round(float64(bytes)/(1<<20)*10) / 10 }
