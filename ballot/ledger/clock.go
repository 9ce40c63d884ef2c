package ledger

// Time in a ledger: it never decreases, and a clock that does is named.

import (
	"errors"
	"fmt"
	"time"
)

// ErrClock: the clock stands before the last entry of a ledger, so that either it is wrong now or was wrong then.
var ErrClock = errors.New("本机时钟早于台账最后一条记录，请校准时钟 / the clock of this machine stands before the ledger's last entry, set it right")

// Slack is how far a clock may stand before the last entry of a ledger without [ErrClock]: the clocks of several
// machines differ.
const Slack = 2 * time.Minute

// Clock is [ErrClock], with both times, while the clock stands more than [Slack] before the last entry. It is a warning
// and no refusal: [Ledger.Append] gives new entries the time of the last one until the clock has passed it. For if the
// clock was wrong then and is right now, refusing would close the ledger until that wrong time has come.
func (l *Ledger) Clock() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if l.tree.n == 0 || l.last.Sub(now) <= Slack {
		return nil
	}
	return fmt.Errorf("%w: %s < %s", ErrClock, onWall(now), onWall(l.last))
}

// onWall is a time as a clock in China shows it.
func onWall(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format(time.DateTime)
}

// time is the clock in whole seconds, held back to the last entry's time if the clock has been set back.
func (l *Ledger) time() time.Time {
	now := l.now().UTC().Truncate(time.Second)
	if l.tree.n > 0 && now.Before(l.last) {
		return l.last
	}
	return now
}
