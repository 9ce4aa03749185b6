package room

import (
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// recorder keeps what a crash needs to be played again: the inputs since some
// state of the world. Its memory is bounded: a recording that outgrows it begins
// anew from the world as it is, so what led to a crash is always there, though
// after hours not the match from its first tick.
type recorder struct {
	cfg    *Config
	writer *replay.Writer
	state  []byte // scratch
}

func newRecorder(cfg *Config, w sim.World) *recorder {
	c := &recorder{cfg: cfg}
	c.begin(w)
	return c
}

// begin begins a recording with the world as it is.
func (c *recorder) begin(w sim.World) {
	c.writer = replay.NewWriter(c.cfg.Game, c.cfg.Sim, replay.Header{Room: c.cfg.ID, Private: c.cfg.Code != "", Began: time.Now().UnixMilli()})
	c.state = w.AppendState(c.state[:0])
	c.writer.Segment(w.Tick(), 0, c.state)
}

func (c *recorder) join(p sim.PlayerID)  { c.writer.Join(p) }
func (c *recorder) leave(p sim.PlayerID) { c.writer.Leave(p) }

// recordInputs records the inputs of a step that is about to be played, so that the one
// which crashes is among them.
func (c *recorder) recordInputs(inputs []sim.Input) { c.writer.Tick(inputs) }

// afterStep looks at the world when the step is done.
func (c *recorder) afterStep(w sim.World) {
	if !c.writer.HashDue() {
		return
	}
	c.writer.Hash(w.Hash())
	if len(c.writer.Bytes()) > c.cfg.Record {
		c.begin(w)
	}
}

// finish ends the recording and returns it.
func (c *recorder) finish() []byte { return c.writer.Bytes() }
