package audit

// The audit stands alone: it must not lean on what it audits, nor on anything that an auditor would not want to read.

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// may is all that stands behind the audit, beside the standard library; mayNot is what of that stays away.
var (
	may = []string{
		"linli/ballot", "linli/ballot/ledger", "linli/ballot/store", "linli/catalog/audit", "linli/tally",
		"golang.org/x/mod/sumdb/note", "golang.org/x/mod/sumdb/tlog", "golang.org/x/text/transform", "golang.org/x/text/unicode/norm",
	}
	mayNot = []string{"net", "net/http", "html/template", "text/template", "database/sql", "os/exec", "plugin", "syscall/js"}
)

func TestStandsAlone(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if .Standard}}std {{end}}{{.ImportPath}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 50 || !slices.Contains(lines, "std crypto/sha256") || !slices.Contains(lines, "linli/catalog/audit") {
		t.Fatalf("not a list of packages: %s", out)
	}
	for _, line := range lines {
		path, standard := strings.CutPrefix(line, "std ")
		if standard && (slices.Contains(mayNot, path) || strings.HasPrefix(path, "net/") || strings.HasPrefix(path, "database/")) || !standard && !slices.Contains(may, path) {
			t.Errorf("%s stands behind the audit", path)
		}
	}
}
