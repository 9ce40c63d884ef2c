// Package preset holds the programmes that linli knows, as data: a street office picks one and adjusts it.
//
// A programme is one TOML file, each field with its source. A new programme is one new file.
package preset

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Preset is a programme's rules with its usual values.
type Preset struct {
	Name       string   `toml:"name"`        // as in wuzhong
	Title      string   `toml:"title"`       // of the programme, in Chinese
	Fund       int64    `toml:"fund"`        // yuan
	Cap        int64    `toml:"cap"`         // yuan, the most for one project
	Form       string   `toml:"form"`        // of the ballot
	MaxMarks   int      `toml:"max_marks"`   // most projects on one ballot
	Rule       string   `toml:"rule"`        // of the tally
	Ties       []string `toml:"ties"`        // the ladder
	NoticeDays int      `toml:"notice_days"` // of the result notice
	Grounds    []string `toml:"grounds"`     // the negative list
	Scope      string   `toml:"scope"`
	Process    string   `toml:"process"`
	Method     string   `toml:"method"`
	WhoVotes   string   `toml:"who_votes"`
	Carry      string   `toml:"carry"`
}

//go:embed *.toml
var files embed.FS

// ErrPreset: no programme has that name. The text names those that exist.
var ErrPreset = errors.New("没有这个方案样本 / no such preset")

// Names lists the programmes.
func Names() []string {
	paths, err := fs.Glob(files, "*.toml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(p, ".toml")
	}
	return paths
}

// Named reads a programme, or fails with [ErrPreset].
func Named(name string) (Preset, error) {
	raw, err := files.ReadFile(name + ".toml")
	if err != nil {
		return Preset{}, fmt.Errorf("%w: %q; %s", ErrPreset, name, strings.Join(Names(), ", "))
	}
	p, err := parse(raw)
	if err != nil {
		return p, fmt.Errorf("preset %s: %w", name, err)
	}
	return p, nil
}

// parse reads a programme strictly: a field that no preset has is an error.
func parse(raw []byte) (p Preset, err error) {
	err = toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields().Decode(&p)
	return p, err
}
