package catalog

// The nine identities of the accounts, as they stand at any moment: which hold, which differ and by how much, and which
// nobody can know yet.

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linli/ballot"
)

// Identity is one of the sums by which the sheets of a station, or of all of them, are accounted for.
type Identity struct {
	Name  string // I1 to I9
	State Standing
	Says  string // its numbers, 中文 / English
}

// Standing is how an identity stands.
type Standing string

// Standings of an identity.
const (
	Holds   Standing = "holds"   // 相符
	Pending Standing = "pending" // 未到
	Differs Standing = "differs" // 不符
)

// known is an identity whose numbers are all there.
func known(name string, holds bool, says string, args ...any) Identity {
	i := Identity{name, Differs, fmt.Sprintf(says, args...)}
	if holds {
		i.State = Holds
	}
	return i
}

// pending is one of which something is not there yet; alarm says that what is there cannot come right any more.
func pending(name string, alarm bool, says string, args ...any) Identity {
	i := Identity{name, Pending, fmt.Sprintf(says, args...)}
	if alarm {
		i.State = Differs
	}
	return i
}

// Identities are those of one station, I1 to I5, I7 and I9 (I6 and I8 are of the whole poll, see [Round.PollIdentities]).
// now is what roll and box know of it; once the station is settled its account speaks for itself.
func (r *Round) Identities(station int, now Known) []Identity {
	s := r.Stations[station]
	if s == nil {
		return nil
	}
	a := r.asItStands(s, now)
	return []Identity{
		r.printedIs(s, a, now), r.issuedIs(s, a, now), r.papersIs(station, a), r.spentIs(s, a, now), leftIs(s), r.findingsIs(station), r.pairsIs(station),
	}
}

// asItStands is the settled account of a station, or what is known of it.
func (r *Round) asItStands(s *StationState, now Known) ballot.Account {
	if s.Account != nil {
		return *s.Account
	}
	pile := s.LastPile()
	a := ballot.Account{Station: s.Number, CheckIns: now.CheckIns + now.Envelopes, Exchanged: pile.Exchanged, Destroyed: pile.Destroyed}
	a = r.Account(a)
	a.Electronic, a.Spoiled = max(a.Electronic, now.Electronic), max(a.Spoiled, now.Voids)
	a.Unused = a.Printed - a.Destroyed - a.Issued()
	return a.Settle()
}

// printedIs is I1: printed = unused + destroyed + issued.
func (r *Round) printedIs(s *StationState, a ballot.Account, now Known) Identity {
	if s.Account == nil {
		return pending("I1", a.Unused < 0, "印制 %d，已发 %d，销毁 %d，票堆里应有 %d，待清点 / printed %[1]d, issued %[2]d, destroyed %[3]d, %[4]d should be in the pile, to be counted", a.Printed, a.Issued(), a.Destroyed, a.Unused)
	}
	return known("I1", a.Printed == a.Unused+a.Destroyed+a.Issued(), "印制 %d = 未用 %d + 销毁 %d + 发出 %d / printed %[1]d = unused %[2]d + destroyed %[3]d + issued %[4]d", a.Printed, a.Unused, a.Destroyed, a.Issued())
}

// issuedIs is I2: issued = people + exchanged + closed envelopes, and no more exchanged than came back.
func (r *Round) issuedIs(s *StationState, a ballot.Account, now Known) Identity {
	says := fmt.Sprintf("发出 %d = 登记 %d + 换发 %d + 未拆信封 %d，作废 %d / issued %[1]d = checked in %[2]d + exchanged %[3]d + closed envelopes %[4]d, spoiled %[5]d", a.Issued(), a.CheckIns, a.Exchanged, a.Rejected, a.Spoiled)
	if s.Account == nil {
		return pending("I2", a.Exchanged > a.Spoiled, "%s", says)
	}
	return known("I2", a.Exchanged <= a.Spoiled, "%s", says)
}

// papersIs is I3: papers in the boxes of the station = those that count + those set aside.
func (r *Round) papersIs(station int, a ballot.Account) Identity {
	sealed, genuine, aside, open := 0, 0, 0, 0
	for _, b := range r.Count.Batches {
		switch {
		case b.Station != station:
		case !b.Sealed:
			open++
		default:
			sealed, genuine, aside = sealed+len(b.Sheets), genuine+len(b.Scanned.Genuine), aside+b.Scanned.SetAside
		}
	}
	if open > 0 || !r.revealed() {
		return pending("I3", false, "箱内纸票还在点，%d 批未封 / papers are being counted, batches open: %[1]d", open)
	}
	return known("I3", sealed == genuine, "箱内纸票 %d = 有效 %d + 搁置 %d / papers in the box %[1]d = genuine %[2]d + set aside %[3]d", sealed+aside, genuine, aside)
}

