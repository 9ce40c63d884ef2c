package kiosk

// The decided vote goes out as a .pb file, and not before it is decided.

import (
	"bytes"
	"net/http/httptest"
	"testing"

	"linli/tally/pabulib"
)

func TestPabulibDownload(t *testing.T) {
	get := func(p *played) (int, string) {
		res, err := p.server().app.Test(httptest.NewRequest("GET", "/r/2026/ballots.pb", nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var text bytes.Buffer
		if _, err := text.ReadFrom(res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, text.String()
	}
	early := newPlayed(t, "greedy-skip", literal...)
	if status, _ := get(early); status != 409 {
		t.Errorf("before the tally: %d", status)
	}
	status, text := get(answered(t, "greedy-skip", literal...))
	e, err := pabulib.Parse("round.pb", []byte(text))
	if status != 200 || err != nil || len(e.Ballots) != 7 || len(e.Projects) != 6 {
		t.Errorf("%d: %v", status, err)
	}
}
