package toy

import (
	"perihelion/sim"
	"perihelion/sim/coder"
)

// code writes or reads everything that decides how the match goes on. What it reads must
// be a state of the same Config, and one that a match can be in.
func (w *world) code(c *coder.Coder) {
	rules, seed, seats, rate := uint32(about.Rules), w.cfg.Seed, uint32(len(w.dots)), uint32(w.cfg.TicksPerSecond())
	coder.Int32(c, &rules)
	coder.Int64(c, &seed)
	coder.Int32(c, &seats)
	coder.Int32(c, &rate)
	c.Require(rules == uint32(about.Rules) && seed == w.cfg.Seed)
	c.Require(seats == uint32(len(w.dots)) && rate == uint32(w.cfg.TicksPerSecond()))

	coder.Int32(c, &w.tick)
	coder.Int64(c, &w.luck)
	coder.Int8(c, &w.phase)
	coder.Int32(c, &w.ends)
	coder.Int32(c, &w.coinX)
	coder.Int32(c, &w.coinY)
	c.Require(w.phase <= sim.PhasePodium && isInside(w.coinX, w.coinY))
	for i := range w.dots {
		w.dots[i].code(c)
	}
}

func (d *dot) code(c *coder.Coder) {
	c.Flag(&d.seated)
	for _, v := range [...]*int32{&d.x, &d.y, &d.vx, &d.vy, &d.wait, &d.coins} {
		coder.Int32(c, v)
	}
	c.Require(isInside(d.x, d.y))
	c.Require(max(d.vx, -d.vx, d.vy, -d.vy) <= dash && d.wait >= 0 && d.coins >= 0)
}

func isInside(x, y int32) bool { return x == within(x) && y == within(y) }

func (w *world) AppendState(dst []byte) []byte {
	c := coder.Writer(dst)
	w.code(c)
	return c.Bytes()
}

// RestoreState reads into a new world, so that an error changes nothing.
func (w *world) RestoreState(b []byte) error {
	next, c := newWorld(w.cfg), coder.Reader(b)
	next.code(c)
	if err := c.Finish(); err != nil {
		return err
	}
	*w = *next
	return nil
}

func (w *world) Hash() uint64 {
	w.state = w.AppendState(w.state[:0])
	return coder.Digest(w.state)
}
