package ships_test

import (
	"math"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// A custodian follows the own mines and seekers from frame to frame of one screen.
type custodian struct {
	t        *testing.T
	known    map[sim.EntityID]*custody
	uses     int
	longest  int     // frames for which one was seen
	roughest float64 // world units by which a seeker's step differed from that before
}

type custody struct {
	released, last sim.Tick // of the own ship
	x, y, dx, dy   float64
	frames         int
}

func newCustodian(t *testing.T) *custodian {
	return &custodian{t: t, known: map[sim.EntityID]*custody{}}
}

func (c *custodian) see(v *netcode.View) {
	for i := range v.Events {
		c.hear(v, &v.Events[i])
	}
	for i := range v.Seen {
		s := &v.Seen[i]
		if i > 0 && v.Seen[i-1].ID >= s.ID {
			c.t.Errorf("tick %d: entity %d is drawn twice", v.OwnTick, s.ID)
		}
		if k := c.known[s.ID]; k != nil && v.OwnTick <= k.released+120 {
			c.watch(k, v, s)
		}
	}
}

// hear expects to see what an item leaves in the frame that tells of its use.
func (c *custodian) hear(v *netcode.View, e *sim.Event) {
	own, ok := released(v, e)
	if !ok || ships.Owner(own.ID) != v.Me {
		return
	}
	c.uses++
	if s, ok := v.Find(own.ID); !ok || s.Kind != own.Kind {
		c.t.Errorf("tick %d: item %d was used, and nothing is seen of it", v.OwnTick, e.Words[ships.ItemUseItem])
	}
	c.known[own.ID] = &custody{released: v.OwnTick}
}

func (c *custodian) watch(k *custody, v *netcode.View, s *netcode.Seen) {
	if k.frames > 0 && v.OwnTick > k.last+2 {
		c.t.Errorf("tick %d: what was released at tick %d came back after %d frames", v.OwnTick, k.released, k.frames)
	}
	px, py := viewstate.Position(s, ships.SeekerX, ships.SeekerY)
	x, y := float64(px), float64(py)
	dx, dy := x-k.x, y-k.y
	if k.frames > 2 {
		c.roughest = max(c.roughest, math.Hypot(dx-k.dx, dy-k.dy))
	}
	k.x, k.y, k.dx, k.dy, k.last = x, y, dx, dy, v.OwnTick
	k.frames++
	c.longest = max(c.longest, k.frames)
}

func TestWhatIsReleasedIsSeenAtOnceAndGlidesIntoTheTimeOfTheOthers(t *testing.T) {
	for _, n := range []netcodetest.Network{
		{Name: "120 ms", RTT: 120 * time.Millisecond, Seats: 8},
		{Name: "120 ms with 20 ms of jitter", RTT: 120 * time.Millisecond, Jitter: 20 * time.Millisecond, Seats: 8},
		{Name: "no distance at all", Seats: 8},
	} {
		t.Run(n.Name, func(t *testing.T) {
			l := newLab(t, n)
			var all []*custodian
			for _, s := range l.Seats {
				c := newCustodian(t)
				s.Pilot, s.Seen = netcodetest.Play, c.see
				all = append(all, c)
			}
			l.Run(90 * time.Second)
			uses := 0
			for i, c := range all {
				uses += c.uses
				// As fast as a seeker turns, it has turned that far by the time that we hear.
				if c.roughest > 9.5 {
					t.Errorf("seat %d saw one of its seekers jump by %.1f units", i, c.roughest)
				}
			}
			if uses < 8 {
				t.Errorf("%d mines and seekers: too few to judge", uses)
			}
		})
	}
}

func TestWhatTheServerDidNotReleaseIsTakenBack(t *testing.T) {
	const rtt = 120 * time.Millisecond
	l := newLab(t, netcodetest.Network{RTT: rtt, Jitter: 20 * time.Millisecond, Seats: 8})
	var all []*custodian
	denied := 0
	for _, s := range l.Seats {
		c := newCustodian(t)
		all = append(all, c)
		s.Pilot = netcodetest.Play
		s.Seen = func(v *netcode.View) {
			c.see(v)
			for _, outcome := range v.Outcomes {
				if _, left := released(v, &outcome.Event); left && outcome.Denied {
					denied++
				}
			}
		}
		s.Censor = func(in sim.Input) sim.Input {
			in.Buttons &^= ships.ButtonItem
			return in
		}
	}
	l.Run(60 * time.Second)
	uses, longest := 0, 0
	for _, c := range all {
		uses, longest = uses+c.uses, max(longest, c.longest)
	}
	// What each released last may still be on its way.
	if most := int((rtt + 120*time.Millisecond) / netcodetest.Tick); uses < 8 || denied < uses-len(all) || denied > uses || longest > most {
		t.Errorf("%d mines and seekers never were, %d taken back, seen for up to %d frames; want all, and %d frames at most",
			uses, denied, longest, most)
	}
}

// released is what an event of v's player sets free.
func released(v *netcode.View, e *sim.Event) (sim.Entity, bool) {
	return v.Game.NewModel(v.Config).(sim.Aimer).Released(&v.Own, e)
}
