package netcode

import (
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestASeatThatIsTakenAgainIsInARosterTwice(t *testing.T) {
	var r roster
	for _, o := range []protocol.Roster{
		{Full: true, Players: []protocol.Player{{ID: 1, Name: "Ada"}, {ID: 3, Name: "Bob"}}},
		{Left: []sim.PlayerID{1, 3}, Players: []protocol.Player{{ID: 3, Name: "Cyd"}}},
	} {
		if err := r.receive(protocol.AppendRoster(nil, &o)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.players) != 1 || r.players[0].Name != "Cyd" {
		t.Errorf("the roster is %+v, want Cyd alone", r.players)
	}
}
