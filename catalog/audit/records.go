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

	Assistance string `json:"assistance"` // who may help a voter: companion, staff, either; empty: not said

	EachEngineering  int64    `json:"each_engineering"` // fen, for one project of the kind; 0: Cap
	EachService      int64    `json:"each_service"`
	Proposers        []string `json:"proposers"`         // kinds of proposers; none: all of them
	ServiceProposers []string `json:"proposers_service"` // none: Proposers

	MinVotes    int64 `json:"min_votes"`
	Engineering int64 `json:"cap_engineering"` // fen, for all projects of the kind; 0: no cap
	Service     int64 `json:"cap_service"`
}

type submit struct {
	Slip string `json:"slip"`
	Kind string `json:"kind"`
	From string `json:"from"`
}

type merge struct {
	No   int `json:"no"`
	Into int `json:"into"`
}

type screen struct {
	No      int      `json:"no"`
	Reasons []string `json:"reasons"` // one a ground; empty where it does not apply
}

type survey struct {
	No   int  `json:"no"`
	Pass bool `json:"pass"`
}

type decide struct {
	No     int    `json:"no"`
	Result string `json:"result"`
}

type estimate struct {
	No     int    `json:"no"`
	Figure int64  `json:"figure"` // fen
	Group  string `json:"group"`
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
