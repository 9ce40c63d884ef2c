package kiosk

// What an entry of the ledger says, field by field, in words: amounts in yuan, days as people say them, things by name.

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// telling puts the body of one kind of act into words.
type telling struct {
	lang  lang.Lang
	act   string
	round *catalog.Round // names of things; read under [catalog.Live.Read]
	out   []page.Said
}

// tell is the body of an entry in words. What has not been filled in is left out.
func tell(l lang.Lang, r *catalog.Round, e ledger.Entry) []page.Said {
	k, err := catalog.KindNamed(e.Act)
	if err != nil {
		return nil
	}
	a := k.New()
	if json.Unmarshal(e.Body, a) != nil {
		return nil
	}
	return tellAct(l, r, e.Act, a)
}

func tellAct(l lang.Lang, r *catalog.Round, name string, a catalog.Act) []page.Said {
	t := &telling{lang: l, act: name, round: r}
	t.walk(reflect.ValueOf(a).Elem())
	return t.out
}

func (t *telling) walk(v reflect.Value) {
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous {
			t.walk(v.Field(i))
		}
	}
	for _, f := range catalog.Fields(v.Type()) {
		switch at := v.Field(f.Index); {
		case f.Kind == "grounds":
			if s, ok := v.Addr().Interface().(*catalog.Screen); ok && f.Name == "reasons" {
				t.say(f.Name, t.grounds(s))
			}
		case f.Kind == "five":
			t.five(f, at)
		case f.Kind == "" && at.Kind() == reflect.Struct:
			t.walk(at)
		default:
			t.say(f.Name, t.lines(f, at))
		}
	}
}

// say adds a field under its name, unless it says nothing.
func (t *telling) say(name string, lines []string) {
	if len(lines) == 0 {
		return
	}
	label := name
	for _, key := range []string{"told." + name, "field." + name, "field." + t.act + "." + name} {
		if lang.Has(key) {
			label = lang.T(t.lang, key)
		}
	}
	t.out = append(t.out, page.Said{Label: label, Lines: lines})
}

// five are the numbers of people by their mark.
func (t *telling) five(f catalog.Field, v reflect.Value) {
	for i := range v.Len() {
		t.say(f.Name+"-"+strconv.Itoa(i+1), []string{lang.Int(v.Index(i).Int())})
	}
}

// lines are a value in words, none if it is empty.
func (t *telling) lines(f catalog.Field, v reflect.Value) []string {
	switch {
	case v.Type() == reflect.TypeFor[ballot.Sheet]():
		return []string{t.sheet(v.Interface().(ballot.Sheet))}
	case v.Kind() == reflect.Slice:
		return t.list(f, v)
	case v.Kind() == reflect.Bool:
		return []string{lang.T(t.lang, map[bool]string{true: "yes", false: "no"}[v.Bool()])}
	case v.IsZero():
		return nil
	case v.CanInt():
		return []string{t.number(f, v.Int())}
	case f.Kind == "date", f.Kind == "due":
		return []string{lang.Date(t.lang, day(v.String()))}
	case len(f.Of) > 0:
		return []string{lang.T(t.lang, "choice."+v.String())}
	case v.Kind() == reflect.String:
		return strings.Split(v.String(), "\n")
	}
	return []string{fmt.Sprint(v.Interface())}
}

// number is an amount, or what has that number.
func (t *telling) number(f catalog.Field, n int64) string {
	switch f.Kind {
	case "money":
		return lang.Money(t.lang, n)
	case "proposal", "letter", "proposals":
		return t.proposal(int(n))
	case "need":
		if x := t.round.Need(int(n)); x != nil {
			return strconv.Itoa(x.No) + " " + x.Place + "：" + clip(x.Text, 60)
		}
	case "project", "work", "model":
		if p := t.round.Project(int(n)); p != nil {
			return strconv.Itoa(p.Number) + " " + p.Title
		}
	case "meeting":
		if n <= int64(len(t.round.Seminars)) {
			return seminarName(t.lang, t.round, int(n))
		}
	case "station":
		if s := t.round.Stations[int(n)]; s != nil {
			return strconv.Itoa(s.Number) + " " + s.Name
		}
	}
	return strconv.FormatInt(n, 10)
}

func (t *telling) proposal(no int) string {
	p := t.round.Proposal(no)
	if p == nil {
		return proposalCode(no)
	}
	title, _ := p.Current()
	return proposalCode(no) + " " + title
}

// list are the items of a list: texts and numbers a line each, sheets with their places, of hashes and the like how many.
func (t *telling) list(f catalog.Field, v reflect.Value) (out []string) {
	for i := range v.Len() {
		switch x := v.Index(i); {
		case x.Type() == reflect.TypeFor[ballot.Sheet]():
			out = append(out, strconv.Itoa(i+1)+"： "+t.sheet(x.Interface().(ballot.Sheet)))
		case x.Kind() == reflect.String && f.Name != "superseded", x.CanInt():
			out = append(out, t.lines(f, x)...)
		default:
			return []string{lang.T(t.lang, "told.many", lang.Int(int64(v.Len())))}
		}
	}
	return out
}

// grounds are those of the list that apply, or whose answer has a reason; or that none does.
func (t *telling) grounds(s *catalog.Screen) (out []string) {
	applying := s.Applying()
	for i, why := range s.Reasons {
		applies := slices.Contains(applying, i+1)
		if !applies && why == "" {
			continue
		}
		line := strconv.Itoa(i+1) + ". "
		if i < len(t.round.Scheme.Grounds) {
			line += t.round.Scheme.Grounds[i] + " — "
		}
		if !applies {
			line += lang.T(t.lang, "told.not")
		}
		out = append(out, line+why)
	}
	if len(applying) == 0 {
		out = append([]string{lang.T(t.lang, "told.passes"+t.positive())}, out...)
	}
	return out
}

// positive ends the keys of words that differ for a positive list.
func (t *telling) positive() string {
	if t.round.Scheme.Positive() {
		return ".positive"
	}
	return ""
}

// sheet is a paper as it was read.
func (t *telling) sheet(s ballot.Sheet) string {
	if s.Finding != ballot.Marked {
		return lang.T(t.lang, "told.sheet."+string(s.Finding))
	}
	var paper ballot.Paper
	if t.round.Library != nil {
		paper = t.round.Library.Paper
	}
	return sheetText(paper, s)
}

// differences are the fields that two bodies of one kind say differently, as "label: old → new".
func differences(l lang.Lang, r *catalog.Round, name string, old, new catalog.Act) (out []string) {
	was, is := tellAct(l, r, name, old), tellAct(l, r, name, new)
	text := func(all []page.Said, label string) string {
		i := slices.IndexFunc(all, func(s page.Said) bool { return s.Label == label })
		if i < 0 {
			return lang.T(l, "told.nothing")
		}
		return strings.Join(all[i].Lines, " / ")
	}
	seen := map[string]bool{}
	for _, s := range append(was, is...) {
		if a, b := text(was, s.Label), text(is, s.Label); a != b && !seen[s.Label] {
			seen[s.Label] = true
			out = append(out, lang.T(l, "told.change", s.Label, a, b))
		}
	}
	return out
}
