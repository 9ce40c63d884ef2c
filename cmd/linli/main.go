// Command linli carries a neighbourhood's participatory budget from the scheme to the evaluation. Each verb has a file
// of its own, and the scripts in testdata are its manual.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// verbs is the command line: a verb is one field here and one file beside this one.
type verbs struct {
	Demo     demoCmd     `cmd:"" help:"演示：一个虚构社区的一整届，几秒钟走完八步，然后可在浏览器里查看。/ Play a whole round of an invented community in seconds, then serve it."`
	Serve    serveCmd    `cmd:"" help:"服务：启动邻里，供居民和工作人员用浏览器访问。/ Serve residents and staff."`
	Replay   replayCmd   `cmd:"" help:"重放：把一次真实选举逐张经 HTTP 投进邻里，再与直接计票核对。/ Cast a real election into linli over HTTP, ballot by ballot, and compare."`
	Backup   backupCmd   `cmd:"" help:"备份：把数据做成一个文件，投票进行中也可以。/ Make one file of all data, also while people vote."`
	Restore  restoreCmd  `cmd:"" help:"恢复：从备份建立新的数据文件夹，或集群的新前缀。/ Make a new data folder, or prefix of a cluster, out of a backup."`
	Check    checkCmd    `cmd:"" help:"检查：数据是否完好；有损坏时说明怎么办。/ Tell whether the data are sound, and what to do if not."`
	Export   exportCmd   `cmd:"" help:"导出：把一届的全部公开记录写成一个文件，任何人都能核对。/ Write everything public of a round to one file that anyone can verify."`
	Verify   verifyCmd   `cmd:"" help:"核对：只凭公开的导出，从签名到每个项目的结果重新算一遍。/ Recompute a round from its published export alone."`
	Poster   posterCmd   `cmd:"" help:"征集：印出海报或空白提议表。/ Print the poster that calls for proposals, or the blank form."`
	Notice   noticeCmd   `cmd:"" help:"公示：印出结果公示或候选项目公示，官方版或大字版。/ Print the notice of the result, or of the projects."`
	Letters  lettersCmd  `cmd:"" help:"感谢信：一届的感谢信印在一个文件里，附目录和送达回执。/ Print the letters of thanks in one file, with a list of contents and receipts."`
	Ballots  ballotsCmd  `cmd:"" help:"选票：为投票站印制选票、样票、测试票和捆签。/ Print ballots for a station, a sample, or a test deck."`
	Roll     rollCmd     `cmd:"" help:"离线领票：没有网络的投票站用名册分册回答能不能领票。/ Check people in at a station without network, with its part of the roll."`
	Witness  witnessCmd  `cmd:"" help:"见证：记住并联署台账的检查点，发现改写或分叉即报警。/ Remember and cosign a ledger's checkpoints; refuse a rewritten or forked one."`
	Archive  archiveCmd  `cmd:"" help:"归档：公示结束后，使保存的数据不能把选票与内容对上。/ After the notice, leave nothing that joins sheets to ballots."`
	Scheme   schemeCmd   `cmd:"" help:"方案：印出方案样本，检查方案文件。/ Print the programmes' schemes; check a scheme's file."`
	Ledger   ledgerCmd   `cmd:"" help:"台账：把一届的各本台账或全部届次的统计存成表格。/ Write a list of a round, or the figures of all rounds, as a table."`
	Calendar calendarCmd `cmd:"" help:"工作日：按国务院放假安排计算，逐年导入。/ Working days by the State Council's notices, imported year by year."`
	Tally    tallyCmd    `cmd:"" help:"计票：读取 .pb 文件，按规则得出结果，并说明每个项目的理由。/ Count a .pb file and give the outcome with a reason for every project."`
	Gallery  galleryCmd  `cmd:"" help:"样页：把每个页面的每种样子拍成照片，数据全部是编造的。/ Photograph every page in every state, with invented data."`
}

// env is what a verb's Run is given: Run(e env) error.
type env struct {
	ctx            context.Context // done at an interrupt or SIGTERM
	stdin          io.Reader
	stdout, stderr io.Writer
}

const about = "邻里：社区公共资金，居民提议、居民表决。\nlinli: residents propose and decide how a neighbourhood's money is spent."

// run is the program: 0 if all went well, 1 if the verb refused or failed, 2 if the command line is wrong. Results go
// to stdout, everything else to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	helped := false
	parser := kong.Must(&verbs{}, kong.Name("linli"), kong.Description(about), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }), kong.Bind(env{ctx, stdin, stdout, stderr}),
		kong.PostBuild(func(k *kong.Kong) error { k.Model.HelpFlag.Help = "帮助 / this help."; return nil }),
		kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: true, NoAppDescFormat: true}))
	call, err := parser.Parse(args)
	switch {
	case helped:
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "linli: 用法不对，请看 linli --help / wrong usage, see linli --help: %v\n", err)
		return 2
	}
	if err := call.Run(); err != nil {
		fmt.Fprintf(stderr, "linli: %v\n", explained(err))
		return 1
	}
	return 0
}
