package snapshot_test

import (
	"math/rand/v2"
	"slices"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// fakeWorld moves entities about without rules: some as forecast, some not,
// some across the whole arena, and ids come back as something else.
type fakeWorld struct {
	rng      *rand.Rand
	cfg      sim.Config
	tick     sim.Tick
	entities []sim.Entity
	events   []sim.Event
	size     int32 // half the width of the world in units
}

func newFakeWorld(seed uint64, count int) *fakeWorld {
	w := &fakeWorld{
		rng: rand.New(rand.NewPCG(seed, 1)), cfg: sim.Config{Seed: seed, Seats: max(count, 2)}, size: 3000,
	}
	for i := range count {
		w.add(sim.EntityID(i), ships.KindShip)
		w.add(sim.EntityID(2048+i), ships.KindScore)
	}
	for i := range 40 {
		w.add(sim.EntityID(4096+i), ships.KindRock)
	}
	w.add(5120, ships.KindMatch)
	return w
}

func (w *fakeWorld) signed(limit int32) int32 { return w.rng.Int32N(2*limit+1) - limit }

// random returns a value that fits f.
func (w *fakeWorld) random(f sim.Field) int32 {
	v := int32(w.rng.Uint32() >> (32 - f.Bits))
	if f.Signed {
		return v << (32 - f.Bits) >> (32 - f.Bits)
	}
	return v
}

func (w *fakeWorld) add(id sim.EntityID, k sim.Kind) {
	e := sim.Entity{ID: id, Kind: k, Global: k >= ships.KindRock, Radar: k == ships.KindShip}
	for i, f := range ships.SchemaOf(k) {
		e.Words[i] = w.random(f)
		if f.Axis != sim.NoAxis {
			e.Words[i] = w.signed(w.size << sim.PositionShift)
		}
	}
	w.place(&e)
	at, found := slices.BinarySearchFunc(w.entities, id, byID)
	if found {
		w.entities[at] = e
		return
	}
	w.entities = slices.Insert(w.entities, at, e)
}

func byID(e sim.Entity, id sim.EntityID) int { return int(e.ID) - int(id) }

// coarsen rounds the words of which low bits are left out, as a publisher does.
func coarsen(e *sim.Entity) {
	for i, f := range ships.SchemaOf(e.Kind) {
		if f.Coarse > 0 {
			v := (e.Words[i] + 1<<(f.Coarse-1)) >> f.Coarse << f.Coarse
			e.Words[i] = min(v, 1<<(f.Bits-1)-1<<f.Coarse)
		}
	}
}

// place keeps X and Y where the words say.
func (w *fakeWorld) place(e *sim.Entity) {
	coarsen(e)
	for i, f := range ships.SchemaOf(e.Kind) {
		switch f.Axis {
		case sim.AxisX:
			e.X = e.Words[i] >> sim.PositionShift
		case sim.AxisY:
			e.Y = e.Words[i] >> sim.PositionShift
		}
	}
}

// move moves an entity as clients forecast it.
func (w *fakeWorld) move(e *sim.Entity, ticks int) {
	e.Words = ships.Rules.NewModel(w.cfg).Forecast(e.Kind, e.Words, ticks)
	coarsen(e)
}

func (w *fakeWorld) step(ticks sim.Tick) {
	w.tick += ticks
	w.events = w.events[:0]
	for i := range w.entities {
		e := &w.entities[i]
		w.move(e, int(ticks))
		w.nudge(e)
		w.place(e)
	}
	w.come()
	w.leave()
	for range w.rng.IntN(4) {
		w.happen()
	}
}

// nudge moves an entity off its forecast, mostly a little.
func (w *fakeWorld) nudge(e *sim.Entity) {
	fields := ships.SchemaOf(e.Kind)
	for range w.rng.IntN(3) {
		i := w.rng.IntN(len(fields))
		switch w.rng.IntN(30) {
		case 0:
			e.Words[i] = w.random(fields[i])
		default:
			e.Words[i] += w.signed(5)
		}
	}
	for i, f := range fields { // the world, not the codec, keeps words in range
		shift := 32 - f.Bits
		if f.Signed {
			e.Words[i] = e.Words[i] << shift >> shift
			continue
		}
		e.Words[i] = int32(uint32(e.Words[i]) << shift >> shift)
	}
}

func (w *fakeWorld) come() {
	for range w.rng.IntN(3) {
		kinds := []sim.Kind{ships.KindPulse, ships.KindPulse, ships.KindSeeker, ships.KindMine, ships.KindScore, ships.KindShip}
		w.add(sim.EntityID(8192+w.rng.IntN(200)), kinds[w.rng.IntN(len(kinds))])
	}
}

func (w *fakeWorld) leave() {
	if n := len(w.entities); n > 0 && w.rng.IntN(2) == 0 {
		at := w.rng.IntN(n)
		w.entities = slices.Delete(w.entities, at, at+1)
	}
}

// none is the party of an event that is nobody's in particular.
var none = [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer}

func (w *fakeWorld) happen() {
	e := sim.Event{Tick: w.tick - sim.Tick(w.rng.IntN(2)), To: sim.NoPlayer, Party: none}
	e.Kind = []sim.Kind{ships.EventRail, ships.EventHit, ships.EventKill, ships.EventSpawn}[w.rng.IntN(4)]
	for i, f := range ships.SchemaOf(e.Kind) {
		e.Words[i] = w.random(f)
	}
	e.ID = sim.EntityID(w.rng.IntN(3))
	e.X, e.Y = w.signed(w.size), w.signed(w.size)
	switch w.rng.IntN(4) {
	case 0:
		e.Global = true
	case 1:
		e.To = sim.PlayerID(w.rng.IntN(4))
	case 2:
		e.Party[w.rng.IntN(2)] = sim.PlayerID(w.rng.IntN(4))
	}
	w.events = append(w.events, e)
}

// fakeClient is a connection with both ends: it skips snapshots and moves its
// view, and knows what it should have been shown.
type fakeClient struct {
	feed    snapshot.ClientEncoder
	replica *snapshot.ClientState
	share   snapshot.PlayerView
	skip    int         // snapshots to skip before the next one
	pending []sim.Event // since the last frame
	joined  bool
}
