package kiosk

// What anyone may take away and verify: checkpoint, key, proofs, the whole export; and what witnesses bring back.

import (
	"bufio"
	"bytes"
	"fmt"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"linli/ballot/ledger"
	"linli/catalog"
)

func (s *Server) publishRoutes(r fiber.Router) {
	r.Get("/r/:round/checkpoint", s.checkpoint)
	r.Get("/r/:round/key", s.key)
	r.Get("/r/:round/proof", s.proof)
	r.Get("/r/:round/export", s.export)
	r.Get("/r/:round/ballots.pb", s.pabulib)
	r.Post("/r/:round/cosign", s.cosign)
}

// checkpoint is GET /r/ROUND/checkpoint: the signed note, as text, also signed by those witnesses who have seen it.
func (s *Server) checkpoint(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	note, err := l.Witnessed(c.UserContext())
	if err != nil {
		return err
	}
	c.Type("txt", "utf-8")
	return c.Send(note)
}

// key is GET /r/ROUND/key: the verifier key of the checkpoints.
func (s *Server) key(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	if l.Key() == "" {
		return catalog.ErrNoKey
	}
	c.Type("txt", "utf-8")
	return c.SendString(l.Key() + "\n")
}

// proof is GET /r/ROUND/proof?from=N&to=M, that the tree of M entries begins with that of N; or ?entry=N&to=M, that entry
// N is in the tree of M. It is text, a hash a line.
func (s *Server) proof(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	size, _, err := l.Ledger().Tree()
	if err != nil {
		return err
	}
	to := int64(c.QueryInt("to", int(size)))
	var text string
	if c.Query("entry") != "" {
		proof, err := l.Ledger().Inclusion(int64(c.QueryInt("entry", -1)), to)
		if err != nil {
			return err
		}
		text = ledger.FormatProof(proof)
	} else {
		proof, err := l.Ledger().Consistency(int64(c.QueryInt("from")), to)
		if err != nil {
			return err
		}
		text = ledger.FormatProof(proof)
	}
	c.Type("txt", "utf-8")
	return c.SendString(text)
}

// export is GET /r/ROUND/export: everything public of the round, see [catalog.Live.Export].
func (s *Server) export(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	x, err := l.Export()
	if err != nil {
		return err
	}
	c.Attachment("linli-" + l.ID() + ".export")
	c.Type("txt", "utf-8")
	c.Context().SetBodyStreamWriter(fasthttp.StreamWriter(func(w *bufio.Writer) {
		x.WriteTo(w) // what a broken connection cuts off, the reader misses
	}))
	return nil
}

// pabulib is GET /r/ROUND/ballots.pb: the decided vote as other programs count it, see [catalog.Round.Pabulib].
func (s *Server) pabulib(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	l.Read(func(r *catalog.Round) { err = r.Pabulib(&file) })
	if err != nil {
		return err
	}
	c.Attachment("linli-" + l.ID() + ".pb")
	c.Type("txt", "utf-8")
	return c.Send(file.Bytes())
}

// maxCosign bounds a cosigned checkpoint with its key.
const maxCosign = 16 << 10

// cosign is POST /r/ROUND/cosign: the verifier key of a witness, an empty line, and the checkpoint that it has signed.
func (s *Server) cosign(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	key, signed, ok := bytes.Cut(c.Body(), []byte("\n\n"))
	if !ok || len(c.Body()) > maxCosign {
		return s.guess.failed(fmt.Errorf("%w: %s", ErrForm, "cosign"))
	}
	if err := l.Cosign(c.UserContext(), string(key), signed); err != nil {
		return s.guess.failed(err)
	}
	return c.SendStatus(fiber.StatusNoContent)
}
