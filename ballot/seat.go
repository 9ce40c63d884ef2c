package ballot

// Seat cards of a round table: the right to rank once, without a name.

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
)

// Seat is the right to rank once at a round table. Its secret exists on the printed card only, which bears no number and
// is drawn from a shuffled pile: the store keeps the [Commitment], and nothing that tells who holds the card.
type Seat struct {
	Secret [16]byte
}

const seatSigns = 26

// NewSeat draws a card's secret from random.
func NewSeat(random io.Reader) (s Seat, err error) {
	_, err = io.ReadFull(random, s.Secret[:])
	return s, err
}

// Code is the card as its QR carries it: 27 signs, the last a check sign.
func (s Seat) Code() string {
	code := encode(s.Secret[:], seatSigns)
	return code + string(checkSign(code))
}

// ParseSeat reads a card's code as typed or scanned, alone or at the end of an address; anything else is [ErrMalformed].
func ParseSeat(text string) (s Seat, err error) {
	if i := strings.LastIndexByte(strings.TrimRight(text, "/ \r\n\t"), '/'); i >= 0 {
		text = text[i+1:]
	}
	code := strings.TrimRight(Tidy(text), "/")
	if len(code) != seatSigns+1 {
		return s, fmt.Errorf("%w (%d/%d)", ErrMalformed, len(code), seatSigns+1)
	}
	b, ok := decode(code[:seatSigns], len(s.Secret))
	if !ok || checkSign(code[:seatSigns]) != code[seatSigns] {
		return s, ErrMalformed
	}
	return Seat{Secret: [16]byte(b)}, nil
}

// Commitment of the card in that round: SHA-256("linli1/seat" ‖ 00 ‖ round ‖ 00 ‖ HMAC-SHA256(secret, "linli1/seat" ‖ 00 ‖
// round)). It does not show the secret, and a card counts in no other round.
func (s Seat) Commitment(round string) Commitment {
	label := []byte("linli1/seat\x00" + round)
	mac := hmac.New(sha256.New, s.Secret[:])
	mac.Write(label)
	return sha256.Sum256(mac.Sum(append(label, 0)))
}
