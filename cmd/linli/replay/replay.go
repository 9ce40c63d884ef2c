// Package replay makes a round from a real election, casts every ballot of it over HTTP into a running server, and
// reads the outcome back.
//
// It is a client only: what it does as staff goes through the desk, what it does as voters through the vote. Each
// project becomes a proposal that passes every step, each voter draws a sheet. Sheets are drawn here, so the server
// learns their commitments and, when they are cast, their codes.
package replay

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"linli/ballot"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/cmd/linli/client"
	"linli/kiosk/page"
	"linli/tally"
	"linli/tally/pabulib"
)

// Officer is a member of the staff with a password.
type Officer struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

// Options of a replay.
type Options struct {
	URL      string // of the running server
	Officers [2]Officer
	Round    string // ID of the round to make
	Rule     string
	Say      func(zh, en string, n, of int) // progress
}

// Result is what the server made of the election.
type Result struct {
	Ballots int
	Votes   map[string]int64 // by project_id
	Funded  []string         // project_ids, in the order of the ranking
	Casting time.Duration    // from the first cast to the last answer
}

type replay struct {
	Options
	ctx    context.Context
	staff  *client.Client
	cast   func() *client.Client
	e      *pabulib.Election
	sheets []ballot.Credential
	result Result
}

// stationSheets is how many sheets one station of a replay has at most.
const stationSheets = 100_000

// Run replays the election.
func Run(ctx context.Context, e *pabulib.Election, o Options) (*Result, error) {
	transport := client.Transport(voters())
	defer transport.CloseIdleConnections()
	r := &replay{Options: o, ctx: ctx, e: e, staff: client.New(o.URL, transport), cast: func() *client.Client { return client.New(o.URL, transport) }}
	if err := r.staff.Login(ctx, o.Officers[0].Login, o.Officers[0].Password); err != nil {
		return nil, fmt.Errorf("登录 / login: %w", err)
	}
	scenes := []struct {
		zh, en string
		run    func() error
	}{
		{"方案与项目", "scheme and projects", r.found}, {"选票", "sheets", r.print}, {"领票", "check-in", r.checkIn},
		{"投票", "casting", r.vote}, {"计票", "the count", r.count},
	}
	for i, s := range scenes {
		r.Say(s.zh, s.en, i+1, len(scenes))
		if err := s.run(); err != nil {
			return nil, fmt.Errorf("%s / %s: %w", s.zh, s.en, err)
		}
	}
	return &r.result, nil
}

// Open makes the round and opens its poll with the stations and sheets that the election needs, and stops there.
func Open(ctx context.Context, e *pabulib.Election, o Options) error {
	transport := client.Transport(1)
	defer transport.CloseIdleConnections()
	r := &replay{Options: o, ctx: ctx, e: e, staff: client.New(o.URL, transport)}
	if err := r.staff.Login(ctx, o.Officers[0].Login, o.Officers[0].Password); err != nil {
		return fmt.Errorf("登录 / login: %w", err)
	}
	if err := r.found(); err != nil {
		return err
	}
	return r.print()
}

// voters is how many ballots are cast at the same time.
func voters() int { return 32 * runtime.GOMAXPROCS(0) }

// act does one act at the desk; signed ones carry the second officer.
func (r *replay) act(name string, body any, signed bool) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	fields := map[string]any{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	if signed {
		fields["second"] = r.Officers[1]
	}
	if err := r.staff.JSON(r.ctx, "/desk/"+r.Round+"/act/"+name, fields, nil); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// acts does an act for each project, many in one request.
func (r *replay) acts(name string, body func(no int, p pabulib.Project) any) error {
	type one struct {
		Act  string `json:"act"`
		Body any    `json:"body"`
	}
	var all []one
	for i, p := range r.e.Projects {
		all = append(all, one{name, body(i+1, p)})
		if len(all) == 500 || i == len(r.e.Projects)-1 {
			if err := r.staff.JSON(r.ctx, "/desk/"+r.Round+"/acts", all, nil); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			all = nil
		}
	}
	return nil
}

var idSigns = regexp.MustCompile(`[^a-z0-9]+`)

// RoundID makes the ID of a round from a file's name.
func RoundID(name string) string {
	id := strings.Trim(idSigns.ReplaceAllString(strings.ToLower(strings.TrimSuffix(name, ".pb")), "-"), "-")
	return strings.Trim("replay-"+id[:min(len(id), 32)], "-")
}

// words are text as the form of a field takes it.
func words(text string, limit int, fallback string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == unicode.ReplacementChar {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, " "))
	if text = strings.TrimSpace(text); text == "" {
		text = fallback
	}
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit])
	}
	return text
}

