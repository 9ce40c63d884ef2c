package kiosk

// The hot backup: who may have it, and what is in it.

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/backup"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/tally"
)

func TestBackupIsForTheOffice(t *testing.T) {
	o := newBureau(t)
	o.s.Spool = t.TempDir()
	for as, want := range map[string]int{"": http.StatusSeeOther, "bao": http.StatusForbidden, "he": http.StatusForbidden, "jiang": http.StatusForbidden, "qin": http.StatusOK} {
		if got := o.get(as, "/desk/backup"); got.status != want {
			t.Errorf("%q is answered %d, want %d", as, got.status, want)
		}
		links := o.get(as, "/desk").doc.Find(`a[href="/desk/backup"]`).Length()
		if (links == 1) != (want == http.StatusOK) {
			t.Errorf("%q sees %d links to the backup", as, links)
		}
	}
	if left, err := os.ReadDir(o.s.Spool); err != nil || len(left) > 0 {
		t.Errorf("backups have left %v, %v", left, err)
	}
}

// What is sent is a backup whose store opens, with everything that was there.
func TestBackupIsWhole(t *testing.T) {
	o := newBureau(t)
	got := o.get("qin", "/desk/backup")
	if kind, name := got.head.Get("Content-Type"), got.head.Get("Content-Disposition"); kind != "application/x-tar" || name != `attachment; filename="linli-20261012-0900.tar"` {
		t.Errorf("%s, %s", kind, name)
	}
	dir := t.TempDir()
	_, err := backup.Read(bytes.NewReader(got.body), func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(dir, name)) })
	if err != nil {
		t.Fatal(err)
	}
	s, err := bolt.View(filepath.Join(dir, backup.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, copied := items(t, o.env.Store), items(t, s); all != copied || len(all) < 500 {
		t.Errorf("the store holds\n%s\nthe backup\n%s", all, copied)
	}
}

func items(t *testing.T, s store.Store) (out string) {
	t.Helper()
	err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
		out += fmt.Sprintf("%q %x %d\n", it.Key, it.Val, it.Ver)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A round has no ID that is another page's address.
func TestTakenIDs(t *testing.T) {
	o := newBureau(t)
	for _, id := range taken {
		r := o.json("qin", "/desk/new", catalog.Create{ID: id, Scheme: testScheme("greedy-stop", []tally.Rung{"cheaper", "earlier", "number"})})
		if r.status != http.StatusUnprocessableEntity || !bytes.Contains(r.body, []byte(`"field":"id"`)) {
			t.Errorf("%s is answered %d %s", id, r.status, r.body)
		}
	}
}

// elsewhere is a store that cannot copy itself.
type elsewhere struct{ store.Store }

func TestBackupElsewhere(t *testing.T) {
	o := newBureau(t)
	o.s.Env.Store = elsewhere{o.env.Store}
	if got := o.get("qin", "/desk/backup"); got.status != http.StatusNotFound {
		t.Errorf("a store that is backed up elsewhere answers %d", got.status)
	}
	if n := o.get("qin", "/desk").doc.Find(`a[href="/desk/backup"]`).Length(); n != 0 {
		t.Error("there is a link to a backup that cannot be made")
	}
}
