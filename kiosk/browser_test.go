package kiosk

// What only a real browser knows, asked of a real server on a real store: each line of the table is a person with a
// private window, who does by keyboard, touch or mouse what people do.

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestBrowser(t *testing.T) {
	root := chromium(t)
	for _, x := range []struct {
		name string
		run  func(*testing.T, context.Context)
	}{
		{"idle machine", idleMachine}, // those that wait come first, as others work meanwhile
		{"machine after a vote", machineAfterVote},
		{"abandoned machine", abandonedMachine},
		{"lost machine", lostMachine},
		{"propose at the point", proposeAtThePoint},
		{"machine by keyboard", machineByKeyboard},
		{"lost answer", lostAnswer},
		{"phone in a messenger", phoneInMessenger},
		{"scan by camera", scanByCamera},
		{"no camera", noCamera},
		{"observer without a feed", observerWithoutFeed},
		{"observer", observerLive},
		{"observer through a restart", observerThroughRestart},
		{"count by keyboard", countByKeyboard},
		{"axe gallery", axeGallery},
		{"axe desk", axeDesk},
		{"vote by keyboard", voteByKeyboard},
		{"vote by touch", voteByTouch},
		{"vote with large text", voteWithLargeText},
		{"vote without scripts", voteWithoutScripts},
		{"other papers by touch", otherPapersByTouch},
		{"again at each step", againAtEachStep},
		{"server away", serverAway},
		{"over the limit", overTheLimit},
		{"blank ballot", blankBallotTwice},
		{"leave", leaveAsksOnce},
		{"languages", languagesInTheMiddle},
		{"scanner with an input method", scannerWithInputMethod},
		{"propose by phone", proposeByPhone},
		{"staff", staffAtTheDesk},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			x.run(t, root)
		})
	}
}

// chromium starts the system's browser, which ends with the test.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no chromium")
		}
		t.Skip("no chromium: nothing is done in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.WindowSize(1000, 800))
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	root, end := chromedp.NewContext(ctx)
	t.Cleanup(func() { end(); stop(); cancel() })
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	return root
}
