package scene

import (
	"reflect"
	"testing"

	"perihelion/shared/api"
	"perihelion/sim/games"
)

func TestFigureCards(t *testing.T) {
	for _, figures := range []map[string]int{nil, {"kills": 0, "deaths": 0}} {
		if got, want := figureCards(games.All, figures), []profileCard{{"KILLS", "0", "0 deaths"}}; !reflect.DeepEqual(got, want) {
			t.Errorf("cards of %v = %v, want %v", figures, got, want)
		}
	}
	if got, want := figureCards(games.All, map[string]int{"kills": 7, "deaths": 3}), []profileCard{{"KILLS", "7", "3 deaths"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("cards = %v, want %v", got, want)
	}
}

func TestFigureCardsOfSeveralGames(t *testing.T) {
	goals := map[string]int{"goals": 4, "assists": 2, "saves": 9}
	want := profileCard{"GOALS", "4", "2 assists, 9 saves"}
	if got := figureCards(games.All, goals); !reflect.DeepEqual(got, []profileCard{want}) {
		t.Errorf("cards = %v, want %v", got, want)
	}
	goals["kills"], goals["deaths"] = 7, 3
	if got, want := figureCards(games.All, goals), []profileCard{{"KILLS", "7", "3 deaths"}, want}; !reflect.DeepEqual(got, want) {
		t.Errorf("cards = %v, want %v", got, want)
	}
}

func TestFiguresOfHistory(t *testing.T) {
	ships := api.Match{Mode: "duel", Lines: []api.MatchLine{{Figures: map[string]int{"kills": 7, "deaths": 3}}}}
	puck := api.Match{Mode: games.Puck.About().Modes[0].Name, Lines: []api.MatchLine{{Figures: map[string]int{"saves": 9, "goals": 4}}}}
	other := api.Match{Mode: "chess", Lines: []api.MatchLine{{Figures: map[string]int{"pawns": 5, "kings": 1}}}}
	for _, tt := range []struct {
		name    string
		matches []api.Match
		head    string
		text    string // of the last
	}{
		{"no match", nil, "K / D", ""},
		{"ships", []api.Match{ships, ships}, "K / D", "7 / 3"},
		{"puck", []api.Match{puck}, "G / A / S", "4 / 0 / 9"},
		{"a game that is not installed", []api.Match{other}, "K / P", "1 / 5"},
		{"both", []api.Match{ships, other}, "FIGURES", "1 / 5"},
		{"a match without lines", []api.Match{{Mode: "chess"}}, "", ""},
	} {
		if got := figuresHead(games.All, tt.matches); got != tt.head {
			t.Errorf("%s: the head is %q, want %q", tt.name, got, tt.head)
		}
		if n := len(tt.matches); n > 0 && len(tt.matches[n-1].Lines) > 0 {
			m := &tt.matches[n-1]
			if got := figuresText(figureNames(games.All, m), &m.Lines[0]); got != tt.text {
				t.Errorf("%s: figures are %q, want %q", tt.name, got, tt.text)
			}
		}
	}
}
