package room

import "time"

const (
	maxThrottle    = 3  // intervals between snapshots, at most: the client's interpolation bears six
	lateShare      = 20 // per cent of a second's ticks that began late: fewer snapshots
	calmShare      = 5  // per cent of them that may be late in a second that counts as calm
	calmSeconds    = 4  // that make the rate rise by a step
	maxCalmSeconds = 64 // what a relapse doubles that to, at most
	crowdShare     = 8  // a change of the number of players by this part of them
	minCrowd       = 8  // and by so many makes what was tried before say nothing
)

// snapshotThrottle lowers the snapshot rate of a room whose ticks begin late, because
// something has to give when a core is full: snapshots first, which clients interpolate,
// and only then time. Snapshots are most of what a room costs.
//
// Where the full rate is too much for long, it is tried again and again, after twice as long
// each time. That counts for the players who were there: while many come, or leave, it begins anew.
type snapshotThrottle struct {
	factor      int // a snapshot every so many intervals; 1: the full rate
	ticks, late int // in this second
	calm, need  int // calm seconds, and how many make the rate rise
	sinceRise   int // seconds
	players     int // for whom need counts
}

func newSnapshotThrottle() snapshotThrottle { return snapshotThrottle{factor: 1, need: calmSeconds} }

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
	if change := players - o.players; max(change, -change) >= max(o.players/crowdShare, minCrowd) {
		o.players, o.need, o.sinceRise = players, calmSeconds, maxCalmSeconds
	}
	o.sinceRise++
	switch {
	case late >= lateShare && o.factor < maxThrottle:
		if o.factor, o.calm = o.factor+1, 0; o.sinceRise <= o.need {
			o.need = min(2*o.need, maxCalmSeconds)
		}
	case late > calmShare:
		o.calm = 0
	case o.factor > 1:
		if o.calm++; o.calm >= o.need {
			o.factor, o.calm, o.sinceRise = o.factor-1, 0, 0
		}
	case o.sinceRise > maxCalmSeconds:
		o.need = calmSeconds
	}
}
