package ledger

// Checkpoints as others read them: the text of a signed note.

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is what a ledger's signed note says.
type Checkpoint struct {
	Origin string // names the ledger, see [Origin]
	Size   int64
	Root   tlog.Hash
	More   []string // what was signed with them, a line each
}

// Origin is the first line of the checkpoints of the ledger of that name.
func Origin(name string) string { return "linli/" + name }

// ErrCheckpoint: a checkpoint that is not well formed, or not signed by the key that it should be signed by.
var ErrCheckpoint = errors.New("检查点的格式或签名不对 / the checkpoint is not well formed or not signed by this key")

// Text is the checkpoint as the text of a note.
func (c Checkpoint) Text() string {
	text := fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
	for _, line := range c.More {
		text += line + "\n"
	}
	return text
}

// ParseCheckpoint reads the text of a note; what [Checkpoint.Text] does not write is [ErrCheckpoint].
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || lines[0] == "" {
		return Checkpoint{}, ErrCheckpoint
	}
	c := Checkpoint{Origin: lines[0], More: lines[3:]}
	var err error
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 {
		return c, fmt.Errorf("%w: size", ErrCheckpoint)
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil || c.Text() != text {
		return c, fmt.Errorf("%w: root", ErrCheckpoint)
	}
	return c, nil
}

// OpenCheckpoint reads a signed checkpoint, or fails with [ErrCheckpoint] if that key has not signed it. Signatures by
// other keys are not looked at.
func OpenCheckpoint(signed []byte, key string) (Checkpoint, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %v", ErrCheckpoint, err)
	}
	if !strings.HasPrefix(key, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash())) { // one key has one text
		return Checkpoint{}, fmt.Errorf("%w: %s", ErrCheckpoint, key)
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %v", ErrCheckpoint, err)
	}
	for _, sig := range append(n.Sigs, n.UnverifiedSigs...) { // one signature has one text
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("%w: %v", ErrCheckpoint, err)
		}
	}
	return ParseCheckpoint(n.Text)
}
