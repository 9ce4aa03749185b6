package ships

import (
	"encoding/binary"
	"math/rand"
	"slices"
	"testing"

	"perihelion/sim"
)

// randomPlayer is a player with random inputs, each held long enough to get somewhere.
type randomPlayer struct {
	random    *rand.Rand
	in        sim.Input
	ticksLeft int
}

func (f *randomPlayer) nextInput(now sim.Tick) sim.Input {
	if f.ticksLeft--; f.ticksLeft <= 0 {
		f.ticksLeft = 1 + f.random.Intn(40)
		f.in = sim.Input{Axes: Axes(int8(f.random.Intn(256)-128), int8(f.random.Intn(256)-128), uint16(f.random.Intn(65536))), Buttons: sim.Buttons(f.random.Intn(16))}
		if f.random.Intn(3) == 0 {
			f.in.Axes[AxisThrust] = 127
		}
	}
	f.in.View, f.in.Fraction = now-sim.Tick(f.random.Intn(20)), uint8(f.random.Intn(256))
	return f.in
}

// affectedPlayers reports whose ship was changed by others in the last Step: hit, given
// something, or respawned.
func affectedPlayers(w *World, dst []bool) {
	clear(dst)
	for _, e := range w.AppendEvents(nil) {
		switch e.Kind {
		case EventHit:
			if e.Words[HitShooter] != int32(sim.NoPlayer) {
				dst[e.Words[HitVictim]] = true
			}
		case EventPickup:
			dst[e.Words[pickupPlayer]] = true
		case EventPowerup:
			if e.Words[powerupPlayer] != int32(sim.NoPlayer) {
				dst[e.Words[powerupPlayer]] = true
			}
		case EventSpawn:
			dst[e.Words[spawnPlayer]] = true
		}
	}
}

// predictionMatch is a server and, for each of its players, a client that predicts.
type predictionMatch struct {
	server   *World
	clients  []*World
	inputs   []sim.Input
	players  []randomPlayer
	affected []bool
	seen     []sim.Entity
	events   []sim.Event // of the last tick

	compared, shots, headStarts, beams int
	used                               [items]int
}

func newPredictionMatch(cfg sim.Config) *predictionMatch {
	d := &predictionMatch{
		server: New(cfg), clients: make([]*World, cfg.Seats), inputs: make([]sim.Input, cfg.Seats),
		players: make([]randomPlayer, cfg.Seats), affected: make([]bool, cfg.Seats),
	}
	for p := range d.clients {
		d.server.Join(sim.PlayerID(p))
		d.clients[p] = New(cfg)
		d.clients[p].Adopt(0, sim.PlayerID(p), d.server.Private(sim.PlayerID(p)))
		d.players[p].random = rand.New(rand.NewSource(int64(cfg.Seed)<<8 + int64(p)))
	}
	return d
}

func (d *predictionMatch) stepAll() {
	d.seen = d.server.AppendEntities(d.seen[:0])
	for p := range d.inputs {
		d.inputs[p] = d.players[p].nextInput(d.server.Tick())
		d.clients[p].Observe(0, d.seen)
		d.clients[p].Predict(sim.PlayerID(p), d.inputs[p])
	}
	d.server.Step(d.inputs)
	d.events = d.server.AppendEvents(d.events[:0])
	affectedPlayers(d.server, d.affected)
}

// comparePlayer compares what p's client predicted in the last step with the server.
func (d *predictionMatch) comparePlayer(t *testing.T, p sim.PlayerID) {
	c := d.clients[p]
	if d.affected[p] {
		c.Adopt(d.server.Tick(), p, d.server.Private(p))
		return
	}
	if got, want := c.Private(p), d.server.Private(p); got != want {
		t.Fatalf("tick %d player %d: predicted\n%v, server has\n%v", d.server.Tick(), p, got, want)
	}
	d.compared++
	d.comparePulses(t, p)
	events := c.AppendEvents(nil)
	for i := range events {
		d.compareEvent(t, &events[i])
	}
}

// comparePulses compares the births of p's pulses with those of the server. There a pulse
// may have hit already, but it must be the same pulse.
func (d *predictionMatch) comparePulses(t *testing.T, p sim.PlayerID) {
	for _, e := range d.clients[p].AppendEntities(nil) {
		s := &d.server.pulses[p].slots[e.ID&(pulsesPerPlayer-1)]
		if e.Kind != KindPulse || s.birth != e.Words {
			t.Fatalf("tick %d: player %d predicts %+v, the server fired %v", d.server.Tick(), p, e, s.birth)
		}
		if s.flight.age == s.ahead {
			d.shots++
			d.headStarts += min(int(s.ahead), 1)
		}
	}
}

func (d *predictionMatch) compareEvent(t *testing.T, got *sim.Event) {
	var want *sim.Event
	broken := false // rocks that broke in this tick do not stop a beam any more
	for i := range d.events {
		e := &d.events[i]
		broken = broken || e.Kind == EventBlast
		if e.Kind == got.Kind && e.Words[0] == got.Words[0] {
			want = e
		}
	}
	switch {
	case want == nil || want.Tick != got.Tick || want.Party != got.Party && want.Words[RailHit] == 0:
		t.Fatalf("predicted %+v, the server has %+v", got, want)
	case got.Kind == EventItemUse:
		d.used[got.Words[ItemUseItem]]++
		d.compareDrop(t, got)
	case want.Words[RailHit] == 1 || broken:
		return
	default:
		d.beams++
	}
	if got.Words != want.Words {
		t.Fatalf("predicted %+v, the server has %+v", got, want)
	}
}

