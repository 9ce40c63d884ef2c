package main

// The folder that ballots are printed into: a file of sheets gets its name when, and only when, they are in the manifest.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
	"linli/kiosk"
	"linli/kiosk/pdf"
)

// press prints the sheets of a round into a folder that is locked against another one.
type press struct {
	dir   string
	live  *catalog.Live
	runs  []ballot.Run // issued now
	close func() error
}

const (
	pending  = ".part" // ends the name of a file whose sheets may not be in the manifest yet
	lockName = ".linli.lock"
)

func openPress(dir string, live *catalog.Live) (*press, error) {
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	unlock, err := lockFile(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	return &press{dir: dir, live: live, close: unlock}, nil
}

// makeDir makes a folder and all above it, durably.
func makeDir(dir string) error {
	var made []string
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		made = append(made, d)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, d := range made {
		if err := syncDir(filepath.Dir(d)); err != nil {
			return err
		}
	}
	return nil
}

// next is the number of the station's next sheet.
func (p *press) next(station int) (n int) {
	p.live.Read(func(r *catalog.Round) {
		if n = 1; r.Stations[station] != nil {
			n = r.Stations[station].Printed + 1
		}
	})
	return n
}

// path is where a run's file is.
func (p *press) path(r ballot.Run) string {
	return filepath.Join(p.dir, p.live.ID()+"-ballots"+span(r))
}

// issue makes the file of a run durable without its name, enters the run, and then names it. Whatever happens in
// between, [press.settle] can tell which of both it was.
func (p *press) issue(run ballot.Run, file []byte, enter func() error) error {
	path := p.path(run)
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: 不会覆盖 / it is not overwritten: %s", os.ErrExist, path)
	}
	if err := durable(path+pending, file); err != nil {
		return err
	}
	if err := enter(); errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("不知道是否已记入清单，请用同一个 -o 再运行一次 / it is not known whether the sheets were entered, run again with the same -o: %w", err)
	} else if err != nil {
		return errors.Join(err, os.Remove(path+pending))
	}
	p.runs = append(p.runs, run)
	return p.name(path + pending)
}

// name gives a file its name.
func (p *press) name(part string) error {
	if err := os.Rename(part, strings.TrimSuffix(part, pending)); err != nil {
		return err
	}
	return syncDir(p.dir)
}

// durable writes a file, readable by its owner only.
func durable(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncDir(filepath.Dir(path))
}

// settle ends what an interrupted run has left in the folder: a file whose sheets are in the manifest gets its name,
// another is removed, for nobody can cast what is in it.
func (p *press) settle(w io.Writer) error {
	parts, err := filepath.Glob(filepath.Join(escaped(p.dir), "*"+pending))
	if err != nil {
		return err
	}
	for _, part := range parts {
		if !strings.HasPrefix(filepath.Base(part), p.live.ID()+"-ballots-") {
			continue
		}
		entered, err := p.entered(part)
		switch {
		case err != nil:
			return err
		case entered:
			err = p.name(part)
			fmt.Fprintf(w, "补完上次印制 / finished the interrupted run: %s\n", strings.TrimSuffix(part, pending))
		default:
			err = os.Remove(part)
			fmt.Fprintf(w, "清除上次没有记入清单的文件 / removed sheets that were never entered: %s\n", part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// errMixed: a file of which only some sheets are in the manifest. No run of ours leaves one.
var errMixed = errors.New("文件里只有一部分选票在清单上，请妥善保存并查明 / only some sheets of this file are in the manifest, keep it safe and find out why")

// entered tells whether the sheets of a file, read by their codes, are in the manifest. A file cut short was never whole,
// and so was never entered.
func (p *press) entered(path string) (bool, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	codes, err := pdf.Scan(b)
	if err != nil {
		return false, nil
	}
	in := 0
	for _, url := range codes {
		c, err := ballot.ParseCode(url)
		if err != nil {
			continue
		}
		if _, ok := p.live.Printed(c.Commitment(p.live.ID())); ok {
			in++
		}
	}
	if in > 0 && in < len(codes) {
		return false, fmt.Errorf("%w: %s", errMixed, path)
	}
	return in > 0, nil
}

// escaped makes a path a pattern that matches only itself.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// labels prints a label for every bundle of this run.
func (p *press) labels(ctx context.Context) error {
	var b bytes.Buffer
	if _, err := kiosk.BundleLabels(ctx, &b, p.live, p.runs); err != nil {
		return err
	}
	first := strings.TrimSuffix(p.path(p.runs[0]), ".pdf") + "-labels.pdf"
	err := newFile(first, func(f *os.File) error { _, err := f.Write(b.Bytes()); return err })
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
