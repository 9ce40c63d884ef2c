package catalog

// Step four, the third part: the papers are counted in batches, each entered by two pairs and scanned.

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/ledger"
)

// CountState is the state of the paper count.
type CountState struct {
	Batches map[int]*Batch
}

// Batch is up to [ballot.MaxBatch] papers of one station, on their way through the count.
type Batch struct {
	No, Station int
	Entered     map[string][]ballot.Sheet // by pair, "A" and "B"
	By          map[string]string         // staff login of each pair's entry
	hands       map[string][]string       // by pair, all who have ever entered for it
	Adjudicated map[int]Adjudicate        // by place from 1
	Scanned     *Scan
	Sealed      bool
	Sheets      []ballot.Sheet // as sealed
	lastSeal    int64          // its entry
	Reopened    []Reopening
}

// Reopening is a seal that was broken, and why.
type Reopening struct {
	N      int64 // of its entry
	Reason string
}

// Differences are the places from 1 at which the pairs differ and which nobody has adjudicated yet.
func (b *Batch) Differences() []int {
	var out []int
	for _, i := range ballot.Differences(b.Entered["A"], b.Entered["B"]) {
		if _, ok := b.Adjudicated[i+1]; !ok {
			out = append(out, i+1)
		}
	}
	return out
}

// Refusals of the count.
var (
	ErrPairs   = errors.New("两组必须由不同的人录入 / the two pairs must be different people")
	ErrDiffers = errors.New("两组录入不一致，请先裁定 / the two entries differ, adjudicate first")
	ErrSheets  = errors.New("扫码张数与录入张数不一致 / the sheets scanned and entered are not the same number")
	ErrThird   = errors.New("须由两组以外的第三人裁定 / a third person, of neither pair, must decide")
	ErrCopied  = errors.New("这张选票已经点过，可能是复印件 / this sheet has been counted before, it may be a copy")
)

// Enter is one pair's entry of a batch; a pair may correct its entry until the batch is sealed.
type Enter struct {
	Batch   int            `json:"batch" limit:"100000"`
	Station int            `json:"station" kind:"station"`
	Pair    string         `json:"pair" of:"A B"`
	Sheets  []ballot.Sheet `json:"sheets" kind:"sheets" form:"optional"`
	By      string         `json:"by" limit:"40" kind:"me"`
}

func (a *Enter) check(r *Round) error {
	b := r.Count.Batches[a.Batch]
	switch {
	case !r.closedPoll():
		return fmt.Errorf("%w: 投票尚未截止 / the poll has not closed", ErrFirst)
	case r.Stations[a.Station] == nil || b != nil && b.Station != a.Station:
		return &FieldError{"station", ErrNoSuch}
	case b != nil && b.Sealed:
		return &FieldError{"batch", ErrDone}
	case b != nil && same(b.By[other(a.Pair)], a.By):
		return &FieldError{"pair", ErrPairs}
	}
	if err := r.Library.Paper.CheckSheets(a.Sheets); err != nil {
		return &FieldError{"sheets", err}
	}
	return nil
}

// since refuses somebody who has entered this batch for the other pair before, even if another has entered it anew.
func (a *Enter) since(r *Round) error {
	b := r.Count.Batches[a.Batch]
	if b != nil && meet(r.signers(a.By), b.hands[other(a.Pair)]) {
		return &FieldError{"pair", ErrPairs}
	}
	return nil
}

func other(pair string) string {
	if pair == "A" {
		return "B"
	}
	return "A"
}

func (r *Round) batch(no, station int) *Batch {
	b := r.Count.Batches[no]
	if b == nil {
		b = &Batch{No: no, Station: station}
		b.empty()
		r.Count.Batches[no] = b
	}
	return b
}

// empty forgets what was entered.
func (b *Batch) empty() {
	b.Entered, b.By, b.hands, b.Adjudicated = map[string][]ballot.Sheet{}, map[string]string{}, map[string][]string{}, map[int]Adjudicate{}
}

func (a *Enter) apply(r *Round, _ ledger.Entry) {
	b := r.batch(a.Batch, a.Station)
	b.Entered[a.Pair], b.By[a.Pair] = nil, a.By
	b.hands[a.Pair] = append(b.hands[a.Pair], r.signers(a.By)...)
	for _, s := range a.Sheets {
		b.Entered[a.Pair] = append(b.Entered[a.Pair], r.normal(s))
	}
	clear(b.Adjudicated)
}

// normal is a sheet with its marks in normal order, so that pairs do not differ in the order of their typing.
func (r *Round) normal(s ballot.Sheet) ballot.Sheet {
	return ballot.Sheet{Finding: s.Finding, Marks: r.Library.Paper.Normal(s.Marks)}
}

