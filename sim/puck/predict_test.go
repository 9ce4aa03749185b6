package puck

import (
	"encoding/binary"
	"math/rand"
	"testing"

	"perihelion/sim"
)

// TestThePredictorAgreesWithTheWorldBitForBit holds everything that a client predicts
// against the world, for as long as the others hold what they were seen to hold.
func TestThePredictorAgreesWithTheWorldBitForBit(t *testing.T) {
	kicks := 0
	for _, cfg := range configs {
		s := newScrum(cfg)
		client := New(cfg)
		inputs := make([]sim.Input, cfg.Seats)
		luck := rand.New(rand.NewSource(77))
		var seen, want, got []sim.Entity
		moved := 0
		for round := range 150 {
			for range 25 {
				s.step()
			}
			seen = s.AppendEntities(seen[:0])
			me := sim.PlayerID(round % cfg.Seats)
			client.Adopt(s.tick, me, s.Private(me))
			client.Observe(s.tick, seen)
			copy(inputs, s.inputs)
			for _, p := range s.players {
				inputs[p].Axes[AxisAim] = int32(s.skaters[p].aim) // it is locked while a kick is under way
			}
			for ahead := range 20 {
				inputs[me] = chase(s.World, me, luck)
				s.Step(inputs)
				client.Predict(me, inputs[me])
				if s.match.stage != client.match.stage {
					break // a goal: the client waits for the server's word
				}
				if got, want := client.Private(me), s.Private(me); got != want {
					t.Fatalf("seed %d tick %d, %d ahead: predicted\n%v, the server has\n%v", cfg.Seed, s.tick, ahead, got, want)
				}
				got, want = client.AppendEntities(got[:0]), s.AppendEntities(want[:0])
				moved += compareEntities(t, ahead, me, got, want)
				kicks += compareKicks(t, me, client, s.World)
			}
		}
		if moved < 150*cfg.Seats*10 {
			t.Errorf("seed %d: only %d entities compared", cfg.Seed, moved)
		}
	}
	if kicks < 15 {
		t.Errorf("only %d kicks compared", kicks)
	}
}

// compareEntities holds what is predicted against the first entities of the server, which
// has the own skater as well.
func compareEntities(t *testing.T, ahead int, me sim.PlayerID, got, want []sim.Entity) (n int) {
	t.Helper()
	for i := range want {
		if want[i].ID == SkaterID(me) {
			continue
		}
		if n == len(got) {
			break
		}
		if got[n] != want[i] {
			t.Fatalf("%d ticks ahead: predicted\n%+v, the server has\n%+v", ahead, got[n], want[i])
		}
		n++
	}
	if n != len(got) || got[n-1].Kind != KindPuck {
		t.Fatalf("%d entities of %d are the server's, and the last is %+v, want the puck", n, len(got), got[n-1])
	}
	return n
}

// compareKicks holds the predicted events against those of the server.
func compareKicks(t *testing.T, me sim.PlayerID, client, server *World) (n int) {
	t.Helper()
	var want []sim.Event
	for _, e := range server.events {
		if e.Kind == EventKick && e.Words[kickPlayer] == int32(me) {
			want = append(want, e)
		}
	}
	if len(client.events) != len(want) {
		t.Fatalf("predicted %+v, the server tells of %+v", client.events, want)
	}
	for i, e := range client.events {
		if e.Words != want[i].Words || e.Tick != want[i].Tick {
			t.Fatalf("predicted %+v, the server tells of %+v", e, want[i])
		}
	}
	return len(want)
}

func TestWhatIsSeenOfAnotherTickIsIgnored(t *testing.T) {
	s := newScrum(four(1))
	for range 400 {
		s.step()
	}
	client := New(four(1))
	client.Adopt(s.tick, 0, s.Private(0))
	client.Observe(s.tick, s.AppendEntities(nil))
	before := client.Hash()
	s.step()
	client.Observe(s.tick, s.AppendEntities(nil))
	if client.Hash() != before {
		t.Error("the client took the world of another tick")
	}
}

func TestPredictionAndForecastAllocateNothing(t *testing.T) {
	s := newScrum(four(1))
	for range 600 {
		s.step()
	}
	seen := s.AppendEntities(nil)
	var out []sim.Entity
	client := New(four(1))
	if got := testing.AllocsPerRun(100, func() {
		client.Adopt(s.tick, 2, s.Private(2))
		client.Observe(s.tick, seen)
		for range 8 {
			client.Predict(2, s.inputs[2])
		}
		out = client.AppendEntities(out[:0])
	}); got != 0 {
		t.Errorf("a prediction allocates %v times, want 0", got)
	}
	model, sum := Rules.NewModel(four(1)), int32(0)
	if got := testing.AllocsPerRun(100, func() {
		for i := range seen {
			w := model.Forecast(seen[i].Kind, seen[i].Words, 3)
			sum += w[0]
		}
	}); got != 0 {
		t.Errorf("a forecast allocates %v times, want 0", got)
	}
}

// TestAForecastIsWhatHappensToWhoMeetsNobody holds the motion model of the wire against the
// world.
func TestAForecastIsWhatHappensToWhoMeetsNobody(t *testing.T) {
	cfg := four(1)
	s := live(t, cfg)
	s.inputs[3] = sim.Input{Axes: Axes(90, -127, 40_000), Buttons: ButtonBoost | ButtonKick}
	s.puck.vel.Y *= 4
	model := Rules.NewModel(cfg)
	s.Step(s.inputs)
	for range 20 {
		before := s.AppendEntities(nil)
		for range 3 {
			s.Step(s.inputs)
		}
		after := s.AppendEntities(nil)
		for i, e := range before {
			if e.Kind == KindSkater || e.Kind == KindPuck {
				if got := model.Forecast(e.Kind, e.Words, 3); got != after[i].Words {
					t.Fatalf("entity %d: forecast %v, got %v", e.ID, got, after[i].Words)
				}
			}
		}
	}
}

func FuzzPredict(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4}, int8(127), int8(-127), uint16(9), uint8(3))
	f.Add(bytesOf(New(four(1)).Private(0)), int8(-128), int8(0), uint16(0), uint8(255))
	f.Fuzz(func(t *testing.T, b []byte, x, y int8, aim uint16, held uint8) {
		var own sim.Private
		var words sim.Words
		for i := range own {
			if len(b) >= 4*i+4 {
				own[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
			}
		}
		copy(words[:], own[:])
		w := New(four(1))
		w.Adopt(7, 1, own)
		w.Observe(7, []sim.Entity{
			{ID: SkaterID(0), Kind: KindSkater, Words: words},
			{ID: 65535, Kind: KindSkater, Words: words},
			{ID: puckID, Kind: KindPuck, Words: words},
			{ID: matchID, Kind: KindMatch, Words: words},
		})
		for range 4 {
			w.Predict(1, sim.Input{Axes: Axes(x, y, aim), Buttons: sim.Buttons(held)})
			for _, e := range w.AppendEntities(nil) {
				w.timing.forecast(e.Kind, e.Words, 3)
			}
		}
	})
}

func bytesOf(own sim.Private) (b []byte) {
	for _, word := range own {
		b = binary.LittleEndian.AppendUint32(b, uint32(word))
	}
	return b
}
