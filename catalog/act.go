package catalog

// Acts: what is done in a round, their kinds, and how they are checked and folded.

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"linli/ballot/ledger"
)

// Act is something done in a round. It becomes an entry of the round's ledger; the round's state is what the acts,
// in order, make of it.
type Act interface {
	// check refuses an act that the state of the round does not allow. It changes nothing.
	check(r *Round) error
	// apply makes the change; check has allowed it.
	apply(r *Round, e ledger.Entry)
}

// Refusals of an act.
var (
	// ErrStep: the act belongs to a step that is not open.
	ErrStep = errors.New("这一步现在不能办理 / this step is not open now")
	// ErrNoSuch: it names something that the round does not have.
	ErrNoSuch = errors.New("没有找到 / not found")
	// ErrDone: it has been done already.
	ErrDone = errors.New("已经办理过了 / this has been done already")
	// ErrFirst: something else must be done first.
	ErrFirst = errors.New("请先完成前面的事项 / something else must be done first")
	// ErrOfficers: the act needs two different officers.
	ErrOfficers = errors.New("需要两名不同的工作人员共同办理 / two different officers must act together")
	// ErrAct: an act of a kind that this program does not know.
	ErrAct = errors.New("不认识的事项 / unknown kind of act")
	// ErrBox: the act speaks for the ballot box, so that only [Live.ClosePoll] and [Live.PublishBallots] do it.
	ErrBox = errors.New("这一事项随投票箱一同办理，不能单独录入 / this act goes with the ballot box, it cannot be entered by itself")
)

// Kind is a kind of act.
type Kind struct {
	Name   string // in the ledger, as in "scheme.adopt"
	Step   Step   // the step that it belongs to; 0: it may be done at any time
	Public bool   // whether outsiders may read its entries
	Box    bool   // whether it speaks for the ballot box: [Live.Do] refuses it
	Type   reflect.Type

	// Correctable tells whether [Live.Correct] takes it: it ends no step and has nothing beside it in the box or on
	// paper. What two officers did, two correct.
	Correctable bool

	// Disclosed tells when outsiders get entry n, which was not public; nil: never.
	Disclosed func(r *Round, a Act, n int64) bool
}

// New returns a pointer to an empty act of the kind.
func (k Kind) New() Act { return reflect.New(k.Type).Interface().(Act) }

func kind[T any](name string, step Step, public bool) Kind {
	return Kind{Name: name, Step: step, Public: public, Type: reflect.TypeFor[T]()}
}

func correctable[T any](name string, step Step) Kind {
	k := kind[T](name, step, true)
	k.Correctable = true
	return k
}

func boxKind[T any](name string, step Step) Kind {
	k := kind[T](name, step, true)
	k.Box = true
	return k
}

func hiddenKind[T any](name string, step Step, disclosed func(*Round, Act, int64) bool) Kind {
	k := correctable[T](name, step)
	k.Public, k.Disclosed = false, disclosed
	return k
}

