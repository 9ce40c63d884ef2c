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
	b, err := ballotPaper(l, pdf.Live, size)
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
func PrintSample(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	return printSample(w, l, PaperSize(l))
}

func printSample(w io.Writer, l *catalog.Live, size pdf.Size) ([]pdf.Missing, error) {
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
		}
		for _, p := range r.Library.Projects {
			b.Projects = append(b.Projects, pdf.Choice{Number: strconv.Itoa(p.Number), Name: p.Title, Place: p.Place, Cost: p.Cost})
		}
	})
	return b, err
}

// ballotFile is one file of sheets.
type ballotFile struct {
	name string // as in ballots-01-0001-0500.pdf: station, first and last number
	bytes.Buffer
}

// onA5 is how many projects have room on one side of A5 in letters that old eyes read.
const onA5 = 8

// PaperSize is the size of the round's ballot paper: A5 for few projects, A4 for more.
func PaperSize(l *catalog.Live) (size pdf.Size) {
	l.Read(func(r *catalog.Round) {
		if r.Library != nil && len(r.Library.Projects) > onA5 {
			size = pdf.A4
		}
	})
	return size
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
