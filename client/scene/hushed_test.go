package scene

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/shared/protocol"
)

func TestAMutedPilotStaysMutedUnderAnotherName(t *testing.T) {
	p, err := prefs.Load(&fakeStore{})
	if err != nil {
		t.Fatal(err)
	}
	h := hushed{prefs: p}
	v := &netcode.View{Roster: []protocol.Player{{ID: 1, Name: "Ada"}, {ID: 2, Name: "Bob"}}}
	sits := func(p protocol.Player) bool {
		v.Roster[1] = p
		h.update(v)
		return h.mutes(p.ID, p.Name)
	}
	h.turn(&v.Roster[1])
	for _, step := range []struct {
		name string
		who  protocol.Player
		want bool
	}{
		{"as he was", protocol.Player{ID: 2, Name: "Bob"}, true},
		{"his line is cut", protocol.Player{ID: 2, Name: "Bob", Away: true}, true},
		{"he is back as another", protocol.Player{ID: 2, Name: "Rob"}, true},
		{"a bot has his seat", protocol.Player{ID: 2, Name: "Vega", Bot: true}, false},
		{"and then somebody else", protocol.Player{ID: 2, Name: "Cyd"}, false},
		{"himself once more", protocol.Player{ID: 2, Name: "Bob"}, true},
	} {
		if got := sits(step.who); got != step.want || h.mutes(1, "Ada") {
			t.Errorf("%s: muted %v, want %v, and Ada heard", step.name, got, step.want)
		}
	}
	sits(protocol.Player{ID: 2, Name: "Rob"})
	h.turn(&v.Roster[1])
	if h.mutes(2, "Rob") || !p.Mutes("Bob") {
		t.Error("who was forgiven under another name is muted, or remembered as that")
	}
}
