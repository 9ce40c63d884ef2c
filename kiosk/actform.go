package kiosk

// The form of an act, made from the act's fields: one slot for each value that is asked.

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// slot is one question of a form.
type slot struct {
	catalog.Field
	name    string        // in the form
	label   string        // empty: the words of the name
	at      reflect.Value // what it fills; invalid: nothing, the server reads what was typed itself
	ground  int           // of the list that it is about, from 1; 0: none
	options []page.Option // to choose from; nil: anything
	typed   string
	wrong   string // a sentence
}

// scene is what a form takes from the round, copied out of it.
type scene struct {
	picks   map[string][]page.Option // by field
	grounds []string
	paper   ballot.Paper
	open    bool // the poll is open
	classes bool // the list is of classes one of which fits
}

// sceneOf copies out what the form of an act needs.
func sceneOf(r *catalog.Round, d deed) scene {
	s := scene{picks: map[string][]page.Option{}, grounds: slices.Clone(r.Scheme.Grounds), open: r.PollProgress().IsOpen(), classes: r.Scheme.Positive()}
	if r.Library != nil {
		s.paper = r.Library.Paper
	}
	for _, f := range catalog.Fields(d.body) {
		if find := picking(d.name, f); find != nil {
			s.picks[f.Name] = []page.Option{}
			for _, p := range find(r) {
				s.picks[f.Name] = append(s.picks[f.Name], page.Option{Value: p.value, Label: p.label})
			}
		}
	}
	return s
}

// form is an act as people fill it in.
type form struct {
	deed  deed
	lang  lang.Lang
	scene scene
	body  reflect.Value // pointer to the deed's struct
	slots []slot
	wrong string // a sentence about the whole
	kin   []page.Link
}

// newForm lays out the fields of a body, which may hold values to begin with.
func newForm(d deed, l lang.Lang, sc scene, body any) *form {
	f := &form{deed: d, lang: l, scene: sc, body: reflect.ValueOf(body)}
	f.lay(f.body.Elem())
	f.slots = byGround(f.slots)
	for i := range f.slots {
		f.slots[i].typed = f.slots[i].show(l, sc.paper)
	}
	return f
}

func (f *form) lay(v reflect.Value) {
	for _, x := range catalog.Fields(v.Type()) {
		at := v.Field(x.Index)
		switch {
		case slices.Contains(f.deed.hidden, x.Name), x.Kind == "me", x.Kind == "due", x.Kind == "earlier", x.Kind == "needs", x.Kind == "photo", x.Kind == "meeting", x.Kind == "checks" && len(x.Of)+len(f.scene.picks[x.Name]) == 0:
		case f.deed.name == "screening.decide" && x.Name == "why" && !f.scene.classes: // nothing to say of a negative list
		case x.Kind == "officers":
			x.Optional = x.Optional && !f.scene.open
			f.slots = append(f.slots, slot{Field: x, name: "second"}, slot{Field: x, name: "second_password"})
		case x.Kind == "grounds":
			f.row(x, at, f.scene.grounds)
		case x.Kind == "photos":
			for i := range maxPhotos {
				x.Optional = true
				f.slots = append(f.slots, slot{Field: x, name: photoSlot(i), label: lang.T(f.lang, "form.photo", i+1)})
			}
		case x.Kind == "five":
			f.row(x, at, make([]string, 5))
		case x.Kind == "" && at.Kind() == reflect.Struct:
			f.lay(at)
		default:
			f.slots = append(f.slots, slot{Field: x, name: x.Name, at: at, options: f.options(x)})
		}
	}
}

// row asks every element of a list of known length on its own.
func (f *form) row(x catalog.Field, at reflect.Value, labels []string) {
	list := reflect.MakeSlice(at.Type(), len(labels), len(labels))
	reflect.Copy(list, at)
	at.Set(list)
	x.Optional, x.Type = len(x.Of) == 0, at.Type().Elem()
	for i, label := range labels {
		s := slot{Field: x, name: x.Name + "-" + strconv.Itoa(i+1), label: label, at: at.Index(i), options: f.options(x)}
		if x.Kind == "grounds" {
			s.ground = i + 1
		}
		switch {
		case s.ground > 0 && x.Name == "reasons":
			s.label = lang.T(f.lang, "form.reason", i+1)
		case label != "":
			s.label = strconv.Itoa(i+1) + ". " + label
		}
		f.slots = append(f.slots, s)
	}
}

// byGround puts all that is asked about a ground of the list together.
func byGround(all []slot) []slot {
	of := func(s slot) bool { return s.ground > 0 }
	if first := slices.IndexFunc(all, of); first >= 0 {
		rest := slices.IndexFunc(all[first:], func(s slot) bool { return !of(s) })
		if rest < 0 {
			rest = len(all) - first
		}
		slices.SortStableFunc(all[first:first+rest], func(a, b slot) int { return a.ground - b.ground })
	}
	return all
}

