package audit

// The published records, as far as the audit needs them.

import (
	"encoding/json"

	"linli/ballot"
	"linli/tally"
)

type create struct {
	ID     string          `json:"id"`
	Of     string          `json:"rehearsal_of"`
	Scheme json.RawMessage `json:"scheme"`
}

type scheme struct {
	Fund    int64        `json:"fund"` // fen
	Cap     int64        `json:"cap"`  // fen; 0: no cap
	Grounds []string     `json:"grounds"`
	Form    ballot.Form  `json:"form"`
	Max     int          `json:"max_marks"`
	Sum     int64        `json:"sum"`
	Limit   int64        `json:"limit"` // fen, for the projects on one ballot; 0: no limit
	Rule    string       `json:"rule"`
	Ties    []tally.Rung `json:"ties"`

	List       string `json:"list"`        // positive: a proposal must be of a class; else a ground keeps it out
	ReviewDays int    `json:"review_days"` // working days; 0: five

	Route    string `json:"route"`    // council; else the residents vote
	Quorum   int    `json:"quorum"`   // per cent of the council's members
	Majority string `json:"majority"` // of the council, see [scheme.needs]

	Assistance string `json:"assistance"` // who may help a voter: companion, staff, either; empty: not said

	EachEngineering  int64    `json:"each_engineering"` // fen, for one project of the kind; 0: Cap
	EachService      int64    `json:"each_service"`
	ProposeFrom      string   `json:"propose_from"` // dates between which proposals are handed in; empty: no limit
	ProposeTo        string   `json:"propose_to"`
	Proposers        []string `json:"proposers"`         // kinds of proposers; none: all of them
	ServiceProposers []string `json:"proposers_service"` // none: Proposers

	TableQuorum int `json:"table_quorum"` // people at the round table; 0: not said

	Cofunding      []string `json:"cofunding"`  // kinds of payers beside the fund
	SplitMost      int64    `json:"split_most"` // fen, for a project that is split over years
	SplitYears     int      `json:"split_years"`
	Packages       string   `json:"packages"`   // allowed: urgent ones above the cap come in packages
	Tiers          []tier   `json:"tiers"`      // who approves what was decided; none: nobody
	FastBelow      int64    `json:"fast_below"` // fen
	FastUrgent     string   `json:"fast_urgent"`
	CrossCommunity string   `json:"cross_community"` // who takes a project of several communities
	CrossStreet    string   `json:"cross_street"`

	MinVotes    int64 `json:"min_votes"`
	Engineering int64 `json:"cap_engineering"` // fen, for all projects of the kind; 0: no cap
	Service     int64 `json:"cap_service"`

	NeedFit string `json:"need_fit"` // asked: the fit with the needs library is judged before the screening
}

type submit struct {
	Slip string `json:"slip"`
	Kind string `json:"kind"`
	From string `json:"from"`

	Need      int    `json:"need"`
	FromRound string `json:"from_round"` // carried over from it
	FromNo    int    `json:"from_no"`

	Channel string `json:"channel"`
	Date    string `json:"date"`    // on which it was handed in on paper; empty: that of the entry
	Meeting int    `json:"meeting"` // number of its seminar; 0: none
}

type listNeeds struct {
	Round string     `json:"round"`
	IDs   []string   `json:"ids"`
	Needs []struct{} `json:"needs"`
}

type closeNeed struct {
	No  int    `json:"no"`
	How string `json:"how"`
}

type judgeFit struct {
	No   int  `json:"no"`
	Fits bool `json:"fits"`
}

type merge struct {
	No   int `json:"no"`
	Into int `json:"into"`
}

type screen struct {
	No      int      `json:"no"`
	Applies []string `json:"applies"` // yes or no, one a ground; none in exports of the first release
	Reasons []string `json:"reasons"` // one a ground; empty where it does not apply
	Why     string   `json:"why"`     // of no class of a positive list
	Login   string   `json:"login"`
}

type confirm struct {
	No    int    `json:"no"`
	Agree bool   `json:"agree"`
	Why   string `json:"why"`
	Login string `json:"login"`
}

type survey struct {
	No    int    `json:"no"`
	Date  string `json:"date"`
	Pass  bool   `json:"pass"`
	Login string `json:"login"` // none in exports of the first release
}

type notify struct {
	No     int    `json:"no"`
	Date   string `json:"date"`
	Until  string `json:"until"`
	Waived bool   `json:"waived"`
}

type askReview struct {
	No   int    `json:"no"`
	Date string `json:"date"`
	Due  string `json:"due"`
}

type review struct {
	No     int    `json:"no"`
	Uphold bool   `json:"uphold"`
	Why    string `json:"why"`
	Login  string `json:"login"`
}

type refer struct {
	No   int    `json:"no"`
	Date string `json:"date"`
	Days int    `json:"days"`
	Due  string `json:"due"`
}

type decide struct {
	No     int    `json:"no"`
	Result string `json:"result"`
	voices
}

// voices are who took no part in a decision of the round table, and the votes of the others.
type voices struct {
	Recused []string `json:"recused,omitempty"`
	For     int      `json:"votes_for,omitempty"`
	Against int      `json:"votes_against,omitempty"`
	Abstain int      `json:"abstain,omitempty"`
}

type mergeAtTable struct {
	No   int `json:"no"`
	Into int `json:"into"`
	voices
}

type meet struct {
	Present []string `json:"present"` // roles and surnames
}

type arrive struct {
	Who      string `json:"who"`
	Proposed []int  `json:"proposed,omitempty"`
}

