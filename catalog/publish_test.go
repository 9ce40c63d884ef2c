package catalog

// What is published of a round, and that it stands an audit that knows nothing of the fold.

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
	"linli/catalog/audit"
)

// signing gives the play a signing key that repeats, and opens its round with it.
func (p *play) signing() {
	p.t.Helper()
	key, verifier, err := note.GenerateKey(rand.NewChaCha8([32]byte{42}), "linli")
	p.must(err)
	p.env.Key = verifier
	p.env.Signer, err = note.NewSigner(key)
	p.must(err)
	p.Live.Close()
	p.Live, err = Open(p.ctx, p.env, "2026")
	p.must(err)
}

// whole plays a round in which every kind of act is done, one entry is corrected, and nothing is left open. At each
// step of the count it calls look.
func whole(t *testing.T, look func(*play)) *play {
	p := newPlay(t)
	p.signing()
	p.do(&Revise{Scheme: scheme(t), Why: "讨论后"})
	p.agree()
	p.collect()
	p.do(&RemovePhoto{No: 5, Why: "unfit"}, &Erase{No: 5, Why: "mistake"})
	p.screened()
	p.do(&Estimate{No: 3, Department: "建设办", Figure: costs[3], High: costs[3], Basis: "重新询价"})
	p.mend(-2, &Estimate{No: 3, Department: "建设办", Figure: 1, High: 1, Basis: "仍在后一条之前"})
	p.do(&Freeze{Drawn: true, Seed: "3-1-4"})
	p.rehearsed()
	look(p)
	p.vote()
	p.attended()
	p.do(&Withdraw{Project: p.marks(3)[0].Project, Why: "场地另有用途"})
	look(p)
	p.closed()
	p.do(&Assist{Station: 1, Elderly: 1, Companion: 1, Officers: []string{"qin", "lu"}})
	look(p)
	p.entered()
	look(p)
	n := p.entries() - 2
	_, err := p.Correct(p.ctx, "office", n, "复核时重新录入", &Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "chen"})
	p.must(err)
	wrong := p.decision()
	wrong.Reason = "看错"
	p.do(wrong)
	p.mend(-1, p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	look(p)
	p.do(&Reopen{Batch: 1, Reason: "两张票粘在一起", Officers: []string{"qin", "lu"}})
	look(p)
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "zhou"}, &Enter{Batch: 1, Station: 1, Pair: "B", Sheets: p.papers(), By: "chen"})
	p.must(p.SealBatch(p.ctx, "office", 1))
	look(p)
	_, err = p.Settle(p.ctx, "office", counted, "", "qin", "lu")
	p.must(err)
	p.do(thrown("seed"))
	look(p)
	p.tally()
	for _, step := range p.steps()[4:] {
		step()
		look(p)
	}
	missing := AddNeed(need(1))
	p.do(&missing, &ListNeeds{Needs: needs(2, 3)}, &CloseNeed{No: 1, How: "已装"}, &AddModel{p.funded()[0], "可推广"}, &DropModel{p.funded()[0], "弄错"})
	look(p)
	return p
}

func (p *play) export() []byte {
	p.t.Helper()
	x, err := p.Export()
	p.must(err)
	var b bytes.Buffer
	_, err = x.WriteTo(&b)
	p.must(err)
	return b.Bytes()
}

// elsewhere are the kinds that one round cannot have beside the others, or that need a meeting of their own: package audit
// plays the rounds whose exports have them, as TestTableForgeries.
var elsewhere = []string{"proposal.forward", "forward.answer", "fast.grant", "fast.part", "fast.revoke", "approval.submit", "approval.return", "approval.resubmit", "approval.decide", "need.fit", "table.arrive", "table.leave", "table.merge", "table.seats", "table.open", "table.prefer", "table.hands",
	"council.meet", "council.adjourn", "council.vote", "council.close"}

func TestExportStandsTheAudit(t *testing.T) {
	var seen *audit.Seen
	p := whole(t, func(p *play) {
		report := audit.Audit(bytes.NewReader(p.export()), audit.Trust{Key: p.env.Key, Seen: func(string) (s audit.Seen, ok bool) {
			if seen != nil {
				return *seen, true
			}
			return s, false
		}})
		for _, x := range report.Results {
			if x.State == audit.Failed {
				t.Errorf("after %d entries %s: %v", p.entries(), x.Name, x.Problems)
			}
		}
		seen = &report.Seen
	})
	text := string(p.export())
	for _, k := range Kinds {
		if !slices.Contains(elsewhere, k.Name) && !strings.Contains(text, `{"act":"`+k.Name+`"`) {
			t.Errorf("no %s in the export", k.Name)
		}
	}
	for _, personal := range []string{"王小明", "1380000000", "0000-1\""} {
		if strings.Contains(text, personal) {
			t.Errorf("%q is in the export", personal)
		}
	}
	p.Read(func(r *Round) {
		report := audit.Audit(strings.NewReader(text), audit.Trust{})
		if report.Outcome != r.OutcomeHash || len(report.Funded) != 2 || !report.OK() {
			t.Errorf("outcome %s of %v, want %s", report.Outcome, report.Funded, r.OutcomeHash)
		}
	})
}

