package main

// This file is the verb notice: the notice of the result, of the projects before the vote, or the protocol of the draw, as PDF.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"linli/catalog"
	"linli/kiosk"
	"linli/kiosk/pdf"
)

type noticeCmd struct {
	printed
	Projects bool `help:"投票前的候选项目公示；默认是结果公示。/ The notice of the projects, before the vote; by default that of the result."`
	Draw     bool `help:"公开抽签的记录，供见证人签字。/ The protocol of the public draw, for the witnesses to sign."`
	Large    bool `help:"大字张贴版，正文不小于18磅。/ For the wall, in large letters: at least 18 points."`
}

// Help is shown by linli notice --help.
func (c *noticeCmd) Help() string {
	return "结果公示里有每个项目的得票、结果和理由、选票账目、公示期、意见和监督电话。同样的台账印出同样的文件。只读数据，不作任何改动。\n\n" +
		"The notice of the result has every project with its votes, outcome and reason, the ballot accounts, the days on the wall and whom to call. " +
		"The same ledger gives the same bytes. The data are read and never changed."
}

// Run prints the notice.
func (c *noticeCmd) Run(e env) error {
	switch {
	case c.Draw:
		return c.print(e, kiosk.PrintProtocol)
	case c.Projects && c.Large:
		return c.print(e, kiosk.PrintLargeLibrary)
	case c.Projects:
		return c.print(e, kiosk.PrintLibrary)
	case c.Large:
		return c.print(e, kiosk.PrintLargeNotice)
	}
	return c.print(e, kiosk.PrintNotice)
}

// printed is a document of a round in a file of its own, made from data at rest or on a cluster.
type printed struct {
	place
	Round  string `placeholder:"ID" help:"届次编号；只有一届时可以不给。/ ID of the round; not needed if there is only one."`
	Out    string `short:"o" required:"" placeholder:"FILE" help:"PDF 文件，不会覆盖已有文件。/ The PDF; an existing file is never overwritten."`
	Public string `placeholder:"URL" help:"居民访问的地址，印成网址和二维码；不给就不印。/ The address residents use, printed as text and QR code; without it neither is printed."`
}

// printer is a document of package kiosk.
type printer func(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error)

// print makes the file, and tells every character that was printed as 〓.
func (c *printed) print(e env, doc printer) error {
	if err := c.settle(); err != nil {
		return err
	}
	public, err := goodPublic(c.Public)
	if err != nil {
		return err
	}
	live, err := (&exportCmd{place: c.place, Round: c.Round}).open(e.ctx)
	if err != nil {
		return err
	}
	defer live.close()
	var missing []pdf.Missing
	err = newFile(c.Out, func(f *os.File) (err error) {
		missing, err = doc(e.ctx, f, live.Live, public)
		return err
	})
	if err != nil {
		return fmt.Errorf("没有印出 / nothing was printed: %w", err)
	}
	tellMissing(e.stderr, missing)
	fmt.Fprintf(e.stdout, "已印出 / printed: %s\n", c.Out)
	return nil
}

// tellMissing names every character that no font can draw.
func tellMissing(w io.Writer, missing []pdf.Missing) {
	for _, m := range missing {
		fmt.Fprintf(w, "缺字，印成了〓 / no glyph, printed as 〓: %s, %d: %U: %.60s\n", m.Document, m.At, m.Rune, m.Text)
	}
}

// errPublic: an address that no phone would open.
var errPublic = errors.New("--public 应为居民访问的网址，如 http://192.168.1.20:8080 / --public is to be the address residents use, like http://192.168.1.20:8080")

// goodPublic is an address as documents print it, without a slash at its end; empty is none. It has no path, for the
// pages of a server know of none before their own.
func goodPublic(given string) (string, error) {
	if given == "" {
		return "", nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%w: %q", errPublic, given)
	}
	return strings.TrimRight(given, "/"), nil
}
