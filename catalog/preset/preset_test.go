package preset

// Every programme, as data.

import (
	"errors"
	"path"
	"slices"
	"strings"
	"testing"
)

// Every file is a preset under its own name, every field of it stands under a comment with its source.
func TestPresets(t *testing.T) {
	if names := Names(); !slices.Equal(names, []string{"wuzhong", "liuzhou", "luohu", "zhangjiagang"}) {
		t.Error(names)
	}
	for _, name := range Names() {
		p, err := Named(name)
		if err != nil {
			t.Fatal(name, err)
		}
		entries, _ := Read(p.Text)
		for _, e := range entries {
			if e.Key == "preset" && e.Value != name {
				t.Errorf("%s.toml is named %q", name, e.Value)
			}
			for _, text := range texts(e.Value) {
				if strings.TrimSpace(text) == "" || strings.ContainsAny(text, ",;:()") {
					t.Errorf("%s: %q is empty or has half-width punctuation", name, text)
				}
			}
			if !sourced(string(p.Text), e.Line) {
				t.Errorf("%s.toml:%d: %s has no comment that says its source", name, e.Line, e.Key)
			}
		}
		if p.Title == "" {
			t.Errorf("%s has no title", name)
		}
	}
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	}
	return nil
}

// sourced tells whether the paragraph that a line stands in begins with words of the source, or with what is open; the
// paragraph of the preset's own name needs none.
func sourced(text string, line int) bool {
	lines := strings.Split(text, "\n")
	first := line - 1
	for first > 0 && strings.TrimSpace(lines[first-1]) != "" {
		first--
	}
	said := lines[first]
	return strings.HasPrefix(said, "#") && (strings.Contains(said, "「") || strings.Contains(said, "open")) ||
		strings.HasPrefix(said, "preset =") || strings.Contains(said, "inspection")
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
	entries, _ := Read(p.Text)
	if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Key == "grounds" && slices.Equal(texts(e.Value), want) }) {
		t.Errorf("%+v", entries)
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
