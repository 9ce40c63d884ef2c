package page

// One generic act of the staff, drawn from its fields.

import "strings"

// Form is GET and POST of one act, drawn from its fields: /desk/ROUND/act/ACT.
type Form struct {
	Action  string // where it POSTs; empty is Frame.Path
	Title   string
	Intro   string // a few lines
	Kin     []Link // of an erasure: records of the same proposal in other rounds, whose personal data stay
	Fields  []Field
	Preview []string // what the public will see, a paragraph each; may be empty
	// Confirm shows Preview and the values as they are; it POSTs them again with confirm=yes, or with edit=yes to
	// return to the form.
	Confirm bool
	Submit  string   // words of the button; empty is 提交, 确认 when Confirm
	Danger  bool     // publishes or cannot be undone: says so
	Error   string   // a sentence about the whole form
	Faults  []string // what is wrong with a file that was handed in, a sentence each
	Upload  bool     // it has a file field: multipart
	Back    string   // where "back" leads; empty is /desk/ROUND
}

// Field of a form.
type Field struct {
	Head     string // heading of the part of the form that begins with it; may be empty
	Name     string
	Label    string
	Help     string
	Kind     Kind
	Options  []Option // Select, Radio, Checks
	Value    string   // as typed; Money in yuan; Date as 2026-11-21; Clock as 2026-11-21T17:00
	Values   []string // Checks: the ticked ones
	Error    string   // a sentence
	Required bool
	Blank    string // Select: what choosing nothing is called; empty: left out
	Max      int    // longest value in UTF-16 units; 0 is no limit
}

// Has tells whether the option is chosen.
func (f Field) Has(value string) bool {
	if f.Kind != Checks {
		return f.Value == value
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// Kind of a field.
type Kind string

// Kinds of fields. Checks POST their name once for each ticked value; Lines are one entry a line.
const (
	Text     Kind = "text"
	Textarea Kind = "textarea"
	Number   Kind = "number"
	Money    Kind = "money"
	Select   Kind = "select"
	Radio    Kind = "radio"
	Checks   Kind = "checks"
	Date     Kind = "date"
	Clock    Kind = "clock"
	Password Kind = "password"
	Lines    Kind = "lines"
	Upload   Kind = "file"
	Hidden   Kind = "hidden"
)

// Wrong are the fields that have an error, in their order.
func (f Form) Wrong() (wrong []Field) {
	for _, field := range f.Fields {
		if field.Error != "" {
			wrong = append(wrong, field)
		}
	}
	return wrong
}

// Format is the key of the words that say how a date is typed; empty for other fields. Browsers show dates in the order
// of their own language.
func (f Field) Format() string {
	if f.Kind == Date || f.Kind == Clock {
		return "field.format." + string(f.Kind)
	}
	return ""
}

// BackTo is where "back" leads when the form does not say.
func (Form) BackTo(round string) string {
	if round == "" {
		return "/desk"
	}
	return "/desk/" + round
}

// Said is the value as people read it: labels of options, lines of a text.
func (f Field) Said() []string {
	var said []string
	for _, o := range f.Options {
		if f.Has(o.Value) && o.Value != "" {
			said = append(said, o.Label)
		}
	}
	if len(f.Options) > 0 || strings.TrimSpace(f.Value) == "" {
		return said
	}
	return lines(f.Value)
}

func (Form) view() string { return "act" }
