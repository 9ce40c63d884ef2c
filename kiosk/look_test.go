package kiosk

// How the reader wants to see the pages, and the picture on the receipt.

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
	"linli/kiosk/pdf"
)

// TestContrastIsRemembered: black on white holds from page to page until it is turned off, also between the marks of a
// ballot; a machine forgets it with the rest, and nonsense changes nothing.
func TestContrastIsRemembered(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	b := x.browser()
	high := func(r reply) bool { return r.doc.Find("html").AttrOr("data-contrast", "") == "1" }
	for _, step := range []struct {
		path string
		high bool
	}{
		{"/r/2026", false}, {"/r/2026?contrast=1", true}, {"/r/2026/library?contrast=yes", true}, {"/vote", true},
		{"/vote?contrast=0", false}, {"/vote", false}, {"/kiosk/2026/1?contrast=1", true}, {"/vote", true}, {"/kiosk/2026/1", false}, {"/vote", false},
	} {
		if step.path == "/kiosk/2026/1?contrast=1" {
			b.bind("2026")
		}
		r := b.get(step.path)
		if high(r) != step.high {
			t.Errorf("%s: high contrast %v", step.path, !step.high)
		}
		if href := r.doc.Find(".settings .contrast").AttrOr("href", ""); !strings.Contains(href, "contrast="+map[bool]string{true: "0", false: "1"}[step.high]) {
			t.Errorf("%s: the link leads to %s", step.path, href)
		}
	}
	form := fields(b.press(b.get("/vote"), "/vote", url.Values{"code": {sheets[0].Code()}}).doc.Find("#ballot"))
	form["p"], form["contrast"] = []string{"3"}, []string{"1"}
	again := b.post("/vote/choose", form)
	if !high(again) || again.doc.Find("input[name=p][checked]").AttrOr("value", "") != "3" {
		t.Errorf("the ballot loses its contrast or its marks: %d %s", again.status, again.text())
	}
}

// TestReceiptPicture: the receipt shows a QR code of its own look-up, and a code of nothing is refused.
func TestReceiptPicture(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	b := x.browser()
	receipt := b.get(b.castFor(sheets[0], 3).head.Get("Location"))
	tracker := sheets[0].Tracker(l.ID())
	picture := b.get(receipt.doc.Find("img.qr").AttrOr("src", ""))
	want, err := pdf.QR(x.base + "/r/2026/receipt?tracker=" + tracker)
	if err != nil {
		t.Fatal(err)
	}
	if picture.status != http.StatusOK || picture.head.Get("Content-Type") != "image/svg+xml" || string(picture.body) != string(want) {
		t.Errorf("picture: %d %s, %d bytes", picture.status, picture.head.Get("Content-Type"), len(picture.body))
	}
	for _, path := range []string{"/r/2026/receipt/qr", "/r/2026/receipt/qr?tracker=" + strings.Repeat("K", 41), "/r/1999/receipt/qr?tracker=K7Q2"} {
		if r := b.get(path); r.status < 400 || r.status > 499 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}
