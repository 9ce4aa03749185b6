package netcode

import (
	"time"

	"perihelion/sim"
)

const (
	// 167 ms, which covers a lost packet at a round trip of 75. At 5 % of loss and 60 ms
	// it leaves one stall in twenty uncovered; 15 ticks, 250 ms, would catch those as
	// well, but then the others, drawn that far ahead, are hit in 41 % of the shots
	// instead of 95.
	maxInputLead    = 10.0
	stallWindow     = 30 * time.Second // in which a link must have stalled
	stallsNeeded    = 2                // times: a single lost packet is bad luck
	inputLeadGrowth = 3.0              // ticks per second, as fast as a clock bends unfelt
	inputLeadShrink = 0.25
	lossLeadShrink  = 1.0 // loss is known better than stalls

	minStall  = 2.0 // ticks by which an input is overdue
	maxStalls = 64  // more than a link of five per cent loss has in the window
)

// inputLead is how many ticks further ahead the clock runs on a link that stalls. A lost
// packet holds up all that follows for about one and a half round trips; then everything
// comes at once. Meanwhile the server plays ticks without their inputs, and the ship does
// not fly as predicted. On a link where that happens repeatedly, inputs are sent early
// enough to arrive before they are needed. It costs nothing on the own screen. Other
// players see the own ship's actions that much later, so a link that does not stall gets
// no lead. Overwatch does the same (GDC 2017, "Overwatch Gameplay Architecture and
// Netcode").
type inputLead struct {
	stalls    [maxStalls]inputStall // a ring
	n         int
	byLoss    bool // inputs go by datagram, which stalls nothing
	loss      inputLoss
	current   float64 // ticks
	updatedAt time.Duration
}

// inputStall is one input that came late at the server.
type inputStall struct {
	tick   sim.Tick
	length float64 // ticks
	at     time.Duration
}

// addStall notes that the input of tick t is overdue by so many ticks, at now.
func (l *inputLead) addStall(t sim.Tick, overdue float64, now time.Duration) {
	last := &l.stalls[(l.n+maxStalls-1)%maxStalls]
	if l.n == 0 || last.tick != t {
		last = &l.stalls[l.n%maxStalls]
		l.n++
	}
	*last = inputStall{t, overdue, now}
}

// target is the lead that covers all stalls of the window but the longest ones.
func (l *inputLead) target(now time.Duration) float64 {
	var longest [stallsNeeded]float64
	for i := range min(l.n, maxStalls) {
		s := &l.stalls[i]
		if now-s.at > stallWindow || s.length > maxInputLead {
			continue
		}
		long := s.length
		for j := range longest {
			longest[j], long = max(longest[j], long), min(longest[j], long)
		}
	}
	return longest[stallsNeeded-1]
}

// advance moves the lead towards its target, to now, and returns it in ticks. Inputs are sent
// every so many ticks, on a link with so much jitter.
func (l *inputLead) advance(now time.Duration, interval, jitter float64) float64 {
	passed := (now - l.updatedAt).Seconds()
	l.updatedAt = now
	want, shrink := l.target(now), inputLeadShrink
	if l.byLoss {
		want, shrink = l.loss.lead(interval, jitter), lossLeadShrink
	}
	l.current = min(max(want, l.current-shrink*passed), l.current+inputLeadGrowth*passed)
	return l.current
}

// findOverdueInput looks for an input that the newest State should have acked: the first
// that the server did not have. It counts as a stall if it is later than jitter explains.
func (c *Client) findOverdueInput(now time.Duration) {
	next := c.state.Newest + 1
	missing := c.predictor.history.at(next)
	if !c.clock.synced || c.state.Newest == 0 || missing == nil || !missing.sent {
		return
	}
	early := c.clock.base + missing.lead - float64(c.predictor.history.together(next))
	late := early + float64(c.state.Tick) - float64(next)
	if late > max(minStall, outlierJitters*c.clock.jitter) {
		// It may come just before the next snapshot.
		c.datagrams.addStall(now)
		c.clock.inputLead.addStall(next, late+float64(c.welcome.Interval), now)
	}
}
