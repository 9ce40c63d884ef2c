// Package backup is the form of a backup: one file that any tar program can open and any sha256sum can verify.
//
// It is a tar archive. Its first member, "linli-backup-1", is a list of the others as sha256sum writes it: the SHA-256
// in hexadecimal, two spaces, the name, a line each, in the order in which they follow. The members are the files of a
// data folder: linli.db, roll.db and, only if asked for, the keys roll.key and sign.key. To verify by hand:
//
//	tar xf FILE && sha256sum -c linli-backup-1
//
// # Across keepers
//
// A backup of a cluster is the same: two files of package bolt with what lay under the two prefixes at one revision
// each, the rolls later than the data. So it is restored into a folder or into a cluster, wherever it was made. Items
// keep their versions in the file and in a folder, and get new ones, in key order, in a cluster. Nothing relies on them:
// a version is compared with what the same process has read from the same store, and never kept.
package backup

import (
	"archive/tar"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Refusals.
var (
	// ErrBackup: not a backup, or one whose bytes are not what was written.
	ErrBackup = errors.New("不是完好的邻里备份 / this is not a sound backup of linli")
	// ErrNewer: a backup in a form that this program does not know.
	ErrNewer = errors.New("备份来自更新的版本，请用新版邻里恢复 / the backup was made by a newer linli, restore it with that")
)

const (
	listName = "linli-backup-1"
	maxList  = 4096 // bytes
	maxFiles = 16
)

var (
	nameForm = regexp.MustCompile(`^[a-z]+\.[a-z]+$`)
	lineForm = regexp.MustCompile(`^([0-9a-f]{64})  ([a-z]+\.[a-z]+)$`)
)

// Write writes a backup of those files of a folder, which must not change meanwhile.
func Write(w io.Writer, dir string, names ...string) error {
	var list strings.Builder
	for _, name := range names {
		if !nameForm.MatchString(name) {
			return fmt.Errorf("backup: %q cannot be the name of a member", name)
		}
		sum := sha256.New()
		if _, err := copyFile(sum, filepath.Join(dir, name)); err != nil {
			return err
		}
		fmt.Fprintf(&list, "%x  %s\n", sum.Sum(nil), name)
	}
	t := tar.NewWriter(w)
	if err := t.WriteHeader(&tar.Header{Name: listName, Mode: 0o600, Size: int64(list.Len())}); err != nil {
		return err
	}
	if _, err := io.WriteString(t, list.String()); err != nil {
		return err
	}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size()}); err != nil {
			return err
		}
		if _, err := copyFile(t, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return t.Close()
}

func copyFile(w io.Writer, path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(w, f)
}

// Read reads a backup and verifies it. It hands each member to make, which returns where its bytes go; a nil make only
// verifies. Refusals: [ErrBackup], [ErrNewer]; what was written before one must be thrown away.
func Read(r io.Reader, make func(name string) (io.WriteCloser, error)) (names []string, err error) {
	t := tar.NewReader(r)
	list, err := readList(t)
	if err != nil {
		return nil, err
	}
	for _, want := range list {
		h, err := t.Next()
		if err != nil || h.Name != want.name || !plain(h) {
			return nil, fmt.Errorf("%w: %s: %v", ErrBackup, want.name, err)
		}
		if err := want.read(t, make); err != nil {
			return nil, err
		}
		names = append(names, want.name)
	}
	if h, err := t.Next(); err != io.EOF {
		return nil, fmt.Errorf("%w: %v, %v", ErrBackup, h, err)
	}
	return names, nil
}

// plain tells whether a member is a file that is all there: one with holes could grow without end.
func plain(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse") {
			return false
		}
	}
	return h.Typeflag == tar.TypeReg
}

type member struct{ sum, name string }

// read copies the member and compares its hash.
func (m member) read(from io.Reader, make func(name string) (io.WriteCloser, error)) error {
	to, sum := io.WriteCloser(nowhere{}), hash.Hash(sha256.New())
	if make != nil {
		var err error
		if to, err = make(m.name); err != nil {
			return err
		}
	}
	src := &reading{from: from}
	_, err := io.Copy(io.MultiWriter(to, sum), src)
	if closing := to.Close(); err == nil {
		err = closing
	}
	switch {
	case src.err != nil:
		return fmt.Errorf("%w: %s: %v", ErrBackup, m.name, src.err)
	case err != nil:
		return err
	case fmt.Sprintf("%x", sum.Sum(nil)) != m.sum:
		return fmt.Errorf("%w: %s: SHA-256", ErrBackup, m.name)
	}
	return nil
}

func readList(t *tar.Reader) (list []member, err error) {
	h, err := t.Next()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %v", ErrBackup, err)
	case h.Name != listName && strings.HasPrefix(h.Name, "linli-backup-"):
		return nil, fmt.Errorf("%w: %.40q", ErrNewer, h.Name)
	case h.Name != listName || h.Size > maxList || !plain(h):
		return nil, fmt.Errorf("%w: %.40q", ErrBackup, h.Name)
	}
	text, err := io.ReadAll(t)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBackup, err)
	}
	met := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		m := lineForm.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil || met[m[2]] || len(list) == maxFiles || !strings.HasSuffix(line, "\n") {
			return nil, fmt.Errorf("%w: %.80q", ErrBackup, line)
		}
		met[m[2]] = true
		list = append(list, member{m[1], m[2]})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: it lists nothing", ErrBackup)
	}
	return list, nil
}

// reading remembers that it was the reading that failed.
type reading struct {
	from io.Reader
	err  error
}

func (r *reading) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) Close() error                { return nil }