// Scan is what the QR codes of a batch said: the genuine sheets in order of their commitments (not of the pile), the
// trackers of electronic ballots that they supersede, in order, and how many papers were set aside, of which why: scans of
// the first release do not say. A paper that is set aside is no part of the entered sheets. A batch is scanned once: what
// was overlooked goes into another batch.
type Scan struct {
	Batch      int                 `json:"batch" limit:"100000"`
	Station    int                 `json:"station" kind:"station"`
	Genuine    []ballot.Commitment `json:"genuine" kind:"scan" form:"optional"`
	Superseded []string            `json:"superseded" form:"optional" limit:"20"`
	SetAside   int                 `json:"set_aside" form:"optional" limit:"50"`
	Aside
}

// Aside is why papers of a batch were set aside, how many for each reason.
type Aside struct {
	Unread  int `json:"unread,omitempty" form:"optional" limit:"50"`  // the code is damaged or none of ours: [ballot.ErrMalformed]
	Foreign int `json:"foreign,omitempty" form:"optional" limit:"50"` // of another poll: [ballot.ErrForeign]
	Unknown int `json:"unknown,omitempty" form:"optional" limit:"50"` // never printed: [ballot.ErrUnknownCredential]
	Void    int `json:"void,omitempty" form:"optional" limit:"50"`    // handed back before: [ballot.ErrVoid]
	Copied  int `json:"copied,omitempty" form:"optional" limit:"50"`  // met before: [ErrCopied]
}

// count counts one more, for that reason.
func (a *Aside) count(why error) {
	switch {
	case errors.Is(why, ballot.ErrForeign):
		a.Foreign++
	case errors.Is(why, ballot.ErrUnknownCredential):
		a.Unknown++
	case errors.Is(why, ballot.ErrVoid):
		a.Void++
	case errors.Is(why, ErrCopied):
		a.Copied++
	default:
		a.Unread++
	}
}

// Sum is how many papers have a reason.
func (a Aside) Sum() int { return a.Unread + a.Foreign + a.Unknown + a.Void + a.Copied }

func (a *Scan) check(r *Round) error {
	if err := r.checkScan(a); err != nil {
		return err
	}
	if err := r.checkGenuine(a.Genuine); err != nil {
		return &FieldError{"genuine", err}
	}
	if err := r.checkSuperseded(a.Superseded, r.spentAmong(a.Genuine)); err != nil {
		return &FieldError{"superseded", err}
	}
	if n := a.Sum(); n > 0 && n != a.SetAside {
		return &FieldError{"set_aside", fmt.Errorf("%w: %d / %d", ErrNumber, n, a.SetAside)}
	}
	return nil
}

// checkScan refuses a scan of a batch that is not to be scanned.
func (r *Round) checkScan(a *Scan) error {
	b := r.Count.Batches[a.Batch]
	switch {
	case !r.revealed():
		return fmt.Errorf("%w: 尚未开箱 / the box has not been opened", ErrFirst)
	case r.Stations[a.Station] == nil || b != nil && b.Station != a.Station:
		return &FieldError{"station", ErrNoSuch}
	case b != nil && (b.Sealed || b.Scanned != nil):
		return &FieldError{"batch", ErrDone}
	}
	return nil
}

// checkGenuine refuses sheets that were not printed, are void, or have been found before.
func (r *Round) checkGenuine(sheets []ballot.Commitment) error {
	if len(sheets) > ballot.MaxBatch {
		return fmt.Errorf("%w: %d > %d", ErrNumber, len(sheets), ballot.MaxBatch)
	}
	if !ascending(sheets, byBytes[ballot.Commitment]) {
		return ErrCopied
	}
	for _, c := range sheets {
		switch s, printed := r.Poll.sheets.get(c); {
		case !printed:
			return ballot.ErrUnknownCredential
		case s.void:
			return ballot.ErrVoid
		case s.batch > 0:
			return ErrCopied
		}
	}
	return nil
}

// checkSuperseded refuses trackers that are not those of as many opened ballots which still count.
func (r *Round) checkSuperseded(trackers []string, want int) error {
	if len(trackers) != want || !ascending(trackers, cmp.Compare[string]) {
		return fmt.Errorf("%w: %d / %d", ErrNumber, len(trackers), want)
	}
	for _, t := range trackers {
		if !r.Poll.opened.has(t) || r.Superseded(t) {
			return fmt.Errorf("%w: %s", ErrNoSuch, t)
		}
	}
	return nil
}

// spentAmong counts the sheets that were also spent electronically.
func (r *Round) spentAmong(sheets []ballot.Commitment) (n int) {
	for _, c := range sheets {
		if s, _ := r.Poll.sheets.get(c); s.spent {
			n++
		}
	}
	return n
}

