package main

// This file is the verb scheme: the programmes that linli knows, and the check of a scheme that an office has written.

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"linli/catalog"
	"linli/catalog/preset"
)

type schemeCmd struct {
	Preset schemePresetCmd `cmd:"" help:"印出一个方案样本，连同每一项的出处。/ Print a programme's scheme with the source of each field."`
	Check  schemeCheckCmd  `cmd:"" help:"检查一份方案文件，逐行说明全部错误。/ Check a scheme's file and explain every fault with its line."`
}

// Help is shown by linli scheme --help.
func (c *schemeCmd) Help() string {
	names := strings.Join(preset.Names(), ", ")
	return "方案样本 / programmes: " + names + "\n" +
		"把样本存成文件，改成本社区的，检查无误后在工作台“开始一届”上传。\n" +
		"Save a programme as a file, make it your community's, check it, and found the round from it on the desk."
}

type schemePresetCmd struct {
	Name string `arg:"" optional:"" help:"样本的名称；不写：列出全部。/ Its name; none: list them."`
}

// Run prints.
func (c *schemePresetCmd) Run(e env) error {
	if c.Name != "" {
		p, err := preset.Named(c.Name)
		if err == nil {
			_, err = e.stdout.Write(p.Text)
		}
		return err
	}
	for _, name := range preset.Names() {
		p, err := preset.Named(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%-14s %s\n", name, p.Title)
	}
	return nil
}

type schemeCheckCmd struct {
	File string `arg:"" help:"TOML 文件，样子见 linli scheme preset。/ A TOML file like those of linli scheme preset."`
}

// errFaults: a file of a scheme that cannot be used.
var errFaults = errors.New("方案文件有错，请逐行修改 / the scheme has faults, mend each line")

// Run checks.
func (c *schemeCheckCmd) Run(e env) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	s, faults := catalog.ReadScheme(raw)
	for _, x := range faults {
		fmt.Fprintf(e.stdout, "%s: %v\n", c.File, x)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %d", errFaults, len(faults))
	}
	fmt.Fprintf(e.stdout, "%s：没有错误，资金 %s / no fault, the fund is %s\n", c.File, catalog.Written(s.Fund), catalog.Written(s.Fund))
	if open := s.Open(); len(open) > 0 {
		fmt.Fprintf(e.stdout, "留待开届时填写 / left open until the round is founded: %s\n", strings.Join(open, ", "))
	}
	return nil
}
