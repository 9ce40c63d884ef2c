package ballot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
)

// Roll keeps who has received a sheet in a poll: one key a person, HMAC-SHA256 of the normalised identifier under a
// secret that lies outside the store, with the station and the hour. No name, no number, no serial.
//
// Give it a store of its own: in one that the box shares, the versions of the items would tell the order of check-ins
// among the casts. In its own store they still tell the order of check-ins, which resembles that of casts where people
// cast at once, until the poll is archived.
type Roll struct {
	store store.Store
	poll  string
	key   []byte
}

// NewRoll returns the roll of that poll; key is the roll key, at least 16 bytes.
func NewRoll(s store.Store, poll string, key []byte) *Roll { return &Roll{s, poll, key} }

// CheckIn is where and in which hour a person received a sheet.
type CheckIn struct {
	Station int       `json:"station"`
	Hour    time.Time `json:"hour"` // UTC, whole hours
}

func (r *Roll) prefix() string { return "roll/" + r.poll + "/" }

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

func (r *Roll) entry(identifier string) ([]byte, error) {
	id := normal(identifier)
	if utf8.RuneCountInString(id) < 4 {
		return nil, ErrIdentifier
	}
	m := hmac.New(sha256.New, r.key)
	m.Write([]byte("linli1/roll\x00" + r.poll + "\x00" + id))
	return []byte(r.prefix() + hex.EncodeToString(m.Sum(nil))), nil
}

// CheckIn records that the person receives a sheet. The second time, at whatever station, it returns what the first
// recorded and [ErrCheckedIn]; of any number of racing check-ins of one person exactly one succeeds.
// [store.ErrUnknown]: it may have been recorded; then the next try is ErrCheckedIn with this station and hour.
func (r *Roll) CheckIn(ctx context.Context, identifier string, station int, now time.Time) (CheckIn, error) {
	key, err := r.entry(identifier)
	if err != nil {
		return CheckIn{}, err
	}
	in := CheckIn{Station: station, Hour: now.UTC().Truncate(time.Hour)}
	val, err := json.Marshal(in)
	if err != nil {
		return in, err
	}
	_, err = r.store.Commit(ctx, []store.Check{{Key: key}}, []store.Op{{Key: key, Val: val}})
	switch {
	case err == nil:
		return in, nil
	case !errors.Is(err, store.ErrConflict):
		return CheckIn{}, err
	}
	it, err := r.store.Get(ctx, key)
	switch {
	case err != nil:
		return CheckIn{}, err
	case it.Ver == 0:
		return CheckIn{}, store.ErrUnknown
	}
	if err := json.Unmarshal(it.Val, &in); err != nil {
		return in, fmt.Errorf("%w: roll: %v", store.ErrDamaged, err)
	}
	return in, ErrCheckedIn
}

// Each calls fn for every check-in of the poll, in no meaningful order.
func (r *Roll) Each(ctx context.Context, fn func(CheckIn)) error {
	prefix := []byte(r.prefix())
	return r.store.Scan(ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		var in CheckIn
		if err := json.Unmarshal(it.Val, &in); err != nil {
			return fmt.Errorf("%w: roll: %v", store.ErrDamaged, err)
		}
		fn(in)
		return nil
	})
}
