package room

import "time"

const (
	lateShare      = 20 // per cent of a second's ticks that began late: fewer snapshots
	muchLateShare  = 60 // per cent that make the rate fall by two steps
	calmShare      = 5  // per cent of them that may be late in a second that counts as calm
	calmSeconds    = 3  // that make the rate rise by a step
	maxCalmSeconds = 64 // what each rise doubles that to, at most, that did not last so long
	crowdShare     = 8  // so many more players than ever, or fewer, by this part
	minCrowd       = 8  // and by so many, make what was tried before say nothing
)

// throttleSteps are how far snapshots may be apart, in per cent of what they are at the full
// rate: 30, 20, 15 or 10 a second. A client's interpolation bears six times as far.
var throttleSteps = [...]int{100, 150, 200, 300}

// snapshotThrottle lowers the snapshot rate of a room whose ticks begin late, because
// something has to give when a core is full: snapshots first, which clients interpolate,
// and only then time. Snapshots are most of what a room costs.
//
// Where the full rate is too much for long, it is tried again and again, after twice as long
// each time. That begins anew when more players are there than ever, for then it was their joining
// that cost, and after a minute of calm at the full rate; when many have left, the full rate is
// tried once. So who comes and goes cannot make a room try for ever what is too much.
type snapshotThrottle struct {
	step        int // in throttleSteps; 0: the full rate
	ticks, late int // in this second
	calm, need  int // calm seconds, and how many make the rate rise
	sinceRise   int // seconds
	most, least int // players since need began anew: the most, and the fewest for whom the full rate was tried at once
}

func newSnapshotThrottle() snapshotThrottle {
	return snapshotThrottle{need: calmSeconds, sinceRise: maxCalmSeconds}
}

// stretch is the ticks between two snapshots, of which there are so many at the full rate.
func (o *snapshotThrottle) stretch(full int) int {
	if o.step == 0 {
		return full
	}
	return max(full*throttleSteps[o.step]/100, full+1)
}

// addTick notes how late a tick began; behind by more than an interval is late.
func (o *snapshotThrottle) addTick(late, interval time.Duration) {
	o.ticks++
	if late > interval {
		o.late++
	}
}

// addSlipped notes ticks that were never played.
func (o *snapshotThrottle) addSlipped(ticks int) { o.ticks, o.late = o.ticks+ticks, o.late+ticks }

// judge decides once a second how many snapshots the next one has. players are in the room.
func (o *snapshotThrottle) judge(players int) {
	late := o.late * 100 / max(o.ticks, 1)
	o.ticks, o.late = 0, 0
	if players-o.most >= crowdOf(o.most) {
		o.beginAnew(players)
		o.sinceRise = maxCalmSeconds
	}
	o.sinceRise++
	switch {
	case late >= lateShare && o.step < len(throttleSteps)-1:
		o.calm = 0
		if o.step++; late >= muchLateShare && o.step < len(throttleSteps)-1 {
			o.step++
		}
		if o.sinceRise <= maxCalmSeconds {
			o.need = min(2*o.need, maxCalmSeconds)
		}
	case late > calmShare:
		o.calm = 0
	case o.step > 0 && o.least-players >= crowdOf(o.least):
		o.step, o.least, o.calm, o.sinceRise = 0, players, 0, 0
	case o.step > 0:
		if o.calm++; o.calm >= o.need {
			o.step, o.calm, o.sinceRise = o.step-1, 0, 0
		}
	case o.sinceRise > maxCalmSeconds:
		o.beginAnew(players)
	}
}

// beginAnew forgets what was tried for others than these players.
func (o *snapshotThrottle) beginAnew(players int) {
	o.need, o.most, o.least = calmSeconds, players, players
}

// crowdOf is by how many players a number of them has to change.
func crowdOf(players int) int { return max(players/crowdShare, minCrowd) }

// interval is the ticks between two snapshots, at present.
func (m *match) interval() int { return m.throttle.stretch(m.cfg.Interval) }

// snapshotInterval is the time between two snapshots.
func (m *match) snapshotInterval() time.Duration {
	return time.Duration(m.interval()) * m.schedule.interval
}
