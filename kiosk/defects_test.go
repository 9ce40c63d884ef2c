package kiosk

// Defects that were read in the sources of other platforms, each with the tests that would fail if linli had it.

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
)

// defects are the list. Some have no place here to happen in; their test is of what comes nearest, and says so.
var defects = []struct{ platform, defect, test string }{
	{"Stanford", "a ballot with a limit of projects cannot be cast at all", "TestNotStanfordLimitUndefined"},
	{"Stanford", "two submits at once are two votes", "TestNotStanfordDoubleSubmit"},
	{"Stanford", "what changes something can also be got by a link", "TestNotStanfordGetChangesState"},
	{"Stanford", "the answer to the captcha travels in a hidden field", "TestNotStanfordCaptchaInTheForm"},
	{"Stanford", "passwords are kept as SHA-1 with salt", "TestNotStanfordFastHash"},
	{"Stanford", "a fresh system has well-known passwords", "TestNotStanfordDefaultLogin"},
	{"Stanford", "each request writes a row", "TestNotStanfordRowForEachVisit"},
	{"Stanford", "settings are remembered by each process and not renewed", "TestNotStanfordStaleConfig"},
	{"Decidim", "a vote can be cancelled after the close", "TestNotDecidimCancelAfterClose"},
	{"Decidim", "an export takes vote type and limits from a form", "TestNotDecidimExportFromAForm"},
	{"Decidim", "a field of the export is filled with another", "TestNotDecidimFieldInAnothersPlace"},
	{"Consul", "marks of a paper sheet that are wrong are dropped in silence", "TestNotConsulMarksDropped"},
	{"Consul", "a sheet posted again is a second sheet", "TestNotConsulSheetTwice"},
	{"Consul", "two booths can check in one person", "TestNotConsulTwoCheckIns"},
	{"Warsaw", "one project's number is written into the code that sends results, so that one proposer hears", "TestNotWarsawOneProposerOnly"},
	{"Warsaw", "the cost of a ballot is added up from other projects", "TestNotWarsawCostOfOtherProjects"},
	{"Warsaw", "a draw can be repeated, and its record goes with that of all other years", "TestNotWarsawDrawAgain"},
	{"Warsaw", "debug prints are left in the path of a vote", "TestNotWarsawDebugPrints"},
	{"Go Vocal", "every submission adds up all others", "TestNotGoVocalCostGrows"},
}

// TestDefects: every defect of the list has its test.
func TestDefects(t *testing.T) {
	have := map[string]bool{}
	files, err := filepath.Glob("defects*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "TestNot") {
				have[fn.Name.Name] = true
			}
		}
	}
	for _, d := range defects {
		if !have[d.test] {
			t.Errorf("%s: %s: there is no %s", d.platform, d.defect, d.test)
		}
		delete(have, d.test)
	}
	for name := range have {
		t.Errorf("%s is in no line of the list", name)
	}
}

// beside is another server on the same store, as a second process is.
func (x *street) beside() *street {
	x.t.Helper()
	o := &bureau{t: x.t, env: x.env, cookies: x.cookies}
	o.s = New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.DiscardHandler)})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		x.t.Fatal(err)
	}
	there := &street{bureau: o, base: "http://" + ln.Addr().String(), served: make(chan error, 1)}
	go func() { there.served <- o.s.Serve(ln) }()
	x.t.Cleanup(func() { o.s.Shutdown(context.Background()); <-there.served })
	return there
}

// metered is a store that counts what is asked of it.
type metered struct {
	store.Store
	mu sync.Mutex
	work
}

// work is reads, items scanned, commits, and bytes of keys and values in them.
type work struct{ gets, items, commits, written int }

func (s *metered) Get(ctx context.Context, key []byte) (store.Item, error) {
	s.mu.Lock()
	s.gets++
	s.mu.Unlock()
	return s.Store.Get(ctx, key)
}

func (s *metered) Scan(ctx context.Context, from, to []byte, fn func(store.Item) error) error {
	return s.Store.Scan(ctx, from, to, func(it store.Item) error {
		s.mu.Lock()
		s.items++
		s.mu.Unlock()
		return fn(it)
	})
}

func (s *metered) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	s.mu.Lock()
	s.commits++
	for _, op := range ops {
		s.written += len(op.Key) + len(op.Val)
	}
	s.mu.Unlock()
	return s.Store.Commit(ctx, checks, ops)
}

func (s *metered) done() work { s.mu.Lock(); defer s.mu.Unlock(); return s.work }

// of is what has been asked of the store while fn ran.
func (s *metered) of(fn func()) work {
	was := s.done()
	fn()
	is := s.done()
	return work{is.gets - was.gets, is.items - was.items, is.commits - was.commits, is.written - was.written}
}

// kept is everything in the store but sessions, as one text.
func (x *street) kept() string {
	x.t.Helper()
	var lines []string
	for line := range strings.Lines(items(x.t, x.env.Store)) {
		if !strings.Contains(line, "session/") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// watched lets the street's servers that are started from now on count what they ask of the store.
func (x *street) watched() *metered {
	s := &metered{Store: x.env.Store}
	x.env.Store = s
	return s
}

// sources calls fn with each Go file of the folders but tests and what serves them.
func sources(t *testing.T, fn func(fset *token.FileSet, name string, f *ast.File), folders ...string) {
	t.Helper()
	n := 0
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test") {
				return err
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, path, nil, 0)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			n++
			fn(fset, path, f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 20 {
		t.Fatalf("only %d sources are found", n)
	}
}

// must expects a status.
func (b *browser) must(what string, r reply, status int) reply {
	b.t.Helper()
	if r.status != status {
		b.t.Errorf("%s: %d, want %d: %.300s", what, r.status, status, r.text())
	}
	return r
}

// castJSON casts marks by program and tells the status.
func (b *browser) castJSON(code, marks string) int {
	b.t.Helper()
	return b.do(http.MethodPost, "/vote/cast", strings.NewReader(fmt.Sprintf(`{"code":%q,"marks":%s}`, code, marks)), "Content-Type", "application/json").status
}

// waitOthers is how long another server may take to show what was done on this one.
const waitOthers = 20 * time.Second
