package netcode

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/toy"
)

const testDot, testCoin = sim.EntityID(3), sim.EntityID(4096)

// dotAt is a dot at x world units that moves by vx units per second.
func dotAt(id sim.EntityID, x, vx int32) sim.Entity {
	e := sim.Entity{ID: id, Kind: toy.KindDot}
	e.Words[toy.DotX], e.Words[toy.DotVX] = x<<sim.PositionShift, vx<<sim.PositionShift/sim.DefaultRate
	return e
}

func look(f *frames, tick sim.Tick, frac float32) []Seen {
	g := newGame(toy.Game, sim.Config{Seats: 8})
	return f.append(nil, &drawTime{game: &g, rate: sim.DefaultRate, tick: tick, frac: frac, me: 0})
}

// moved is where the motion model puts such a dot after some ticks.
func moved(x, vx int32, ticks int) float32 {
	e := dotAt(3, x, vx)
	words := toy.Game.NewModel(sim.Config{Seats: 8}).Forecast(toy.KindDot, e.Words, ticks)
	return float32(words[toy.DotX]) / (1 << sim.PositionShift)
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
		{"half way between two snapshots", []sim.Entity{dotAt(3, 0, 300)}, []sim.Entity{dotAt(3, 10, 300)}, 101, 0, true, 5, 0.1},
		{"a quarter of the way", []sim.Entity{dotAt(3, 0, 300)}, []sim.Entity{dotAt(3, 10, 300)}, 100, 0.5, true, 2.5, 0.1},
		{"who was teleported stays until it is there", []sim.Entity{dotAt(3, 0, 300)}, []sim.Entity{dotAt(3, 220, 300)}, 101, 0.9, true, 0, 0.1},
		{"who is fast was not teleported", []sim.Entity{dotAt(3, 0, 1400)}, []sim.Entity{dotAt(3, 46, 1400)}, 101, 0, true, 23, 0.1},
		{"who came with the second snapshot is not there yet", nil, []sim.Entity{dotAt(3, 0, 300)}, 101, 0.9, false, 0, 0},
		{"and then is", nil, []sim.Entity{dotAt(3, 0, 300)}, 102, 0, true, 0, 0.1},
		{"who went moves on until then", []sim.Entity{dotAt(3, 0, 300)}, nil, 101, 0, true, moved(0, 300, 1), 0.2},
		{"and then is gone", []sim.Entity{dotAt(3, 0, 300)}, nil, 102, 0, false, 0, 0},
		{"beyond the newest the motion model moves on", nil, []sim.Entity{dotAt(3, 0, 300)}, 108, 0, true, moved(0, 300, 6), 0.1},
		{"but not for ever", nil, []sim.Entity{dotAt(3, 0, 300)}, 162, 0, true, moved(0, 300, 9), 0.1},
		{"before the oldest it stands still", []sim.Entity{dotAt(3, 0, 300)}, []sim.Entity{dotAt(3, 10, 300)}, 90, 0, true, 0, 0.1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFrames(16)
			f.push(100, tt.a, nil)
			f.push(102, tt.b, nil)
			seen := look(&f, tt.tick, tt.frac)
			if drawn := len(seen) == 1; drawn != tt.drawn {
				t.Fatalf("drawn %v, want %v", drawn, tt.drawn)
			}
			if !tt.drawn {
				return
			}
			s := &seen[0]
			from, to := float32(s.From[toy.DotX])/16, float32(s.To[toy.DotX])/16
			if x := from + s.T*(to-from); x < tt.x-tt.most || x > tt.x+tt.most {
				t.Errorf("drawn at %.2f, want %.2f ± %.2f", x, tt.x, tt.most)
			}
		})
	}
}

func TestMissingDataShows(t *testing.T) {
	f := newFrames(16)
	f.push(100, []sim.Entity{dotAt(testDot, 100, 300)}, nil)
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
	coin := func(x int32) sim.Entity {
		return sim.Entity{ID: testCoin, Kind: toy.KindCoin, Global: true, Words: sim.Words{toy.CoinX: x}}
	}
	f := newFrames(16)
	f.push(100, []sim.Entity{dotAt(testDot, 0, 0), coin(100)}, nil)
	f.push(102, []sim.Entity{dotAt(testDot, 0, 0), coin(40)}, nil)
	seen := look(&f, 100, 0)
	if len(seen) != 2 || seen[0].ID != testDot || seen[1].To[toy.CoinX] != 40 {
		t.Errorf("got %+v, want the dot, then the coin at 40", seen)
	}
}
