package main

// This file is the verb letters: the letters of thanks of a round in one file.

import "linli/kiosk"

type lettersCmd struct {
	printed
}

// Help is shown by linli letters --help.
func (c *lettersCmd) Help() string {
	return "每位未入选项目的提议人一封，写明真实的理由；最前面是目录，每封信下方是送达回执。信里有姓名，请妥善保管这个文件。只读数据，不作任何改动。\n\n" +
		"One letter for each proposer whose proposal was not funded, with the true reason; a list of contents comes first, and every letter ends with a receipt to be " +
		"signed at the door. The file holds names: keep it safe. The data are read and never changed."
}

// Run prints the letters that have been issued.
func (c *lettersCmd) Run(e env) error { return c.print(e, kiosk.PrintLetters) }
