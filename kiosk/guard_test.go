package kiosk

// What is sent to harm: bodies too large, too deep, too slow or too many, and requests that are none.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot"
	"linli/kiosk/lang"
)

// alive expects the server to answer as ever.
func (x *street) alive() {
	x.t.Helper()
	if r := x.browser().get("/r/2026/observe"); r.status != 200 {
		x.t.Errorf("the server answers %d", r.status)
	}
}

// raw sends bytes as they are and returns what comes back within the time.
func (x *street) raw(request string, wait time.Duration) string {
	x.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(x.base, "http://"))
	if err != nil {
		x.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(wait))
	go io.WriteString(conn, request)
	answer, _ := io.ReadAll(conn)
	return string(answer)
}

// TestLargeBodies: more than a mebibyte is refused in the reader's language before it is read.
func TestLargeBodies(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	for _, l := range lang.All {
		for _, kind := range []string{"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"} {
			head := fmt.Sprintf("POST /vote/cast HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: lang=%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", l, kind, maxBody+1)
			answer := x.raw(head, 5*time.Second)
			r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), nil)
			if err != nil {
				t.Fatalf("%s: %v %q", kind, err, answer)
			}
			body, _ := io.ReadAll(r.Body)
			want := lang.T(l, "error.toolarge.title")
			if r.StatusCode != 413 || !strings.Contains(string(body), want) {
				t.Errorf("%s in %s: %d %.200s", kind, l, r.StatusCode, body)
			}
			if !strings.Contains(r.Header.Get("Content-Security-Policy"), "default-src 'self'") || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: headers %v", kind, r.Header)
			}
		}
	}
	chunked := "POST /vote/cast HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("10000\r\n"+strings.Repeat("x", 0x10000)+"\r\n", 20)
	if answer := x.raw(chunked, 5*time.Second); !strings.HasPrefix(answer, "HTTP/1.1 413") {
		t.Errorf("a chunked body: %.100q", answer)
	}
	just := url.Values{"code": {strings.Repeat("A", maxBody-5)}}
	if r := x.browser().post("/vote", just); r.status != 400 || len(r.body) > 100_000 {
		t.Errorf("just a mebibyte: %d, %d bytes back", r.status, len(r.body))
	}
	x.alive()
}

// TestBrokenRequests: what cannot be read is refused with a status and words, and does no harm.
func TestBrokenRequests(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	code := sheets[0].Code()
	for name, body := range map[string]string{
		"nothing": ``, "half": `{"code":"` + code, "list": `[]`, "text": `"x"`, "null marks type": `{"code":"` + code + `","marks":7}`,
		"unknown field": `{"code":"` + code + `","marks":[{"p":1}],"voter":"Zhou"}`, "unknown mark field": `{"code":"` + code + `","marks":[{"p":1,"name":"x"}]}`,
		"two values": `{"code":"` + code + `","marks":[]} {}`, "fraction": `{"code":"` + code + `","marks":[{"p":1.5}]}`, "overflow": `{"code":"` + code + `","marks":[{"p":1e99}]}`,
		"deep": strings.Repeat(`{"marks":[`, 90_000), "deep list": strings.Repeat(`[`, 1_000_000), "bad UTF-8": "{\"code\":\"\xff\"", "NUL": "\x00",
	} {
		r := x.browser().json("/vote/cast", body)
		var said refusal
		if err := json.Unmarshal(r.body, &said); err != nil || r.status != 400 || said.Code != "invalid" || said.Zh == "" || said.En == "" {
			t.Errorf("%s: %d %.200s", name, r.status, r.body)
		}
		for _, inner := range []string{"json:", "offset", "struct", "goroutine"} {
			if strings.Contains(string(r.body), inner) {
				t.Errorf("%s shows inner text: %s", name, r.body)
			}
		}
	}
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"POST", "/r/2026/observe", 405}, {"PUT", "/vote/cast", 405}, {"DELETE", "/r/2026", 405}, {"GET", "/vote/cast", 405}, {"GET", "/logout", 405}, {"PATCH", "/", 405},
		{"GET", "/nowhere", 404}, {"POST", "/nowhere", 404}, {"GET", "/r/2026/nowhere", 404}, {"GET", "/static/nowhere.css", 404}, {"GET", "/static/../server.go", 404},
		{"GET", "/r/no%20round", 404}, {"GET", "/r/..%2f..%2fetc", 404}, {"GET", "/r/UPPER", 404}, {"GET", "/%ff%fe", 404}, {"GET", "/r/2026/notice", 404},
		{"GET", "/r/2026/ledger?to=-5", 200}, {"GET", "/r/2026/ledger?to=999999999999", 200}, {"GET", "/r/2026/ledger?to=x", 200}, {"GET", "/r/2026/ledger?to=3", 200},
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			r := x.browser().do(c.method, c.path, nil, "Accept", accept)
			if r.status != c.status {
				t.Errorf("%s %s: %d, want %d", c.method, c.path, r.status, c.status)
			}
			if accept == "text/html" && c.status >= 400 && r.doc.Find(".refusal h1").Length() != 1 {
				t.Errorf("%s %s has no words: %s", c.method, c.path, r.body)
			}
			if accept != "text/html" && c.status >= 400 && !json.Valid(r.body) {
				t.Errorf("%s %s is no JSON: %s", c.method, c.path, r.body)
			}
		}
	}
	if answer := x.raw("GET /vote HTTP/1.1\r\nHost: h\r\nX: "+strings.Repeat("x", 20_000)+"\r\n\r\n", 5*time.Second); !strings.HasPrefix(answer, "HTTP/1.1 431") || !strings.Contains(answer, "Content-Security-Policy") {
		t.Errorf("a flood of headers: %.100q", answer)
	}
	for _, request := range []string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: \r\n\r\n", "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"} {
		x.raw(request, time.Second)
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 {
		t.Errorf("a broken request has cast: %v", err)
	}
	x.alive()
}

