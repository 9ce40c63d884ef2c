package pdf

// This file is the seat cards (排序卡) with which those at a round table rank its items on their phones.

import (
	"fmt"
	"io"
	"time"
)

// SeatCards are cards to be cut apart, shuffled and drawn. No card bears a number, so that nobody knows whose is whose.
type SeatCards struct {
	Round string // community and programme
	Cards []SeatCard
	Date  time.Time
}

// SeatCard is one card.
type SeatCard struct {
	Code string // as typed, in groups
	URL  string // as a QR code; empty prints none
}

// seatCode is the side of the code in mm, for a phone that is held above a card on the table.
const seatCode = 32.0

// Print writes the cards, eight on a page. It refuses none at all, a missing date, and an address that is too long.
func (s SeatCards) Print(w io.Writer) ([]Missing, error) {
	return job("排序卡", w, s.Round+"排序卡", s.Date, s.pages)
}

func (s SeatCards) pages(p *press) ([]*page, error) {
	if len(s.Cards) == 0 {
		return nil, fmt.Errorf("%w: 排序卡", ErrEmpty)
	}
	l := Labels{Title: "排序卡", Across: 2, Down: 4, Date: s.Date}
	for _, c := range s.Cards {
		l.Labels = append(l.Labels, Label{
			Head: "圆桌会排序卡", URL: c.URL, Code: seatCode,
			Lines: []string{s.Round, "扫码给项目排名次，每卡一次。卡上没有编号，不要写姓名。", "卡码：" + c.Code},
		})
	}
	return l.pages(p)
}
