package kiosk

// A resident proposes on a small phone, with a photo and without scripts; and at a proposal point's machine, which forgets.

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// proposeByPhone: what cannot be read as a photo is told with all words kept; a photo is shown on the slip. Nothing is wider
// than a phone of 320 pixels, and no script is needed.
func proposeByPhone(t *testing.T, root context.Context) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	dir := t.TempDir()
	file := func(name string, raw []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	p := openTab(t, root, x.base, noScripts, phone)
	p.open("/r/2026/propose")
	p.fits(320)()
	words := map[string]string{"title": "三号楼前的长椅", "place": "3幢北侧", "text": "腿脚不便的人，半路要歇。", "name": "周阿根", "phone": "199 0000 0101"}
	for name, value := range words {
		p.do(p.click("[name="+name+"]"), chromedp.KeyEvent(value))
	}
	p.do(p.tap("[name=kind][value=service]"))
	send := func(path string) {
		t.Helper()
		p.do(chromedp.SetUploadFiles(chromedp.CSS("[name=photo]"), []string{path}))
		p.turn(p.tap("main form .button.main"))
	}
	send(file("a.jpg", []byte("no picture")))
	p.wants("#f-photo-error", "照片打不开")
	p.wants("[role=alert]", "照片")
	for name, value := range words {
		if got := valueOf[string](p, "document.querySelector('[name="+name+"]').value"); got != value {
			t.Errorf("%s is %q, was typed as %q", name, got, value)
		}
	}
	p.fits(320)()
	send(file("b.jpg", snapshot(t, 2400, 1800)))
	p.wants("main .strip.good", "已经收到")
	p.wants("h1", words["title"])
	p.until("the photo", "document.querySelector('main img[src*=photo]')?.naturalWidth === 1600")
	p.until("the code", "document.querySelector('img.qr')?.naturalWidth > 0")
	p.fits(320)()
	if n, last := handedIn(l); n != 1 || last.Photo == "" || last.Kind != "service" {
		t.Errorf("%d proposals, %+v", n, last.Submit)
	}
}

// proposeAtThePoint: a proposal point's machine asks whether somebody is still there, wipes what was typed, and shows the
// next person neither it nor the slip.
func proposeAtThePoint(t *testing.T, root context.Context) {
	x := newStreet(t)
	x.s.idle = 1
	l := x.collecting("2026", nil)
	p := openTab(t, root, x.base)
	p.open("/desk/2026/machine/0")
	p.signIn("qin", officePassword)
	p.turn(p.click("main form .button.main"))
	if p.path() != "/kiosk/2026/0" {
		t.Fatalf("it leads to %s", p.path())
	}
	write := func() {
		t.Helper()
		p.turn(p.click("a[href='/r/2026/propose']"))
		for name, value := range map[string]string{"title": "遮阳亭", "place": "南门", "text": "夏天太晒", "name": "周阿根", "phone": "0000"} {
			p.do(p.click("[name="+name+"]"), chromedp.KeyEvent(value))
		}
	}
	write()
	p.until("the question", "document.getElementById('idle').open")
	p.within(2*tabPatience, "the screen that invites", "location.pathname === '/kiosk/2026/0'")
	write()
	p.do(p.click("[name=kind][value=service]"))
	p.turn(p.click("main form .button.main"))
	p.wants("main .strip.good", "已经收到")
	p.turn(p.click("#reset"))
	p.history("back")
	p.until("the page before", "document.readyState === 'complete' && document.querySelector('main')")
	typed := valueOf[string](p, "[...document.querySelectorAll('input[type=text],input[type=tel],textarea')].map(x => x.value).join('')")
	if text := p.text("body") + typed; strings.Contains(text, "周阿根") || strings.Contains(text, "遮阳亭") {
		t.Errorf("the next person reads %s", text)
	}
	if n, last := handedIn(l); n != 1 || last.Channel != "kiosk" {
		t.Errorf("%d proposals, %+v", n, last.Submit)
	}
}
