package catalog

// Warnings: what the staff should mend though nothing is refused for it.

// Warnings are what is wrong around the round without ending it: [ledger.ErrClock].
func (l *Live) Warnings() (all []error) {
	if err := l.ledger.Clock(); err != nil {
		all = append(all, err)
	}
	return all
}
