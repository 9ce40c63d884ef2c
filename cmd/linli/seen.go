package main

// What verifiers and witnesses remember: of every ledger the key, the size and the root that they have seen.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"linli/catalog/audit"
)

// seenFile is the memory, by the origin of the ledger.
type seenFile struct {
	path string
	was  map[string]audit.Seen
}

// errSeen: a memory that cannot be read. It must not be taken for an empty one.
var errSeen = errors.New("记忆文件读不懂，请换一个 --state 或恢复它 / the state file cannot be read, restore it or name another with --state")

// openSeen reads the memory at path; empty: the one in the user's data folder. One that is not there is empty.
func openSeen(path string) (*seenFile, error) {
	if path == "" {
		dir, err := defaultDir("linli-seen")
		if err != nil {
			return nil, err
		}
		path = filepath.Join(dir, "seen.json")
	}
	s := &seenFile{path, map[string]audit.Seen{}}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s.was)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errSeen, path, err)
	}
	return s, nil
}

func (s *seenFile) get(origin string) (audit.Seen, bool) {
	seen, ok := s.was[origin]
	return seen, ok
}

// errMoved: somebody else has remembered something of the same ledger meanwhile, which nothing was compared with.
var errMoved = errors.New("在此期间另一个核对或见证改了记忆，请再运行一次 / the memory was changed by another run meanwhile, run it again")

// put remembers what was seen last of a ledger, durably, beside what others have remembered of other ledgers. If what it
// was compared with is no longer what is remembered, it is errMoved.
func (s *seenFile) put(origin string, seen audit.Seen) error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	unlock, err := lockFile(s.path + ".lock")
	if err != nil {
		return err
	}
	defer unlock()
	now, err := openSeen(s.path)
	if err != nil {
		return err
	}
	switch is := now.was[origin]; is {
	case seen:
		return nil
	case s.was[origin]:
		now.was[origin] = seen
	default:
		return fmt.Errorf("%w: %s %d → %d", errMoved, origin, s.was[origin].Size, is.Size)
	}
	b, err := json.MarshalIndent(now.was, "", "\t")
	if err != nil {
		return err
	}
	return replaceFile(s.path, append(b, '\n'))
}

// errFetch: a server that did not give what it was asked for.
var errFetch = errors.New("取不到，请检查网址和网络 / it cannot be fetched, see to the address and the network")

// fetch opens what a server has at an address.
func fetch(ctx context.Context, url string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFetch, err)
	}
	return answer(req)
}

// answer sends a request and refuses any answer but success.
func answer(req *http.Request) (io.ReadCloser, error) {
	browser := http.Client{Timeout: 10 * time.Minute}
	res, err := browser.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFetch, err)
	}
	if res.StatusCode/100 != 2 {
		res.Body.Close()
		return nil, fmt.Errorf("%w: %s: %s", errFetch, req.URL, res.Status)
	}
	return res.Body, nil
}
