package kiosk

// Every address that the server answers.

import (
	"net/http"

	"github.com/gofiber/fiber/v2/middleware/filesystem"

	"linli/kiosk/page"
)

// routes is the table of everything that the server answers.
func (s *Server) routes() {
	a := s.app
	s.static()
	a.Use(s.confined)
	if s.Gallery {
		s.galleryRoutes()
	}

	a.Get("/", s.start)
	a.Get("/r/:round", s.home)
	a.Get("/r/:round/scheme", s.scheme)
	a.Get("/r/:round/propose", s.proposeForm)
	a.Post("/r/:round/propose", s.propose)
	a.Get("/r/:round/propose/qr", s.proposeQR)
	a.Get("/r/:round/proposals", s.proposals)
	a.Get("/r/:round/photo/:hash", s.picture)
	a.Get("/p", s.findSlip)
	a.Get("/p/:slip", s.slip)
	a.Get("/p/:slip/qr", s.slipQR)
	a.Get("/p/:slip/slip.pdf", s.slipPaper)
	a.Post("/p/:slip/review", s.askReview)
	a.Get("/r/:round/library", s.library)
	a.Get("/r/:round/needs", s.needLibrary)
	a.Get("/models", s.models)
	a.Get("/models.:kind", s.models)
	a.Get("/models/:round/:number", s.model)
	a.Get("/r/:round/observe", s.observe)
	a.Get("/r/:round/observe.json", s.observeJSON)
	a.Get("/r/:round/events", s.events)
	a.Get("/r/:round/notice", s.notice)
	a.Get("/r/:round/compare", s.compare)
	a.Get("/r/:round/compare.json", s.compareJSON)
	a.Get("/r/:round/paper/:name", s.paper)
	a.Get("/r/:round/receipt", s.lookup)
	a.Get("/r/:round/receipt/qr", s.receiptQR)
	a.Get("/r/:round/ledger", s.ledger)
	a.Get("/r/:round/ledger/:n", s.entry)
	s.ledgerRoutes(a, "/r")
	s.publishRoutes(a)

	a.Use("/vote", s.sameTurn)
	a.Get("/vote", s.code)
	a.Post("/vote", s.enterCode)
	a.Get("/b/:code", s.scanned)
	a.Post("/vote/choose", s.choose)
	a.Post("/vote/check", s.check)
	a.Post("/vote/cast", s.cast)
	a.Get("/vote/receipt/:tracker", s.receipt)
	a.Get("/kiosk/exit", s.exitForm)
	a.Post("/kiosk/exit", s.exit)
	a.Get("/kiosk/:round/:station", s.invite)

	s.seatRoutes(a)
	a.Get("/login", s.loginForm)
	a.Post("/login", s.login)
	a.Post("/logout", s.logout)
	desk := a.Group("/desk", s.staffOnly)
	s.deskRoutes(desk)
	s.paperRoutes(desk)
}

// static serves styles and scripts.
func (s *Server) static() {
	s.app.Use("/static", filesystem.New(filesystem.Config{Root: http.FS(page.Static), MaxAge: 3600}))
}
