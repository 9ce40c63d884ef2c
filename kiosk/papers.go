package kiosk

// The printed documents of a round: which there are, from which step on, and the handlers that give them.

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// Paper is a document that a round can print. Its dates are the ledger's, so that the same ledger and public address
// give the same bytes on every machine and every day.
type Paper struct {
	Name   string // in addresses, as in "notice"
	Public bool   // whether outsiders may have it
	Act    string // if not empty, only those may have it who may do this act: names stand in it
	// Exists tells whether its step has come.
	Exists func(*catalog.Round) bool
	// Print writes it as PDF and returns the characters that could not be printed. Public is the address that residents
	// reach the server by. Before its step it writes nothing and returns [catalog.ErrFirst].
	Print func(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error)
}

// Papers are all documents but the ballots, whose secrets nobody can print a second time, in the order of the steps.
var Papers = []Paper{
	{"scheme", true, "", schemeReady, PrintScheme},
	{"poster", true, "", proposeReady, PrintPoster},
	{"poster-a3", true, "", proposeReady, PrintLargePoster},
	{"proposal-form", true, "", proposeReady, PrintBlankForm},
	{"exclusions", false, "screening.notify", exclusionsReady, PrintExclusions},
	{"agenda", true, "", agendaReady, PrintAgenda},
	{"attendance", false, "table.decide", attendanceReady, PrintAttendance},
	{"minutes", true, "", minutesReady, PrintMinutes},
	{"library", true, "", libraryReady, PrintLibrary},
	{"library-large", true, "", libraryReady, PrintLargeLibrary},
	{"sample", false, "", sampleReady, PrintSample},
	{"council", true, "", councilReady, PrintCouncil},
	{"protocol", true, "", protocolReady, PrintProtocol},
	{"rehearsal-script", false, "", scriptReady, PrintScript},
	{"rehearsal", true, "", wipedReady, PrintWiped},
	{"assistance", false, "", assistReady, PrintAssistance},
	{"notice", true, "", noticeReady, PrintNotice},
	{"notice-large", true, "", noticeReady, PrintLargeNotice},
	{"letters", false, "letter.deliver", lettersReady, PrintLetters},
}

func minutesReady(r *catalog.Round) bool { return r.Table != nil && len(r.Table.Items) > 0 }
func libraryReady(r *catalog.Round) bool { return r.Library != nil }
func councilReady(r *catalog.Round) bool { return len(r.Council.Sittings) > 0 }
func sampleReady(r *catalog.Round) bool  { return libraryReady(r) && !r.Scheme.Council() }
func noticeReady(r *catalog.Round) bool  { return r.Notice != nil }
func lettersReady(r *catalog.Round) bool { return len(r.Letters) > 0 }

// errEarly refuses a paper whose step has not come.
func errEarly(name string) error {
	return fmt.Errorf("%w: %s", catalog.ErrFirst, lang.T(lang.Zh, "paper."+name))
}

// label is what the staff call it.
func (p Paper) label(l lang.Lang) string {
	if plain, ok := strings.CutSuffix(p.Name, "-large"); ok {
		return lang.T(l, "paper."+plain) + " · " + lang.T(l, "size.1")
	}
	return lang.T(l, "paper."+p.Name)
}

// papersOf lists the papers that the staff can print now.
func papersOf(l lang.Lang, r *catalog.Round) []page.Link {
	var out []page.Link
	for _, p := range Papers {
		if p.Exists(r) {
			out = append(out, page.Link{Label: p.label(l), Href: "/desk/" + r.ID + "/paper/" + p.Name + ".pdf", Note: "PDF"})
		}
	}
	return out
}

// paperRoutes are the papers behind the staff's door.
func (s *Server) paperRoutes(desk fiber.Router) { desk.Get("/:round/paper/:name", s.paper) }

// paper answers a document as PDF. One that is not public is not found but behind the staff's door.
func (s *Server) paper(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	m, staff := c.Locals("staff").(Member)
	for _, p := range Papers {
		if p.Name+".pdf" != c.Params("name") || !p.Public && !staff {
			continue
		}
		if p.Act != "" && !may(m, p.Act) {
			return ErrRole
		}
		return s.sendPaper(c, p.Name, l.ID()+"-"+p.Name+".pdf", func(w io.Writer) ([]pdf.Missing, error) {
			return p.Print(c.UserContext(), w, l, s.Public)
		})
	}
	return fiber.ErrNotFound
}

// printBallots answers the sheets just drawn for a station: one PDF, or a zip of them if there are more than
// [pdf.MaxSheets].
func (s *Server) printBallots(c *fiber.Ctx, l *catalog.Live, o Order) error {
	files, missing, err := ballotFiles(l, o)
	if err != nil {
		return err
	}
	s.missed(c, "ballots", missing)
	if len(files) == 1 {
		return sendFile(c, "attachment", files[0].name, files[0].Bytes())
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store}) // a PDF is compressed already
		if err != nil {
			return err
		}
		if _, err := w.Write(f.Bytes()); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return sendFile(c, "attachment", fmt.Sprintf("%s-ballots-%02d.zip", l.ID(), o.Station), b.Bytes())
}

// sendPaper prints a paper into the answer.
func (s *Server) sendPaper(c *fiber.Ctx, name, file string, print func(io.Writer) ([]pdf.Missing, error)) error {
	var b bytes.Buffer
	missing, err := print(stock(c, &b))
	if err != nil {
		return err
	}
	s.missed(c, name, missing)
	return sendFile(c, "inline", file, b.Bytes())
}

// missed tells the log and the client how many characters were printed as 〓.
func (s *Server) missed(c *fiber.Ctx, name string, missing []pdf.Missing) {
	if n := len(missing); n > 0 {
		s.Log.Warn("missing glyphs", "paper", name, "count", n)
		c.Set("X-Missing-Glyphs", fmt.Sprint(n))
	}
}

// sendFile answers bytes under a file name, whose end tells the type.
func sendFile(c *fiber.Ctx, disposition, name string, b []byte) error {
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf("%s; filename=%q", disposition, name))
	c.Type(strings.TrimPrefix(path.Ext(name), "."))
	return c.Send(b)
}
