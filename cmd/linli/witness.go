package main

// This file is the verb witness: an outsider who remembers the checkpoints of a ledger and signs them too.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
	"linli/catalog/audit"
)

type witnessCmd struct {
	URL   string `arg:"" help:"一届的网址，如 http://127.0.0.1:8080/r/2026。/ The address of a round."`
	State string `placeholder:"FILE" help:"记住所见的检查点；默认在用户数据文件夹。/ Where seen checkpoints are remembered; by default in the user's data folder."`
	Key   string `placeholder:"FILE" help:"见证人自己的签名密钥，没有就新建；默认在用户数据文件夹。/ The witness's own signing key, made if absent; by default in the user's data folder."`
	Log   string `placeholder:"KEY" help:"台账的公钥，如墙上张贴的；不给则第一次向服务器要。/ The ledger's verifier key, as posted on the wall; else the server is asked for it the first time."`
}

// Help is shown by linli witness --help.
func (c *witnessCmd) Help() string {
	return `取来签名的检查点，核对签名，并核对它是从上次所见的台账长出来的；记住它，联署，打印，并交给服务器与检查点一同公布。
改写过或分叉的台账会被拒绝：两个检查点都打印出来作为证据，返回 1，不记也不签。请由街道以外的人、在自己的电脑上定时运行。

Fetches the signed checkpoint, verifies that it grew out of what was seen before, remembers it, signs it too, prints it and hands it to the
server. A rewritten or forked ledger is refused: both checkpoints are printed as evidence, exit 1, nothing is remembered or signed. To be run
regularly by someone who is not the organiser, on a machine of their own.`
}

// errFork: the server shows another ledger than it showed before.
var errFork = errors.New("台账被改写或分叉：与以前所见对不上 / the ledger was rewritten or forked: it does not continue what was seen before")

// Run looks once; again if another run has looked at the same time.
func (c *witnessCmd) Run(e env) error {
	base := strings.TrimRight(c.URL, "/")
	signer, own, err := c.signer()
	if err != nil {
		return err
	}
	var cosigned []byte
	for range maxLooks {
		if cosigned, err = c.once(e, base, signer); !errors.Is(err, errMoved) {
			break
		}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "见证公钥 / the witness's key: %s\n", own)
	fmt.Fprintf(e.stdout, "%s", cosigned)
	if err := hand(e.ctx, base+"/cosign", own+"\n\n"+string(cosigned)); err != nil {
		fmt.Fprintf(e.stderr, "服务器没有收下联署 / the server did not take the signature: %v\n", err)
	}
	return nil
}

const maxLooks = 5

// once verifies, remembers and signs the checkpoint as it is now. It is remembered before anybody gets the signature.
func (c *witnessCmd) once(e env, base string, signer note.Signer) (cosigned []byte, err error) {
	seen, err := openSeen(c.State)
	if err != nil {
		return nil, err
	}
	signed, err := fetchText(e.ctx, base+"/checkpoint")
	if err != nil {
		return nil, err
	}
	now, err := c.look(e, base, signed, seen)
	if err != nil {
		return nil, err
	}
	if cosigned, err = cosign([]byte(signed), now.key, signer); err != nil {
		return nil, err
	}
	if err := seen.put(now.origin, audit.Seen{Key: now.key, Size: now.size, Root: now.root}); err != nil {
		return nil, err
	}
	fmt.Fprintf(e.stderr, "与以前所见一致，%d 条记录 / consistent, %d entries: %s\n", now.size, now.size, now.origin)
	return cosigned, nil
}

// look verifies a checkpoint against what was seen before, or refuses it.
func (c *witnessCmd) look(e env, base, signed string, seen *seenFile) (now looked, err error) {
	origin, _, _ := strings.Cut(signed, "\n")
	if origin != originAt(base) {
		return now, fmt.Errorf("%w: %s: %q", errElsewhere, base, origin)
	}
	before, known := seen.get(origin)
	now = looked{key: c.Log, origin: origin}
	switch {
	case known && c.Log != "" && c.Log != before.Key:
		return now, fmt.Errorf("%w: 以前的公钥 / the key before: %s", errFork, before.Key)
	case known:
		now.key = before.Key
	case c.Log == "":
		key, err := fetchText(e.ctx, base+"/key")
		if err != nil {
			return now, err
		}
		now.key = strings.TrimSuffix(key, "\n")
	}
	point, err := ledger.OpenCheckpoint([]byte(signed), now.key)
	if err != nil {
		return now, fmt.Errorf("%w（%s）", err, now.key)
	}
	now.size, now.root = point.Size, point.Root
	if !known {
		return now, nil
	}
	if err := grown(e.ctx, base, before, now); err != nil {
		fmt.Fprintf(e.stdout, "以前所见 / seen before: %s\n%d\n%s\n\n现在 / now:\n%s", origin, before.Size, before.Root, signed)
		return now, err
	}
	return now, nil
}

// looked is what a witness sees of a ledger.
type looked struct {
	origin, key string
	size        int64
	root        tlog.Hash
}

// grown refuses, with [errFork], a tree that does not begin with what was seen before.
func grown(ctx context.Context, base string, before audit.Seen, now looked) error {
	switch {
	case now.size < before.Size:
		return fmt.Errorf("%w: %d < %d", errFork, now.size, before.Size)
	case now.size == before.Size:
		if now.root != before.Root {
			return fmt.Errorf("%w: %d", errFork, now.size)
		}
		return nil
	case before.Size == 0:
		return nil
	}
	query := url.Values{"from": {strconv.FormatInt(before.Size, 10)}, "to": {strconv.FormatInt(now.size, 10)}}
	answer, err := fetchText(ctx, base+"/proof?"+query.Encode())
	if err != nil {
		return err
	}
	proof, err := ledger.ParseProof(answer)
	if err == nil {
		err = tlog.CheckTree(proof, now.size, now.root, before.Size, before.Root)
	}
	if err != nil {
		return fmt.Errorf("%w: %d → %d: %v", errFork, before.Size, now.size, err)
	}
	return nil
}

// signer reads the witness's key, or makes it; own is its verifier key.
func (c *witnessCmd) signer() (_ note.Signer, own string, err error) {
	path := c.Key
	if path == "" {
		dir, err := defaultDir("linli-seen")
		if err != nil {
			return nil, "", err
		}
		path = filepath.Join(dir, "witness.key")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, "", err
	}
	key, err := secret(path, func() ([]byte, error) {
		key, _, err := note.GenerateKey(systemRandom, "linli-witness")
		return []byte(key), err
	})
	if err != nil {
		return nil, "", err
	}
	if own, err = ledger.VerifierKey(string(key)); err != nil {
		return nil, "", err
	}
	signer, err := note.NewSigner(string(key))
	return signer, own, err
}

// cosign adds the witness's signature to a checkpoint, of which it keeps the ledger's own.
func cosign(signed []byte, key string, signer note.Signer) ([]byte, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: n.Text, Sigs: n.Sigs}, signer)
}

const maxText = 1 << 20

// fetchText fetches a short text.
func fetchText(ctx context.Context, url string) (string, error) {
	body, err := fetch(ctx, url)
	if err != nil {
		return "", err
	}
	defer body.Close()
	b, err := io.ReadAll(io.LimitReader(body, maxText))
	return string(b), err
}

// hand posts a text.
func hand(ctx context.Context, url, body string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "text/plain; charset=utf-8")
	done, err := answer(req)
	if err != nil {
		return err
	}
	return done.Close()
}
