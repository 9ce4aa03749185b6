package ships

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

func TestThePullIsInverseToTheDistanceAndWeakerThanThrust(t *testing.T) {
	for _, seats := range []int{2, 16, 2048} {
		a := arenaOf(&sim.Config{Seats: seats})
		for r := a.stars[0].radius; r < a.radius/2; r += a.radius / 50 {
			near, far := a.gravity(fixed.Vec{X: r}, r, 0), a.gravity(fixed.Vec{Y: 2 * r}, 2*r, 0)
			if -near.X > fixed.Int(maxPull) || maxPull >= classes[Bomber].Thrust {
				t.Fatalf("%d seats: a pull of %d at %d", seats, -near.X>>16, r>>16)
			}
			if -near.X < fixed.Int(maxPull)-1 && (-near.X+2*far.Y).Abs() > 64 {
				t.Errorf("%d seats: %d at %d, %d at twice that", seats, -near.X, r>>16, -far.Y)
			}
		}
	}
}

// holdShip keeps a ship at a distance from the star for some time.
func (d *duel) holdShip(p sim.PlayerID, distance fixed.Num, ms int64) {
	for range d.arena.ticks(ms) {
		d.ships[p].pos, d.ships[p].vel = fixed.Vec{X: distance}, fixed.Vec{}
		d.ships[p].hull, d.ships[p].protected = fixed.Int(classes[Scout].Hull), 0
		d.stepTicks(1)
	}
}

func TestAShipHeatsUpNearTheStarAndCools(t *testing.T) {
	d := newDuel(1)
	d.tick = sim.Tick(d.arena.flareAt(0).End) // no flare for a while
	s := &d.ships[0]
	middle := (d.arena.stars[0].corona + d.arena.stars[0].heat) / 2
	for _, c := range []struct {
		about   string
		at      fixed.Num
		seconds int64
		want    int32
		step    int32
	}{
		{"far away", d.arena.radius / 2, 1, 0, 0},
		{"half way to the corona", middle, 2, heatGain, 1},
		{"at the corona", d.arena.stars[0].corona + fixed.One, 1, 2 * heatGain, 3},
		{"until it is full", d.arena.stars[0].corona + fixed.One, 3, FullHeat, HeatSteps},
		{"and away again", d.arena.radius / 2, 3, FullHeat / 2, 3},
		{"until it is cold", d.arena.radius / 2, 3, 0, 0},
	} {
		d.holdShip(0, c.at, c.seconds*1000)
		if off := s.heat - fixed.Int(int(c.want)); off.Abs() > fixed.One {
			t.Errorf("%s: heat %d, want %d", c.about, s.heat.Round(), c.want)
		}
		e := s.shipEntity(0, false)
		if got := ShipOf(&e.Words).Heat; got < c.step-1 || got > c.step {
			t.Errorf("%s: others see step %d, want %d", c.about, got, c.step)
		}
	}
	s.heat = fixed.Int(FullHeat)
	if s.kill(&d.arena); s.heat != 0 {
		t.Error("a dead ship is hot")
	}
}

func TestHotShotsHurtMore(t *testing.T) {
	for _, c := range []struct {
		about         string
		heat          int
		weapon        sim.Buttons
		damage, costs int
		step          int32
	}{
		{"a cold pulse", 0, ButtonPulse, 10, 0, 0},
		{"a warm pulse", 50, ButtonPulse, 13, 0, 3},
		{"a hot pulse", 100, ButtonPulse, 16, 0, 6},
		{"a cold rail", 15, ButtonRail, 45, 25, 0},
		{"a warm rail", 60, ButtonRail, 58, 19, 3},
		{"a hot rail", 100, ButtonRail, 72, 13, 6},
	} {
		d := newDuel(2)
		d.aimAt(0, 1)
		s := &d.ships[0]
		s.heat = fixed.Int(c.heat) + fixed.One // it cools a little before it fires
		d.inputs[0].Buttons = c.weapon
		events := d.stepTicks(1)
		if spent := int32(classes[Scout].Energy) - s.energy.Round(); int(spent) != c.costs {
			t.Errorf("%s costs %d, want %d", c.about, spent, c.costs)
		}
		if e := findEvent(events, EventRail); e != nil {
			if r, _ := RailOf(e); r.Heat != c.step {
				t.Errorf("%s: the beam tells step %d, want %d", c.about, r.Heat, c.step)
			}
		}
		for _, e := range d.AppendEntities(nil) {
			if e.Kind == KindPulse && BirthOf(&e.Words).Heat != c.step {
				t.Errorf("%s tells step %d, want %d", c.about, BirthOf(&e.Words).Heat, c.step)
			}
		}
		d.inputs[0].Buttons = 0
		e := findEvent(append(events, d.stepTicks(25)...), EventHit)
		if e == nil || e.Words[HitDamage] != int32(c.damage) {
			t.Errorf("%s: %+v, want a hit of %d", c.about, e, c.damage)
		}
	}
}

// A shot is as hot as its ship was when it fired: a ship that is out of energy for a cold
// rail can fire a hot one.
func TestAHotShipFiresARailForLess(t *testing.T) {
	for heat, want := range map[int]bool{0: false, 100: true} {
		d := newDuel(2)
		d.ships[0].heat, d.ships[0].energy = fixed.Int(heat), fixed.Int(15)
		d.ships[0].heat += fixed.One
		d.inputs[0].Buttons = ButtonRail
		if got := findEvent(d.stepTicks(1), EventRail) != nil; got != want {
			t.Errorf("with a heat of %d and an energy of 15 it fires: %v, want %v", heat, got, want)
		}
	}
}

