// Package gallery holds invented data for every page of package page in every state that it can be in: nothing, one
// thing, many, names of 80 signs, something wrong, closed. People look at it while they draw pages, tests draw it in
// every language, and linli gallery photographs it. Nothing in it is read from a store.
package gallery

import (
	"slices"

	"linli/kiosk/page"
)

// Sample is one page in one state.
type Sample struct {
	State   string // unique among the samples of its page: small letters, digits and hyphens
	Frame   page.Frame
	View    page.View
	Screens []Screen // that the page is made for in this state; at least one
}

// Page is the page's folder.
func (s Sample) Page() string { return page.Name(s.View) }

// Name is PAGE-STATE, unique among all samples.
func (s Sample) Name() string { return s.Page() + "-" + s.State }

// Screen is a kind of screen that people have.
type Screen struct {
	Name          string
	Width, Height int // CSS pixels
}

// The screens.
var (
	Phone = Screen{"phone", 390, 844}
	Kiosk = Screen{"kiosk", 1080, 1920}
	Desk  = Screen{"desk", 1280, 900}
	Wall  = Screen{"wall", 1920, 1080}

	Tablet  = Screen{"tablet", 1024, 768}
	Upright = Screen{"upright", 768, 1024}
)

// Screens are all of them.
var Screens = []Screen{Phone, Kiosk, Desk, Wall, Tablet, Upright}

// Which screens a page is made for.
var (
	onPhone  = []Screen{Phone}
	onDesk   = []Screen{Desk}
	onKiosk  = []Screen{Kiosk}
	onWall   = []Screen{Wall}
	onPublic = []Screen{Phone, Desk}
)

// Samples are all samples, those of one page together, in the order in which people meet the pages. Every call makes
// them anew.
func Samples() []Sample {
	var all []Sample
	for _, some := range [][]Sample{arrivals(), schemes(), proposing(), handings(), imports(), rolling(), library(), voting(), receipts(), machines(), observing(), councils(), noticing(), comparing(),
		refusals(), desks(), acts(), clocks(), ledgers(), tables(), seats(), stations(), stationDesks(), components()} {
		all = append(all, some...)
	}
	return all
}

// Of are the samples of one page.
func Of(folder string) []Sample {
	return slices.DeleteFunc(Samples(), func(s Sample) bool { return s.Page() != folder })
}

// Find is the sample of that page and state.
func Find(folder, state string) (Sample, bool) {
	all := Of(folder)
	i := slices.IndexFunc(all, func(s Sample) bool { return s.State == state })
	if i < 0 {
		return Sample{}, false
	}
	return all[i], true
}

// Pages are the folders of the pages that have samples, in order.
func Pages() []string {
	var all []string
	for _, s := range Samples() {
		if !slices.Contains(all, s.Page()) {
			all = append(all, s.Page())
		}
	}
	return all
}

// larger is the same sample in the largest letters.
func larger(s Sample) Sample {
	s.State, s.Frame.Size = s.State+"-larger", page.Larger
	return s
}

// rehearsed is the same sample in a rehearsal.
func rehearsed(s Sample) Sample {
	s.State, s.Frame.Rehearsal = s.State+"-rehearsal", true
	return s
}

// contrast is the same sample in high contrast.
func contrast(s Sample) Sample {
	s.State, s.Frame.Contrast = s.State+"-contrast", true
	return s
}
