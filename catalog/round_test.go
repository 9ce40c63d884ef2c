package catalog

// The whole way of a round.

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/ballot"
)

// differ compares two rounds with all that is inside them.
func differ(t testing.TB, a, b *Live) string {
	t.Helper()
	diff := ""
	a.Read(func(x *Round) {
		b.Read(func(y *Round) { diff = cmp.Diff(x, y, cmp.Exporter(func(reflect.Type) bool { return true })) })
	})
	return diff
}

// A round goes through its eight steps. A second process follows, and after a restart the state is the same.
func TestEightSteps(t *testing.T) {
	p := newPlay(t)
	other, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer other.Close()
	stands := []struct {
		now  Step
		good func(r *Round) bool
	}{
		{2, func(r *Round) bool { return r.Opinions[0].Answer != "" && len(r.Trainings) == 1 && r.Versions == 1 }},
		{3, func(r *Round) bool {
			return len(r.Proposals) == 5 && r.Stage(r.Proposal(4)) == MergedInto && slices.Equal(r.Proposal(1).Merged, []int{4})
		}},
		{4, func(r *Round) bool {
			title, text := r.Proposal(2).Current()
			return r.Stage(r.Proposal(5)) == Excluded && r.Stage(r.Proposal(1)) == InLibrary && r.Proposal(2).RankAt == 1 &&
				title == "声控楼道灯" && text == r.Proposal(2).Text && r.Project(r.Proposal(2).Project).Title == title &&
				reflect.DeepEqual(r.Library.Paper, ballot.Paper{Form: ballot.Approval, Projects: 3, Max: 2})
		}},
		{5, func(r *Round) bool {
			return r.Outcome.Ballots == 6 && invalid(r) == 1 && r.Outcome.Spent == 400_000_00 &&
				r.Stage(r.Proposal(1)) == Funded && r.Stage(r.Proposal(2)) == Funded && r.Stage(r.Proposal(3)) == NotFunded
		}},
		{7, func(r *Round) bool { return len(r.Unsuccessful()) == 2 && r.Notice.Objections[0].By == "街道" }},
		{7, func(r *Round) bool {
			return r.Letters[3].Carried != "" && r.Letters[5].Delivered != nil && !r.Steps[6].IsOpen()
		}},
		{8, func(r *Round) bool { return len(r.Works) == 2 && r.Works[r.Proposal(2).Project].Paid() == 95_000_00 }},
		{0, func(r *Round) bool { return r.Closed() && r.Works[r.Proposal(1).Project].Evaluation.Satisfied() == 900 }},
	}
	for i, through := range p.steps() {
		through()
		p.Read(func(r *Round) {
			if r.Current() != stands[i].now {
				t.Errorf("after step %d step %d is open, want %d", i+1, r.Current(), stands[i].now)
			}
			if !stands[i].good(r) {
				t.Errorf("after step %d the round is not as it should be: %+v", i+1, r)
			}
		})
	}
	awaitSame(t, p.Live, other)
	other.Close()
	p.reopened(t)
}

// awaitSame waits until the second round has heard of everything.
func awaitSame(t *testing.T, a, b *Live) {
	t.Helper()
	var diff string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if diff = differ(t, a, b); diff == "" {
			return
		}
	}
	t.Errorf("the second round does not follow:\n%s", diff)
}

// reopened closes the store, opens it again and finds the same round.
func (p *play) reopened(t testing.TB) {
	t.Helper()
	was := p.Live
	was.Close()
	p.must(p.store.Close())
	p.open()
	again, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	p.Live = again
	if diff := differ(t, was, again); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
}
