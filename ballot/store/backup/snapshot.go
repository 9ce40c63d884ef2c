package backup

// From stores that are in use to files that hold still.

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"linli/ballot/store"
)

// Members of every backup.
const (
	Data = "linli.db"
	Roll = "roll.db" // who has received a sheet
)

// ErrStore: a store that makes its backups in another way.
var ErrStore = errors.New("这种存储请用它自己的工具备份 / this store is backed up with its own tools")

// Snapshot writes copies of both stores, as of one moment each, into a folder. The roll is copied last, so that nobody
// whose ballot is in the copy is missing on its roll and could receive a second sheet.
func Snapshot(ctx context.Context, dir string, data, roll store.Store) (names []string, err error) {
	for _, s := range []struct {
		name string
		from store.Store
	}{{Data, data}, {Roll, roll}} {
		b, ok := s.from.(store.Backuper)
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrStore, s.name)
		}
		if err := b.Backup(ctx, filepath.Join(dir, s.name)); err != nil {
			return nil, err
		}
		names = append(names, s.name)
	}
	return names, nil
}