func (r *replay) scheme() (catalog.Scheme, error) {
	wuzhong, err := preset.Named("wuzhong")
	s := catalog.Draft(wuzhong)
	s.Name = words(r.e.Value("description"), 40, "replay")
	s.Community, s.Street, s.District = words(r.e.Value("unit"), 30, "-"), words(r.e.Value("district"), 30, "-"), words(r.e.Value("country"), 30, "-")
	s.Address, s.Phone, s.Supervision = "-", "-", "-"
	s.Year, s.Fund, s.Cap, s.TableQuorum = 2000, r.fen(r.e.Budget), 0, 0
	s.Form, s.MaxMarks, s.Sum, s.Rule = r.e.Paper.Form, r.e.Paper.Max, r.e.Paper.Sum, r.Rule
	s.Ties = []tally.Rung{tally.Number}
	return s, err
}

// fen is an amount of the file in hundredths of its currency, where that is exact and not too large for a scheme. Else
// all amounts stay in the file's own unit, which changes nothing about the outcome, but for the steps of add1, which are a
// hundred of that unit then.
func (r *replay) fen(n int64) int64 {
	const most = 1e15
	largest := r.e.Budget
	for _, p := range r.e.Projects {
		largest = max(largest, p.Cost)
	}
	if scale := r.e.MoneyScale; scale <= 100 && largest <= most/100 {
		return n * (100 / scale)
	}
	return n
}

