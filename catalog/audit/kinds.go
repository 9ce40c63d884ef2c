package audit

// The kinds of acts: where each may stand, what its record holds, and what the audit takes from it.

import (
	"encoding/json"
	"slices"
	"strings"
)

// kind is a kind of act.
type kind struct {
	step   int    // that it belongs to, see steps
	fields string // of its record
	after  string // kinds that must stand before it, beside the one that opens its step; of a|b one
	until  string // the kind after which it may not stand, beside the one that closes its step
	mend   bool   // whether it can be corrected until its step is closed
	kept   string // fields that a correction does not change
	hold   bool   // whether it waits for corrections of others
	take   func(*book, entry) error
}

// steps are opened by one kind and closed by another; of a|b by either. Step 0 is the founding, step 9 the whole round.
var steps = [10]struct{ opened, closed string }{
	{"", "round.create"},
	{"round.create", "scheme.adopt"},
	{"scheme.adopt", "proposal.close"},
	{"proposal.close", "library.freeze"},
	{"library.freeze", "poll.tally|council.close"},
	{"poll.tally|council.close", "notice.close"},
	{"notice.close", "letter.close"},
	{"notice.close|fast.grant|fast.part", "work.close"},
	{"notice.close|fast.grant|fast.part", "round.close"},
	{"round.create", ""},
}

