package preset

// Every programme, as data.

import (
	"errors"
	"path"
	"slices"
	"strings"
	"testing"
)

// Every file is a preset under its own name, read strictly, with nothing left open.
func TestPresets(t *testing.T) {
	names := Names()
	if !slices.Contains(names, "wuzhong") || !slices.IsSorted(names) {
		t.Error(names)
	}
	for _, name := range names {
		p, err := Named(name)
		if err != nil {
			t.Fatal(name, err)
		}
		if p.Name != name {
			t.Errorf("%s.toml is named %q", name, p.Name)
		}
		for _, text := range append([]string{p.Title, p.Scope, p.Process, p.Method, p.WhoVotes, p.Carry, p.Rule, p.Form}, p.Grounds...) {
			if strings.TrimSpace(text) == "" || strings.ContainsAny(text, ",;:()") {
				t.Errorf("%s: %q is empty or has half-width punctuation", name, text)
			}
		}
	}
}

// The seven grounds of 七不入, verbatim.
func TestSevenGrounds(t *testing.T) {
	p, err := Named("wuzhong")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"不属于公共利益范畴", "有其他责任主体，如电力、燃气公司", "违反政策法规", "与政府在建或拟建项目重复",
		"超出街道建设能力范围", "不具有技术可行性", "明显超出预算限额",
	}
	if !slices.Equal(p.Grounds, want) {
		t.Errorf("%q", p.Grounds)
	}
}

// A name that is no preset is refused; the words tell which exist.
func TestNoPreset(t *testing.T) {
	for _, name := range []string{"", "atlantis", "../preset", "wuzhong.toml", path.Join("..", "preset", "wuzhong")} {
		if _, err := Named(name); !errors.Is(err, ErrPreset) || !strings.Contains(err.Error(), "wuzhong") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A field that no preset has is an error, not silence.
func TestStrict(t *testing.T) {
	if _, err := parse([]byte("name = \"x\"\nbugdet = 1\n")); err == nil {
		t.Error("an unknown field is taken")
	}
}
