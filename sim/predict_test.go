package sim

import (
	"encoding/binary"
	"math/rand"
	"testing"
)

// wild is a player who presses anything, in bursts long enough to get somewhere.
type wild struct {
	luck *rand.Rand
	in   Input
	left int
}

func (f *wild) next(now Tick) Input {
	if f.left--; f.left <= 0 {
		f.left = 1 + f.luck.Intn(40)
		f.in = Input{
			Thrust: int8(f.luck.Intn(256) - 128), Strafe: int8(f.luck.Intn(256) - 128),
			Aim: uint16(f.luck.Intn(65536)), Buttons: Buttons(f.luck.Intn(16)),
		}
		if f.luck.Intn(3) == 0 {
			f.in.Thrust = 127
		}
	}
	f.in.View, f.in.Fraction = now-Tick(f.luck.Intn(20)), uint8(f.luck.Intn(256))
	return f.in
}

// touched reports who was changed by others in the last Step: hit, given
// something, or brought back.
func touched(w *World, dst []bool) {
	clear(dst)
	for _, e := range w.AppendEvents(nil) {
		switch e.Kind {
		case EventHit:
			if e.Words[HitShooter] != int32(NoPlayer) {
				dst[e.Words[HitVictim]] = true
			}
		case EventPickup:
			dst[e.Words[PickupPlayer]] = true
		case EventSpawn:
			dst[e.Words[SpawnPlayer]] = true
		}
	}
}

func TestPredictIsWordForWordWhatStepDoesToWhomNobodyTouches(t *testing.T) {
	for seed := range uint64(4) {
		const seats = 24
		cfg := Config{Seed: seed, Seats: seats, Rate: [...]int{0, 30, 60, 100}[seed]}
		server := New(cfg)
		clients := make([]*World, seats)
		pilots := make([]wild, seats)
		for p := range clients {
			server.Join(PlayerID(p))
			clients[p] = New(cfg)
			clients[p].Adopt(0, PlayerID(p), server.Private(PlayerID(p)))
			pilots[p].luck = rand.New(rand.NewSource(int64(seed)<<8 + int64(p)))
		}
		inputs, hit := make([]Input, seats), make([]bool, seats)
		var seen, own []Entity
		compared, shots := 0, 0
		for range 4000 {
			seen = server.AppendEntities(seen[:0])
			for p := range inputs {
				inputs[p] = pilots[p].next(server.Tick())
				clients[p].Observe(seen)
				clients[p].Predict(PlayerID(p), inputs[p])
			}
			server.Step(inputs)
			touched(server, hit)
			seen = server.AppendEntities(seen[:0])
			for p, c := range clients {
				id := PlayerID(p)
				if hit[p] {
					c.Adopt(server.Tick(), id, server.Private(id))
					continue
				}
				if got, want := c.Private(id), server.Private(id); got != want {
					t.Fatalf("seed %d tick %d player %d: predicted\n%v, server has\n%v", seed, server.Tick(), p, got, want)
				}
				compared++
				own = c.AppendEntities(own[:0])
				shots += newborn(t, seen, own, id, server.Tick())
			}
		}
		if compared < 4000*seats*9/10 || shots < 1000 {
			t.Errorf("seed %d: only %d ticks and %d shots compared", seed, compared, shots)
		}
	}
}

// newborn checks that the pulse that own fired in this tick is the server's.
func newborn(t *testing.T, seen, own []Entity, p PlayerID, now Tick) (count int) {
	for _, e := range own {
		if e.Words[PulseBorn] != int32(now&bornMask) {
			continue
		}
		count++
		found := false
		for _, s := range seen {
			found = found || s == e
		}
		if !found {
			t.Fatalf("tick %d: player %d predicts pulse %+v, the server has none such", now, p, e)
		}
	}
	return count
}

func TestAnAdoptedWorldPredictsWhatTheServerDoesNext(t *testing.T) {
	cfg := Config{Seed: 5, Seats: 2}
	server := New(cfg)
	server.Join(0)
	luck := wild{luck: rand.New(rand.NewSource(9))}
	var played []Input
	var states []Private
	for range 600 {
		in := luck.next(server.Tick())
		server.Step([]Input{in, {}})
		played, states = append(played, in), append(states, server.Private(0))
	}
	client := New(cfg)
	for from := 20; from+30 < len(played); from += 7 {
		if states[from][OwnAlive] == 0 {
			continue
		}
		client.Adopt(Tick(from+1), 0, states[from])
		for i := from + 1; i < from+30 && states[i][OwnAlive] == 1; i++ {
			client.Predict(0, played[i])
			if got, want := client.Private(0)[OwnX], states[i][OwnX]; got != want {
				t.Fatalf("from tick %d, tick %d: x = %d, want %d", from+1, i+1, got, want)
			}
		}
	}
}

func FuzzPredict(f *testing.F) {
	own := New(Config{Seats: 4}).Private(0)
	own[OwnAlive] = 1
	add := func(own Private, hull int32, in Input) {
		var b []byte
		for _, word := range own {
			b = binary.LittleEndian.AppendUint32(b, uint32(word))
		}
		f.Add(b, hull, in.Thrust, in.Strafe, in.Aim, uint8(in.Buttons))
	}
	add(own, 100, Input{Thrust: 127, Buttons: ButtonPulse})
	own[OwnX], own[OwnY], own[OwnShots], own[OwnItem] = -1<<31, 1<<31-1, -1, 99
	add(own, -5, Input{Thrust: -128, Strafe: -128, Buttons: 255})
	f.Fuzz(func(t *testing.T, b []byte, hull int32, thrust, strafe int8, aim uint16, buttons uint8) {
		var own Private
		for i := range own {
			if len(b) >= 4*i+4 {
				own[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
			}
		}
		w := New(Config{Seats: 4})
		w.Adopt(7, 1, own)
		w.Observe([]Entity{{ID: RockID(2), Kind: KindRock, Words: Words{RockHull: hull}}, {ID: 65535, Kind: KindRock}})
		for range 4 {
			w.Predict(1, Input{Thrust: thrust, Strafe: strafe, Aim: aim, Buttons: Buttons(buttons)})
			w.AppendEntities(nil)
			w.Private(1)
		}
	})
}
