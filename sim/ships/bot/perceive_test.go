package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// A bot sees what a player in its ship sees: a view of the same size, leaning the same way.
func TestBotsSeeWhatPlayersSee(t *testing.T) {
	tests := []struct {
		name    string
		heading fixed.Angle
		x, y    int
		inSight bool
	}{
		{"below, at the edge of a view that leans aside", 0, 0, ships.ViewHalfHeight - 5, true},
		{"below, beyond it", 0, 0, ships.ViewHalfHeight + 5, false},
		{"below, when it leans there", fixed.Quarter, 0, ships.ViewHalfHeight + ships.ViewLeanY - 5, true},
		{"below, beyond all lean", fixed.Quarter, 0, ships.ViewHalfHeight + ships.ViewLeanY + 5, false},
		{"behind a view that leans ahead", 0, -ships.ViewHalfWidth + ships.ViewLeanX - 5, 0, false},
		{"ahead of it", 0, ships.ViewHalfWidth + ships.ViewLeanX - 5, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := sim.Config{Seats: 2, Rate: sim.DefaultRate}
			s := sim.Sight{Config: &cfg, Tick: 1, Me: 0}
			s.Own[ships.OwnAlive], s.Own[ships.OwnHeading] = 1, int32(tt.heading)
			other := sim.Entity{ID: ships.ShipID(1), Kind: ships.KindShip}
			other.Words[ships.ShipX], other.Words[ships.ShipY] = int32(tt.x)<<sim.PositionShift, int32(tt.y)<<sim.PositionShift
			s.Seen = []sim.Entity{other}
			own := ships.OwnOf(&s.Own)
			if b := perceive(&s, &own, traits[sim.Regular], tempers[0]); (b.enemy.dist > 0) != tt.inSight {
				t.Errorf("seen = %v, want %v", b.enemy.dist > 0, tt.inSight)
			}
		})
	}
}
