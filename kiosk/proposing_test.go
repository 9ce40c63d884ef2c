package kiosk

// Proposals with photos, within and outside the dates, at a proposal point, at a seminar.

import (
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"encoding/binary"
	"encoding/json"
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

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/time/rate"

	"linli/ballot"
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

// tokened is a form with a slip of its own.
func (b *browser) tokened(changes ...string) url.Values {
	b.t.Helper()
	return idea(append(changes, "token", b.get("/r/2026/propose").doc.Find("input[name=token]").AttrOr("value", ""))...)
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
	raw := snapshot(t, 400, 300)
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

// TestProposeDates: before and after the dates residents read both of them and what to do; what they typed is not lost; the
// staff enter paper of an earlier day.
func TestProposeDates(t *testing.T) {
	for name, c := range map[string]struct{ from, to, key string }{
		"early": {"2026-10-20", "2026-10-31", "propose.untimely.early"}, "late": {"2026-09-01", "2026-10-10", "propose.untimely.late"},
	} {
		x := newStreet(t)
		l := x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = c.from, c.to })
		for _, lg := range lang.All {
			b := x.browser()
			r := b.get("/r/2026/propose?lang=" + string(lg))
			for _, want := range []string{lang.T(lg, c.key), lang.T(lg, c.key+".how"), lang.Date(lg, day(c.from)), lang.Date(lg, day(c.to))} {
				if !strings.Contains(r.text(), want) {
					t.Errorf("%s: the page does not say %q: %s", name, want, r.text())
				}
			}
			if r.status != 200 || r.doc.Find("form[action='/r/2026/propose']").Length() != 0 {
				t.Errorf("%s: %d, or there is a form", name, r.status)
			}
		}
		b := x.browser()
		typed := idea("token", newSlip(t))
		r := b.post("/r/2026/propose", typed)
		if kept := fields(r.doc.Find("form[action='/r/2026/propose']")); r.status != 409 || kept.Get("title") != typed.Get("title") || !strings.Contains(r.text(), c.from) || !strings.Contains(r.text(), c.to) {
			t.Errorf("%s: sent all the same: %d %s", name, r.status, r.text())
		}
		if r := b.post("/r/2026/propose", typed, "Accept", "application/json"); r.status != 409 || !strings.Contains(string(r.body), `"code":"window"`) {
			t.Errorf("%s: by program: %d %s", name, r.status, r.body)
		}
		if n, _ := handedIn(l); n != 0 {
			t.Errorf("%s: %d proposals", name, n)
		}
	}
}

