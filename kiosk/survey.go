package kiosk

// The record of a site survey, with its photos.

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
)

// maxPhotos is the most photos that come with one form.
const maxPhotos = 3

// photoSlot is the name of photo i, from 0, in a form.
func photoSlot(i int) string { return "photos-" + strconv.Itoa(i+1) }

// surveyed keeps the photos that came with the form, cleaned, and enters the survey, which names them.
func (s *Server) surveyed(c *fiber.Ctx, l *catalog.Live, in *catalog.Survey) (done, error) {
	for i := range maxPhotos {
		jpeg, err := s.pictureIn(c, photoSlot(i))
		if err != nil {
			return done{}, err
		}
		if jpeg == nil {
			continue
		}
		hash, err := l.KeepPhoto(c.UserContext(), jpeg)
		if err != nil {
			return done{}, &catalog.FieldError{Field: photoSlot(i), Err: err}
		}
		in.Photos = append(in.Photos, hash)
	}
	return enter(s, c, l, in)
}
