// Package preset holds the programmes that linli knows, as data: a street office picks one and adjusts it.
//
// A programme is one TOML file, each field with its source; the fields are those of a scheme. A new programme is one new
// file. What a field may hold is said by the scheme: see package catalog.
package preset

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Preset is a programme's rules with its usual values.
type Preset struct {
	Name  string // as in wuzhong
	Title string // of the programme, in Chinese
	Text  []byte // its file, with the comments
}

//go:embed *.toml
var files embed.FS

// ErrPreset: no programme has that name. The text names those that exist.
var ErrPreset = errors.New("没有这个方案样本 / no such preset")

// reference is the programme that is offered first.
const reference = "wuzhong"

// Names lists the programmes: the reference first, the others in the order of their names.
func Names() []string {
	paths, err := fs.Glob(files, "*.toml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	names := []string{reference}
	for _, p := range paths {
		if name := strings.TrimSuffix(p, ".toml"); name != reference {
			names = append(names, name)
		}
	}
	return names
}

// Named reads a programme, or fails with [ErrPreset].
func Named(name string) (Preset, error) {
	raw, err := files.ReadFile(name + ".toml")
	if err != nil {
		return Preset{}, fmt.Errorf("%w: %q; %s", ErrPreset, name, strings.Join(Names(), ", "))
	}
	p := Preset{Name: name, Text: raw}
	entries, faults := Read(raw)
	if len(faults) > 0 {
		return p, fmt.Errorf("preset %s: %w", name, faults)
	}
	for _, e := range entries {
		if text, ok := e.Value.(string); ok && e.Key == "name" {
			p.Title = text
		}
	}
	return p, nil
}
