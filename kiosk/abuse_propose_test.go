package kiosk

// Forms with files that are sent to harm: bodies that never come, that lie about their length, of too many parts, or whose
// picture is a bomb; and who reads the names of others out of a review.

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"linli/catalog"
)

// expected is how many bytes the gate has set memory aside for.
func (g *photoGate) expected() (sum int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, x := range g.coming {
		sum += x.length
	}
	return sum
}

// TestUploadsThatNeverCome: of two hundred large photos that are announced and of which half comes, as many are let in as
// there is memory for; the others are told at once, and everybody else is served.
func TestUploadsThatNeverCome(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	x.s.gate.large = rate.NewLimiter(rate.Inf, 0) // only the memory bounds them
	const size = 14 << 20
	var mu sync.Mutex
	told := 0
	var all sync.WaitGroup
	for range 200 {
		conn := x.dial()
		all.Go(func() {
			fmt.Fprintf(conn, "POST /r/2026/propose HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n--x\r\n", size)
			conn.SetReadDeadline(time.Now().Add(3 * time.Second))
			if answer, _ := io.ReadAll(conn); bytes.Contains(answer, []byte(" 429 ")) {
				mu.Lock()
				told++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if most := maxComing / size; told != 200-most || x.s.gate.expected() > maxComing {
		t.Errorf("%d are told to wait, %d let in, %d bytes are expected", told, 200-told, x.s.gate.expected())
	}
	b := x.browser()
	if r := b.post("/r/2026/propose", b.tokened()); r.status != http.StatusSeeOther {
		t.Errorf("somebody without a photo: %d", r.status)
	}
	if r := b.sendPhoto("/r/2026/propose", b.tokened(), snapshot(t, 64, 48)); r.status != http.StatusSeeOther {
		t.Errorf("somebody with a small photo: %d", r.status)
	}
	if n, _ := handedIn(l); n != 2 {
		t.Errorf("%d proposals", n)
	}
	x.alive()
}

// TestUploadsEnd: what has been answered gives its memory back, whatever the answer; what never ends does so in time.
func TestUploadsEnd(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	large := snapshot(t, 2000, 1500)
	for _, c := range []struct {
		path string
		raw  []byte
	}{{"/r/2026/propose", large}, {"/r/2026/propose", make([]byte, 2<<20)}, {"/r/1999/propose", large}, {"/desk/2026/act/screening.survey", large}} {
		b.sendPhoto(c.path, b.tokened(), c.raw)
		if n := x.s.gate.expected(); n != 0 {
			t.Errorf("%s: %d bytes are still expected", c.path, n)
		}
	}
	if n, _ := handedIn(l); n != 1 {
		t.Errorf("%d proposals", n)
	}
	g := newPhotoGate()
	if !g.expect(maxComing) || g.expect(1) {
		t.Error("more than there is memory for")
	}
	g.coming[0].until = time.Now().Add(-time.Second)
	if !g.expect(1) || g.expected() != 1 {
		t.Errorf("what never ended still holds %d bytes", g.expected())
	}
}

// TestMultipartMischief: forms with files that are none are refused and hung up on; nothing is handed in, and the server lives.
func TestMultipartMischief(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	part := func(head, body string) string {
		return "--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n"
	}
	good := part(`name="title"`, "t") + part(`name="photo"; filename="a.jpg"`, "x")
	for name, c := range map[string]struct{ kind, body string }{
		"5,000 parts":            {"multipart/form-data; boundary=x", strings.Repeat(part(`name="title"`, ""), 5000) + "--x--\r\n"},
		"5,000 files":            {"multipart/form-data; boundary=x", strings.Repeat(part(`name="photo"; filename="a"`, ""), 5000) + "--x--\r\n"},
		"a part without end":     {"multipart/form-data; boundary=x", good + "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n" + strings.Repeat("a", 500_000)},
		"a head without end":     {"multipart/form-data; boundary=x", "--x\r\nX: " + strings.Repeat("a", 900_000)},
		"10,000 heads":           {"multipart/form-data; boundary=x", "--x\r\n" + strings.Repeat("X-A: b\r\n", 10_000) + "\r\n\r\n--x--\r\n"},
		"no end":                 {"multipart/form-data; boundary=x", good},
		"no boundary":            {"multipart/form-data", good + "--x--\r\n"},
		"an empty boundary":      {`multipart/form-data; boundary=""`, good + "--x--\r\n"},
		"another boundary":       {"multipart/form-data; boundary=y", good + "--x--\r\n"},
		"a long boundary":        {"multipart/form-data; boundary=" + strings.Repeat("x", 4000), good},
		"parts within parts":     {"multipart/form-data; boundary=x", part("name=\"photo\"; filename=\"a\"\r\nContent-Type: multipart/mixed; boundary=z", strings.Repeat("--z\r\n\r\n", 1000)) + "--x--\r\n"},
		"an address for a name":  {"multipart/form-data; boundary=x", part(`name="photo"; filename="../../../../etc/passwd"`, "x") + "--x--\r\n"},
		"names that are no text": {"multipart/form-data; boundary=x", part("name=\"\xff\x00\"; filename=\"\xfe\"", "x") + "--x--\r\n"},
	} {
		for lie, length := range map[string]int{"": len(c.body), "short": len(c.body) / 2, "long": len(c.body) + 100} {
			wait := 3 * time.Second
			if lie == "long" {
				wait = 300 * time.Millisecond // it waits for the rest, see TestSlowloris
			}
			answer := x.raw(fmt.Sprintf("POST /r/2026/propose HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", c.kind, length, c.body), wait)
			if status, _, _ := strings.Cut(strings.TrimPrefix(answer, "HTTP/1.1 "), " "); answer != "" && !strings.HasPrefix(status, "4") {
				t.Errorf("%s, %s: %.60q", name, lie, answer)
			}
		}
	}
	if n, _ := handedIn(l); n != 0 {
		t.Errorf("%d proposals", n)
	}
	x.alive()
}

// TestReviewGuessed: who knows a slip from the public record finds out by no number of names whose proposal it is, and asks
// for nothing in the proposer's place; beside it others ask as ever, and the text names nobody.
func TestReviewGuessed(t *testing.T) {
	o := toScreen(t)
	o.keepOut()
	o.do("qin", "screening.notify", "no", "1", "number", "1", "date", "2026-10-12", "how", "door", "waived", "no")
	path := "/p/" + o.slip(1) + "/review"
	before := o.size()
	ask := func(text, who string) reply { return o.post("", path, url.Values{"text": {text}, "who": {who}}) }
	for _, text := range []string{"我叫周阿根，请再看看", "周 阿 根", "请打 199 0000 0101"} {
		if r := ask(text, "周阿根"); r.status != 422 || r.doc.Find("#f-text-error").Length() != 1 {
			t.Errorf("%s: %d %s", text, r.status, complaint(r))
		}
	}
	var mu sync.Mutex
	seen := map[int]int{}
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			r := ask("请", fmt.Sprintf("王%d", i))
			mu.Lock()
			defer mu.Unlock()
			seen[r.status]++
		})
	}
	all.Wait()
	if seen[403] != 5 || seen[429] != 35 {
		t.Errorf("%v", seen)
	}
	if r := ask("请再看看", "周阿根"); r.status != 429 || !strings.Contains(r.doc.Find("#f-who-error").Text(), "当面") {
		t.Errorf("the right name after all those: %d %s", r.status, complaint(r))
	}
	if o.size() != before {
		t.Fatal("something was entered")
	}
	o.do("qin", "review.ask", "no", "1", "date", "2026-10-12", "text", "当面提出：请再看看")
	if p := o.slip(2); o.post("", "/p/"+p+"/review", url.Values{"text": {"请"}, "who": {"周阿根"}}).status == 429 {
		t.Error("another slip has no tries left either")
	}
}

// TestPhotosOfNobody: a photo is shown by the round that shows it and by no other, not in its rehearsal, not after it is
// gone, under no other spelling of its hash, and as nothing but a picture.
func TestPhotosOfNobody(t *testing.T) {
	x := newStreet(t)
	l, other := x.collecting("2026", nil), x.collecting("2027", nil)
	b := x.browser()
	if r := b.sendPhoto("/r/2026/propose", b.tokened(), append(snapshot(t, 64, 48), "<script>alert(1)</script>"...)); r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	_, p := handedIn(l)
	r := b.get("/r/2026/photo/" + p.Photo)
	if r.status != 200 || r.head.Get("X-Content-Type-Options") != "nosniff" || r.head.Get("Content-Type") != "image/jpeg" || bytes.Contains(r.body, []byte("script")) || r.head.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", r.status, r.head)
	}
	if _, err := other.KeepPhoto(t.Context(), snapshot(t, 32, 32)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/r/2027/photo/" + p.Photo, "/r/" + catalog.RehearsalOf("2026") + "/photo/" + p.Photo, "/r/2026/photo/" + strings.ToUpper(p.Photo), "/r/2026/photo/%20" + p.Photo, "/r/2026/photo/" + p.Photo + "%00",
		"/r/2026/photo/..%2f..%2fstaff", "/r/2026/photo/" + p.Photo[:8], "/r/2026/photo/",
	} {
		if r := b.get(path); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	x.acts(l, &catalog.Erase{No: 1, Why: "request"})
	for range 2 {
		if r := b.get("/r/2026/photo/" + p.Photo); r.status != 404 || bytes.Contains(r.body, []byte("\xff\xd8\xff")) {
			t.Errorf("after it was erased: %d", r.status)
		}
	}
}
