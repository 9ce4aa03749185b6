package session

import (
	"testing"
	"time"

	"perihelion/sim"
)

const snapEvery = time.Second / 30

// A course is a rate controller on a link without a room: a snapshot is offered every
// thirtieth of a second, and what is written comes back as an ack when the link
// says so.
type course struct {
	rate   rateController
	acks   ackTracker
	start  time.Time
	now    time.Duration
	tick   sim.Tick
	flying []flight
	writes int
	closed bool
}

type flight struct {
	tick sim.Tick
	back time.Duration
}

func newCourse() *course {
	start := time.Unix(1_000, 0)
	return &course{rate: rateController{interval: snapEvery}, acks: ackTracker{zero: start}, start: start}
}

func (c *course) at() time.Time { return c.start.Add(c.now) }

// run offers snapshots for a while over a link whose round trip is trip(t) for
// what is written at t. Acks keep their order. A negative trip is no ack at all.
func (c *course) run(d time.Duration, trip func(t time.Duration) time.Duration) {
	for end := c.now + d; c.now < end && !c.closed; c.now += snapEvery {
		c.tick += 2
		c.hear()
		c.rate.update(&c.acks, c.at())
		if c.closed = c.rate.givesUp(&c.acks, c.at()); c.closed || !c.rate.due(&c.acks, c.at()) {
			continue
		}
		c.rate.onWrite(&c.acks, c.tick, c.at())
		c.writes++
		if takes := trip(c.now); takes >= 0 {
			f := flight{c.tick, c.now + takes}
			if n := len(c.flying); n > 0 {
				f.back = max(f.back, c.flying[n-1].back)
			}
			c.flying = append(c.flying, f)
		}
	}
}

// hear takes the acks that have arrived, as a reader does that was not woken in
// between.
func (c *course) hear() {
	n := 0
	for n < len(c.flying) && c.flying[n].back <= c.now {
		n++
	}
	if n > 0 {
		at := c.start.Add(c.flying[n-1].back)
		c.acks.onInputs(at)
		c.acks.confirm(c.flying[n-1].tick, at)
		c.flying = c.flying[n:]
	}
}

const ms = time.Millisecond

func takes(d time.Duration) func(time.Duration) time.Duration {
	return func(time.Duration) time.Duration { return d }
}

func never(time.Duration) time.Duration { return -1 }

// until is a link that lets nothing through until a moment, and all of it then.
func until(back time.Duration) func(time.Duration) time.Duration {
	return func(t time.Duration) time.Duration { return max(back-t, 60*ms) }
}

func TestRateGivesALinkWhatItBears(t *testing.T) {
	tests := []struct {
		name   string
		run    func(c *course)
		want   SendRate
		writes [2]int // in the second that follows, over a link of
		link   time.Duration
	}{
		{"a good link gets everything", func(c *course) { c.run(5*time.Second, takes(60*ms)) }, Full, [2]int{29, 31}, 60 * ms},
		{"so does one that is long but even", func(c *course) { c.run(5*time.Second, takes(400*ms)) }, Full, [2]int{29, 31}, 400 * ms},
		{"a queue of 150 ms halves the rate", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(time.Second, takes(210*ms))
		}, Half, [2]int{14, 16}, 210 * ms},
		{"a queue of 400 ms leaves five a second", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(3*time.Second, takes(460*ms))
		}, Low, [2]int{4, 6}, 460 * ms},
		{"a queue of more than a second leaves probes", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(5*time.Second, takes(1300*ms))
		}, Hold, [2]int{0, 2}, 1300 * ms},
		{"a lost packet changes nothing", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(250*ms, until(c.now+290*ms))
			c.run(time.Second, takes(60*ms))
		}, Full, [2]int{29, 31}, 60 * ms},
		{"nor does a short queue", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(150*ms, takes(260*ms))
			c.run(time.Second, takes(60*ms))
		}, Full, [2]int{29, 31}, 60 * ms},
		{"nor do many lost packets", func(c *course) {
			for range 10 {
				c.run(250*ms, until(c.now+290*ms))
				c.run(500*ms, takes(60*ms))
			}
		}, Full, [2]int{29, 31}, 60 * ms},
		{"after a stall of seconds all is as before", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(5*time.Second, until(c.now+5*time.Second))
			c.run(200*ms, takes(60*ms))
		}, Full, [2]int{29, 31}, 60 * ms},
		{"raising the rate takes two clean seconds", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(time.Second, takes(210*ms))
			c.run(1800*ms, takes(60*ms))
		}, Half, [2]int{20, 27}, 60 * ms}, // in the middle of it
		{"and then another", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(3*time.Second, takes(460*ms))
			c.run(2600*ms, takes(60*ms))
		}, Half, [2]int{14, 16}, 60 * ms},
		{"a network that is slower for good is not slow for ever", func(c *course) {
			c.run(time.Second, takes(60*ms))
			c.run(70*time.Second, takes(210*ms))
		}, Full, [2]int{29, 31}, 210 * ms},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCourse()
			tt.run(c)
			if c.rate.current != tt.want || c.closed {
				t.Errorf("at rate %s, closed %v, want %s", c.rate.current, c.closed, tt.want)
			}
			if tight := c.rate.budget(false) == lowBudget; tight != (tt.want >= Low) {
				t.Errorf("a tight budget: %v", tight)
			}
			c.writes = 0
			c.run(time.Second, takes(tt.link))
			if c.writes < tt.writes[0] || c.writes > tt.writes[1] {
				t.Errorf("%d states in the next second, want %d to %d", c.writes, tt.writes[0], tt.writes[1])
			}
		})
	}
}