// A pair's entry shows its leaf until the batch is sealed for the first time, and then a body and salt with the same leaf.
func TestPairsAreDisclosedWithTheirBatch(t *testing.T) {
	leaves := map[int64]ledger.Published{}
	p := whole(t, func(p *play) {
		_, entries, _ := bytes.Cut(p.export(), []byte("\n\n— "))
		_, entries, _ = bytes.Cut(entries, []byte("\n\n"))
		published := bytes.Split(entries, []byte("\n"))
		sealed := false
		p.Read(func(r *Round) { b := r.Count.Batches[1]; sealed = b != nil && (b.Sealed || len(b.Reopened) > 0) })
		for i, e := range p.Ledger().Entries(0, 1<<40) {
			line, err := ledger.ParsePublished(published[i])
			p.must(err)
			if e.Act != "count.enter" {
				if line.Entry == nil {
					t.Fatalf("entry %d (%s) is withheld", i, e.Act)
				}
				continue
			}
			if (line.Entry != nil) != sealed {
				t.Errorf("entry %d: whole %v, sealed %v", i, line.Entry != nil, sealed)
			}
			if was, ok := leaves[line.N]; ok && was.Leaf != line.Leaf {
				t.Errorf("entry %d has another leaf when disclosed", i)
			}
			leaves[line.N] = line
		}
	})
	if len(leaves) != 5 {
		t.Errorf("%d entries by pairs in %d entries, want 5", len(leaves), p.entries())
	}
}

func TestExportNeedsAKey(t *testing.T) {
	if _, err := newPlay(t).Export(); !errors.Is(err, ErrNoKey) {
		t.Errorf("%v", err)
	}
}

func TestCorrect(t *testing.T) {
	p := newPlay(t)
	p.do(&Opinion{On: "scope", From: "居民", Text: "?"})
	p.do(&OpinionAnswer{No: 1, Answer: "是"})
	before := p.entries()
	for _, c := range []struct {
		n    int64
		why  string
		act  Act
		want error
	}{
		{-1, "x", &OpinionAnswer{No: 1, Answer: "否"}, ledger.ErrSupersedes},
		{3, "x", &OpinionAnswer{No: 1, Answer: "否"}, ledger.ErrSupersedes},
		{2, "", &OpinionAnswer{No: 1, Answer: "否"}, ErrMissing},
		{1, "x", &OpinionAnswer{No: 1, Answer: "否"}, ErrNoSuch},
		{2, "x", &OpinionAnswer{No: 2, Answer: "否"}, ErrNoSuch},
		{2, "x", &ClosePoll{}, ErrBox},
		{2, "x", &OpenPoll{}, ErrNoSuch},
	} {
		if _, err := p.Correct(p.ctx, "office", c.n, c.why, c.act); !errors.Is(err, c.want) {
			t.Errorf("correcting %d with %+v: %v, want %v", c.n, c.act, err, c.want)
		}
	}
	if p.entries() != before {
		t.Error("a refused correction is in the ledger")
	}
	entries, err := p.Correct(p.ctx, "office", 2, "答错了", &OpinionAnswer{No: 1, Answer: "否"})
	p.must(err)
	if s := entries[0].Supersedes; s == nil || s.N != 2 || s.Why != "答错了" {
		t.Errorf("supersedes %+v", s)
	}
	p.Read(func(r *Round) {
		if r.Opinions[0].Answer != "否" {
			t.Error(r.Opinions[0].Answer)
		}
	})
}

// cosigned is the round's checkpoint, signed by a new witness too.
func (p *play) cosigned(seed byte) (key string, signed []byte) {
	p.t.Helper()
	private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{seed}), "witness")
	p.must(err)
	signer, err := note.NewSigner(private)
	p.must(err)
	signed, err = p.Checkpoint()
	p.must(err)
	v, err := note.NewVerifier(p.env.Key)
	p.must(err)
	n, err := note.Open(signed, note.VerifierList(v))
	p.must(err)
	signed, err = note.Sign(n, signer)
	p.must(err)
	return key, signed
}

