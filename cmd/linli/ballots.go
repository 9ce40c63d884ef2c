package main

// This file is the verb ballots print: sheets for a station as PDF, and their commitments in the manifest.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk"
	"linli/kiosk/pdf"
)

type ballotsCmd struct {
	Print ballotsPrintCmd `cmd:"" help:"印制选票、样票或测试票。/ Print ballots, a sample or a test deck."`
}

type ballotsPrintCmd struct {
	place
	Round    string   `placeholder:"ID" help:"届次编号；只有一届时可以不给。/ ID of the round; not needed if there is only one."`
	Station  int      `placeholder:"N" help:"投票站编号。/ Number of the station."`
	Count    int      `placeholder:"N" help:"张数，1 到 20000。/ How many sheets, 1 to 20000."`
	Out      string   `short:"o" required:"" placeholder:"DIR" help:"放 PDF 的文件夹。/ The folder for the PDF files."`
	Public   string   `placeholder:"URL" help:"居民访问的地址，印在二维码里。/ The address residents use, printed in the QR codes."`
	Size     string   `default:"auto" enum:"auto,a5,a4" help:"选票大小：auto、a5、a4；auto 在一面印得下时用 A5。/ Size: auto, a5 or a4; auto is A5 if one side is enough."`
	By       string   `placeholder:"LOGIN" help:"经办人，记入台账。/ Who prints, for the ledger."`
	Officer  []string `placeholder:"NAME" help:"投票开始后加印须两人，给两次。/ Twice, for late sheets: two officers."`
	Sample   bool     `xor:"kind" help:"样票，没有二维码，不能投。/ A sample: no code, cannot be cast."`
	TestDeck bool     `xor:"kind" help:"测试票，有二维码，任何投票箱都不收。/ A test deck: codes that no box takes."`
}

// Help is shown by linli ballots print --help.
func (c *ballotsPrintCmd) Help() string {
	return "每个文件最多500张，第一页是清单：写明哪一捆从哪一页起、用什么纸、怎样打印。项目多时印双面，再多就印在大一倍的纸上（A5用A4纸），对折成四页，一张纸就是一份选票。选票的凭证只在这些文件里，数据里没有：印完请把文件连同废张一起销毁。" +
		"先写好文件，再记入印制清单，最后文件才得到名字：中途断电时，没有名字的文件就还不是选票。用同一个 -o 再运行一次，上次没做完的会先补完或清除。" +
		"另印捆签 labels.pdf，每个文件一张。文件夹在服务运行时请在工作台印制。\n\n" +
		"At most 500 sheets a file, after a list of contents that says where each bundle begins and how the file is printed. Many projects take both sides, " +
		"still more the four pages of a sheet of twice the size (A4 for A5), folded once: one piece of paper is one ballot. The credentials are in these files only and not in the data: once printed, destroy the files. A file is first written, then entered in " +
		"the manifest, and only then given its name: after a power cut what has no name is no ballot, and another run with the same -o finishes or " +
		"removes it. labels.pdf has a label for the bundle of each file. While a folder is served print at the desk."
}

// maxOrder is the most sheets of one order.
const maxOrder = 20000

var (
	errOrder   = errors.New("请给 --station，并给 --count 1 到 20000 / give --station, and --count from 1 to 20000")
	errBy      = errors.New("请用 --by 写明经办人 / say with --by who prints")
	errAddress = errors.New("请用 --public 写明居民访问的地址，它印在二维码里 / name with --public the address residents use, it is printed in the codes")
)

// Validate refuses an order that says too little.
func (c *ballotsPrintCmd) Validate() error {
	switch {
	case c.Sample:
		return nil
	case c.Station < 1 || c.Count < 1 || c.Count > maxOrder:
		return errOrder
	case c.Public == "":
		return errAddress
	case c.By == "" && !c.TestDeck:
		return errBy
	}
	return nil
}

