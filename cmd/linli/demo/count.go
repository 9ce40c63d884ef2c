package demo

// Step four, the count: batches of fifty, two pairs, the accounts, the tally.

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"linli/ballot"
	"linli/catalog"
)

// The two pairs of counters, and who watches.
const pairA, pairB = "hezhiyuan", "taiyaqin"

var watchers = []string{"居务监督委员会代表", "提议人代表"}

func (p *play) count() error {
	p.Clock.set("2026-11-08 20:30")
	batch := 0
	for _, s := range p.Station {
		var box []*voter
		for _, v := range p.voters {
			if v.station == s.Number && v.via == "paper" {
				box = append(box, v)
			}
		}
		p.random.Shuffle(len(box), func(i, j int) { box[i], box[j] = box[j], box[i] })
		for part := range slices.Chunk(box, ballot.MaxBatch) {
			batch++
			p.Clock.pass(4 * time.Minute)
			if err := p.batch(batch, s.Number, part); err != nil {
				return fmt.Errorf("batch %d: %w", batch, err)
			}
		}
	}
	p.sum.Batches = batch
	if err := p.settle(); err != nil {
		return err
	}
	p.Clock.pass(10 * time.Minute)
	seed := "2026-11-08 抽签球 " + strconv.Itoa(1+p.random.IntN(99))
	drawn := &catalog.Draw{Seed: seed, How: "提议人代表当众从99个球中摸出一个", Witnesses: watchers, Officers: []string{office, office2}}
	if _, err := p.live.Do(p.ctx, office, drawn); err != nil {
		return err
	}
	return p.live.Tally(p.ctx, office, seed)
}

// batch takes one batch through the count. In the first, the scanner meets a photocopy; in every fourth, pair B misreads
// a sheet.
func (p *play) batch(no, station int, papers []*voter) error {
	var codes []string
	var sheets []ballot.Sheet
	for _, v := range papers {
		codes = append(codes, v.sheet.Code())
		s := ballot.Sheet{Finding: v.finding}
		if v.finding == ballot.Marked {
			s.Marks = v.marks
		}
		sheets = append(sheets, s)
		p.sum.Papers[v.finding]++
	}
	if no == 1 {
		codes = append(codes, codes[0])
		p.sum.Copied++
	}
	if _, err := p.live.ScanBatch(p.ctx, pairA, no, station, codes); err != nil {
		return err
	}
	b := slices.Clone(sheets)
	place := slices.IndexFunc(b, func(s ballot.Sheet) bool { return len(s.Marks) > 1 })
	misread := no%4 == 2 && place >= 0
	if misread {
		b[place] = ballot.Sheet{Finding: ballot.Marked, Marks: b[place].Marks[1:]}
	}
	if err := p.as(pairA, &catalog.Enter{Batch: no, Station: station, Pair: "A", Sheets: sheets, By: pairA}); err != nil {
		return err
	}
	if err := p.as(pairB, &catalog.Enter{Batch: no, Station: station, Pair: "B", Sheets: b, By: pairB}); err != nil {
		return err
	}
	if misread {
		p.sum.Adjudicated++
		err := p.do(&catalog.Adjudicate{Batch: no, Place: place + 1, Sheet: sheets[place], Reason: "乙组漏录一项，当众复看原票，以原票为准。", Officer: office, Observers: watchers})
		if err != nil {
			return err
		}
	}
	return p.live.SealBatch(p.ctx, office, no)
}

// settle closes the stations' accounts. At the third, one blank sheet is missing and stays so.
func (p *play) settle() error {
	for _, s := range p.Station {
		given := ballot.Account{Station: s.Number, Exchanged: p.exchanged[s.Number]}
		issued := p.piles[s.Number].next
		reason := ""
		switch s.Number {
		case 1:
			given.Destroyed = 2
		case 3:
			reason = "清点未用选票时少一张，两人复点三次仍未找到，已在现场封存记录，该编号作废处理。"
			issued++
		}
		given.Unused = s.Sheets - issued - given.Destroyed
		account, err := p.live.Settle(p.ctx, office, given, reason, office, office2)
		if err != nil {
			return fmt.Errorf("station %d: %w", s.Number, err)
		}
		p.sum.Accounts = append(p.sum.Accounts, account)
	}
	return nil
}
