package kiosk

// Photos that come in with a proposal: what is kept, what is refused, two at once, and one that is taken down.

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/photo"
)

// snapshot is a JPEG of that size; of noise, so that it is large.
func snapshot(t testing.TB, w, h int) []byte {
	t.Helper()
	p, r := image.NewRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, uint64(w)))
	for y := range h {
		for x := range w {
			p.SetRGBA(x, y, color.RGBA{byte(r.Uint32()), byte(x), byte(y), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pngHead is the beginning of a PNG of that size, with no picture after it.
func pngHead(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, w), h)
	b = append(b, 8, 6, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

// sendPhoto posts a form as a browser does that has a file in it.
func (b *browser) sendPhoto(path string, form url.Values, file []byte, heads ...string) reply {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, text := range values {
			if err := w.WriteField(name, text); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile("photo", "IMG_0001.jpg")
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(file)
	w.Close()
	return b.do(http.MethodPost, path, &body, append([]string{"Content-Type", w.FormDataContentType()}, heads...)...)
}

// TestProposePhoto: a photo of a phone's size is handed in without any script, is cleaned and shown, is kept by browsers, and
// goes with its proposer.
func TestProposePhoto(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	form := b.get("/r/2026/propose").doc.Find("form[action='/r/2026/propose']")
	if input := form.Find("input[type=file][name=photo]"); form.AttrOr("enctype", "") != "multipart/form-data" || input.AttrOr("accept", "") != "image/jpeg,image/png" {
		t.Fatal("the form takes no photo")
	}
	raw := snapshot(t, 2400, 1800)
	if len(raw) < maxBody {
		t.Fatalf("%d bytes are no phone's photo", len(raw))
	}
	r := b.sendPhoto("/r/2026/propose", b.tokened(), raw)
	n, p := handedIn(l)
	if r.status != http.StatusSeeOther || n != 1 || p.Photo == "" {
		t.Fatalf("%d %s, %d proposals, photo %q", r.status, r.text(), n, p.Photo)
	}
	slip := b.get(r.head.Get("Location"))
	src, alt := slip.doc.Find("main img[src^='/r/2026/photo/']").AttrOr("src", ""), slip.doc.Find("main img[src^='/r/2026/photo/']").AttrOr("alt", "")
	if src != "/r/2026/photo/"+p.Photo || alt == "" {
		t.Fatalf("the slip shows %q, alt %q", src, alt)
	}
	pic := b.get(src)
	if got := pic.head.Get("Cache-Control"); pic.status != 200 || pic.head.Get("Content-Type") != "image/jpeg" || !strings.Contains(got, "immutable") || !strings.Contains(got, "private") {
		t.Errorf("%d %v", pic.status, pic.head)
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(pic.body)); err != nil || c.Width != photo.Side || len(pic.body) > photo.MaxKept {
		t.Errorf("%+v, %d bytes, %v", c, len(pic.body), err)
	}
	for _, path := range []string{"/r/2026/photo/" + strings.Repeat("a", 64), "/r/2026/photo/x", "/r/2026/photo/" + p.Photo[:63], "/r/1999/photo/" + p.Photo} {
		if r := b.get(path); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	x.frozen(l)
	if img := b.get("/r/2026/library").doc.Find("img[src='" + src + "']"); img.Length() != 1 || img.AttrOr("alt", "") == "" {
		t.Error("the library does not show it")
	}
	x.acts(l, &catalog.Erase{No: 1, Why: "request"})
	if r := b.get(src); r.status != 404 || r.head.Get("Cache-Control") != "no-store" {
		t.Errorf("after the proposer was erased: %d %v", r.status, r.head)
	}
	if slip := b.get("/p/" + p.Slip); slip.doc.Find("img[src^='/r/']").Length() != 0 {
		t.Error("the slip still shows it")
	}
}

// TestProposePhotoRefused: whatever is no photo is refused by name at its field; all words stay, nothing is handed in.
func TestProposePhotoRefused(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	good := snapshot(t, 64, 48)
	for name, c := range map[string]struct {
		raw    []byte
		status int
		says   string
	}{
		"text":           {[]byte("这不是照片"), 422, "照片打不开"},
		"SVG":            {[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"), 422, "照片打不开"},
		"half":           {good[:len(good)/2], 422, "照片打不开"},
		"100 megapixels": {pngHead(10_000, 10_000), 413, "照片太大"},
		"lying header":   {pngHead(100, 100), 422, "照片打不开"},
		"GIF":            {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 422, "照片打不开"},
		"noughts":        {make([]byte, 2<<20), 422, "照片打不开"},
	} {
		typed := b.tokened("text", "下雨积水，请抬高")
		r := b.sendPhoto("/r/2026/propose", typed, c.raw)
		if got := r.doc.Find("#f-photo-error").Text(); r.status != c.status || !strings.Contains(got, c.says) {
			t.Errorf("%s: %d %q", name, r.status, got)
			continue
		}
		kept := fields(r.doc.Find("form[action='/r/2026/propose']"))
		for field := range typed {
			if kept.Get(field) != strings.ReplaceAll(typed.Get(field), "\r\n", "\n") {
				t.Errorf("%s: %s is shown again as %q", name, field, kept.Get(field))
			}
		}
	}
	r := b.sendPhoto("/r/2026/propose", b.tokened("title", "", "name", ""), []byte("x"))
	if got := r.doc.Find("[role=alert] a").Length(); got != 3 {
		t.Errorf("of three wrong fields %d are told", got)
	}
	r = b.sendPhoto("/r/2026/propose", b.tokened("title", ""), good)
	if got := r.doc.Find("#f-photo-error").Text(); !strings.Contains(got, lang.T(lang.Zh, "propose.photo.again")) {
		t.Errorf("nobody says that the photo has to be chosen again: %q", got)
	}
	if r := b.sendPhoto("/r/2026/propose", b.tokened(), nil); r.status != http.StatusSeeOther {
		t.Errorf("an empty file: %d", r.status)
	}
	if n, p := handedIn(l); n != 1 || p.Photo != "" {
		t.Errorf("%d proposals were handed in, photo %q", n, p.Photo)
	}
}

// TestPhotoBodies: only a form with a photo may be large; what is too large is refused before a byte of it is read, and too
// many at once are told to wait.
func TestPhotoBodies(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	send := func(path string, size int, says ...string) {
		t.Helper()
		head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n", path, size)
		answer := x.raw(head, 5*time.Second)
		for _, text := range says {
			if !strings.Contains(answer, text) {
				t.Errorf("%s, %d bytes: no %q in %.2000s", path, size, text, answer)
			}
		}
	}
	send("/r/2026/propose", maxPictureBody+1, "413", "照片太大")
	send("/vote", maxBody+1, "413", lang.T(lang.Zh, "error.toolarge.title"))
	send("/r/2026/library/propose2", maxBody+1, "413")
	x.s.gate.large = rate.NewLimiter(0, 0)
	send("/r/2026/propose", maxBody+1, "429", "过一分钟")
	x.s.gate.large = rate.NewLimiter(0, 1)
	x.s.gate.kept = rate.NewLimiter(0, 1)
	b := x.browser()
	for i, want := range []int{http.StatusSeeOther, http.StatusTooManyRequests} {
		r := b.sendPhoto("/r/2026/propose", b.tokened(), snapshot(t, 64, 48))
		if r.status != want {
			t.Errorf("photo %d of a stranger who sends many: %d %s", i+1, r.status, r.text())
		}
	}
	if r := b.post("/r/2026/propose", b.tokened()); r.status != http.StatusSeeOther {
		t.Errorf("without a photo: %d", r.status)
	}
	if n, _ := handedIn(l); n != 2 {
		t.Errorf("%d proposals", n)
	}
	x.alive()
}

// TestTwoAtOnce: no more than two photos are unpacked at once, and whoever waits in vain is told.
func TestTwoAtOnce(t *testing.T) {
	g := newPhotoGate()
	shot := snapshot(t, 400, 300)
	raw := func() ([]byte, error) { return shot, nil }
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if _, err := g.clean(context.Background(), raw); err != nil || len(g.cells) > decoding {
				t.Errorf("%d at once: %v", len(g.cells), err)
			}
		})
	}
	all.Wait()
	g.cells <- struct{}{}
	g.cells <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := g.clean(ctx, raw); !errors.Is(err, ErrPhotos) {
		t.Errorf("a third: %v", err)
	}
	if cap(g.cells) != 2 {
		t.Errorf("%d at once", cap(g.cells))
	}
}

// TestPhotoTakenDown: a photo that should not be in public is removed for good, after the staff have seen what goes.
func TestPhotoTakenDown(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	b.sendPhoto("/r/2026/propose", b.tokened(), snapshot(t, 64, 48))
	_, p := handedIn(l)
	q := x.clerk("qin")
	at := q.get("/desk/2026/proposal/1").doc.Find("a[href*='photo.remove']").AttrOr("href", "")
	if at == "" {
		t.Fatal("nothing leads to its removal")
	}
	asked := q.press(q.get(at), "/desk/2026/act/photo.remove", url.Values{"why": {"unfit"}})
	if asked.status != 200 || !strings.Contains(asked.text(), "永久删除") || b.get("/r/2026/photo/"+p.Photo).status != 200 {
		t.Fatalf("%d %s", asked.status, asked.text())
	}
	if r := q.post("/desk/2026/act/photo.remove", url.Values{"no": {"1"}, "why": {"unfit"}, "confirm": {"yes"}}); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, r.text())
	}
	if r := b.get("/r/2026/photo/" + p.Photo); r.status != 404 {
		t.Errorf("%d", r.status)
	}
	if r := q.post("/desk/2026/act/photo.remove", url.Values{"no": {"1"}, "why": {"unfit"}, "confirm": {"yes"}}); r.status != 422 {
		t.Errorf("twice: %d", r.status)
	}
}
