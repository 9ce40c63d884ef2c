package kiosk

// Every refusal at the edge: its status, its code, and the page or JSON that tells it.

import (
	"bytes"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/catalog/workday"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
	"linli/kiosk/photo"
	"linli/kiosk/workbook"
	"linli/tally"
)

// Refusals that only the edge knows.
var (
	// ErrSignIn: the page is for staff.
	ErrSignIn = errors.New("请先登录 / sign in first")
	// ErrRole: this member of the staff may not do that.
	ErrRole = errors.New("您没有办理此事项的权限 / your role does not allow this")
	// ErrSite: the request came from another site's page.
	ErrSite = errors.New("请求来自别的网站 / the request came from another site")
	// ErrTooFast: too many wrong codes or passwords.
	ErrTooFast = errors.New("尝试过于频繁，请稍后再试 / too many attempts, wait a little")
	// ErrCollection: proposals are handed in during step two only.
	ErrCollection = errors.New("现在不收集提议 / proposals are not being collected now")
	// ErrNotice: there is no result before its notice.
	ErrNotice = errors.New("结果还没有公示 / the result is not on notice yet")
	// ErrForm: a body that cannot be read.
	ErrForm = errors.New("提交的内容无法读取 / the request cannot be read")
)

// refusals is the one table from an error to its status and the code of its words ("error.<code>…" in package lang).
// The first row whose error is in the chain decides.
var refusals = []struct {
	err    error
	status int
	code   string
}{
	{ballot.ErrMalformed, 400, "malformed"},
	{ErrTestSheet, 404, "testsheet"},
	{ErrRealSheet, 404, "realsheet"},
	{ballot.ErrForeign, 404, "foreign"},
	{ballot.ErrUnknownCredential, 404, "unknown"},
	{ballot.ErrSpent, 409, "spent"},
	{ballot.ErrVoid, 409, "void"},
	{ballot.ErrSealed, 410, "closed"},
	{ballot.ErrNotOpen, 403, "unopened"},
	{ballot.ErrTooMany, 422, "toomany"},
	{ballot.ErrNoProject, 422, "noproject"},
	{ballot.ErrTwice, 422, "duplicate"},
	{ErrPlace, 422, "marks"},
	{ballot.ErrPoints, 422, "points"},
	{ballot.ErrOverspent, 422, "overspent"},
	{ballot.ErrCheckedIn, 409, "checkedin"},
	{ballot.ErrIdentifier, 422, "identifier"},
	{ballot.ErrHome, 409, "checkedin"},
	{ballot.ErrEnvelope, 409, "checkedin"},
	{ballot.ErrNoEnvelope, 409, "done"},
	{ballot.ErrOut, 409, "first"},
	{ballot.ErrPart, 422, "invalid"},
	{catalog.ErrHours, 422, "invalid"},
	{catalog.ErrTwoPlaces, 409, "done"},
	{catalog.ErrSerials, 422, "invalid"},
	{catalog.ErrBalance, 422, "invalid"},
	{ballot.ErrSheet, 422, "invalid"},
	{catalog.ErrRound, 404, "notfound"},
	{ErrListing, 404, "notfound"},
	{ErrFilter, 422, "filter"},
	{catalog.ErrRests, 409, "correct"},
	{catalog.ErrCorrected, 409, "correct"},
	{catalog.ErrCorrect, 409, "correct"},
	{catalog.ErrKept, 422, "correct"},
	{ledger.ErrSupersedes, 404, "notfound"},
	{ErrCollection, 409, "collection"},
	{catalog.ErrRehearsal, 409, "rehearsal"},
	{catalog.ErrRehearsed, 409, "rehearsed"},
	{catalog.ErrTableQuorum, 409, "table"},
	{catalog.ErrRecuse, 409, "table"},
	{catalog.ErrVoices, 422, "table"},
	{catalog.ErrOrder, 422, "table"},
	{catalog.ErrCounting, 409, "table"},
	{catalog.ErrDoor, 403, "door"},
	{catalog.ErrFull, 409, "door"},
	{catalog.ErrSeat, 404, "seat"},
	{catalog.ErrRanking, 409, "ranking"},
	{catalog.ErrRanked, 409, "ranked"},
	{catalog.ErrStep, 409, "step"},
	{catalog.ErrBrought, 409, "step"},
	{catalog.ErrCarried, 409, "first"},
	{catalog.ErrNotEarlier, 409, "first"},
	{catalog.ErrFirstCarried, 409, "first"},
	{catalog.ErrFit, 409, "first"},
	{catalog.ErrNeed, 422, "invalid"},
	{ErrNone, 422, "invalid"},
	{catalog.ErrFirst, 409, "first"},
	{catalog.ErrDone, 409, "done"},
	{catalog.ErrOfficers, 403, "officers"},
	{catalog.ErrSame, 403, "same"},
	{catalog.ErrLate, 409, "late"},
	{ErrWho, 403, "who"},
	{ErrTries, 429, "who"},
	{ErrNamed, 422, "who"},
	{catalog.ErrPrivate, 422, "invalid"},
	{ballot.ErrRun, 409, "done"},
	{catalog.ErrPairs, 409, "pairs"},
	{catalog.ErrDiffers, 409, "differs"},
	{catalog.ErrThird, 409, "pairs"},
	{catalog.ErrBox, 409, "step"},
	{catalog.ErrOutcome, 409, "first"},
	{catalog.ErrSeed, 409, "seed"},
	{catalog.ErrSheets, 409, "sheets"},
	{catalog.ErrCopied, 409, "spent"},
	{catalog.ErrID, 422, "invalid"},
	{catalog.ErrScheme, 422, "invalid"},
	{catalog.ErrProposer, 422, "invalid"},
	{catalog.ErrPayer, 422, "invalid"},
	{catalog.ErrCofunder, 422, "invalid"},
	{catalog.ErrShares, 422, "invalid"},
	{catalog.ErrSplit, 422, "invalid"},
	{catalog.ErrPackage, 422, "invalid"},
	{catalog.ErrForward, 409, "step"},
	{catalog.ErrWindow, 409, "step"},
	{catalog.ErrFast, 409, "step"},
	{catalog.ErrBudget, 409, "budget"},
	{catalog.ErrGroup, 409, "step"},
	{catalog.ErrNoPart, 404, "notfound"},
	{catalog.ErrTaken, 409, "done"},
	{catalog.ErrNoTiers, 409, "step"},
	{catalog.ErrBackdated, 422, "invalid"},
	{catalog.ErrReturned, 409, "first"},
	{workday.ErrYear, 409, "year"},
	{workday.ErrDate, 422, "invalid"},
	{workday.ErrClock, 422, "invalid"},
	{catalog.ErrCouncil, 409, "step"},
	{catalog.ErrVote, 409, "step"},
	{catalog.ErrQuorum, 409, "first"},
	{catalog.ErrQuorate, 409, "first"},
	{catalog.ErrVotes, 422, "invalid"},
	{tally.ErrLadder, 422, "invalid"},
	{preset.ErrPreset, 404, "notfound"},
	{catalog.ErrLong, 422, "toolong"},
	{pdf.ErrFit, 422, "fit"},
	{catalog.ErrText, 422, "text"},
	{catalog.ErrAct, 404, "notfound"},
	{tally.ErrOverflow, 422, "invalid"},
	{store.ErrFull, 503, "full"},
	{store.ErrUnknown, 503, "busy"}, // before its causes: the outcome is what matters
	{store.ErrAway, 503, "away"},
	{store.ErrAccess, 503, "away"},
	{store.ErrClosed, 503, "busy"},
	{store.ErrConflict, 503, "busy"},
	{ErrSignIn, 401, "signin"},
	{ErrPassword, 401, "password"},
	{ErrRole, 403, "forbidden"},
	{ErrExit, 403, "exit"},
	{ErrSite, 403, "site"},
	{ErrTooFast, 429, "toofast"},
	{ErrForm, 400, "invalid"},
	{ErrUpload, 409, "upload"},
	{catalog.ErrTwin, 409, "done"},
	{catalog.ErrMany, 422, "toolong"},
	{workbook.ErrFile, 422, "file"},
	{workbook.ErrOld, 422, "file"},
	{workbook.ErrLarge, 422, "file"},
	{workbook.ErrMerged, 422, "file"},
	{workbook.ErrFormula, 422, "file"},
	{workbook.ErrValue, 422, "file"},
	{workbook.ErrEncoding, 422, "file"},
	{workbook.ErrEmpty, 422, "file"},
	{photo.ErrLarge, 413, "photo"},
	{photo.ErrPhoto, 422, "photo"},
	{catalog.ErrPhoto, 422, "photo"},
	{ErrPhotos, 429, "photo"},
	{catalog.ErrDates, 409, "window"},
	{catalog.ErrAhead, 422, "invalid"},
	{fiber.ErrRequestEntityTooLarge, 413, "toolarge"},
	{catalog.ErrNoSuch, 404, "notfound"},
	{ErrNotice, 404, "nonotice"},
	{ledger.ErrRange, 404, "notfound"},
	{catalog.ErrNoKey, 404, "notfound"},
	{catalog.ErrCosign, 422, "invalid"},
	{catalog.ErrWitnesses, 409, "done"},
}