// compareDrop compares the drop that a client predicts from the use of an item with the
// server's.
func (d *predictionMatch) compareDrop(t *testing.T, e *sim.Event) {
	p, item := sim.PlayerID(e.Words[ItemUsePlayer]), Item(e.Words[ItemUseItem])
	own := d.clients[p].Private(p)
	got, leaves := d.server.arena.releasedDrop(&own, e)
	if leaves != (item == ItemMine || item == ItemSeeker) {
		t.Fatalf("item %d leaves something: %v", item, leaves)
	}
	if leaves && !slices.Contains(d.server.AppendEntities(nil), got) {
		t.Fatalf("tick %d: player %d predicts %+v, which the server does not have", d.server.Tick(), p, got)
	}
}

func TestPredictEqualsStepForPlayersWhomNobodyAffects(t *testing.T) {
	var used [items]int
	for seed := range uint64(4) {
		const seats = 24
		d := newPredictionMatch(sim.Config{
			Seed: seed, Seats: seats, Rate: [...]int{0, 30, 60, 100}[seed],
			Mode: [...]*sim.Mode{Skirmish, Teams, Teams, Skirmish}[seed],
		})
		for range 4000 {
			d.stepAll()
			for p := range d.clients {
				d.comparePlayer(t, sim.PlayerID(p))
			}
		}
		if d.compared < 4000*seats*9/10 || d.shots < 1000 || d.headStarts < d.shots/2 || d.beams < 100 {
			t.Errorf("seed %d: only %d ticks, %d shots, %d of them with a head start, and %d beams compared",
				seed, d.compared, d.shots, d.headStarts, d.beams)
		}
		for i, n := range d.used {
			used[i] += n
		}
	}
	for i := ItemOvershield; i < items; i++ {
		if used[i] < 5 {
			t.Errorf("item %d was used %d times, too few to judge", i, used[i])
		}
	}
}

func TestAnAdoptedWorldPredictsWhatTheServerDoesNext(t *testing.T) {
	cfg := sim.Config{Seed: 5, Seats: 2}
	server := New(cfg)
	server.Join(0)
	luck := randomPlayer{random: rand.New(rand.NewSource(9))}
	var played []sim.Input
	var states []sim.Private
	for range 600 {
		in := luck.nextInput(server.Tick())
		server.Step([]sim.Input{in, {}})
		played, states = append(played, in), append(states, server.Private(0))
	}
	client := New(cfg)
	for from := 20; from+30 < len(played); from += 7 {
		if states[from][OwnAlive] == 0 {
			continue
		}
		client.Adopt(sim.Tick(from+1), 0, states[from])
		for i := from + 1; i < from+30 && states[i][OwnAlive] == 1; i++ {
			client.Predict(0, played[i])
			if got, want := client.Private(0)[OwnX], states[i][OwnX]; got != want {
				t.Fatalf("from tick %d, tick %d: x = %d, want %d", from+1, i+1, got, want)
			}
		}
	}
}

func FuzzPredict(f *testing.F) {
	own := New(sim.Config{Seats: 4}).Private(0)
	own[OwnAlive] = 1
	add := func(own sim.Private, hull int32, in sim.Input) {
		var b []byte
		for _, word := range own {
			b = binary.LittleEndian.AppendUint32(b, uint32(word))
		}
		f.Add(b, hull, int8(in.Axes[AxisThrust]), int8(in.Axes[AxisStrafe]), uint16(in.Axes[AxisAim]), uint8(in.Buttons))
	}
	add(own, 100, sim.Input{Axes: Axes(127, 0, 0), Buttons: ButtonPulse})
	own[OwnX], own[OwnY], own[OwnShots], own[OwnItem] = -1<<31, 1<<31-1, -1, 99
	add(own, -5, sim.Input{Axes: Axes(-128, -128, 0), Buttons: 255})
	f.Fuzz(func(t *testing.T, b []byte, hull int32, thrust, strafe int8, aim uint16, buttons uint8) {
		var own sim.Private
		for i := range own {
			if len(b) >= 4*i+4 {
				own[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
			}
		}
		w := New(sim.Config{Seats: 4})
		w.Adopt(7, 1, own)
		w.Observe(0, []sim.Entity{{ID: RockID(2), Kind: KindRock, Words: sim.Words{rockHull: hull}}, {ID: 65535, Kind: KindRock}})
		for range 4 {
			w.Predict(1, sim.Input{Axes: Axes(thrust, strafe, aim), Buttons: sim.Buttons(buttons)})
			w.AppendEntities(nil)
			w.Private(1)
		}
	})
}

// A player can't know yet that a rock has broken, or come back, into which the ship may have flown.
func TestNothingIsAsPredictedWhereARockHasBroken(t *testing.T) {
	w := New(sim.Config{Seats: 1})
	w.Join(0)
	inputs := make([]sim.Input, 1)
	for range 200 { // the ship is there, and all is as usual
		w.Step(inputs)
	}
	if !w.AsPredicted(0) {
		t.Fatal("a ship that drifts alone is not as predicted")
	}
	w.damageRock(0, 10_000)
	for i, want := range []bool{false, true} {
		if w.Step(inputs); w.AsPredicted(0) != want {
			t.Errorf("%d ticks after a rock has broken: as predicted = %v, want %v", i+1, !want, want)
		}
	}
}
