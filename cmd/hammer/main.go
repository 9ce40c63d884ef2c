// Command hammer casts as fast as a town does, into the real server in a process of its own, and prints rates and
// delays. Afterwards it kills the server, starts it again, closes the poll, counts, exports and verifies; a ballot that
// was acknowledged and is missing, or is there twice, exits with 1.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// env is what Run of the options, and that of the other processes, is given: Run(e env) error.
type env struct {
	ctx            context.Context // done at an interrupt or SIGTERM
	stdin          io.Reader
	stdout, stderr io.Writer
}

const about = "一个镇子同时来投票：真的服务器，真的存储，逐张经 HTTP 投出，再计票、核对。\nCasts as fast as a town does, into the real server on a real store, and counts and verifies what came of it."

// run is the program: 0 if every acknowledged ballot was counted once, 1 if not or if something failed, 2 if the
// command line is wrong. Figures go to stdout, everything else to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var cli any = &options{}
	if len(args) > 0 && args[0] == serveVerb {
		cli, args = &childCmd{}, args[1:]
	} else if len(args) > 0 && args[0] == listenVerb {
		cli, args = &listenCmd{}, args[1:]
	}
	helped := false
	parser := kong.Must(cli, kong.Name("hammer"), kong.Description(about), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }), kong.Bind(env{ctx, stdin, stdout, stderr}),
		kong.PostBuild(func(k *kong.Kong) error { k.Model.HelpFlag.Help = "帮助 / this help."; return nil }),
		kong.ConfigureHelp(kong.HelpOptions{NoAppDescFormat: true}))
	call, err := parser.Parse(args)
	switch {
	case helped:
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "hammer: 用法不对，请看 hammer --help / wrong usage, see hammer --help: %v\n", err)
		return 2
	}
	if err := call.Run(); err != nil {
		fmt.Fprintf(stderr, "hammer: %v\n", err)
		return 1
	}
	return 0
}