// TestSlowClients: who sends a request too slowly is cut off, and others do not wait for them.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	if got := New(Config{Env: newBureau(t).env}).app.Server().ReadTimeout; got != readTimeout || got > 10*time.Second {
		t.Errorf("the server waits %v for a request", got)
	}
	o := newStreet(t)
	o.voting("2026", ballot.Approval, 1)
	quick := New(Config{Env: o.env, Public: o.base, Log: o.s.Log})
	quick.app.Server().ReadTimeout = 300 * time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go quick.Serve(ln)
	defer quick.Shutdown(context.Background())
	began := time.Now()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			conn, err := net.Dial("tcp", ln.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(5 * time.Second))
			io.WriteString(conn, []string{"GET /vote HTTP/1.1\r\nX: ", "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"}[i%2])
			go func() {
				for _, err := io.WriteString(conn, "a"); err == nil; _, err = io.WriteString(conn, "a") {
					time.Sleep(50 * time.Millisecond)
				}
			}()
			if _, err := io.Copy(io.Discard, conn); err != nil && time.Since(began) > 4*time.Second {
				t.Errorf("a slow client is not cut off: %v", err)
			}
		})
	}
	if r, err := http.Get("http://" + ln.Addr().String() + "/r/2026/observe.json"); err != nil || r.StatusCode != 200 || time.Since(began) > 2*time.Second {
		t.Errorf("others wait %v: %v", time.Since(began), err)
	} else {
		r.Body.Close()
	}
	all.Wait()
}

// TestManyCastsOfOneSheet: a thousand requests with one sheet, by form and by program, are one ballot and one receipt.
func TestManyCastsOfOneSheet(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	code := sheets[0].Code()
	transport := &http.Transport{MaxConnsPerHost: 100, MaxIdleConnsPerHost: 100}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var mu sync.Mutex
	answers := map[string]int{}
	var all sync.WaitGroup
	for i := range 1000 {
		all.Go(func() {
			kind, body := "application/json", fmt.Sprintf(`{"code":%q,"marks":[{"p":%d}]}`, code, i%2+1)
			if i%4 >= 2 {
				kind, body = "application/x-www-form-urlencoded", fmt.Sprintf("code=%s&p=%d", code, i%2+1)
			}
			r, err := client.Post(x.base+"/vote/cast", kind, bytes.NewReader([]byte(body)))
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			said, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			if r.StatusCode == 409 {
				said = nil
			}
			mu.Lock()
			defer mu.Unlock()
			answers[fmt.Sprint(r.StatusCode, r.Header.Get("Location"), string(said))]++
		})
	}
	all.Wait()
	tracker := sheets[0].Tracker("2026")
	byForm, byProgram := answers["303/vote/receipt/"+tracker], answers[`200{"tracker":"`+tracker+`"}`]
	if byForm != 250 || byProgram != 250 || answers["409"] != 500 {
		t.Errorf("answers %v", answers)
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 1 || len(box.Spends()) != 1 {
		t.Errorf("%d ballots, %v", box.Count(), err)
	}
}
