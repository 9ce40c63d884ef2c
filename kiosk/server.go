// Package kiosk is everything that people touch: screens, feeds, the API, and what is printed.
//
// A handler reads a round, fills a view model of package page and renders it; a JSON client gets the same by its
// Accept header. What is done in a round is an act of package catalog. Refusals are sentinels of the packages below;
// one table (refusal.go) gives each its status and its words.
//
// Begin with routes.go (what everybody may ask) and desk.go (what the staff may, and the duties of each role). Most acts
// need no page of their own: actform.go makes their forms out of the fields' tags, preview.go says what will happen.
// What has a page is in a file of its name: propose, vote, observe; import, table, count, station. Papers are told from
// the round in the files that begin with paper, and ledgers in those that begin with ledger.
package kiosk

import (
	"context"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"linli/catalog"
)

// Config is what a server needs.
type Config struct {
	Env     catalog.Env
	Public  string       // address that residents reach the server by, as in "http://192.168.1.20:8080"; no slash at its end
	Log     *slog.Logger // requests; never a code, a name, a phone or a choice
	Spool   string       // folder in which backups are made before they are sent; empty: the system's
	Gallery bool         // serve samples of every page under /gallery, which are of no round

	Publish time.Duration // after which new ballots are published while a poll is open; 0: only staff publish
}

// Server serves all rounds of a store.
type Server struct {
	Config
	app     *fiber.App
	rounds  rounds
	staff   *Staff
	guess   *limiter
	gate    *photoGate
	uploads uploads
	feeds   feeds
	hub     *hub
	life    context.Context // until Shutdown
	end     context.CancelFunc
	idle    int // seconds without a touch after which a voting machine asks; 0: as the page has it
}

// Limits of a request.
const (
	maxBody     = 1 << 20
	readTimeout = 10 * time.Second
	idleTimeout = 60 * time.Second
	stall       = 30 * time.Second // for a reader to take the next 64 KiB
)

// New makes a server. [Server.Serve] starts it.
func New(c Config) *Server {
	s := &Server{Config: c, staff: NewStaff(c.Env), guess: newLimiter(), gate: newPhotoGate(), hub: newHub(seats(files()))}
	s.rounds.env = c.Env
	s.life, s.end = context.WithCancel(context.Background())
	s.app = s.application()
	s.app.Server().KeepHijackedConns = true // they are the hub's
	s.app.Server().HeaderReceived = s.gate.let
	s.app.Use(s.gate.answered, s.record, recover.New(), secure, framed, s.sameSite)
	s.routes()
	return s
}

// application is the web application without routes.
func (s *Server) application() *fiber.App {
	return fiber.New(fiber.Config{
		AppName: "linli", DisableStartupMessage: true,
		Immutable: true, // strings outlive the request
		BodyLimit: maxBody, ReadBufferSize: 8 << 10, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		ErrorHandler: s.refuse,
	})
}

// Serve answers on the listener until Shutdown, and publishes meanwhile.
func (s *Server) Serve(ln net.Listener) error {
	if s.Publish > 0 {
		go s.publisher(s.life)
	}
	return s.app.Listener(patient{ln, stall})
}

// Shutdown ends the feeds, lets requests under way finish for at most five seconds, and lets go of the rounds. The
// store stays open.
func (s *Server) Shutdown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	s.end()
	s.hub.close(ctx)
	err := s.app.ShutdownWithContext(ctx)
	s.rounds.close()
	return err
}

// Staff of the server.
func (s *Server) Staff() *Staff { return s.staff }

// Round is the live round of that ID, shared by all requests; [catalog.ErrRound] if there is none.
func (s *Server) Round(ctx context.Context, id string) (*catalog.Live, error) {
	return s.rounds.get(ctx, id)
}

// host is the host that pages of this server come from.
func (s *Server) host() string {
	u, err := url.Parse(s.Public)
	if err != nil {
		return ""
	}
	return u.Host
}

// secured tells whether residents reach the server by TLS, so that cookies need go no other way.
func (s *Server) secured() bool { return strings.HasPrefix(s.Public, "https:") }

// patient goes on accepting when file descriptors run out; fasthttp would end.
type patient struct {
	net.Listener
	stall time.Duration // of its connections; see [paced]
}

func (p patient) Accept() (net.Conn, error) {
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		conn, err := p.Listener.Accept()
		if ne, ok := err.(interface{ Temporary() bool }); ok && ne.Temporary() {
			time.Sleep(wait)
			continue
		}
		if err != nil {
			return nil, err
		}
		return paced{conn, p.stall}, nil
	}
}

// paced is a connection whose other side has to go on reading: when it takes nothing for the time of a stall, a write
// fails. However slow it is, a download of any length ends.
type paced struct {
	net.Conn
	stall time.Duration
}

func (p paced) Write(b []byte) (n int, err error) {
	for part := range slices.Chunk(b, 64<<10) {
		if err := p.SetWriteDeadline(time.Now().Add(p.stall)); err != nil {
			return n, err
		}
		took, err := p.Conn.Write(part)
		if n += took; err != nil {
			return n, err
		}
	}
	return n, nil
}

// UnsafeConn is the connection without its pace.
func (p paced) UnsafeConn() net.Conn { return p.Conn }
