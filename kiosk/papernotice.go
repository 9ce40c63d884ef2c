package kiosk

// What is posted: the notice of the projects to be voted on and the notice of the result.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// PrintNotice prints the notice of the result. What is posted does not change afterwards: its checkpoint is that of
// the ledger as it was when the notice was published.
func PrintNotice(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printNotice(ctx, w, l, public, false)
}

// PrintLargeNotice prints the same notice for the wall, in letters that old eyes read from where they stand.
func PrintLargeNotice(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printNotice(ctx, w, l, public, true)
}

func printNotice(ctx context.Context, w io.Writer, l *catalog.Live, public string, large bool) ([]pdf.Missing, error) {
	if err := l.Measure(ctx); err != nil && !errors.Is(err, catalog.ErrFirst) {
		return nil, err
	}
	var n pdf.Notice
	ready := false
	l.Read(func(r *catalog.Round) {
		if ready = noticeReady(r); ready {
			n = noticePaper(r)
			n.CheckURL = address(public, "/r/"+r.ID+"/notice")
		}
	})
	if !ready {
		return nil, errEarly("notice")
	}
	at, err := pointOf(l, "notice.publish")
	if err != nil {
		return nil, err
	}
	n.Date, n.Ledger, n.Large = at.time, at.String(), large
	return n.Print(w)
}

func noticePaper(r *catalog.Round) pdf.Notice {
	poll, out := r.PollProgress(), r.Outcome
	n := pdf.Notice{
		Posting: posting(r, "项目投票结果的公示"), Proposals: len(r.Proposals), Meetings: meetings(r),
		Open: poll.Opened, Close: poll.Closed, Valid: out.Ballots, Fund: out.Budget, Rule: RuleSentence(lang.Zh, r.Scheme),
		Accounts: accounts(r),
	}
	n.Number, n.Begin, n.End = r.Notice.Number, day(r.Notice.From), day(r.Notice.To)
	n.Workdays = wallDays(r.Scheme, n.Begin, n.End)
	n.Objection = fmt.Sprintf("对结果有不同意见的，请在公示期内向%s书面提出（地址：%s），写明事实和理由，署名并留下联系电话。每一条意见都会得到答复。本公示张贴在：%s",
		committee(r.Scheme), r.Scheme.Address, stopped(r.Notice.Where))
	if x := len(r.Council.Sittings); r.Scheme.Council() && x > 0 {
		s := r.Council.Sittings[x-1]
		n.Council = fmt.Sprintf("%s，居民议事会逐项表决，到会%d人，成员%d人。", pdf.FullDate(day(s.Date)), s.Present, s.Members)
		n.Posting.Title = strings.Replace(n.Posting.Title, "项目投票结果", "居民议事会表决结果", 1)
	}
	n.Outcome = r.OutcomeHash
	for _, id := range out.Ranking {
		n.Results = append(n.Results, resultRow(r, atoi(id)))
	}
	n.Beside = grantedLines(lang.Zh, r)
	n.Line = slices.IndexFunc(out.Ranking, func(id string) bool { return !slices.Contains(out.Funded, id) })
	if n.Line < 0 {
		n.Line = len(n.Results)
	}
	for _, t := range out.Ties {
		n.Ties = append(n.Ties, TieSentence(lang.Zh, r, t))
	}
	return n
}

func resultRow(r *catalog.Round, number int) pdf.Result {
	p := r.Project(number)
	reason, _ := r.Reason(number)
	return pdf.Result{
		Number: strconv.Itoa(number), Name: p.Title, Place: markedPlace(p), Unit: p.Department, Cost: p.Cost,
		Votes: int(reason.Score), Rank: reason.Rank, Funded: r.Funded(number), Reason: teller{lang.Zh, r}.say(Why(lang.Zh, r, number), pays(lang.Zh, p)),
	}
}

// accounts are the settled accounts of the stations, by number.
func accounts(r *catalog.Round) (out []pdf.Account) {
	for _, no := range stationNumbers(r) {
		s := r.Stations[no]
		if s.Account == nil {
			continue
		}
		a := *s.Account
		out = append(out, pdf.Account{
			Station: s.Name, Printed: a.Printed, Unused: a.Unused, Destroyed: a.Destroyed, Issued: a.Issued(), Spoiled: a.Spoiled,
			Electronic: a.Electronic, Paper: a.Paper, Both: a.Both, NotReturned: a.NotReturned, Rejected: a.Rejected, Reason: s.Reason,
		})
	}
	return out
}

// PrintLibrary prints the notice of the projects to be voted on. It is posted from the day after the library was
// frozen, for the days of the scheme.
func PrintLibrary(_ context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printLibrary(w, l, public, false)
}

// PrintLargeLibrary prints the same notice for the wall, in large letters.
func PrintLargeLibrary(_ context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printLibrary(w, l, public, true)
}

func printLibrary(w io.Writer, l *catalog.Live, public string, large bool) ([]pdf.Missing, error) {
	var n pdf.Library
	ready := false
	l.Read(func(r *catalog.Round) {
		if ready = libraryReady(r); ready {
			n = libraryPaper(r)
			n.CheckURL = address(public, "/r/"+r.ID+"/library")
		}
	})
	if !ready {
		return nil, errEarly("library")
	}
	at, err := pointOf(l, "library.freeze")
	if err != nil {
		return nil, err
	}
	n.Ledger, n.Large = at.String(), large
	return n.Print(w)
}

