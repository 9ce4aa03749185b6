package netcode

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

const testShip, testRock = sim.EntityID(3), sim.EntityID(4096)

// shipAt is a ship at x world units that flies at vx units per second.
func shipAt(id sim.EntityID, x, vx int32) sim.Entity {
	e := sim.Entity{ID: id, Kind: ships.KindShip}
	e.Words[ships.ShipX], e.Words[ships.ShipVX] = x<<sim.PositionShift, vx*4
	e.Words[ships.ShipY] = 1000 << sim.PositionShift // away from the star
	return e
}

func look(f *frames, tick sim.Tick, frac float32) []Seen {
	g := newGame(games.Ships, sim.Config{Seats: 8})
	return f.append(nil, &drawTime{game: &g, rate: sim.DefaultRate, tick: tick, frac: frac, me: 0})
}

// flown is where the motion model puts such a ship after some ticks.
func flown(x, vx int32, ticks int) float32 {
	cfg, e := sim.Config{Seats: 8}, shipAt(3, x, vx)
	ships.Forecast(&cfg, ships.KindShip, &e.Words, ticks)
	return float32(e.Words[ships.ShipX]) / 16
}

func TestEntitiesBetweenSnapshots(t *testing.T) {
	tests := []struct {
		name    string
		a, b    []sim.Entity // at ticks 100 and 102
		tick    sim.Tick
		frac    float32
		drawn   bool
		x, most float32 // where, and how far from it at most
	}{
		{"half way between two snapshots", []sim.Entity{shipAt(3, 1000, 300)}, []sim.Entity{shipAt(3, 1010, 300)}, 101, 0, true, 1005, 0.1},
		{"a quarter of the way", []sim.Entity{shipAt(3, 1000, 300)}, []sim.Entity{shipAt(3, 1010, 300)}, 100, 0.5, true, 1002.5, 0.1},
		{"who blinked stays until it is there", []sim.Entity{shipAt(3, 1000, 300)}, []sim.Entity{shipAt(3, 1220, 300)}, 101, 0.9, true, 1000, 0.1},
		{"who is fast did not blink", []sim.Entity{shipAt(3, 1000, 1400)}, []sim.Entity{shipAt(3, 1046, 1400)}, 101, 0, true, 1023, 0.1},
		{"who came with the second snapshot is not there yet", nil, []sim.Entity{shipAt(3, 1000, 300)}, 101, 0.9, false, 0, 0},
		{"and then is", nil, []sim.Entity{shipAt(3, 1000, 300)}, 102, 0, true, 1000, 0.1},
		{"who went flies on until then", []sim.Entity{shipAt(3, 1000, 300)}, nil, 101, 0, true, flown(1000, 300, 1), 0.2},
		{"and then is gone", []sim.Entity{shipAt(3, 1000, 300)}, nil, 102, 0, false, 0, 0},
		{"beyond the newest the motion model flies on", nil, []sim.Entity{shipAt(3, 1000, 300)}, 108, 0, true, flown(1000, 300, 6), 0.1},
		{"but not for ever", nil, []sim.Entity{shipAt(3, 1000, 300)}, 162, 0, true, flown(1000, 300, 9), 0.1},
		{"before the oldest it stands still", []sim.Entity{shipAt(3, 1000, 300)}, []sim.Entity{shipAt(3, 1010, 300)}, 90, 0, true, 1000, 0.1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f frames
			f.push(100, tt.a)
			f.push(102, tt.b)
			seen := look(&f, tt.tick, tt.frac)
			if drawn := len(seen) == 1; drawn != tt.drawn {
				t.Fatalf("drawn %v, want %v", drawn, tt.drawn)
			}
			if !tt.drawn {
				return
			}
			s := &seen[0]
			from, to := float32(s.From[ships.ShipX])/16, float32(s.To[ships.ShipX])/16
			if x := from + s.T*(to-from); x < tt.x-tt.most || x > tt.x+tt.most {
				t.Errorf("drawn at %.2f, want %.2f ± %.2f", x, tt.x, tt.most)
			}
		})
	}
}

func TestMissingDataShows(t *testing.T) {
	var f frames
	f.push(100, []sim.Entity{shipAt(testShip, 1000, 300)})
	for _, tt := range []struct {
		tick        sim.Tick
		least, most float32
	}{{100, 0, 0}, {105, 0, 0}, {109, 0, 0.01}, {169, 0.99, 1.01}} {
		if got := look(&f, tt.tick, 0)[0].Stale; got < tt.least || got > tt.most {
			t.Errorf("at tick %d: stale for %.2f s, want %.2f to %.2f", tt.tick, got, tt.least, tt.most)
		}
	}
}

func TestGlobalEntitiesAreDrawnAsTheyAreNow(t *testing.T) {
	rock := func(hull int32) sim.Entity {
		return sim.Entity{ID: testRock, Kind: ships.KindRock, Global: true, Words: sim.Words{ships.RockHull: hull}}
	}
	var f frames
	f.push(100, []sim.Entity{shipAt(testShip, 0, 0), rock(100)})
	f.push(102, []sim.Entity{shipAt(testShip, 0, 0), rock(40)})
	seen := look(&f, 100, 0)
	if len(seen) != 2 || seen[0].ID != testShip || seen[1].To[ships.RockHull] != 40 {
		t.Errorf("got %+v, want the ship, then the rock with a hull of 40", seen)
	}
}
