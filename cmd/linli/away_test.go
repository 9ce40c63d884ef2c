package main

// A server whose cluster is gone: it says so in words that help, records nothing, and works again when it is back.

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot/store/etcd/etcdtest"
	"linli/cmd/linli/client"
	"linli/cmd/linli/replay"
	"linli/kiosk"
)

func TestClusterAway(t *testing.T) {
	cluster, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	server, addr := kioskOn(t, keeper{Store: "etcd://" + strings.Join(cluster.Endpoints(), ",") + "/linli"}, t.TempDir(), "http://127.0.0.1")
	v := &victim{t: t, addr: addr, office: [2]replay.Officer{{Login: "office1", Password: "a password of many words"}, {Login: "office2", Password: "a password of many words"}}}
	for _, o := range v.office {
		if err := server.Staff().Set(t.Context(), kiosk.Member{Login: o.Login, Name: o.Login, Role: "office"}, o.Password); err != nil {
			t.Fatal(err)
		}
	}
	sheets := v.open(40)
	voter := client.New(v.url(), nil)
	first, err := voter.Cast(t.Context(), sheets[0].Code(), choices(0))
	if err != nil {
		t.Fatal(err)
	}
	frames := v.listen()
	if told(frames, 5*time.Second) == 0 {
		t.Fatal("the feed is silent")
	}

	cluster.Kill(0)
	v.away(first.Tracker, sheets[1].Code())
	var casting sync.WaitGroup
	for i := 1; i < 9; i++ {
		casting.Go(func() {
			_, err := voter.Cast(t.Context(), sheets[i].Code(), choices(i))
			if refused := new(client.Refused); !errors.As(err, &refused) || refused.Status != 503 || refused.Code != "away" && refused.Code != "busy" {
				t.Errorf("a cast while the cluster is away: %v", err)
			}
		})
	}
	casting.Wait()
	told(frames, 0)

	if err := cluster.Run(0); err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		r, err := voter.Cast(t.Context(), sheets[i].Code(), choices(i))
		for end := time.Now().Add(20 * time.Second); err != nil && time.Now().Before(end); {
			time.Sleep(100 * time.Millisecond)
			r, err = voter.Cast(t.Context(), sheets[i].Code(), choices(i))
		}
		if err != nil || r.Tracker != sheets[i].Tracker("r") {
			t.Errorf("sheet %d when the cluster is back: %q, %v", i, r.Tracker, err)
		}
	}
	if told(frames, 10*time.Second) == 0 {
		t.Error("the feed does not go on")
	}
	if _, err := voter.Get(t.Context(), "/vote/receipt/"+first.Tracker); err != nil {
		t.Error(err)
	}
}

// away asks for every kind of page while the cluster is gone. Some need nothing of it; those that do say what to do.
func (v *victim) away(tracker, code string) {
	told := 0
	var mu sync.Mutex
	var asking sync.WaitGroup
	for _, path := range []string{
		"/", "/r/r", "/r/r/scheme", "/r/r/library", "/r/r/proposals", "/r/r/observe", "/r/r/observe.json", "/r/r/ledger", "/vote",
		"/r/r/receipt?tracker=" + tracker, "/vote/receipt/" + tracker, "/b/" + code, "/login", "/desk",
	} {
		asking.Go(func() {
			req, _ := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.url()+path, nil)
			req.Header.Set("Cookie", "staff="+strings.Repeat("a", 64))
			res, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				v.t.Errorf("%s: %v", path, err)
				return
			}
			defer res.Body.Close()
			page, _ := io.ReadAll(res.Body)
			if res.StatusCode != 200 && res.StatusCode != 503 {
				v.t.Errorf("%s: %d", path, res.StatusCode)
			}
			if res.StatusCode == 503 {
				mu.Lock()
				told++
				mu.Unlock()
				if !strings.Contains(string(page), "什么也没有记下") || !strings.Contains(string(page), "投进票箱") || strings.Contains(string(page), "127.0.0.1") {
					v.t.Errorf("%s says: %s", path, page)
				}
			}
		})
	}
	asking.Wait()
	if told < 3 {
		v.t.Errorf("only %d pages say that the cluster is away", told)
	}
}

// listen follows the feed and passes on that a frame has come.
func (v *victim) listen() <-chan struct{} {
	v.t.Helper()
	res, err := http.Get(v.url() + "/r/r/events")
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { res.Body.Close() })
	frames := make(chan struct{}, 100)
	go func() {
		defer close(frames)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data: {") {
				frames <- struct{}{}
			}
		}
	}()
	return frames
}

// told waits for a frame for a while, and counts those that have come.
func told(frames <-chan struct{}, wait time.Duration) (n int) {
	limit := time.After(wait)
	for {
		select {
		case _, open := <-frames:
			if !open {
				return 0
			}
			n++
			continue
		default:
		}
		if n > 0 {
			return n
		}
		select {
		case <-limit:
			return n
		case <-time.After(10 * time.Millisecond):
		}
	}
}