// Run prints.
func (c *ballotsPrintCmd) Run(e env) (err error) {
	if err := c.settle(); err != nil {
		return err
	}
	if c.Public, err = goodPublic(c.Public); err != nil {
		return err
	}
	source := exportCmd{place: c.place, Round: c.Round}
	live, err := source.open(e.ctx)
	if err != nil {
		return err
	}
	if c.Sample || c.TestDeck {
		defer live.close()
		return c.harmless(e, live.Live)
	}
	c.Round = live.ID()
	live.close()
	return c.real(e)
}

// harmless prints what no box takes; nothing is changed.
func (c *ballotsPrintCmd) harmless(e env, live *catalog.Live) error {
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	if c.Sample {
		return c.file(e, live.ID()+"-sample.pdf", func(w io.Writer) ([]pdf.Missing, error) {
			return kiosk.PrintSampleOn(e.ctx, w, live, c.size(live))
		})
	}
	for first := 1; first <= c.Count; first += ballot.MaxRun {
		run, sheets, err := ballot.Print(kiosk.TestPoll(live.ID()), c.Station, first, min(ballot.MaxRun, c.Count-first+1), systemRandom)
		if err != nil {
			return err
		}
		err = c.file(e, live.ID()+"-test"+span(run), func(w io.Writer) ([]pdf.Missing, error) {
			return kiosk.PrintTestDeck(w, live, c.order(live, sheets))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// file makes one file in the folder.
func (c *ballotsPrintCmd) file(e env, name string, print func(io.Writer) ([]pdf.Missing, error)) error {
	path := filepath.Join(c.Out, name)
	var missing []pdf.Missing
	err := newFile(path, func(f *os.File) (err error) {
		missing, err = print(f)
		return err
	})
	if err == nil {
		tellMissing(e.stderr, missing)
		fmt.Fprintf(e.stdout, "已印出 / printed: %s\n", path)
	}
	return err
}

func (c *ballotsPrintCmd) order(live *catalog.Live, sheets []ballot.Credential) kiosk.Order {
	return kiosk.Order{Station: c.Station, Sheets: sheets, Public: c.Public, Size: c.size(live), Day: systemClock(), Officers: c.Officer}
}

func (c *ballotsPrintCmd) size(live *catalog.Live) pdf.Size {
	switch c.Size {
	case "a5":
		return pdf.A5
	case "a4":
		return pdf.A4
	}
	return kiosk.PaperSize(live)
}

// span names the sheets of a run, as in -01-0001-0500.pdf.
func span(r ballot.Run) string {
	return fmt.Sprintf("-%02d-%04d-%04d.pdf", r.Station, r.First, r.First+len(r.Commitments)-1)
}

// real prints sheets that can be cast.
func (c *ballotsPrintCmd) real(e env) (err error) {
	data, err := c.openData(e.ctx, c.Dir, systemClock, systemRandom)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeData(data)) }()
	live, err := catalog.Open(e.ctx, data, c.Round)
	if err != nil {
		return err
	}
	defer live.Close()
	p, err := openPress(c.Out, live)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.settle(e.stdout); err != nil {
		return err
	}
	for left := c.Count; left > 0; left -= min(left, ballot.MaxRun) {
		if err := e.ctx.Err(); err != nil {
			return fmt.Errorf("已中断，还有 %d 张没有印 / interrupted, %[1]d sheets were not printed: %w", left, err)
		}
		if err := c.run(e, p, min(left, ballot.MaxRun)); err != nil {
			return err
		}
	}
	return p.labels(e.ctx)
}

// run prints one file.
func (c *ballotsPrintCmd) run(e env, p *press, n int) error {
	run, sheets, err := ballot.Print(p.live.ID(), c.Station, p.next(c.Station), n, systemRandom)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	missing, err := kiosk.PrintBallots(&b, p.live, c.order(p.live, sheets))
	if err != nil {
		return err
	}
	tellMissing(e.stderr, missing)
	err = p.issue(run, b.Bytes(), func() error {
		_, err := p.live.Do(context.WithoutCancel(e.ctx), c.By, &catalog.PrintRun{Run: run, Officers: c.Officer})
		return err
	})
	if err == nil {
		fmt.Fprintf(e.stdout, "已印出 %d 张 / printed %[1]d sheets: %s\n", n, p.path(run))
	}
	return err
}
