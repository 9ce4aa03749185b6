package room

import (
	"perihelion/shared/replay"
	"perihelion/sim"
)

// recorder keeps what a crash needs to be played again: the inputs since some
// state of the world. Its memory is bounded: a recording that outgrows it begins
// anew from the world as it is, so what led to a crash is always there, though
// after hours not the match from its first tick.
type recorder struct {
	writer *replay.Writer
	limit  int
	state  []byte // scratch
}

func newRecorder(cfg Config) *recorder {
	return &recorder{writer: replay.NewWriter(cfg.Game, cfg.Sim), limit: cfg.Record}
}

func (c *recorder) join(p sim.PlayerID)  { c.writer.Join(p) }
func (c *recorder) leave(p sim.PlayerID) { c.writer.Leave(p) }

// recordInputs records the inputs of a step that is about to be played, so that the one
// which crashes is among them.
func (c *recorder) recordInputs(inputs []sim.Input) { c.writer.Tick(inputs) }

// afterStep looks at the world when the step is done.
func (c *recorder) afterStep(w sim.World) {
	if !c.writer.Due() {
		return
	}
	c.writer.Hash(w.Hash())
	if c.writer.Len() > c.limit {
		c.state = w.AppendState(c.state[:0])
		c.writer.Restart(c.state)
	}
}

// finish ends the recording and returns it.
func (c *recorder) finish() []byte { return c.writer.Take(nil) }
