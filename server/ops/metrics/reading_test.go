package metrics

import (
	"log/slog"
	"math"
	"testing"
	"time"

	"perihelion/server/play/session"
	"perihelion/shared/protocol"
	"perihelion/sim/toy"
)

func TestReadingAddsUp(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	s.Sessions.MessageIn(protocol.TypeInputs, 100)
	s.Sessions.MessageIn(protocol.TypeSay, 20)
	s.Sessions.MessageOut(protocol.TypeState, 300)
	s.Sessions.AtSendRate(session.Low, 2)
	r, err := s.Gather()
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Sum("ws_messages_total", "dir", "in"); got != 2 {
		t.Errorf("messages in = %v, want 2", got)
	}
	if got := r.Sum("ws_received_bytes_total"); got != 120 {
		t.Errorf("bytes in = %v, want 120", got)
	}
	if got := r.By("clients", "send_rate"); got["low"] != 2 || got["full"] != 0 || len(got) != int(session.SendRates) {
		t.Errorf("send rates = %v", got)
	}
	if got := r.Sum("go_goroutines"); got == 0 {
		t.Error("metrics of the runtime are missing")
	}
}

func TestHistogramOfTheTimeSince(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	read := func() Histogram {
		r, err := s.Gather()
		if err != nil {
			t.Fatal(err)
		}
		return r.Histogram("tick_duration_seconds")
	}
	s.Rooms.Tick(toy.Duel, 40*time.Millisecond, 0)
	before := read()
	if got := read().Since(before).Quantile(0.99); got != 0 {
		t.Errorf("p99 of nothing = %v, want 0", got)
	}
	for range 98 {
		s.Rooms.Tick(toy.Teams, 1500*time.Microsecond, 0)
	}
	s.Rooms.Tick(toy.Duel, 9*time.Millisecond, 0)
	s.Rooms.Tick(toy.FreeForAll, time.Second, 0)
	h := read().Since(before)
	for _, tt := range []struct{ q, want float64 }{
		{0.5, .001 + .001*50/98}, {0.99, .010}, {1, .050},
	} {
		if got := h.Quantile(tt.q); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("quantile %v = %v, want %v", tt.q, got, tt.want)
		}
	}
	if last := h.Counts[len(h.Counts)-1]; last != 1 {
		t.Errorf("%d ticks beyond the last bound, want 1", last)
	}
}
