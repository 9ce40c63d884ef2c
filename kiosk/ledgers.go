package kiosk

// Ledgers (台账): lists that are views of a round's records, never typed, the same on a page and in a file.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/workbook"
)

// Listing is one list of a round.
type Listing struct {
	Name   string // in addresses, as in "proposals"
	Public bool   // whether outsiders may have it, without the columns of persons

	columns []column
	dated   string // key of the column that since and until go by; empty: none
	rows    func(context.Context, *catalog.Live, *listed) error
}

// column is a column of a list.
type column struct {
	key    string
	kind   workbook.Kind
	width  float64
	of     []string // if not nil, cells are one of these codes, told by the words words.CODE
	words  string
	find   bool // it may be searched by a part of its text
	person bool // it tells of persons: only for those who may see proposers
}

// Asked is which list is asked for, by whom, and which of its rows.
type Asked struct {
	Name   string
	Lang   lang.Lang
	Where  map[string]string // see [Listing.Filters]; empty values do not filter
	People bool              // with names and phones
	Staff  bool              // also those that are not public
}

// Refusals of a list.
var (
	// ErrListing: there is no such list, or not for outsiders.
	ErrListing = errors.New("没有这本台账 / there is no such ledger")
	// ErrFilter: a filter that the list does not have, or a value that it never has.
	ErrFilter = errors.New("台账不能这样筛选 / the ledger cannot be filtered so")
)

// Listings are all lists, in the order of the eight steps.
var Listings = slices.Concat(needListings, proposalListings, approvalListings, projectListings, modelListings, stationListings)

// listing finds a list, or fails with [ErrListing].
func listing(name string, staff bool) (Listing, error) {
	for _, x := range Listings {
		if x.Name == name && (x.Public || staff) {
			return x, nil
		}
	}
	return Listing{}, fmt.Errorf("%w: %q", ErrListing, name)
}

// Filters are the names by which the rows can be filtered: columns of which one value or a part of the text is wanted;
// since and until, dates that are included; q, a part of any text in the row.
func (x Listing) Filters() (names []string) {
	for _, c := range x.columns {
		if c.of != nil || c.find {
			names = append(names, c.key)
		}
	}
	if x.dated != "" {
		names = append(names, "since", "until")
	}
	return append(names, "q")
}

// listed collects the rows of a list. Cells are as in [workbook.Table], a code where the column has codes, and a whom
// where it tells of a person.
type listed struct {
	lang lang.Lang
	all  [][]any
}

func (v *listed) add(cells ...any) { v.all = append(v.all, cells) }

// whom stands for a proposer's personal data until they are looked up.
type whom struct {
	ref   string
	phone bool
}

// inRound makes rows from the state of a round alone.
func inRound(fill func(*catalog.Round, *listed)) func(context.Context, *catalog.Live, *listed) error {
	return func(_ context.Context, l *catalog.Live, v *listed) error {
		l.Read(func(r *catalog.Round) { fill(r, v) })
		return nil
	}
}

// LedgerTable is a list of a round as it is asked for. Refusals: [ErrListing], [ErrFilter].
func LedgerTable(ctx context.Context, l *catalog.Live, a Asked) (workbook.Table, error) {
	x, err := listing(a.Name, a.Staff)
	if err != nil {
		return workbook.Table{}, err
	}
	if err := x.checked(a.Where); err != nil {
		return workbook.Table{}, err
	}
	v := &listed{lang: a.Lang}
	if err := x.rows(ctx, l, v); err != nil {
		return workbook.Table{}, err
	}
	t := workbook.Table{Title: lang.T(a.Lang, "ledgers."+x.Name)}
	for _, c := range x.columns {
		if !c.person || a.People {
			t.Columns = append(t.Columns, workbook.Column{Key: c.key, Title: x.head(a.Lang, c), Kind: c.kind, Width: c.width})
		}
	}
	known := persons{ctx: ctx, live: l, lang: a.Lang, met: map[string]catalog.Person{}}
	for _, row := range v.all {
		if !x.coded(row, a.Where) {
			continue
		}
		told, err := x.told(row, a, &known)
		if err != nil {
			return workbook.Table{}, err
		}
		if found(told, a.Where["q"]) {
			t.Rows = append(t.Rows, told)
		}
	}
	return t, nil
}

// checked refuses filters that the list does not have.
func (x Listing) checked(where map[string]string) error {
	names := x.Filters()
	for _, name := range slices.Sorted(maps.Keys(where)) {
		value := where[name]
		if !slices.Contains(names, name) {
			return fmt.Errorf("%w: %s（%s）", ErrFilter, name, strings.Join(names, ", "))
		}
		if value == "" {
			continue
		}
		for _, c := range x.columns {
			if c.key == name && c.of != nil && !slices.Contains(c.of, value) {
				return fmt.Errorf("%w: %s=%s（%s）", ErrFilter, name, value, strings.Join(c.of, ", "))
			}
		}
		if name == "since" || name == "until" {
			if _, err := time.Parse(time.DateOnly, value); err != nil {
				return fmt.Errorf("%w: %s=%s（2026-10-01）", ErrFilter, name, value)
			}
		}
	}
	return nil
}

// head is the head of a column in words, with the unit.
func (x Listing) head(l lang.Lang, c column) string {
	text := c.key
	for _, key := range []string{"field." + c.key, "ledgers.column." + c.key, "ledgers." + x.Name + "." + c.key} {
		if lang.Has(key) {
			text = lang.T(l, key)
		}
	}
	if c.kind == workbook.Money {
		text += lang.T(l, "ledgers.yuan")
	}
	return text
}

// coded tells whether a row, as it was collected, is wanted by its columns.
func (x Listing) coded(row []any, where map[string]string) bool {
	for i, c := range x.columns {
		text, _ := row[i].(string)
		want := where[c.key]
		switch {
		case c.of != nil && want != "" && text != want,
			c.find && !holds(text, want),
			c.key == x.dated && where["since"] != "" && text < where["since"],
			c.key == x.dated && where["until"] != "" && (text == "" || text > where["until"]):
			return false
		}
	}
	return true
}

// holds tells whether a text has a part, in capitals or not.
func holds(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(part)))
}

// found tells whether any text of a row has a part.
func found(row []any, part string) bool {
	return part == "" || slices.ContainsFunc(row, func(cell any) bool {
		text, is := cell.(string)
		return is && holds(text, part)
	})
}

// told is a row in words, without what is not for the one who asks.
func (x Listing) told(row []any, a Asked, known *persons) (out []any, err error) {
	for i, c := range x.columns {
		cell := row[i]
		if c.person && !a.People {
			continue
		}
		if w, is := cell.(whom); is {
			if cell, err = known.tell(w); err != nil {
				return nil, err
			}
		}
		if code, is := cell.(string); is && c.of != nil && code != "" {
			cell = lang.T(a.Lang, c.words+"."+code)
		}
		out = append(out, cell)
	}
	return out, nil
}

// persons looks up personal data, each once.
type persons struct {
	ctx  context.Context
	live *catalog.Live
	lang lang.Lang
	met  map[string]catalog.Person
}

// tell is a name or a phone; of whoever was erased, that.
func (p *persons) tell(w whom) (any, error) {
	who, met := p.met[w.ref]
	if !met {
		found, ok, err := proposer(p.ctx, p.live, w.ref)
		if err != nil {
			return nil, err
		}
		if who = found; !ok {
			who.Name = lang.T(p.lang, "proposal.erased")
		}
		p.met[w.ref] = who
	}
	if w.phone {
		return who.Phone, nil
	}
	return who.Name, nil
}
