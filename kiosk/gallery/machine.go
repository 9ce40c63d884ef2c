package gallery

// Where the staff make a computer a voting machine, and where they set it free.

import "linli/kiosk/page"

// collecting is a frame of a round that takes proposals.
func collecting(f page.Frame) page.Frame {
	f.Status = page.Collecting
	return f
}

func machines() []Sample {
	m, f := machine("/kiosk/exit"), staffed("/desk/2026/machine/3", page.Voting)
	return []Sample{
		{"empty", f, page.Machine{Station: 3, Name: "南门活动室", Exit: "204816"}, []Screen{Desk, Phone}},
		{"many", f, page.Machine{Station: 3, Name: "南门活动室", Exit: "204816", Bound: 4}, onDesk},
		{"long", lengthy(f), page.Machine{Station: 3, Name: Long, Exit: "204816", Bound: 1234}, onDesk},
		{"empty", m, page.Exit{}, onKiosk},
		larger(Sample{"wrong", m, page.Exit{Error: "退出码不对"}, onKiosk}),
		{"long", lengthy(m), page.Exit{Error: Long}, onKiosk},
	}
}
