package netcode

import (
	"math"
	"testing"
	"time"

	"perihelion/sim"
)

func TestACushionIsForLinksThatStallAgainAndAgain(t *testing.T) {
	const s = time.Second
	type seen struct {
		at   time.Duration
		long float64
	}
	for name, c := range map[string]struct {
		stalls []seen
		at     time.Duration
		want   float64
	}{
		"nothing is ever overdue":               {nil, 10 * s, 0},
		"one lost packet is bad luck":           {[]seen{{1 * s, 7}}, 10 * s, 0},
		"two are the link":                      {[]seen{{1 * s, 7}, {8 * s, 6}}, 10 * s, 6},
		"the longest of many is not covered":    {[]seen{{1 * s, 6}, {3 * s, 9}, {5 * s, 7}, {7 * s, 6}}, 10 * s, 7},
		"half a minute ago is over":             {[]seen{{1 * s, 7}, {20 * s, 7}}, 32 * s, 0},
		"outages cannot be covered":             {[]seen{{1 * s, 60}, {5 * s, 60}, {9 * s, 60}}, 10 * s, 0},
		"nor do they hide what can":             {[]seen{{1 * s, 7}, {5 * s, 60}, {9 * s, 7}}, 10 * s, 7},
		"a stall that grows is still one stall": {[]seen{{1 * s, 3}, {1 * s, 5}, {1 * s, 7}}, 10 * s, 0},
	} {
		var lead inputLead
		for _, stall := range c.stalls {
			lead.addStall(sim.Tick(60*stall.at/s), stall.long, stall.at)
		}
		if got := lead.target(c.at); got != c.want {
			t.Errorf("%s: a lead of %v ticks, want %v", name, got, c.want)
		}
	}
}

func TestACushionComesWithinSecondsAndGoesWithinAMinute(t *testing.T) {
	var c inputLead
	c.addStall(60, 8, time.Second)
	c.addStall(120, 8, 2*time.Second)
	const step = 33 * time.Millisecond
	var full, gone time.Duration
	before := c.advance(2*time.Second, 1, 0)
	for now := 2*time.Second + step; now < 2*time.Minute; now += step {
		have := c.advance(now, 1, 0)
		if moved := math.Abs(have-before) / step.Seconds(); moved > inputLeadGrowth*1.01 {
			t.Fatalf("at %v it moves by %.2f ticks a second, faster than a clock bends", now, moved)
		}
		switch {
		case have == 8 && full == 0:
			full = now
		case have == 0 && full != 0 && gone == 0:
			gone = now
		}
		before = have
	}
	if full == 0 || full > 5*time.Second {
		t.Errorf("it was full at %v, want within three seconds", full)
	}
	if gone < 32*time.Second || gone > 80*time.Second {
		t.Errorf("it was gone at %v, want half a minute after the last stall, and then slowly", gone)
	}
}
