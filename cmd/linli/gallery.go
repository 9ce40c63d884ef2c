package main

// This file is the verb gallery: it photographs every page in every state.

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/sync/errgroup"

	"linli/cmd/linli/camera"
	"linli/kiosk"
	"linli/kiosk/gallery"
	"linli/kiosk/lang"
)

// Refusals of gallery.
var (
	// ErrShotsFolder: the folder holds something besides earlier photographs.
	ErrShotsFolder = errors.New("文件夹里还有别的文件，请换一个空文件夹 / the folder holds other files, choose an empty one")
	// ErrNoPage: there is no page of that name in the gallery.
	ErrNoPage = errors.New("样页里没有这个页面 / the gallery has no such page")
	// ErrPagesWrong: something went wrong inside the pages.
	ErrPagesWrong = errors.New("有的页面出错，见上文 / some pages went wrong, see above")
)

type galleryCmd struct {
	Shots   string `required:"" placeholder:"DIR" help:"照片放进这个文件夹，已有的照片会被换掉。/ The folder for the photographs; earlier ones are replaced."`
	Only    string `placeholder:"PAGE" help:"只拍这一个页面，例如 choose。/ This page only, as in choose."`
	Lang    string `default:"" enum:",zh,en" help:"只拍一种语言。/ One language only."`
	Browser string `placeholder:"PATH" help:"Chromium 的位置，默认在 PATH 里找。/ Where Chromium is; by default looked for on PATH."`
}

// Help is shown by linli gallery --help.
func (*galleryCmd) Help() string {
	return "每个页面、每种状态、每种语言各拍一张，另写一个总览 index.html。数据全部是编造的，不需要数据文件夹。页面里的脚本错误和失败的请求会列出，退出码为 1。\n\n" +
		"One photograph for each page, state, language and screen, and a contact sheet, index.html. All data are invented. Script errors and failed requests inside the pages are listed, and the exit code is 1."
}

// atOnce is how many pages are photographed at a time.
const atOnce = 2

// picture is one photograph to take.
type picture struct {
	camera.Shot
	file string
}

// Run takes the photographs.
func (c *galleryCmd) Run(e env) error {
	browser, err := camera.Find(c.Browser)
	if err != nil {
		return err
	}
	if c.Only != "" && len(gallery.Of(c.Only)) == 0 {
		return fmt.Errorf("%w: %s (%s)", ErrNoPage, c.Only, strings.Join(gallery.Pages(), " "))
	}
	if err := shotsFolder(c.Shots); err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("不能监听本机端口 / cannot listen on this machine: %w", err)
	}
	pictures := c.pictures("http://" + ln.Addr().String())
	ctx, stop := context.WithCancel(e.ctx)
	served := make(chan error, 1)
	go func() { served <- serveUntil(ctx, kiosk.NewGallery(slog.New(slog.DiscardHandler)), ln) }()
	defer func() { stop(); ln.Close(); <-served }() // the listener too: the server may not have begun
	wrong, err := photograph(ctx, browser, c.Shots, pictures)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Shots, "index.html"), contactSheet(pictures), 0o644); err != nil {
		return err
	}
	return reportShots(e.stdout, c.Shots, pictures, wrong)
}

// pictures are the photographs that are asked for, of the gallery at that address.
func (c *galleryCmd) pictures(address string) (all []picture) {
	for _, s := range gallery.Samples() {
		if c.Only != "" && s.Page() != c.Only {
			continue
		}
		for _, l := range lang.All {
			if c.Lang != "" && c.Lang != string(l) {
				continue
			}
			for _, screen := range s.Screens {
				name := s.Name() + "-" + string(l) + "-" + screen.Name
				all = append(all, picture{camera.Shot{Name: name, URL: address + kiosk.GalleryPath(s, l), Width: screen.Width, Height: screen.Height, Fixed: screen == gallery.Wall}, name + ".png"})
			}
		}
	}
	return all
}

// shotFile is the name of a file that this verb writes.
var shotFile = regexp.MustCompile(`^([a-z]+-[a-z0-9_-]+-(zh|en)-(phone|kiosk|desk|wall|tablet|upright)\.png|index\.html)$`)

// shotsFolder makes the folder. It may hold earlier photographs, and nothing else: [ErrShotsFolder].
func shotsFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("不能建文件夹 / cannot make the folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("不能读文件夹 / cannot read the folder: %w", err)
	}
	for _, entry := range entries {
		if entry.Type()&fs.ModeType != 0 || !shotFile.MatchString(entry.Name()) {
			return fmt.Errorf("%w: %s: %s", ErrShotsFolder, dir, entry.Name())
		}
	}
	return nil
}

// photograph takes all pictures into the folder, and returns what went wrong inside the pages, by picture.
func photograph(ctx context.Context, browser, dir string, pictures []picture) ([][]string, error) {
	profile, err := os.MkdirTemp("", "linli-gallery-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(profile)
	cam, err := camera.Open(ctx, browser, profile)
	if err != nil {
		return nil, err
	}
	defer cam.Close()
	wrong := make([][]string, len(pictures))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, p := range pictures {
		group.Go(func() error {
			png, said, err := cam.Take(p.Shot)
			if err != nil {
				said = append(said, fmt.Sprintf("没有拍成 / no photograph: %v", err))
			}
			wrong[i] = said
			if png == nil {
				return ctx.Err()
			}
			return os.WriteFile(filepath.Join(dir, p.file), png, 0o644)
		})
	}
	return wrong, group.Wait()
}

// contactSheet is a page with all pictures, small.
func contactSheet(pictures []picture) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>邻里样页 / Linli gallery</title>\n" +
		"<style>body{font-family:system-ui,sans-serif;margin:1rem}figure{display:inline-block;vertical-align:top;margin:.5rem;width:300px}img{width:100%;max-height:420px;object-fit:contain;object-position:top left;border:1px solid}</style>\n")
	for _, p := range pictures {
		file, name := html.EscapeString(p.file), html.EscapeString(p.Name)
		fmt.Fprintf(&b, "<figure><a href=\"%s\"><img src=\"%s\" alt=\"\" loading=\"lazy\"></a><figcaption>%s</figcaption></figure>\n", file, file, name)
	}
	return []byte(b.String())
}

// reportShots says what has been written and what went wrong; [ErrPagesWrong] if anything did.
func reportShots(w io.Writer, dir string, pictures []picture, wrong [][]string) error {
	bad := 0
	for i, p := range pictures {
		for _, said := range wrong[i] {
			bad++
			fmt.Fprintf(w, "%s: %s\n", p.Name, said)
		}
	}
	fmt.Fprintf(w, "照片 %d 张，问题 %d 个 / %d photographs, %d problems: %s\n", len(pictures), bad, len(pictures), bad, filepath.Join(dir, "index.html"))
	if bad > 0 {
		return ErrPagesWrong
	}
	return nil
}
