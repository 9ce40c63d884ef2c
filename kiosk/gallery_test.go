package kiosk

// The gallery is there only when it is asked for, shows every sample in every language, and can do nothing.

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
)

// ask sends one request to a server that does not listen.
func ask(t *testing.T, s *Server, method, path string) (*http.Response, string) {
	t.Helper()
	r, err := s.app.Test(httptest.NewRequest(method, path, nil), -1)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(body)
}

func TestGalleryIsOff(t *testing.T) {
	x := newStreet(t)
	for _, path := range []string{"/gallery", "/gallery/home", "/gallery/home/voting", "/gallery/picture.svg"} {
		if r := x.browser().get(path); r.status != 404 {
			t.Errorf("%s without the flag: %d", path, r.status)
		}
	}
	s := New(Config{Env: x.env, Log: slog.New(slog.DiscardHandler), Gallery: true})
	if r, _ := ask(t, s, "GET", "/gallery"); r.StatusCode != 200 {
		t.Errorf("with the flag: %d", r.StatusCode)
	}
	if r, _ := ask(t, s, "GET", "/login"); r.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("the gallery lets other pages into frames: %v", r.Header)
	}
}

// TestGallerySamples draws every sample without a store.
func TestGallerySamples(t *testing.T) {
	s := NewGallery(slog.New(slog.DiscardHandler))
	for _, sample := range gallery.Samples() {
		for _, l := range lang.All {
			r, body := ask(t, s, "GET", GalleryPath(sample, l))
			if r.StatusCode != 200 || !strings.Contains(body, `<html lang="`+l.Tag()+`"`) {
				t.Errorf("%s in %s: %d", sample.Name(), l, r.StatusCode)
			}
			if strings.Contains(body, "/r/2026/events") || strings.Contains(body, `data-kiosk="/kiosk/`) {
				t.Errorf("%s asks a real round", sample.Name())
			}
		}
	}
	if r, _ := ask(t, s, "GET", "/r/gallery/events"); r.StatusCode != 204 {
		t.Errorf("news of a sample: %d", r.StatusCode)
	}
	if r, body := ask(t, s, "GET", gallery.Picture); r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "image/svg") || body != gallery.Drawing {
		t.Errorf("the picture: %d %s", r.StatusCode, r.Header.Get("Content-Type"))
	}
}

func TestGalleryCanDoNothing(t *testing.T) {
	s := NewGallery(slog.New(slog.DiscardHandler))
	r, _ := ask(t, s, "GET", "/gallery/act/confirm")
	if csp := r.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'none'") || !strings.Contains(csp, "frame-ancestors 'self'") {
		t.Errorf("a sample's form can be sent: %s", csp)
	}
	if len(r.Cookies()) != 0 {
		t.Errorf("a sample sets %v", r.Cookies())
	}
	for _, path := range []string{"/gallery/nothing", "/gallery/home/nothing", "/gallery/../login/x", "/", "/desk"} {
		if r, _ := ask(t, s, "GET", path); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if r, _ := ask(t, s, "POST", "/gallery/act/confirm"); r.StatusCode < 400 {
		t.Errorf("a POST: %d", r.StatusCode)
	}
}

func TestGallerySettings(t *testing.T) {
	s := NewGallery(slog.New(slog.DiscardHandler))
	_, body := ask(t, s, "GET", "/gallery/code/open?lang=en&size=2&theme=contrast&evil=1")
	for _, part := range []string{`lang="en"`, `data-size="2"`, `data-contrast="1"`, "theme=contrast"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s", part)
		}
	}
	if strings.Contains(body, "evil") {
		t.Error("an unknown setting is passed on")
	}
}

// TestGalleryIndex follows every frame and every link of the index to a sample.
func TestGalleryIndex(t *testing.T) {
	s := NewGallery(slog.New(slog.DiscardHandler))
	_, body := ask(t, s, "GET", "/gallery?lang=en")
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if n := doc.Find("iframe").Length(); n != len(gallery.Pages()) {
		t.Errorf("%d frames for %d pages", n, len(gallery.Pages()))
	}
	if n := doc.Find(".others a").Length(); n != len(gallery.Samples()) {
		t.Errorf("%d links to %d samples", n, len(gallery.Samples()))
	}
	for _, folder := range gallery.Pages() {
		_, body := ask(t, s, "GET", "/gallery/"+folder)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, sample := range gallery.Of(folder) {
			want += len(sample.Screens) * len(lang.All)
		}
		if n := doc.Find(`iframe[loading=lazy][sandbox=allow-same-origin][width][height]`).Length(); n != want {
			t.Errorf("%s has %d frames, want %d", folder, n, want)
		}
		doc.Find("iframe").Each(func(_ int, n *goquery.Selection) {
			if r, _ := ask(t, s, "GET", n.AttrOr("src", "")); r.StatusCode != 200 {
				t.Errorf("%s: %d", n.AttrOr("src", ""), r.StatusCode)
			}
		})
	}
}