// found carries the round to its library. Proposals come in the order of project_id, and numbers are not drawn, so that
// the ladder of ties is that of the file.
func (r *replay) found() error {
	s, err := r.scheme()
	if err != nil {
		return err
	}
	if err := r.staff.JSON(r.ctx, "/desk/new", catalog.Create{ID: r.Round, Scheme: s}, nil); err != nil {
		return err
	}
	if err := r.act("scheme.adopt", catalog.Adopt{Body: "replay"}, false); err != nil {
		return err
	}
	for _, p := range r.e.Projects {
		title := words(r.e.Field(p, "name"), 40, p.ID)
		in := map[string]any{"person": catalog.Person{Name: "replay"}, "proposal": catalog.Submit{
			Channel: "spreadsheet", Kind: "engineering", From: "resident", Title: title, Place: words(p.ID, 60, "-"), Text: title, Benefits: "-",
		}}
		if err := r.act("proposal.submit", in, false); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	if err := r.act("proposal.close", catalog.CloseCollection{}, false); err != nil {
		return err
	}
	return r.screen(len(s.Grounds))
}

func (r *replay) screen(grounds int) error {
	steps := []func() error{
		func() error {
			return r.acts("screening.decide", func(no int, _ pabulib.Project) any {
				return catalog.Cleared(no, grounds, "replay")
			})
		},
		func() error {
			return r.acts("screening.survey", func(no int, _ pabulib.Project) any {
				return catalog.Survey{No: no, Date: "2000-01-01", Who: "replay", Finding: "-", Pass: true}
			})
		},
		func() error {
			return r.act("table.meet", catalog.Meet{Date: "2000-01-01", Place: "-", Moderator: "-", Recorder: "-", Present: []string{"replay"}}, false)
		},
		func() error {
			return r.acts("table.decide", func(no int, _ pabulib.Project) any {
				return catalog.Decide{No: no, Discussion: "-", Result: "recommend", Why: "-"}
			})
		},
		func() error {
			return r.acts("screening.estimate", func(no int, p pabulib.Project) any {
				x := catalog.Estimate{No: no, Department: "-", Low: r.fen(p.Cost), High: r.fen(p.Cost), Figure: r.fen(p.Cost), Basis: "-"}
				if x.Figure == 0 {
					x.Free = "-"
				}
				return x
			})
		},
		func() error { return r.act("library.freeze", catalog.Freeze{Seed: "-"}, false) },
		r.withdraw,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *replay) withdraw() error {
	for i, p := range r.e.Projects {
		if !r.e.Withdrawn(p) {
			continue
		}
		if err := r.act("library.withdraw", catalog.Withdraw{Project: i + 1, Why: "-"}, false); err != nil {
			return err
		}
	}
	return nil
}

// print draws a sheet for every ballot, and enters the print runs.
func (r *replay) print() error {
	for left, station := len(r.e.Ballots), 1; left > 0; station++ {
		name := strconv.Itoa(station)
		if err := r.act("station.set", catalog.Station{Number: station, Name: name, Address: "-", Hours: "-", Phone: "-"}, false); err != nil {
			return err
		}
		for first := 1; first <= stationSheets && left > 0; first += ballot.MaxRun {
			run, sheets, err := ballot.Print(r.Round, station, first, min(left, ballot.MaxRun), rand.Reader)
			if err != nil {
				return err
			}
			if err := r.act("sheets.print", run, false); err != nil {
				return err
			}
			r.sheets, left = append(r.sheets, sheets...), left-len(sheets)
		}
	}
	return r.act("poll.open", struct{}{}, true)
}

// checkIn enters one person a sheet.
func (r *replay) checkIn() error {
	ids := map[int][]string{}
	send := func(station int) error {
		err := r.staff.JSON(r.ctx, fmt.Sprintf("/desk/%s/checkin/%d", r.Round, station), map[string]any{"identifiers": ids[station]}, nil)
		ids[station] = nil
		return err
	}
	for i, c := range r.sheets {
		station := c.Serial.Station
		ids[station] = append(ids[station], fmt.Sprintf("voter-%07d", i))
		if len(ids[station]) == 500 || i == len(r.sheets)-1 || r.sheets[i+1].Serial.Station != station {
			if err := send(station); err != nil {
				return err
			}
		}
	}
	return nil
}

// vote casts every ballot, many at the same time.
func (r *replay) vote() error {
	ctx, cancel := context.WithCancelCause(r.ctx)
	defer cancel(nil)
	began := time.Now()
	next := make(chan int)
	var wg sync.WaitGroup
	for range voters() {
		wg.Go(func() {
			c := r.cast()
			for i := range next {
				if _, err := c.Cast(ctx, r.sheets[i].Code(), r.e.Ballots[i]); err != nil {
					cancel(fmt.Errorf("选票 / ballot %d: %w", i+1, err))
				}
			}
		})
	}
	for i := range r.sheets {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	r.result.Casting = time.Since(began)
	return context.Cause(ctx)
}

// count closes the poll, settles the stations and reads the outcome back.
func (r *replay) count() error {
	if err := r.act("poll.close", struct{}{}, true); err != nil {
		return err
	}
	stations := map[int]bool{}
	for _, c := range r.sheets {
		stations[c.Serial.Station] = true
	}
	for station := range stations {
		if err := r.act("station.settle", map[string]any{"station": station}, true); err != nil {
			return err
		}
	}
	if err := r.act("poll.tally", struct{}{}, false); err != nil {
		return err
	}
	return r.read()
}

// read takes the outcome from what observers see, which may be a second old.
func (r *replay) read() error {
	for range 20 {
		raw, err := r.staff.Get(r.ctx, "/r/"+r.Round+"/observe.json")
		if err != nil {
			return err
		}
		var o page.Observation
		if err := json.Unmarshal(raw, &o); err != nil {
			return fmt.Errorf("%w: observe.json: %v", client.ErrAnswer, err)
		}
		if o.Count != nil && o.Count.Final {
			return r.take(&o)
		}
		time.Sleep(200 * time.Millisecond)
	}
	return fmt.Errorf("%w: observe.json", client.ErrAnswer)
}

func (r *replay) take(o *page.Observation) error {
	r.result.Ballots, r.result.Votes, r.result.Funded = int(o.Cast), map[string]int64{}, []string{}
	for _, b := range o.Count.Bars {
		if b.Number < 1 || b.Number > len(r.e.Projects) {
			return fmt.Errorf("%w: project %d", client.ErrAnswer, b.Number)
		}
		id := r.e.Projects[b.Number-1].ID
		r.result.Votes[id] = b.Votes
		if b.Funded {
			r.result.Funded = append(r.result.Funded, id)
		}
	}
	return nil
}
