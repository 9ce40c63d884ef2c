package page

// A proposal's pages: the form, the slip that follows it, the list of all.

import "time"

// Longest entries of the proposal form, in UTF-16 units as browsers count; the same for everybody.
const (
	MaxTitle    = 40
	MaxPlace    = 80
	MaxText     = 600
	MaxBenefits = 200
	MaxName     = 40
	MaxPhone    = 20
)

// Propose is GET and POST /r/ROUND/propose, and of the staff /desk/ROUND/propose. Form fields: title, place, kind, text,
// benefits, cost (yuan, may be empty), name, phone, consent ("yes" or absent), token, and the file photo when Photos; of
// the staff from and date besides.
type Propose struct {
	Action   string   // where it POSTs
	Untimely Untimely // what is shown instead of the form; empty: the form

	From, Date                         string   // as typed; Staffed only
	Froms                              []Option // kinds of proposers
	Title, Place, Kind, Text, Benefits string   // as typed
	Cost, Name, Phone                  string   // as typed
	Consent                            bool     // publish the surname

	Need      string // as typed: number of the need that it answers
	NeedField Field  // asks for it; no Name: there are no open needs
	NeedSaid  string // what that need is; may be empty

	Kinds   []Option          // of the scheme
	Photos  bool              // offer a picture; the form is then multipart
	Errors  map[string]string // by field name, a sentence each; "" of the map is about the whole form
	Similar []ProposalLine    // proposals that look alike; shown with "hand in all the same"
	Token   string            // makes a repeated POST the same proposal
	Opens   time.Time         // first day of the collection; zero: not known
	Closes  time.Time         // last day of the collection; zero: not known
	Cap     int64             // most that one project may cost, fen; 0 says nothing
	Staffed bool              // a staff member types for a resident
}

// Untimely says why proposals are not taken on a day; keys "propose.untimely.<value>" and "propose.untimely.<value>.how".
type Untimely string

// Why proposals are not taken.
const (
	TooEarly Untimely = "early" // before the first day
	TooLate  Untimely = "late"  // after the last day
)

// Stage of a proposal on its way; key "stage.<value>".
type Stage string

// Stages of a proposal.
const (
	Received  Stage = "received"  // 已收到
	Screened  Stage = "screened"  // 通过负面清单审核
	Excluded  Stage = "excluded"  // 不列入（负面清单）
	Told      Stage = "told"      // 不列入告知书已送达
	Asked     Stage = "asked"     // 提议人申请复核
	Upheld    Stage = "upheld"    // 复核维持
	Voided    Stage = "voided"    // 复核改为列入
	Merged    Stage = "merged"    // 与相近提议合并
	Referred  Stage = "referred"  // 转部门估算
	Surveyed  Stage = "surveyed"  // 现场踏勘
	Discussed Stage = "discussed" // 邻里圆桌会协商
	Unfit     Stage = "unfit"     // 现场踏勘不通过
	PutOff    Stage = "put_off"   // 圆桌会暂缓
	Dropped   Stage = "dropped"   // 圆桌会未推选
	Estimated Stage = "estimated" // 部门估算
	Listed    Stage = "listed"    // 进入项目库
	Voted     Stage = "voted"     // 居民投票
	Funded    Stage = "funded"    // 入选
	Unfunded  Stage = "unfunded"  // 未入选
	Lettered  Stage = "lettered"  // 感谢信已送达
	Carried   Stage = "carried"   // 优先列入下届
	Building  Stage = "building"  // 实施中
	Finished  Stage = "finished"  // 已完工
	Evaluated Stage = "evaluated" // 已评价
	Withdrawn Stage = "withdrawn" // 提议人撤回
	Forwarded Stage = "forwarded" // 已转报街道或区
	Submitted Stage = "submitted" // 已报送审批
	Returned  Stage = "returned"  // 审批退回补正
	Approved  Stage = "approved"  // 审批通过
	Denied    Stage = "denied"    // 未获批准
	Granted   Stage = "granted"   // 随报随审批准
)

// Stopped tells whether a proposal ends there.
func (s Stage) Stopped() bool {
	switch s {
	case Excluded, Upheld, Merged, Unfit, PutOff, Dropped, Unfunded, Withdrawn, Forwarded, Denied:
		return true
	}
	return false
}