func TestRateTriesLessOftenWhatFailed(t *testing.T) {
	c := newCourse()
	c.run(time.Second, takes(60*ms))
	// A link that carries half the rate and not the whole.
	var fulls []time.Duration
	for range 30 * 60 {
		before := c.rate.byAcks
		c.run(snapEvery, func(time.Duration) time.Duration {
			if c.rate.current == Full {
				return 200 * ms
			}
			return 60 * ms
		})
		if before != Full && c.rate.byAcks == Full {
			fulls = append(fulls, c.now)
		}
	}
	if len(fulls) < 3 || len(fulls) > 8 {
		t.Errorf("tried the whole rate %d times in a minute, at %v, want ever less often", len(fulls), fulls)
	}
}

func TestRateLetsGoOnlyOfThoseWhoTalk(t *testing.T) {
	tests := []struct {
		name   string
		talks  bool
		closed bool
		most   int // states in the minute
	}{
		{"who talks and confirms nothing is closed after ten seconds", true, true, 45},
		{"who says nothing may be asleep", false, false, 55},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCourse()
			c.run(time.Second, takes(60*ms))
			c.writes = 0
			quiet := c.now
			for range 30 * 60 {
				if tt.talks {
					c.acks.onInputs(c.at())
				}
				c.run(snapEvery, never)
			}
			if c.closed != tt.closed || c.writes > tt.most {
				t.Errorf("closed %v after %v and %d states, want %v and no more than %d", c.closed, c.now-quiet, c.writes, tt.closed, tt.most)
			}
			if took := c.now - quiet; tt.closed && (took < giveUpAfter || took > giveUpAfter+time.Second) {
				t.Errorf("closed after %v, want %v", took, giveUpAfter)
			}
		})
	}
}

func TestWhoWakesUpIsNotLetGo(t *testing.T) {
	c := newCourse()
	c.run(time.Second, takes(60*ms))
	c.run(time.Minute, never)
	for range 30 * 5 { // talks, but has not caught up
		c.acks.onInputs(c.at())
		c.run(snapEvery, never)
	}
	if c.closed || c.rate.current != Hold {
		t.Fatalf("closed %v, rate %s, five seconds after it woke up", c.closed, c.rate.current)
	}
	c.run(2*time.Second, takes(60*ms)) // with the probe's ack
	if c.rate.current != Full {
		t.Errorf("rate %s after the first ack, want all", c.rate.current)
	}
}

func TestAcksOfWhatWasNotWrittenAreNone(t *testing.T) {
	a := ackTracker{zero: time.Unix(1_000, 0)}
	now := a.zero.Add(time.Second)
	for tick := sim.Tick(2); tick <= 600; tick += 2 {
		a.onWrite(tick, now)
	}
	tests := []struct {
		name            string
		tick            sim.Tick
		plausible, news bool
	}{
		{"none", 0, false, false},
		{"one that was skipped", 599, false, false},
		{"one to come", 602, false, false},
		{"one far from here", 600 + 1<<20, false, false},
		{"one of long ago", 300, false, false},
		{"a fresh one", 596, true, true},
		{"the same again", 596, true, false},
		{"one from before", 590, true, false},
		{"the newest", 600, true, true},
	}
	for _, tt := range tests {
		plausible, news := a.confirm(tt.tick, now.Add(50*ms))
		if plausible != tt.plausible || news != tt.news {
			t.Errorf("%s: plausible %v, news %v, want %v, %v", tt.name, plausible, news, tt.plausible, tt.news)
		}
	}
	if tick, trip := a.acked(); tick != 600 || trip != 50*ms {
		t.Errorf("confirmed %d in %v, want 600 in 50 ms", tick, trip)
	}
}

func TestStampsSurviveTheirWrap(t *testing.T) {
	a := ackTracker{zero: time.Unix(1_000, 0)}
	day := 24 * time.Hour
	for _, age := range []time.Duration{0, 4 * day, 5 * day, 5*day + 5*time.Minute, 30 * day} {
		then := a.zero.Add(age)
		if got := a.stamp(then.Add(3 * time.Second)).since(a.stamp(then)); got != 3*time.Second {
			t.Errorf("after %v, three seconds are %v", age, got)
		}
		if got := a.stamp(then).since(a.stamp(then.Add(time.Second))); got != -time.Second {
			t.Errorf("after %v, a second before is %v", age, got)
		}
	}
}

func TestABeatTellsASlowPageFromASlowLink(t *testing.T) {
	tests := []struct {
		name string
		gaps []time.Duration // over and over
		want time.Duration
	}{
		{"thirty times a second", []time.Duration{33 * ms}, 0},
		{"two frames at once", []time.Duration{0, 66 * ms}, 33 * ms},
		{"six frames a second, all inputs of one together", []time.Duration{0, 0, 0, 0, 166 * ms}, 133 * ms},
		{"stalls with inputs between them", []time.Duration{300 * ms, 0, 33 * ms, 300 * ms}, 0},
		{"twice a second, on purpose or not", []time.Duration{500 * ms}, maxFrameTime},
		{"every two seconds", []time.Duration{2 * time.Second}, 0},
	}
	for _, tt := range tests {
		a := ackTracker{zero: time.Unix(1_000, 0)}
		now := a.zero.Add(time.Second)
		for i := range 40 {
			now = now.Add(tt.gaps[i%len(tt.gaps)])
			a.onInputGap(now)
			a.onInputs(now)
		}
		if got := a.frameDelay(); got < tt.want-ms || got > tt.want+ms {
			t.Errorf("%s: %v of drawing, want %v", tt.name, got, tt.want)
		}
	}
}
