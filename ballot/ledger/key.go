package ledger

// The two halves of a signing key.

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// ErrKey: text that is not a signing key.
var ErrKey = errors.New("签名密钥的格式不对 / not a signing key")

// VerifierKey is the public half of a signing key, both as package note writes them. Other text is [ErrKey].
func VerifierKey(signing string) (string, error) {
	signer, err := note.NewSigner(signing)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrKey, err)
	}
	parts := strings.SplitN(signing, "+", 5) // PRIVATE+KEY+name+hash+base64 of algorithm and seed
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return "", ErrKey
	}
	return note.NewEd25519VerifierKey(signer.Name(), ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey))
}