// classify finds an error's row. What is in no row is internal: strangers see no inner text.
func classify(err error) (status int, code string) {
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return r.status, r.code
		}
	}
	if errors.As(err, new(*catalog.FieldError)) {
		return 422, "invalid"
	}
	fe := new(fiber.Error)
	switch {
	case !errors.As(err, &fe), fe.Code >= 500:
		return 500, "internal"
	case fe.Code == fiber.StatusNotFound, fe.Code == fiber.StatusMethodNotAllowed:
		return fe.Code, "notfound"
	}
	return fe.Code, "invalid"
}

// refusal is the JSON of a refusal: what is wrong in a few words, and why, if there is more to say.
type refusal struct {
	Code  string `json:"code"`
	Zh    string `json:"zh"`
	En    string `json:"en"`
	Field string `json:"field,omitempty"`
	WhyZh string `json:"why_zh,omitempty"`
	WhyEn string `json:"why_en,omitempty"`
}

// detail is what an error says beyond its title; empty if that is all. What a parser says of a body that cannot be read is
// inner text.
func detail(err error, status int, code string, l lang.Lang) string {
	unread := errors.Is(err, ErrForm) && !errors.Is(err, ErrAlone)
	if status >= 500 || unread || errors.As(err, new(*fiber.Error)) {
		return ""
	}
	if text := said(err, l); text != words(l, code) {
		return text
	}
	return ""
}

