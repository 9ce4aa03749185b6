package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// A bot sees what a player in its place sees: the same height, width and lean.
func TestBotsSeeWhatPlayersSee(t *testing.T) {
	tests := []struct {
		name    string
		heading fixed.Angle
		x, y    int
		inSight bool
	}{
		{"below, at the edge of a view that leans aside", 0, 0, sim.ViewHalfHeight - 5, true},
		{"below, beyond it", 0, 0, sim.ViewHalfHeight + 5, false},
		{"below, when it leans there", fixed.Quarter, 0, sim.ViewHalfHeight + sim.ViewLeanY - 5, true},
		{"below, beyond all lean", fixed.Quarter, 0, sim.ViewHalfHeight + sim.ViewLeanY + 5, false},
		{"behind a view that leans ahead", 0, -sim.ViewHalfWidth + sim.ViewLeanX - 5, 0, false},
		{"ahead of it", 0, sim.ViewHalfWidth + sim.ViewLeanX - 5, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := sim.Config{Seats: 2, Rate: sim.DefaultRate}
			s := Sight{Config: &cfg, Tick: 1, Me: 0}
			s.Own[sim.OwnAlive], s.Own[sim.OwnHeading] = 1, int32(tt.heading)
			foe := sim.Entity{ID: sim.ShipID(1), Kind: sim.KindShip}
			foe.Words[sim.ShipX], foe.Words[sim.ShipY] = int32(tt.x)<<sim.PositionShift, int32(tt.y)<<sim.PositionShift
			s.Seen = []sim.Entity{foe}
			if m := look(&s, traits[Pilot]); (m.foe.dist > 0) != tt.inSight {
				t.Errorf("seen = %v, want %v", m.foe.dist > 0, tt.inSight)
			}
		})
	}
}
