// Package demo plays a whole round of one invented community through the same code that residents use.
//
// What is said and done lies in demo.toml; who votes for what is drawn from the seed. Electronic ballots go through
// the HTTP server of the running program; paper goes through the count. Same seed, same outcome.
package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"linli/kiosk"
)

// script is demo.toml. Amounts are yuan.
type script struct {
	Round      about
	Staff      []member
	Opinion    []opinion
	Training   []training
	Proposal   []*proposal
	Table      table
	Station    []station
	Objection  []objection
	Milestone  []milestone
	Evaluation []evaluation
}

type about struct {
	ID, Name, Community, Street, District, Address, Scope, Process, Method string
	Phone                                                                  string
	Year                                                                   int
	Fund, Cap                                                              int64
	MaxMarks                                                               int      `toml:"max_marks"`
	NoticeDays                                                             int      `toml:"notice_days"`
	Supervision                                                            string   `toml:"supervision_phone"`
	Website                                                                string   `toml:"website_note"`
	WhoVotes                                                               string   `toml:"who_votes"`
	Proposers                                                              []string // who may propose, as the scheme names them: the preset's, and committees
	Carry                                                                  string   `toml:"carry_over"`
}

type member struct{ Login, Name, Role string }

type opinion struct{ On, From, Text, Answer string }

type training struct {
	Date, Topic, Who string
	Attended         int
}

type proposal struct {
	Key, Channel, Proposer, Phone, Title, Place, Kind, Text, Benefits, Remains, Improve string

	From         string `toml:"proposer_kind"`
	Cost         int64
	DuplicateOf  string `toml:"duplicate_of"`
	DuplicateWhy string `toml:"duplicate_why"`
	Ground       int
	GroundWhy    string `toml:"ground_why"`
	Review       string // as the proposer asks for it
	ReviewWhy    string `toml:"review_why"`
	SurveyFail   string `toml:"survey_fail"`
	Table        string
	TableWhy     string `toml:"table_why"`
	Discussion   string
	Survey       string
	Department   string
	Low, High    int64
	Estimate     int64
	Basis        string
	ChangedText  string `toml:"changed_text"`
	ChangeWhy    string `toml:"change_why"`
	Merged       []string
	Popularity   int
	Tie          string
	Carry        bool

	no   int // in the round
	slip string
}

type table struct {
	Date, Place, Moderator, Recorder string
	Observers, Attendance            []string
}

type station struct {
	Number                              int
	Name, Address, Hours, Access, Phone string
	Sheets                              int
}

type objection struct {
	DaysAfter    int    `toml:"days_after"`
	From         string `toml:"from_kind"`
	Text, Answer string
}

type milestone struct {
	Project, Due, Done, Text, Contractor string
	Contract, Paid                       int64
	Photo                                string `toml:"photo_note"`
}

type evaluation struct {
	Project, Remark  string
	Surveyed         int
	VerySatisfied    int `toml:"very_satisfied"`
	Satisfied        int
	Neutral          int
	Dissatisfied     int
	VeryDissatisfied int `toml:"very_dissatisfied"`
}

//go:embed demo.toml
var text []byte

// read reads the script. Proposers' names are taken out of everything but the proposer's own field: the rest goes into
// the ledger, where no name belongs.
func read() (*script, error) {
	var named script
	if err := decode(text, &named); err != nil {
		return nil, err
	}
	var pairs []string
	for _, p := range named.Proposal {
		if p.From == "resident" {
			pairs = append(pairs, p.Proposer, "提议人")
		}
	}
	hide := strings.NewReplacer(pairs...)
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "proposer = ") && !strings.Contains(line, "代表 ") {
			line = hide.Replace(line)
		}
		lines = append(lines, line)
	}
	var s script
	if err := decode([]byte(strings.Join(lines, "")), &s); err != nil {
		return nil, err
	}
	t := &s.Table
	t.Moderator, t.Recorder = surname(t.Moderator), surname(t.Recorder)
	for _, list := range [][]string{t.Observers, t.Attendance} {
		for i := range list {
			list[i] = surname(list[i])
		}
	}
	return &s, nil
}

func decode(text []byte, s *script) error {
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(s); err != nil {
		return fmt.Errorf("demo.toml: %w", err)
	}
	return nil
}

// surname leaves role and surname of "role name".
func surname(s string) string {
	role, name, ok := strings.Cut(s, " ")
	if r := []rune(name); ok && len(r) > 0 {
		return role + " " + string(r[0]) + "**"
	}
	return s
}

// Staff are the members of the staff of the invented community, and the round that they work on.
func Staff() (members []kiosk.Member, round string, err error) {
	s, err := read()
	if err != nil {
		return nil, "", err
	}
	for _, m := range s.Staff {
		members = append(members, kiosk.Member{Login: m.Login, Name: m.Name, Role: m.Role})
	}
	return members, s.Round.ID, nil
}