// refuse answers an error in the form the client asks for. It also answers what is no request at all, which has met no
// middleware.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	guarded(c)
	err = tooLarge(c, err)
	status, code := classify(err)
	if status >= 500 {
		s.Log.Error("request failed", "route", c.Route().Path, "status", status, "err", err)
	}
	if code == "signin" && !wantsJSON(c) {
		return c.Redirect("/login?next="+strings.ReplaceAll(url.QueryEscape(c.Path()), "%2F", "/"), fiber.StatusSeeOther)
	}
	c.Status(status)
	if wantsJSON(c) {
		field, _ := fieldOf(err)
		return c.JSON(refusal{
			Code: code, Zh: words(lang.Zh, code), En: words(lang.En, code), Field: field,
			WhyZh: detail(err, status, code, lang.Zh), WhyEn: detail(err, status, code, lang.En),
		})
	}
	v := page.Refused{Code: code, Status: status, Detail: detail(err, status, code, language(c))}
	l, _ := c.Locals("live").(*catalog.Live)
	return s.render(c, s.frame(c, l), v)
}

func words(l lang.Lang, code string) string { return lang.T(l, "error."+code+".title") }

// inLanguage takes the half of a sentinel's text, "中文 / English", that the reader understands.
func inLanguage(text string, l lang.Lang) string {
	zh, en, ok := strings.Cut(text, " / ")
	switch {
	case !ok:
		return text
	case l == lang.En:
		return en
	}
	return zh
}

func wantsJSON(c *fiber.Ctx) bool {
	return bytes.Contains(c.Request().Header.Peek("Accept"), []byte("application/json")) || sentJSON(c)
}

func sentJSON(c *fiber.Ctx) bool {
	return bytes.HasPrefix(c.Request().Header.ContentType(), []byte("application/json"))
}
