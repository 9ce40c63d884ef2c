package main

// The server's process: the real server on loopback, and beside it a door for the hammer alone.

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/pprof"
	"strconv"

	"linli/ballot/store"
	"linli/kiosk"
)

// serveVerb, as the first argument, makes this program the server's process.
const serveVerb = "serve"

// childCmd serves until its stdin ends, so that it never outlives who started it.
type childCmd struct {
	ground
}

// greeting is the child's first line: where it serves people, and where the hammer.
type greeting struct{ Town, Door string }

// Run serves.
func (c *childCmd) Run(e env) error {
	ctx, cancel := context.WithCancel(e.ctx)
	defer cancel()
	data, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer letGo(data)
	town, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer door.Close()
	server := kiosk.New(kiosk.Config{
		Env: data, Public: "http://" + town.Addr().String(), Log: slog.New(slog.NewJSONHandler(e.stderr, nil)), Spool: c.Dir,
	})
	go http.Serve(door, doorOf(data.Store)) // ends with the process
	go func() {
		io.Copy(io.Discard, e.stdin)
		cancel()
	}()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(town) }()
	if err := json.NewEncoder(e.stdout).Encode(greeting{town.Addr().String(), door.Addr().String()}); err != nil {
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	return server.Shutdown(context.WithoutCancel(ctx))
}

// doorOf answers what only the hammer asks: the segments that the box has appended, from one on, and a CPU profile.
func doorOf(s store.Store) http.Handler {
	var profile bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /segments", func(w http.ResponseWriter, r *http.Request) {
		from, err := strconv.ParseUint(r.FormValue("from"), 10, 64)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		segments, err := segmentsOf(r.Context(), s, from)
		if err == nil {
			err = gob.NewEncoder(w).Encode(segments)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("POST /profile", func(w http.ResponseWriter, _ *http.Request) {
		if err := pprof.StartCPUProfile(&profile); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	mux.HandleFunc("GET /profile", func(w http.ResponseWriter, _ *http.Request) {
		pprof.StopCPUProfile()
		profile.WriteTo(w)
	})
	return mux
}

// segmentsOf are the segments of the round's box from the n-th on, as they lie in the store.
func segmentsOf(ctx context.Context, s store.Store, n uint64) (out [][]byte, err error) {
	prefix := "s/box/" + roundID + "/"
	from := []byte(prefix + hexadecimal(n))
	err = s.Scan(ctx, from, store.PrefixEnd([]byte(prefix)), func(it store.Item) error {
		out = append(out, it.Val)
		return nil
	})
	return out, err
}

// hexadecimal writes a segment's number as a chain's keys do.
func hexadecimal(n uint64) string {
	s := strconv.FormatUint(n, 16)
	return "0000000000000000"[len(s):] + s
}
