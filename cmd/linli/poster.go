package main

// This file is the verb poster: the poster that calls for proposals, or the blank form to fill in by hand, as PDF.

import "linli/kiosk"

type posterCmd struct {
	printed
	Large bool `help:"A3，默认 A4。/ On A3 rather than A4."`
	Form  bool `help:"空白提议表，正反两面。/ The blank proposal form, front and back."`
}

// Help is shown by linli poster --help.
func (c *posterCmd) Help() string {
	return "海报上有征集日期、怎样提、到哪里提和提议表的二维码；二维码和网址要给 --public 才印。方案通过以后才能印。只读数据，不作任何改动。\n\n" +
		"The poster has the dates, how and where to propose, and the QR code of the form; code and address need --public. It can be printed once the scheme " +
		"is adopted. The data are read and never changed."
}

// Run prints the poster or the form.
func (c *posterCmd) Run(e env) error {
	switch {
	case c.Form:
		return c.print(e, kiosk.PrintBlankForm)
	case c.Large:
		return c.print(e, kiosk.PrintLargePoster)
	}
	return c.print(e, kiosk.PrintPoster)
}
