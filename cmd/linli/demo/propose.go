package demo

// Steps one to three: the scheme, the proposals, the screening.

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/catalog/preset"
)

func (p *play) agree() error {
	p.Clock.set("2026-09-01 09:00")
	wuzhong, err := preset.Named("wuzhong")
	if err != nil {
		return err
	}
	s := catalog.Draft(wuzhong)
	r := p.Round
	s.Name, s.Community, s.Street, s.District, s.Year = r.Name, r.Community, r.Street, r.District, r.Year
	s.Fund, s.Cap, s.MaxMarks, s.NoticeDays = r.Fund*100, r.Cap*100, r.MaxMarks, r.NoticeDays
	s.Scope, s.Process, s.Method, s.WhoVotes, s.Carry = r.Scope, r.Process, r.Method, r.WhoVotes, r.Carry
	s.Proposers, s.ProposeFrom, s.ProposeTo = r.Proposers, "2026-09-11", "2026-09-30"
	s.Address, s.Phone, s.Supervision = r.Address, r.Phone, r.Supervision
	if _, err := catalog.Found(p.ctx, p.Env, office, catalog.Create{ID: r.ID, Scheme: s}); err != nil {
		return err
	}
	if p.live, err = p.server.Round(p.ctx, r.ID); err != nil {
		return err
	}
	p.Clock.set("2026-09-03 10:00")
	for _, o := range p.Opinion {
		if err := p.do(&catalog.Opinion{On: o.On, From: o.From, Text: o.Text}); err != nil {
			return err
		}
	}
	p.Clock.set("2026-09-09 16:00")
	for _, t := range p.Training {
		if err := p.do(&catalog.Training{Date: t.Date, Topic: t.Topic, Who: t.Who, Attended: t.Attended}); err != nil {
			return err
		}
	}
	for i, o := range p.Opinion {
		if err := p.do(&catalog.OpinionAnswer{No: i + 1, Answer: o.Answer}); err != nil {
			return err
		}
	}
	p.Clock.set("2026-09-10 19:30")
	return p.do(&catalog.Adopt{Body: "居民代表会议"})
}

