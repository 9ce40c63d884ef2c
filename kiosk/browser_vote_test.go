package kiosk

// A vote in a browser: by keyboard alone, by touch on a small phone, with large text, without scripts, and with
// everything pressed again.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"linli/ballot"
	"linli/catalog"
)

// voter is somebody with a sheet of a round whose poll is open, before a browser.
type voter struct {
	*street
	*tab
	live  *catalog.Live
	sheet ballot.Credential
}

func newVoter(t *testing.T, root context.Context, form ballot.Form, steps ...chromedp.Action[chromedp.Void]) *voter {
	t.Helper()
	x := newStreet(t)
	l, sheets := x.voting("2026", form, 1)
	return &voter{x, openTab(t, root, x.base, steps...), l, sheets[0]}
}

// hand presses an element: by finger or by mouse.
type hand func(selector string) chromedp.Action[chromedp.Void]

// Controls of the five screens.
const (
	toChoose = ".enter form .button"
	toCheck  = "#bar .button.main"
	toCast   = "form[action='/vote/cast'] .button"
	toAmend  = "form[action='/vote/choose'] .button"
)

func mark(project int) string { return fmt.Sprintf("#p%d .pick", project) }

// vote goes from the code to the receipt, looking at every screen.
func (v *voter) vote(by hand, look func()) {
	v.tab.t.Helper()
	v.open("/vote")
	look()
	v.enter(by)
	look()
	for _, project := range []int{2, 4} {
		v.do(by(mark(project)))
	}
	look()
	v.turn(by(toCheck))
	v.wants("main", "Lamp")
	look()
	v.turn(by(toCast))
	look()
	v.received()
	v.holds(ballot.Marks{{Project: 2}, {Project: 4}})
}

// enter types the code and goes on to the projects.
func (v *voter) enter(by hand) {
	v.tab.t.Helper()
	v.do(by("#code"), press(v.sheet.Code()))
	v.turn(by(toChoose))
	if v.text("#p2") == "" {
		v.tab.t.Fatalf("no projects at %s: %s", v.path(), v.text("main"))
	}
}

// received checks that the receipt of this sheet is on the screen.
func (v *voter) received() {
	v.tab.t.Helper()
	if got, want := strings.ReplaceAll(v.text(".ticket .code"), " ", ""), v.sheet.Tracker("2026"); got != want || v.path() != "/vote/receipt/"+want {
		v.tab.t.Fatalf("%s shows the receipt %q, want %q: %s", v.path(), got, want, v.text("main"))
	}
}

// holds closes the poll: the box has exactly this ballot.
func (v *voter) holds(marks ballot.Marks) {
	v.tab.t.Helper()
	box, err := v.live.Box(context.Background())
	if err != nil || box.Count() != 1 {
		v.tab.t.Fatalf("%d ballots in the box, %v", box.Count(), err)
	}
	if err := v.live.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		v.tab.t.Fatal(err)
	}
	records, err := box.Records()
	if err != nil || !slices.Equal(records[0].Marks, marks) {
		v.tab.t.Errorf("the box holds %v, %v; want %v", records, err, marks)
	}
}

// empty checks that nothing has been cast.
func (v *voter) empty() {
	v.tab.t.Helper()
	if box, err := v.live.Box(context.Background()); err != nil || box.Count() != 0 {
		v.tab.t.Errorf("%d ballots in the box before the cast, %v", box.Count(), err)
	}
}

// fits checks a screen of that width: nothing beside it, nothing cut off, controls of 60 pixels.
func (p *tab) fits(width int) func() {
	return func() {
		p.t.Helper()
		for _, x := range valueOf[[]string](p, fmt.Sprintf(`((width, out) => {
			const named = b => (b.innerText || b.name || b.className).trim().slice(0, 20);
			if (document.documentElement.scrollWidth > width + 1) out.push("the page is " + document.documentElement.scrollWidth + " wide");
			for (const b of document.querySelectorAll("button, .button, .pick, select, input, summary")) {
				const r = b.getBoundingClientRect();
				if (b.matches(".vh") || r.width <= 1 || !b.checkVisibility({ visibilityProperty: true })) continue;
				if (r.left < -1 || r.right > width + 1) out.push(named(b) + " is outside");
				if (b.scrollWidth > b.clientWidth + 2 && b.matches("button, .button, .pick")) out.push(named(b) + " is cut off");
				if (b.matches("main .button, .pick") && Math.min(r.width, r.height) < 59.9) out.push(named(b) + " is small: " + r.width + " x " + r.height);
			}
			const bar = document.getElementById("bar");
			if (bar && bar.offsetHeight > innerHeight / 2) out.push("the bar takes " + bar.offsetHeight + " of " + innerHeight);
			return out;
		})(%d, [])`, width)) {
			p.t.Errorf("%s: %s", p.path(), x)
		}
	}
}

