package page

// The gallery: a wall of samples, and the shared components one by one.

import (
	"bytes"
	"html/template"
)

// Gallery is GET /gallery and GET /gallery/PAGE: samples in frames, for those who draw pages.
type Gallery struct {
	Folder string // the page whose samples are shown; empty shows one sample of every page
	Rows   []Row
}

// Row is one sample in a language and on a screen.
type Row struct {
	Folder string // its page
	State  string
	Screen string // "phone", "kiosk", "desk" or "wall"
	Width  int    // CSS pixels
	Height int    // CSS pixels
	Href   string // of the sample in the language of the row
	Speaks string // its language, "zh" or "en"
	Others []Link // the page's other samples
}

// Component is a sample of one shared component: the template of that name in _shared, drawn once for each of Data.
type Component struct {
	Part string
	Data []any
}

// Name is the folder of a view's page.
func Name(v View) string { return v.view() }

// part draws a shared component by its name.
func part(shared *template.Template) func(name string, data any) (template.HTML, error) {
	return func(name string, data any) (template.HTML, error) {
		var b bytes.Buffer
		err := shared.ExecuteTemplate(&b, name, data)
		return template.HTML(b.String()), err
	}
}

func (Gallery) view() string   { return "gallery" }
func (Component) view() string { return "component" }
