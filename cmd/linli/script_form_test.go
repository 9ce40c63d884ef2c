package main

// The word form of scripts: fills in a page's form as a browser without scripts does.

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/rogpeppe/go-internal/testscript"
)

// fillIn is form STATUS PATH FILE: gets a page, fills in the fields of its form that FILE names, a line each as in
// year = 2026, leaves the others as they stand there, sends it, and expects that status; the answer is then stdout. $NAME in
// FILE is replaced from the script's environment; a field that the page does not have ends the script.
func fillIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: form STATUS PATH FILE")
	}
	s := serverOf(ts)
	res, err := s.browser.Get(s.base + args[1])
	ts.Check(err)
	defer res.Body.Close()
	page, err := goquery.NewDocumentFromReader(res.Body)
	ts.Check(err)
	form := page.Find("main form[method=post]").First()
	if form.Length() == 0 {
		ts.Fatalf("%s answers %d and has no form", args[1], res.StatusCode)
	}
	values := standing(form)
	for line := range strings.Lines(os.Expand(ts.ReadFile(args[2]), ts.Getenv)) {
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		name = strings.TrimSpace(name)
		if form.Find(fmt.Sprintf("[name=%q]", name)).Length() == 0 {
			ts.Fatalf("%s has no field %q", args[1], name)
		}
		values.Set(name, strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n"))
	}
	s.post(ts, args[0], res.Request.URL.ResolveReference(target(form)), values)
}

// target is where a form is sent.
func target(form *goquery.Selection) *url.URL {
	u, err := url.Parse(form.AttrOr("action", ""))
	if err != nil {
		return &url.URL{}
	}
	return u
}

// standing are the values that a form has before anything is typed.
func standing(form *goquery.Selection) url.Values {
	values := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, x *goquery.Selection) {
		name, kind := x.AttrOr("name", ""), x.AttrOr("type", "")
		_, checked := x.Attr("checked")
		switch {
		case goquery.NodeName(x) == "textarea":
			values.Add(name, strings.TrimPrefix(x.Text(), "\n"))
		case goquery.NodeName(x) == "select":
			values.Add(name, x.Find("option[selected]").AttrOr("value", x.Find("option").First().AttrOr("value", "")))
		case kind == "file" || (kind == "radio" || kind == "checkbox") && !checked:
		default:
			values.Add(name, x.AttrOr("value", ""))
		}
	})
	return values
}

// post sends a form and prints the answer.
func (s *running) post(ts *testscript.TestScript, status string, to *url.URL, values url.Values) {
	res, err := s.browser.PostForm(to.String(), values)
	ts.Check(err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%s\nLocation: %s\n", got, res.Header.Get("Location"))
	if strconv.Itoa(res.StatusCode) != status {
		ts.Fatalf("the form of %s answers %d %s, want %s\n%s", to, res.StatusCode, http.StatusText(res.StatusCode), status, got)
	}
}
