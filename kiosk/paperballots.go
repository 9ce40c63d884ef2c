package kiosk

// Ballot papers: sheets of drawn credentials, and the sample without validity.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// Order is an order of sheets that are drawn already: at most [pdf.MaxSheets], printed in the order given.
type Order struct {
	Station  int
	Sheets   []ballot.Credential
	Public   string // the address that residents reach the server by, in the codes
	Size     pdf.Size
	Day      time.Time // of printing, for the list of contents; zero leaves room for it to be written by hand
	Officers []string  // who answer for a late run; none before the poll opens
}

// PrintBallots prints the sheets after a list of contents. It is the only time that the credentials are seen: the caller
// forgets them afterwards. A station that the round does not have is [catalog.ErrNoSuch]; projects that have no room on
// one piece of paper of that size are [pdf.ErrFit].
func PrintBallots(w io.Writer, l *catalog.Live, o Order) ([]pdf.Missing, error) {
	return printSheets(w, l, pdf.Live, o)
}

// PrintTestDeck prints sheets of a [TestPoll] like [PrintBallots]: their codes are read like those of a ballot, they say
// that they are a test, and no box takes them.
func PrintTestDeck(w io.Writer, l *catalog.Live, o Order) ([]pdf.Missing, error) {
	return printSheets(w, l, pdf.TestDeck, o)
}

// TestPoll is the poll that the sheets of a round's test deck are drawn for. There is none of that name, so that its
// sheets are [ballot.ErrForeign] wherever they are shown.
func TestPoll(round string) string { return round + " test" }

func printSheets(w io.Writer, l *catalog.Live, kind pdf.Kind, o Order) ([]pdf.Missing, error) {
	b, err := ballotPaper(l, kind, o.Size)
	if err != nil {
		return nil, err
	}
	l.Read(func(r *catalog.Round) {
		if s := r.Stations[o.Station]; s != nil {
			b.Station = s.Name
		}
	})
	if b.Station == "" {
		return nil, &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	}
	b.Run, b.Printed = runName(kind, l.Open(), o.Officers), o.Day
	for _, c := range o.Sheets {
		b.Sheets = append(b.Sheets, pdf.Sheet{Serial: c.Serial.String(), URL: o.Public + "/b/" + c.Code(), Code: ballot.Group(c.Code(), 5)})
	}
	return b.Print(w)
}

// runName is what the list of contents calls a print run.
func runName(kind pdf.Kind, late bool, officers []string) string {
	switch {
	case kind == pdf.TestDeck:
		return "测试，任何投票箱都不收"
	case !late:
		return "投票开始前印制"
	case len(officers) == 0:
		return "投票开始后补印"
	}
	return "投票开始后补印，经办人：" + strings.Join(officers, "、")
}

// hasPaper refuses an order before anything of it is drawn, so that no sheet enters the manifest that has no paper.
func hasPaper(l *catalog.Live, station int, size pdf.Size) error {
	b, err := ballotPaper(l, pdf.Live, size)
	if err != nil {
		return err
	}
	l.Read(func(r *catalog.Round) {
		if s := r.Stations[station]; s != nil {
			b.Station = s.Name
		}
	})
	if b.Station == "" {
		return &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	}
	if _, err := b.Sides(); err != nil {
		return &catalog.FieldError{Field: "size", Err: err}
	}
	return nil
}

// PrintSample prints a sample of the ballot paper, which cannot be cast.
func PrintSample(ctx context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	return PrintSampleOn(ctx, w, l, PaperSize(l))
}

// PrintSampleOn prints the sample on paper of that size.
func PrintSampleOn(_ context.Context, w io.Writer, l *catalog.Live, size pdf.Size) ([]pdf.Missing, error) {
	b, err := ballotPaper(l, pdf.Sample, size)
	if err != nil {
		return nil, err
	}
	b.Station = noStation
	return b.Print(w)
}

// noStation stands on a sample in place of a station.
const noStation = "样票不能投票"

