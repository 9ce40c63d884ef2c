package kiosk

// Strings that the web library lends and takes back: what is kept of a request must be its own for ever.

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/token"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
)

// TestStringsAreTheirOwn: a hundred thousand requests, many at a time on kept connections, each with texts of its own in
// address, query, cookie, header, form and JSON, of which the handler keeps the strings as it got them; afterwards every
// string is what was sent.
func TestStringsAreTheirOwn(t *testing.T) {
	x := newStreet(t)
	type kept struct{ param, query, cookie, head, form string }
	var mu sync.Mutex
	all := map[string]kept{}
	s := New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.DiscardHandler)})
	s.app.Post("/keep/:text", func(c *fiber.Ctx) error {
		k := kept{c.Params("text"), c.Query("q"), c.Cookies("k"), c.Get("X-Text"), c.FormValue("f")}
		mu.Lock()
		defer mu.Unlock()
		all[k.param] = k
		return nil
	})
	s.app.Handler() // puts the route into the table
	const requests, many = 100_000, 16
	var group sync.WaitGroup
	for worker := range many {
		group.Go(func() {
			send(t, s, func(request func(*http.Request)) {
				for i := worker; i < requests; i += many {
					n := fmt.Sprintf("%06d-%s", i, strings.Repeat(string(rune('a'+i%26)), i%50))
					r := httptest.NewRequest(http.MethodPost, "/keep/"+n+"?q=q"+n, strings.NewReader("f=f"+n))
					r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					r.Header.Set("Cookie", "k=k"+n)
					r.Header.Set("X-Text", "x"+n)
					request(r)
				}
			})
		})
	}
	group.Wait()
	if len(all) != requests {
		t.Fatalf("%d of %d are kept", len(all), requests)
	}
	for i := range requests {
		n := fmt.Sprintf("%06d-%s", i, strings.Repeat(string(rune('a'+i%26)), i%50))
		if k := all[n]; k != (kept{n, "q" + n, "k" + n, "x" + n, "f" + n}) {
			t.Fatalf("request %s is kept as %+v", n, k)
		}
	}
}

// send opens a connection to a server's application and gives a function that sends a request on it.
func send(t *testing.T, s *Server, use func(request func(*http.Request))) {
	ours, there := net.Pipe()
	here := bufio.NewReader(ours)
	done := make(chan struct{})
	go func() { defer close(done); s.app.Server().ServeConn(there) }()
	use(func(r *http.Request) {
		if err := r.Write(ours); err != nil {
			t.Error(err)
			return
		}
		answer, err := http.ReadResponse(here, r)
		if err != nil {
			t.Error(err)
			return
		}
		io.Copy(io.Discard, answer.Body)
	})
	ours.Close()
	<-done
}

// TestProposalsAreTheirOwn: what residents hand in at the same time, by form, is on the ledger and beside it as each has
// typed it.
func TestProposalsAreTheirOwn(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	const many = 400
	var all sync.WaitGroup
	gate := make(chan struct{}, 32)
	for i := range many {
		gate <- struct{}{}
		all.Go(func() {
			defer func() { <-gate }()
			n := fmt.Sprintf("%03d%s", i, strings.Repeat("字", i%9))
			r := x.browser().post("/r/2026/propose", idea("title", "title"+n, "place", "place"+n, "text", "text"+n, "benefits", "benefits"+n, "name", "name"+n, "phone", "19900000"+fmt.Sprintf("%03d", i)))
			if r.status != http.StatusSeeOther {
				t.Errorf("%s: %d", n, r.status)
			}
		})
	}
	all.Wait()
	seen := 0
	var refs []string
	l.Read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			n := strings.TrimPrefix(p.Title, "title")
			if p.Place != "place"+n || p.Text != "text"+n || p.Benefits != "benefits"+n {
				t.Errorf("proposal %d is %+v", p.No, p.Submit)
			}
			refs = append(refs, n, p.Proposer)
			seen++
		}
	})
	if seen != many {
		t.Errorf("%d proposals", seen)
	}
	for i := 0; i+1 < len(refs); i += 2 {
		who, err := l.Person(t.Context(), refs[i+1])
		if err != nil || who.Name != "name"+refs[i] || who.Phone != "19900000"+refs[i][:3] {
			t.Errorf("proposal %s is of %+v, %v", refs[i], who, err)
		}
	}
}

// TestContextStaysInItsRequest: no goroutine and no writer of a stream uses the context of a request, which by then may be
// another's; what they need is taken out before.
func TestContextStaysInItsRequest(t *testing.T) {
	later := 0
	sources(t, func(fset *token.FileSet, name string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			for _, fn := range runsLater(n) {
				later++
				for _, at := range contexts(fn, contextNames(f)) {
					t.Errorf("%v uses the context of a request that may be over", fset.Position(at))
				}
			}
			return true
		})
	}, ".")
	if later < 5 {
		t.Errorf("only %d functions run later: the test does not find them", later)
	}
}

// runsLater are the functions in a node that run beside or after the one that they stand in.
func runsLater(n ast.Node) (out []ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		return []ast.Node{n.Call}
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		switch sel.Sel.Name {
		case "Go", "AfterFunc", "SetBodyStreamWriter", "Hijack", "StreamWriter":
			for _, arg := range n.Args {
				out = append(out, arg)
			}
		}
	}
	return out
}

// contextNames are the names that a file gives to contexts of requests.
func contextNames(f *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		field, ok := n.(*ast.Field)
		if !ok {
			return true
		}
		star, ok := field.Type.(*ast.StarExpr)
		if !ok {
			return true
		}
		if sel, ok := star.X.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Ctx" || sel.Sel.Name == "RequestCtx") {
			for _, name := range field.Names {
				names[name.Name] = true
			}
		}
		return true
	})
	return names
}

// contexts are the places in a function literal, or in the arguments that are handed to it later, that use one of them.
func contexts(fn ast.Node, names map[string]bool) (out []token.Pos) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if _, ok := n.(*ast.SelectorExpr); ok {
			ast.Inspect(n.(*ast.SelectorExpr).X, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && names[id.Name] {
					out = append(out, id.Pos())
				}
				return true
			})
			return false
		}
		if id, ok := n.(*ast.Ident); ok && names[id.Name] {
			out = append(out, id.Pos())
		}
		return true
	})
	return out
}
