package demo

// What the play tells at its end.

import (
	"fmt"
	"io"
	"strings"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// Summary counts what happened, of every kind.
type Summary struct {
	Community, Round             string
	Proposals, Merged, Excluded  int
	Unfit, PutOff, Declined      int
	Projects                     int
	Printed, Scanned             int
	CheckIns, Spoiled            int
	Kiosk, Phone, Photographed   int
	Papers                       map[ballot.Finding]int
	Copied, Batches, Adjudicated int
	Kept                         int
	Ballots                      int
	Accounts                     []ballot.Account
	Ties                         int
	Objections, Letters, Carried int
	Funded                       []Funded
	Budget, Spent                int64 // fen
	Works, Evaluations           int
	Entries                      int64
	Missing                      int // characters that no font has
	Hash                         string
	Files                        []string
}

// Funded is a funded project.
type Funded struct {
	Number int
	Title  string
	Votes  int64
	Cost   int64 // fen
}

func (p *play) summarise() {
	s := &p.sum
	p.live.Read(func(r *catalog.Round) {
		s.Community, s.Round, s.Proposals, s.Projects = r.Scheme.Community, r.Scheme.Name, len(r.Proposals), len(r.Library.Projects)
		stages := map[catalog.Stage]int{}
		for _, x := range r.Proposals {
			stages[r.Stage(x)]++
		}
		s.Merged, s.Excluded, s.Unfit = stages[catalog.MergedInto], stages[catalog.Excluded], stages[catalog.Unfit]
		s.PutOff, s.Declined = stages[catalog.PutOff], stages[catalog.Declined]
		s.Kiosk, s.Phone = r.Poll.ByVia()[ballot.Kiosk], r.Poll.ByVia()[ballot.Phone]
		out := r.Outcome
		s.Ballots, s.Budget, s.Spent, s.Hash, s.Ties = out.Ballots, out.Budget, out.Spent, r.OutcomeHash, len(out.Ties)
		for _, id := range out.Funded {
			var n int
			fmt.Sscan(id, &n)
			project := r.Project(n)
			s.Funded = append(s.Funded, Funded{n, project.Title, out.Reasons[id].Score, project.Cost})
		}
		s.Works, s.Entries = len(r.Works), r.Entries
		for _, w := range r.Works {
			if w.Evaluation != nil {
				s.Evaluations++
			}
		}
	})
	for _, a := range s.Accounts {
		s.Kept += a.NotReturned
	}
}

// Print writes the summary for people, in Chinese and English.
func (s *Summary) Print(w io.Writer) {
	line := func(zh, en string, args ...any) { fmt.Fprintf(w, "  "+zh+" / "+en+"\n", args...) }
	fmt.Fprintf(w, "\n%s %s\n", s.Community, s.Round)
	line("提议 %d 件：合并 %d，不列入 %d，踏勘不通过 %d，圆桌会缓议 %d、不推选 %d；项目库 %d 个",
		"%[1]d proposals: %[2]d merged, %[3]d excluded, %[4]d unfit, %[5]d put off, %[6]d declined; %[7]d projects",
		s.Proposals, s.Merged, s.Excluded, s.Unfit, s.PutOff, s.Declined, s.Projects)
	line("印制选票 %d 张（扫回二维码 %d 个），领票 %d 人，换发 %d 张，未交回 %d 张",
		"%[1]d sheets printed (%[2]d codes scanned back), %[3]d people, %[4]d exchanged, %[5]d not returned",
		s.Printed, s.Scanned, s.CheckIns, s.Spoiled, s.Kept)
	line("自助机 %d，手机 %d（其中 %d 张被拍照冒投，以纸票为准）；纸票：有效 %d，空白 %d，多选 %d，不清 %d；复印件 %d",
		"%[1]d by kiosk, %[2]d by phone (%[3]d with a photographed sheet, the paper counts); paper: %[4]d marked, %[5]d blank, %[6]d overvoted, %[7]d unclear; %[8]d photocopy",
		s.Kiosk, s.Phone, s.Photographed, s.Papers[ballot.Marked], s.Papers[ballot.Blank], s.Papers[ballot.Overvote], s.Papers[ballot.Unclear], s.Copied)
	line("点票 %d 批，裁定 %d 张；有效选票 %d 张；并列 %d 处",
		"%[1]d batches, %[2]d sheets adjudicated; %[3]d ballots count; %[4]d ties broken", s.Batches, s.Adjudicated, s.Ballots, s.Ties)
	line("入选项目 %d 个，用去 %s，总额 %s", "%[1]d projects funded, %[2]s of %[3]s", len(s.Funded), pdf.Yuan(s.Spent), pdf.Yuan(s.Budget))
	for _, f := range s.Funded {
		fmt.Fprintf(w, "    %2d  %s  %d 票 / votes  %s\n", f.Number, f.Title, f.Votes, pdf.Yuan(f.Cost))
	}
	line("异议 %d 件均已答复；感谢信 %d 封；优先列入下届 %d 件；完工 %d 个，评价 %d 个",
		"%[1]d objections answered; %[2]d letters; %[3]d carried over; %[4]d works finished, %[5]d evaluated",
		s.Objections, s.Letters, s.Carried, s.Works, s.Evaluations)
	line("台账 %d 条；结果校验值 %s", "%[1]d ledger entries; hash of the outcome %[2]s", s.Entries, s.Hash)
	if s.Missing > 0 {
		line("有 %d 处字体缺字，印作〓", "%d characters are in no font and were printed as 〓", s.Missing)
	}
	line("文件 %s", "files %[1]s", strings.Join(s.Files, " "))
}
