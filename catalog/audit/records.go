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
	Fund int64        `json:"fund"` // fen
	Cap  int64        `json:"cap"`  // fen; 0: no cap
	Form ballot.Form  `json:"form"`
	Max  int          `json:"max_marks"`
	Sum  int64        `json:"sum"`
	Rule string       `json:"rule"`
	Ties []tally.Rung `json:"ties"`
}

type submit struct {
	Slip string `json:"slip"`
}

type merge struct {
	No   int `json:"no"`
	Into int `json:"into"`
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
	Project int `json:"project"`
}

type printRun struct {
	ballot.Run
	Officers []string `json:"officers"`
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
	Spends  []ballot.Spend      `json:"spends"`
	Voids   []ballot.Commitment `json:"voids"`
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
