// Package lang holds every word that linli says to people, in Chinese and in English.
//
// The words lie in zh.json and en.json: flat, the same keys in both, with the same fmt verbs in the same order. Keys
// begin with the page that uses them ("home.title"); a refusal's are "error.<code>.title", ".why" and ".next".
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Lang is a language that all words exist in. The zero Lang speaks Chinese.
type Lang string

// The languages.
const (
	Zh Lang = "zh"
	En Lang = "en"
)

// All languages, the first one the default.
var All = []Lang{Zh, En}

//go:embed zh.json en.json
var files embed.FS

var words = sync.OnceValue(func() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, l := range All {
		b, err := files.ReadFile(string(l) + ".json")
		if err != nil {
			panic(err) // embedded files can be read
		}
		var w map[string]string
		if err := json.Unmarshal(b, &w); err != nil {
			panic(fmt.Errorf("lang: %s.json: %w", l, err)) // a test reads the same bytes
		}
		all[l] = w
	}
	return all
})

// T says key in language l, with args put in by fmt. A key without words is shown as ⟦key⟧.
func T(l Lang, key string, args ...any) string {
	w, ok := words()[Parse(string(l))][key]
	switch {
	case !ok:
		return "⟦" + key + "⟧"
	case len(args) == 0:
		return w
	}
	return fmt.Sprintf(w, args...)
}

// Has tells whether there are words for key.
func Has(key string) bool {
	_, ok := words()[Zh][key]
	return ok
}

// Parse returns the language that the first understood value names, as in Parse(query, cookie); a value is "zh" or
// "en", a region may follow ("en-GB"). No value understood is Chinese.
func Parse(values ...string) Lang {
	for _, v := range values {
		base, _, _ := strings.Cut(strings.ToLower(v), "-")
		for _, l := range All {
			if base == string(l) {
				return l
			}
		}
	}
	return All[0]
}

// Tag is the language as HTML names it.
func (l Lang) Tag() string {
	if l == En {
		return "en"
	}
	return "zh-CN"
}
