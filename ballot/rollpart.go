package ballot

// The part of a roll that a station without network keeps in a file, and the answers that it gives its clerk.

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Part is the part of a roll with which a station works on its own: keyed hashes as in [Roll], and nothing else of
// anybody. The people whose home station it is get a sheet there and nowhere else, as long as the part is out; everybody
// else gets a sheet in a numbered provisional envelope, which is opened or stays closed when the part has come back.
//
// The file tells which envelope is whose to one who has the roll key: keep the key on another stick, and destroy the file
// once the part is merged.
type Part struct {
	Linli     string  `json:"linli"` // "roll-part-1"
	Poll      string  `json:"poll"`
	ID        string  `json:"id"`
	Station   int     `json:"station"`
	First     int     `json:"first"`     // number of its first envelope
	Homes     []keyed `json:"homes"`     // in order
	In        []keyed `json:"in"`        // of the homes, those who have received a sheet; in order, which tells no order of coming
	Envelopes []keyed `json:"envelopes"` // of others, by number
}

// keyed is an identifier as the roll keeps it.
type keyed [32]byte

// MarshalText writes hexadecimal digits.
func (k keyed) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(k[:])), nil }

// UnmarshalText reads what MarshalText writes.
func (k *keyed) UnmarshalText(text []byte) error {
	if len(text) != 2*len(k) || bytes.ContainsAny(text, "ABCDEF") {
		return fmt.Errorf("%w: %q", ErrPart, clip(text))
	}
	_, err := hex.Decode(k[:], text)
	return err
}

func clip(text []byte) []byte { return text[:min(len(text), 80)] }

func byKeyed(a, b keyed) int { return bytes.Compare(a[:], b[:]) }

// Refusals of a part.
var (
	// ErrPart: a file that is no part, or of another poll, or that the roll does not know.
	ErrPart = errors.New("这不是本届名册的离线分册 / this is no part of this poll's roll")
	// ErrEnvelope: this person has received a sheet in a provisional envelope.
	ErrEnvelope = errors.New("此人已经领过暂存信封 / this person has already received a provisional envelope")
)

const (
	partForm = "roll-part-1"
	// MaxHomes is the most people of all parts that are out together.
	MaxHomes = 5_000
	// MaxEnvelopes is the most envelopes of one part.
	MaxEnvelopes = 2_000
)

// Bytes are the file: JSON on one line.
func (p Part) Bytes() []byte {
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err) // plain data
	}
	return append(raw, '\n')
}

// ParsePart reads what [Part.Bytes] writes and nothing else; [ErrPart].
func ParsePart(raw []byte) (p Part, err error) {
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("%w: %w", ErrPart, err)
	}
	ok := p.Linli == partForm && p.Poll != "" && p.ID != "" && p.Station >= 1 && p.Station <= maxStation && p.First >= 1 &&
		len(p.Homes) <= MaxHomes && len(p.Envelopes) <= MaxEnvelopes && p.First <= 1<<30 &&
		allInOrder(p.Homes) && allInOrder(p.In) && !slices.ContainsFunc(p.In, func(k keyed) bool { return !p.isHome(k) })
	if !ok || !bytes.Equal(p.Bytes(), raw) {
		return p, fmt.Errorf("%w: %s", ErrPart, p.ID)
	}
	return p, nil
}

// allInOrder tells whether hashes stand in order, none twice.
func allInOrder(all []keyed) bool {
	for i := 1; i < len(all); i++ {
		if byKeyed(all[i-1], all[i]) >= 0 {
			return false
		}
	}
	return true
}

func (p *Part) isHome(k keyed) bool {
	_, home := slices.BinarySearchFunc(p.Homes, k, byKeyed)
	return home
}

// CheckIn records that the person receives a sheet: with number 0 as anybody does, else in the provisional envelope of
// that number. key is the roll key. Refusals: [ErrIdentifier]; [ErrCheckedIn]; [ErrEnvelope] with the number of the
// first; [ErrPart] when the part has no more envelopes. The caller keeps the file before the sheet is handed out.
func (p *Part) CheckIn(key []byte, identifier string) (number int, err error) {
	hash, err := (&Roll{poll: p.Poll, key: key}).hash(identifier)
	if err != nil {
		return 0, err
	}
	k := keyed(hash)
	if p.isHome(k) {
		at, found := slices.BinarySearchFunc(p.In, k, byKeyed)
		if found {
			return 0, ErrCheckedIn
		}
		p.In = slices.Insert(p.In, at, k)
		return 0, nil
	}
	if i := slices.Index(p.Envelopes, k); i >= 0 {
		return p.First + i, ErrEnvelope
	}
	if len(p.Envelopes) == MaxEnvelopes {
		return 0, fmt.Errorf("%w: %d", ErrPart, MaxEnvelopes)
	}
	p.Envelopes = append(p.Envelopes, k)
	return p.First + len(p.Envelopes) - 1, nil
}
