package kiosk

// The server publishes by itself.

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/catalog"
)

// TestPublishesByItself: ten new ballots are on the ledger without anybody's doing; nine wait, so that no entry tells who
// was among a few. After Shutdown nothing more is entered.
func TestPublishesByItself(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, catalog.MinPublish)
	s := New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.DiscardHandler), Publish: 20 * time.Millisecond})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(ln)
	there := &street{bureau: x.bureau, base: "http://" + ln.Addr().String()}
	live, err := s.Round(context.Background(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	published := func() (n int) {
		live.Read(func(r *catalog.Round) { n = r.Poll.Published })
		return n
	}
	for _, sheet := range sheets[1:] {
		there.cast(sheet, 1)
	}
	time.Sleep(300 * time.Millisecond)
	if n := published(); n != 0 {
		t.Fatalf("%d of nine ballots are published", n)
	}
	there.cast(sheets[0], 1)
	eventually(t, "ten are published", 20*time.Second, func() bool { return published() == catalog.MinPublish })
	var by string
	err = live.Ledger().Each(context.Background(), 0, 1<<40, func(e ledger.Entry) error {
		if e.Act == "poll.publish" {
			by = e.Actor
		}
		return nil
	})
	if err != nil || by != publisherName {
		t.Errorf("published by %q: %v", by, err)
	}
	if err := s.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
}
