package kiosk

// The gallery: samples of every page, for those who draw pages. It knows no store and no round.

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"linli/catalog"
	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// NewGallery makes a server that has no store and shows nothing but the samples of package gallery, under /gallery.
func NewGallery(log *slog.Logger) *Server {
	s := &Server{Config: Config{Env: catalog.Env{Now: time.Now}, Log: log}, hub: newHub(0)}
	s.life, s.end = context.WithCancel(context.Background())
	s.app = s.application()
	s.app.Use(s.record, recover.New(), secure)
	s.static()
	s.galleryRoutes()
	return s
}

// sampleRound is the round that links of samples lead to; there is none of that name.
const sampleRound = "gallery"

// frameable lets pages of this server, and nobody else's, put an answer into a frame; a form on it sends nothing.
const frameable = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

func (s *Server) galleryRoutes() {
	g := s.app.Group("/gallery", func(c *fiber.Ctx) error {
		c.Set("Content-Security-Policy", frameable)
		c.Set("X-Frame-Options", "SAMEORIGIN")
		return c.Next()
	})
	g.Get("/", s.wall)
	g.Get("/picture.svg", func(c *fiber.Ctx) error { return c.Type("svg").SendString(gallery.Drawing) })
	s.app.Get(gallery.QR, func(c *fiber.Ctx) error {
		svg, err := pdf.QR(gallery.Own + "/receipt?tracker=K7Q2MX9TR4VN")
		if err != nil {
			return err
		}
		return c.Type("svg").Send(svg)
	})
	g.Get("/:page", s.wall)
	g.Get("/:page/:state", s.sample)
	quiet := func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) } // ends a page's wish for news
	s.app.Get("/r/"+sampleRound+"/events", quiet)
	s.app.Get("/r/"+sampleRound+"/observe.json", quiet)
}

// wall is GET /gallery, one sample of every page, and GET /gallery/PAGE, all samples of that page.
func (s *Server) wall(c *fiber.Ctx) error {
	v := page.Gallery{Folder: c.Params("page")}
	for _, folder := range gallery.Pages() {
		samples := gallery.Of(folder)
		switch v.Folder {
		case "":
			row := rowOf(samples[0], samples[0].Screens[0], language(c))
			row.Others = stateLinks(samples)
			v.Rows = append(v.Rows, row)
		case folder:
			v.Rows = append(v.Rows, rowsOf(samples)...)
		}
	}
	if len(v.Rows) == 0 {
		return fiber.ErrNotFound
	}
	f := page.Frame{Path: here(c)}
	f.Size, f.Contrast = remember(c)
	return s.render(c, f, v)
}

// rowsOf are the samples in every language on every screen that they are made for.
func rowsOf(samples []gallery.Sample) (all []page.Row) {
	for _, sample := range samples {
		for _, screen := range sample.Screens {
			for _, l := range lang.All {
				all = append(all, rowOf(sample, screen, l))
			}
		}
	}
	return all
}

func rowOf(sample gallery.Sample, screen gallery.Screen, l lang.Lang) page.Row {
	return page.Row{Folder: sample.Page(), State: sample.State, Screen: screen.Name, Width: screen.Width, Height: screen.Height,
		Href: GalleryPath(sample, l), Speaks: string(l)}
}

func stateLinks(samples []gallery.Sample) (all []page.Link) {
	for _, sample := range samples {
		all = append(all, page.Link{Label: sample.State, Href: GalleryPath(sample, "")})
	}
	return all
}

// GalleryPath is the path of a sample in that language; no language is the reader's.
func GalleryPath(sample gallery.Sample, l lang.Lang) string {
	path := "/gallery/" + sample.Page() + "/" + sample.State
	if l == "" {
		return path
	}
	return path + "?lang=" + string(l)
}

// sample is GET /gallery/PAGE/STATE?lang=zh&size=0&theme=contrast: nothing that it is asked for is remembered.
func (s *Server) sample(c *fiber.Ctx) error {
	sample, ok := gallery.Find(c.Params("page"), c.Params("state"))
	if !ok {
		return fiber.ErrNotFound
	}
	f, q := sample.Frame, url.Values{}
	for name, values := range sampleSettings {
		if v := c.Query(name); slices.Contains(values, v) {
			q.Set(name, v)
		}
	}
	if q.Has("size") {
		f.Size = page.ParseSize(q.Get("size"))
	}
	f.Contrast = f.Contrast || q.Get("theme") == "contrast" || q.Get("contrast") == "1"
	f.Path = strings.TrimSuffix(GalleryPath(sample, "")+"?"+q.Encode(), "?")
	if f.RoundID != "" {
		f.RoundID = sampleRound
	}
	if f.Kiosk != "" {
		f.Kiosk = "/gallery/code/kiosk"
	}
	return s.render(c, f, sample.View)
}

// sampleSettings are what the address of a sample may set.
var sampleSettings = map[string][]string{"lang": {"zh", "en"}, "size": {"0", "1", "2"}, "theme": {"light", "contrast"}, "contrast": {"0", "1"}}
