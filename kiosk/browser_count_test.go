package kiosk

// The paper count in a browser: a batch of fifty by keyboard alone, broken off in the middle; observers through a restart.

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"linli/ballot"
	"linli/catalog"
)

// fifty are the lines of a batch as people type them, with and without an input method.
func fifty() (lines []string) {
	for i := range ballot.MaxBatch {
		lines = append(lines, []string{"1 3", "２，４", "5.1.3", "0", "x1", "废2", "3", "４。２", "空", "2 5 4"}[i%10])
	}
	return lines
}

// byMethod types a text as an input method does: composed first, with an Enter that ends only the composition.
func byMethod(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "fei", SelectionStart: 3, SelectionEnd: 3}); err != nil {
			return err
		}
		composing := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Process", Code: "Enter", WindowsVirtualKeyCode: 229}
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, composing); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// countByKeyboard: fifty sheets without a mouse; what is wrong is said at once and holds the line; a reload in the middle
// loses nothing and shows the other pair nothing; the fifty arrive as typed.
func countByKeyboard(t *testing.T, root context.Context) {
	x := pileOn(t, ballot.Approval, ballot.MaxBatch)
	p := openTab(t, root, x.base)
	const path = "/desk/2026/count/1001/A"
	p.open(path)
	p.signIn("he", officePassword)
	keys := 0
	at := func(line int) {
		t.Helper()
		p.until(fmt.Sprint("the focus in line ", line), fmt.Sprintf("document.activeElement.name === 'marks-%d'", line))
	}
	line := func(i int, text string) {
		t.Helper()
		at(i + 1)
		if strings.ContainsRune(text, '废') {
			p.do(byMethod(text))
			at(i + 1)
		} else {
			p.do(press(text))
		}
		p.do(press("\r"))
		keys += utf8.RuneCountInString(text) + 1
	}
	all := fifty()
	for i, text := range all[:25] {
		line(i, text)
	}
	p.wants("#sum", "已录 25 / 应有 50")
	at(26)
	p.do(press("1 2 3 4\r"))
	p.wants("#heard", "选多了")
	at(26)
	p.open(path)
	p.until("what was typed", "!document.getElementById('kept').hidden && document.querySelector('[name=marks-25]').value !== ''")
	p.do(press("\t")) // from the line that was wrong, which is not empty, on and back
	p.do(chromedp.Evaluate[chromedp.Void]("void document.querySelector('[name=marks-26]').select()"))
	at(26)
	for i, text := range all[25:] {
		line(25+i, text)
	}
	p.until("the button", "document.activeElement.matches('#sheets button')")
	p.wants("#sum", "已录 50 / 应有 50")
	p.turn(press("\r"))
	paper := ballot.Paper{Form: ballot.Approval, Projects: 5, Max: 3}
	x.read(func(r *catalog.Round) {
		for i, got := range r.Count.Batches[1001].Entered["A"] {
			want, err := parseSheet(paper, all[i])
			if err != nil || got.Finding != want.Finding || len(got.Marks)+len(want.Marks) > 0 && !reflect.DeepEqual(got.Marks, want.Marks) {
				t.Errorf("sheet %d, typed %q: %+v", i+1, all[i], got)
			}
		}
		if n := len(r.Count.Batches[1001].Entered["A"]); n != ballot.MaxBatch {
			t.Errorf("%d sheets have arrived", n)
		}
	})
	if left := valueOf[int](p, "localStorage.length"); left != 0 {
		t.Error("a draft is left after the lines were saved")
	}
	p.open("/desk/2026/count/1001/B")
	if got := valueOf[string](p, "[...document.querySelectorAll('#sheets tbody input')].map(f => f.value).join('')"); got != "" {
		t.Errorf("the other pair's page shows %q", got)
	}
	t.Logf("%.1f keys a sheet, Enter among them", float64(keys)/ballot.MaxBatch)
}

// observerThroughRestart: when the server has been away, the page goes on by itself.
func observerThroughRestart(t *testing.T, root context.Context) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	p := openTab(t, root, x.base)
	p.open("/r/2026/observe")
	x.cast(sheets[0], 1)
	p.within(8*time.Second, "1 cast", "document.querySelector('[data-live=cast]').textContent === '1'")
	p.expectFaults(true)
	if err := x.s.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", strings.TrimPrefix(x.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	x.s = New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	go x.s.Serve(ln)
	http.DefaultClient.CloseIdleConnections() // those of the server that went
	x.cast(sheets[1], 1)
	p.within(20*time.Second, "2 cast", "document.querySelector('[data-live=cast]').textContent === '2'")
	p.expectFaults(false)
}
