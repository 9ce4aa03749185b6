package ships

import (
	"perihelion/sim"
	"perihelion/sim/coder"
)

// stateVersion changes with every change of the layout or of the rules. A state saved
// under other rules would go on differently.
const stateVersion = 13

// AppendState appends the complete state; RestoreState reads it back.
func (w *World) AppendState(dst []byte) []byte {
	c := coder.Writer(dst)
	w.code(c)
	return c.Bytes()
}

// RestoreState sets w to a state that AppendState wrote. On an error w is unchanged. It
// never panics and never allocates by a number found in b. The state must be of a world
// with the Config of w.
func (w *World) RestoreState(b []byte) error {
	next := New(w.cfg)
	c := coder.Reader(b)
	next.code(c)
	c.Require(next.isPossible())
	if err := c.Finish(); err != nil {
		return err
	}
	*w = *next
	return nil
}

// Hash is a hash of AppendState, for replays and desync reports, so it covers the complete
// state.
func (w *World) Hash() uint64 {
	w.stateBuffer = w.AppendState(w.stateBuffer[:0])
	return coder.Digest(w.stateBuffer)
}

// code writes or reads everything that decides how the match goes on.
func (w *World) code(c *coder.Coder) {
	w.codeConfig(c)
	coder.Int32(c, &w.tick)
	coder.Int64(c, &w.random)
	c.Flag(&w.client)
	w.match.code(c)
	w.codeRotation(c)
	w.codeEditing(c)
	w.codePlayers(c)
	if w.mode != nil {
		w.goal.code(c)
		c.Require(w.goal.holder == sim.NoPlayer || int(w.goal.holder) < w.cfg.Seats && w.ships[w.goal.holder].seated)
	}
	w.powerup.code(c, &w.arena)
	c.Require(w.powerup.holder == sim.NoPlayer || int(w.powerup.holder) < w.cfg.Seats && w.ships[w.powerup.holder].seated)
	for i := range w.rocks {
		coder.Int8(c, &w.rocks[i].hull)
		coder.Int32(c, &w.rocks[i].restoreAt)
		c.Require(w.rocks[i].hull <= fullRockHull)
	}
	for i := range w.pads {
		coder.Int8(c, &w.pads[i].item)
		coder.Int32(c, &w.pads[i].refillAt)
		c.Require(w.pads[i].item < items)
	}
	for i := range w.scraps {
		coder.Int32(c, &w.scraps[i].until)
		c.Vec(&w.scraps[i].pos)
	}
}

// codeConfig writes the Config; in reading it refuses the state of another Config.
func (w *World) codeConfig(c *coder.Coder) {
	version, seed := uint16(stateVersion), w.cfg.Seed
	mode, seats, rate := uint8(modeNumber(w.cfg.Mode)), uint16(w.cfg.Seats), uint16(w.arena.rate)
	points, seconds := uint16(w.cfg.Points), uint16(w.cfg.Seconds)
	coder.Int16(c, &version)
	coder.Int64(c, &seed)
	coder.Int8(c, &mode)
	coder.Int16(c, &seats)
	coder.Int16(c, &rate)
	coder.Int16(c, &points)
	coder.Int16(c, &seconds)
	arenas := arenasHash(&w.cfg)
	coder.Int64(c, &arenas)
	c.Require(arenas == arenasHash(&w.cfg))
	c.Require(version == stateVersion && seed == w.cfg.Seed && int(mode) == modeNumber(w.cfg.Mode) &&
		int(seats) == w.cfg.Seats && int64(rate) == w.arena.rate &&
		int(points) == w.cfg.Points && int(seconds) == w.cfg.Seconds)
}

// codeRotation writes which arena it is; in reading it makes it that.
func (w *World) codeRotation(c *coder.Coder) {
	before := w.rotation.place
	w.rotation.code(c, w.cfg.Arenas)
	if c.Reading() && c.Err() == nil && w.rotation.place != before {
		w.layArena()
	}
}

func (m *match) code(c *coder.Coder) {
	coder.Int8(c, &m.phase)
	coder.Int32(c, &m.ends)
	coder.Int32(c, &m.round)
	coder.Int16(c, &m.leader)
	for i := range m.teamPoints {
		coder.Int32(c, &m.teamPoints[i])
	}
	c.Flag(&m.sudden)
	coder.Int8(c, &m.victor)
	c.Require(m.phase <= sim.PhasePodium && m.victor <= teamCount)
}

