package catalog

// Refusals of the last four steps.

import (
	"strings"
	"testing"
)

func TestNoticeRefusals(t *testing.T) {
	p := at(t, 5)
	p.refuse(ErrFirst, "", &Object{"居民", "不同意"})
	p.refuse(ErrFirst, "", &CloseNotice{"照片"})
	p.refuse(ErrNoSuch, "no", &ObjectionAnswer{1, "答", "街道"})
	for _, days := range [][2]string{{"2026-11-23", "2026-11-26"}, {"2026-11-23", "2026-11-22"}, {"2026-11-23", "1000-01-01"}} {
		p.refuse(ErrNumber, "to", &PublishNotice{"1", days[0], days[1], "公告栏"}) // the scheme says five days
	}
	p.do(&PublishNotice{"1", "2026-11-23", "2026-11-27", "公告栏"})
	p.refuse(ErrDone, "", &PublishNotice{"2", "2026-11-23", "2026-11-27", "公告栏"})
	p.do(&Object{"居民", "不同意"})
	p.refuse(ErrNoSuch, "no", &ObjectionAnswer{2, "答", "街道"})
	p.refuse(ErrNumber, "no", &ObjectionAnswer{-1, "答", "街道"})
	p.refuse(ErrFirst, "", &CloseNotice{"照片"}) // an objection has no answer
	p.refuse(ErrStep, "", &IssueLetter{3, "1"})
	p.do(&ObjectionAnswer{1, "答", "街道"}, &CloseNotice{"照片"})
}

func TestLetterRefusals(t *testing.T) {
	p := at(t, 6)
	for _, no := range []int{1, 4, 9} { // funded, merged into one that is funded, unknown
		p.refuse(ErrNoSuch, "no", &IssueLetter{no, "1"})
	}
	deliver := DeliverLetter{3, "door", "2026-12-01", "周"}
	for _, a := range []Act{&deliver, &Talk{3, "谈"}, &CarryOver{3, "经费"}} {
		p.refuse(ErrFirst, "no", a) // no letter
	}
	p.refuse(ErrNumber, "no", &Talk{-1, "谈"})
	p.do(&IssueLetter{3, "1"})
	p.refuse(ErrDone, "no", &IssueLetter{3, "2"})
	p.refuse(ErrChoice, "how", &DeliverLetter{3, "pigeon", "2026-12-01", "周"})
	p.refuse(ErrFirst, "", &CloseLetters{})
	p.do(&deliver)
	p.refuse(ErrFirst, "", &CloseLetters{}) // proposal 5 has none
	p.do(&IssueLetter{5, "2"})
	p.refuse(ErrFirst, "", &CloseLetters{}) // it has not been delivered
	p.do(&DeliverLetter{5, "refused", "2026-12-01", "周"}, &CloseLetters{})
}

func TestWorkRefusals(t *testing.T) {
	p := at(t, 7)
	lost, won := p.marks(3)[0].Project, p.funded()[0]
	start := func(project int) *StartWork { return &StartWork{project, "办", "甲", 1, "2026-12-31"} }
	for _, n := range []int{lost, 9} {
		p.refuse(ErrNoSuch, "project", start(n))
	}
	p.refuse(ErrFirst, "project", &Milestone{won, "2026-12-01", "2026-12-01", "开工", 0, ""})
	p.refuse(ErrFirst, "project", &FinishWork{won, "2026-12-01", "好"})
	p.do(start(won))
	p.refuse(ErrDone, "project", start(won))
	p.refuse(ErrNumber, "paid", &Milestone{won, "2026-12-01", "2026-12-01", "开工", -1, ""})
	p.refuse(ErrFirst, "", &CloseWorks{})
	p.refuse(ErrStep, "", &Evaluate{won, []int{1, 0, 0, 0, 0}, "", "三方"})
	p.do(&FinishWork{won, "2026-12-01", "好"})
	p.refuse(ErrDone, "project", &Milestone{won, "2026-12-01", "2026-12-01", "开工", 0, ""})
	p.refuse(ErrFirst, "", &CloseWorks{}) // the other has not started
}

func TestEvaluationRefusals(t *testing.T) {
	p := at(t, 8)
	won := p.funded()
	for _, marks := range [][]int{{1, 0, 0, 0}, {1, 0, 0, 0, 0, 0}, {-1, 2, 0, 0, 0}, {1 << 40, 0, 0, 0, 0}} {
		p.refuse(ErrNumber, "marks", &Evaluate{won[0], marks, "", "三方"})
	}
	p.refuse(ErrMissing, "marks", &Evaluate{won[0], nil, "", "三方"})
	p.refuse(ErrFirst, "project", &Evaluate{p.marks(3)[0].Project, []int{1, 0, 0, 0, 0}, "", "三方"})
	p.refuse(ErrFirst, "", &CloseRound{"完"})
	p.do(&Evaluate{won[0], []int{0, 0, 0, 0, 0}, "", "三方"})
	p.refuse(ErrFirst, "", &CloseRound{"完"})
	p.do(&Evaluate{won[1], []int{1, 1, 1, 1, 0}, "", "三方"}, &CloseRound{"完"})
	p.Read(func(r *Round) {
		if nobody, half := r.Works[won[0]].Evaluation.Satisfied(), r.Works[won[1]].Evaluation.Satisfied(); nobody != 0 || half != 500 {
			t.Error(nobody, half)
		}
	})
}

// The round is not closed while letters or works are under way.
func TestCloseRoundTooEarly(t *testing.T) {
	p := at(t, 7)
	q := at(t, 6)
	n := p.funded()[0]
	p.do(&StartWork{n, "办", "甲", 1, "2026-12-31"}, &FinishWork{n, "2026-12-01", "好"}, &Evaluate{n, []int{1, 0, 0, 0, 0}, "", "三方"})
	p.refuse(ErrFirst, "", &CloseRound{"完"}) // works
	q.build()
	for _, n := range q.funded() {
		q.do(&Evaluate{n, []int{1, 0, 0, 0, 0}, "", "三方"})
	}
	q.refuse(ErrFirst, "", &CloseRound{"完"}) // letters
	q.refuse(ErrLong, "report", &CloseRound{strings.Repeat("完", 2001)})
}
