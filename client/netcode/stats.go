package netcode

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Stats is what the net graph shows.
type Stats struct {
	RTT, Jitter   time.Duration
	Slack         time.Duration // how early inputs reach the server
	SlackTarget   time.Duration // how early they should
	InputLead     time.Duration // of that, because the link stalls again and again
	Delay         time.Duration // interpolation delay
	Lead          time.Duration // by which the others are drawn ahead of that, so that shots can be aimed at them
	SendRate      uint8
	Snapshots     uint64
	Corrections   uint64  // predictions that were wrong
	Correction    float32 // size of the last one, world units
	Moved         uint64  // corrections that moved a ship which was not put elsewhere
	Underruns     uint64  // frames drawn without data to interpolate
	Stalls        uint64  // gaps of more than 250 ms between snapshots
	Keyframes     uint64  // asked for
	Corrupt       uint64  // snapshots that did not apply
	Misses        uint64  // input frames that came too late for their first tick
	Snaps         uint64  // times the clock had to jump
	BytesIn       uint64
	BytesOut      uint64
	BytesByType   [32]uint64 // in, by protocol.Type
	ServerTick    sim.Tick
	Interval      int           // ticks from one snapshot to the next, when the server has time
	Load          protocol.Load // what a tick costs the server; zero: it has not said
	ClockScale    float32       // 1 is real time
	InputsPending int           // sent, not yet in a snapshot
	Datagrams     DatagramState
}

// A meter measures the round trip: from sending an input to the snapshot that
// has it, less the time the server sat on it.
type meter struct {
	rtt      time.Duration
	arrived  time.Duration // when the last State came
	answered time.Duration // when one last told of an input it did not have before
}

const (
	stall   = 250 * time.Millisecond // between snapshots: long enough to be felt
	longest = 255 * time.Millisecond // State.Held saturates here and says nothing
)

// time takes how long an input took to come back in a snapshot, and how much of
// that the server held it.
func (m *meter) time(back, held time.Duration) {
	if held >= longest {
		return
	}
	sample := max(back-held, 0)
	if m.rtt == 0 {
		m.rtt = sample
	}
	m.rtt += (sample - m.rtt) / 8
}

// arrive counts the silence before a State that came at t.
func (m *meter) arrive(t time.Duration) (stalled bool) {
	stalled = m.arrived != 0 && t-m.arrived > stall
	m.arrived = t
	return stalled
}

// Stats is what the net graph shows, without drawing a frame.
func (c *Client) Stats() Stats {
	s := c.stats
	c.survey(&s)
	return s
}

// survey fills in what others know.
func (c *Client) survey(s *Stats) {
	s.RTT = c.meter.rtt
	s.Jitter = c.interp.jitter
	s.Delay, s.Lead = c.interp.delay(), c.ahead
	s.Slack, s.SlackTarget = c.clock.slack(), c.clock.aim()
	s.InputLead = time.Duration(c.clock.spare * float64(c.clock.tick))
	s.SendRate = c.state.SendRate
	s.ServerTick, s.Interval = c.state.Tick, c.welcome.Interval
	s.ClockScale = float32(c.clock.scale)
	s.Misses, s.Snaps = c.clock.misses, c.clock.jumps
	s.Keyframes, s.Corrupt = c.resync.requests, uint64(c.resync.n)
	s.Datagrams = c.datagrams.state(c.clock.last, c.clock.paused)
	s.InputsPending = max(int(c.outbox.last)-int(c.state.Newest), 0)
}
