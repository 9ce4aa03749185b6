package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// playShort is the table of one short round of each kind of room.
func playShort(t *testing.T, seed uint64) string {
	t.Helper()
	var out bytes.Buffer
	var all []*figures
	for _, r := range rooms {
		if r.mode.Endless {
			r.length = 5
		} else {
			r.points = 2
		}
		all = append(all, playRound(r, seed))
	}
	printTable(&out, all)
	return out.String()
}

func TestTheSameSeedsGiveTheSameTable(t *testing.T) {
	t.Parallel()
	first := playShort(t, 1)
	if again := playShort(t, 1); again != first {
		t.Errorf("first\n%s\nthen\n%s", first, again)
	}
	if playShort(t, 2) == first {
		t.Error("another seed gives the same")
	}
	for _, r := range rows {
		if !strings.Contains(first, "| "+r.what+" |") {
			t.Errorf("no row says %q:\n%s", r.what, first)
		}
	}
}

func TestAFigureOutsideItsBudgetIsOver(t *testing.T) {
	f := &figures{room: rooms[0], rounds: 2, decided: 2, bestWins: 1, kills: 4, deaths: 50, deathsByStar: 2, bends: []float64{1, 20, 13}}
	f.killsBy[1] = 3
	var out bytes.Buffer
	over := printTable(&out, []*figures{f})
	for _, want := range []string{
		"| kills a round |  | 2.0 |", "| deaths by star or corona | 4 to 12 % | 4.0 ok |", "inner half, median | ≥ 14 units | 13.0 over |",
		"| kills by items | ≥ 12 % | 0.0 over |", "| changes of the lead a round | ≥ 1  | 0.0 over |", "| kills by pulse | ≤ 55 % | 75.0 over |", "| powerups taken a round | ≥ 2  | 0.0 over |", "| rounds won by the best skill | ≤ 60 % | 50.0 ok |",
		"| length of a round, median | 180 to 300 s |  |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	if over != 5 {
		t.Errorf("%d figures are over, want 5", over)
	}
}

func TestTheFirstRoundsOfANewcomerAreTheSameAgain(t *testing.T) {
	t.Parallel()
	first := meet(1)
	if again := meet(1); again != first {
		t.Errorf("first %+v, then %+v", first, again)
	}
	if first.kills == 0 || first.deaths == 0 {
		t.Errorf("in three rounds %+v", first)
	}
}

func TestWhatCannotBePlayedIsRefused(t *testing.T) {
	var out bytes.Buffer
	for _, err := range []error{balance(&out, 0, "", ""), balance(&out, 1, "chess", ""), balance(&out, 1, "duel", "moon")} {
		if err == nil || errors.Is(err, errOver) {
			t.Errorf("error %v", err)
		}
	}
}
