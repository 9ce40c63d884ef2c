package pdf

// This file proves what every document promises: whole, the same each time, complete, safe.

import (
	"bytes"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestEveryDocumentIsAWholePDF(t *testing.T) {
	qpdf := tool(t, "qpdf")
	for name, d := range demos() {
		out, err := exec.Command(qpdf, "--check", saved(t, printed(t, d))).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "No syntax or stream encoding errors") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// Forty at once, of every kind, are the same bytes; under -race this also shows that nothing is shared.
func TestPrintIsDeterministicAndParallel(t *testing.T) {
	want := map[string][]byte{}
	for name, d := range demos() {
		want[name] = printed(t, d)
	}
	var wg sync.WaitGroup
	for range 5 {
		for name, d := range demos() {
			wg.Go(func() {
				var b bytes.Buffer
				if _, err := d.Print(&b); err != nil || !bytes.Equal(b.Bytes(), want[name]) {
					t.Errorf("%s differs from its first print: %v", name, err)
				}
			})
		}
	}
	wg.Wait()
}

const longText = "根据《吴中区“和谐微实事”项目实施办法（试行）》第3条，本届共收到居民提议1,268件，涉及12,345户；经负面清单审核、现场踏勘、邻里圆桌会商议——每场都有签到——并由有关部门估算费用，" +
	"最终36个项目列入项目库。网址为http://192.168.1.20:8080/round/xingfuli-2026/verify?lang=zh，电话0512-6555 0123。提议人李𬭎、㛃䶮、赵堃喆表示：“大家的事，大家商量着办……”投票率64.5%（含纸质票）。"

func TestNoCharacterIsLost(t *testing.T) {
	text := strings.Repeat(longText, 12)
	n, l, m := demoNotice(), demoLetters(1), demoMinutes()
	n.Rule, l.Letters[0].Course, m.Items[0].Discussion = text, text, text
	n.Results[0].Reason, n.Results[1].Name, m.Items[0].After = text, text, text
	large := n
	large.Large = true
	for name, c := range map[string]struct {
		doc   Document
		times int
	}{"notice": {n, 3}, "large": {large, 3}, "letter": {l, 1}, "minutes": {m, 2}} {
		got := textOf(t, printed(t, c.doc))
		for _, r := range squeeze(longText) {
			have, want := strings.Count(got, string(r)), c.times*strings.Count(text, string(r))
			if have < want {
				t.Errorf("%s: %q printed %d times, at least %d expected", name, r, have, want)
			}
		}
	}
}

func TestTextIsInOrderAndSearchable(t *testing.T) {
	l := demoLetters(1)
	l.Letters[0].Course = longText
	got := textOf(t, printed(t, l))
	if !strings.Contains(got, squeeze(longText)) {
		t.Errorf("the text is not found as it was written:\n%s", got)
	}
	if !strings.Contains(textOf(t, printed(t, demoBallots(12, 1))), "李𬭎、㛃䶮提议的长者助浴点") {
		t.Error("a ballot with rare characters cannot be searched")
	}
}

var hostile = []string{
	"<script>alert(1)</script>", "(%PDF-1.4) Tj ET Q endstream", "\\)\\(\\\\", "王\x00\x1b[31m\x7f", "\u202Egnp.exe\u2066", "👩‍👩‍👧‍👦🇨🇳", "\U00020000\U0002A6DF\U00030000𬭎",
	"\xff\xfe\xf0\x9f", "\uFFFE\uFFFF\U0010FFFF", "e" + strings.Repeat("\u0301", 50), strings.Repeat("长", 3000), strings.Repeat("W", 3000), strings.Repeat("，", 400), "مرحبا שלום नमस्ते", "\u2028\u2029\r\n\t", "=1+1", " ", "",
}

func TestHostileStringsNeverPanic(t *testing.T) {
	check, _ := exec.LookPath("qpdf")
	for _, s := range hostile {
		p := demoPosting(s)
		p.Objection, p.Signers, p.Number, p.Outcome, p.Ledger = s, []string{s, s, s}, s, s, s
		p.Phones, p.Attached = []Contact{{s, s}}, []string{s}
		n := demoNotice()
		n.Posting, n.Rule, n.Ties, n.Accounts[0].Station, n.Accounts[0].Reason = p, s, []string{s}, s, s
		n.Results[0] = Result{Number: s, Name: s, Place: s, Unit: s, Reason: s, Rank: -1, Votes: -1}
		l := demoLetters(2)
		l.Title, l.Signers, l.Contact = s, []string{s}, Contact{s, s}
		l.Letters[1] = Letter{Number: s, Name: s, Proposal: s, Code: s, Course: s, Remains: s}
		m := demoMinutes()
		m.Title, m.Place, m.Moderator, m.Present, m.Signing = s, s, s, []Attendee{{s, s, s}}, []string{s}
		m.Items[0] = Item{s, s, s, s, s, s, s, s, s, s, s}
		lib := demoLibrary()
		lib.Posting, lib.Projects[0] = p, Candidate{s, s, s, s, s, s, 1, 2, 3}
		b := demoBallots(5, 1)
		b.Projects[1].Name, b.Projects[1].Place, b.Station, b.Organiser = s, s, s, s
		b.Sheets[0].Serial = "x" + s
		for _, d := range []Document{n, l, m, lib, b} {
			var out bytes.Buffer
			if _, err := d.Print(&out); err != nil {
				if out.Len() > 0 {
					t.Errorf("%.20q: refused after writing %d bytes", s, out.Len())
				}
				continue
			}
			if check != "" {
				if msg, err := exec.Command(check, "--check", saved(t, out.Bytes())).CombinedOutput(); err != nil {
					t.Errorf("%.20q in %T: %s", s, d, msg)
				}
			}
		}
	}
}

func TestPagesAreNumbered(t *testing.T) {
	n := demoNotice()
	n.Large = true
	got := textOf(t, printed(t, n))
	for _, want := range []string{"第1页共", "第2页共"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	if !strings.Contains(textOf(t, printed(t, demoNotice())), "—2—") {
		t.Error("the official page has no 「— 2 —」")
	}
}

func TestTypeIsLargeEnough(t *testing.T) {
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	n := demoNotice()
	n.Large = true
	f := p.flow(n.form())
	n.opening(f)
	n.process(f)
	n.results(f)
	no := n.accounts(f, 3)
	if err := n.closing(f, no); err != nil {
		t.Fatal(err)
	}
	for _, pg := range f.pages {
		for _, k := range pg.inks {
			if w, ok := k.(words); ok && w.style.pt < 18 {
				t.Errorf("%q is set in %v points", string(w.text), w.style.pt)
			}
		}
	}
	b := demoBallots(12, 1)
	b.Size = A4
	for size, least := range map[Size]float64{A5: 14, A4: 14} {
		for _, form := range ballotForms[size] {
			if form.name < least {
				t.Errorf("names of %v points on size %d", form.name, size)
			}
		}
	}
}

func TestDatesAreFixed(t *testing.T) {
	out := printed(t, demoLetters(1))
	if !bytes.Contains(out, []byte("D:20261121010000")) {
		t.Error("the file's date is not the document's")
	}
	later := demoLetters(1)
	later.Date = day.Add(24 * time.Hour)
	if bytes.Equal(out, printed(t, later)) {
		t.Error("the date is not printed")
	}
}
