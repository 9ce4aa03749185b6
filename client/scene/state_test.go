package scene

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"perihelion/client/ui"
	"perihelion/shared/api"
)

func TestStateListsWhatCanBePressed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.playFrame(ui.Input{})
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame}
		s := g.state()
		if !slices.ContainsFunc(s.Controls, func(c Control) bool { return c.Label == "PLAY" && c.Focus }) {
			t.Errorf("at the title programs see %+v, want PLAY among them, with the focus", s.Controls)
		}
	})
}

func TestStateShowsTheLobby(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		l := tc.deps.online.Lobby
		l.Party.Enter(api.Party{Code: "NOVA42", Channel: "party:NOVA42", Members: []api.Member{{PlayerID: "ada", Name: "Ada"}}})
		for _, e := range []api.Live{
			{Status: &api.Status{Players: 7}},
			{Kill: &api.Kill{Killer: "Ada", Victim: "Bob", Weapon: "rail"}},
			{Message: &api.Message{ID: "1", Channel: "lobby", Name: "Ada", Text: "hello"}},
			{Message: &api.Message{ID: "2", Channel: "party:NOVA42", Name: "Ada", Text: "hello party"}},
		} {
			l.Apply(&e)
		}
		want := LobbyInfo{
			Online: 7, News: []string{"Ada railed Bob"}, Chat: []string{"Ada: hello"},
			Party: "NOVA42", Members: []string{"Ada"}, Said: []string{"Ada: hello party"},
		}
		if got := lobbyInfo(tc.deps.online); !reflect.DeepEqual(got, want) {
			t.Errorf("programs see %+v, want %+v", got, want)
		}
	})
}

func TestStateIsFollowedByWhatTheGameTells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame}
		g.published.publishState(g.state(), g.matchInfo())
		var told struct {
			State
			Ships  []any `json:"ships"`
			Scores []any `json:"scores"`
			Shots  *int  `json:"shots"`
		}
		if err := json.Unmarshal(g.StateJSON(), &told); err != nil {
			t.Fatalf("%v: %s", err, g.StateJSON())
		}
		if told.Scene != "title" || told.Ships == nil || told.Scores == nil || told.Shots == nil {
			t.Errorf("at the title programs see %s", g.StateJSON())
		}
	})
}
