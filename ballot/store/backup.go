package store

// What a store that can be copied in use promises.

import "context"

// Backuper is a store that can copy itself while it is in use.
type Backuper interface {
	// Backup writes a whole copy, as of one moment, to a new file of package bolt and makes it durable, whoever keeps
	// the store. The copy holds what the store holds, and nothing of what was deleted before. Commits go on meanwhile.
	// A path that exists is [os.ErrExist]; after any other error there is no file.
	Backup(ctx context.Context, path string) error
}