// kinds are all of them; a new one is a line here.
var kinds = map[string]kind{
	"round.create": {step: 0, fields: "id rehearsal_of scheme", take: with((*book).created)},

	"scheme.revise":  {step: 1, fields: "scheme why", take: with((*book).revised)},
	"scheme.opinion": {step: 1, mend: true, fields: "on from text"},
	"scheme.answer":  {step: 1, mend: true, fields: "no answer", after: "scheme.opinion"},
	"scheme.train":   {step: 1, mend: true, fields: "date topic who attended"},
	"scheme.adopt":   {step: 1, fields: "body"},

	"seminar.meet":    {step: 2, mend: true, fields: "date place chair bodies", take: with((*book).heldSeminar)},
	"proposal.submit": {step: 2, mend: true, kept: "slip channel proposer photo meeting from_round from_no", fields: "slip channel kind from proposer title place text benefits cost date photo meeting need from_round from_no", take: handedIn},
	"proposal.merge":  {step: 2, mend: true, fields: "no into why", after: "proposal.submit", take: with((*book).mergedInto)},
	"proposal.close":  {step: 2, fields: "note", after: "proposal.submit"},

	"need.fit":           {step: 3, mend: true, fields: "no fits why by", take: with((*book).fitJudged)},
	"screening.decide":   {step: 3, mend: true, fields: "no applies reasons why by remains login", take: with((*book).screened)},
	"screening.confirm":  {step: 3, mend: true, fields: "no agree why login", after: "screening.decide", take: with((*book).confirmed)},
	"screening.survey":   {step: 3, mend: true, fields: "no date who finding pass photos login remains", after: "screening.decide", take: with((*book).surveyed)},
	"screening.notify":   {step: 3, mend: true, fields: "no number date how waived until", after: "screening.decide", take: notified},
	"review.ask":         {step: 3, fields: "no date text due", after: "screening.notify", hold: true, take: with((*book).askedReview)},
	"review.decide":      {step: 3, mend: true, fields: "no uphold why login", after: "review.ask", take: with((*book).reviewed)},
	"screening.refer":    {step: 3, mend: true, fields: "no department date days due", after: "table.decide", take: with((*book).referred)},
	"table.meet":         {step: 3, mend: true, fields: "date place moderator recorder present observers", until: "table.meet", take: with((*book).tableMet)},
	"table.arrive":       {step: 3, mend: true, fields: "who proposed", after: "table.meet", take: with((*book).arrived)},
	"table.leave":        {step: 3, mend: true, fields: "who", after: "table.meet", take: with((*book).hasLeft)},
	"table.decide":       {step: 3, mend: true, fields: "no discussion result why new_title new_text change_why remains recused votes_for votes_against abstain", after: "table.meet", take: with((*book).decidedAtTable)},
	"table.merge":        {step: 3, mend: true, fields: "no into why recused votes_for votes_against abstain", after: "table.meet", take: with((*book).mergedAtTable)},
	"table.seats":        {step: 3, hold: true, fields: "commitments", take: with((*book).seatsPrinted)},
	"table.open":         {step: 3, hold: true, fields: "items", after: "table.meet table.seats", take: with((*book).rankingOpened)},
	"table.prefer":       {step: 3, hold: true, fields: "rankings few", after: "table.open", take: with((*book).preferred)},
	"table.hands":        {step: 3, mend: true, fields: "no hands", after: "table.meet", take: with((*book).handsRaised)},
	"table.rank":         {step: 3, mend: true, fields: "order", after: "table.meet", take: with((*book).ranked)},
	"screening.estimate": {step: 3, mend: true, fields: "no department low high figure basis free opinion group cofunding parts urgent package", after: "screening.decide", take: with((*book).estimated)},
	"proposal.forward":   {step: 3, mend: true, fields: "no to communities why body", take: with((*book).filed)},
	"library.freeze":     {step: 3, fields: "seed drawn", take: with((*book).frozen)},

	"library.withdraw": {step: 4, fields: "project why", take: with((*book).withdrew)},
	"station.set":      {step: 4, mend: true, fields: "number name address hours access phone electors days"},
	"station.duty":     {step: 4, mend: true, fields: "station shifts", after: "station.set"},
	"station.handover": {step: 4, fields: "station date missing extra reason officers", after: "poll.open", take: with((*book).difference)},
	"station.day": {step: 4, fields: "station date quiet received exchanged destroyed remaining issued envelopes spoiled machine missing extra reason officers",
		after: "poll.open", take: with((*book).dayClosed)},
	"roll.merge":       {step: 4, fields: "station part people double accepted rejected reason officers", after: "poll.open", take: with((*book).merged)},
	"sheets.print":     {step: 4, fields: "station first commitments officers", after: "station.set", until: "poll.close", take: with((*book).printed)},
	"rehearsal.begin":  {step: 4, fields: "stations sheets expected", after: "station.set", until: "poll.open", take: with((*book).rehearsing)},
	"rehearsal.end":    {step: 4, fields: "counted check_ins entries root key wiped codes why officers", after: "rehearsal.begin", until: "poll.open", take: with((*book).rehearsed)},
	"poll.open":        {step: 4, fields: "officers", after: "sheets.print", until: "poll.open", take: with((*book).opened)},
	"poll.publish":     {step: 4, fields: "hashes", after: "poll.open", take: with((*book).published)},
	"poll.close":       {step: 4, fields: "officers ballots voids", after: "poll.open", until: "poll.close", take: with((*book).closed)},
	"poll.reveal":      {step: 4, fields: "records spends voids", after: "poll.close", take: with((*book).revealed)},
	"count.enter":      {step: 4, mend: true, fields: "batch station pair sheets by", after: "poll.close", take: with((*book).entered)},
	"count.scan":       {step: 4, fields: "batch station genuine superseded set_aside unread foreign unknown void copied", after: "poll.close", take: with((*book).scanned)},
	"count.adjudicate": {step: 4, mend: true, fields: "batch place sheet reason officer observers", after: "poll.close", take: with((*book).adjudicated)},
	"count.seal":       {step: 4, hold: true, fields: "batch sheets", after: "count.scan count.enter", take: with((*book).sealed)},
	"count.reopen":     {step: 4, hold: true, fields: "batch reason officers", after: "count.seal", take: with((*book).reopened)},
	"station.settle": {step: 4, fields: "station printed unused destroyed check_ins exchanged spoiled electronic paper both foreign not_returned rejected officers reason unused_sheets destroyed_sheets",
		after: "poll.close", take: with((*book).settled)},
	"poll.draw":      {step: 4, fields: "seed how witnesses officers", after: "poll.close|council.vote", until: "poll.draw", take: with((*book).drew)},
	"station.assist": {step: 4, mend: true, fields: "station blind illiterate disabled elderly companion staff officers", after: "poll.open", take: with((*book).assisted)},
	"poll.tally":     {step: 4, fields: "seed hash", after: "poll.close", take: with((*book).tallied)},

	"council.meet":    {step: 4, mend: true, fields: "date place chair recorder members present observers", take: with((*book).convened)},
	"council.adjourn": {step: 4, mend: true, fields: "date place members present why next", take: with((*book).adjourned)},
	"council.vote":    {step: 4, mend: true, fields: "project yes no abstain recused", after: "council.meet", take: with((*book).resolved)},
	"council.close":   {step: 4, fields: "officers hash", take: with((*book).concluded)},

	"approval.submit":   {step: 5, mend: true, fields: "project date body days due", take: with((*book).handedUp)},
	"approval.return":   {step: 5, mend: true, fields: "project date why", after: "approval.submit", take: with((*book).handedBack)},
	"approval.resubmit": {step: 5, mend: true, fields: "project date due", after: "approval.return", take: with((*book).handedAgain)},
	"approval.decide":   {step: 5, mend: true, fields: "project date approved number why by", after: "approval.submit", take: with((*book).approvalDecided)},

	"notice.publish": {step: 5, mend: true, fields: "number from to where", until: "notice.publish", take: with((*book).noticed)},
	"notice.object":  {step: 5, mend: true, fields: "from text", after: "notice.publish"},
	"notice.answer":  {step: 5, mend: true, fields: "no answer by", after: "notice.object"},
	"notice.close":   {step: 5, fields: "proof", after: "notice.publish"},

	"letter.issue":   {step: 6, mend: true, fields: "no number", take: with((*book).wrote)},
	"letter.deliver": {step: 6, mend: true, fields: "no how date by", after: "letter.issue", take: with((*book).delivered)},
	"letter.talk":    {step: 6, mend: true, fields: "no note", after: "letter.issue"},
	"letter.carry":   {step: 6, mend: true, fields: "no why", after: "letter.issue"},
	"letter.close":   {step: 6, fields: "note"},

	"work.start":     {step: 7, mend: true, fields: "project department contractor contract due", take: with((*book).workStarted)},
	"work.milestone": {step: 7, mend: true, fields: "project due done text paid photo", after: "work.start"},
	"work.finish":    {step: 7, mend: true, fields: "project date result", after: "work.start", take: with((*book).workFinished)},
	"work.close":     {step: 7, fields: "note", after: "notice.close"},

	"evaluation.record": {step: 8, mend: true, fields: "project marks remark by", after: "work.finish", take: with((*book).evaluated)},
	"round.close":       {step: 8, fields: "report", after: "letter.close work.close"},

	"need.add":       {step: 9, fields: "text place kind source date", take: with((*book).needAdded)},
	"need.list":      {step: 9, fields: "round ids needs", take: with((*book).needsListed)},
	"need.close":     {step: 9, fields: "no how", take: with((*book).needClosed)},
	"model.add":      {step: 9, fields: "project why", after: "evaluation.record", take: with((*book).modelAdded)},
	"model.drop":     {step: 9, fields: "project why", after: "model.add", take: with((*book).modelDropped)},
	"forward.answer": {step: 9, fields: "no date taken why by", after: "proposal.forward", take: with((*book).fileAnswered)},
	"fast.grant":     {step: 9, fields: "no date body number why by", after: "screening.estimate", take: with((*book).granting)},
	"fast.part":      {step: 9, fields: "from_round from_project date body number by title place text benefits kind department total parts part", after: "proposal.close", take: with((*book).continues)},
	"fast.revoke":    {step: 9, fields: "project why", after: "fast.grant|fast.part", take: with((*book).revoking)},
	"person.erase":   {step: 9, fields: "no why", after: "proposal.submit"},
	"photo.remove":   {step: 9, fields: "no why", after: "proposal.submit"},
}

