package shipstate

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestPulseIsNewOnce(t *testing.T) {
	var m PulseTracker
	for _, c := range []struct {
		name string
		id   sim.EntityID
		born int32
		want bool
	}{
		{"a new one", 9000, 1020, true},
		{"the same", 9000, 1020, false},
		{"the same, birth tick corrected by the server", 9000, 1017, false},
		{"the same, birth tick wrapped around", 9000, 2, false},
		{"the id reused much later", 9000, 400, true},
		{"another id", 9001, 400, true},
	} {
		e := &netcode.Seen{ID: c.id, Kind: ships.KindPulse}
		e.To[ships.PulseBorn] = c.born
		if got := m.IsNew(e); got != c.want {
			t.Errorf("%s: fired %v, want %v", c.name, got, c.want)
		}
	}
}
