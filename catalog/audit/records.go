package audit

// The published records, as far as the audit needs them.

import (
	"encoding/json"

	"linli/ballot"
	"linli/tally"
)

type create struct {
	ID     string          `json:"id"`
	Scheme json.RawMessage `json:"scheme"`
}

type scheme struct {
	Fund    int64        `json:"fund"` // fen
	Cap     int64        `json:"cap"`  // fen; 0: no cap
	Grounds []string     `json:"grounds"`
	Form    ballot.Form  `json:"form"`
	Max     int          `json:"max_marks"`
	Sum     int64        `json:"sum"`
	Rule    string       `json:"rule"`
	Ties    []tally.Rung `json:"ties"`
}

type submit struct {
	Slip string `json:"slip"`
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
	No     int   `json:"no"`
	Figure int64 `json:"figure"` // fen
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

type settle struct {
	ballot.Account
	Officers []string `json:"officers"`
	Reason   string   `json:"reason"`
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
