package pilots

import (
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestQuantiles(t *testing.T) {
	var h Histogram
	for ms := range 100 {
		h.Record(time.Duration(ms+1) * time.Millisecond)
	}
	h.Record(-time.Second) // as with a clock that was set back
	h.Record(time.Minute)
	var twice Histogram
	twice.Merge(&h)
	twice.Merge(&h)
	for _, tt := range []struct {
		q           float64
		least, most time.Duration
	}{
		{0, 0, bucket},
		{0.5, 49 * time.Millisecond, 52 * time.Millisecond},
		{0.99, 98 * time.Millisecond, 101 * time.Millisecond},
		{1, time.Second - bucket, time.Minute},
	} {
		if got := h.Quantile(tt.q); got < tt.least || got > tt.most || twice.Quantile(tt.q) < tt.least || twice.Quantile(tt.q) > tt.most {
			t.Errorf("Quantile(%v) = %v, and %v of the same twice, want %v to %v", tt.q, got, twice.Quantile(tt.q), tt.least, tt.most)
		}
	}
	if got := new(Histogram).Quantile(0.5); got != 0 {
		t.Errorf("Quantile of nothing = %v, want 0", got)
	}
}

func TestPilotsTurnAndFire(t *testing.T) {
	fired, turned := 0, 0
	const ticks = 600
	for tick := range uint32(ticks) {
		in, next := Fly(3, tick), Fly(3, tick+1)
		if in.Buttons&ships.ButtonPulse != 0 {
			fired++
		}
		if in.Axes[ships.AxisAim] != next.Axes[ships.AxisAim] {
			turned++
		}
		if step := int16(in.Axes[ships.AxisAim] - next.Axes[ships.AxisAim]); step > 400 || step < -400 {
			t.Fatalf("tick %d: the aim jumps by %d", tick, step)
		}
	}
	if fired != ticks/4 || turned < ticks*9/10 || Fly(3, 0) == Fly(4, 0) {
		t.Errorf("fires in %d of %d ticks, turns in %d; the first two pilots fly alike: %t", fired, ticks, turned, Fly(3, 0) == Fly(4, 0))
	}
}

// TestTheClockOfAPilotKeepsItsInputsEarly plays a server whose link takes some time.
func TestTheClockOfAPilotKeepsItsInputsEarly(t *testing.T) {
	for _, way := range []time.Duration{0, 40 * time.Millisecond, 180 * time.Millisecond} {
		talk, states := &ourTalk{interval: 2}, protocol.StateStream{}
		hold := func(uint32) sim.Input { return sim.Input{} }
		server := sim.Tick(100)
		var slack time.Duration
		var newest sim.Tick
		for range 300 { // frames, two ticks apart
			server += 2
			state := protocol.State{Tick: server, Newest: newest, Slack: int8(max(min(slack/protocol.SlackUnit, 127), -128))}
			if r, err := talk.Receive(states.Append(nil, &state)); err != nil || !r.Snapshot {
				t.Fatalf("%+v, %v", r, err)
			}
			if frame := talk.AppendInputs(nil, hold); len(frame) > 0 {
				var in protocol.Inputs
				if err := protocol.DecodeInputs(frame, ships.Inputs, &in); err != nil {
					t.Fatal(err)
				}
				newest = in.First + sim.Tick(in.N) - 1
				slack = time.Duration(int64(newest)-int64(server))*tickTime - way
			}
		}
		if slack < early-offTarget-tickTime || slack > mostEarly {
			t.Errorf("on a link of %v inputs come %v early, want about %v", way, slack, early)
		}
	}
}
