package kiosk

// axe-core on everything that people see, in both languages, in the light and the high-contrast look: no violation, and no
// contrast that it cannot decide.

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
)

// axeSource is the script of axe-core, which is not in this repository: LINLI_AXE is its path.
func axeSource(t *testing.T) string {
	t.Helper()
	path := os.Getenv("LINLI_AXE")
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("no LINLI_AXE")
	} else if path == "" {
		t.Skip("no LINLI_AXE=/path/of/axe.min.js: pages are not looked at by axe-core")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// judge runs axe on the page, and its rule of contrast once more on the high-contrast look.
const judge = `(async () => {
	const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], out = [];
	// Short words and signs are judged too, not left undecided; what stays while the page rolls is laid into the page.
	axe.configure({ checks: [{ id: "color-contrast", options: { ...axe._audit.checks["color-contrast"].options, ignoreLength: true, ignoreUnicode: false } }] });
	for (const el of document.querySelectorAll("main *")) if (getComputedStyle(el).position === "sticky") el.style.position = "static";
	const run = async (look, only) => {
		const r = await axe.run(document, { runOnly: only, resultTypes: ["violations", "incomplete"], preload: false });
		const bad = [...r.violations, ...r.incomplete.filter(x => x.id === "color-contrast")];
		for (const x of bad) for (const n of x.nodes) out.push(look + x.id + ": " + n.html.slice(0, 140) + " | " + (n.any[0] || n.all[0] || n.none[0] || { message: "" }).message + " " + [...(n.any[0]?.relatedNodes || [])].map(r => r.html.slice(0, 100)).join(" ~ "));
	};
	await run("", { type: "tag", values: tags });
	if (document.documentElement.dataset.contrast || document.documentElement.dataset.theme || document.documentElement.lang !== "zh-CN") return out; // colours know no language
	document.documentElement.dataset.contrast = "1";
	await run("high contrast: ", { type: "rule", values: ["color-contrast"] });
	return out;
})()`

// audit judges the page that is open; a complaint that was heard before is not heard again.
func (p *tab) audit(axe string, heard map[string]bool) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](axe+"; true"))
		return err
	}))
	ctx, cancel := context.WithTimeout(p.ctx, tabPatience)
	defer cancel()
	bad, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](judge, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", p.path(), err)
	}
	for _, x := range bad {
		if !heard[x] {
			heard[x] = true
			p.t.Errorf("%s: %s", p.path(), x)
		}
	}
}

// axeGallery looks at every sample of every page in Chinese, and of each page at the first and at those of long texts in
// English too, on the first screen that it is made for.
func axeGallery(t *testing.T, root context.Context) {
	axe, base := axeSource(t), serveGallery(t)
	p, heard, met := openTab(t, root, base), map[string]bool{}, map[string]bool{}
	for _, sample := range gallery.Samples() {
		if sample.Page() == "component" { // a part by itself is no page
			continue
		}
		screen := sample.Screens[0]
		p.do(chromedp.EmulateViewport(int64(screen.Width), int64(screen.Height)))
		languages := lang.All
		if met[sample.Page()] && !strings.Contains(sample.State, "long") {
			languages = languages[:1]
		}
		met[sample.Page()] = true
		for _, l := range languages {
			p.open(GalleryPath(sample, l))
			p.audit(axe, heard)
		}
	}
}

func serveGallery(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := NewGallery(slog.New(slog.DiscardHandler))
	go s.Serve(ln)
	t.Cleanup(func() { s.Shutdown(context.Background()) })
	return "http://" + ln.Addr().String()
}

// axeDesk looks at every form of the desk when its turn has come, and at the desk before it.
func axeDesk(t *testing.T, root context.Context) {
	axe, x := axeSource(t), newStreet(t)
	p, heard := openTab(t, root, x.base), map[string]bool{}
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: "staff", Value: x.cookies["qin"], URL: x.base})
		return err
	}))
	n, seen := 0, []string{}
	look := func(path string) {
		l := lang.All[n%len(lang.All)] // each form in one, all forms in both
		p.open(path + "?lang=" + string(l))
		if !strings.HasPrefix(p.path(), path) {
			t.Errorf("%s leads to %s", path, p.path())
		}
		p.audit(axe, heard)
	}
	x.before = func(act string) {
		if slices.Contains(seen, act) {
			return
		}
		seen = append(seen, act)
		for n = range len(lang.All) {
			look(cmp.Or(strings.ReplaceAll(ownForms[act], "ROUND", "2026"), deskPath+"/act/"+act))
		}
	}
	x.roundByForms()
	for n = range len(lang.All) {
		for _, path := range []string{"/desk", "/desk/new", deskPath, deskPath + "/ledger", deskPath + "/proposals", deskPath + "/checkin/2"} {
			look(path)
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d forms were looked at: %v", len(seen), seen)
	}
}
