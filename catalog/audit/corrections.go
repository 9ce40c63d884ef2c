package audit

// Corrections: a corrected entry counts as its last correction has it, at its own place in the order. So entries that can
// be corrected wait until their step is over.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// corrects checks that an entry supersedes an earlier one of its own kind, which no other does, in time, and says why; and
// takes down what it puts in that one's place.
func (b *book) corrects(e entry, k kind) {
	f, n := b.found["corrections"], e.supersedes.N
	switch {
	case n >= int64(len(b.acts))-1 || strings.TrimSpace(e.supersedes.Why) == "":
		f.wrong("第 %d 条更正的记录不存在或没有原因 / entry %d supersedes nothing, or says not why", e.n, e.n)
		return
	case b.acts[n] != e.act:
		f.wrong("第 %d 条 %s 更正的第 %d 条是 %q / entry %d (%s) supersedes entry %d (%q)", e.n, e.act, n, b.acts[n], e.n, e.act, n, b.acts[n])
		return
	case b.superseded[n]:
		f.wrong("第 %d 条更正过两次 / entry %d is superseded twice", n, n)
		return
	case !k.mend || b.met(steps[k.step].closed):
		f.wrong("第 %d 条 %s 已不能更正 / entry %d (%s) corrects what cannot be corrected any more", e.n, e.act, e.n, e.act)
		return
	}
	f.note("第 %d 条更正第 %d 条：%s / entry %d corrects entry %d", e.n, n, e.supersedes.Why, e.n, n)
	first := n
	if earlier, ok := b.standsFor[n]; ok {
		first = earlier
	}
	b.superseded[n], b.standsFor[e.n], b.mended[first] = true, first, slices.Clone(e.body)
	b.signed[first] = append(b.signed[first], signer(e)...)
}

// settleStep takes the entries of a step that could be corrected until now.
func (b *book) settleStep(step int) {
	held := b.held[step]
	b.held[step] = nil
	for _, e := range held {
		if body, ok := b.mended[e.n]; ok {
			if field := changedField(kinds[e.act].kept, e.body, body); field != "" {
				b.found["corrections"].wrong("第 %d 条的更正改了不能改的 %s / the correction of entry %d changes %s", e.n, field, e.n, field)
			}
			b.others = append(signer(e), b.signed[e.n]...)
			e.body = body
		}
		b.take(e)
		b.others = nil
	}
}

// signer is the login that an entry tells as that of who made it; none, if it tells no such thing.
func signer(e entry) []string {
	var who struct{ Login, By string }
	err := json.Unmarshal(e.body, &who)
	if e.act == "count.enter" {
		who.Login = who.By
	}
	if err != nil || who.Login == "" {
		return nil // what cannot be read, take reports
	}
	return []string{who.Login}
}

// signedBy are all who had a hand in the entry that is being taken: whoever signs it as it stands, and where it was corrected
// whoever signed what gave way.
func (b *book) signedBy(login string) []string {
	return slices.DeleteFunc(append(slices.Clone(b.others), login), func(s string) bool { return s == "" })
}

// overlap tells whether somebody is among both.
func overlap(some, others []string) bool {
	return slices.ContainsFunc(some, func(s string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return same(s, o) })
	})
}

// changedField is one of the fields that differs between two records, or nothing.
func changedField(fields string, was, is []byte) string {
	before, err1 := object(was)
	after, err2 := object(is)
	if err1 != nil || err2 != nil {
		return "?"
	}
	value := func(members []member, key string) []byte {
		i := slices.IndexFunc(members, func(m member) bool { return m.key == key })
		if i < 0 {
			return nil
		}
		return members[i].value
	}
	for _, key := range strings.Fields(fields) {
		if !bytes.Equal(value(before, key), value(after, key)) {
			return key
		}
	}
	return ""
}

// take takes what an entry holds into the book.
func (b *book) take(e entry) {
	k := kinds[e.act]
	err := k.holds(e.body)
	if k.take != nil {
		err = errors.Join(err, k.take(b, e))
	}
	if err != nil {
		b.found["kinds"].wrong("第 %d 条读不懂 / entry %d (%s) cannot be read: %v", e.n, e.n, e.act, err)
	}
}

// holds refuses a record with other fields than those of its kind.
func (k kind) holds(body []byte) error {
	members, err := object(body)
	if err != nil {
		return err
	}
	known := strings.Fields(k.fields)
	for _, m := range members {
		if !slices.Contains(known, m.key) {
			return fmt.Errorf("不认识的字段 / unknown field %q", m.key)
		}
	}
	return nil
}