// Kinds are all kinds of acts, in the order of the eight steps; those of no step are last.
var Kinds = []Kind{
	kind[Create]("round.create", 1, true),
	kind[Revise]("scheme.revise", 1, true),
	correctable[Opinion]("scheme.opinion", 1),
	correctable[OpinionAnswer]("scheme.answer", 1),
	correctable[Training]("scheme.train", 1),
	kind[Adopt]("scheme.adopt", 1, true),

	correctable[Seminar]("seminar.meet", 2),
	correctable[Submit]("proposal.submit", 2),
	correctable[Merge]("proposal.merge", 2),
	kind[CloseCollection]("proposal.close", 2, true),

	correctable[JudgeFit]("need.fit", 3),
	correctable[Screen]("screening.decide", 3),
	correctable[Confirm]("screening.confirm", 3),
	correctable[Survey]("screening.survey", 3),
	correctable[Notify]("screening.notify", 3),
	kind[AskReview]("review.ask", 3, true),
	correctable[Review]("review.decide", 3),
	correctable[Refer]("screening.refer", 3),
	correctable[Meet]("table.meet", 3),
	correctable[Arrive]("table.arrive", 3),
	correctable[Leave]("table.leave", 3),
	correctable[Decide]("table.decide", 3),
	correctable[Join]("table.merge", 3),
	kind[Seats]("table.seats", 3, true),
	kind[OpenRanking]("table.open", 3, true),
	boxKind[Prefer]("table.prefer", 3),
	correctable[Hands]("table.hands", 3),
	correctable[Rank]("table.rank", 3),
	correctable[Estimate]("screening.estimate", 3),
	correctable[Forward]("proposal.forward", 3),
	kind[Freeze]("library.freeze", 3, true),

	kind[Withdraw]("library.withdraw", 4, true),
	correctable[Station]("station.set", 4),
	correctable[Duty]("station.duty", 4),
	kind[PrintRun]("sheets.print", 4, true),
	boxKind[BeginRehearsal]("rehearsal.begin", 4),
	boxKind[EndRehearsal]("rehearsal.end", 4),
	kind[OpenPoll]("poll.open", 4, true),
	kind[Handover]("station.handover", 4, true),
	kind[StationDay]("station.day", 4, true),
	boxKind[MergePart]("roll.merge", 4),
	boxKind[Publish]("poll.publish", 4),
	boxKind[ClosePoll]("poll.close", 4),
	boxKind[Reveal]("poll.reveal", 4),
	hiddenKind[Enter]("count.enter", 4, countedTogether),
	kind[Scan]("count.scan", 4, true),
	correctable[Adjudicate]("count.adjudicate", 4),
	kind[SealBatch]("count.seal", 4, true),
	kind[Reopen]("count.reopen", 4, true),
	kind[SettleStation]("station.settle", 4, true),
	kind[Draw]("poll.draw", 4, true),
	correctable[Assist]("station.assist", 4),
	kind[Tally]("poll.tally", 4, true),
	correctable[Convene]("council.meet", 4),
	correctable[Adjourn]("council.adjourn", 4),
	correctable[Resolve]("council.vote", 4),
	kind[Conclude]("council.close", 4, true),

	correctable[SubmitApproval]("approval.submit", 5),
	correctable[ReturnApproval]("approval.return", 5),
	correctable[ResubmitApproval]("approval.resubmit", 5),
	correctable[DecideApproval]("approval.decide", 5),
	correctable[PublishNotice]("notice.publish", 5),
	correctable[Object]("notice.object", 5),
	correctable[ObjectionAnswer]("notice.answer", 5),
	kind[CloseNotice]("notice.close", 5, true),

	correctable[IssueLetter]("letter.issue", 6),
	correctable[DeliverLetter]("letter.deliver", 6),
	correctable[Talk]("letter.talk", 6),
	correctable[CarryOver]("letter.carry", 6),
	kind[CloseLetters]("letter.close", 6, true),

	correctable[StartWork]("work.start", 7),
	correctable[Milestone]("work.milestone", 7),
	correctable[FinishWork]("work.finish", 7),
	kind[CloseWorks]("work.close", 7, true),

	correctable[Evaluate]("evaluation.record", 8),
	kind[CloseRound]("round.close", 8, true),

	kind[AddNeed]("need.add", 0, true),
	kind[ListNeeds]("need.list", 0, true),
	kind[CloseNeed]("need.close", 0, true),
	kind[AddModel]("model.add", 0, true),
	kind[DropModel]("model.drop", 0, true),
	kind[ForwardAnswer]("forward.answer", 0, true),
	kind[Grant]("fast.grant", 0, true),
	boxKind[TakePart]("fast.part", 0),
	kind[Revoke]("fast.revoke", 0, true),
	kind[Erase]("person.erase", 0, true),
	kind[RemovePhoto]("photo.remove", 0, true),
}

// KindNamed finds a kind by its name in the ledger, or fails with [ErrAct].
func KindNamed(name string) (Kind, error) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, nil
		}
	}
	return Kind{}, fmt.Errorf("%w: %q", ErrAct, name)
}

func kindOf(a Act) (Kind, error) {
	t := reflect.TypeOf(a)
	for _, k := range Kinds {
		if t == reflect.PointerTo(k.Type) && !reflect.ValueOf(a).IsNil() {
			return k, nil
		}
	}
	return Kind{}, fmt.Errorf("%w: %T", ErrAct, a)
}

// read is the act that a body holds.
func (k Kind) read(body []byte) (Act, error) {
	a := k.New()
	if err := json.Unmarshal(body, a); err != nil {
		return nil, fmt.Errorf("%w: %v", ledger.ErrEntry, err)
	}
	return a, nil
}

// actOf is the act that an entry holds.
func actOf(e ledger.Entry) (Act, error) {
	k, err := KindNamed(e.Act)
	if err != nil {
		return nil, err
	}
	return k.read(e.Body)
}

// draft is the act as the ledger will hold it: a copy read back from its own JSON, so that what is checked is what
// every process will fold, whatever the caller does to a meanwhile.
func draft(actor string, a Act) (ledger.Draft, error) {
	k, err := kindOf(a)
	if err != nil {
		return ledger.Draft{}, err
	}
	if err := (Field{Limit: 40}).text(actor); err != nil {
		return ledger.Draft{}, &FieldError{"actor", err}
	}
	body, err := json.Marshal(a)
	if err != nil {
		return ledger.Draft{}, err
	}
	copied, err := k.read(body)
	if err == nil {
		signedBy(actor, reflect.ValueOf(copied).Elem())
	}
	return ledger.Draft{Actor: actor, Act: k.Name, Body: copied, Public: k.Public}, err
}

