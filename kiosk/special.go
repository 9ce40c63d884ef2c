package kiosk

// The special deeds: those that end in several entries, or need more than the body of an act.

import (
	"fmt"
	"reflect"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// specials are the special deeds by name. Their structs are their forms and their JSON bodies.
var specials = map[string]deed{
	"screening.survey": special(3, (*Server).surveyed),
	"proposal.submit":  special(2, (*Server).handIn, "slip", "proposer", "unit"),
	"table.seats":      special(3, (*Server).printSeats),
	"table.prefer":     special(3, (*Server).closeRanking),
	"sheets.print":     special(4, (*Server).printSheets, "first", "commitments"),
	"sheets.exchange":  special(4, (*Server).exchange),
	"rehearsal.begin":  special(4, (*Server).beginRehearsal),
	"rehearsal.end":    special(4, (*Server).endRehearsal),
	"poll.publish":     special(4, (*Server).publish),
	"poll.close":       special(4, (*Server).closePoll),
	"poll.reveal":      special(4, (*Server).closePoll),
	"count.enter":      special(4, (*Server).openBatch),
	"count.scan":       special(4, (*Server).scanBatch),
	"count.adjudicate": special(4, (*Server).adjudicate),
	"count.seal":       special(4, (*Server).sealBatch),
	"station.day":      special(4, (*Server).closeDay),
	"station.handover": special(4, (*Server).handOver),
	"station.settle":   special(4, (*Server).settle),
	"poll.tally":       special(4, (*Server).tally),
	"council.close":    special(4, (*Server).closeCouncil),
	"fast.part":        special(0, (*Server).takePart, "body"),
	"person.erase":     special(0, (*Server).erase),
}

// formOnly are special to people; a program sends the act itself.
var formOnly = map[string]bool{"count.enter": true, "count.adjudicate": true, "person.erase": true, "screening.survey": true}

func special[T any](step catalog.Step, run func(*Server, *fiber.Ctx, *catalog.Live, *T) (done, error), hidden ...string) deed {
	return deed{step: step, body: reflect.TypeFor[T](), hidden: hidden, run: func(s *Server, c *fiber.Ctx, l *catalog.Live, body any) (done, error) {
		return run(s, c, l, body.(*T))
	}}
}

// handing is a proposal that is entered for a resident.
type handing struct {
	Person   catalog.Person `json:"person"`
	Proposal catalog.Submit `json:"proposal"`
}

func (s *Server) handIn(c *fiber.Ctx, l *catalog.Live, in *handing) (done, error) {
	p, err := l.Submit(c.UserContext(), me(c).Login, in.Person, in.Proposal)
	if err != nil {
		return done{}, err
	}
	return done{Slip: p.Slip, next: "/p/" + p.Slip + "?new=1"}, nil
}

// printing is an order of sheets; or, from a program that has drawn them itself, their print run.
type printing struct {
	Station     int                 `json:"station" kind:"station"`
	Number      int                 `json:"number" limit:"500"`
	Size        string              `json:"size" of:"a5 a4" form:"optional"`
	First       int                 `json:"first" form:"optional"`
	Commitments []ballot.Commitment `json:"commitments" form:"optional"`
	Officers    []string            `json:"officers" kind:"officers" form:"optional"`
}

// printSheets draws at most one run, so that no sheet enters the manifest without being printed.
func (s *Server) printSheets(c *fiber.Ctx, l *catalog.Live, in *printing) (done, error) {
	if len(in.Commitments) > 0 {
		run := ballot.Run{Station: in.Station, First: in.First, Commitments: in.Commitments}
		return enter(s, c, l, &catalog.PrintRun{Run: run, Officers: in.Officers})
	}
	if in.Number < 1 || in.Number > ballot.MaxRun {
		return done{}, &catalog.FieldError{Field: "number", Err: catalog.ErrNumber}
	}
	o := Order{Station: in.Station, Public: s.Public, Day: s.Env.Now(), Officers: in.Officers}
	var err error
	if o.Size, err = in.size(l); err != nil {
		return done{}, err
	}
	if err := hasPaper(l, o.Station, o.Size); err != nil {
		return done{}, err
	}
	if o.Sheets, err = l.PrintSheets(c.UserContext(), me(c).Login, in.Station, in.Number, in.Officers...); err != nil {
		return done{}, err
	}
	return done{sent: true}, s.printBallots(c, l, o)
}

// size is the one that was chosen, or else that of [PaperSize].
func (p *printing) size(l *catalog.Live) (pdf.Size, error) {
	switch p.Size {
	case "":
		return PaperSize(l), nil
	case "a5":
		return pdf.A5, nil
	case "a4":
		return pdf.A4, nil
	}
	return 0, &catalog.FieldError{Field: "size", Err: catalog.ErrChoice}
}

// exchanging ends the right of a spoiled sheet; the resident then draws another from the pile.
type exchanging struct {
	Code string `json:"code" limit:"200"`
}

func (s *Server) exchange(c *fiber.Ctx, l *catalog.Live, in *exchanging) (done, error) {
	cred, err := ballot.ParseCode(in.Code)
	if err != nil {
		return done{}, &catalog.FieldError{Field: "code", Err: err}
	}
	box, err := l.Box(c.UserContext())
	if err != nil {
		return done{}, err
	}
	if err := box.Void(c.UserContext(), cred); err != nil {
		return done{}, &catalog.FieldError{Field: "code", Err: err}
	}
	return done{next: fmt.Sprintf("/desk/%s/checkin/%d?done=sheets.exchange", l.ID(), cred.Serial.Station)}, nil
}

// nothing is the body of a deed that asks nothing.
type nothing struct{}

// ErrFew: too few new ballots to publish while the poll is open.
var ErrFew = fmt.Errorf("%w: 新收选票不足 %d 张，先不公布 / fewer than %d new ballots, nothing is published yet", catalog.ErrFirst, catalog.MinPublish, catalog.MinPublish)

func (s *Server) publish(c *fiber.Ctx, l *catalog.Live, _ *nothing) (done, error) {
	n, err := l.PublishBallots(c.UserContext(), me(c).Login)
	if err == nil && n == 0 {
		err = ErrFew
	}
	return done{}, err
}

// two is the body of a deed that two officers do.
type two struct {
	Officers []string `json:"officers" kind:"officers"`
}

func (s *Server) closePoll(c *fiber.Ctx, l *catalog.Live, in *two) (done, error) {
	return done{}, l.ClosePoll(c.UserContext(), me(c).Login, in.Officers...)
}

// batch says which batch of paper a pair is going to enter; no number is a new one.
type batch struct {
	Station int    `json:"station" kind:"station"`
	Pair    string `json:"pair" of:"A B"`
	Batch   int    `json:"batch" limit:"100000" form:"optional"`
}

func (s *Server) openBatch(_ *fiber.Ctx, l *catalog.Live, in *batch) (out done, err error) {
	l.Read(func(r *catalog.Round) {
		no := in.Batch
		if no == 0 {
			no = newBatch(r, in.Station)
		}
		if stationOf(r, no) != in.Station {
			err = &catalog.FieldError{Field: "batch", Err: catalog.ErrNoSuch}
		}
		out.next = batchPath(r, no, in.Pair)
	})
	return out, err
}

// scanning is what the codes of a batch said, one a line.
type scanning struct {
	Batch   int      `json:"batch" limit:"100000"`
	Station int      `json:"station" kind:"station"`
	Codes   []string `json:"codes"`
}

func (s *Server) scanBatch(c *fiber.Ctx, l *catalog.Live, in *scanning) (done, error) {
	list := codes(in.Codes)
	if len(list) > ballot.MaxBatch {
		return done{}, &catalog.FieldError{Field: "codes", Err: fmt.Errorf("%w: %d > %d", ballot.ErrSheet, len(list), ballot.MaxBatch)}
	}
	aside, err := l.ScanBatch(c.UserContext(), me(c).Login, in.Batch, in.Station, list)
	out := done{Aside: map[int]string{}}
	for place, why := range aside {
		out.Aside[place] = said(why, language(c))
	}
	return out, err
}

// sealing names the batch to seal.
type sealing struct {
	Batch int `json:"batch" kind:"batch" limit:"100000"`
}

func (s *Server) sealBatch(c *fiber.Ctx, l *catalog.Live, in *sealing) (done, error) {
	next := fmt.Sprintf("/desk/%s/count/%d?done=count.seal", l.ID(), in.Batch)
	return done{next: next}, l.SealBatch(c.UserContext(), me(c).Login, in.Batch)
}

// settling is what is counted by hand of a station's sheets.
type settling struct {
	Station   int      `json:"station" kind:"station"`
	Unused    int      `json:"unused" form:"optional" limit:"262143"`
	Destroyed int      `json:"destroyed" form:"optional" limit:"262143"`
	Exchanged int      `json:"exchanged" form:"optional" limit:"262143"`
	Reason    string   `json:"reason" limit:"500" form:"lines optional"`
	Officers  []string `json:"officers" kind:"officers"`

	UnusedSheets    []string `json:"unused_sheets" form:"optional" limit:"20"`
	DestroyedSheets []string `json:"destroyed_sheets" form:"optional" limit:"20"`
}

func (s *Server) settle(c *fiber.Ctx, l *catalog.Live, in *settling) (done, error) {
	if in.Unused < 0 || in.Destroyed < 0 || in.Exchanged < 0 {
		return done{}, &catalog.FieldError{Field: "unused", Err: catalog.ErrNumber}
	}
	given := ballot.Account{Station: in.Station, Unused: in.Unused, Destroyed: in.Destroyed, Exchanged: in.Exchanged}
	_, err := l.SettleWith(c.UserContext(), me(c).Login, catalog.SettleStation{
		Account: given, Reason: in.Reason, Officers: in.Officers, UnusedSheets: in.UnusedSheets, DestroyedSheets: in.DestroyedSheets,
	})
	return done{}, err
}

// seeding is the seed of the public draw.
type seeding struct {
	Seed string `json:"seed" limit:"100" form:"optional"`
}

func (s *Server) tally(c *fiber.Ctx, l *catalog.Live, in *seeding) (done, error) {
	return done{}, l.Tally(c.UserContext(), me(c).Login, in.Seed)
}
