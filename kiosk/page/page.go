// Package page draws every screen of linli as a pure function of a view model.
//
// Each page has a struct here (file NAME.go) and a folder NAME with its template and, where it has any, its own
// style and script; what pages share lies in _shared. A handler fills a [Frame] and the page's struct and calls
// [Render]; nothing here reads a clock, a store or a request. Pages work without JavaScript and keep to the
// Content-Security-Policy `default-src 'self'`.
//
// Units: money is int64 fen, shown as 4.8万元; times are shown in Asia/Shanghai; a zero time or an empty string
// means "not known" and is left out. All text in a struct is escaped. Words belong to package lang.
package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"sync"

	"linli/kiosk/lang"
)

// View is the model of one page: one of the structs of this package, by value.
type View interface {
	view() string // the page's folder
}

// root is what a template sees: the frame's fields directly, the page's under .View.
type root struct {
	Frame
	Name  string
	Lang  lang.Lang
	Focus bool // no way out but back and leave: the ballot pages
	View  View
}

// Theme of the page: "wall" on a wall screen, else the light one.
func (r root) Theme() string {
	if o, ok := r.View.(Observe); ok && o.Wall {
		return "wall"
	}
	return ""
}

// focused pages are stripped of header and footer, so that nothing leads away from a half-made ballot.
var focused = map[string]bool{"choose": true, "check": true}

// Render writes the whole HTML page of v in that language, or writes nothing and returns an error: the page is made
// in memory first. It is safe in parallel.
func Render(w io.Writer, l lang.Lang, f Frame, v View) error {
	name := v.view()
	t := templates()[l][name]
	if t == nil {
		return fmt.Errorf("page: no page %q in language %q", name, l)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "page", root{f, name, l, focused[name], v}); err != nil {
		return fmt.Errorf("page: draw %s: %w", name, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// templates parses every page in every language, once a process.
var templates = sync.OnceValue(func() map[lang.Lang]map[string]*template.Template {
	pages, err := fs.Glob(files, "[a-z]*/*.html")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	all := map[lang.Lang]map[string]*template.Template{}
	for _, l := range lang.All {
		shared := template.New("").Funcs(funcs(l))
		template.Must(shared.Funcs(template.FuncMap{"part": part(shared)}).ParseFS(files, "_shared/*.html"))
		all[l] = map[string]*template.Template{}
		for _, path := range pages {
			all[l][folder(path)] = template.Must(template.Must(shared.Clone()).ParseFS(files, path))
		}
	}
	return all
})