func TestThereIsOneFlareInEachMinute(t *testing.T) {
	for _, rate := range []int{10, 60, 120} {
		begins := map[sim.Tick]bool{}
		for seed := range uint64(5) {
			cfg := sim.Config{Seed: seed, Seats: 16, Rate: rate}
			second := sim.Tick(rate)
			for minute := range sim.Tick(20) {
				first, last := minute*60*second, (minute+1)*60*second-1
				f := FlareAt(&cfg, first)
				if f != FlareAt(&cfg, last) {
					t.Fatalf("rate %d: in minute %d there are two flares", rate, minute)
				}
				if f.Notice < first || f.Begin != f.Notice+3*second || f.End != f.Begin+5*second || f.End > last+1 {
					t.Errorf("rate %d: minute %d has the flare %+v", rate, minute, f)
				}
				corona := quietCorona(&cfg)
				for tick, want := range map[sim.Tick]fixed.Num{
					f.Begin - 1: corona, f.Begin: 2 * corona, f.End - 1: 2 * corona, f.End: corona,
				} {
					if got := coronaAt(&cfg, tick); got != want && tick <= last {
						t.Errorf("rate %d: the corona is %d at %d of %+v, want %d", rate, got>>16, tick, f, want>>16)
					}
				}
				begins[f.Begin-first] = true
			}
		}
		if len(begins) < 50 {
			t.Errorf("rate %d: 100 flares begin at %d moments of a minute", rate, len(begins))
		}
	}
}

func coronaAt(cfg *sim.Config, t sim.Tick) fixed.Num {
	all := BodiesAt(cfg, t)
	return all.All()[0].Corona
}

func quietCorona(cfg *sim.Config) fixed.Num {
	all := BodiesAt(cfg, 0)
	return all.All()[0].Quiet
}

func TestAFlareBurnsWhereTheCoronaDoesNot(t *testing.T) {
	for _, flare := range []bool{false, true} {
		d := newDuel(1)
		d.tick = d.arena.flareAt(0).End
		if flare {
			d.tick = d.arena.flareAt(0).Begin
		}
		d.ships[0].shield = 0
		d.holdShip(0, d.arena.stars[0].corona*3/2, 1000)
		d.stepTicks(1)
		e := d.ships[0].shipEntity(0, false)
		if got := d.ships[0].hull < fixed.Int(classes[Scout].Hull); got != flare || ShipOf(&e.Words).Burning != flare {
			t.Errorf("flare %v: it burns: %v", flare, got)
		}
	}
}

func TestAKillInTheCoronaCountsDouble(t *testing.T) {
	for _, c := range []struct {
		about          string
		killer, victim int // units from the star
		want           int32
	}{
		{"far from it", 1000, 1100, 1},
		{"the victim is in it", 1000, 200, 2},
		{"the killer is in it", 200, 1000, 2},
	} {
		d := newLiveRound(sim.Config{Seed: 1, Seats: 9}, 3)
		d.setShip(0, c.killer, 0)
		d.setShip(1, c.victim, 0)
		d.ships[1].kill(&d.arena)
		d.events = d.events[:0]
		d.recordKill(1, 0, WeaponRail)
		k, ok := KillOf(&d.events[0])
		if !ok || k.Points != c.want || d.ships[0].score.points != c.want || d.ships[0].score.kills != 1 {
			t.Errorf("%s: %+v, and the killer has %+v; want %d points", c.about, k, d.ships[0].score, c.want)
		}
	}
	d := newLiveRound(sim.Config{Seed: 1, Seats: 9}, 3)
	d.events = d.events[:0]
	d.recordKill(1, sim.NoPlayer, WeaponStar)
	if k, _ := KillOf(&d.events[0]); k.Points != 0 || d.ships[1].score.points != -1 {
		t.Errorf("a death by nobody's hand: %+v, and %+v", k, d.ships[1].score)
	}
}

func TestASeekerDoesNotSeeThroughARockOrTheStar(t *testing.T) {
	for _, c := range []struct {
		about string
		rock  bool
		star  bool
		want  sim.PlayerID
	}{
		{"nothing between", false, false, 1},
		{"a rock between", true, false, sim.NoPlayer},
		{"the star between", false, true, sim.NoPlayer},
	} {
		d := newDuel(2)
		at := d.rockAt[0]
		out := unitOf(at)
		if c.star {
			at, out = fixed.Vec{}, fixed.Vec{X: fixed.One}
		}
		if c.rock {
			d.rocks[0] = rock{hull: fullRockHull}
		}
		from, to := at.Sub(out.Scale(fixed.Int(250))), at.Add(out.Scale(fixed.Int(250)))
		d.ships[1].pos = to
		d.rebuildGrid()
		seeker := drop{kind: KindSeeker, pos: from, heading: out.Direction()}
		if got := d.seekerTarget(0, &seeker); got != c.want {
			t.Errorf("%s: it sees %d, want %d", c.about, got, c.want)
		}
	}
}

func unitOf(v fixed.Vec) fixed.Vec {
	n := v.Len()
	return fixed.Vec{X: fixed.Div(v.X, n), Y: fixed.Div(v.Y, n)}
}