func TestCosign(t *testing.T) {
	p := newPlay(t)
	p.signing()
	key, signed := p.cosigned(1)
	other, _ := p.cosigned(2)
	for name, c := range map[string]struct{ key, signed string }{
		"another's key": {other, string(signed)}, "no key": {"", string(signed)}, "no note": {key, "x"},
		"another size": {key, strings.Replace(string(signed), "\n1\n", "\n2\n", 1)}, "another round": {key, strings.Replace(string(signed), "2026", "2027", 1)},
	} {
		if err := p.Cosign(p.ctx, c.key, []byte(c.signed)); !errors.Is(err, ErrCosign) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.must(p.Cosign(p.ctx, key, signed))
	p.must(p.Cosign(p.ctx, key, signed)) // again is no error
	both, err := p.Witnessed(p.ctx)
	p.must(err)
	if !bytes.Equal(both, signed) {
		t.Errorf("with the witness:\n%s\nwant\n%s", both, signed)
	}
	if _, err := ledger.OpenCheckpoint(both, key); err != nil {
		t.Error(err)
	}
	p.do(&Opinion{On: "scope", From: "居民", Text: "?"})
	later, err := p.Witnessed(p.ctx)
	p.must(err)
	if _, err := ledger.OpenCheckpoint(later, key); err == nil {
		t.Error("a witness stands under a checkpoint that it has not signed")
	}
	p.must(p.Cosign(p.ctx, key, signed)) // the ledger has had that checkpoint
	newer, newest := p.cosigned(2)
	p.must(p.Cosign(p.ctx, newer, newest))
	all, err := p.Witnesses(p.ctx)
	if err != nil || !slices.Equal(all, []Witness{{newer, 2}, {key, 1}}) || all[0].Name() != "witness" {
		t.Errorf("witnesses %+v, %v", all, err)
	}
	for seed := byte(2); seed <= MaxWitnesses; seed++ {
		k, s := p.cosigned(seed)
		p.must(p.Cosign(p.ctx, k, s))
	}
	k, s := p.cosigned(MaxWitnesses + 1)
	if err := p.Cosign(p.ctx, k, s); !errors.Is(err, ErrWitnesses) {
		t.Errorf("%v", err)
	}
}

// An export carries who has cosigned what it is under, and has the same bytes from every process.
func TestExportCarriesWitnesses(t *testing.T) {
	p := newPlay(t)
	p.signing()
	p.do(&Opinion{On: "scope", From: "居民", Text: "一"})
	late, old := p.cosigned(9)
	p.must(p.Cosign(p.ctx, late, old))
	p.do(&Opinion{On: "scope", From: "居民", Text: "二"})
	var trust audit.Trust
	for seed := byte(1); seed <= 5; seed++ {
		key, signed := p.cosigned(seed)
		p.must(p.Cosign(p.ctx, key, signed))
		trust.Witnesses = append(trust.Witnesses, key)
	}
	text := p.export()
	if r := audit.Audit(bytes.NewReader(text), trust); !r.OK() {
		t.Errorf("%+v", r.Results)
	}
	if r := audit.Audit(bytes.NewReader(text), audit.Trust{Witnesses: []string{late}}); r.OK() {
		t.Error("a witness stands under what it has not signed")
	}
	for range 5 {
		other, err := Open(p.ctx, p.env, "2026")
		p.must(err)
		x, err := other.Export()
		p.must(err)
		var b bytes.Buffer
		_, err = x.WriteTo(&b)
		p.must(err)
		other.Close()
		if !bytes.Equal(b.Bytes(), text) {
			t.Fatal("another process has another export")
		}
	}
	p.do(&Opinion{On: "scope", From: "居民", Text: "三"})
	if r := audit.Audit(bytes.NewReader(p.export()), audit.Trust{}); !r.OK() {
		t.Errorf("nobody has signed the newest: %+v", r.Results)
	}
}

// A checkpoint of a fork, rightly signed by everyone, is not this ledger's.
func TestCosignRefusesAFork(t *testing.T) {
	p, fork := newPlay(t), newPlay(t)
	p.signing()
	fork.signing()
	p.do(&Opinion{On: "scope", From: "居民", Text: "一"})
	fork.do(&Opinion{On: "scope", From: "居民", Text: "二"})
	key, signed := fork.cosigned(1)
	if err := p.Cosign(p.ctx, key, signed); !errors.Is(err, ErrCosign) {
		t.Errorf("%v", err)
	}
}
