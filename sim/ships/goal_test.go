package ships

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// newGoal is a live round of a mode with a goal.
func newGoal(mode *sim.Mode, ships int) *duel {
	d := newDuelOf(sim.Config{Seed: 1, Seats: 8, Mode: mode}, ships)
	d.match.phase = sim.PhaseLive
	d.startGoal()
	return d
}

func TestABeaconPaysTheTeamThatIsInItAlone(t *testing.T) {
	d := newGoal(Beacon, 2)
	place := func(p int, inside bool) {
		d.ships[p].pos = fixed.Vec{}.Sub(d.goalAt())
		if inside {
			d.ships[p].pos = d.goalAt()
		}
	}
	second := d.arena.ticks(beaconEvery)
	for _, c := range []struct {
		name        string
		first, both bool
		holds       sim.Team
		points      int32
	}{{"one team", true, false, 1, 1}, {"both", true, true, sim.NoTeam, 1}, {"nobody", false, false, sim.NoTeam, 1}} {
		for range second {
			place(0, c.first)
			place(1, c.both)
			d.tick++
			d.stepGoal()
		}
		if d.goal.team != c.holds || d.match.teamPoints[0] != c.points || d.match.teamPoints[1] != 0 {
			t.Errorf("%s: team %d holds it, points %v", c.name, d.goal.team, d.match.teamPoints)
		}
	}
	if n := d.pointsOfKill(1, 0); n != 0 {
		t.Errorf("a kill gives %d points", n)
	}
}

func TestACometIsCarriedOnceAroundTheStar(t *testing.T) {
	d := newGoal(Comet, 1)
	s := &d.ships[0]
	s.pos = d.goalAt()
	d.grid.reset()
	d.grid.insert(0, s.pos)
	if d.stepGoal(); d.goal.holder != 0 {
		t.Fatalf("who touches it does not carry it: %+v", d.goal)
	}
	const steps = 100
	turn, far := s.pos.Direction(), fixed.Int(800)
	for n := range steps + 2 {
		s.from = s.pos
		s.pos = fixed.Unit(turn + fixed.Angle((n+1)*65536/steps)).Scale(far)
		if d.stepGoal(); n == steps/2 && (d.goal.progress < 120 || d.goal.progress > 140) {
			t.Errorf("half way it tells %d of 256", d.goal.progress)
		}
		if d.goal.holder == sim.NoPlayer {
			break
		}
	}
	if s.score.points != cometPoints || d.goal.holder != sim.NoPlayer {
		t.Errorf("%d points, goal %+v", s.score.points, d.goal)
	}
	d.goal.holder = 0
	s.kill(&d.arena)
	if d.stepGoal(); d.goal.holder != sim.NoPlayer || d.goalAt().Sub(s.pos).Len() > fixed.Int(20) {
		t.Errorf("the comet of the dead is %d units away, held by %d", d.goalAt().Sub(s.pos).Len()>>16, d.goal.holder)
	}
}

func TestACrownPassesWithItsBounty(t *testing.T) {
	d := newGoal(Crown, 3)
	if n := d.pointsOfKill(1, 0); n != 1 || d.goal.holder != 0 {
		t.Errorf("the first kill gives %d points, and the crown to %d", n, d.goal.holder)
	}
	for range 2 * crownGrowth * int(d.arena.ticks(crownEvery)) {
		d.tick++
		d.stepGoal()
	}
	if got := d.ships[0].score.points; got != 2*crownGrowth || d.goal.progress != crownBounty+2 {
		t.Errorf("worn for a while: %d points, bounty %d", got, d.goal.progress)
	}
	if n := d.pointsOfKill(2, 1); n != 1 || d.goal.holder != 0 {
		t.Errorf("a kill of somebody else gives %d points, the crown is with %d", n, d.goal.holder)
	}
	if n := d.pointsOfKill(0, 2); n != 1+crownBounty+2 || d.goal.holder != 2 || d.goal.progress != crownBounty {
		t.Errorf("its wearer's kill gives %d points, goal %+v", n, d.goal)
	}
	d.ships[2].kill(&d.arena)
	if d.stepGoal(); d.goal.holder != sim.NoPlayer {
		t.Errorf("the star has its wearer, and player %d wears it", d.goal.holder)
	}
}