// spentIs is I4: issued = spoiled + electronic + paper − both + closed envelopes + not returned, which is never negative.
func (r *Round) spentIs(s *StationState, a ballot.Account, now Known) Identity {
	says := fmt.Sprintf("发出 %d = 作废 %d + 电子 %d + 纸质 %d − 重复 %d + 未拆信封 %d + 未交回 %d / issued %[1]d = spoiled %[2]d + electronic %[3]d + paper %[4]d − both %[5]d + closed envelopes %[6]d + not returned %[7]d",
		a.Issued(), a.Spoiled, a.Electronic, a.Paper, a.Both, a.Rejected, a.NotReturned)
	if s.Account == nil {
		return pending("I4", a.NotReturned < 0 && !now.Out, "%s", says)
	}
	return known("I4", a.NotReturned >= 0, "%s", says)
}

// leftIs is I5: no sheet that was left over was cast.
func leftIs(s *StationState) Identity {
	switch {
	case s.Account == nil:
		return pending("I5", false, "封箱后列出未用选票的张号，再与投出的选票比对 / the numbers of unused sheets are listed after the close and compared")
	case len(s.Alarms) > 0:
		return known("I5", false, "%s", alarmed(s.Alarms))
	case len(s.Unused) == 0 && s.Account.Unused > 0:
		return pending("I5", false, "未用 %d 张没有列出张号 / the numbers of the %[1]d unused sheets are not listed", s.Account.Unused)
	}
	return known("I5", true, "未用 %d 张，没有一张被投过 / unused sheets: %[1]d, none of which was cast", s.Account.Unused)
}

// findingsIs is I7: papers = marked + blank + invalid, by what was found on each.
func (r *Round) findingsIs(station int) Identity {
	n, all := map[ballot.Finding]int{}, 0
	for _, b := range r.Count.Batches {
		if b.Station != station || !b.Sealed {
			continue
		}
		for _, s := range b.Sheets {
			n[s.Finding]++
			all++
		}
	}
	if !r.revealed() || r.openBatches(station) > 0 {
		return pending("I7", false, "已点纸票 %d / papers counted so far: %[1]d", all)
	}
	invalid := 0
	for _, f := range ballot.Invalid {
		invalid += n[f]
	}
	return known("I7", all == n[ballot.Marked]+n[ballot.Blank]+invalid, "有效纸票 %d = 选了项目 %d + 空白 %d + 无效 %d / papers %[1]d = marked %[2]d + blank %[3]d + invalid %[4]d", all, n[ballot.Marked], n[ballot.Blank], invalid)
}

func (r *Round) openBatches(station int) (n int) {
	for _, b := range r.Count.Batches {
		if b.Station == station && !b.Sealed {
			n++
		}
	}
	return n
}

// pairsIs is I9: both pairs have entered each batch alike, or a third person has decided.
func (r *Round) pairsIs(station int) Identity {
	var differ []string
	sealed, open := 0, 0
	for _, no := range slices.Sorted(maps.Keys(r.Count.Batches)) {
		switch b := r.Count.Batches[no]; {
		case b.Station != station:
		case b.Sealed:
			sealed++
		default:
			if open++; len(b.By) == 2 && len(b.Differences()) > 0 {
				differ = append(differ, strconv.Itoa(no))
			}
		}
	}
	switch {
	case len(differ) > 0:
		return known("I9", false, "第 %[1]s 批两组录入不一致，待裁定 / the pairs differ in batch %[1]s", strings.Join(differ, "、"))
	case open > 0 || !r.revealed():
		return pending("I9", false, "已封 %d 批，未封 %d 批 / batches sealed: %[1]d, open: %[2]d", sealed, open)
	}
	return known("I9", true, "%d 批都由两组各自录入，一致或已裁定 / batches: %[1]d, each entered by two pairs, alike or adjudicated", sealed)
}

// PollIdentities are those of the whole poll: I6 (every published ballot was opened, and is in the box) and I8 (marks on
// the ballots that count are no more than the paper has room for).
func (r *Round) PollIdentities(inBox int) []Identity {
	p := &r.Poll
	if !r.closedPoll() || !r.revealed() {
		return []Identity{
			pending("I6", p.Published > inBox, "箱内电子票 %d，已公布哈希 %d / ballots in the box: %[1]d, hashes published: %[2]d", inBox, p.Published),
			pending("I8", false, "开箱后核对 / checked once the box is open"),
		}
	}
	return []Identity{
		known("I6", p.Published == p.Ballots && p.Revealed == p.Ballots && p.spent == p.Ballots, "公布 %d = 开启 %d = 用过的选票 %d = 箱内 %d / published %[1]d = opened %[2]d = sheets used %[3]d = in the box %[4]d",
			p.Published, p.Revealed, p.spent, p.Ballots),
		r.roomIs(),
	}
}

// roomIs is I8: ballots × marks allowed = marks made + marks left.
func (r *Round) roomIs() Identity {
	c, err := r.Contest()
	if err != nil {
		return known("I8", false, "%v", err)
	}
	var made int64
	for _, n := range c.Counts.Marked {
		made += n
	}
	room := int64(c.Counts.Ballots) * int64(r.Library.Paper.Max)
	return known("I8", made <= room, "选票 %d × 可选 %d = 已选 %d + 少选 %d / ballots %[1]d × marks allowed %[2]d = marks made %[3]d + marks left %[4]d", c.Counts.Ballots, r.Library.Paper.Max, made, room-made)
}
