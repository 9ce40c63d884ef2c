package kiosk

// What the tests of abuse share: the table of routes, with something real for every part of an address.

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/tally"
)

// parts stand for the variable parts of an address in a round whose poll is open.
var parts = strings.NewReplacer(":round", "2026", ":station", "1", ":batch", "1001", ":pair", "A", ":act", "scheme.opinion", ":no", "1", ":name", "sample.pdf",
	":tracker", "AAAABBBBCCCC", ":token", "AAAABBBBCCCC", ":range", "1-1.pdf", ":slip", "AAAA", ":code", "X", ":n", "0", ":date", "2026-10-12", ":hash", strings.Repeat("0", 64), ":kind", "csv", "*", "x")

// addressed is a real address of a route.
func addressed(route string) string { return parts.Replace(route) }

// routesOf are the addresses that the server takes requests of a method at; the middlewares' own are not among them.
func (x *street) routesOf(method string) (out []string) {
	for _, r := range x.s.app.GetRoutes(true) {
		if r.Method == method && !slices.Contains(out, r.Path) {
			out = append(out, r.Path)
		}
	}
	return out
}

// TestRouteTable: the tests of abuse walk the whole table, and find something for every part of an address.
func TestRouteTable(t *testing.T) {
	x := newStreet(t)
	gets, posts := x.routesOf(http.MethodGet), x.routesOf(http.MethodPost)
	if len(gets) < 30 || len(posts) < 12 || !slices.Contains(posts, "/vote/cast") || !slices.Contains(posts, "/desk/:round/act/:act") {
		t.Errorf("%d routes to get, %d to post: %v", len(gets), len(posts), posts)
	}
	for _, route := range append(gets, posts...) {
		if at := addressed(route); strings.Contains(at, ":") {
			t.Errorf("no part for %s: %s", route, at)
		}
	}
}

// large is a round whose public record is at least so many bytes long.
func (x *street) large(id string, bytes int) {
	x.t.Helper()
	l, err := x.s.rounds.found(context.Background(), "qin", catalog.Create{ID: id, Scheme: testScheme("greedy-skip", []tally.Rung{tally.Number})})
	if err != nil {
		x.t.Fatal(err)
	}
	text := strings.Repeat("长", 500)
	acts := make([]catalog.Act, bytes/len(text)+1)
	for i := range acts {
		acts[i] = &catalog.Opinion{On: "funds", From: "居民", Text: text}
	}
	for part := range slices.Chunk(acts, 400) {
		x.acts(l, part...)
	}
}