// ballotPaper is the paper without sheets; before the library is frozen it is [catalog.ErrFirst], and where the council
// decides [catalog.ErrCouncil].
func ballotPaper(l *catalog.Live, kind pdf.Kind, size pdf.Size) (b pdf.Ballots, err error) {
	l.Read(func(r *catalog.Round) {
		if !libraryReady(r) {
			err = errEarly("sample")
			return
		}
		if err = r.Suits("sheets.print"); err != nil {
			return
		}
		b = pdf.Ballots{
			Title: r.Scheme.Community + programme(r.Scheme) + "项目选票", Rule: marking(r.Library.Paper), Organiser: committee(r.Scheme),
			Contact: pdf.Contact{Name: "咨询电话", Phone: r.Scheme.Phone}, Size: size, Kind: kind, Date: r.Library.Frozen,
			Form: forms[r.Library.Paper.Form],
		}
		for _, p := range r.Library.Projects {
			b.Projects = append(b.Projects, pdf.Choice{Number: strconv.Itoa(p.Number), Name: p.Title, Place: markedPlace(p), Cost: p.Cost})
		}
	})
	return b, err
}

// forms are how each kind of ballot is marked on paper.
var forms = map[ballot.Form]pdf.Form{ballot.Approval: pdf.Approval, ballot.Ranking: pdf.Ranking, ballot.Points: pdf.Points}

// ballotFile is one file of sheets.
type ballotFile struct {
	name string // as in ballots-01-0001-0500.pdf: station, first and last number
	bytes.Buffer
}

// PaperSize is the size of the round's ballot paper when nobody chooses: A5 if all projects have room on one side of it
// at the station with the longest name, else A4. Either size takes more projects, on both sides or on the four pages of a
// folded sheet.
func PaperSize(l *catalog.Live) pdf.Size {
	b, err := ballotPaper(l, pdf.Live, pdf.A5)
	if err != nil {
		return pdf.A5
	}
	b.Station = noStation
	l.Read(func(r *catalog.Round) {
		for _, s := range r.Stations {
			if utf8.RuneCountInString(s.Name) > utf8.RuneCountInString(b.Station) {
				b.Station = s.Name
			}
		}
	})
	if n, err := b.Sides(); err != nil || n > 1 {
		return pdf.A4
	}
	return pdf.A5
}

// BundleLabels prints a label for every file of sheets, to stick on the bundle: which sheets of which station they
// are, and room for who counted them.
func BundleLabels(_ context.Context, w io.Writer, l *catalog.Live, runs []ballot.Run) ([]pdf.Missing, error) {
	var out pdf.Labels
	l.Read(func(r *catalog.Round) {
		out.Title = r.Scheme.Community + programme(r.Scheme) + "选票标签"
		if r.Library != nil {
			out.Date = r.Library.Frozen
		}
		for _, run := range runs {
			name, n := "", len(run.Commitments)
			if s := r.Stations[run.Station]; s != nil {
				name = s.Name
			}
			out.Labels = append(out.Labels, pdf.Label{
				Head: fmt.Sprintf("%s　%d张", name, n), Blank: []string{"清点人", "领取人、日期"},
				Lines: []string{"选票编号 " + run.Serial(0).String() + " 至 " + run.Serial(n-1).String(), r.Scheme.Community + programme(r.Scheme)},
			})
		}
	})
	return out.Print(w)
}

// ballotFiles prints any number of sheets, a file for each [pdf.MaxSheets].
func ballotFiles(l *catalog.Live, o Order) (files []*ballotFile, missing []pdf.Missing, err error) {
	for part := range slices.Chunk(o.Sheets, pdf.MaxSheets) {
		f := &ballotFile{name: fmt.Sprintf("ballots-%02d-%04d-%04d.pdf", o.Station, part[0].Serial.Number, part[len(part)-1].Serial.Number)}
		o.Sheets = part
		lost, err := PrintBallots(f, l, o)
		if err != nil {
			return nil, nil, err
		}
		files, missing = append(files, f), append(missing, lost...)
	}
	return files, missing, nil
}
