package kiosk

// What hangs and lies at proposal points: the poster that calls for proposals, and the form to fill in by hand.

import (
	"context"
	"io"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

func proposeReady(r *catalog.Round) bool { return !r.Steps[2].Opened.IsZero() }

// PrintPoster prints the poster on A4.
func PrintPoster(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printPoster(w, l, public, false)
}

// PrintLargePoster prints the poster on A3.
func PrintLargePoster(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printPoster(w, l, public, true)
}

func printPoster(w io.Writer, l *catalog.Live, public string, large bool) ([]pdf.Missing, error) {
	at, err := pointOf(l, "scheme.adopt")
	if err != nil {
		return nil, errEarly("poster")
	}
	b := pdf.Poster{Title: lang.T(lang.Zh, "point.title"), Large: large, Date: at.time}
	l.Read(func(r *catalog.Round) {
		s := r.Scheme
		b.Round = s.Community + programme(s)
		b.From, b.To = dated(s.ProposeFrom), dated(s.ProposeTo)
		b.URL, b.Contact = address(public, "/r/"+r.ID+"/propose"), pdf.Contact{Name: committee(s), Phone: s.Phone}
		b.Ways = ways(s, b.URL != "")
		b.Notes = []string{whoProposes(s)}
		if s.Cap > 0 {
			b.Notes = append(b.Notes, lang.T(lang.Zh, "propose.cap", lang.Money(lang.Zh, s.Cap)))
		}
	})
	return b.Print(w)
}

// ways are how a proposal is handed in.
func ways(s catalog.Scheme, onScreen bool) (out []string) {
	if onScreen {
		out = []string{"手机扫码，自己填写，可以附照片。"}
	}
	return append(out, "到项目提议点（"+s.Address+"），工作人员帮您写。", "填一张纸质提议表，交到提议点。")
}

// whoProposes says who may propose, in one sentence.
func whoProposes(s catalog.Scheme) string {
	who := ""
	for i, o := range froms(lang.Zh, s) {
		if i > 0 {
			who += "、"
		}
		who += o.Label
	}
	return "谁可以提：" + who + "。"
}

// written is the room for each field of the form that is written by hand, in lines; what is not here is one line.
var written = map[string]int{"title": 1, "text": 7, "benefits": 2}

// PrintBlankForm prints the form to fill in by hand: the fields of the screen in their order, but for the photo.
func PrintBlankForm(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	at, err := pointOf(l, "scheme.adopt")
	if err != nil {
		return nil, errEarly("proposal-form")
	}
	t := func(key string, args ...any) string { return lang.T(lang.Zh, key, args...) }
	b := pdf.BlankForm{Consent: t("propose.consent"), Privacy: t("propose.privacy"), Date: at.time}
	l.Read(func(r *catalog.Round) {
		s := r.Scheme
		b.Round, b.URL, b.Contact = s.Community+programme(s), address(public, "/r/"+r.ID+"/propose"), pdf.Contact{Name: committee(s), Phone: s.Phone}
		b.When = "填好后交到" + s.Address + "。"
		if s.ProposeTo != "" {
			b.When = "请在" + pdf.FullDate(dated(s.ProposeTo)) + "以前（含当天）" + b.When
		}
		b.Grounds, b.List = s.Grounds, t("paper.form.negative")
		if s.List == "positive" {
			b.List = t("paper.form.positive")
		}
		for _, name := range page.ProposalFields {
			if name != "photo" && name != "date" && name != "need" && (name != "need" || r.OpenNeeds() > 0) {
				b.Fields = append(b.Fields, blank(s, name))
			}
		}
	})
	return b.Print(w)
}

// blank is a field of the form on paper.
func blank(s catalog.Scheme, name string) pdf.Blank {
	f := page.Propose{}.Ask(name, page.Field{})
	x := pdf.Blank{Label: lang.T(lang.Zh, "propose."+name), Lines: written[name], Must: f.Required}
	if key := "propose." + name + ".help"; lang.Has(key) {
		x.Help = lang.T(lang.Zh, key)
	}
	var options []page.Option
	switch name {
	case "kind":
		options = kinds(lang.Zh)
	case "from":
		options = froms(lang.Zh, s)
	}
	for _, o := range options {
		x.Options = append(x.Options, o.Label)
	}
	return x
}
