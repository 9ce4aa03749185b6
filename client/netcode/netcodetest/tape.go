package netcodetest

import (
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Record lets the match go on until at least n frames of the server have arrived at s, and
// returns them instead of handing them to the client. Nothing else happens to s from then on.
func (l *Lab) Record(s *Seat, n int) (frames [][]byte) {
	for _, p := range l.record(s, n) {
		frames = append(frames, p.frame)
	}
	return frames
}

func (l *Lab) record(s *Seat, n int) (tape []parcel) {
	s.Hidden, s.mute = true, true
	for len(tape) < n {
		l.Run(Tick)
		tape = append(tape, s.down.arrived(l.Now)...)
	}
	return tape
}

// AllocsPerFrame is how many allocations a frame of the screen takes the client of s, with
// all that arrives meanwhile. The frames come from a record, so that only the client runs.
func (l *Lab) AllocsPerFrame(s *Seat) float64 {
	in := s.last
	tape := l.record(s, 400)
	start := l.Time().Add(-l.Now)
	now := start.Add(tape[0].at)
	frame := func() {
		for ; len(tape) > 0 && !start.Add(tape[0].at).After(now); tape = tape[1:] {
			if kind, _ := protocol.Peek(tape[0].frame); kind != protocol.TypeState {
				continue
			}
			if err := s.Client.Receive(tape[0].frame, now); err != nil {
				l.t.Fatal(err)
			}
		}
		s.Client.View(now)
		if err := s.Client.Advance(now, func() sim.Input { return in }); err != nil {
			l.t.Fatal(err)
		}
		now = now.Add(Tick)
	}
	for range 120 {
		frame()
	}
	return testing.AllocsPerRun(300, frame)
}