// codePlayers codes the seats that are taken, in order.
func (w *World) codePlayers(c *coder.Coder) {
	count := uint16(len(w.players))
	coder.Int16(c, &count)
	for i := range int(count) {
		p := sim.NoPlayer
		if !c.Reading() {
			p = w.players[i]
		}
		coder.Int16(c, &p)
		if c.Reading() {
			c.Require(int(p) < w.cfg.Seats && (i == 0 || p > w.players[i-1]))
			if c.Err() != nil {
				return
			}
			w.players = append(w.players, p)
			w.ships[p].seated = true
		}
		w.codePlayer(c, p)
	}
	lead := w.match.leader
	c.Require(lead == sim.NoPlayer || int(lead) < w.cfg.Seats && w.ships[lead].seated)
}

func (w *World) codePlayer(c *coder.Coder, p sim.PlayerID) {
	s := &w.ships[p]
	s.body.code(c)
	s.codeShip(c)
	s.score.code(c)
	c.Require(w.validPlayer(s.killer) && w.validPlayer(s.attacker))
	w.pulses[p].code(c, &w.arena, w.tick)
	w.drops[p].code(c)
	for i := range historyLength {
		h := &w.history[int(p)*historyLength+i]
		coder.Int32(c, &h.x)
		coder.Int32(c, &h.y)
		c.Flag(&h.alive)
	}
}

func (w *World) validPlayer(p sim.PlayerID) bool { return p == sim.NoPlayer || int(p) < w.cfg.Seats }

func (b *body) code(c *coder.Coder) {
	own := b.toPrivate()
	for i := range ownWords {
		coder.Int32(c, &own[i])
	}
	if c.Reading() {
		*b = bodyOf(&own)
		c.Require(b.toPrivate() == own)
	}
}

func (s *ship) codeShip(c *coder.Coder) {
	coder.Int8(c, &s.thrust)
	coder.Int8(c, &s.strafe)
	c.Flag(&s.actions.boost)
	c.Flag(&s.actions.burning)
	coder.Int8(c, &s.vote)
	c.Flag(&s.ready)
	coder.Int16(c, &s.killer)
	coder.Int16(c, &s.attacker)
	coder.Int32(c, &s.attacked)
	c.Require(s.vote <= maxOffers)
	c.Require(s.thrust == sign(s.thrust) && s.strafe == sign(s.strafe))
}

func (t *playerScore) code(c *coder.Coder) {
	for _, v := range [...]*int32{
		&t.points, &t.kills, &t.deaths, &t.streak, &t.bestStreak, &t.railShots, &t.railHits, &t.coronaTicks,
	} {
		coder.Int32(c, v)
	}
	t.racer.code(c)
}

func (g *playerPulses) code(c *coder.Coder, a *arena, now sim.Tick) {
	coder.Int16(c, &g.live)
	for live := g.live; live != 0; live &= live - 1 {
		s := &g.slots[lowestBit(live)]
		for i := PulseBorn; i <= PulseHeat; i++ {
			coder.Int32(c, &s.birth[i])
		}
		c.Vec(&s.flight.pos)
		c.Vec(&s.flight.vel)
		coder.Int32(c, &s.flight.age)
		coder.Int8(c, &s.damage)
		coder.Int8(c, &s.ahead)
		c.Flag(&s.capped)
		s.flight.end, s.flight.tick = a.ticks(pulseLife), now
		c.Require(s.flight.age >= 0 && s.flight.Alive() && s.ahead < historyLength &&
			s.birth[PulseHeat] >= 0 && s.birth[PulseHeat] <= HeatSteps)
	}
}

func (g *playerDrops) code(c *coder.Coder) {
	coder.Int8(c, &g.live)
	for live := g.live; live != 0; live &= live - 1 {
		d := &g.slots[lowestBit(live)]
		coder.Int8(c, &d.kind)
		c.Vec(&d.pos)
		c.Vec(&d.vel)
		coder.Int16(c, &d.heading)
		coder.Int32(c, &d.born)
		c.Require(d.kind == KindMine || d.kind == KindSeeker)
	}
}
