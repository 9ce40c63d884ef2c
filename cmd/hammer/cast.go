package main

// The casters: each holds a connection to every server and casts one sheet after another.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"linli/ballot"
)

// town is who votes, and what has come of it.
type town struct {
	options
	servers []*server
	sheets  []sheet
	acked   []mark    // by sheet
	casters []*caster // as many as there are connections

	mu    sync.Mutex // guards kinds
	kinds map[string]int
}

// mark says which choice of a sheet was acknowledged.
type mark uint8

const (
	nothing mark = iota
	first        // choice 0
	second       // choice 1, of the other person who has the sheet's code
	neither      // refused for good; counted as an error
)

// errGone: the server did not come back.
var errGone = errors.New("服务器没有恢复 / the server did not come back")

// patience is how long a caster goes on trying to cast one ballot.
const patience = time.Minute

// caster is one voter after another at one set of connections, which stay open.
type caster struct {
	*town
	lines  []*line         // by server; nil: not open
	delays []time.Duration // of each request, from its first sending to its answer
}

// wave casts the sheets from..to, all casters at once, and returns all delays.
func (t *town) wave(ctx context.Context, from, to int) (delays []time.Duration, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for len(t.casters) < t.Connections {
		t.casters = append(t.casters, &caster{town: t, lines: make([]*line, len(t.servers))})
	}
	var next atomic.Int64
	next.Store(int64(from))
	began := time.Now()
	var all sync.WaitGroup
	for _, c := range t.casters {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < to && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if t.Pace > 0 {
					time.Sleep(time.Until(began.Add(time.Duration(i-from) * time.Second / time.Duration(t.Pace))))
				}
				if t.Kill && i == (from+to)/2 {
					t.servers[i%len(t.servers)].strike()
				}
				if err := c.cast(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	for _, c := range t.casters {
		delays, c.delays = append(delays, c.delays...), c.delays[:0]
	}
	return delays, context.Cause(ctx)
}

// leave closes all connections.
func (t *town) leave() {
	for _, c := range t.casters {
		for _, l := range c.lines {
			l.close()
		}
	}
}

// Of the sheets of a town with several servers, one in ten is cast at two of them at once, and every other of these
// with different marks.
const (
	bothEvery      = 10
	differentEvery = 20
)

// cast casts the i-th sheet until there is a final answer.
func (c *caster) cast(ctx context.Context, i int) (err error) {
	at := i % len(c.servers)
	if len(c.servers) > 1 && i%bothEvery == 0 {
		return c.race(ctx, i, at, (at+1)%len(c.servers))
	}
	if c.Full {
		c.acked[i], err = c.walk(ctx, i, at)
	} else {
		c.acked[i], err = c.send(ctx, i, at, first)
	}
	return err
}

// race casts one sheet at two servers at once. Of different marks exactly one set is acknowledged; equal ones are both
// acknowledged.
func (c *caster) race(ctx context.Context, i, here, there int) error {
	other := first
	if i%differentEvery == 0 {
		other = second
	}
	twin := &caster{town: c.town, lines: c.lines}
	var theirs mark
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		theirs, failed = twin.send(ctx, i, there, other)
	}()
	ours, err := c.send(ctx, i, here, first)
	<-done
	c.delays = append(c.delays, twin.delays...)
	switch {
	case err != nil || failed != nil:
		return errors.Join(err, failed)
	case ours == first && (theirs == first || theirs == neither && other == second):
		c.acked[i] = first
	case ours == neither && theirs == second:
		c.acked[i] = second
	default:
		c.count("赛跑没有唯一结果 / a race without one winner")
	}
	return nil
}

// walk goes through all screens as a person does: choose, check, cast, receipt.
func (c *caster) walk(ctx context.Context, i, at int) (mark, error) {
	s := c.sheets[i]
	for _, q := range []question{{path: "/b/" + s.code}, {"/vote/check", asForm, form(s.code, choice(i, 0, c.Projects))}} {
		if a, err := c.persist(ctx, at, q); err != nil || a.status != 200 {
			return c.refused(i, a), err
		}
	}
	if as, err := c.send(ctx, i, at, first); err != nil || as != first {
		return as, err
	}
	if a, err := c.persist(ctx, at, question{path: "/vote/receipt/" + s.tracker}); err != nil || a.status != 200 {
		return c.refused(i, a), err
	}
	return first, nil
}

// send casts a choice of a sheet by one request.
func (c *caster) send(ctx context.Context, i, at int, as mark) (mark, error) {
	marks, s := choice(i, int(as-first), c.Projects), c.sheets[i]
	q := question{"/vote/cast", asForm, form(s.code, marks)}
	if c.As == "json" {
		q.kind, q.body = asJSON, wish(s.code, marks)
	}
	a, err := c.persist(ctx, at, q)
	switch tracker := a.tracker(); {
	case err != nil:
		return nothing, err
	case tracker == s.tracker:
		return as, nil
	case tracker != "":
		c.count("别人的回执 / a receipt of another sheet")
		return neither, nil
	}
	return c.refused(i, a), nil
}

// refused notes a refusal. That of one of two different choices is no error.
func (c *caster) refused(i int, a answer) mark {
	if a.status != 409 || len(c.servers) == 1 || i%differentEvery != 0 {
		c.count(strconv.Itoa(a.status))
	}
	return neither
}

// tracker is the one on the receipt, or empty.
func (a answer) tracker() string {
	switch a.status {
	case 303:
		tracker, _ := strings.CutPrefix(a.location, "/vote/receipt/")
		return tracker
	case 200:
		var r ballot.Receipt
		if json.Unmarshal(a.body, &r) == nil {
			return r.Tracker
		}
	}
	return ""
}

// persist asks until there is an answer other than that the server is busy: a server that is gone comes back, and a
// ballot that may have been cast is cast again.
func (c *caster) persist(ctx context.Context, at int, q question) (a answer, err error) {
	began := time.Now()
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, 200*time.Millisecond) {
		if a, err = c.ask(ctx, at, q); err == nil && a.status < 500 {
			c.delays = append(c.delays, time.Since(began))
			return a, nil
		}
		if err != nil {
			c.lines[at].close()
			c.lines[at] = nil
			c.count("连接中断 / connection broken")
		} else {
			c.count(strconv.Itoa(a.status))
		}
		if time.Since(began) > patience {
			return a, errors.Join(errGone, err)
		}
		select {
		case <-ctx.Done():
			return a, cmp.Or(context.Cause(ctx), err)
		case <-time.After(wait):
		}
	}
}

func (c *caster) ask(ctx context.Context, at int, q question) (answer, error) {
	if c.lines[at] == nil {
		l, err := dial(ctx, c.servers[at].town())
		if err != nil {
			return answer{}, err
		}
		c.lines[at] = l
	}
	return c.lines[at].ask(q)
}

func (t *town) count(kind string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kinds[kind]++
}

// form is a ballot as the page's form sends it.
func form(code string, marks ballot.Marks) []byte {
	b := append([]byte("code="), url.QueryEscape(code)...)
	for _, m := range marks {
		b = strconv.AppendInt(append(b, "&p="...), int64(m.Project), 10)
	}
	return b
}

// wish is a ballot as the API takes it.
func wish(code string, marks ballot.Marks) []byte {
	b := append(append([]byte(`{"code":"`), code...), `","marks":[`...)
	for i, m := range marks {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(strconv.AppendInt(append(b, `{"p":`...), int64(m.Project), 10), '}')
	}
	return append(b, `]}`...)
}
