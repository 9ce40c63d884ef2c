package gallery

// Every page has a sample of every state that it can be in, every shared component is shown, and all can be drawn.

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// states are the states that every page has a sample of: empty, one, many, long, error, closed. "-" is a state that
// the page cannot be in.
var states = map[string][6]string{
	"home":       {"empty", "one", "voting", "long", "alarm", "closed"},
	"rounds":     {"none", "one", "many", "long", "-", "-"},
	"empty":      {"first", "-", "-", "-", "-", "-"},
	"scheme":     {"empty", "one", "many", "long", "-", "closed"},
	"ledger":     {"none", "one", "many", "long", "-", "closed"},
	"ledgers":    {"empty", "one", "many", "long", "-", "-"},
	"propose":    {"empty", "-", "similar", "long", "errors", "-"},
	"slip":       {"new", "funded", "many", "long", "erased", "ended"},
	"proposals":  {"none", "one", "many", "long", "-", "closed"},
	"proposal":   {"erased", "one", "many", "long", "-", "-"},
	"seminar":    {"empty", "one", "many", "long", "errors", "-"},
	"import":     {"empty", "one", "many", "long", "faults", "done"},
	"needs":      {"empty", "one", "many", "long", "-", "-"},
	"needimport": {"empty", "one", "many", "long", "faults", "done"},
	"carry":      {"empty", "one", "many", "long", "wrong", "closed"},
	"models":     {"empty", "one", "many", "long", "-", "-"},
	"model":      {"-", "one", "-", "long", "-", "closed"},
	"library":    {"none", "one", "many", "long", "-", "closed"},
	"code":       {"open", "-", "-", "long", "malformed", "over"},
	"choose":     {"empty", "one", "approval", "long", "approval-over", "-"},
	"check":      {"blank", "one", "approval", "long", "blank", "-"},
	"receipt":    {"-", "one", "-", "long", "-", "again"},
	"lookup":     {"empty", "box", "opened", "long", "unknown", "replaced"},
	"observe":    {"empty", "one", "many", "long", "counting", "closed"},
	"council":    {"empty", "one", "many", "long", "-", "closed"},
	"resolve":    {"shut", "one", "many", "long", "wrong", "closed"},
	"notice":     {"empty", "one", "many", "long", "corrected", "closed"},
	"compare":    {"pending", "-", "many", "long", "-", "few"},
	"refused":    {"notfound", "-", "-", "long", "internal", "closed"},
	"login":      {"empty", "-", "-", "long", "wrong", "-"},
	"exit":       {"empty", "-", "-", "long", "wrong-larger", "-"},
	"machine":    {"empty", "-", "many", "long", "-", "-"},
	"clocks":     {"empty", "one", "many", "long", "missing", "-"},
	"desk":       {"empty", "one", "many", "long", "-", "closed"},
	"act":        {"empty", "one", "many", "long", "error", "confirm"},
	"table":      {"empty", "one", "many", "long", "wrong", "decided"},
	"seat":       {"arrive", "one", "rank", "long", "wrong", "wait"},
	"station":    {"empty", "one", "many", "long", "differs", "closed"},
	"checkin":    {"empty", "may", "-", "long", "not", "shut"},
	"count":      {"empty", "-", "many", "long", "some", "done"},
	"pile":       {"empty", "one", "many", "long", "pair", "closed"},
}

func TestStates(t *testing.T) {
	folders, err := filepath.Glob("../page/[a-z]*/*.html")
	if err != nil || len(folders) < 20 {
		t.Fatal(folders, err)
	}
	for _, path := range folders {
		folder := filepath.Base(filepath.Dir(path))
		if folder == "gallery" || folder == "component" {
			continue
		}
		wanted, ok := states[folder]
		if !ok {
			t.Errorf("page %s is not in the table of states", folder)
		}
		for _, state := range wanted {
			if _, ok := Find(folder, state); !ok && state != "-" {
				t.Errorf("page %s has no sample %q", folder, state)
			}
		}
	}
	if len(Pages()) != len(states)+1 {
		t.Errorf("samples of %d pages, states of %d", len(Pages()), len(states))
	}
}

