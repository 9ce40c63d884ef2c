package demo

// Steps five to eight: notice, letters, implementation, evaluation.

import (
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"linli/catalog"
	"linli/kiosk"
	"linli/kiosk/pdf"
)

func (p *play) notice() error {
	p.Clock.set("2026-11-09 09:00")
	if err := p.do(&catalog.PublishNotice{Number: "问社公〔2026〕3号", From: "2026-11-09", To: "2026-11-13", Where: "社区服务中心公示栏、三个投票站门口、各小区出入口"}); err != nil {
		return err
	}
	for i, o := range p.Objection {
		p.Clock.set(fmt.Sprintf("2026-11-%02d 10:%02d", 9+o.DaysAfter, i))
		if err := p.do(&catalog.Object{From: map[string]string{"resident": "居民"}[o.From], Text: o.Text}); err != nil {
			return err
		}
		p.Clock.pass(26 * time.Hour)
		if err := p.do(&catalog.ObjectionAnswer{No: i + 1, Answer: o.Answer, By: "社区居民委员会"}); err != nil {
			return err
		}
		p.sum.Objections++
	}
	p.Clock.set("2026-11-14 09:00")
	if err := p.do(&catalog.CloseNotice{Proof: "11月9日8时50分张贴于上述五处，13日18时仍在，有照片。"}); err != nil {
		return err
	}
	return p.papers(map[string]func(io.Writer) ([]pdf.Missing, error){
		"library.pdf": func(w io.Writer) ([]pdf.Missing, error) { return kiosk.PrintLibrary(p.ctx, w, p.live, p.Public) },
		"minutes.pdf": func(w io.Writer) ([]pdf.Missing, error) { return kiosk.PrintMinutes(p.ctx, w, p.live, p.Public) },
		"notice.pdf":  func(w io.Writer) ([]pdf.Missing, error) { return kiosk.PrintNotice(p.ctx, w, p.live, p.Public) },
	})
}

// papers writes documents, in the order of their names.
func (p *play) papers(all map[string]func(io.Writer) ([]pdf.Missing, error)) error {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		err := p.file(name, func(f *os.File) error {
			missing, err := all[name](f)
			p.sum.Missing += len(missing)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// thank issues a letter for every proposal that was not funded, and delivers it at the door.
func (p *play) thank() error {
	p.Clock.set("2026-11-16 09:00")
	var unsuccessful []int
	failed := map[int]catalog.Stage{}
	p.live.Read(func(r *catalog.Round) {
		for _, x := range r.Unsuccessful() {
			unsuccessful = append(unsuccessful, x.No)
			failed[x.No] = r.Stage(x)
		}
	})
	for i, no := range unsuccessful {
		if err := p.do(&catalog.IssueLetter{No: no, Number: fmt.Sprintf("问谢〔2026〕%d号", i+1)}); err != nil {
			return err
		}
	}
	if err := p.papers(map[string]func(io.Writer) ([]pdf.Missing, error){
		"letters.pdf": func(w io.Writer) ([]pdf.Missing, error) { return kiosk.PrintLetters(p.ctx, w, p.live, p.Public) },
	}); err != nil {
		return err
	}
	for i, no := range unsuccessful {
		x := p.Proposal[no-1]
		p.Clock.pass(20 * time.Minute)
		acts := []catalog.Act{&catalog.DeliverLetter{No: no, How: []string{"door", "door", "door", "post"}[i%4], Date: "2026-11-17", By: "网格员与居民代表"}}
		if x.Improve != "" {
			acts = append(acts, &catalog.Talk{No: no, Note: x.Improve})
		}
		if x.Carry && failed[no] != catalog.Excluded && failed[no] != catalog.Declined {
			acts = append(acts, &catalog.CarryOver{No: no, Why: "因经费或场地等客观因素本届未能实施，优先列入下届实施项目库。"})
			p.sum.Carried++
		}
		if err := p.do(acts...); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	p.sum.Letters = len(unsuccessful)
	p.Clock.set("2026-11-20 17:00")
	return p.do(&catalog.CloseLetters{})
}

// funded are the script's proposals that are funded, with their numbers in the library.
func (p *play) funded() map[*proposal]int {
	out := map[*proposal]int{}
	p.live.Read(func(r *catalog.Round) {
		for _, x := range p.Proposal {
			if n := r.Proposal(x.no).Project; r.Funded(n) {
				out[x] = n
			}
		}
	})
	return out
}

func (p *play) build() error {
	p.Clock.set("2026-11-23 09:00")
	funded := p.funded()
	for _, x := range p.Proposal {
		number, ok := funded[x]
		if !ok {
			continue
		}
		if err := p.work(x, number); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	p.Clock.set("2026-12-30 17:00")
	return p.do(&catalog.CloseWorks{})
}

// work builds one project. For one whose course the script does not tell, it is a single milestone.
func (p *play) work(x *proposal, number int) error {
	var steps []milestone
	for _, m := range p.Milestone {
		if m.Project == x.Key {
			steps = append(steps, m)
		}
	}
	if len(steps) == 0 {
		steps = []milestone{{Due: "2026-12-20", Done: "2026-12-18", Text: "按设计完成全部内容，居民代表到场查验。",
			Contractor: "按街道小型工程名录比选确定的单位", Contract: x.Estimate * 97 / 100, Paid: x.Estimate * 95 / 100}}
	}
	last := steps[len(steps)-1]
	acts := []catalog.Act{&catalog.StartWork{Project: number, Department: x.Department, Contractor: last.Contractor, Contract: last.Contract * 100, Due: last.Due}}
	for _, m := range steps {
		acts = append(acts, &catalog.Milestone{Project: number, Due: m.Due, Done: m.Done, Text: m.Text, Paid: m.Paid * 100, Photo: m.Photo})
	}
	acts = append(acts, &catalog.FinishWork{Project: number, Date: last.Done, Result: "居民代表与职能部门共同验收，合格。"})
	return p.as("jianggong", acts...)
}

func (p *play) evaluate() error {
	p.Clock.set("2026-12-31 15:00")
	funded := p.funded()
	for _, x := range p.Proposal {
		number, ok := funded[x]
		if !ok {
			continue
		}
		e := evaluation{Surveyed: 60, VerySatisfied: 31, Satisfied: 22, Neutral: 5, Dissatisfied: 2}
		if i := slices.IndexFunc(p.Evaluation, func(e evaluation) bool { return e.Project == x.Key }); i >= 0 {
			e = p.Evaluation[i]
		}
		a := &catalog.Evaluate{Project: number, Marks: []int{e.VerySatisfied, e.Satisfied, e.Neutral, e.Dissatisfied, e.VeryDissatisfied}, Remark: e.Remark, By: "受委托的第三方测评机构"}
		if err := p.do(a); err != nil {
			return fmt.Errorf("%s: %w", x.Key, err)
		}
	}
	return p.do(&catalog.CloseRound{Report: "本届项目全部完工并完成满意度测评。余额交回街道财政；居民提出的“可否跳选”留待下届方案讨论。"})
}
