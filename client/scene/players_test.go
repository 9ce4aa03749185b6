package scene

import (
	"slices"
	"testing"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
)

func TestWhoIsSelectedStaysSoWhenOthersLeave(t *testing.T) {
	ada, bob, cyd, mallory := protocol.Player{ID: 0, Account: 1}, protocol.Player{ID: 1, Account: 2}, protocol.Player{ID: 2, Account: 3}, protocol.Player{ID: 1, Account: 4}
	v := &netcode.View{Me: 7}
	s := &playersScene{match: &matchScene{view: v}}
	list := func(roster ...protocol.Player) {
		v.Roster = roster
		s.listPlayers()
	}
	list(ada, bob, cyd)
	s.list.Selected = 1
	for _, tt := range []struct {
		name         string
		roster, want []protocol.Player
	}{
		{"one before has left", []protocol.Player{bob, cyd}, []protocol.Player{bob, cyd}},
		{"the selected one has left", []protocol.Player{cyd}, []protocol.Player{bob, cyd}},
		{"somebody else has the seat", []protocol.Player{mallory, cyd}, []protocol.Player{bob, mallory, cyd}},
		{"all have left", nil, []protocol.Player{bob}},
	} {
		list(tt.roster...)
		if !slices.Equal(s.players, tt.want) || s.list.Count != len(tt.want) || s.players[s.list.Selected] != bob {
			t.Errorf("%s: %+v with %d selected, want %+v with %+v", tt.name, s.players, s.list.Selected, tt.want, bob)
		}
	}
}
