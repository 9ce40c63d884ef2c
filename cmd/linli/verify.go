package main

// This file is the verb verify: a round recomputed from its published export alone.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"linli/ballot/ledger"
	"linli/catalog/audit"
)

type verifyCmd struct {
	Source  string   `arg:"" placeholder:"EXPORT|URL" help:"导出文件，或一届的网址，如 http://127.0.0.1:8080/r/2026。/ An export, or the address of a round."`
	State   string   `placeholder:"FILE" help:"记住所见的检查点；默认在用户数据文件夹。/ Where seen checkpoints are remembered; by default in the user's data folder."`
	Key     string   `placeholder:"KEY" help:"必须是这个公钥，如墙上张贴的。/ The verifier key that it must have, as posted on the wall."`
	Witness []string `placeholder:"KEY" help:"见证人的公钥，可以给几个；各人的联署都要核对。/ Verifier keys of witnesses, several of them; their signatures are verified."`
	Seed    string   `placeholder:"TEXT" help:"按这个种子抽出复核的纸质票；不给就用台账里抽签的种子。/ Draw the papers of a recount by this seed; by default that of the public draw on the ledger."`
	Quorum  int      `placeholder:"N" help:"至少要有几位见证人联署；不给则须全部。/ How many of the witnesses must have signed; all of them if not given."`
}

// Help is shown by linli verify --help.
func (c *verifyCmd) Help() string {
	return `每项核对都有中英文名称和结果：通过 ok，不符 FAILED，未到 pending（届次还没走到那一步），不适用 n/a（议事会表决的届次没有选票，居民投票的届次没有议事会）。全部通过时返回 0 并记住检查点，否则返回 1。
给了 --witness，检查点须有这些见证人的联署；公钥由 linli witness 打印。以 · 开头的行是允许的、但值得一看：抽签的种子、有理由的差异。
核对所用的程序包不含网页、PDF 和数据库代码，也不用主程序的流程代码。

Every check is named, with its result. Exit 0 if none has failed, and the checkpoint is remembered; else 1. Pending: the round has not come
that far; n/a: where the residents' council decides there are no ballots, and where the residents vote there is no council. The packages behind it hold no web, PDF or database code, and share nothing with the code that runs a round.
With --witness the checkpoint must be signed by those people too; their keys are what linli witness prints. A line that begins with · is allowed
and worth a look: the seed of a draw, a difference with its reason.
It cannot tell whether the people who got a sheet were entitled to it: the roll is not public.`
}

// errVerify: a check has failed; what was wrong has been printed.
var errVerify = errors.New("核对不通过 / the export does not verify")

// Refusals of a command line, and of an address.
var (
	// errQuorum: a quorum that no number of these witnesses can be.
	errQuorum = errors.New("--quorum 须在 1 与 --witness 的个数之间 / --quorum is between 1 and the number of --witness")
	// errElsewhere: an address that gives another round than it names.
	errElsewhere = errors.New("这个网址给出的是另一届 / this address gives another round than it names")
)

// Run makes all checks and prints them.
func (c *verifyCmd) Run(e env) error {
	if c.Quorum < 0 || c.Quorum > len(c.Witness) {
		return fmt.Errorf("%w: %d, %d", errQuorum, c.Quorum, len(c.Witness))
	}
	seen, err := openSeen(c.State)
	if err != nil {
		return err
	}
	in, err := openSource(e.ctx, c.Source)
	if err != nil {
		return err
	}
	defer in.Close()
	report := audit.Audit(in, audit.Trust{Key: c.Key, Seen: seen.get, Witnesses: c.Witness, Quorum: c.Quorum})
	printReport(e.stdout, report)
	printRecount(e.stdout, report.Recount, c.Seed)
	if !report.OK() {
		return fmt.Errorf("%w: %s", errVerify, c.Source)
	}
	if isAddress(c.Source) && report.Origin != originAt(strings.TrimSuffix(strings.TrimRight(c.Source, "/"), "/export")) {
		return fmt.Errorf("%w: %s: %s", errElsewhere, c.Source, report.Origin)
	}
	return seen.put(report.Origin, report.Seen)
}

func isAddress(source string) bool {
	return strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://")
}

// originAt is the first line of the checkpoints of the round that an address ends with.
func originAt(address string) string {
	path, _, _ := strings.Cut(strings.TrimRight(address, "/"), "?")
	return ledger.Origin(path[strings.LastIndex(path, "/")+1:])
}

// openSource opens an export in a file or behind an address.
func openSource(ctx context.Context, source string) (io.ReadCloser, error) {
	if !isAddress(source) {
		f, err := os.Open(source)
		if err != nil {
			return nil, fmt.Errorf("打不开文件 / cannot open the file: %w", err)
		}
		return f, nil
	}
	return fetch(ctx, strings.TrimSuffix(strings.TrimRight(source, "/"), "/export")+"/export")
}

// stateWords are the results as printed; all have the same width.
var stateWords = map[audit.State]string{audit.OK: "通过 ok     ", audit.Failed: "不符 FAILED ", audit.Pending: "未到 pending", audit.Idle: "不适用 n/a  "}

func printReport(w io.Writer, r *audit.Report) {
	for _, x := range r.Results {
		fmt.Fprintf(w, "%s  %s / %s\n", stateWords[x.State], x.Chinese, x.English)
		for _, p := range x.Problems {
			fmt.Fprintf(w, "              %s\n", p)
		}
		if x.More > 0 {
			fmt.Fprintf(w, "              另有 %d 处 / and %d more\n", x.More, x.More)
		}
		for _, note := range x.Notes {
			fmt.Fprintf(w, "            · %s\n", note)
		}
	}
	if r.Outcome != "" {
		fmt.Fprintf(w, "入选项目 / funded: %s\n结果哈希 / outcome: %s\n", strings.Trim(fmt.Sprint(r.Funded), "[]"), r.Outcome)
	}
	if r.OK() {
		fmt.Fprintf(w, "核对通过 / all is well: %s, %d 条记录 / entries, 根 / root %s\n公钥 / key: %s\n", r.Origin, r.Seen.Size, r.Seen.Root, r.Seen.Key)
	}
}
