package ballot

// The code of a proposer's slip.

import (
	"fmt"
	"io"
)

const slipSigns = 9

// NewSlip draws the code of a proposer's slip: 10 signs, the last a check sign. It follows a proposal, and gives no
// right to vote.
func NewSlip(random io.Reader) (string, error) {
	var b [5]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	s := encode(b[:], slipSigns)
	return s + string(checkSign(s)), nil
}

// ParseSlip reads a slip's code as typed or scanned; anything else is [ErrMalformed].
func ParseSlip(text string) (string, error) {
	s := Tidy(text)
	if len(s) != slipSigns+1 {
		return "", fmt.Errorf("%w (%d/%d)", ErrMalformed, len(s), slipSigns+1)
	}
	if _, ok := decode(s[:slipSigns], 5); !ok || checkSign(s[:slipSigns]) != s[slipSigns] {
		return "", ErrMalformed
	}
	return s, nil
}
