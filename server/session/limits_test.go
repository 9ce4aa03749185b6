package session

import (
	"testing"
	"testing/synctest"
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
			if m.struckOut() != tt.out || tt.passed > 0 && passed != tt.passed {
				t.Errorf("%d passed, struck out %v; want %d, %v", passed, m.struckOut(), tt.passed, tt.out)
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

func TestChatIsLimitedAndCleaned(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		for range 10 {
			c.send(protocol.AppendSay(nil, &protocol.Say{Text: "  spam   spam "}))
		}
		c.readFor(time.Second)
		synctest.Wait()
		if len(c.chat) != chatBurst || c.chat[0] != "spam spam" {
			t.Errorf("heard %q, want %d clean lines", c.chat, chatBurst)
		}
		c.readFor(5 * time.Second)
		c.chat = nil
		c.send(protocol.AppendSay(nil, &protocol.Say{Text: "\u202emoc.live"}))
		c.send(protocol.AppendSay(nil, &protocol.Say{Text: "and on"}))
		c.readFor(time.Second)
		if len(c.chat) != 1 || c.chat[0] != "and on" {
			t.Errorf("heard %q, want only the line that can be shown", c.chat)
		}
		if h.metrics.ignored[IgnoredFlood] != 6 || h.metrics.ignored[IgnoredText] != 1 {
			t.Errorf("ignored %v", h.metrics.ignored)
		}
	})
}