// Slip is GET /p/CODE: where a proposal stands.
type Slip struct {
	Number  string // public number, as in 「T-017」
	Code    string // shown in groups of 4
	New     bool   // just handed in
	Title   string
	Place   string
	Kind    string
	Handed  time.Time
	Mend    string         // that what was handed in was corrected, and why; may be empty
	Way     []WayPoint     // what has happened, oldest first
	Ahead   []Stage        // what comes next if all goes well
	Ended   bool           // it did not go on
	Reason  string         // the true reason, when Ended
	Project int            // number in the library; 0 before
	Letter  string         // path of the letter of thanks; empty if none
	Print   string         // path of the printable slip; empty if none
	QR      string         // path of an image of this page's address; empty if none
	Photo   string         // path of its picture; empty if none
	Into    ProposalLine   // the proposal that it was merged into, with how far that is; no Code: none
	Merged  []ProposalLine // those that were merged into it
	Erased  bool           // the proposer's personal data are gone
	Carried bool           // from an earlier round
	Kin     []Link         // what it was in an earlier round, and what it became in a later one
	Need    string         // the need that it answers; empty: none
	Review  Review         // of its being kept out
}

// Forwarded tells whether it was last passed on to another body, which deals with it now.
func (s Slip) Forwarded() bool {
	return len(s.Way) > 0 && s.Way[len(s.Way)-1].Stage == Forwarded
}

// Review is how a proposer asks that somebody else looks at what kept the proposal out. The form is POSTed to
// /p/CODE/review: its fields are text and who, the name or phone that was given with the proposal.
type Review struct {
	How    string  // until when and how it can be asked for, or that it was; empty: there is nothing to say
	Fields []Field // of the form; none: it cannot be asked for here
	Error  string  // what was wrong with what was typed, a sentence
}

// WayPoint is one thing that happened to a proposal.
type WayPoint struct {
	Stage Stage
	At    time.Time
	Text  string // in one or two sentences; may be empty
	Mend  string // that it was corrected, and why; may be empty
}

// Proposals is GET /r/ROUND/proposals.
type Proposals struct {
	Items   []ProposalLine
	Closes  time.Time // end of the collection
	Open    bool      // proposals are still taken
	Exports []Link    // xlsx, CSV, JSON of exactly this list
}

// ProposalLine is one proposal in a list.
type ProposalLine struct {
	Code  string // public number, as in 「T-017」
	Title string
	Place string
	Kind  string
	By    string // as published, as in 「王*」
	At    time.Time
	Stage Stage
	Note  string // reason or remark, in one line
	Href  string // page of the proposal; may be empty
}

// Library is GET /r/ROUND/library: the project library.
type Library struct {
	Projects []Project // by number
	Fund     int64     // fen
	Beside   string    // how much was granted beside the vote; empty: nothing
	Granted  []Project // beside the vote
	Paper    Paper     // Max 0: the paper is not fixed yet
	Frozen   bool      // numbers and words are final
	Vote     bool      // voting is open: link to /vote
	Papers   []Link    // to print
	Exports  []Link
}

func (Propose) view() string   { return "propose" }
func (Slip) view() string      { return "slip" }
func (Proposals) view() string { return "proposals" }
func (Library) view() string   { return "library" }

// ProposalFields are the names of the form's fields, in their order.
var ProposalFields = []string{"title", "place", "kind", "text", "benefits", "cost", "need", "photo", "name", "from", "date", "phone"}

// Wrong are the names of the fields that have an error, in their order.
func (p Propose) Wrong() (wrong []string) {
	for _, name := range ProposalFields {
		if p.Errors[name] != "" {
			wrong = append(wrong, name)
		}
	}
	return wrong
}

// Ask fills in what the page knows about a field: whether it must be filled, its choices, what was wrong with it.
func (p Propose) Ask(name string, f Field) Field {
	f.Error = p.Errors[name]
	switch name {
	case "title", "place", "text", "name", "phone":
		f.Required = true
	case "kind":
		f.Required, f.Options = true, p.Kinds
	case "from":
		f.Required, f.Options = true, p.Froms
	}
	return f
}