func (p *play) collect() error {
	p.Clock.set("2026-09-11 08:30")
	step := 19 * 24 * time.Hour / time.Duration(len(p.Proposal))
	for i, x := range p.Proposal {
		slip, err := p.submit(x)
		if err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
		p.live.Read(func(r *catalog.Round) { x.no, x.slip = r.BySlip(slip).No, slip })
		if x.no != i+1 {
			return fmt.Errorf("%s became proposal %d", x.Key, x.no)
		}
		p.Clock.pass(step)
	}
	p.Clock.set("2026-09-30 18:00")
	for _, x := range p.Proposal {
		if x.DuplicateOf == "" {
			continue
		}
		if err := p.do(&catalog.Merge{No: x.no, Into: p.find(x.DuplicateOf).no, Why: x.DuplicateWhy}); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return p.do(&catalog.CloseCollection{})
}

// submit hands a proposal in: by the web form if it came from there, else as the staff enter it.
func (p *play) submit(x *proposal) (slip string, err error) {
	if x.Channel == "web" && x.From == "resident" {
		v := url.Values{
			"title": {x.Title}, "place": {x.Place}, "kind": {x.Kind}, "text": {x.Text}, "benefits": {x.Benefits},
			"name": {x.Proposer}, "phone": {x.Phone}, "consent": {"yes"},
		}
		if x.Cost > 0 {
			v.Set("cost", strconv.FormatInt(x.Cost, 10))
		}
		photo, err := picture(x.Key)
		if err != nil {
			return "", err
		}
		return p.browser().Propose(p.ctx, p.Round.ID, v, photo)
	}
	h := catalog.Handing{Person: catalog.Person{Name: x.Proposer, Phone: x.Phone, Consent: x.From != "resident"}, Proposal: catalog.Submit{
		Channel: x.Channel, Kind: x.Kind, From: x.From, Title: x.Title, Place: x.Place, Text: x.Text, Benefits: x.Benefits, Cost: x.Cost * 100,
	}}
	if x.Channel == "seminar" {
		return p.seminar(h)
	}
	done, err := p.live.SubmitWith(p.ctx, "baoxiaoman", h)
	if err != nil {
		return "", err
	}
	return done.Slip, nil
}

// seminar enters a seminar at which one proposal was made.
func (p *play) seminar(h catalog.Handing) (slip string, err error) {
	bodies := []string{p.Round.Community + "居委会"}
	if h.Proposal.From != "resident" {
		bodies = append(bodies, h.Person.Name)
	}
	a := catalog.Seminar{Date: p.live.Today(), Place: p.Round.Address, Chair: "社区书记", Bodies: bodies}
	done, err := p.live.SubmitSeminar(p.ctx, "baoxiaoman", a, []catalog.Handing{h}, false)
	if err != nil {
		return "", err
	}
	return done[0].Slip, nil
}

func (p *play) find(key string) *proposal {
	i := slices.IndexFunc(p.Proposal, func(x *proposal) bool { return x.Key == key })
	return p.Proposal[i]
}

func (p *play) screen() error {
	for _, scene := range []func() error{p.negativeList, p.second, p.survey, p.redress, p.table, p.refer, p.estimate} {
		if err := scene(); err != nil {
			return err
		}
	}
	p.Clock.set("2026-10-30 15:00")
	seed := "2026-10-30 15:00 掷骰 "
	for range 6 {
		seed += strconv.Itoa(1 + p.random.IntN(6))
	}
	return p.do(&catalog.Freeze{Seed: seed, Drawn: true})
}

func (p *play) negativeList() error {
	p.Clock.set("2026-10-09 14:00")
	for _, x := range p.Proposal {
		if x.DuplicateOf != "" {
			continue
		}
		reasons := make([]string, 7)
		if x.Ground > 0 {
			reasons[x.Ground-1] = x.GroundWhy
		}
		a := catalog.Answered(x.no, "社区工作组与街道有关部门", reasons)
		if x.Ground > 0 {
			a.Remains = x.Remains
		}
		if err := p.do(a); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

// second is the second member of the staff, who looks at every exclusion; each proposer is then told.
func (p *play) second() error {
	p.Clock.set("2026-10-10 10:00")
	for _, x := range p.Proposal {
		if x.Ground == 0 {
			continue
		}
		if err := p.as(office2, &catalog.Confirm{No: x.no, Agree: true}); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return p.tell("2026-10-12", func(x *proposal) bool { return x.Ground > 0 })
}

// tell gives out the notices of non-inclusion of some proposals.
func (p *play) tell(date string, which func(*proposal) bool) error {
	p.Clock.set(date + " 17:00")
	for _, x := range p.Proposal {
		if x.DuplicateOf != "" || !which(x) {
			continue
		}
		p.notices++
		if err := p.do(&catalog.Notify{No: x.no, Number: fmt.Sprintf("问告知〔2026〕%d号", p.notices), Date: date, How: "door"}); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

// redress tells those whose site did not do; who asks for a review does so with the slip, and somebody else decides.
func (p *play) redress() error {
	if err := p.tell("2026-10-19", func(x *proposal) bool { return x.SurveyFail != "" }); err != nil {
		return err
	}
	for _, x := range p.Proposal {
		if x.Review == "" {
			continue
		}
		if err := p.browser().AskReview(p.ctx, x.slip, x.Review, x.Proposer); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
		if err := p.as(office3, &catalog.Review{No: x.no, Uphold: true, Why: x.ReviewWhy}); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

// refer asks the departments for their estimates.
func (p *play) refer() error {
	for _, x := range p.Proposal {
		if x.Estimate == 0 {
			continue
		}
		if err := p.do(&catalog.Refer{No: x.no, Department: x.Department, Date: p.Table.Date, Days: 5}); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

func (p *play) survey() error {
	p.Clock.set("2026-10-16 16:00")
	for _, x := range p.Proposal {
		if x.DuplicateOf != "" || x.Ground > 0 {
			continue
		}
		a := &catalog.Survey{No: x.no, Date: "2026-10-15", Who: "项目顾问、职能部门、提议人", Finding: x.Survey, Pass: true}
		switch {
		case x.SurveyFail != "":
			a.Finding, a.Pass, a.Remains = x.SurveyFail, false, x.Remains
		case a.Finding == "":
			a.Finding = "现场具备条件，提交圆桌会讨论。"
		}
		if err := p.as("jianggong", a); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

func (p *play) table() error {
	t := p.Table
	p.Clock.set(t.Date + " 14:00")
	err := p.do(&catalog.Meet{Date: t.Date, Place: t.Place, Moderator: t.Moderator, Recorder: t.Recorder, Present: t.Attendance, Observers: t.Observers})
	if err != nil {
		return err
	}
	var good []*proposal
	for _, x := range p.Proposal {
		a := &catalog.Decide{No: x.no, Discussion: x.Discussion, Remains: x.Remains}
		switch {
		case x.Estimate > 0:
			a.Result, a.Why, a.NewText, a.ChangeWhy = "recommend", "大多数到会人员赞成列入项目库。", x.ChangedText, x.ChangeWhy
			good = append(good, x)
		case x.Table == "putoff":
			a.Result, a.Why = "put_off", x.TableWhy
		case x.Table == "reject":
			a.Result, a.Why = "decline", x.TableWhy
		default:
			continue
		}
		p.Clock.pass(5 * time.Minute)
		if err := p.do(a); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	slices.SortStableFunc(good, func(a, b *proposal) int { return b.Popularity - a.Popularity })
	rank := &catalog.Rank{}
	for _, x := range good {
		rank.Order = append(rank.Order, x.no)
	}
	return p.do(rank)
}

func (p *play) estimate() error {
	p.Clock.set("2026-10-29 11:00")
	for _, x := range p.Proposal {
		if x.Estimate == 0 {
			continue
		}
		a := &catalog.Estimate{No: x.no, Department: x.Department, Low: x.Low * 100, High: x.High * 100, Figure: x.Estimate * 100, Basis: x.Basis}
		if err := p.as("mushanshan", a); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return nil
}

// ballotPaper is the frozen paper.
func (p *play) ballotPaper() (paper ballot.Paper) {
	p.live.Read(func(r *catalog.Round) { paper = r.Library.Paper })
	return paper
}