// newSlip is a code for a slip to be.
func newSlip(t testing.TB) string {
	t.Helper()
	code, err := ballot.NewSlip(cryptorand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// clerk is a browser in which that member of the staff has signed in.
func (x *street) clerk(login string) *browser {
	x.t.Helper()
	b := x.browser()
	if r := b.login(login, officePassword); r.status != http.StatusSeeOther {
		x.t.Fatalf("login: %d", r.status)
	}
	return b
}

// TestStaffedPoint: the staff write down what a resident says, with a photo and, of paper, its date; the resident gets a slip.
func TestStaffedPoint(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = "2026-10-01", "2026-10-10" })
	b := x.clerk("qin")
	const at = "/desk/2026/propose"
	if r := b.get("/desk/2026/act/proposal.submit"); r.head.Get("Location") != at {
		t.Errorf("the act leads to %q", r.head.Get("Location"))
	}
	page := b.get(at)
	if page.status != 200 || page.doc.Find("select[name=from]").Length() != 1 || page.doc.Find("input[name=date]").Length() != 1 {
		t.Fatalf("%d %s", page.status, page.text())
	}
	token := page.doc.Find("input[name=token]").AttrOr("value", "")
	for date, want := range map[string]string{"": "不在征集日期内", "2026-10-11": "不在征集日期内", "10月": "2026-11-22"} {
		r := b.sendPhoto(at, idea("token", token, "from", "unit", "date", date), nil)
		if r.status < 400 || !strings.Contains(r.text(), want) || fields(r.doc.Find("form[action='"+at+"']")).Get("name") != "周阿根" {
			t.Errorf("paper of %q: %d %s", date, r.status, r.text())
		}
	}
	if r := b.sendPhoto(at, idea("token", token, "date", "2026-10-09", "from", "stranger"), nil); r.status != 422 || r.doc.Find("#f-from-error").Length() != 1 {
		t.Errorf("of a stranger: %d", r.status)
	}
	r := b.sendPhoto(at, idea("token", token, "from", "unit", "date", "2026-10-09"), snapshot(t, 64, 48))
	n, p := handedIn(l)
	if r.status != http.StatusSeeOther || n != 1 || p.Channel != "point" || p.Date != "2026-10-09" || p.From != "unit" || p.Photo == "" || p.Received.Actor != "qin" {
		t.Fatalf("%d %s %+v", r.status, r.text(), p.Submit)
	}
	desk := b.get("/desk/2026/proposal/1")
	if !strings.Contains(desk.text(), lang.Date(lang.Zh, day("2026-10-09"))) || desk.doc.Find("img[src='/r/2026/photo/"+p.Photo+"']").Length() != 1 {
		t.Errorf("the desk shows %s", desk.text())
	}
	if slip := b.get("/p/" + p.Slip + "/slip.pdf"); slip.status != 200 || !bytes.HasPrefix(slip.body, []byte("%PDF")) {
		t.Errorf("its slip: %d", slip.status)
	}
	if r := x.clerk("bao").get(at); r.status != 403 {
		t.Errorf("a clerk of a station: %d", r.status)
	}
	if r := x.browser().post(at, idea()); r.status != http.StatusSeeOther || !strings.HasPrefix(r.head.Get("Location"), "/login") {
		t.Errorf("a stranger: %d", r.status)
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

// TestProposalPoint: a machine at a proposal point shows nothing but the form and the slip of whoever stands before it.
func TestProposalPoint(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.clerk("qin")
	bind := b.get("/desk/2026/machine/0")
	exit := strings.ReplaceAll(bind.doc.Find(".ticket .code").Text(), " ", "")
	r := b.press(bind, "/desk/2026/machine/0", nil)
	if r.head.Get("Location") != "/kiosk/2026/0" {
		t.Fatalf("%d %s", r.status, r.head.Get("Location"))
	}
	invite := b.get("/kiosk/2026/0")
	if !invite.doc.Find("html").HasClass("kiosk") || invite.doc.Find("a[href='/r/2026/propose']").Length() != 1 || b.get("/r/2026/propose/qr").status != 200 {
		t.Fatalf("%d %s", invite.status, invite.text())
	}
	for _, path := range []string{"/", "/desk", "/desk/2026", "/r/2026", "/r/2026/proposals", "/vote", "/vote/choose", "/login", "/r/2026/ledger", "/p"} {
		if r := b.get(path); r.status != http.StatusSeeOther || r.head.Get("Location") != "/kiosk/2026/0" {
			t.Errorf("the machine opens %s: %d %s", path, r.status, r.head.Get("Location"))
		}
	}
	form := b.get("/r/2026/propose")
	if form.doc.Find("input[type=file]").Length() != 0 || form.doc.Find("main form").AttrOr("enctype", "") != "" {
		t.Error("a file can be chosen at the machine, which leads out of it")
	}
	wrong := b.press(form, "/r/2026/propose", idea("title", ""))
	if wrong.status != 422 || fields(wrong.doc.Find("form")).Get("name") != "周阿根" {
		t.Errorf("%d", wrong.status)
	}
	r = b.press(form, "/r/2026/propose", idea())
	n, p := handedIn(l)
	if n != 1 || p.Channel != "kiosk" || p.From != "resident" {
		t.Fatalf("%d %s %+v", r.status, r.text(), p.Submit)
	}
	to := r.head.Get("Location")
	slip := b.get(to)
	if slip.doc.Find(".ticket .code").Length() != 1 || slip.doc.Find("#reset").AttrOr("href", "") != "/kiosk/2026/0" || !strings.Contains(string(slip.body), "60;url=/kiosk/2026/0") || slip.doc.Find("img.qr").Length() != 1 {
		t.Errorf("the slip at the machine: %d %s", slip.status, slip.text())
	}
	b.get("/kiosk/2026/0") // the next person
	for what, r := range map[string]reply{"the slip": b.get(to), "another's slip": b.get("/p/" + p.Slip), "the form sent again": b.press(wrong, "/r/2026/propose", idea())} {
		if r.status != http.StatusSeeOther || r.head.Get("Location") != "/kiosk/2026/0" {
			t.Errorf("%s is shown to the next person: %d", what, r.status)
		}
	}
	if n, _ := handedIn(l); n != 1 {
		t.Errorf("%d proposals", n)
	}
	x.acts(l, &catalog.CloseCollection{})
	if r := b.get("/kiosk/2026/0"); r.status != 200 || r.doc.Find("a[href='/r/2026/propose']").Length() != 0 {
		t.Errorf("after the end: %d %s", r.status, r.text())
	}
	if r := b.post("/kiosk/exit", url.Values{"code": {exit}}); r.status != http.StatusSeeOther || b.get("/r/2026/proposals").status != 200 {
		t.Errorf("the exit code does not set it free: %d", r.status)
	}
	if r := x.clerk("bao").get("/desk/2026/machine/0"); r.status != 403 {
		t.Errorf("a clerk of a station: %d", r.status)
	}
}

// seminarOf is a seminar's form with so many good proposals.
func seminarOf(t testing.TB, n int, changes ...string) url.Values {
	v := url.Values{"date": {"2026-10-09"}, "place": {"会议室"}, "chair": {"书记 秦"}, "bodies": {"甲物业公司\r\n乙卫生站\r\n"}, "ideas": {fmt.Sprint(n + 1)}}
	for i := range n {
		for name, text := range map[string]string{
			"from": "unit", "name": "甲物业公司", "phone": "0000-7", "title": fmt.Sprint("第", i+1, "件"), "place": "南门", "kind": "engineering", "text": "加一张长椅", "cost": "2万", "token": newSlip(t),
		} {
			v.Set(fmt.Sprint(name, "-", i+1), text)
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

// TestSeminarForm: a seminar and its proposals are entered together, once, with slips for all.
func TestSeminarForm(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.clerk("qin")
	const at = "/desk/2026/seminar"
	if r := b.get("/desk/2026/act/seminar.meet"); r.head.Get("Location") != at {
		t.Errorf("the act leads to %q", r.head.Get("Location"))
	}
	page := b.get(at)
	if page.status != 200 || page.doc.Find("input[name=token-3]").Length() != 1 {
		t.Fatalf("%d %s", page.status, page.text())
	}
	more := b.post(at, seminarOf(t, 2, "more", "yes"))
	if more.status != 200 || more.doc.Find("input[name=token-6]").Length() != 1 || more.doc.Find("input[name=title-2]").AttrOr("value", "") != "第2件" {
		t.Errorf("more room: %d %s", more.status, more.text())
	}
	good := seminarOf(t, 3)
	r := b.post(at, good)
	if r.status != http.StatusSeeOther || r.head.Get("Location") != "/desk/2026/import?from=1&to=3" {
		t.Fatalf("%d %s %s", r.status, r.head.Get("Location"), r.text())
	}
	if r := b.post(at, good); r.head.Get("Location") != "/desk/2026/import?from=1&to=3" {
		t.Errorf("sent twice: %d %s", r.status, r.text())
	}
	n, p := handedIn(l)
	if n != 3 || p.Meeting != 1 || p.Channel != "seminar" || p.Date != "2026-10-09" || p.From != "unit" || p.Cost != 2_000_000 {
		t.Errorf("%d, %+v", n, p.Submit)
	}
	print := b.get(b.get("/desk/2026/import?from=1&to=3").doc.Find("a[href$='1-3.pdf']").AttrOr("href", "/none"))
	if print.status != 200 || !bytes.HasPrefix(print.body, []byte("%PDF")) {
		t.Errorf("the slips: %d", print.status)
	}
	if desk := b.get("/desk/2026/proposal/3"); !strings.Contains(desk.text(), "第1次座谈会") || !strings.Contains(desk.text(), "会议室") {
		t.Errorf("the desk says %s", desk.text())
	}
	twin := seminarOf(t, 1)
	if r := b.post(at, twin); r.status != 409 || r.doc.Find("input[name=again]").Length() != 1 {
		t.Errorf("the same again: %d %s", r.status, r.text())
	}
	twin.Set("again", "yes")
	if r := b.post(at, twin); r.status != http.StatusSeeOther {
		t.Errorf("the same on purpose: %d %s", r.status, r.text())
	}
	if r := x.clerk("bao").get(at); r.status != 403 {
		t.Errorf("a clerk: %d", r.status)
	}
}

// TestSeminarWrong: all that is wrong is told at once at its field, all words stay, and nothing is entered.
func TestSeminarWrong(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", func(s *catalog.Scheme) {
		s.ServiceProposers, s.ProposeFrom, s.ProposeTo = []string{"organisation"}, "2026-10-01", "2026-10-31"
	})
	b := x.clerk("qin")
	const at = "/desk/2026/seminar"
	before, _, _ := l.Ledger().Tree()
	for name, c := range map[string]struct {
		form  url.Values
		wrong string
	}{
		"several":          {seminarOf(t, 2, "place", "", "bodies", " \r\n", "title-1", "", "cost-2", "很多", "name-2", ""), "place bodies title-1 name-2 cost-2"},
		"no date":          {seminarOf(t, 1, "date", "昨天"), "date"},
		"tomorrow":         {seminarOf(t, 1, "date", "2026-10-13"), "date"},
		"before the dates": {seminarOf(t, 1, "date", "2026-09-30"), "date"},
		"not theirs":       {seminarOf(t, 2, "kind-2", "service"), "from-2"},
		"a stranger":       {seminarOf(t, 1, "from-1", "stranger"), "from-1"},
		"markup":           {seminarOf(t, 1, "title-1", strings.Repeat("<b>", 40)), "title-1"},
		"a made-up token":  {seminarOf(t, 1, "token-1", "x"), "title-1"},
		"none":             {seminarOf(t, 0), ""},
		"very many":        {seminarOf(t, 1, "ideas", "99999999", "title-1", ""), "title-1"},
	} {
		r := b.post(at, c.form)
		var got []string
		r.doc.Find(".error[id]").Each(func(_ int, n *goquery.Selection) {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(n.AttrOr("id", ""), "f-"), "-error"))
		})
		if r.status < 400 || strings.Join(got, " ") != c.wrong {
			t.Errorf("%s: %d, wrong are %v, want %s: %s", name, r.status, got, c.wrong, r.doc.Find("[role=alert]").Text())
		}
		kept := fields(r.doc.Find("form[action='" + at + "']"))
		for _, field := range []string{"chair", "text-1", "phone-1"} {
			if kept.Get(field) != c.form.Get(field) {
				t.Errorf("%s: %s was lost", name, field)
			}
		}
		x.harmless(r)
	}
	if after, _, _ := l.Ledger().Tree(); after != before {
		t.Errorf("%d entries were made", after-before)
	}
	var refused map[string]any
	r := b.post(at, seminarOf(t, 1, "title-1", ""), "Accept", "application/json")
	if err := json.Unmarshal(r.body, &refused); err != nil || r.status != 422 {
		t.Errorf("a program: %d %s", r.status, r.body)
	}
}

// TestMergedAreTold: whoever's proposal was joined to another reads on the slip which one, and how far that is; the other
// tells which were joined to it. Both proposers stay.
func TestMergedAreTold(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	var slips []string
	for _, title := range []string{"南门充电棚", "南门加装充电桩"} {
		b.post("/r/2026/propose", b.tokened("title", title))
		_, p := handedIn(l)
		slips = append(slips, p.Slip)
	}
	x.acts(l, &catalog.Merge{No: 2, Into: 1, Why: "同一件事"})
	joined := b.get("/p/" + slips[1])
	for _, want := range []string{"T-001", "南门充电棚", lang.T(lang.Zh, "slip.into.how"), lang.T(lang.Zh, "stage.received")} {
		if !strings.Contains(joined.text(), want) {
			t.Errorf("the slip of the joined one does not say %q: %s", want, joined.text())
		}
	}
	if other := b.get("/p/" + slips[0]); !strings.Contains(other.text(), "T-002 南门加装充电桩") {
		t.Errorf("the other slip: %s", other.text())
	}
	x.acts(l, &catalog.CloseCollection{})
	n := 0
	l.Read(func(r *catalog.Round) { n = len(r.Scheme.Grounds) })
	x.acts(l, catalog.Cleared(1, n, "Office"))
	if joined := b.get("/p/" + slips[1]); !strings.Contains(joined.text(), lang.T(lang.Zh, "stage.screened")) {
		t.Errorf("the slip of the joined one does not follow the other: %s", joined.text())
	}
	for no := 1; no <= 2; no++ {
		ref := ""
		l.Read(func(r *catalog.Round) { ref = r.Proposal(no).Proposer })
		if who, err := l.Person(context.Background(), ref); err != nil || who.Name != "周阿根" {
			t.Errorf("the proposer of %d: %v", no, err)
		}
	}
}

// TestPosters: poster and blank form hang where everybody gets them, once the scheme is adopted.
func TestPosters(t *testing.T) {
	x := newStreet(t)
	x.collecting("2026", func(s *catalog.Scheme) { s.ProposeFrom, s.ProposeTo = "2026-10-01", "2026-10-31" })
	b := x.browser()
	for _, name := range []string{"poster", "poster-a3", "proposal-form"} {
		r, again := b.get("/r/2026/paper/"+name+".pdf"), b.get("/r/2026/paper/"+name+".pdf")
		if r.status != 200 || !bytes.HasPrefix(r.body, []byte("%PDF")) || !bytes.Equal(r.body, again.body) {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := b.get("/r/2026"); r.status != 200 {
		t.Error(r.status)
	}
	if links := x.clerk("qin").get("/desk/2026").doc.Find("a[href$='poster.pdf'], a[href$='proposal-form.pdf'], a[href='/desk/2026/machine/0']"); links.Length() != 3 {
		t.Errorf("%d links on the desk", links.Length())
	}
}
