package main

// Those who watch while the town casts: thousands of listeners in a process of their own, some of whom stop reading.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// watched is what a scene of a run shows: so many listen while others cast.
type watched struct {
	Observers int     `json:"observers"`
	Stalled   int     `json:"stalled"` // of these, who stopped reading after their first frame
	Cast      delay   `json:"cast"`    // of a request
	CPU       float64 `json:"cpu"`     // milliseconds of the server's processors a second

	KiB    float64 `json:"kib"`    // of the server's memory for each listener, seen as they came
	Frames int     `json:"frames"` // that were read
	Age    delay   `json:"age"`    // of a frame when it was read, which is spread over a second on purpose
	Late   delay   `json:"late"`   // of this, what is beyond the reader's own place in the second
	Lost   int     `json:"lost"`   // who read, and was let go
	LetGo  int     `json:"letgo"`  // who stalled, and was let go
}

// scenes are what every round of a run with observers consists of.
func (o *options) scenes() []watched {
	return []watched{{}, {Observers: o.Observers}, {Observers: o.Observers, Stalled: o.Observers * o.Stalled / 100}}
}

// warmUp is the part of the ballots, one in so many, that is cast before the first scene.
const warmUp = 20

// watch casts in rounds of scenes, in place of the other ways.
func (h *hammer) watch() error {
	f := &h.figures
	f.about(h.options, runtime.GOMAXPROCS(0))
	kib, err := h.weigh()
	if err != nil {
		return err
	}
	warm := h.Ballots / warmUp
	all, err := h.round(0, warm)
	if err != nil {
		return err
	}
	of := h.scenes()
	delays := make([][]time.Duration, len(of))
	parts := h.Rounds * len(of)
	for n := range parts {
		scene := &of[n%len(of)]
		h.say("第 %d 场，共 %d 场：%d 位观察者，其中 %d 位不读 / scene %d of %d: %d observers, of whom %d do not read",
			n+1, parts, scene.Observers, scene.Stalled, n+1, parts, scene.Observers, scene.Stalled)
		new, err := h.scene(scene, warm+n*(h.Ballots-warm)/parts, warm+(n+1)*(h.Ballots-warm)/parts)
		if err != nil {
			return err
		}
		delays[n%len(of)] = append(delays[n%len(of)], new...)
		all = append(all, new...)
	}
	for i := range of {
		of[i].Cast = delaysOf(delays[i])
		if of[i].Observers > 0 {
			of[i].KiB = kib
		}
	}
	f.Watched, f.Delay, f.Errors = of, delaysOf(all), h.kinds
	return nil
}

// weigh lets everybody listen for a moment and tells how many KiB of the server each takes; 0 where the system does not
// tell.
func (h *hammer) weigh() (float64, error) {
	before := h.servers[0].rss()
	c, err := h.gather(watched{Observers: h.Observers})
	if err != nil {
		return 0, err
	}
	time.Sleep(settleTime)
	after := h.servers[0].rss()
	_, err = c.part()
	return float64((after-before)>>10*100/int64(h.Observers)) / 100, err
}

// settleTime is how long a crowd is left alone before it is measured.
const settleTime = 3 * time.Second

// scene casts a part of the sheets before a crowd.
func (h *hammer) scene(w *watched, from, to int) ([]time.Duration, error) {
	var c *crowd
	if w.Observers > 0 {
		var err error
		if c, err = h.gather(*w); err != nil {
			return nil, err
		}
		defer c.disperse()
		time.Sleep(settleTime)
	}
	before, began := h.cpu(), time.Now()
	delays, err := h.round(from, to)
	w.CPU = float64((h.cpu() - before).Milliseconds()) / time.Since(began).Seconds()
	if err != nil || c == nil {
		return delays, err
	}
	saw, err := c.part()
	w.add(saw)
	return delays, err
}

// add takes over what a crowd saw; of several the delays are the worst.
func (w *watched) add(saw seen) {
	w.Frames += saw.Frames
	w.Lost += saw.Lost
	w.LetGo += saw.LetGo
	w.Age, w.Late = w.Age.worse(saw.Age), w.Late.worse(saw.Late)
}

func (d delay) worse(e delay) delay {
	return delay{max(d.P50, e.P50), max(d.P99, e.P99), max(d.P999, e.P999), max(d.Max, e.Max)}
}

// crowd is the process of those who listen.
type crowd struct {
	cmd  *exec.Cmd
	in   io.Closer
	from *json.Decoder
}

// errCrowd: not all observers could be seated.
var errCrowd = errors.New("观察者没有全部连上 / not all observers could connect")

// gather starts a crowd and returns when everybody listens.
func (h *hammer) gather(w watched) (*crowd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, listenVerb, "--town", h.servers[0].town(), "--observers", strconv.Itoa(w.Observers), "--stalled", strconv.Itoa(w.Stalled))
	cmd.Stderr = h.stderr
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
	c := &crowd{cmd, in, json.NewDecoder(out)}
	var open int
	if err := c.from.Decode(&open); err != nil || open < w.Observers {
		c.disperse()
		return nil, errors.Join(fmt.Errorf("%w: %d / %d", errCrowd, open, w.Observers), err)
	}
	return c, nil
}

// part lets the crowd go home and tells what it saw.
func (c *crowd) part() (s seen, err error) {
	c.in.Close()
	if err := c.from.Decode(&s); err != nil {
		c.disperse()
		return s, fmt.Errorf("%w: %w", errCrowd, err)
	}
	return s, c.cmd.Wait()
}

// disperse ends the process, if it has not ended.
func (c *crowd) disperse() {
	if c.cmd.ProcessState == nil {
		c.cmd.Process.Kill()
		c.cmd.Wait()
	}
}

// agesOf makes delays of the milliseconds that frames took to each listener: as they were, and beyond what the
// listener's quickest frame took.
func agesOf(each [][]int64) (age, late delay, frames int) {
	var ages, lates []time.Duration
	for _, of := range each {
		if len(of) == 0 {
			continue
		}
		least := slices.Min(of)
		for _, ms := range of {
			ages = append(ages, time.Duration(ms)*time.Millisecond)
			lates = append(lates, time.Duration(ms-least)*time.Millisecond)
		}
	}
	return delaysOf(ages), delaysOf(lates), len(ages)
}
