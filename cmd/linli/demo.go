package main

// This file is the verb demo: a whole round of an invented community, and then the server to look at it.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/schollz/progressbar/v3"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/cmd/linli/demo"
	"linli/kiosk"
)

type demoCmd struct {
	Dir     string `placeholder:"DIR" help:"演示数据文件夹；原有的演示会重新开始，其他内容绝不覆盖。/ The demo's data folder; an earlier demo in it is played anew, anything else is never overwritten."`
	Seed    uint64 `default:"1" help:"随机种子；同一种子，同一结果。/ Seed; the same seed gives the same outcome."`
	Addr    string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"演示结束后的监听地址。/ Where to serve the round afterwards."`
	NoServe bool   `help:"演示结束后不启动服务。/ Do not serve afterwards."`
}

// Help is shown by linli demo --help.
func (c *demoCmd) Help() string {
	return "几秒钟走完八步：方案、提议、筛选、投票（自助机、手机、纸票）、点票、公示、感谢信、实施、评价；PDF 在 out 文件夹。\n\n" +
		"Plays all eight steps in seconds, over the same code that residents use; the PDFs are in the folder out."
}

// marker says that a folder holds a demo and nothing else that matters.
const marker = "linli-demo"

// errNotDemo: the folder holds something else.
var errNotDemo = errors.New("文件夹里有别的内容，不会覆盖；请换一个 --dir / the folder holds something that is not a demo and is left alone, choose another --dir")

// Run plays the round and serves it.
func (c *demoCmd) Run(e env) error {
	if c.Dir == "" {
		var err error
		if c.Dir, err = defaultDir("linli-demo"); err != nil {
			return err
		}
	}
	if err := clearDemo(c.Dir); err != nil {
		return err
	}
	if c.NoServe {
		return c.play(e, "http://"+c.Addr)
	}
	ln, err := listen(c.Addr) // before playing: a port that is taken is said at once
	if err != nil {
		return err
	}
	defer ln.Close()
	public := publicURL("", ln.Addr())
	if err := c.play(e, public); err != nil {
		return err
	}
	data, err := openData(c.Dir, systemClock, systemRandom)
	if err != nil {
		return err
	}
	defer closeData(data)
	log, err := os.OpenFile(filepath.Join(c.Dir, "requests.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	server := kiosk.New(kiosk.Config{Env: data, Public: public, Log: slog.New(slog.NewJSONHandler(log, nil))})
	if err := c.welcome(e, server.Staff(), public); err != nil {
		return err
	}
	return serveUntil(e.ctx, server, ln)
}

// clearDemo makes the folder ready: it removes an earlier demo, and refuses to touch anything else.
func clearDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err = nil, os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil && len(entries) > 0 {
		return fmt.Errorf("%w: %s", errNotDemo, dir)
	}
	if err := notServed(dir); err != nil {
		return err
	}
	for _, name := range []string{dbFile, rollDB, rollFile, signFile, "requests.log", "out"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, marker), []byte("A folder of linli demo. It may be deleted.\n"), 0o600)
}

// notServed refuses a demo that a running linli serves. One that is damaged may be played anew.
func notServed(dir string) error {
	path := filepath.Join(dir, dbFile)
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	s, err := bolt.Open(path)
	switch {
	case errors.Is(err, store.ErrBusy):
		return err
	case err != nil:
		return nil
	}
	return s.Close()
}

func (c *demoCmd) play(e env, public string) error {
	clock := &demo.Clock{}
	data, err := openData(c.Dir, clock.Now, demo.Random(c.Seed))
	if err != nil {
		return err
	}
	defer closeData(data)
	out := filepath.Join(c.Dir, "out")
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	sum, err := demo.Play(e.ctx, demo.Options{Env: data, Clock: clock, Seed: c.Seed, Public: public, Out: out, Say: progress(e.stderr)})
	if err != nil {
		return err
	}
	sum.Print(e.stdout)
	fmt.Fprintf(e.stdout, "  PDF: %s\n", out)
	return nil
}

// progress shows a bar on a terminal, and a line a step elsewhere.
func progress(w io.Writer) func(zh, en string, n, of int) {
	f, ok := w.(*os.File)
	if ok {
		info, err := f.Stat()
		ok = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	if !ok {
		return func(zh, en string, n, of int) { fmt.Fprintf(w, "%d/%d %s / %s\n", n, of, zh, en) }
	}
	var bar *progressbar.ProgressBar
	return func(zh, en string, n, of int) {
		if bar == nil {
			bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(24), progressbar.OptionClearOnFinish())
		}
		bar.Describe(zh + " " + en)
		bar.Set(n)
	}
}

// welcome makes the staff's logins and prints where to look.
func (c *demoCmd) welcome(e env, staff *kiosk.Staff, public string) error {
	members, round, err := demo.Staff()
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, `
居民 / resident    %[1]s/r/%[2]s
自助机 / kiosk     %[1]s/kiosk/%[2]s/1
观察 / observer    %[1]s/r/%[2]s/observe
工作台 / desk      %[1]s/desk
`, public, round)
	for _, m := range members {
		password, err := newPassword(systemRandom)
		if err != nil {
			return err
		}
		if err := staff.Set(e.ctx, m, password); err != nil {
			return err
		}
		if m.Role == "office" {
			fmt.Fprintf(e.stdout, "账号 / login       %s  %s\n", m.Login, password)
		}
	}
	fmt.Fprintln(e.stdout, "按 Ctrl-C 停止 / Ctrl-C stops")
	return nil
}
