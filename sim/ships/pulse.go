package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	pulseLife      = 1_100           // ms: it gets a little further than a player sees
	pulseRadius    = 4               // units, on top of the ship's
	muzzleDistance = 18              // units in front of the ship's centre
	boltSpread     = 65536 * 2 / 360 // 1/65536 turn between two bolts of a shot

	birthMask = BirthPeriod - 1
)

// Flight is a pulse in flight. Its path is a function of its birth, which the server
// rounds to the resolution of the wire when it fires, so both ends compute the same path
// and only the birth is sent.
type Flight struct {
	pos, vel fixed.Vec
	age, end int32    // ticks
	tick     sim.Tick // of pos and vel
	jumped   bool     // it came through a gate in that tick
}

// FlightOf is the pulse with words e at tick now. Before its birth and after its life the
// flight is not Alive.
func FlightOf(cfg *sim.Config, e *sim.Words, now sim.Tick) Flight {
	a := arenaOf(cfg)
	age := int32(now-sim.Tick(e[PulseBorn])) & birthMask
	f := a.newFlight(e, now-sim.Tick(age))
	if age >= f.end {
		f.age = f.end
		return f
	}
	for f.age < age {
		f.advance(&a)
	}
	return f
}

// Advance moves the pulse by one tick.
func (f *Flight) Advance(cfg *sim.Config) {
	a := arenaOf(cfg)
	f.advance(&a)
}

// Alive reports whether the pulse is still in flight.
func (f *Flight) Alive() bool { return f.age < f.end }

// Position is in units.
func (f *Flight) Position() (x, y fixed.Num) { return f.pos.X, f.pos.Y }

// Velocity is in units per second.
func (f *Flight) Velocity() (vx, vy fixed.Num) { return f.vel.X, f.vel.Y }

// PulseAt is the position of the pulse with words e at tick now. It computes every tick
// since the birth: keep a Flight to follow a pulse from tick to tick.
func PulseAt(cfg *sim.Config, e *sim.Words, now sim.Tick) (x, y fixed.Num, alive bool) {
	f := FlightOf(cfg, e, now)
	return f.pos.X, f.pos.Y, f.Alive()
}

// newFlight is the pulse with words e at its birth, which is tick born.
func (a *arena) newFlight(e *sim.Words, born sim.Tick) Flight {
	return Flight{
		tick: born,
		pos:  fromWords(e[PulseX], e[PulseY], posShift),
		vel:  fromWords(e[PulseVX], e[PulseVY], velShift),
		end:  a.ticks(pulseLife),
	}
}

func (f *Flight) advance(a *arena) {
	f.tick++
	f.vel = f.vel.Add(a.gravity(f.pos, f.pos.Len(), f.tick).DivInt(a.rate))
	f.pos = f.pos.Add(f.vel.DivInt(a.rate))
	f.age++
	if f.jumped = false; len(a.layout.Gates) > 0 {
		f.pos, f.vel, f.jumped = a.passGate(f.pos, f.vel, f.pos.Len(), f.tick)
	}
}

// pulse is a pulse in the world: its birth and its present flight.
type pulse struct {
	birth  sim.Words
	flight Flight
	damage int32
	ahead  int32 // ticks of head start
	capped bool  // its shooter's screen was further behind than that
}

// playerPulses holds the pulses of one player. The slot of a pulse is the low bits of its
// number, so slots are in the order of ids and need no sorting.
type playerPulses struct {
	live  uint32 // one bit for each element of shots
	slots [pulsesPerPlayer]pulse
}

// addPulse adds the n-th pulse of a shot that p fires and returns its slot. The birth is rounded to the
// wire first, and is earlier than now by the head start.
func (w *World) addPulse(p sim.PlayerID, n int32, in sim.Input) (slot int32) {
	g, b := &w.pulses[p], &w.ships[p].body
	full := b.stats()
	dir := fixed.Unit(b.heading + fixed.Angle((2*n-full.Bolts+1)*boltSpread/2))
	at := b.pos.Add(dir.Scale(fixed.Int(muzzleDistance)))
	vel := b.vel.Add(dir.Scale(fixed.Int(full.PulseSpeed)))
	i := (b.shots - full.Bolts + n) & (pulsesPerPlayer - 1)
	s := &g.slots[i]
	s.ahead, s.capped = w.arena.headStart(in, w.tick)
	s.birth = sim.Words{
		PulseBorn: int32((w.tick - sim.Tick(s.ahead)) & birthMask),
		PulseX:    posWord(at.X), PulseY: posWord(at.Y),
		PulseVX: velWord(vel.X), PulseVY: velWord(vel.Y), PulseHeat: b.heatStep(),
	}
	s.flight = w.arena.newFlight(&s.birth, w.tick-sim.Tick(s.ahead))
	s.damage = hotter(full.pulseDamage, b.heatStep())
	g.live |= 1 << i
	return i
}

func (s *pulse) pulseEntity(p sim.PlayerID, slot int) sim.Entity {
	e := sim.Entity{ID: PulseID(p, int32(slot)), Kind: KindPulse, Words: s.birth}
	setPosition(&e, s.flight.pos)
	return e
}

// movePulses moves every pulse by one tick and queues the hits.
func (w *World) movePulses() {
	for _, p := range w.players {
		g := &w.pulses[p]
		for live := g.live; live != 0; live &= live - 1 {
			i := lowestBit(live)
			if !w.movePulse(p, &g.slots[i], w.tick) {
				g.live &^= 1 << i
			}
		}
	}
}

// movePulse moves a pulse by one tick to tick t, which is the present one or one of its
// head start, and reports whether it is still in flight.
func (w *World) movePulse(p sim.PlayerID, s *pulse, t sim.Tick) bool {
	f := &s.flight
	from := f.pos
	f.advance(&w.arena)
	if !f.Alive() || w.arena.isInStar(f.pos, f.tick) {
		return false
	}
	if w.client {
		return true // only the server decides whom it hits
	}
	if f.jumped {
		from = f.pos
	}
	way := sweep{from, f.pos, fixed.Int(pulseRadius), t}
	best := w.firstRock(&way)
	victim, at := w.firstShip(p, &way, best.time)
	switch {
	case victim != sim.NoPlayer:
		w.queueHit(hit{p, victim, WeaponPulse, s.damage, at, s.ahead, s.capped})
	case best.rock >= 0:
		w.damageRock(best.rock, s.damage)
	default:
		return true
	}
	return false
}
