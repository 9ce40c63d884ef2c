package kiosk

// Photos: how they come in with a form, and how the pages get them.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
	"golang.org/x/time/rate"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/photo"
)

// Limits of a request that brings a photo.
const (
	maxPictureBody = photo.MaxBytes + 256<<10 // the photo and the words
	pictureTimeout = 60 * time.Second         // for all of it: a phone on a slow line sends a photo in this
	decoding       = 2                        // photos that are unpacked at once
	decodeWait     = 20 * time.Second         // for others to be done
	maxComing      = 192 << 20                // bytes of large bodies at once
	comingLife     = 2 * time.Minute          // of one that never ends: longer than it can be read and answered
)

// ErrPhotos: more photos at once than the server takes.
var ErrPhotos = errors.New("同时上传照片的人太多，请过一分钟再交，或先不附照片 / too many photos at once, send it again in a minute or without the photo")

// bringsPhoto tells whether a form at that path may have a photo in it.
func bringsPhoto(path string) bool {
	return strings.HasSuffix(path, "/propose") || strings.HasSuffix(path, "/act/screening.survey")
}

// photoGate lets large bodies in: of every path the usual size, of a form with a photo that of a photo, as long as not too
// many come at once. It is asked when the header of a request has been read and nothing of its body.
type photoGate struct {
	large *rate.Limiter // of bodies
	kept  *rate.Limiter // of photos that strangers hand in
	cells chan struct{} // one for each photo that is being unpacked

	mu     sync.Mutex
	coming []coming // large bodies that were let in and have not been answered, the oldest first
}

// coming is a large body on its way, which holds its length of memory however slowly it comes.
type coming struct {
	length int
	until  time.Time
}

// expect sets memory aside for a body, if there is enough of it.
func (g *photoGate) expect(length int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, sum := time.Now(), length
	g.coming = slices.DeleteFunc(g.coming, func(x coming) bool { return now.After(x.until) })
	for _, x := range g.coming {
		sum += x.length
	}
	if sum > maxComing {
		return false
	}
	g.coming = append(g.coming, coming{length, now.Add(comingLife)})
	return true
}

// answered frees, once a request has been answered, what was set aside for its body.
func (g *photoGate) answered(c *fiber.Ctx) error {
	err := c.Next()
	length := c.Request().Header.ContentLength()
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.IndexFunc(g.coming, func(x coming) bool { return x.length == length }); i >= 0 {
		g.coming = slices.Delete(g.coming, i, i+1)
	}
	return err
}

func newPhotoGate() *photoGate {
	return &photoGate{large: rate.NewLimiter(2, 40), kept: rate.NewLimiter(rate.Every(10*time.Second), 200), cells: make(chan struct{}, decoding)}
}

func (g *photoGate) let(h *fasthttp.RequestHeader) (c fasthttp.RequestConfig) {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	if !h.IsPost() || h.ContentLength() <= maxBody || h.ContentLength() > maxPictureBody || !bringsPhoto(path) || !g.large.Allow() || !g.expect(h.ContentLength()) {
		return c
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxPictureBody, ReadTimeout: pictureTimeout}
}

// tooLarge says of a body that was not let in why, if its form may have a photo.
func tooLarge(c *fiber.Ctx, err error) error {
	switch {
	case !errors.Is(err, fiber.ErrRequestEntityTooLarge), !bringsPhoto(c.Path()):
		return err
	case c.Request().Header.ContentLength() <= maxPictureBody && c.Request().Header.ContentLength() > maxBody:
		return ErrPhotos
	}
	return fmt.Errorf("%w: %w", photo.ErrLarge, err)
}

// clean makes the photo that open reads fit to be kept; at most two at once, so that memory does not run out.
func (g *photoGate) clean(ctx context.Context, open func() ([]byte, error)) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, decodeWait)
	defer cancel()
	select {
	case g.cells <- struct{}{}:
	case <-ctx.Done():
		return nil, ErrPhotos
	}
	defer func() { <-g.cells }()
	raw, err := open()
	if err != nil {
		return nil, err
	}
	return photo.Clean(raw)
}

// pictureIn is the photo that a form brings, fit for [catalog.Live.KeepPhoto]; nil if it brings none. What is none is refused
// as the form's field of that name.
func (s *Server) pictureIn(c *fiber.Ctx, field string) ([]byte, error) {
	if !strings.HasPrefix(c.Get("Content-Type"), fiber.MIMEMultipartForm) {
		return nil, nil
	}
	head, err := c.FormFile(field)
	if err != nil || head.Size == 0 {
		return nil, nil // as a browser sends a field that was left empty
	}
	jpeg, err := s.gate.clean(c.UserContext(), func() ([]byte, error) { return contents(head) })
	if err != nil {
		return nil, &catalog.FieldError{Field: field, Err: err}
	}
	return jpeg, nil
}

// contents are the bytes of a file that came with a form.
func contents(head *multipart.FileHeader) ([]byte, error) {
	f, err := head.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrForm, err)
	}
	defer f.Close()
	return io.ReadAll(f)
}

// picturePath is where pages get a photo; empty if there is none. A rehearsal shows none: nobody tells it what is erased.
func picturePath(r *catalog.Round, hash string) string {
	if hash == "" || r.Of != "" {
		return ""
	}
	return "/r/" + r.ID + "/photo/" + hash
}

// pictured is a project with the photo of its proposal, as the library shows it. The ballot has none, on a screen as on
// paper: nothing but words stands for a project there.
func pictured(l lang.Lang, r *catalog.Round, p *catalog.Project) page.Project {
	v := projectView(l, p)
	if p.Proposal != nil {
		v.Photo, v.PhotoAlt = picturePath(r, p.Proposal.Picture()), lang.T(l, "slip.photo")
	}
	return v
}

// pictureLife is how long a browser keeps a photo, which never changes; nobody between it and the server does, so that
// what is erased is not handed out from elsewhere.
const pictureLife = 365 * 24 * time.Hour

// picture is GET /r/ROUND/photo/HASH: a photo that the round shows.
func (s *Server) picture(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	jpeg, err := l.Photo(c.UserContext(), c.Params("hash"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, max-age="+strconv.Itoa(int(pictureLife.Seconds()))+", immutable")
	c.Set(fiber.HeaderContentType, "image/jpeg")
	c.Set(fiber.HeaderContentDisposition, "inline")
	return c.Send(jpeg)
}
