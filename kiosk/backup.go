package kiosk

// The hot backup: the office downloads all data while people vote.

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/gofiber/fiber/v2"

	"linli/ballot/store"
	"linli/ballot/store/backup"
)

// backup is GET /desk/backup: all data but the keys, in the form of package backup. It holds people's names: only the
// office may have it.
func (s *Server) backup(c *fiber.Ctx) error {
	switch {
	case !may(me(c), "data.backup"):
		return ErrRole
	case !s.backsUp():
		return fiber.ErrNotFound
	}
	f, size, err := s.makeBackup(c.UserContext())
	if err != nil {
		return err
	}
	name := "linli-" + s.Env.Now().In(Zone).Format("20060102-1504") + ".tar"
	c.Attachment(name)
	c.Type("tar")
	return c.SendStream(f, size) // which closes it
}

// backsUp tells whether the store can copy itself; both of linli's keepers can.
func (s *Server) backsUp() bool {
	_, ok := s.Env.Store.(store.Backuper)
	return ok
}

// makeBackup writes a backup into a folder of its own, which goes when the file is closed.
func (s *Server) makeBackup(ctx context.Context) (_ io.ReadCloser, size int, err error) {
	dir, err := os.MkdirTemp(s.Spool, SpoolName)
	if err != nil {
		return nil, 0, err
	}
	f := spooled{dir: dir}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	rolls := s.Env.Rolls
	if rolls == nil {
		rolls = s.Env.Store
	}
	names, err := backup.Snapshot(ctx, dir, s.Env.Store, rolls)
	if err != nil {
		return nil, 0, err
	}
	if f.File, err = os.OpenFile(filepath.Join(dir, "backup.tar"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err != nil {
		return nil, 0, err
	}
	if err := backup.Write(f, dir, names...); err != nil {
		return nil, 0, err
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	return f, int(at), err
}

// SpoolName is the pattern of the folders in [Config.Spool] that hold a backup while it is made. One that a crash has
// left behind may be removed.
const SpoolName = ".linli-backup-*"

// spooled is a file in a folder that goes with it.
type spooled struct {
	*os.File
	dir string
}

func (f spooled) Close() (err error) {
	if f.File != nil {
		err = f.File.Close()
	}
	return errors.Join(err, os.RemoveAll(f.dir))
}
