package ballot

// The credential on a sheet: how it is drawn, printed, read again and committed to.

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
)

// Refusals of a credential.
var (
	// ErrMalformed: not the code of any sheet.
	ErrMalformed = errors.New("选票码不完整或有错字，请重新扫描 / this is not a complete ballot code, scan it again")
	// ErrForeign: the code of a sheet of another poll.
	ErrForeign = errors.New("这张选票不属于本次投票 / this sheet belongs to another poll")
	// ErrUnknownCredential: the code of a sheet that was never printed for this poll.
	ErrUnknownCredential = errors.New("没有印发过这张选票 / no such sheet has been printed")
)

// Serial numbers a sheet for people: bundles, spoiled sheets, unused piles. It gives no right to vote.
type Serial struct {
	Station int // 1 to 63
	Number  int // 1 to 262143 within the station
}

const maxStation, maxNumber = 1<<6 - 1, 1<<18 - 1

func (s Serial) bits() uint32 { return uint32(s.Station)<<18 | uint32(s.Number) }
func (s Serial) valid() bool {
	return s.Station >= 1 && s.Station <= maxStation && s.Number >= 1 && s.Number <= maxNumber
}
func serialOf(v uint32) Serial { return Serial{int(v >> 18), int(v & maxNumber)} }

// String is the serial as printed: station, number, check sign, as in 03-0417-T. The check sign finds every wrong
// digit and every swap of two neighbouring digits.
func (s Serial) String() string {
	text := fmt.Sprintf("%02d%04d", s.Station, s.Number)
	return text[:2] + "-" + text[2:] + "-" + string(digitSign(text))
}

// digitSign is the check sign of decimal digits.
func digitSign(digits string) byte {
	signs := []byte(digits)
	for i, d := range signs {
		signs[i] = alphabet[d-'0']
	}
	return checkSign(string(signs))
}

// Credential is the right to cast once. Its secret exists on the paper only: the store keeps the [Commitment].
type Credential struct {
	Tag    [2]byte // of the poll, see [PollTag]
	Serial Serial
	Secret [16]byte
}

// PollTag tells the sheets of one poll from those of others at a glance; the commitment does so for certain.
func PollTag(poll string) [2]byte {
	sum := sha256.Sum256([]byte("linli1/poll\x00" + poll))
	return [2]byte(sum[:2])
}

// NewCredential draws a secret from random for the sheet of that serial; one that is out of range is [ErrRun].
func NewCredential(poll string, serial Serial, random io.Reader) (Credential, error) {
	c := Credential{Tag: PollTag(poll), Serial: serial}
	if !serial.valid() {
		return c, fmt.Errorf("%w: %d-%d", ErrRun, serial.Station, serial.Number)
	}
	_, err := io.ReadFull(random, c.Secret[:])
	return c, err
}

const codeBytes, codeSigns = 2 + 3 + 16, 34

// Code is the credential as the QR carries it: 35 signs, the last a check sign.
func (c Credential) Code() string {
	b := append([]byte{}, c.Tag[:]...)
	v := c.Serial.bits()
	b = append(b, byte(v>>16), byte(v>>8), byte(v))
	s := encode(append(b, c.Secret[:]...), codeSigns)
	return s + string(checkSign(s))
}

// ParseCode reads a code as typed or scanned, alone or at the end of an address; anything else is [ErrMalformed].
func ParseCode(text string) (Credential, error) {
	var c Credential
	if i := strings.LastIndexByte(strings.TrimRight(text, "/ \r\n\t"), '/'); i >= 0 {
		text = text[i+1:]
	}
	s := strings.TrimRight(Tidy(text), "/")
	if len(s) != codeSigns+1 {
		return c, fmt.Errorf("%w (%d/%d)", ErrMalformed, len(s), codeSigns+1)
	}
	b, ok := decode(s[:codeSigns], codeBytes)
	if !ok || checkSign(s[:codeSigns]) != s[codeSigns] {
		return c, ErrMalformed
	}
	c.Tag = [2]byte(b)
	c.Serial = serialOf(uint32(b[2])<<16 | uint32(b[3])<<8 | uint32(b[4]))
	c.Secret = [16]byte(b[5:])
	if !c.Serial.valid() {
		return c, ErrMalformed
	}
	return c, nil
}

// proof is what a sheet proves in one poll: HMAC-SHA256 under its secret, one label for each purpose.
type proof struct {
	mac  hash.Hash
	text []byte
	tail []byte // of every text: poll and serial
}

func (c Credential) in(poll string) *proof {
	p := &proof{mac: hmac.New(sha256.New, c.Secret[:]), text: make([]byte, 0, 128)}
	p.tail = append(append(make([]byte, 0, len(poll)+6), 0), poll...)
	p.tail = binary.BigEndian.AppendUint32(append(p.tail, 0), c.Serial.bits())
	return p
}

func (p *proof) derive(label string) []byte {
	p.text = append(append(append(p.text[:0], "linli1/"...), label...), p.tail...)
	p.mac.Reset()
	p.mac.Write(p.text)
	return p.mac.Sum(nil)
}

const commitmentBytes = 32

// Commitment is what the store and the manifest know of a sheet: SHA-256 over label, poll, serial and the sheet's
// spend secret. It shows neither the secret nor, to one who lacks it, the sheet's tracker.
type Commitment [commitmentBytes]byte

// Commitment of the credential in that poll.
func (c Credential) Commitment(poll string) Commitment { return c.in(poll).commitment() }

func (p *proof) commitment() Commitment {
	secret := p.derive("spend")
	p.text = append(append(append(p.text[:0], "linli1/commit"...), p.tail...), secret...)
	return sha256.Sum256(p.text)
}

// MarshalText writes the commitment in hexadecimal.
func (c Commitment) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(c[:])), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Commitment) UnmarshalText(b []byte) error { return unhex(c[:], b) }

func unhex(dst, text []byte) error {
	if hex.DecodedLen(len(text)) != len(dst) {
		return fmt.Errorf("ballot: %d hexadecimal digits, want %d", len(text), 2*len(dst))
	}
	_, err := hex.Decode(dst, text)
	return err
}

const trackerSigns = 12

// Tracker is the sheet's name on the public list of opened ballots: 12 signs for 56 bits. The voter can derive
// it from the paper, nobody else can.
func (c Credential) Tracker(poll string) string {
	return encode(c.in(poll).tracker(), trackerSigns)
}

func (p *proof) tracker() []byte { return p.derive("tracker")[:trackerBytes] }

// record is the sheet's packed record of marks in normal order.
func (p *proof) record(marks Marks) []byte {
	b := append(make([]byte, 0, marksAt+1+2*len(marks)), p.tracker()...)
	return marks.pack(append(b, p.derive("salt")[:saltBytes]...))
}

// digest tells a repeated cast from another one, and nothing to a reader of the store: SHA-256 over the sheet's retry
// secret and the ballot's hash.
func (p *proof) digest(h Hash) Hash {
	secret := p.derive("retry")
	p.text = append(append(append(p.text[:0], "linli1/digest\x00"...), secret...), h[:]...)
	return sha256.Sum256(p.text)
}
