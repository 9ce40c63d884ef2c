package demo

// Step four: sheets are printed, people vote at kiosks, by phone and on paper, the poll closes.

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/cmd/linli/client"
	"linli/kiosk"
	"linli/kiosk/pdf"
)

// pile is a station's stack of sheets, from which voters draw.
type pile struct {
	sheets []ballot.Credential
	next   int
}

func (x *pile) draw() ballot.Credential {
	x.next++
	return x.sheets[x.next-1]
}

// print prints the sheets of every station, scans them back, and shuffles the piles.
func (p *play) print() error {
	p.Clock.set("2026-10-31 09:00")
	p.piles = map[int]*pile{}
	for _, s := range p.Station {
		err := p.do(&catalog.Station{Number: s.Number, Name: s.Name, Address: s.Address, Hours: s.Hours, Access: s.Access, Phone: s.Phone})
		if err != nil {
			return err
		}
		sheets, err := p.live.PrintSheets(p.ctx, office, s.Number, s.Sheets)
		if err != nil {
			return err
		}
		var printed bytes.Buffer
		o := kiosk.Order{Station: s.Number, Sheets: sheets, Public: p.Public, Size: kiosk.PaperSize(p.live), Day: p.Clock.Now()}
		if _, err := kiosk.PrintBallots(&printed, p.live, o); err != nil {
			return err
		}
		name := fmt.Sprintf("ballots-%d.pdf", s.Number)
		if err := p.file(name, func(f *os.File) error { _, err := f.Write(printed.Bytes()); return err }); err != nil {
			return err
		}
		p.sum.Printed += len(sheets)
		if sheets, err = p.scan(printed.Bytes(), sheets); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.random.Shuffle(len(sheets), func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
		p.piles[s.Number] = &pile{sheets: sheets}
	}
	p.Clock.set("2026-11-02 06:30")
	return p.do(&catalog.OpenPoll{Officers: []string{office, office2}})
}

// scan reads the codes of a print back as a phone would, and returns the credentials that they are: what voters hold in
// their hands is what was printed.
func (p *play) scan(printed []byte, drawn []ballot.Credential) ([]ballot.Credential, error) {
	texts, err := pdf.Scan(printed)
	if err != nil {
		return nil, err
	}
	var read []ballot.Credential
	for _, text := range texts {
		c, err := ballot.ParseCode(text)
		if err != nil {
			return nil, err
		}
		read = append(read, c)
	}
	if !slices.Equal(read, drawn) {
		return nil, errors.New("the codes scanned back are not those printed")
	}
	p.sum.Scanned += len(read)
	return read, nil
}

func (p *play) vote() error {
	voters, err := p.draw()
	if err != nil {
		return err
	}
	p.voters = voters
	transport := client.Transport(machinesEach * len(p.Station))
	defer transport.CloseIdleConnections()
	if err := p.setUp(transport); err != nil {
		return err
	}
	for day := range 7 {
		date := time.Date(2026, 11, 2+day, 0, 0, 0, 0, kiosk.Zone)
		if err := p.handOut(date, day); err != nil {
			return err
		}
		if err := p.castDay(day); err != nil {
			return err
		}
		p.Clock.set(date.Format(time.DateOnly) + " 20:00")
		if _, err := p.live.PublishBallots(p.ctx, office); err != nil {
			return err
		}
	}
	return p.live.ClosePoll(p.ctx, office, office, office2)
}

// handOut checks in the people of a day and lets each draw a sheet; spoiled sheets are void and exchanged.
func (p *play) handOut(date time.Time, day int) error {
	box, err := p.live.Box(p.ctx)
	if err != nil {
		return err
	}
	for _, v := range p.voters {
		if v.day != day {
			continue
		}
		if _, err := p.live.Roll().CheckIn(p.ctx, v.id, v.station, date.Add(time.Duration(v.hour)*time.Hour)); err != nil {
			return err
		}
		p.sum.CheckIns++
		v.sheet = p.piles[v.station].draw()
		if !v.spoils {
			continue
		}
		v.spoiled, v.sheet = v.sheet, p.piles[v.station].draw()
		if err := box.Void(p.ctx, v.spoiled); err != nil {
			return err
		}
		p.sum.Spoiled++
		p.exchanged[v.station]++
	}
	return nil
}

// workers is how many people stand at kiosks or hold a phone at the same time.
const workers = 16

// machinesEach is how many voting machines a station has.
const machinesEach = 3

// setUp lets a clerk make the voting machines of every station.
func (p *play) setUp(transport http.RoundTripper) error {
	clerk, password := kiosk.Member{Login: office, Name: office, Role: "clerk"}, rand.Text()
	if err := p.server.Staff().Set(p.ctx, clerk, password); err != nil {
		return err
	}
	p.machines = map[int]chan *client.Client{}
	for _, s := range p.Station {
		p.machines[s.Number] = make(chan *client.Client, machinesEach)
		for range machinesEach {
			c := client.New(p.base, transport)
			if err := c.Login(p.ctx, clerk.Login, password); err != nil {
				return err
			}
			if err := c.Bind(p.ctx, p.Round.ID, s.Number); err != nil {
				return err
			}
			p.machines[s.Number] <- c
		}
	}
	return nil
}

// castDay casts the electronic ballots of a day through the running server, many at once.
func (p *play) castDay(day int) error {
	ctx, cancel := context.WithCancelCause(p.ctx)
	defer cancel(nil)
	todo := make(chan *voter)
	transport := client.Transport(workers)
	defer transport.CloseIdleConnections()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for v := range todo {
				if err := p.castOne(ctx, transport, v); err != nil {
					cancel(fmt.Errorf("%s: %w", v.sheet.Serial, err))
				}
			}
		})
	}
	for _, v := range p.voters {
		if v.day == day && (v.via == "kiosk" || v.via == "phone") && ctx.Err() == nil {
			todo <- v
		}
	}
	close(todo)
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if day == 3 {
		return p.photograph(transport)
	}
	return nil
}

func (p *play) castOne(ctx context.Context, transport http.RoundTripper, v *voter) error {
	c := client.New(p.base, transport)
	if v.via == "kiosk" { // people wait for a machine that is free
		c = <-p.machines[v.station]
		defer func() { p.machines[v.station] <- c }()
	}
	tracker, err := c.Vote(ctx, v.sheet.Code(), ballot.Approval, v.marks)
	if err == nil && tracker != v.sheet.Tracker(p.Round.ID) {
		err = fmt.Errorf("the receipt says %s", tracker)
	}
	return err
}

// photograph lets somebody vote by phone with a photo of a sheet whose owner then votes on paper. The owner's attempt
// at the kiosk is refused, and the paper will count.
func (p *play) photograph(transport http.RoundTripper) error {
	i := slices.IndexFunc(p.voters, func(v *voter) bool {
		return v.day <= 3 && v.via == "paper" && v.finding == ballot.Marked && len(v.marks) > 1
	})
	owner := p.voters[i]
	thief := client.New(p.base, transport)
	if _, err := thief.Vote(p.ctx, owner.sheet.Code(), ballot.Approval, owner.marks[:1]); err != nil {
		return err
	}
	_, err := client.New(p.base, transport).Cast(p.ctx, owner.sheet.Code(), owner.marks)
	if refused := new(client.Refused); !errors.As(err, &refused) || refused.Code != "spent" {
		return fmt.Errorf("the second use of a sheet was answered with %v", err)
	}
	p.sum.Photographed++
	return nil
}
