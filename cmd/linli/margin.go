package main

// This file is how linli tally and linli verify tell of margins, recounts and other rules.

import (
	"fmt"
	"io"
	"strings"

	"linli/catalog/audit"
	"linli/tally"
)

// marginLine is how close an outcome was, in one line. Votes and ids are as the reader knows them.
func marginLine(m tally.Margin, votes, ahead, behind string) string {
	switch {
	case !m.Known:
		return "差距 margin: 这种规则没有可以证明的差距，复核须全部重点 / none can be proven for this rule, a recount counts everything again"
	case m.Fixed:
		return "差距 margin: 得票怎样变化都不影响入选 / no change of votes changes what is funded"
	case m.Votes == 0:
		return fmt.Sprintf("差距 margin: 0，并列 / a tie: %s, %s", ahead, behind)
	case m.Ahead == "" || m.Behind == "":
		return fmt.Sprintf("差距 margin: %s，与最少得票之间 / to the minimum of votes: %s", votes, ahead+behind)
	}
	return fmt.Sprintf("差距 margin: %s，%s 在 %s 之前 / %[2]s before %[3]s", votes, ahead, behind)
}

// printRecount tells which papers a recount compares with their records.
func printRecount(w io.Writer, r *audit.Recount, seed string) {
	if r == nil {
		return
	}
	m := r.Margin
	fmt.Fprintln(w, marginLine(m, fmt.Sprint(m.Votes), m.Ahead, m.Behind))
	fmt.Fprintf(w, "复核 recount: 纸质票 %d 张，须核对 %d 张 / %[2]d of %[1]d papers\n", len(r.Papers), r.Need)
	if seed == "" {
		seed = r.Seed
	}
	if seed != "" && r.Need > 0 && r.Need < int64(len(r.Papers)) {
		fmt.Fprintf(w, "  种子 seed %q，批-张 batch-place: %s\n", seed, strings.Join(r.Sample(seed), " "))
	}
}
