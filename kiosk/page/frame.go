package page

// What stands around every page: where we are, how far the round is, who is looking, and how large the letters are.

import "time"

// Frame is common to all pages. The zero Frame draws a page with the name of the service and nothing else.
type Frame struct {
	// Path of this page with its query, as in "/r/2026/library?kind=1". The links for language and letters are this
	// path with lang=en, size=1 or contrast=1 besides; the handler keeps those in a cookie. After a POST give the path of the page
	// to begin again from. Empty is "/".
	Path string
	// Size of the letters, from the cookie "size".
	Size Size
	// Contrast is black on white, from the cookie "contrast".
	Contrast bool

	RoundID   string // the ROUND of the links, as in "2026"; empty outside a round
	Community string // as in "长桥街道新家社区"
	Round     string // as in "2026年第3届和谐微实事"
	Status    Status // the status word; empty shows none
	Council   bool   // the residents' council decides the round: there is no vote to take part in
	Phone     string // help line, shown and dialled as given; empty shows only "ask the staff"

	// Kiosk is the path "/kiosk/ROUND/STATION" on a voting machine, else empty. It makes controls larger, drops the
	// links out, and goes back there after IdleSeconds (60 if 0) and a warning of 20 seconds.
	Kiosk       string
	IdleSeconds int
	// Turn is the machine's present voter, by a number that every form of the vote sends along.
	Turn    string
	Station string // the polling station's name, on its machines and in its clerk's pages

	// Rehearsal marks every page of a rehearsal, on the screen and printed, by a striped strip and in its title.
	Rehearsal bool

	Staff string // name of the staff member signed in; empty for everybody else
	Flash Flash  // what has just happened, on top of the page

	Printed time.Time // the time of this answer, for the foot of a printed page
}

// Size of the letters: 18, 24 or 30 CSS pixels.
type Size int

// The three sizes; the cookie and the query value are "0", "1", "2".
const (
	Normal Size = iota
	Large
	Larger
)

// Next tells whether n follows s in the circle of sizes: the one that a small phone offers.
func (s Size) Next(n int) bool { return n == (int(s)+1)%3 }

// ParseSize reads a cookie or a query value; anything unknown is Normal.
func ParseSize(s string) Size {
	switch s {
	case "1":
		return Large
	case "2":
		return Larger
	}
	return Normal
}

// Status of a round in one word, said in at least three places of a page; key "status.<value>".
type Status string

// The status words in their order.
const (
	Drafting     Status = "drafting"     // 方案征求意见
	Collecting   Status = "collecting"   // 项目征集中
	Screening    Status = "screening"    // 协商筛选中
	Announced    Status = "announced"    // 即将投票
	Convening    Status = "convening"    // 即将召开居民议事会
	Deciding     Status = "deciding"     // 居民议事会表决中
	Voting       Status = "voting"       // 投票中
	Counting     Status = "counting"     // 已截止，计票中
	Preliminary  Status = "preliminary"  // 初步结果
	Noticed      Status = "noticed"      // 公示中
	Final        Status = "final"        // 正式结果
	Implementing Status = "implementing" // 项目实施中
	Evaluating   Status = "evaluating"   // 项目评价中
	Closed       Status = "closed"       // 本届已结束
)

// Public tells whether the result has been put on notice.
func (s Status) Public() bool {
	switch s {
	case Noticed, Final, Implementing, Evaluating, Closed:
		return true
	}
	return false
}

// Flash is a strip with one sentence in the reader's language; an empty Text shows nothing.
type Flash struct {
	Text  string
	Alarm bool // a warning: red, with a sign, read out at once
	Next  Link // the same again, for what still waits; no Href: nothing does
}