// phone is a touch screen of 320 pixels.
func phone(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	return chromedp.EmulateViewport(320, 640, chromedp.EmulateMobile, chromedp.EmulateTouch)(ctx, t)
}

// largeText is a reader who has set the browser's letters to 200 %.
func largeText(ctx context.Context, t *chromedp.Target) (out chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, cdppage.SetFontSizes, cdppage.SetFontSizesParams{FontSizes: &cdppage.FontSizes{Standard: 32, Fixed: 26}})
	return out, err
}

func noScripts(ctx context.Context, t *chromedp.Target) (out chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return out, err
}

func voteByTouch(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval, phone)
	v.vote(v.tap, v.fits(320))
}

func voteWithLargeText(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval, largeText, phone)
	v.vote(v.tap, func() {
		v.fits(320)()
		if size := valueOf[string](v.tab, "getComputedStyle(document.body).fontSize"); size != "36px" {
			t.Errorf("the text is %s, want 36px", size)
		}
	})
}

func voteWithoutScripts(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval, noScripts)
	v.vote(v.click, func() {
		if valueOf[bool](v.tab, "document.querySelector('script:not([src])') !== null") {
			t.Error("a script without a source")
		}
	})
}

// voteByKeyboard: Tab, Space and Enter are enough, and the focus is always to be seen.
func voteByKeyboard(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/vote")
	v.do(press(v.sheet.Code()))
	v.turn(press("\r"))
	for _, project := range []int{2, 4} {
		v.reach(fmt.Sprintf("#p%d input", project))
		v.do(press(" "))
	}
	for _, project := range []int{1, 3} { // too many: the bar grows, and shrinks again
		v.reach(fmt.Sprintf("#p%d input", project))
		v.do(press(" "))
	}
	v.wants("#state", "已选4项，多了1项")
	for _, project := range []int{1, 3} {
		v.reach(fmt.Sprintf("#p%d input", project))
		v.do(press(" "))
	}
	v.reach(toCheck)
	v.turn(press("\r"))
	v.wants("main", "Lamp")
	v.reach(toCast)
	v.turn(press("\r"))
	v.received()
	v.holds(ballot.Marks{{Project: 2}, {Project: 4}})
}

// reach presses Tab until the element has the focus, which must be visible at each stop and not behind the bar.
func (p *tab) reach(selector string) {
	p.t.Helper()
	for range 80 {
		p.do(press("\t"))
		stop := valueOf[struct {
			There bool
			Fault string
		}](p, `(el => {
			if (el === document.body) return { There: false, Fault: "" };
			const r = el.getBoundingClientRect(), bar = document.getElementById("bar"), ring = getComputedStyle(el.closest(".pick") || el), out = [];
			if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 3) out.push("has no ring");
			if (r.bottom < 0 || r.top > innerHeight) out.push("is off the screen");
			if (bar && !bar.contains(el)) {
				const b = bar.getBoundingClientRect();
				if (r.bottom > b.top + 1 && r.top < b.bottom) out.push("is behind the bar: " + r.bottom + " > " + b.top);
			}
			return { There: el.matches(`+quoted(selector)+`), Fault: out.length ? el.outerHTML.slice(0, 120) + " " + out.join(", ") : "" };
		})(document.activeElement)`)
		if stop.Fault != "" {
			p.t.Errorf("%s: the focus on %s", p.path(), stop.Fault)
		}
		if stop.There {
			return
		}
	}
	p.t.Fatalf("%s: Tab does not reach %s", p.path(), selector)
}

// otherPapersByTouch: places and points are given by a finger too.
func otherPapersByTouch(t *testing.T, root context.Context) {
	for form, want := range map[ballot.Form]ballot.Marks{ballot.Points: {{Project: 2, Points: 2}}, ballot.Ranking: {{Project: 2}}} {
		v := newVoter(t, root, form, phone)
		v.open("/vote")
		v.enter(v.tap)
		v.fits(320)()
		if form == ballot.Points {
			v.do(v.tap("#p2 .pick button:last-of-type"), v.tap("#p2 .pick button:last-of-type"))
		} else {
			v.do(chromedp.SetValue(chromedp.CSS("#p2 select"), "1"))
		}
		v.turn(v.tap(toCheck))
		v.wants("main", "Lamp")
		v.turn(v.tap(toCast))
		v.received()
		v.holds(want)
	}
}
