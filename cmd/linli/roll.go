package main

// This file is the verb roll: the clerk's screen of a station without network.

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"linli/ballot"
	"linli/catalog"
)

type rollCmd struct {
	Part string `arg:"" help:"名册分册，在工作台的投票站页面取得。/ The part of the roll, from the station's page at the desk." type:"existingfile"`
	Key  string `help:"名册密钥文件 roll.key，放在另一个优盘上。/ The file of the roll key, on another stick." required:"" type:"existingfile"`
}

// Help is shown by linli roll --help.
func (c *rollCmd) Help() string {
	return "没有网络的投票站用：一行输入一个手机号或名册编号，立即回答可以领票、已经领过，还是领第几号暂存信封。每答一次，分册先存好再显示。" +
		"收站后把分册交回工作台合并，再销毁。\n\n" +
		"For a station without network. Type a phone number or roll entry a line: it answers whether the person may have a sheet, has had one, or gets a provisional " +
		"envelope, and which. The part is safe on the disk before the answer is shown. Afterwards merge it at the desk, and destroy it."
}

// Run answers line by line until the input ends.
func (c *rollCmd) Run(e env) error {
	raw, err := os.ReadFile(c.Part)
	if err != nil {
		return err
	}
	p, err := ballot.ParsePart(raw)
	if err != nil {
		return err
	}
	key, err := readKey(c.Key)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d 号站，名册上 %d 人 / station %d, %d people on its part\n", p.Station, len(p.Homes), p.Station, len(p.Homes))
	lines := bufio.NewScanner(e.stdin)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		number, refused := p.CheckIn(key, lines.Text())
		if refused == nil {
			if err := keepPart(c.Part, p); err != nil {
				return err
			}
		}
		fmt.Fprintf(e.stdout, "%s\n已发 %d，暂存信封 %d / handed out %d, envelopes %d\n\n", rollAnswer(p, number, refused), len(p.In), len(p.Envelopes), len(p.In), len(p.Envelopes))
	}
	return lines.Err()
}

// rollAnswer is the answer to one line.
func rollAnswer(p ballot.Part, number int, refused error) string {
	switch {
	case errors.Is(refused, ballot.ErrEnvelope):
		return fmt.Sprintf("✕ 已经领过暂存信封 %[1]s / has envelope %[1]s already", catalog.EnvelopeCode(p.Station, number))
	case errors.Is(refused, ballot.ErrCheckedIn):
		return "✕ 已经领过选票 / has received a sheet already"
	case refused != nil:
		return "? " + refused.Error()
	case number > 0:
		return fmt.Sprintf("✉ 不在本站分册：发暂存信封 %[1]s / not on this part: give envelope %[1]s", catalog.EnvelopeCode(p.Station, number))
	}
	return "✓ 可以领票 / may receive a sheet"
}

// keepPart writes the part beside the file and puts it in its place, so that there is always a whole one.
func keepPart(path string, p ballot.Part) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	_, err = f.Write(p.Bytes())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
