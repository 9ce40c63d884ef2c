package page

// What an outsider needs to check a round without trusting whoever runs it.

import "time"

// Verify is the newest checkpoint of the ledger, and how to verify it and to witness it. The zero Verify draws nothing.
type Verify struct {
	Round     string    // its ID
	Size      int64     // entries
	Root      string    // of the tree, as in the checkpoint
	At        time.Time // of the newest entry
	Key       string    // verifier key of the checkpoints; empty if there is none
	Command   string    // that verifies the round
	Join      string    // that witnesses it
	Witnesses []Witness // the latest first
	Counted   bool      // the ballots can be had as a .pb file
}

// Witness is an outsider who has signed a checkpoint too.
type Witness struct {
	Name string // as it calls itself
	Key  string
	Size int64 // of what it has signed
	Now  bool  // that is the newest checkpoint
}
