package ships

import (
	"testing"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

// newLiveRound is a round that has just begun, without rocks.
func newLiveRound(cfg sim.Config, ships int) *duel {
	d := newDuelOf(cfg, ships)
	for d.match.phase != sim.PhaseLive {
		d.stepTicks(1)
	}
	for i := range d.rocks {
		d.rocks[i] = rock{restoreAt: 1 << 30}
	}
	return d
}

func TestNoWeaponHurtsAFriend(t *testing.T) {
	const shooter, friend, foe = 0, 2, 1
	shoot := func(b sim.Buttons, item Item) func(d *duel, at sim.PlayerID) {
		return func(d *duel, at sim.PlayerID) {
			d.ships[shooter].item = item
			d.aimAt(shooter, at)
			d.inputs[shooter].Buttons = b
		}
	}
	for _, tt := range []struct {
		name   string
		weapon Weapon
		use    func(d *duel, at sim.PlayerID)
	}{
		{"a pulse", WeaponPulse, shoot(ButtonPulse, NoItem)},
		{"a rail", WeaponRail, shoot(ButtonRail, NoItem)},
		{"a seeker", WeaponSeeker, shoot(ButtonItem, ItemSeeker)},
		{"a mine", WeaponMine, shoot(ButtonItem, ItemMine)},
	} {
		for _, at := range []sim.PlayerID{friend, foe} {
			d := newLiveRound(sim.Config{Seed: 1, Seats: 16, Mode: Teams}, 4)
			d.setShip(shooter, 1000, 0)
			d.setShip(3, -1000, 0)
			d.setShip(foe, -1000, 100)
			d.setShip(friend, -1000, 200)
			d.setShip(at, 1050, 0)
			tt.use(d, at)
			events := d.stepTicks(120)
			e := findEvent(events, EventHit)
			if at == foe && (e == nil || e.Words[HitVictim] != foe || Weapon(e.Words[HitWeapon]) != tt.weapon) {
				t.Errorf("%s hits an enemy: %v", tt.name, e)
			}
			if at == friend && e != nil {
				t.Errorf("%s hits a friend: %v", tt.name, e)
			}
		}
	}
}

func TestABlastSparesFriends(t *testing.T) {
	d := newLiveRound(sim.Config{Seed: 1, Seats: 16, Mode: Teams}, 4)
	d.setShip(3, -1000, 0)
	d.setShip(0, 1000, 0)
	d.ships[0].item = ItemMine
	d.inputs[0].Buttons = ButtonItem
	d.stepTicks(70)
	d.setShip(0, 1300, 0)
	d.setShip(2, 1000, 20) // a friend
	if e := findEvent(d.stepTicks(2), EventBlast); e != nil {
		t.Fatal("a friend set it off")
	}
	d.setShip(2, 1000, 20)
	d.setShip(1, 1000, 40)
	for _, e := range d.stepTicks(2) {
		if e.Kind == EventHit && e.Words[HitVictim] != 1 {
			t.Errorf("the blast hit %d", e.Words[HitVictim])
		}
	}
}

func TestAPredictedBeamPassesFriends(t *testing.T) {
	cfg := sim.Config{Seed: 1, Seats: 4, Mode: Teams}
	beam := sim.Event{Entity: sim.Entity{Kind: EventRail, Words: sim.Words{RailShooter: 0, RailX1: 1000 << sim.PositionShift}}}
	ship := func(p sim.PlayerID) sim.Entity {
		return sim.Entity{ID: ShipID(p), Kind: KindShip, Words: sim.Words{ShipX: 500 << sim.PositionShift}}
	}
	for p, want := range []int32{0, 1, 0, 1} {
		e := beam
		newModel(cfg).Strike(&e, []sim.Entity{ship(sim.PlayerID(p))})
		if e.Words[RailHit] != want {
			t.Errorf("a beam of 0 strikes %d: %d, want %d", p, e.Words[RailHit], want)
		}
	}
}

func TestTeamsHavePoints(t *testing.T) {
	d := newLiveRound(sim.Config{Seed: 1, Seats: 6, Mode: Teams, Points: 3}, 6)
	d.scoreDeath(1, 0, d.killPoints(1, 0))
	d.scoreDeath(3, 2, d.killPoints(3, 2))
	d.scoreDeath(5, sim.NoPlayer, d.killPoints(5, sim.NoPlayer))
	if d.match.teamPoints != [teamCount]int32{2, -1} {
		t.Fatalf("score = %v, want 2 and -1", d.match.teamPoints)
	}
	d.Leave(2) // the points stay
	if d.stepTicks(1); d.match.phase != sim.PhaseLive {
		t.Fatal("the round ended early")
	}
	d.scoreDeath(1, 4, d.killPoints(1, 4))
	e := findEvent(d.stepTicks(1), EventAward)
	if d.match.phase != sim.PhasePodium || d.match.victor != 1 || e == nil || e.Words[AwardPlayer] != 0 {
		t.Errorf("phase %v, victor %d, award %v: want the first team to win by its best player", d.match.phase, d.match.victor, e)
	}
	want := []sim.Standing{
		{Player: 0, Team: 1, Place: 1, Score: 3, Points: 1, Columns: [sim.MaxColumns]int{ColumnKills: 1}},
		{Player: 4, Team: 1, Place: 1, Score: 3, Points: 1, Columns: [sim.MaxColumns]int{ColumnKills: 1}},
		{Player: 3, Team: 2, Place: 2, Score: -1, Columns: [sim.MaxColumns]int{ColumnDeaths: 1}},
		{Player: 1, Team: 2, Place: 2, Score: -1, Columns: [sim.MaxColumns]int{ColumnDeaths: 2}},
		{Player: 5, Team: 2, Place: 2, Score: -1, Points: -1, Columns: [sim.MaxColumns]int{ColumnDeaths: 1}},
	}
	for i, got := range d.AppendStandings(nil) {
		if got != want[i] {
			t.Errorf("standing %d = %+v, want %+v", i, got, want[i])
		}
	}
}

func TestADuelThatIsEvenWhenTimeIsUpGoesOn(t *testing.T) {
	for _, tt := range []struct {
		name   string
		course func(d *duel)
		victor sim.Team
	}{
		{"to the next kill", func(d *duel) { d.scoreDeath(0, 1, d.killPoints(0, 1)) }, 2},
		{"to a death without a killer", func(d *duel) { d.scoreDeath(1, sim.NoPlayer, d.killPoints(1, sim.NoPlayer)) }, 1},
		{"for two minutes, and is a draw", func(d *duel) {
			if left := d.match.ends - d.tick; left > sim.Tick(d.arena.ticks(overtime)) {
				t.Errorf("%d ticks are left", left)
			}
			d.match.ends = d.tick
		}, sim.NoTeam},
		{"until one leaves", func(d *duel) { d.Leave(0) }, 2},
	} {
		d := newLiveRound(sim.Config{Seed: 1, Seats: 2, Mode: Duel, Seconds: 10}, 2)
		d.scoreDeath(0, 1, d.killPoints(0, 1))
		d.scoreDeath(1, 0, d.killPoints(1, 0))
		d.stepTicks(int(d.arena.ticks(10_000)))
		if d.match.phase != sim.PhaseLive || !d.match.sudden {
			t.Fatalf("%s: phase %v, sudden %v, want it to go on", tt.name, d.match.phase, d.match.sudden)
		}
		tt.course(d)
		d.stepTicks(1)
		if d.match.phase != sim.PhasePodium || d.match.victor != tt.victor {
			t.Errorf("%s: phase %v, victor %d, want %d", tt.name, d.match.phase, d.match.victor, tt.victor)
		}
		for _, s := range d.AppendStandings(nil) {
			if want := teamPlace(s.Team, tt.victor); s.Place != want {
				t.Errorf("%s: place %d of team %d, want %d", tt.name, s.Place, s.Team, want)
			}
		}
	}
}

func TestTeamsThatReachTheLimitTogetherPlayOn(t *testing.T) {
	d := newLiveRound(sim.Config{Seed: 1, Seats: 2, Mode: Duel, Points: 1}, 2)
	d.scoreDeath(0, 1, d.killPoints(0, 1))
	d.scoreDeath(1, 0, d.killPoints(1, 0))
	if d.stepTicks(1); d.match.phase != sim.PhaseLive {
		t.Fatalf("phase %v at one to one, want live", d.match.phase)
	}
	d.scoreDeath(0, 1, d.killPoints(0, 1))
	if d.stepTicks(1); d.match.phase != sim.PhasePodium || d.match.victor != 2 {
		t.Errorf("phase %v, victor %d at one to two, want the second team to win", d.match.phase, d.match.victor)
	}
}

func TestTeamsStartAsMirrorImages(t *testing.T) {
	for _, cfg := range []sim.Config{{Seed: 4, Seats: 16, Mode: Teams, Seconds: 1}, {Seed: 6, Seats: 2, Mode: Duel, Seconds: 1}} {
		w := New(cfg)
		for p := range cfg.Seats {
			w.Join(sim.PlayerID(p))
		}
		inputs := make([]sim.Input, cfg.Seats)
		var base [3]fixed.Vec
		for round := int32(1); round <= 2; round++ {
			for w.match.round != round || w.match.phase != sim.PhaseLive {
				w.Step(inputs)
			}
			base[round] = w.ships[0].pos
			for p := 0; p < cfg.Seats; p += 2 {
				a, b := &w.ships[p], &w.ships[p+1]
				if off := a.pos.Add(b.pos).Len() + a.vel.Add(b.vel).Len(); off > fixed.One/100 {
					t.Errorf("%s: seats %d and %d are off by %d", cfg.Mode, p, p+1, off)
				}
				if a.pos.Sub(b.pos).Len() < w.arena.radius/2 {
					t.Errorf("%s: seats %d and %d begin close to each other", cfg.Mode, p, p+1)
				}
			}
		}
		if base[1].Dot(base[2]) > 0 {
			t.Errorf("%s: the bases stay where they were", cfg.Mode)
		}
	}
}

func TestTheArenaIsTheSameForBothTeams(t *testing.T) {
	for _, cfg := range []sim.Config{{Seed: 5, Seats: 16, Mode: Teams}, {Seed: 6, Seats: 2, Mode: Duel}, {Seed: 7, Seats: 32, Mode: Teams}} {
		a := arenaOf(&cfg)
		for _, tick := range []sim.Tick{1, 1000, 30_000} {
			for i := 0; i < a.rockCount(); i += 2 {
				one, two := a.rockOrbit(i), a.rockOrbit(i+1)
				if off := one.position(tick).Add(two.position(tick)).Len(); off > fixed.One || one.radius != two.radius {
					t.Errorf("%s: rock %d and its image are off by %d", cfg.Mode, i, off)
				}
			}
			for i := range a.allPads() / 2 {
				if off := a.padAt(i, tick).Add(a.padAt(i+a.allPads()/2, tick)).Len(); off > fixed.One/10 {
					t.Errorf("%s: pad %d and its image are off by %d", cfg.Mode, i, off)
				}
			}
		}
		for i := range a.rockCount() { // rocksNear finds every rock that can be touched
			l := a.rockOrbit(i)
			for _, r := range []fixed.Num{l.distance - l.radius, l.distance, l.distance + l.radius} {
				if low, high := a.rocksNear(r, 0); i < low || i >= high {
					t.Errorf("%s: rock %d of orbit %d is not near %d", cfg.Mode, i, l.distance.Round(), r.Round())
				}
			}
		}
	}
}
