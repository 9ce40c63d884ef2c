// Package camera photographs pages of this machine with the system's Chromium, and writes down what goes wrong in them.
package camera

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// ErrBrowser: there is no Chromium to photograph with.
var ErrBrowser = errors.New("找不到 Chromium，请先安装，或用 --browser 指出它在哪里 / there is no Chromium: install it, or name it with --browser")

// names under which systems keep it.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Find is the path of the browser: the one that is given, or the first known one on PATH; else [ErrBrowser].
func Find(given string) (string, error) {
	all := names
	if given != "" {
		all = []string{given}
	}
	for _, name := range all {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: %q", ErrBrowser, all)
}

// Shot is a page to photograph.
type Shot struct {
	Name          string // for the report
	URL           string
	Width, Height int  // of the screen, CSS pixels; the picture is as wide, and as high as the page if that is more
	Fixed         bool // the picture is as high as the screen
}

// tallest is the height of a picture at most, in pixels; Chromium cannot draw 16384.
const tallest = 15000

// Camera is a running browser.
type Camera struct {
	Patience time.Duration // for one shot
	ctx      context.Context
	end      context.CancelFunc
}

// Open starts the browser at that path, with a profile of its own in the folder. [Camera.Close] ends it. It is meant for
// pages of this machine only: the browser's sandbox, which many containers lack, is off.
func Open(ctx context.Context, path, folder string) (*Camera, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(folder), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	alloc, end := chromedp.NewExecAllocator(ctx, options...)
	browser, _ := chromedp.NewContext(alloc) // chromedp.Cancel ends it; its own end would wait a second time
	c := &Camera{Patience: 30 * time.Second, ctx: browser, end: end}
	if err := chromedp.Do(browser); err != nil {
		c.Close()
		return nil, fmt.Errorf("浏览器没有启动 / the browser does not start: %s: %w", path, err)
	}
	return c, nil
}

// Close ends the browser and waits for it.
func (c *Camera) Close() {
	_ = chromedp.Cancel(c.ctx) // it is gone either way
	c.end()
}

// Take photographs one page in a tab of its own. It returns the picture as PNG, and what went wrong inside the page: errors of
// scripts, requests that failed, a page wider than its screen. It is safe in parallel.
func (c *Camera) Take(s Shot) (png []byte, wrong []string, err error) {
	tab, end := chromedp.NewContext(c.ctx)
	defer end()
	if err := chromedp.Do(tab); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	ctx, cancel := context.WithTimeout(tab, c.Patience)
	defer cancel()
	var ears ears
	if err := chromedp.Listen(ctx, ears.hear); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	png, err = chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		if err := s.open(ctx, t); err != nil {
			return nil, err
		}
		return s.take(ctx, t, &ears)
	})
	if err != nil {
		return nil, ears.all(), fmt.Errorf("%s: %w", s.Name, err)
	}
	return png, ears.all(), nil
}

// open shows the page on a screen of its size.
func (s Shot) open(ctx context.Context, t *chromedp.Target) error {
	if err := s.screen(ctx, t, s.Height); err != nil {
		return err
	}
	_, err := chromedp.Navigate(s.URL)(ctx, t)
	return err
}

func (s Shot) screen(ctx context.Context, t *chromedp.Target, height int) error {
	_, err := chromedp.EmulateViewport(int64(s.Width), int64(height))(ctx, t)
	return err
}

// measure tells how large the page is when its fonts and two frames have been drawn.
const measure = `document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
	done([document.documentElement.scrollWidth, document.documentElement.scrollHeight])))))`

func (s Shot) take(ctx context.Context, t *chromedp.Target, ears *ears) ([]byte, error) {
	size, err := chromedp.Evaluate[[]int](measure, chromedp.EvalAwaitPromise)(ctx, t)
	if err != nil {
		return nil, err
	}
	if size[0] > s.Width {
		ears.say(fmt.Sprintf("比屏幕宽 / wider than the screen: %d > %d", size[0], s.Width))
	}
	if s.Fixed && size[1] > s.Height {
		ears.say(fmt.Sprintf("比屏幕高 / higher than the screen: %d > %d", size[1], s.Height))
	}
	if height := min(size[1], tallest); !s.Fixed && height > s.Height {
		if err := s.screen(ctx, t, height); err != nil {
			return nil, err
		}
	}
	r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	if err != nil {
		return nil, err
	}
	return r.Data, nil
}

// ears hear what a page complains of.
type ears struct {
	lock sync.Mutex
	said []string
}

func (e *ears) say(text string) {
	e.lock.Lock()
	defer e.lock.Unlock()
	e.said = append(e.said, text)
}

func (e *ears) all() []string {
	e.lock.Lock()
	defer e.lock.Unlock()
	return e.said
}
