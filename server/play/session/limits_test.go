package session

import (
	"slices"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

func TestMeter(t *testing.T) {
	tests := []struct {
		name   string
		size   int
		every  time.Duration
		frames int
		out    bool
		passed int
	}{
		{"an honest client", 30, time.Second / 30, 3_000, false, 3_000},
		{"one frame per tick", 30, time.Second / 60, 3_000, false, 3_000},
		{"what a stall held back", 30, 0, 200, false, 200},
		{"one flood is forgiven", 30, 0, 1_000, false, 240},
		{"a flood that goes on", 30, time.Millisecond, 4_000, true, 0},
		{"few but fat", 4_000, 50 * time.Millisecond, 400, true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMeter(Limits{}.withDefaults())
			now, passed := time.Unix(1_000, 0), 0
			for range tt.frames {
				if m.allow(tt.size, now) {
					passed++
				}
				now = now.Add(tt.every)
			}
			if m.isOver() != tt.out || tt.passed > 0 && passed != tt.passed {
				t.Errorf("%d passed, struck out %v; want %d, %v", passed, m.isOver(), tt.passed, tt.out)
			}
		})
	}
}

func TestFloodEndsTheSession(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		go func() {
			for c.conn.Send(inputs(0, 1, 1)) == nil {
				time.Sleep(time.Millisecond)
			}
		}()
		c.expectEnd(transport.RateLimited)
		if h.ended(transport.RateLimited) != 1 || h.metrics.ignored[IgnoredRate] == 0 {
			t.Errorf("counters did not move: %+v", h.metrics)
		}
	})
}

func TestWhatMayNotBeSaidIsToldToWhoeverSaidIt(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		h.manners.most = 3
		ada, bob := h.enter(h.ticket("ada")), h.enter(h.ticket("bob"))
		for _, words := range []protocol.Say{{Text: "damn"}, {Quick: protocol.QuickSorry}, {Text: "really"}, {Text: "more"}} {
			ada.send(protocol.AppendSay(nil, &words))
		}
		ada.readFor(time.Second)
		bob.readFor(time.Second)
		if want := []string{"****", "Sorry!", "really"}; !slices.Equal(bob.chat, want) {
			t.Errorf("bob heard %q, want %q", bob.chat, want)
		}
		if want := []string{"****", "Sorry!", "really", "Enough"}; !slices.Equal(slices.Sorted(slices.Values(ada.chat)), slices.Sorted(slices.Values(want))) {
			t.Errorf("ada heard %q, want %q", ada.chat, want)
		}
		for range 20 {
			ada.send(protocol.AppendSay(nil, &protocol.Say{Text: "more"}))
		}
		ada.chat = nil
		ada.readFor(500 * time.Millisecond)
		if len(ada.chat) != answerBurst {
			t.Errorf("a flood was answered %d times, want %d", len(ada.chat), answerBurst)
		}
		if h.metrics.ignored[IgnoredChat] != 21 {
			t.Errorf("ignored %v, want 21 lines", h.metrics.ignored)
		}
	})
}
