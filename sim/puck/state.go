package puck

import (
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
)

// stateVersion changes with every change of the layout or of the rules: a state of other
// rules would go on, but differently.
const stateVersion = 4

// AppendState appends the complete state; RestoreState reads it back.
func (w *World) AppendState(dst []byte) []byte {
	c := coder.Writer(dst)
	w.code(c)
	return c.Bytes()
}

// RestoreState makes w what AppendState saw. On an error w is unchanged. The state must be
// of a world with the Config of w.
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

// Hash fingerprints the complete state: it is a hash of AppendState.
func (w *World) Hash() uint64 {
	w.bytes = w.AppendState(w.bytes[:0])
	return coder.Digest(w.bytes)
}

// code writes or reads everything that decides how the match goes on.
func (w *World) code(c *coder.Coder) {
	w.codeConfig(c)
	coder.Int32(c, &w.tick)
	c.Flag(&w.client)
	coder.Int16(c, &w.me)
	w.match.code(c)
	w.codePlayers(c)
	w.puck.code(c)
	w.codeCredit(c)
	c.Require(w.seatedOr(w.me) && w.seatedOr(w.carrier))
}

// codeConfig reads no Config, but refuses a state of another.
func (w *World) codeConfig(c *coder.Coder) {
	version, seed := uint16(stateVersion), w.cfg.Seed
	seats, rate := uint16(w.cfg.Seats), uint16(w.timing.rate)
	points, seconds := uint16(w.cfg.Points), uint16(w.cfg.Seconds)
	coder.Int16(c, &version)
	coder.Int64(c, &seed)
	coder.Int16(c, &seats)
	coder.Int16(c, &rate)
	coder.Int16(c, &points)
	coder.Int16(c, &seconds)
	c.Require(version == stateVersion && seed == w.cfg.Seed && int(seats) == w.cfg.Seats &&
		int64(rate) == w.timing.rate && int(points) == w.cfg.Points && int(seconds) == w.cfg.Seconds)
}

func (m *match) code(c *coder.Coder) {
	coder.Int8(c, &m.phase)
	coder.Int32(c, &m.ends)
	coder.Int32(c, &m.round)
	for i := range m.score {
		coder.Int32(c, &m.score[i])
	}
	c.Flag(&m.sudden)
	coder.Int8(c, &m.victor)
	coder.Int8(c, &m.stage)
	coder.Int32(c, &m.until)
	c.Require(m.phase <= sim.PhasePodium && m.victor <= teams && m.stage < stages)
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
			w.skaters[p].seated = true
		}
		w.skaters[p].body.code(c, &w.timing)
		t := &w.skaters[p].tally
		for _, n := range [...]*int32{&t.goals, &t.assists, &t.saves, &t.steals, &t.drove} {
			coder.Int32(c, n)
			c.Require(*n >= 0)
		}
	}
}

func (b *body) code(c *coder.Coder, t *timing) {
	own := b.private()
	for i := range ownWords {
		coder.Int32(c, &own[i])
	}
	if c.Reading() {
		*b = bodyOf(&own, t)
		c.Require(b.private() == own)
	}
}

func (d *disc) code(c *coder.Coder) {
	c.Vec(&d.pos)
	c.Vec(&d.vel)
	c.Require(d.pos.X.Abs() <= fixed.Int(HalfLength+GoalDepth) && d.pos.Y.Abs() <= fixed.Int(HalfWidth) &&
		isWithin(d.vel, fixed.Int(TopSpeed+1)) && *d == disc{roundPos(d.pos), roundVel(d.vel)})
}

func (w *World) codeCredit(c *coder.Coder) {
	coder.Int16(c, &w.carrier)
	t := &w.touches
	coder.Int16(c, &t.last)
	ok := w.seatedOr(t.last)
	for i := range t.team {
		coder.Int16(c, &t.team[i].last)
		coder.Int32(c, &t.team[i].at)
		coder.Int16(c, &t.team[i].passer)
		coder.Int32(c, &t.team[i].passedAt)
		ok = ok && w.seatedOr(t.team[i].last) && w.seatedOr(t.team[i].passer)
	}
	c.Require(ok)
}

// seatedOr reports whether p is nobody, or seated.
func (w *World) seatedOr(p sim.PlayerID) bool {
	return p == sim.NoPlayer || int(p) < w.cfg.Seats && w.skaters[p].seated
}