func TestSamples(t *testing.T) {
	name, seen := regexp.MustCompile(`^[a-z]+-[a-z0-9_-]+$`), map[string]bool{}
	screens := map[string]bool{}
	for _, s := range Samples() {
		if seen[s.Name()] || !name.MatchString(s.Name()) {
			t.Errorf("sample %q is there twice, or of no good name", s.Name())
		}
		seen[s.Name()] = true
		if len(s.Screens) == 0 {
			t.Errorf("%s is made for no screen", s.Name())
		}
		for _, screen := range s.Screens {
			screens[screen.Name] = true
			if (s.Frame.Kiosk != "") != (screen == Kiosk) {
				t.Errorf("%s on a %s", s.Name(), screen.Name)
			}
		}
		for _, l := range lang.All {
			var b bytes.Buffer
			if err := page.Render(&b, l, s.Frame, s.View); err != nil || strings.Contains(b.String(), "⟦") {
				t.Errorf("%s in %s: %v", s.Name(), l, err)
			}
		}
	}
	if len(screens) != len(Screens) {
		t.Errorf("only the screens %v are used", screens)
	}
}

// TestSizes wants every page of voters in the largest letters too, and the voting machine in all of its states.
func TestSizes(t *testing.T) {
	for _, folder := range []string{"home", "code", "choose", "check", "receipt", "propose", "slip", "library", "notice", "observe"} {
		if !slices.ContainsFunc(Of(folder), func(s Sample) bool { return s.Frame.Size == page.Larger }) {
			t.Errorf("%s is not shown in the largest letters", folder)
		}
	}
	for _, folder := range []string{"code", "choose", "check", "receipt", "refused"} {
		if !slices.ContainsFunc(Of(folder), func(s Sample) bool { return s.Frame.Kiosk != "" }) {
			t.Errorf("%s is not shown on a voting machine", folder)
		}
	}
	if !slices.ContainsFunc(Samples(), func(s Sample) bool { return s.Frame.Contrast }) {
		t.Error("nothing is shown in high contrast")
	}
}

func TestLong(t *testing.T) {
	if n := utf8.RuneCountInString(Long); n != 80 {
		t.Errorf("the long name has %d signs", n)
	}
	for _, part := range []string{"李𬭎", "㛃", "Accessible"} {
		if !strings.Contains(Long, part) {
			t.Errorf("the long name lacks %s", part)
		}
	}
}

var (
	defined = regexp.MustCompile(`{{-?\s*define "(\w+)"`)
	used    = regexp.MustCompile(`{{-?\s*template "(\w+)"`)
)

// TestComponents wants every template of _shared to be on a component's sheet, by itself or as a piece of another.
func TestComponents(t *testing.T) {
	files, err := filepath.Glob("../page/_shared/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	uses, shown := map[string][]string{}, map[string]bool{} // by component
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(file) == "page.html" { // around every sample
			for _, m := range used.FindAllSubmatch(b, -1) {
				shown[string(m[1])] = true
			}
			continue
		}
		all := defined.FindAllSubmatchIndex(b, -1)
		for i, at := range all {
			end := len(b)
			if i+1 < len(all) {
				end = all[i+1][0]
			}
			name := string(b[at[2]:at[3]])
			uses[name] = []string{}
			for _, m := range used.FindAllSubmatch(b[at[1]:end], -1) {
				uses[name] = append(uses[name], string(m[1]))
			}
		}
	}
	var show func(name string)
	show = func(name string) {
		if _, ok := uses[name]; ok && !shown[name] {
			shown[name] = true
			for _, u := range uses[name] {
				show(u)
			}
		}
	}
	for _, s := range Of("component") {
		part := s.View.(page.Component).Part
		if shown[part] = false; uses[part] == nil {
			t.Errorf("there is no component %s", part)
		}
		show(part)
	}
	for name := range uses {
		if !shown[name] {
			t.Errorf("component %s is on no sheet", name)
		}
	}
}
