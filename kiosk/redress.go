package kiosk

// What the proposer of something that was kept out can do: ask, with the slip, that somebody else looks at it again.

import (
	"errors"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// ErrWho: the name or phone is not what was given with the proposal. Slips are public, for numbers are drawn from them.
var ErrWho = errors.New("姓名或电话与提交时留的不一致，请核对，或到社区当面办理 / this is not the name or phone that was given with the proposal, check it or come to the community desk")

// ErrTries: too many have been tried with that slip. Then not even the right one is taken, or it could be found like that.
var ErrTries = errors.New("这张单子试错的次数太多，请到社区当面申请复核 / too many wrong names have been tried with this slip, ask for the review at the community desk")

// ErrNamed: the proposer's own name in a text that everybody reads.
var ErrNamed = errors.New("这段话会公开，请不要写自己的姓名 / everybody can read this: leave out your name")

// maxAsked is the most signs of a name or phone.
const maxAsked = 40

// reviewView tells what can be done about a proposal's being kept out.
func reviewView(l lang.Lang, r *catalog.Round, p *catalog.Proposal, today string) (v page.Review) {
	s := r.Stage(p)
	if s != catalog.Excluded && s != catalog.Unfit {
		return v
	}
	switch x := p.Redress(); {
	case x.Notice == nil, x.Review != nil:
	case x.Asked != nil:
		v.How = lang.T(l, "slip.review.open")
	case !r.Steps[3].IsOpen(), today > x.Notice.Until:
		v.How = lang.T(l, "slip.review.over", lang.Date(l, day(x.Notice.Until)))
	default:
		v.How = lang.T(l, "slip.review.until", lang.Date(l, day(x.Notice.Until)), r.Scheme.Address, r.Scheme.Phone)
		if !p.Erased {
			v.Fields = askFields(l)
		}
	}
	return v
}

func askFields(l lang.Lang) []page.Field {
	return []page.Field{
		{Name: "text", Label: lang.T(l, "slip.review.text"), Help: lang.T(l, "slip.review.text.help"), Kind: page.Textarea, Required: true, Max: 500},
		{Name: "who", Label: lang.T(l, "slip.review.who"), Help: lang.T(l, "slip.review.who.help"), Kind: page.Text, Required: true, Max: maxAsked},
	}
}

// askReview is POST /p/SLIP/review. A refusal comes back with what was typed.
func (s *Server) askReview(c *fiber.Ctx) error {
	l, code, err := s.slipped(c)
	if err != nil {
		return err
	}
	no, ref := 0, ""
	l.Read(func(r *catalog.Round) { no, ref = r.BySlip(code).No, r.BySlip(code).Proposer })
	text := strings.TrimSpace(strings.ReplaceAll(c.FormValue("text"), "\r\n", "\n"))
	who, known, err := proposer(c.UserContext(), l, ref)
	if err != nil {
		return err
	}
	wrong := s.guess.tried(code, known && isNamed(who, c.FormValue("who")))
	switch {
	case wrong != nil:
		err = s.guess.failed(&catalog.FieldError{Field: "who", Err: wrong})
	case !who.Unit && strings.Contains(bare(text), bare(who.Name)):
		err = &catalog.FieldError{Field: "text", Err: ErrNamed}
	default:
		_, err = l.Do(c.UserContext(), "resident", &catalog.AskReview{No: no, Date: l.Today(), Text: text})
	}
	if err == nil {
		return c.Redirect("/p/"+code+"#review", fiber.StatusSeeOther)
	}
	field, _ := fieldOf(err)
	if wantsJSON(c) || field != "text" && field != "who" {
		return err
	}
	v := s.slipOf(c, l, code)
	for i := range v.Review.Fields {
		x := &v.Review.Fields[i]
		if x.Value = showable(c.FormValue(x.Name)); x.Name == field {
			x.Error, v.Review.Error = said(err, language(c)), x.Label+"："+said(err, language(c))
		}
	}
	status, _ := classify(err)
	c.Status(status)
	return s.render(c, s.frame(c, l), *v)
}

// isNamed tells whether what was typed is the name, or the phone, of a person.
func isNamed(p catalog.Person, typed string) bool {
	if name := bare(typed); name != "" && name == bare(p.Name) {
		return true
	}
	number := digits(typed)
	return len(number) >= 7 && number == digits(p.Phone)
}

// bare is a name without spaces and in the usual width of its letters.
func bare(name string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(norm.NFKC.String(name), unicode.IsSpace), ""))
}

// digits are those of a phone number.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, norm.NFKC.String(phone))
}