func libraryPaper(r *catalog.Round) pdf.Library {
	n := pdf.Library{
		Posting: posting(r, "候选项目的公示"), Proposals: len(r.Proposals), Meetings: meetings(r), Fund: r.Scheme.Fund,
		Rule: marking(r.Library.Paper) + RuleSentence(lang.Zh, r.Scheme) + "\n" + lang.T(lang.Zh, "reading.rule") + "\n" + r.Scheme.WhoVotes,
	}
	if n.Council = r.Scheme.Council(); n.Council {
		n.Rule = RuleSentence(lang.Zh, r.Scheme) + "\n" + lang.T(lang.Zh, "council.recusal") + lang.T(lang.Zh, "council.attend")
	}
	n.Beside = beside(lang.Zh, r)
	n.Date = r.Library.Frozen
	n.Begin, n.End = wallPeriod(r.Scheme, r.Library.Frozen)
	n.Workdays = r.Scheme.NoticeDays
	n.Objection = fmt.Sprintf("对候选项目有不同意见的，请在公示期内向%s书面提出（地址：%s），写明事实和理由，署名并留下联系电话。", committee(r.Scheme), r.Scheme.Address)
	for _, p := range r.Library.Projects {
		e := p.Proposal.Estimate
		n.Projects = append(n.Projects, pdf.Candidate{
			Number: strconv.Itoa(p.Number), Name: p.Title, Place: markedPlace(p), Content: p.Text, Department: p.Department,
			Estimate: teller{lang.Zh, r}.say(stopped(p.Opinion), pays(lang.Zh, p)), Low: e.Low, High: e.High, Cost: p.Cost,
		})
	}
	return n
}

// posting is what the notices of a round have in common.
func posting(r *catalog.Round, subject string) pdf.Posting {
	s := r.Scheme
	return pdf.Posting{
		Title: "关于" + s.Community + programme(s) + subject, Basis: "《" + s.Community + programme(s) + "实施方案》",
		Signers: []string{committee(s), streetOffice(s)},
		Phones:  []pdf.Contact{{Name: committee(s), Phone: s.Phone}}, Oversight: []pdf.Contact{{Name: streetOffice(s), Phone: s.Supervision}},
	}
}

// programme is the scheme's name with its year.
func programme(s catalog.Scheme) string {
	year := strconv.Itoa(s.Year)
	switch {
	case strings.Contains(s.Name, year):
		return s.Name
	case strings.ContainsAny(s.Name, "“《"):
		return year + "年度" + s.Name
	}
	return year + "年度“" + s.Name + "”"
}

func committee(s catalog.Scheme) string {
	return withEnd(s.Community, "居民委员会", "居委会", "村民委员会", "村委会")
}
func streetOffice(s catalog.Scheme) string {
	return withEnd(s.Street, "办事处", "人民政府", "管委会", "管理委员会")
}

// withEnd is the name of a body: that of its place with end, unless it ends like a body already.
func withEnd(name, end string, others ...string) string {
	for _, known := range append(others, end) {
		if strings.HasSuffix(name, known) {
			return name
		}
	}
	return name + end
}

func meetings(r *catalog.Round) int {
	if r.Table == nil {
		return 0
	}
	return 1
}

// marking tells how a paper is marked, in one sentence.
func marking(p ballot.Paper) string {
	if p.Limit > 0 {
		within := p
		within.Limit = 0
		return marking(within) + fmt.Sprintf("所选项目费用合计不超过%s，超过无效。", lang.Money(lang.Zh, p.Limit))
	}
	switch p.Form {
	case ballot.Ranking:
		return fmt.Sprintf("请在想要的项目旁写名次，最想要的写1，最多写到%d，多写无效。", p.Max)
	case ballot.Points:
		return fmt.Sprintf("请给想要的项目写分数，最多给%d项，合计不超过%d分，超过无效。", p.Max, p.Sum)
	}
	return fmt.Sprintf("请选出最多%d项，少选有效，多选无效。", p.Max)
}

// address is a page of the server, empty if nobody knows where the server is.
func address(public, path string) string {
	if public == "" {
		return ""
	}
	return public + path
}

// wallPeriod is the first and last day of a notice that is made at that time: the scheme's days from the next day on,
// Saturdays and Sundays not counted.
func wallPeriod(s catalog.Scheme, made time.Time) (begin, end time.Time) {
	y, m, d := made.In(Zone).Date()
	begin = time.Date(y, m, d+1, 0, 0, 0, 0, Zone)
	end = begin.AddDate(0, 0, -1)
	for n := 0; n < max(1, s.NoticeDays); {
		end = end.AddDate(0, 0, 1)
		if w := end.Weekday(); w != time.Saturday && w != time.Sunday {
			n++
		}
	}
	return begin, end
}

// wallDays is how many working days a notice is posted: those of the scheme, by which the office has set the dates on
// the calendar of public holidays, or all days of a shorter period.
func wallDays(s catalog.Scheme, begin, end time.Time) int {
	return max(1, min(s.NoticeDays, int(end.Sub(begin)/(24*time.Hour))+1))
}
