package catalog

// Assisted votes at the stations, told as totals.

import (
	"testing"
)

// Assisted votes are told as sums that agree, by helpers whom the scheme has, ten more at a time while the poll is open.
func TestAssist(t *testing.T) {
	two := []string{"qin", "lu"}
	p := at(t, 4)
	p.do(&Station{Number: 1, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	p.refuse(ErrFirst, "", &Assist{Station: 1, Blind: 10, Staff: 10, Officers: two})
	_, err := p.PrintSheets(p.ctx, "office", 1, 12)
	p.must(err)
	p.do(&OpenPoll{Officers: two})
	p.refuse(ErrNoSuch, "station", &Assist{Station: 2, Blind: 10, Staff: 10, Officers: two})
	p.refuse(ErrOfficers, "officers", &Assist{Station: 1, Blind: 10, Staff: 10, Officers: two[:1]})
	p.refuse(ErrBalance, "companion", &Assist{Station: 1, Blind: 10, Staff: 9, Officers: two})
	p.refuse(ErrFewHelped, "companion", &Assist{Station: 1, Elderly: 9, Staff: 9, Officers: two})
	p.do(&Assist{Station: 1, Blind: 2, Illiterate: 1, Disabled: 3, Elderly: 4, Companion: 7, Staff: 3, Officers: two})
	p.refuse(ErrFewHelped, "companion", &Assist{Station: 1, Blind: 2, Illiterate: 1, Disabled: 3, Elderly: 13, Companion: 16, Staff: 3, Officers: two})
	p.refuse(ErrNumber, "companion", &Assist{Station: 1, Blind: 1, Illiterate: 2, Disabled: 3, Elderly: 14, Companion: 17, Staff: 3, Officers: two})
	p.do(&Assist{Station: 1, Blind: 2, Illiterate: 1, Disabled: 3, Elderly: 14, Companion: 17, Staff: 3, Officers: two})
	p.closed()
	p.refuse(ErrFewHelped, "companion", &Assist{Station: 1, Blind: 2, Illiterate: 1, Disabled: 3, Elderly: 14, Companion: 17, Staff: 3, Officers: two})
	p.do(&Assist{Station: 1, Blind: 2, Illiterate: 1, Disabled: 3, Elderly: 15, Companion: 18, Staff: 3, Officers: two})
	p.Read(func(r *Round) {
		if sum := r.AssistedVotes(); sum.Voters() != 21 || sum.Elderly != 15 || sum.Blind+sum.Illiterate+sum.Disabled != 6 || sum.Staff != 3 {
			t.Errorf("told: %+v", sum)
		}
	})
}

// The scheme says who helps; nobody else is entered as a helper.
func TestAssistByScheme(t *testing.T) {
	two := []string{"qin", "lu"}
	for rule, refused := range map[string]Assist{
		ByCompanion: {Station: 1, Blind: 10, Staff: 10, Officers: two},
		ByStaff:     {Station: 1, Blind: 10, Companion: 10, Officers: two},
	} {
		p := newPlay(t)
		s := scheme(t)
		s.Assistance = rule
		p.do(&Revise{Scheme: s, Why: "讨论后"})
		for _, through := range p.steps()[:3] {
			through()
		}
		p.polling()
		field := map[string]string{ByCompanion: "staff", ByStaff: "companion"}[rule]
		p.refuse(ErrHelper, field, &refused)
		refused.Companion, refused.Staff = refused.Staff, refused.Companion
		p.do(&refused)
	}
}