// signedBy fills in who acts where an act tells it and was not told.
func signedBy(actor string, v reflect.Value) {
	for _, f := range Fields(v.Type()) {
		if at := v.Field(f.Index); f.Kind == "me" && at.String() == "" {
			at.SetString(actor)
		}
	}
}

// allow refuses an act whose fields, step or state do not allow it.
func (r *Round) allow(a Act) error {
	k, err := kindOf(a)
	if err != nil {
		return err
	}
	if err := r.Suits(k.Name); err != nil {
		return err
	}
	if err := validate(reflect.ValueOf(a).Elem()); err != nil {
		return err
	}
	if err := r.inStep(k); err != nil {
		return err
	}
	return a.check(r)
}

// newer is an act with a rule that came after the first release: what is done now keeps it, what stands in a ledger need
// not.
type newer interface{ since(r *Round) error }

// allowNow is allow for an act that is in no ledger yet.
func (r *Round) allowNow(a Act) error {
	err := r.allow(a)
	if k, bad := kindOf(a); err == nil && bad == nil {
		err = private(k, a)
	}
	if n, ok := a.(newer); ok && err == nil {
		err = n.since(r)
	}
	return err
}

// timely is an act with a rule about the time at which it is entered.
type timely interface {
	timely(r *Round, now time.Time) error
}

// allowAt is allowNow at that time.
func (r *Round) allowAt(now time.Time, a Act) error {
	err := r.allowNow(a)
	if x, ok := a.(timely); ok && err == nil {
		err = x.timely(r, now)
	}
	return err
}

// inStep refuses an act of a step that is not open, and in a rehearsal those after the tally.
func (r *Round) inStep(k Kind) error {
	if r.Of != "" && k.Step > 4 {
		return fmt.Errorf("%w: %s", ErrRehearsed, k.Name)
	}
	if k.Step > 0 && k.Name != "round.create" && !r.Steps[k.Step].IsOpen() {
		return fmt.Errorf("%w: %s", ErrStep, k.Name)
	}
	return nil
}

// kept is an entry as a round needs it to be folded anew: whole, or, if it is in bulk, without its body.
type kept struct {
	ledger.Entry
	again func(*Round) error // see [bulky]
	fresh bool               // it is in no ledger yet: see [newer]
}

// fold takes an entry of the ledger into the state.
func (r *Round) fold(e ledger.Entry) (kept, error) {
	k, err := KindNamed(e.Act)
	if err != nil {
		return kept{}, err
	}
	a, err := k.read(e.Body)
	if err != nil {
		return kept{}, err
	}
	if err := r.do(a, e); err != nil {
		return kept{}, err
	}
	if b, ok := a.(bulky); ok {
		e.Body = nil
		return kept{Entry: e, again: b.again(r)}, nil
	}
	return kept{Entry: e}, nil
}

// keepsUp refuses an entry that breaks a rule which came after the first release: see [newer].
func (r *Round) keepsUp(e ledger.Entry) error {
	a, err := actOf(e)
	if err != nil {
		return err
	}
	return r.allowNow(a)
}

// foldAgain takes an entry into a state that has its bulk.
func (r *Round) foldAgain(e kept) error {
	if e.fresh {
		if err := r.keepsUp(e.Entry); err != nil {
			return err
		}
	}
	if e.again == nil {
		_, err := r.fold(e.Entry)
		return err
	}
	k, err := KindNamed(e.Act)
	if err == nil {
		err = r.inStep(k)
	}
	if err == nil {
		err = e.again(r)
	}
	r.Entries++
	r.Updated = e.Time
	return err
}

// do makes the change if it is allowed.
func (r *Round) do(a Act, e ledger.Entry) error {
	if err := r.allow(a); err != nil {
		return err
	}
	a.apply(r, e)
	if p := r.Proposal(about(a)); p != nil {
		p.Way = append(p.Way, Event{e.N, e.Act, e.Time})
	}
	r.Entries++
	r.Updated = e.Time
	return nil
}

// Event is something that happened to a proposal.
type Event struct {
	N    int64 // of the entry; see [Round.Corrected]
	Act  string
	Time time.Time
}

// about is the number of the proposal that an act is about, or 0.
func about(a Act) int {
	v := reflect.ValueOf(a).Elem()
	for _, f := range Fields(v.Type()) {
		if f.Kind == "proposal" || f.Kind == "letter" {
			return int(v.Field(f.Index).Int())
		}
	}
	return 0
}
