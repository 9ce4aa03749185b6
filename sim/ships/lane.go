package ships

import (
	"sort"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
	"perihelion/sim/ships/layout"
)

// laneSpan is where the rocks of a lane are: each has a track of its own, one beyond the other.
type laneSpan struct {
	inner, track fixed.Num // distance of the innermost track, and its width
	largest      fixed.Num // radius of a rock
	count        int
}

func (a *arena) span(l *layout.Lane) laneSpan {
	if r := l.Rock; r != nil {
		return laneSpan{a.share(r.Distance), fixed.One, fixed.Int(r.Radius), 1}
	}
	b := l.Belt
	s := laneSpan{inner: a.share(b.Inner), largest: fixed.Int(b.Largest), count: a.count(b.Count, b.Every)}
	if b.Inner == 0 {
		s.inner = layout.UsualInner(a.beyondStars(100), a.radius)
	}
	s.track = max((a.share(b.Outer)-s.inner)/fixed.Num(max(s.count, 1)), 1)
	return s
}

// count is how many rocks or pads there are. In a match of teams the number is even: each has
// its mirror image across the middle.
func (a *arena) count(least, every int) int {
	n := layout.Count(least, every, int(a.radius>>fixed.Shift))
	if a.hasTeams {
		n &^= 1
	}
	return n
}

// rocksIn is how many rocks a lane has.
func (a *arena) rocksIn(l *layout.Lane) int {
	if l.Rock != nil {
		return 1
	}
	return a.count(l.Belt.Count, l.Belt.Every)
}

// rocksBefore is how many rocks lie in the lanes before one.
func (a *arena) rocksBefore(lane int) int {
	n := lane
	for _, i := range a.layout.Rings {
		if i >= lane {
			break
		}
		n += a.rocksIn(&a.layout.Lanes[i]) - 1
	}
	return n
}

func (a *arena) rockCount() int { return a.rocksBefore(len(a.layout.Lanes)) }

// lanesNear is the range of lanes that may have rocks within reach of a position at distance r from
// the middle.
func (a *arena) lanesNear(r, reach fixed.Num) (low, high int) {
	const fewLanes = 8 // are looked at one by one
	lanes := a.layout.Lanes
	if len(lanes) <= fewLanes {
		return 0, len(lanes)
	}
	reach += fixed.Int(layout.MaxRock + 2)
	low = sort.Search(len(lanes), func(i int) bool {
		_, outer := lanes[i].Span()
		return a.share(outer) >= r-reach
	})
	high = sort.Search(len(lanes), func(i int) bool {
		inner, _ := lanes[i].Span()
		return a.share(inner) > r+reach
	})
	return low, high
}

// rocksNear is the range of rocks that may be within reach of a position at distance r
// from the middle: rocks are in the order of their tracks.
func (a *arena) rocksNear(r, reach fixed.Num) (low, high int) {
	lane, end := a.lanesNear(r, reach)
	first, found := a.rocksBefore(lane), false
	for ; lane < end; lane++ {
		s := a.span(&a.layout.Lanes[lane])
		from := max(int((r-reach-s.largest-s.inner)/s.track)-1, 0)
		to := min(int((r+reach+s.largest-s.inner)/s.track)+1, s.count)
		if from < to {
			if !found {
				low, found = first+from, true
			}
			high = first + to
		}
		first += s.count
	}
	return low, high
}

// RocksNear is the range of rocks that may be within reach of a position at distance r
// from the middle, so that callers need not test all of them.
func RocksNear(cfg *sim.Config, r, reach fixed.Num) (low, high int) {
	a := arenaOf(cfg)
	return a.rocksNear(r, reach)
}

// rockOrbit computes the orbit of the i-th rock. The distance from the middle grows with i, so
// that the rocks near a given distance are found without a search.
func (a *arena) rockOrbit(i int) orbit {
	lane, n := a.laneOf(i)
	if lane >= len(a.layout.Lanes) {
		return orbit{}
	}
	l := &a.layout.Lanes[lane]
	if l.Rock != nil {
		return a.orbitAt(&l.Rock.Orbit, fixed.Int(l.Rock.Radius))
	}
	s := a.span(l)
	return a.beltOrbit(l.Belt, &s, i, n)
}

// laneOf is the lane of the i-th rock, and the how manieth of that it is.
func (a *arena) laneOf(i int) (lane, n int) {
	for _, ring := range a.layout.Rings {
		if i < ring-lane {
			break
		}
		i -= ring - lane
		count := a.rocksIn(&a.layout.Lanes[ring])
		if i < count {
			return ring, i
		}
		lane, i = ring+1, i-count
	}
	return lane + i, 0
}

// beltOrbit is the orbit of the i-th rock, which is the n-th of its belt. In a match of teams
// an odd rock is the mirror image of the one before it: half a turn ahead on the same orbit,
// which lies in the track of the odd one. That is why rocksNear includes one more rock
// below.
func (a *arena) beltOrbit(b *layout.Belt, s *laneSpan, i, n int) orbit {
	image := a.hasTeams && n&1 == 1
	twin, track := i, n
	if a.hasTeams {
		twin, track = i-n&1, n|1
	}
	luck := rng.Source(a.seed ^ rng.Mix(uint64(twin)+1))
	l := orbit{
		distance: s.inner + s.track*fixed.Num(track) + s.track*fixed.Num(luck.Below(100))/100,
		radius:   fixed.Int(b.Smallest + luck.Below(b.Largest-b.Smallest)),
		phase:    uint32(luck.Next()),
	}
	if image {
		l.phase += 1 << 31
	}
	turn := uint64(a.orbitSpeed()) * uint64(b.Pace) / 100 << 16 / uint64(l.distance>>8) // radians per second, 24 bits
	l.speed = uint32(turn << 8 * 10_000 / 62_832 / uint64(a.rate))                      // turns per tick, 32 bits
	if luck.Below(100) < b.Retrograde {
		l.speed = -l.speed
	}
	return l
}
