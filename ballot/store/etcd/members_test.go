package etcd_test

// A member whose file was changed holds something else than the others, and Check says so.

import (
	"bytes"
	"os"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
)

func TestCheckComparesMembers(t *testing.T) {
	t.Parallel()
	own, err := etcdtest.Start(etcdtest.Config{Dir: t.TempDir(), Members: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Close)
	c := etcd.Config{Endpoints: own.Endpoints(), Prefix: newPrefix()}
	s := open(t, c)
	for range 3 {
		must(t, s, "k", "the bytes that were written")
	}
	if n, err := s.Check(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d items, %v", n, err)
	}
	time.Sleep(200 * time.Millisecond) // a member writes its file in the background
	own.Kill(2)
	if n, err := s.Check(t.Context()); err != nil || n != 1 {
		t.Errorf("with a member away: %d items, %v", n, err)
	}
	file := own.Files()[2]
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.ReplaceAll(raw, []byte("the bytes that were written"), []byte("the bytes that were planted"))
	if bytes.Equal(changed, raw) {
		t.Fatal("the member's file does not hold the value")
	}
	if err := os.WriteFile(file, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := own.Run(2); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the member is found", func() bool {
		_, err = s.Check(t.Context())
		return err != nil
	})
	wantErr(t, err, store.ErrDamaged)
}