// options of a field that is chosen: things of the round, the words of a list, yes and no.
func (f *form) options(x catalog.Field) []page.Option {
	switch {
	case x.Type.Kind() == reflect.Slice && x.Kind != "checks":
		return nil
	case f.scene.picks[x.Name] != nil:
		return f.scene.picks[x.Name]
	case x.Type.Kind() == reflect.Bool:
		return []page.Option{{Value: "yes", Label: lang.T(f.lang, "yes")}, {Value: "no", Label: lang.T(f.lang, "no")}}
	}
	var out []page.Option
	for _, word := range x.Of {
		out = append(out, page.Option{Value: word, Label: lang.T(f.lang, "choice."+word)})
	}
	return out
}

// take fills the slots from what was typed; absent fields keep what they have.
func (f *form) take(typed func(name string) (string, bool)) {
	for i := range f.slots {
		if text, ok := typed(f.slots[i].name); ok {
			f.slots[i].typed = strings.ReplaceAll(text, "\r\n", "\n")
		}
	}
}

// read fills the body from the slots; slots that cannot be read say why. It tells whether all could.
func (f *form) read() bool {
	ok := true
	for i := range f.slots {
		x := &f.slots[i]
		if err := x.read(f.lang, f.scene.paper); err != nil {
			x.wrong, ok = said(err, f.lang), false
		}
	}
	if !ok {
		f.flaws()
	}
	return ok
}

// flaws says of every other slot what is wrong with it, so that all can be mended at once.
func (f *form) flaws() {
	for _, flaw := range catalog.Flaws(f.body.Interface()) {
		for i := range f.slots {
			if x := &f.slots[i]; x.name == flaw.Field && x.at.IsValid() && x.wrong == "" {
				x.wrong = said(flaw, f.lang)
			}
		}
	}
}

// typed is what stands in a slot.
func (f *form) typed(name string) string {
	for _, x := range f.slots {
		if x.name == name {
			return x.typed
		}
	}
	return ""
}

// unticked are the boxes that were not ticked.
func (f *form) unticked() (out []page.Option) {
	for _, x := range f.slots {
		for _, o := range x.options {
			if x.Kind == "checks" && len(x.Of) == 0 && !slices.Contains(strings.Fields(x.typed), o.Value) {
				out = append(out, o)
			}
		}
	}
	return out
}

// hasOfficers tells whether the form asks for a second officer.
func (f *form) hasOfficers() bool {
	return slices.ContainsFunc(f.slots, func(x slot) bool { return x.Kind == "officers" })
}

// refuse puts a refusal where it belongs: to its field, or above the form.
func (f *form) refuse(err error) {
	name, inner := fieldOf(err)
	if name == "officers" {
		name = "second"
	}
	for i := range f.slots {
		if x := &f.slots[i]; name != "" && (x.name == name || strings.HasPrefix(x.name, name+"-")) {
			x.wrong = said(inner, f.lang)
			f.flaws()
			return
		}
	}
	f.wrong = said(err, f.lang)
}

// page draws the form.
func (f *form) page() page.Form {
	p := page.Form{Title: lang.T(f.lang, "act."+f.deed.name), Error: f.wrong, Danger: closing(f.deed.name), Kin: f.kin}
	if how := "act." + f.deed.name + ".how"; lang.Has(how) {
		p.Intro = lang.T(f.lang, how)
	}
	for _, x := range f.slots {
		d := f.draw(x)
		p.Upload = p.Upload || d.Kind == page.Upload
		if d.Kind == page.Lines { // a list of things is typed as numbers: say which
			for _, o := range f.scene.picks[x.Name] {
				p.Intro += "\n" + o.Value + "：" + o.Label
			}
		}
		p.Fields = append(p.Fields, d)
	}
	return p
}

func (f *form) draw(x slot) page.Field {
	d := page.Field{
		Name: x.name, Label: x.label, Kind: x.shape(), Options: x.options, Value: showable(x.typed), Error: x.wrong, Required: !x.Optional,
	}
	if x.Head != "" {
		d.Head = lang.T(f.lang, "head."+x.Head)
	}
	if d.Kind == page.Checks {
		d.Values = strings.Fields(x.typed)
	}
	if x.at.IsValid() && x.at.Kind() == reflect.String && x.options == nil {
		d.Max = int(x.Limit)
	}
	for _, key := range []string{"field." + f.deed.name + "." + x.name, "field." + x.name} {
		if d.Label == "" && lang.Has(key) {
			d.Label = lang.T(f.lang, key)
		}
		if d.Help == "" && lang.Has(key+".help") {
			d.Help = lang.T(f.lang, key+".help")
		}
	}
	if d.Label == "" {
		d.Label = x.name
	}
	return d
}

// shape is how a slot is drawn.
func (x slot) shape() page.Kind {
	switch {
	case x.name == "second_password":
		return page.Password
	case x.Kind == "photos":
		return page.Upload
	case !x.at.IsValid():
		return page.Text
	case x.at.Kind() == reflect.Bool, x.ground > 0 && x.options != nil:
		return page.Radio
	case x.Kind == "checks":
		return page.Checks
	case x.options != nil:
		return page.Select
	case x.at.Kind() == reflect.Slice:
		return page.Lines
	case x.Kind == "money":
		return page.Money
	case x.Kind == "date":
		return page.Date
	case x.at.CanInt():
		return page.Number
	case x.Lines:
		return page.Textarea
	}
	return page.Text
}
