package ships

import (
	"encoding/binary"
	"fmt"

	"perihelion/sim"
)

// stateVersion changes with every change of the layout or of the rules: a state
// of other rules would go on, but differently.
const stateVersion = 4

// AppendState appends the complete state; RestoreState reads it back.
func (w *World) AppendState(dst []byte) []byte {
	c := coder{b: dst}
	w.code(&c)
	return c.b
}

// RestoreState makes w what AppendState saw. On an error w is unchanged. It
// never panics and never allocates by a number found in b: the state must be of
// a world with the Config of w.
func (w *World) RestoreState(b []byte) error {
	next := New(w.cfg)
	c := coder{b: b, reading: true}
	next.code(&c)
	if c.err != nil {
		return c.err
	}
	if len(c.b) != 0 {
		return fmt.Errorf("%w: %d bytes too many", errState, len(c.b))
	}
	*w = *next
	return nil
}

// Hash fingerprints the complete state, for replays and desync reports: it is
// a hash of AppendState, so nothing can be in one and not in the other.
func (w *World) Hash() uint64 {
	w.bytes = w.AppendState(w.bytes[:0])
	return digest(w.bytes)
}

// code writes or reads everything that decides how the match goes on.
func (w *World) code(c *coder) {
	w.codeConfig(c)
	code32(c, &w.tick)
	code64(c, &w.luck)
	c.flag(&w.client)
	w.match.code(c)
	w.codePlayers(c)
	for i := range w.rocks {
		code8(c, &w.rocks[i].hull)
		code32(c, &w.rocks[i].reform)
		c.require(w.rocks[i].hull <= fullRock)
	}
	for i := range w.pads {
		code8(c, &w.pads[i].item)
		code32(c, &w.pads[i].ready)
		c.require(w.pads[i].item < items)
	}
	for i := range w.scraps {
		code32(c, &w.scraps[i].until)
		c.vec(&w.scraps[i].pos)
	}
}

// codeConfig reads no Config, but refuses a state of another.
func (w *World) codeConfig(c *coder) {
	version, seed := uint16(stateVersion), w.cfg.Seed
	mode, seats, rate := uint8(modeNumber(w.cfg.Mode)), uint16(w.cfg.Seats), uint16(w.arena.rate)
	points, seconds := uint16(w.cfg.Points), uint16(w.cfg.Seconds)
	code16(c, &version)
	code64(c, &seed)
	code8(c, &mode)
	code16(c, &seats)
	code16(c, &rate)
	code16(c, &points)
	code16(c, &seconds)
	c.require(version == stateVersion && seed == w.cfg.Seed && int(mode) == modeNumber(w.cfg.Mode) &&
		int(seats) == w.cfg.Seats && int64(rate) == w.arena.rate &&
		int(points) == w.cfg.Points && int(seconds) == w.cfg.Seconds)
}

func (m *match) code(c *coder) {
	code8(c, &m.phase)
	code32(c, &m.ends)
	code32(c, &m.round)
	code16(c, &m.leader)
	for i := range m.score {
		code32(c, &m.score[i])
	}
	c.flag(&m.sudden)
	code8(c, &m.victor)
	c.require(m.phase <= sim.PhasePodium && m.victor <= sides)
}

// codePlayers codes the seats that are taken, in order.
func (w *World) codePlayers(c *coder) {
	count := uint16(len(w.players))
	code16(c, &count)
	for i := range int(count) {
		p := sim.NoPlayer
		if !c.reading {
			p = w.players[i]
		}
		code16(c, &p)
		if c.reading {
			c.require(int(p) < w.cfg.Seats && (i == 0 || p > w.players[i-1]))
			if c.err != nil {
				return
			}
			w.players = append(w.players, p)
			w.ships[p].seated = true
		}
		w.codePlayer(c, p)
	}
	lead := w.match.leader
	c.require(lead == sim.NoPlayer || int(lead) < w.cfg.Seats && w.ships[lead].seated)
}

func (w *World) codePlayer(c *coder, p sim.PlayerID) {
	s := &w.ships[p]
	s.body.code(c)
	s.codeRest(c)
	s.tally.code(c)
	c.require(w.playerOr(s.killer) && w.playerOr(s.attacker))
	w.guns[p].code(c, &w.arena)
	w.bags[p].code(c)
	for i := range depth {
		h := &w.history[int(p)*depth+i]
		code32(c, &h.x)
		code32(c, &h.y)
		c.flag(&h.alive)
	}
}

func (w *World) playerOr(p sim.PlayerID) bool { return p == sim.NoPlayer || int(p) < w.cfg.Seats }

func (b *body) code(c *coder) {
	own := b.private()
	for i := range ownWords {
		code32(c, &own[i])
	}
	if c.reading {
		*b = bodyOf(&own)
		c.require(b.private() == own)
	}
}

func (s *ship) codeRest(c *coder) {
	code8(c, &s.thrust)
	code8(c, &s.strafe)
	c.flag(&s.deed.boost)
	c.flag(&s.deed.burn)
	code16(c, &s.killer)
	code16(c, &s.attacker)
	code32(c, &s.attacked)
	c.require(s.thrust == sign(s.thrust) && s.strafe == sign(s.strafe))
}

func (t *tally) code(c *coder) {
	for _, v := range [...]*int32{
		&t.points, &t.kills, &t.deaths, &t.streak, &t.longest, &t.fired, &t.struck, &t.warm,
	} {
		code32(c, v)
	}
}

func (g *gun) code(c *coder, a *arena) {
	code16(c, &g.live)
	for live := g.live; live != 0; live &= live - 1 {
		s := &g.shots[lowest(live)]
		for i := PulseBorn; i <= PulseVY; i++ {
			code32(c, &s.birth[i])
		}
		c.vec(&s.flight.pos)
		c.vec(&s.flight.vel)
		code32(c, &s.flight.age)
		code8(c, &s.ahead)
		c.flag(&s.capped)
		s.flight.end = a.ticks(pulseLife)
		c.require(s.flight.age >= 0 && s.flight.Alive() && s.ahead < depth)
	}
}

func (g *bag) code(c *coder) {
	code8(c, &g.live)
	for live := g.live; live != 0; live &= live - 1 {
		d := &g.drops[lowest(live)]
		code8(c, &d.kind)
		c.vec(&d.pos)
		c.vec(&d.vel)
		code16(c, &d.heading)
		code32(c, &d.born)
		c.require(d.kind == KindMine || d.kind == KindSeeker)
	}
}

// digest is FNV-1a over words of eight bytes, mixed once more at the end.
func digest(b []byte) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037) ^ uint64(len(b))
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * prime
		h ^= h >> 29
	}
	for _, x := range b {
		h = (h ^ uint64(x)) * prime
	}
	return h ^ h>>32
}
