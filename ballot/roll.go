package ballot

// The roll of a poll: who has received a sheet, as keyed hashes on sorted pages.

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"linli/ballot/store"
)

// Refusals of the roll.
var (
	// ErrCheckedIn: this person has already received a sheet.
	ErrCheckedIn = errors.New("此人已经领过选票 / this person has already received a sheet")
	// ErrIdentifier: too short to tell people apart.
	ErrIdentifier = errors.New("请输入完整的手机号或名册编号 / enter the whole phone number or roll entry")
	// ErrStation: no sheet can be of such a station, see [Serial].
	ErrStation = errors.New("投票站编号不对 / no such station number")
)

// Roll keeps who has received a sheet in a poll, and at which station: HMAC-SHA256 of the normalised identifier under
// a secret that lies outside the store. No name, no number, no serial, and no time of a person: hours are counted, see
// [Turnout].
//
// People lie on pages, each a sorted set of 500 to some 1,100; a poll of fewer than 1,000 has one. Where a person lies
// depends on who is on the roll, never on who came single. The version of a page tells when somebody of it came last.
// So neither place nor version tells an order of check-ins that could be laid beside that of casts: even with the roll
// key, who has the store's items joins a person to a sheet no better than 1/k over the k people of the station; in a
// poll of several pages, to the sheet after which a page was written last, no better than over that page's people of
// the station. A station of very few people is few; give it a store of its own or more people, not more records.
//
// What else could tell the order is not in the items but behind them:
//   - bbolt leaves an earlier page in the file until its place is needed. After kill -9 or a power cut the last page or
//     two can be read beside the present one, and so the last person or two; more of them if a backup was being made,
//     for meanwhile no place is used again. linli serve makes roll.db anew at its orderly end, as do linli archive and
//     linli check --compact; a backup holds no earlier page. So start and stop once more after a crash, and encrypt the
//     disk, which may keep the bytes of the file that was.
//   - Two copies of the store taken at different times tell who came between: keep few backups, and destroy the earlier.
//   - etcd keeps every revision until it is compacted, the bytes until the member is defragmented, and the last entries
//     in its raft log and snapshots. Let it compact every few minutes (--auto-compaction-retention), defragment after
//     the close, and replace the members' folders, one after the other, when the poll is archived.
//
// While a part of the roll is out at a station without network (see [Part]), provisional envelopes have numbers, and beside
// them lie the hashes of those who hold them: who has those items, the roll key and the envelope itself knows whose it is.
// A merge takes the hashes away, and leaves which numbers were opened.
//
// Give it a store of its own, so that these and its key can be destroyed apart from the ballots.
type Roll struct {
	store store.Store
	poll  string
	key   []byte
	turn  chan struct{} // held by the check-in under way: those of one process do not conflict
}

// NewRoll returns the roll of that poll; key is the roll key, at least 16 bytes. Use one for all check-ins of a process.
func NewRoll(s store.Store, poll string, key []byte) *Roll {
	return &Roll{s, poll, key, make(chan struct{}, 1)}
}

// CheckIn records that the person receives a sheet at the station, and returns the station. The second time, wherever it
// is, it returns the station of the single and [ErrCheckedIn]; of any number of racing check-ins of one person, in all
// processes, exactly one succeeds. Conflicts are tried again until ctx ends. Refusals: [ErrIdentifier], [ErrStation];
// [ErrHome] with the station whose part of the roll is out, see [Roll.Part].
// [store.ErrUnknown]: it may have been recorded; then the next try is ErrCheckedIn with this station.
func (r *Roll) CheckIn(ctx context.Context, identifier string, station int, now time.Time) (int, error) {
	hash, err := r.hash(identifier)
	if err != nil {
		return 0, err
	}
	if station < 1 || station > maxStation {
		return 0, fmt.Errorf("%w: %d (1-%d)", ErrStation, station, maxStation)
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	defer func() { <-r.turn }()
	for {
		at, err := r.enter(ctx, person{hash, station}, now.UTC().Truncate(time.Hour))
		if !errors.Is(err, store.ErrConflict) {
			return at, err
		}
	}
}

// enter tries once to put a person on the roll. [store.ErrConflict]: others have written meanwhile.
func (r *Roll) enter(ctx context.Context, p person, hour time.Time) (int, error) {
	in, err := r.index(ctx)
	if err != nil {
		return 0, err
	}
	bits := in.page(p.hash)
	at, err := r.page(ctx, in, bits)
	if err != nil {
		return 0, err
	}
	place, found := at.people.find(p.hash)
	if found {
		return at.people[place].station, ErrCheckedIn
	}
	out, err := r.away(ctx)
	if err != nil {
		return 0, err
	}
	if home := out.home(p.hash); home > 0 {
		return home, ErrHome
	}
	checks := []store.Check{{Key: r.indexKey(), Ver: in.ver}, {Key: r.pageKey(bits), Ver: at.ver}, {Key: r.singleKey(p.hash)}, r.awayCheck(out)}
	_, err = r.store.Commit(ctx, checks, r.ops(in, bits, at.people.with(place, p), p.station, hour))
	switch {
	case err == nil:
		return p.station, nil
	case !errors.Is(err, store.ErrConflict):
		return 0, err
	}
	switch station, found, err := r.single(ctx, p.hash); {
	case err != nil:
		return 0, err
	case found:
		return station, ErrCheckedIn
	}
	return 0, store.ErrConflict
}

// hash is what the roll keeps of an identifier.
func (r *Roll) hash(identifier string) (h [32]byte, err error) {
	id := normal(identifier)
	if utf8.RuneCountInString(id) < 4 {
		return h, ErrIdentifier
	}
	m := hmac.New(sha256.New, r.key)
	m.Write([]byte("linli1/roll\x00" + r.poll + "\x00" + id))
	m.Sum(h[:0])
	return h, nil
}

// SameIdentifier tells whether two numbers, however each was typed, are one identifier; what is too short to be one is not.
func SameIdentifier(a, b string) bool {
	id := normal(a)
	return utf8.RuneCountInString(id) >= 4 && id == normal(b)
}

// normal is the one form of an identifier, however it was typed: letters and digits only, narrow and upper case,
// and a mobile number without the country's code.
func normal(identifier string) string {
	id := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(identifier))
	for _, code := range []string{"0086", "86"} {
		rest, ok := strings.CutPrefix(id, code)
		if ok && len(rest) == 11 && rest[0] == '1' && strings.Trim(rest, "0123456789") == "" {
			return rest
		}
	}
	return id
}
