package main

// This file runs the scripts in testdata, which are the manual of the command: main itself is what they run.

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"linli": main})
}

func TestScripts(t *testing.T) {
	for _, taken := range []string{"stop", "skip", "exec", "wait"} { // testscript's own would be run instead, and end a script early
		if commands[taken] != nil {
			t.Fatalf("%q is a word of testscript", taken)
		}
	}
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: commands, RequireExplicitExec: true})
}

// commands are the words that scripts have beside testscript's own; a new one is one line here.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":    exits,
	"gb18030":  gb18030,
	"json":     jsonAt,
	"serve":    serveIn,
	"shutdown": shutdown,
	"http":     httpDo,
	"form":     fillIn,
	"scan":     scan,
	"openpoll": openPoll,
}

// exits CODE PROGRAM ARG... runs a program and expects that exit code; its output is then stdout and stderr.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var failed *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil:
		ts.Fatalf("%s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", args[1], got, want)
	}
}

// gb18030 FROM TO writes a UTF-8 file as Chinese spreadsheets often save it.
func gb18030(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: gb18030 FROM TO")
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out), 0o600))
}

// json FILE PATH WANT expects a value in a JSON file (or stdout): PATH names keys and indexes, separated by spaces;
// WANT is the text of a string, or compact JSON. With ! the value must differ or be absent.
func jsonAt(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	var tree any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &tree))
	got, err := lookUp(tree, strings.Fields(args[1]))
	if (err == nil && got == args[2]) == neg {
		ts.Fatalf("%s at %q is %s (%v), want %s", args[0], args[1], got, err, args[2])
	}
}

func lookUp(tree any, path []string) (string, error) {
	for _, step := range path {
		switch at := tree.(type) {
		case map[string]any:
			next, ok := at[step]
			if !ok {
				return "", fmt.Errorf("no key %q", step)
			}
			tree = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(at) {
				return "", fmt.Errorf("no index %q", step)
			}
			tree = at[i]
		default:
			return "", fmt.Errorf("nothing under %q", step)
		}
	}
	if s, ok := tree.(string); ok {
		return s, nil
	}
	b, err := json.Marshal(tree)
	return string(b), err
}
