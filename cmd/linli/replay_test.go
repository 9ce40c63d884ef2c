package main

// Real elections, replayed: they carry no licence and are read from the folder that LINLI_PABULIB names.

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// real are elections of different cities and all three kinds of ballots; Praga-Polnoc and Amsterdam have more than
// 2,000 voters, Toulouse gives points, the workers of Mechanical Turk rank.
var real = []string{
	"Poland_Warszawa_2022_Praga-Polnoc", "Netherlands_Amsterdam_604", "France_Toulouse_2019", "Switzerland_Zurich_S5",
	"Worldwide_Mechanical_Turk_Ranking_value_8", "Poland_Krakow_2023_Nowa_Huta",
}

func TestReplayRealElections(t *testing.T) {
	folder := os.Getenv("LINLI_PABULIB")
	if folder == "" {
		t.Skip("LINLI_PABULIB does not name a folder of real elections")
	}
	for _, name := range real {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			file := filepath.Join(folder, "pb", name+".pb")
			if code := run(context.Background(), []string{"replay", file, "--rule", "greedy-skip"}, nil, &out, &errs); code != 0 {
				t.Fatalf("exit %d: %s", code, &errs)
			}
			if !strings.Contains(out.String(), "equal to the outcome of linli tally") {
				t.Error(out.String())
			}
			asExpected(t, filepath.Join(folder, "expected", name+".json"), file)
		})
	}
}

// asExpected compares the direct tally, which the replay was compared with, with the published reference.
func asExpected(t *testing.T, expected, file string) {
	var want struct {
		Outcomes map[string]struct{ Selected []string }
	}
	raw, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"tally", file, "--rule", "greedy-skip", "--json"}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	var got struct{ Funded []string }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Funded, want.Outcomes["greedy_skip"].Selected) {
		t.Errorf("funded %v, want %v", got.Funded, want.Outcomes["greedy_skip"].Selected)
	}
}
