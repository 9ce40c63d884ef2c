package kiosk

// Ballot papers: sheets of drawn credentials, and the sample without validity.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// PrintBallots prints at most [pdf.MaxSheets] sheets of a station, in the order given. It is the only time that the
// credentials are seen: the caller forgets them afterwards. A station that the round does not have is
// [catalog.ErrNoSuch].
func PrintBallots(_ context.Context, w io.Writer, l *catalog.Live, station int, sheets []ballot.Credential, public string, size pdf.Size) ([]pdf.Missing, error) {
	return printSheets(w, l, pdf.Live, station, sheets, public, size)
}

// PrintTestDeck prints sheets of a [TestPoll] like [PrintBallots]: their codes are read like those of a ballot, they say
// that they are a test, and no box takes them.
func PrintTestDeck(_ context.Context, w io.Writer, l *catalog.Live, station int, sheets []ballot.Credential, public string, size pdf.Size) ([]pdf.Missing, error) {
	return printSheets(w, l, pdf.TestDeck, station, sheets, public, size)
}

// TestPoll is the poll that the sheets of a round's test deck are drawn for. There is none of that name, so that its
// sheets are [ballot.ErrForeign] wherever they are shown.
func TestPoll(round string) string { return round + " test" }

func printSheets(w io.Writer, l *catalog.Live, kind pdf.Kind, station int, sheets []ballot.Credential, public string, size pdf.Size) ([]pdf.Missing, error) {
	b, err := ballotPaper(l, kind, size)
	if err != nil {
		return nil, err
	}
	l.Read(func(r *catalog.Round) {
		if s := r.Stations[station]; s != nil {
			b.Station = s.Name
		}
	})
	if b.Station == "" {
		return nil, &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	}
	for _, c := range sheets {
		b.Sheets = append(b.Sheets, pdf.Sheet{Serial: c.Serial.String(), URL: public + "/b/" + c.Code(), Code: ballot.Group(c.Code(), 5)})
	}
	return b.Print(w)
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
	b.Station = "样票不能投票"
	return b.Print(w)
}

// ballotPaper is the paper without sheets; before the library is frozen it is [catalog.ErrFirst].
func ballotPaper(l *catalog.Live, kind pdf.Kind, size pdf.Size) (b pdf.Ballots, err error) {
	l.Read(func(r *catalog.Round) {
		if !libraryReady(r) {
			err = errEarly("sample")
			return
		}
		b = pdf.Ballots{
			Title: r.Scheme.Community + programme(r.Scheme) + "项目选票", Rule: marking(r.Library.Paper), Organiser: committee(r.Scheme),
			Contact: pdf.Contact{Name: "咨询电话", Phone: r.Scheme.Phone}, Size: size, Kind: kind, Date: r.Library.Frozen,
			Form: forms[r.Library.Paper.Form],
		}
		for _, p := range r.Library.Projects {
			b.Projects = append(b.Projects, pdf.Choice{Number: strconv.Itoa(p.Number), Name: p.Title, Place: p.Place, Cost: p.Cost})
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

// PaperSize is the size of the round's ballot paper: A5 if all projects have room on one side of it, else A4.
func PaperSize(l *catalog.Live) pdf.Size {
	b, err := ballotPaper(l, pdf.Sample, pdf.A5)
	if err != nil {
		return pdf.A5
	}
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
func ballotFiles(ctx context.Context, l *catalog.Live, station int, sheets []ballot.Credential, public string) (files []*ballotFile, missing []pdf.Missing, err error) {
	size := PaperSize(l)
	for part := range slices.Chunk(sheets, pdf.MaxSheets) {
		f := &ballotFile{name: fmt.Sprintf("ballots-%02d-%04d-%04d.pdf", station, part[0].Serial.Number, part[len(part)-1].Serial.Number)}
		lost, err := PrintBallots(ctx, f, l, station, part, public, size)
		if err != nil {
			return nil, nil, err
		}
		files, missing = append(files, f), append(missing, lost...)
	}
	return files, missing, nil
}
