package protocol

import (
	"math"
	"time"

	"perihelion/sim"
)

// State is one snapshot as one client sees it.
type State struct {
	Tick     sim.Tick
	Newest   sim.Tick      // newest input tick received so far; 0: none
	Slack    int8          // how early it came, in SlackUnit; negative: late
	Held     time.Duration // since it came, whole milliseconds to 255: the round trip less waiting
	SendRate uint8         // how much of the state the link is sent; 0: everything
	Body     []byte        // for snapshot.ClientState.Apply
}

// SlackUnit is the unit of State.Slack.
const SlackUnit = 2 * time.Millisecond

const maxHeld = 255 * time.Millisecond

// AppendState appends the frame [17, tick, newest-tick, slack, held, send-rate, body].
// The newest input is a few ticks ahead of its snapshot: one byte.
func AppendState(dst []byte, s *State) []byte {
	dst = header(dst, TypeState, 6)
	dst = appendUint(dst, uint64(s.Tick))
	dst = appendInt(dst, int64(s.Newest)-int64(s.Tick))
	dst = appendInt(dst, int64(s.Slack))
	dst = appendUint(dst, uint64(min(max(s.Held, 0), maxHeld)/time.Millisecond))
	dst = appendUint(dst, uint64(s.SendRate))
	return appendBin(dst, s.Body)
}

// DecodeState reads a State frame into s, whose Body aliases the frame. After an
// error s holds nonsense.
func DecodeState(frame []byte, s *State) error {
	r := open(frame, TypeState, 6)
	s.Tick = r.tick()
	s.Newest = r.tickFrom(s.Tick)
	s.Slack = int8(r.int(math.MinInt8, math.MaxInt8))
	s.Held = time.Duration(r.uint(uint64(maxHeld/time.Millisecond))) * time.Millisecond
	s.SendRate = uint8(r.uint(math.MaxUint8))
	s.Body = r.bin(MaxServerFrame)
	if r.err == nil && s.Tick == 0 {
		r.err = errRange
	}
	return decoded(&r, TypeState)
}
