package ships

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// newPowerup is a live round of a mode at the tick before its first powerup opens.
func newPowerup(mode *sim.Mode) (*duel, powerupPlan) {
	d := newDuelOf(sim.Config{Seed: 5, Seats: 8, Mode: mode}, 4)
	d.match.phase = sim.PhaseLive
	d.startPowerup()
	u := d.arena.powerupAt(d.tick + sim.Tick(d.arena.ticks(powerupPeriod)))
	d.tick = u.opens - 1
	for p := range d.ships {
		d.ships[p].protected = 0
	}
	return d, u
}

// hold plays ticks in which some ships are in the zone, and returns who has taken the pad.
func (d *duel) hold(u *powerupPlan, ticks int32, inside ...sim.PlayerID) (taker sim.PlayerID) {
	taker = sim.NoPlayer
	for p := range d.ships {
		d.ships[p].pos = fixed.Vec{}.Sub(u.at)
	}
	for _, p := range inside {
		d.ships[p].pos = u.at
	}
	for range ticks {
		d.tick++
		d.events = d.events[:0]
		d.stepPowerup()
		for i := range d.events {
			if e, ok := PowerupEventOf(&d.events[i]); ok {
				taker = e.Player
			}
		}
	}
	return taker
}

func TestAPowerupIsForWhoIsAloneInItsZoneForAMoment(t *testing.T) {
	for _, c := range []struct {
		name string
		mode *sim.Mode
		play func(d *duel, u *powerupPlan, long int32) sim.PlayerID
		want sim.PlayerID
	}{
		{"alone", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID { return d.hold(u, long, 2) }, 2},
		{"not for long enough", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID { return d.hold(u, long-1, 2) }, sim.NoPlayer},
		{"two enemies", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID { return d.hold(u, 3*long, 1, 2) }, sim.NoPlayer},
		{"an enemy holds it up", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, long-1, 2)
			d.hold(u, long, 1, 2)
			return d.hold(u, 1, 2)
		}, 2},
		{"another one begins anew", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, long-1, 2)
			return d.hold(u, long-1, 1)
		}, sim.NoPlayer},
		{"a friend goes on", Teams, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, long-1, 1)
			return d.hold(u, 1, 3)
		}, 3},
		{"nobody counts back", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, long-1, 2)
			d.hold(u, long)
			return d.hold(u, long-1, 2)
		}, sim.NoPlayer},
		{"a protected ship", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.ships[2].protected = 1
			return d.hold(u, 2*long, 2)
		}, sim.NoPlayer},
		{"nobody's for long", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, d.arena.ticks(powerupOpen))
			return d.hold(u, long, 2)
		}, sim.NoPlayer},
		{"once only", Skirmish, func(d *duel, u *powerupPlan, long int32) sim.PlayerID {
			d.hold(u, long, 2)
			return d.hold(u, long, 1)
		}, sim.NoPlayer},
		{"in a duel", Duel, nil, sim.NoPlayer},
	} {
		if c.mode == Duel {
			d := newDuelOf(sim.Config{Seed: 5, Seats: 2, Mode: Duel}, 2)
			d.match.phase = sim.PhaseLive
			for d.tick = 0; d.tick < 10_000; d.tick++ {
				if _, ok := d.currentPowerup(); ok {
					t.Fatalf("%s: there is one at tick %d", c.name, d.tick)
				}
			}
			continue
		}
		d, u := newPowerup(c.mode)
		if got := c.play(d, &u, d.arena.ticks(powerupCapture)); got != c.want {
			t.Errorf("%s: player %d has it, want %d", c.name, got, c.want)
		}
	}
}

func TestAPowerupGivesWhatItsRowSays(t *testing.T) {
	d, _ := newPowerup(Skirmish)
	b := &d.ships[0].body
	b.energy, b.heat = 0, 0
	b.takePowerup(&powerupGifts[PowerupOverdrive])
	if b.heatStep() != HeatSteps || b.energy != fixed.Int(b.stats().Energy) || b.shield != fixed.Int(b.stats().Shield+overshieldGain) {
		t.Errorf("after an overdrive: heat %d, energy %d, shield %d", b.heatStep(), b.energy.Round(), b.shield.Round())
	}
	cold := b.heat
	for range d.arena.ticks(coolTime*1000) - 1 {
		b.changeHeat(&d.arena.stars[0], d.arena.radius, &d.arena)
	}
	if b.heatStep() != HeatSteps || b.heat == cold {
		t.Errorf("at its end the heat is %d", b.heat.Round())
	}
	b.takePowerup(&powerupGifts[PowerupSalvo])
	for n := range 4 {
		want := ItemSeeker
		if n == 3 {
			want = NoItem
		}
		if b.spare > 0 && n > 0 {
			if got := b.useItem(&d.arena); got != NoItem {
				t.Errorf("use %d: item %d without a pause", n, got)
			}
		}
		for b.itemWait > 0 {
			b.countDown()
		}
		b.itemWait = 7
		if own := bodyOf(ptr(b.toPrivate())); own.spare != b.spare || own.item != b.item || b.item != NoItem && own.itemWait != 7 {
			t.Errorf("item %d: Private says %d and %d more, in %d ticks", n, own.item, own.spare, own.itemWait)
		}
		b.itemWait = 0
		if got := b.useItem(&d.arena); got != want {
			t.Errorf("use %d: item %d, want %d", n, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func TestAPowerupIsAnnouncedAndFarFromEverything(t *testing.T) {
	for _, mode := range []*sim.Mode{Skirmish, Teams} {
		d, _ := newPowerup(mode)
		a, met := &d.arena, [powerups]int{}
		period := sim.Tick(a.ticks(powerupPeriod))
		for n := range sim.Tick(300) {
			u := a.powerupAt(n * period)
			met[u.gift]++
			if u.notice < n*period || u.ends > (n+1)*period || u.opens-u.notice != sim.Tick(a.ticks(PowerupNotice)) {
				t.Fatalf("period %d: %+v", n, u)
			}
			if r := u.at.Len(); r < a.stars[0].coronaIn(true) || r > a.radius*powerupHigh/100+fixed.One {
				t.Errorf("period %d: %d units from the star", n, r.Round())
			}
			off := u.at.X.Abs() - u.at.Y.Abs()
			if mode == Teams && off > 0 {
				t.Errorf("period %d: at %d %d, nearer to a base", n, u.at.X.Round(), u.at.Y.Round())
			}
		}
		for gift, n := range met {
			if n < 60 {
				t.Errorf("%s: gift %d in %d of 300 periods", mode.Name, gift, n)
			}
		}
	}
}
