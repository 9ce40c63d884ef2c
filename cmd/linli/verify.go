package main

// This file is the verb verify: a round recomputed from its published export alone.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"linli/catalog/audit"
)

type verifyCmd struct {
	Source string `arg:"" placeholder:"EXPORT|URL" help:"导出文件，或一届的网址，如 http://127.0.0.1:8080/r/2026。/ An export, or the address of a round."`
	State  string `placeholder:"FILE" help:"记住所见的检查点；默认在用户数据文件夹。/ Where seen checkpoints are remembered; by default in the user's data folder."`
	Key    string `placeholder:"KEY" help:"必须是这个公钥，如墙上张贴的。/ The verifier key that it must have, as posted on the wall."`
}

// Help is shown by linli verify --help.
func (c *verifyCmd) Help() string {
	return `每项核对都有中英文名称和结果：通过 ok，不符 FAILED，未到 pending（届次还没走到那一步）。全部通过时返回 0 并记住检查点，否则返回 1。
核对所用的程序包不含网页、PDF 和数据库代码，也不用主程序的流程代码。

Every check is named, with its result. Exit 0 if none has failed, and the checkpoint is remembered; else 1. Pending: the round has not come
that far. The packages behind it hold no web, PDF or database code, and share nothing with the code that runs a round.
It cannot tell whether the people who got a sheet were entitled to it: the roll is not public.`
}

// errVerify: a check has failed; what was wrong has been printed.
var errVerify = errors.New("核对不通过 / the export does not verify")

// Run makes all checks and prints them.
func (c *verifyCmd) Run(e env) error {
	seen, err := openSeen(c.State)
	if err != nil {
		return err
	}
	in, err := openSource(e.ctx, c.Source)
	if err != nil {
		return err
	}
	defer in.Close()
	report := audit.Audit(in, audit.Trust{Key: c.Key, Seen: seen.get})
	printReport(e.stdout, report)
	if !report.OK() {
		return fmt.Errorf("%w: %s", errVerify, c.Source)
	}
	return seen.put(report.Origin, report.Seen)
}

// openSource opens an export in a file or behind an address.
func openSource(ctx context.Context, source string) (io.ReadCloser, error) {
	if !strings.HasPrefix(source, "http://") && !strings.HasPrefix(source, "https://") {
		f, err := os.Open(source)
		if err != nil {
			return nil, fmt.Errorf("打不开文件 / cannot open the file: %w", err)
		}
		return f, nil
	}
	return fetch(ctx, strings.TrimSuffix(strings.TrimRight(source, "/"), "/export")+"/export")
}

// stateWords are the results as printed; all have the same width.
var stateWords = map[audit.State]string{audit.OK: "通过 ok     ", audit.Failed: "不符 FAILED ", audit.Pending: "未到 pending"}

func printReport(w io.Writer, r *audit.Report) {
	for _, x := range r.Results {
		fmt.Fprintf(w, "%s  %s / %s\n", stateWords[x.State], x.Chinese, x.English)
		for _, p := range x.Problems {
			fmt.Fprintf(w, "              %s\n", p)
		}
		if x.More > 0 {
			fmt.Fprintf(w, "              另有 %d 处 / and %d more\n", x.More, x.More)
		}
	}
	if r.Outcome != "" {
		fmt.Fprintf(w, "入选项目 / funded: %s\n结果哈希 / outcome: %s\n", strings.Trim(fmt.Sprint(r.Funded), "[]"), r.Outcome)
	}
	if r.OK() {
		fmt.Fprintf(w, "核对通过 / all is well: %s, %d 条记录 / entries, 根 / root %s\n公钥 / key: %s\n", r.Origin, r.Seen.Size, r.Seen.Root, r.Seen.Key)
	}
}
