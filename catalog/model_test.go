package catalog

// The model-project library holds what was finished and evaluated, and nothing else.

import "testing"

func TestModels(t *testing.T) {
	p := at(t, 8)
	won, lost := p.funded(), p.marks(3)[0].Project
	p.refuse(ErrFirst, "project", &AddModel{won[0], "可推广"})
	p.do(&Evaluate{Project: won[0], Marks: []int{6, 3, 1, 0, 0}, By: "第三方"}, &AddModel{won[0], "可推广"})
	p.refuse(ErrDone, "project", &AddModel{won[0], "可推广"})
	p.refuse(ErrFirst, "project", &AddModel{won[1], "可推广"})
	p.refuse(ErrFirst, "project", &AddModel{lost, "可推广"})
	p.refuse(ErrMissing, "why", &AddModel{won[0], ""})
	p.refuse(ErrNoSuch, "project", &DropModel{won[1], "弄错"})
	p.refuse(ErrMissing, "why", &DropModel{won[0], ""})
	p.do(&Evaluate{Project: won[1], Marks: []int{6, 3, 1, 0, 0}, By: "第三方"}, &CloseRound{Report: "好"})
	p.do(&AddModel{won[1], "也在结束之后"}, &DropModel{won[0], "损坏"})
	p.Read(func(r *Round) {
		if len(r.Models) != 1 || r.Models[won[1]].Why != "也在结束之后" {
			t.Errorf("%+v", r.Models)
		}
	})
	p.reopened(t)
}
