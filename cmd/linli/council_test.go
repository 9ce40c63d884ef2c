package main

// The export of a round that the residents' council decided: it verifies, and linli tally tells its votes.

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/tally"
)

// councilExport plays Zhangjiagang's scheme to the council's votes on three projects, which close closes, and exports it.
func councilExport(t *testing.T, closed bool) (file string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := bolt.Open(filepath.Join(t.TempDir(), "linli.db"))
	must(err)
	defer db.Close()
	random := rand.NewChaCha8([32]byte{5})
	private, key, err := note.GenerateKey(random, "linli")
	must(err)
	signer, err := note.NewSigner(private)
	must(err)
	p, err := preset.Named("zhangjiagang")
	must(err)
	s := catalog.Draft(p)
	s.Community, s.Street, s.District, s.Year = "农联村", "杨舍镇", "张家港市", 2026
	s.Address, s.Phone, s.Supervision = "幸福弄58号", "0000-1234501", "0000-1234509"
	now := time.Date(2026, 9, 1, 1, 0, 0, 0, time.UTC)
	env := catalog.Env{Store: db, Now: func() time.Time { return now }, Random: random, RollKey: make([]byte, 32), Signer: signer, Key: key}
	l, err := catalog.Found(t.Context(), env, "office", catalog.Create{ID: "2026", Scheme: s})
	must(err)
	defer l.Close()
	do := func(acts ...catalog.Act) {
		t.Helper()
		for _, a := range acts {
			_, err := l.Do(t.Context(), "office", a)
			must(err)
		}
	}
	do(&catalog.Adopt{Body: "居民代表会议"})
	costs := []int64{90_000_00, 60_000_00, 20_000_00}
	for range costs {
		_, err := l.Submit(t.Context(), "office", catalog.Person{Name: "王小明", Phone: "0000-1", Consent: true},
			catalog.Submit{Channel: "phone", Kind: "engineering", From: "resident", Title: "修路", Place: "弄", Text: "积水", Benefits: "全体"})
		must(err)
	}
	present := strings.Fields("代表陈 代表吴 代表郑 代表钱 代表孙 代表冯 代表褚 代表卫 代表蒋 代表沈")
	do(&catalog.CloseCollection{}, &catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: present})
	for i, fen := range costs {
		do(catalog.Cleared(i+1, len(s.Grounds), "小组"), &catalog.Survey{No: i + 1, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true},
			&catalog.Decide{No: i + 1, Discussion: "议过", Result: "recommend", Why: "急需"},
			&catalog.Estimate{No: i + 1, Department: "建设办", Low: fen, Figure: fen, High: fen, Basis: "询价"})
	}
	do(&catalog.Freeze{}, &catalog.Convene{Date: "2026-08-20", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 12})
	do(&catalog.Resolve{Project: 1, Yes: 11, No: 1}, &catalog.Resolve{Project: 2, Yes: 9, Abstain: 2, Recused: []string{"代表王"}}, &catalog.Resolve{Project: 3, Yes: 6, No: 6})
	if closed {
		must(l.CloseCouncil(t.Context(), "office", "qin", "lu"))
	}
	x, err := l.Export()
	must(err)
	var text bytes.Buffer
	_, err = x.WriteTo(&text)
	must(err)
	file = filepath.Join(t.TempDir(), "round.export")
	must(os.WriteFile(file, text.Bytes(), 0o600))
	return file
}

// says runs a command line and returns what it says, and its exit code.
func says(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, nil, &o, &e)
	return o.String(), e.String(), code
}

func TestTallyOfACouncil(t *testing.T) {
	file := councilExport(t, true)
	out, errs, code := says(t, "tally", file)
	for _, want := range []string{"没有通过，差赞成 1", "✓ 通过，入选", "council-skip · 入选 funded 2 · 支出 spent 150,000 · 余额 left 15,000"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d, no %q:\n%s%s", code, want, out, errs)
		}
	}
	out, _, code = says(t, "tally", file, "--json")
	var doc councilJSON
	if err := json.Unmarshal([]byte(out), &doc); err != nil || code != 0 || len(doc.Votes) != 3 || doc.Votes[1].Recused != 1 || doc.Outcome.Hash() != doc.Hash || doc.Outcome.Rule != tally.CouncilSkip {
		t.Errorf("%d %v: %s", code, err, out)
	}
	out, errs, code = says(t, "verify", "--state", filepath.Join(t.TempDir(), "seen"), file)
	if code != 0 || !strings.Contains(out, "通过 ok       居民议事会") || !strings.Contains(out, "不适用 n/a    选票清单") || strings.Contains(out, "复核 recount") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if out, _, code = says(t, "tally", councilExport(t, false)); code != 0 || !strings.Contains(out, "表决尚未结束") || strings.Contains(out, "结果哈希") {
		t.Errorf("before the close: %d\n%s", code, out)
	}
}

func TestTallyOfACouncilRefusals(t *testing.T) {
	file := councilExport(t, true)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	forged := filepath.Join(t.TempDir(), "forged.export")
	if err := os.WriteFile(forged, bytes.Replace(text, []byte(`"yes":6`), []byte(`"yes":7`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		want string
		args []string
	}{
		{"核对不通过", []string{"tally", forged}},
		{"没有别的规则可选", []string{"tally", file, "--compare"}},
		{"没有别的规则可选", []string{"tally", file, "--rule", "phragmen"}},
		{"没有别的规则可选", []string{"tally", file, "--min-votes", "3"}},
		{"请用 linli verify", []string{"tally", filepath.Join("..", "..", "catalog", "audit", "testdata", "first.export")}},
	} {
		if _, errs, code := says(t, x.args...); code == 0 || !strings.Contains(errs, x.want) {
			t.Errorf("%v: exit %d: %s", x.args[1:], code, errs)
		}
	}
}
