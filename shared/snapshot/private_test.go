package snapshot

import (
	"errors"
	"testing"

	"perihelion/shared/bitio"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// send codes a sequence of states and returns what the last one cost.
func send(t *testing.T, n int, state func(i int32) sim.Private) (bits uint32) {
	t.Helper()
	var enc, dec privateModel
	for i := range int32(n) {
		want := state(i)
		var w bitWriter
		w.putPrivate(&enc, &want)
		bits = w.Len(0)
		w.Align()
		r := bitReader{bitio.Reader{Buf: w.Buf}}
		var got sim.Private
		if r.private(&dec, &got); got != want || !r.End() {
			t.Fatalf("state %d = %v, want %v", i, got, want)
		}
	}
	return bits
}

func TestPrivateLearnsHowWordsMove(t *testing.T) {
	tests := []struct {
		name  string
		state func(i int32) sim.Private
		want  uint32 // bits at most
	}{
		{"a ship at rest costs two bits", func(int32) sim.Private { return sim.Private{1, 2, 3} }, 2},
		{"even motion costs two bits", func(i int32) sim.Private { return sim.Private{1, i * 7000, -i * 90000} }, 2},
		{"counting down costs two bits", func(i int32) sim.Private { return sim.Private{100 - i} }, 2},
		{"even acceleration costs two bits", func(i int32) sim.Private { return sim.Private{i * i * 50, i * 100} }, 2},
		{"noise costs about itself", func(i int32) sim.Private { return sim.Private{i * 2654435 & 0xff} }, 20},
		{"words wrap", func(i int32) sim.Private { return sim.Private{i << 29, -i << 30} }, 80},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := send(t, 60, tt.state); got > tt.want {
				t.Errorf("state 60 costs %d bits, want at most %d", got, tt.want)
			}
		})
	}
}

// A client that predicts is told its own state only when that is not what it could predict, and
// notices if its prediction is not the server's.
func TestWhatIsAsPredictedIsNotTold(t *testing.T) {
	cfg := sim.Config{Seats: 2}
	pub := NewPublisher(ships.Rules, cfg)
	enc := ClientEncoder{Predicts: true}
	state := NewClientState(ships.Rules, cfg)
	calls, predicted := 0, sim.Private{}
	state.Predict = func(base, t sim.Tick, own sim.Private, _ []sim.Entity) (sim.Private, bool) {
		calls++
		return predicted, base < t
	}
	apply := func(tick sim.Tick, own sim.Private, since sim.Tick) error {
		s := pub.Publish(tick, nil, nil)
		defer s.Release()
		return state.Apply(tick, enc.Append(nil, s, &PlayerView{Own: own, PredictedSince: since}))
	}
	for i, f := range []struct {
		tick  sim.Tick
		own   sim.Private
		since sim.Tick
		calls int
	}{
		{2, sim.Private{1, 500, 9}, 0, 0},         // a keyframe
		{4, sim.Private{1, 600, 9}, 2, 1},         // as predicted
		{6, sim.Private{1, 650, 3}, 5, 1},         // something happened in tick 5
		{8, sim.Private{1, 700, 3}, 5, 2},         // as predicted
		{8 + 66, sim.Private{1, 800, 3}, 5, 2},    // as predicted, but for too long
		{8 + 66 + 64, sim.Private{1, 9, 3}, 5, 3}, // for as long as may be
	} {
		predicted = f.own
		if err := apply(f.tick, f.own, f.since); err != nil || state.Own() != f.own || calls != f.calls {
			t.Errorf("frame %d: own = %v after %d predictions, %v, want %v after %d", i, state.Own(), calls, err, f.own, f.calls)
		}
	}
	predicted = sim.Private{1, 10, 3}
	if err := apply(140, sim.Private{1, 20, 3}, 5); !errors.Is(err, ErrChecksum) || state.Whole() {
		t.Errorf("a prediction that is not the server's: %v, want %v", err, ErrChecksum)
	}
}
