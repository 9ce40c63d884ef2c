package page

// The model-project library: what others may learn from, over all rounds.

// Models is GET /models.
type Models struct {
	Items   []ModelLine // a page of them, the latest first
	Count   int         // on all pages
	Base    string      // where the filters are sent
	Fields  []Field
	Newer   []Link // Label is a key
	Older   []Link
	Exports []Link
}

// ModelLine is one model project.
type ModelLine struct {
	Project          // as it stood in the library
	Round     string // where it was built
	RoundHref string
	Community string
	Programme string
	Year      int
	Satisfied string // share of those asked, as in "92.5%"
	Asked     int    // people
	Why       string // what others can learn from it
	Href      string // its own page; empty on that page
}

// Model is GET /models/ROUND/NUMBER: one of them, and where something like it can be proposed now.
type Model struct {
	Item    ModelLine
	Propose []Link
}

func (Models) view() string { return "models" }
func (Model) view() string  { return "model" }