// with takes the record of an entry as a T.
func with[T any](do func(*book, int64, T)) func(*book, entry) error {
	return func(b *book, e entry) error {
		var act T
		if err := json.Unmarshal(e.body, &act); err != nil {
			return err
		}
		do(b, e.n, act)
		return nil
	}
}

// add takes an entry as it comes.
func (b *book) add(e entry) {
	b.inOrder(e)
	b.isWithheld(e)
	b.leaves, b.acts = append(b.leaves, e.leaf), append(b.acts, e.act)
	if e.withheld {
		return
	}
	k, known := kinds[e.act]
	if !known {
		b.found["kinds"].wrong("第 %d 条是不认识的事项，请用新版程序核对 / entry %d is of an unknown kind, verify with a newer program: %q", e.n, e.n, e.act)
		return
	}
	b.inStep(e, k)
	switch {
	case e.supersedes != nil:
		b.corrects(e, k)
	case k.mend || k.hold:
		e.body = slices.Clone(e.body)
		b.held[k.step] = append(b.held[k.step], e)
	default:
		if slices.Contains(strings.Split(steps[k.step].closed, "|"), e.act) {
			b.settleStep(k.step)
		}
		b.take(e)
	}
	b.done[e.act] = true
}

// met tells whether one of those kinds, parted by |, has been done.
func (b *book) met(kinds string) bool {
	return slices.ContainsFunc(strings.Split(kinds, "|"), func(act string) bool { return b.done[act] })
}

// inStep checks that an act stands after what must come first, and not after what ended its time.
func (b *book) inStep(e entry, k kind) {
	f, s := b.found["steps"], steps[k.step]
	if b.astray(e.act) {
		f.wrong("第 %d 条 %s 不属于方案所定的决定方式 / entry %d (%s) is not of the way of deciding that the scheme takes", e.n, e.act, e.n, e.act)
	}
	for _, first := range strings.Fields(s.opened + " " + k.after) {
		if !b.met(first) {
			f.wrong("第 %d 条 %s 之前没有 %s / entry %d (%s) has no %s before it", e.n, e.act, first, e.n, e.act, first)
		}
	}
	for _, last := range []string{s.closed, k.until} {
		if b.met(last) && (e.supersedes == nil || last != k.until) {
			f.wrong("第 %d 条 %s 在 %s 之后 / entry %d (%s) stands after %s", e.n, e.act, last, e.n, e.act, last)
		}
	}
}