type seats struct {
	Commitments []ballot.Commitment `json:"commitments"`
}

type openRanking struct {
	Items []int `json:"items"`
}

type prefer struct {
	Rankings []preference `json:"rankings,omitempty"`
}

type preference struct {
	Card  ballot.Commitment `json:"card"`
	Order []int             `json:"order"` // best first
}

type hands struct {
	No    int `json:"no"`
	Hands int `json:"hands"`
}

type rank struct {
	Order []int `json:"order"`
}

type estimate struct {
	No        int     `json:"no"`
	Figure    int64   `json:"figure"` // fen
	Group     string  `json:"group"`
	Cofunding []payer `json:"cofunding"`
	Parts     []int64 `json:"parts"` // fen
	Urgent    string  `json:"urgent"`
	Package   string  `json:"package"`
}

type payer struct {
	Kind string `json:"kind"` // sponsor or residents
	Fen  int64  `json:"fen"`
}

type grant struct {
	No     int    `json:"no"`
	Body   string `json:"body"`
	Number string `json:"number"`
	By     string `json:"by"`
}

type part struct {
	FromRound   string  `json:"from_round"`
	FromProject int     `json:"from_project"`
	Body        string  `json:"body"`
	Kind        string  `json:"kind"`
	Parts       []int64 `json:"parts"` // fen
	Part        int     `json:"part"`  // from 2
}

type revoke struct {
	Project int `json:"project"`
}

type forward struct {
	No   int    `json:"no"`
	To   string `json:"to"` // street or district
	Body string `json:"body"`
}

type approving struct {
	Project  int    `json:"project"`
	Date     string `json:"date"`
	Body     string `json:"body"`
	Days     int    `json:"days"`
	Due      string `json:"due"`
	Approved bool   `json:"approved"`
	Number   string `json:"number"`
	Why      string `json:"why"`
}

type freeze struct {
	Seed  string `json:"seed"`
	Drawn bool   `json:"drawn"`
}

type withdraw struct {
	Project int    `json:"project"`
	Why     string `json:"why"`
}

type printRun struct {
	Station     int                 `json:"station"`
	First       int                 `json:"first"`
	Commitments []ballot.Commitment `json:"commitments"`
	Officers    []string            `json:"officers"`
}

type beginRehearsal struct {
	Sheets   int           `json:"sheets"`
	Expected ballot.Totals `json:"expected"`
}

type endRehearsal struct {
	Counted  ballot.Totals `json:"counted"`
	Wiped    int           `json:"wiped"` // items of the store
	Codes    []string      `json:"codes"`
	Why      string        `json:"why"`
	Officers []string      `json:"officers"`
}

type assist struct {
	Station    int      `json:"station"`
	Blind      int      `json:"blind"`
	Illiterate int      `json:"illiterate"`
	Disabled   int      `json:"disabled"`
	Elderly    int      `json:"elderly"`
	Companion  int      `json:"companion"`
	Staff      int      `json:"staff"`
	Officers   []string `json:"officers"`
}

type openPoll struct {
	Officers []string `json:"officers"`
}

type closePoll struct {
	Officers []string `json:"officers"`
	Ballots  int      `json:"ballots"`
	Voids    int      `json:"voids"`
}

type publish struct {
	Hashes []ballot.Hash `json:"hashes"`
}

type reveal struct {
	Records []ballot.Record     `json:"records"`
	Spends  []spend             `json:"spends"`
	Voids   []ballot.Commitment `json:"voids"`
}

type spend struct {
	Commitment ballot.Commitment `json:"commitment"`
	Via        ballot.Via        `json:"via"`
}

type enter struct {
	Batch   int            `json:"batch"`
	Station int            `json:"station"`
	Pair    string         `json:"pair"`
	Sheets  []ballot.Sheet `json:"sheets"`
	By      string         `json:"by"`
}

type scan struct {
	Batch      int                 `json:"batch"`
	Station    int                 `json:"station"`
	Genuine    []ballot.Commitment `json:"genuine"`
	Superseded []string            `json:"superseded"`
	SetAside   int                 `json:"set_aside"`
	Unread     int                 `json:"unread"` // of those set aside; none of the five in exports of the first release
	Foreign    int                 `json:"foreign"`
	Unknown    int                 `json:"unknown"`
	Void       int                 `json:"void"`
	Copied     int                 `json:"copied"`
}

type adjudicate struct {
	Batch   int          `json:"batch"`
	Place   int          `json:"place"` // from 1
	Sheet   ballot.Sheet `json:"sheet"`
	Reason  string       `json:"reason"`
	Officer string       `json:"officer"`
}

type sealBatch struct {
	Batch  int            `json:"batch"`
	Sheets []ballot.Sheet `json:"sheets"`
}

type reopen struct {
	Batch    int      `json:"batch"`
	Reason   string   `json:"reason"`
	Officers []string `json:"officers"`
}

type settle struct {
	ballot.Account
	Officers        []string `json:"officers"`
	Reason          string   `json:"reason"`
	UnusedSheets    []string `json:"unused_sheets,omitempty"` // ranges of their numbers
	DestroyedSheets []string `json:"destroyed_sheets,omitempty"`
}

type draw struct {
	Seed      string   `json:"seed"`
	How       string   `json:"how"`
	Witnesses []string `json:"witnesses"`
	Officers  []string `json:"officers"`
}

type decided struct {
	Seed string `json:"seed"`
	Hash string `json:"hash"`
}

type letter struct {
	No int `json:"no"`
}

type work struct {
	Project int `json:"project"`
}