func (a *Scan) apply(r *Round, _ ledger.Entry) {
	for _, c := range a.Genuine {
		r.Poll.change(c, func(s *sheet) { s.batch = uint32(a.Batch) })
	}
	r.Poll.supersede(r.Library.Paper, a.Superseded)
	a.found(r).addTo(r)
	r.batch(a.Batch, a.Station).Scanned = a
}

// found is what the scan says of each station's sheets.
func (a *Scan) found(r *Round) perStation {
	p := perStation{}
	for _, c := range a.Genuine {
		more := found{paper: 1}
		if s, _ := r.Poll.sheets.get(c); s.spent {
			more.both = 1
		}
		p.add(r.stationOf(c), more)
	}
	return p
}

func (a *Scan) again(r *Round) func(*Round) error {
	more := a.found(r)
	return func(r *Round) error {
		err := r.checkScan(a)
		if err == nil {
			more.addTo(r)
			r.batch(a.Batch, a.Station).Scanned = a
		}
		return err
	}
}

// Adjudicate decides a sheet on which the pairs differ: a third person does, before observers. Another decision on the
// same sheet supersedes it, as long as the batch is not sealed.
type Adjudicate struct {
	Batch     int          `json:"batch" kind:"batch" limit:"100000"`
	Place     int          `json:"place" limit:"50"` // in the batch, from 1
	Sheet     ballot.Sheet `json:"sheet" kind:"sheet"`
	Reason    string       `json:"reason" limit:"200"`
	Officer   string       `json:"officer" limit:"40" kind:"me"`
	Observers []string     `json:"observers" limit:"40"`
}

func (a *Adjudicate) check(r *Round) error {
	b := r.Count.Batches[a.Batch]
	switch {
	case b == nil:
		return &FieldError{"batch", ErrNoSuch}
	case b.Sealed:
		return &FieldError{"batch", ErrDone}
	case len(b.By) < 2:
		return fmt.Errorf("%w: 两组尚未都录入 / both pairs must have entered the batch", ErrFirst)
	case same(a.Officer, b.By["A"]) || same(a.Officer, b.By["B"]):
		return &FieldError{"officer", ErrThird}
	case !slices.Contains(ballot.Differences(b.Entered["A"], b.Entered["B"]), a.Place-1):
		return &FieldError{"place", ErrNoSuch}
	}
	if err := r.Library.Paper.CheckSheets([]ballot.Sheet{a.Sheet}); err != nil {
		return &FieldError{"sheet", err}
	}
	return nil
}

func (a *Adjudicate) apply(r *Round, _ ledger.Entry) {
	decided := *a
	decided.Sheet = r.normal(a.Sheet)
	r.Count.Batches[a.Batch].Adjudicated[a.Place] = decided
}

// SealBatch fixes a batch that both pairs have entered alike, or whose differences are adjudicated: from here on its
// sheets count, and all of them are public.
type SealBatch struct {
	Batch  int            `json:"batch" kind:"batch" limit:"100000"`
	Sheets []ballot.Sheet `json:"sheets" kind:"agreed" form:"optional"`
}

// Agreed are the sheets of a batch as both pairs have entered them, with what was adjudicated. Before both have it is
// [ErrFirst], before all differences are adjudicated [ErrDiffers].
func (b *Batch) Agreed() ([]ballot.Sheet, error) {
	if len(b.By) < 2 {
		return nil, fmt.Errorf("%w: 两组尚未都录入 / both pairs must have entered the batch", ErrFirst)
	}
	if open := b.Differences(); len(open) > 0 {
		return nil, fmt.Errorf("%w: %v", ErrDiffers, open)
	}
	n := max(len(b.Entered["A"]), len(b.Entered["B"]))
	out := make([]ballot.Sheet, n)
	copy(out, b.Entered["A"])
	for place, a := range b.Adjudicated {
		out[place-1] = a.Sheet
	}
	return out, nil
}

func (a *SealBatch) check(r *Round) error {
	b := r.Count.Batches[a.Batch]
	switch {
	case b == nil:
		return &FieldError{"batch", ErrNoSuch}
	case b.Sealed:
		return &FieldError{"batch", ErrDone}
	case b.Scanned == nil:
		return fmt.Errorf("%w: 尚未扫码 / its sheets have not been scanned", ErrFirst)
	}
	agreed, err := b.Agreed()
	if err != nil {
		return err
	}
	if len(ballot.Differences(agreed, a.Sheets)) > 0 {
		return &FieldError{"sheets", ErrDiffers}
	}
	if len(agreed) != len(b.Scanned.Genuine) {
		return &FieldError{"sheets", fmt.Errorf("%w: %d, %d", ErrSheets, len(b.Scanned.Genuine), len(agreed))}
	}
	return nil
}

func (a *SealBatch) apply(r *Round, e ledger.Entry) {
	b := r.Count.Batches[a.Batch]
	b.Sealed, b.Sheets, b.lastSeal = true, a.Sheets, e.N
}
