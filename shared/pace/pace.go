// Package pace says when fixed ticks are due. A Pace reads no clock, both ends
// of the wire use it, and it is not safe for concurrent use.
package pace

import "time"

// Pace is a schedule of ticks. They hang on the schedule, not on one another:
// tick n is due at start + n/rate exactly, so neither a late call nor a rate
// that does not divide a second makes it drift.
type Pace struct {
	start    time.Time
	rate     int64 // ticks per second
	maxTicks int64 // run back to back; beyond that time slips
	done     int64 // ticks handed out since start
}

// New returns a schedule of rate ticks per second whose first tick is due one
// interval after start. Due hands out at most maxTicks at once.
func New(rate int, start time.Time, maxTicks int) *Pace {
	if rate <= 0 || maxTicks <= 0 {
		panic("pace: rate and maxTicks must be positive")
	}
	return &Pace{start: start, rate: int64(rate), maxTicks: int64(maxTicks)}
}

// Due returns how many ticks to run at now. When more are due than may run back
// to back the rest slip: they never run and the schedule moves back by as much.
// Slow motion is recoverable, a loop that chases its own lateness is not.
func (p *Pace) Due(now time.Time) (ticks, slipped int) {
	due := p.passed(now) - p.done
	if due <= 0 {
		return 0, 0
	}
	run := min(due, p.maxTicks)
	p.done += due
	p.rebase()
	return int(run), int(due - run)
}

// Next is when the next tick is due.
func (p *Pace) Next() time.Time { return p.start.Add(p.at(p.done + 1)) }

// Interval is the time between ticks, rounded to a nanosecond: to show, not to add up.
func (p *Pace) Interval() time.Duration { return time.Second / time.Duration(p.rate) }

// passed counts the ticks whose time has come. Whole seconds and the rest are
// counted apart: in one product a day of nanoseconds times the rate overflows.
func (p *Pace) passed(now time.Time) int64 {
	d := now.Sub(p.start)
	if d < 0 {
		return 0
	}
	seconds, rest := int64(d/time.Second), int64(d%time.Second)
	return seconds*p.rate + (rest*p.rate)/int64(time.Second)
}

// at is when tick n is due after start, rounded up: asked at that instant,
// passed counts n.
func (p *Pace) at(n int64) time.Duration {
	seconds, rest := n/p.rate, n%p.rate
	second := int64(time.Second)
	return time.Duration(seconds)*time.Second + time.Duration((rest*second+p.rate-1)/p.rate)
}

// rebase moves start forward by whole seconds, so that a schedule may run for
// longer than a time.Duration can say.
func (p *Pace) rebase() {
	if seconds := p.done / p.rate; seconds > 0 {
		p.start = p.start.Add(time.Duration(seconds) * time.Second)
		p.done -= seconds * p.rate
	}
}
