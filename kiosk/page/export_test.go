package page

// What the tests in package page_test reach into.

// Names of the package for its tests.
var (
	Setting = setting
)

// Focused tells whether the view is drawn in focus mode.
func Focused(v View) bool { return focused[v.view()] }

// Broken is a view that does not fit its template.
type Broken struct{}

func (Broken) view() string { return "home" }
