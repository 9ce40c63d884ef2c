package kiosk

// The camera as a scanner. The Chromium of a desktop system reads no QR by itself: there the button must stay away. What
// the page does where a browser can is tried with a real stream, of the browser's own test pattern, and a stand-in for
// the one thing that is missing here: the platform's BarcodeDetector.

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"linli/ballot"
)

// detector stands in for the platform's: it sees the code in window.before, once a frame of the stream is there.
const detector = `window.BarcodeDetector = class {
	static async getSupportedFormats() { return ["qr_code"]; }
	async detect(view) {
		if (!view.videoWidth || view.srcObject.getVideoTracks()[0].readyState !== "live") throw new Error("no frame");
		window.frames_seen = (window.frames_seen || 0) + 1;
		return window.before ? [{ rawValue: window.before }] : [];
	}
};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async wish => window.stream = await ask(wish);`

// settle is more than the time in which a page decides whether it can scan.
const settle = 500 * time.Millisecond

// ahead runs a script before those of each page.
func ahead(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}

// scanByCamera: the camera is off until pressed, ends with a code, with a second press, and when nobody looks.
func scanByCamera(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval, ahead(detector))
	v.open("/vote")
	v.until("the button", "document.getElementById('camera').checkVisibility()")
	if valueOf[bool](v.tab, "!!window.stream") {
		t.Error("the camera is on before it is pressed")
	}
	on := "window.stream?.getTracks().some(t => t.readyState === 'live')"
	v.do(v.click("#camera"))
	v.until("the picture", on+" && window.frames_seen > 2 && document.getElementById('view').checkVisibility()")
	v.do(v.click("#camera"))
	v.until("the end by a second press", "!("+on+") && !document.getElementById('view').checkVisibility()")
	v.do(v.click("#camera"))
	v.until("the picture again", on)
	v.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(Object.defineProperty(document, "hidden", { value: true, configurable: true }), document.dispatchEvent(new Event("visibilitychange")), delete document.hidden)`))
		return err
	}))
	v.until("the end when nobody looks", "!("+on+")")
	v.do(v.click("#camera"))
	v.until("the picture once more", on)
	v.turn(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[string]("window.before = "+quoted(v.street.base+"/b/"+v.sheet.Code())))
		return err
	}))
	v.wants("#p2", "Lamp")
	v.do(v.click(mark(2)))
	v.turn(v.click(toCheck))
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// noCamera: where the browser cannot read a QR, or where it is a messenger's, there is no button; and no other page may use the camera.
func noCamera(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	shown := "document.getElementById('camera').checkVisibility()"
	v.open("/vote")
	if valueOf[bool](v.tab, "'BarcodeDetector' in window") {
		t.Skip("this browser reads codes itself")
	}
	v.do(chromedp.Sleep(settle))
	if valueOf[bool](v.tab, shown) {
		t.Error("a button for a camera that cannot scan")
	}
	for _, steps := range [][]chromedp.Action[chromedp.Void]{{ahead(detector), messenger}, {ahead(detector + `; BarcodeDetector.getSupportedFormats = async () => ["ean_13"]`)}} {
		p := openTab(t, root, v.street.base, steps...)
		p.open("/vote")
		p.do(chromedp.Sleep(settle))
		if valueOf[bool](p, shown) {
			t.Error("a button for a camera that is of no use")
		}
	}
	for path, want := range map[string]bool{"/vote": true, "/r/2026": false, "/vote/receipt/AAAA": false, "/login": false} {
		v.open(path)
		if got := valueOf[bool](v.tab, "document.featurePolicy.allowsFeature('camera')"); got != want {
			t.Errorf("%s may use the camera: %v", path, got)
		}
	}
}
