package netcode

import (
	"math"
	"testing"
	"time"

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

func (c *custodian) see(v *View) {
	for i := range v.Events {
		c.hear(v, &v.Events[i])
	}
	for i := range v.Seen {
		s := &v.Seen[i]
		if i > 0 && v.Seen[i-1].ID >= s.ID {
			c.t.Errorf("tick %d: entity %d is drawn twice", v.OwnTick, s.ID)
		}
		if k := c.known[s.ID]; k != nil && v.OwnTick <= k.released+2*mergeTicks {
			c.watch(k, v, s)
		}
	}
}

// hear expects to see what an item leaves in the frame that tells of its use.
func (c *custodian) hear(v *View, e *sim.Event) {
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

func (c *custodian) watch(k *custody, v *View, s *Seen) {
	if k.frames > 0 && v.OwnTick > k.last+2 {
		c.t.Errorf("tick %d: what was released at tick %d came back after %d frames", v.OwnTick, k.released, k.frames)
	}
	words := s.words(v.Game.About())
	x, y := float64(words[ships.SeekerX])/16, float64(words[ships.SeekerY])/16
	dx, dy := x-k.x, y-k.y
	if k.frames > 2 {
		c.roughest = max(c.roughest, math.Hypot(dx-k.dx, dy-k.dy))
	}
	k.x, k.y, k.dx, k.dy, k.last = x, y, dx, dy, v.OwnTick
	k.frames++
	c.longest = max(c.longest, k.frames)
}

func TestWhatIsReleasedIsSeenAtOnceAndGlidesIntoTheTimeOfTheOthers(t *testing.T) {
	for _, n := range []network{
		{name: "120 ms", rtt: 120 * time.Millisecond, seats: 8},
		{name: "120 ms with 20 ms of jitter", rtt: 120 * time.Millisecond, jitter: 20 * time.Millisecond, seats: 8},
		{name: "no distance at all", seats: 8},
	} {
		t.Run(n.name, func(t *testing.T) {
			l := newLab(t, n)
			var all []*custodian
			for _, s := range l.seats {
				c := newCustodian(t)
				s.pilot, s.seen = fight, c.see
				all = append(all, c)
			}
			l.run(90 * time.Second)
			uses := 0
			for i, c := range all {
				uses += c.uses
				// As fast as a seeker turns, it has turned that far by the time that we hear.
				if c.roughest > 8 {
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
	l := newLab(t, network{rtt: rtt, jitter: 20 * time.Millisecond, seats: 8})
	var all []*custodian
	denied := 0
	for _, s := range l.seats {
		c := newCustodian(t)
		all = append(all, c)
		s.pilot = fight
		s.seen = func(v *View) {
			c.see(v)
			for _, outcome := range v.Outcomes {
				if _, left := released(v, &outcome.Event); left && outcome.Denied {
					denied++
				}
			}
		}
		s.censor = func(in sim.Input) sim.Input {
			in.Buttons &^= ships.ButtonItem
			return in
		}
	}
	l.run(60 * time.Second)
	uses, longest := 0, 0
	for _, c := range all {
		uses, longest = uses+c.uses, max(longest, c.longest)
	}
	if most := int((rtt + 120*time.Millisecond) / testTick); uses < 8 || denied < uses-1 || denied > uses || longest > most {
		t.Errorf("%d mines and seekers never were, %d taken back, seen for up to %d frames; want all, and %d frames at most",
			uses, denied, longest, most)
	}
}

// released is what an event of v's player sets free.
func released(v *View, e *sim.Event) (sim.Entity, bool) {
	return v.Game.NewModel(v.Config).(sim.Aimer).Released(&v.Own, e)
}
