package pdf

// This file prints the record of assisted voting (协助投票记录) that lies at a station and is signed every day.

import (
	"fmt"
	"io"
	"time"
)

// AssistRecord is a station's record of assisted voting: strokes are counted by day, and no name of a voter stands on it.
type AssistRecord struct {
	Round   string // community and programme
	Station string
	Rules   []string
	Days    int // lines to fill, at most 60
	Date    time.Time
}

func (a AssistRecord) pages(p *press) ([]*page, error) {
	f := p.flow(letter(12))
	if err := a.write(f); err != nil {
		return nil, err
	}
	return f.finish(), nil
}

func (a AssistRecord) write(f *flow) error {
	switch {
	case a.Days < 1:
		return fmt.Errorf("%w: %s", ErrEmpty, a.Station)
	case a.Date.IsZero():
		return fmt.Errorf("%w: %s", ErrDate, a.Station)
	}
	f.titled("协助投票记录")
	f.form(12, []string{"届次", a.Round}, []string{"投票站", a.Station})
	f.gap(3)
	for i, rule := range a.Rules {
		f.flat(fmt.Sprintf("%d. %s", i+1, rule))
	}
	f.gap(3)
	t := table{pt: 11, cols: []col{{"日期", 22, leftward}, {"视力障碍", 16, middle}, {"不识字", 16, middle}, {"肢体不便", 16, middle}, {"年老", 16, middle},
		{"自带陪同", 16, middle}, {"两名工作人员", 18, middle}, {"两人签字", 38, leftward}}}
	for range min(a.Days, 60) {
		t.rows = append(t.rows, row{tall: 12})
	}
	f.table(t)
	f.gap(2)
	f.small("每协助一人，在原因和协助人各画一笔（“正”字）。不写投票人姓名，不写时刻，不写选了什么。每日闭站时两人签字；累计数录入工作台。", false)
	return nil
}

// AssistRecords is a record for each of several stations, each on pages of its own.
type AssistRecords []AssistRecord

// Print writes all of them in one file. It refuses none at all, and what one of them would be refused for.
func (all AssistRecords) Print(w io.Writer) ([]Missing, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: 协助投票记录", ErrEmpty)
	}
	return job("协助投票记录", w, all[0].Round+"协助投票记录", all[0].Date, func(p *press) (pages []*page, err error) {
		for _, a := range all {
			more, err := a.pages(p)
			if err != nil {
				return nil, err
			}
			pages = append(pages, more...)
		}
		return pages, nil
	})
}
