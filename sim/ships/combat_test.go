package ships

import (
	"testing"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

// duel is a world in which a test places the ships, far from the star and without rocks.
type duel struct {
	*World
	inputs []sim.Input
}

func newDuel(ships int) *duel { return newDuelOf(sim.Config{Seed: 1, Seats: 9}, ships) }

func newDuelOf(cfg sim.Config, ships int) *duel {
	d := &duel{New(cfg), make([]sim.Input, cfg.Seats)}
	for p := range ships {
		d.Join(sim.PlayerID(p))
	}
	d.Step(d.inputs)
	for i := range d.rocks {
		d.rocks[i] = rock{restoreAt: 1 << 30}
	}
	for i := range d.pads {
		d.pads[i] = pad{refillAt: 1 << 30}
	}
	for p := range ships {
		d.setShip(sim.PlayerID(p), 1000, 200*p)
	}
	return d
}

// setShip places a ship, at rest and without protection.
func (d *duel) setShip(p sim.PlayerID, x, y int) {
	s := &d.ships[p]
	s.pos, s.vel = fixed.Vec{X: fixed.Int(x), Y: fixed.Int(y)}, fixed.Vec{}
	s.from, s.protected = s.pos, 0
}

// stepTicks steps n ticks and returns all their events.
func (d *duel) stepTicks(n int) (all []sim.Event) {
	for range n {
		d.Step(d.inputs)
		all = d.AppendEvents(all)
	}
	return all
}

func findEvent(events []sim.Event, k sim.Kind) *sim.Event {
	for i := range events {
		if events[i].Kind == k {
			return &events[i]
		}
	}
	return nil
}

// aimAt turns p toward q at once.
func (d *duel) aimAt(p, q sim.PlayerID) {
	a := d.ships[q].pos.Sub(d.ships[p].pos).Direction()
	d.ships[p].heading, d.inputs[p].Axes[AxisAim] = a, int32(uint16(a))
}

func TestAPulseHitsAndTheEventNamesShooterAndVictim(t *testing.T) {
	d := newDuel(2)
	d.aimAt(0, 1)
	d.inputs[0].Buttons = ButtonPulse
	d.stepTicks(1)
	d.inputs[0].Buttons = 0
	e := findEvent(d.stepTicks(25), EventHit)
	if e == nil {
		t.Fatal("no hit")
	}
	if e.Words[HitShooter] != 0 || e.Words[HitVictim] != 1 || e.Words[HitWeapon] != int32(WeaponPulse) {
		t.Errorf("hit = %v", e.Words)
	}
	if got, want := d.ships[1].shield, fixed.Int(classes[Scout].Shield-int(classes[Scout].pulseDamage)); got != want {
		t.Errorf("shield = %d, want %d", got, want)
	}
}

func TestAFastPulseDoesNotTunnel(t *testing.T) {
	for x := range 60 {
		d := newDuel(2)
		d.setShip(1, 1000, 300+x)
		d.aimAt(0, 1)
		d.ships[0].vel = fixed.Vec{Y: fixed.Int(900)}
		d.inputs[0].Buttons = ButtonPulse
		if findEvent(d.stepTicks(20), EventHit) == nil {
			t.Errorf("a pulse flew through the ship %d units away", 300+x)
		}
	}
}

func TestTheRailHitsWhatItsShooterSaw(t *testing.T) {
	for _, c := range []struct {
		name         string
		age          int // ticks between what was seen and now
		back         int // ticks by which the input says it looked back
		moved        int // units the victim moved aside since
		hit, capped  bool
		rewind       int32
		dead, shield bool
	}{
		{name: "a target at rest, seen now", hit: true},
		{name: "a target that was there six ticks ago", age: 6, back: 6, moved: 200, hit: true, rewind: 6},
		{name: "a target that is no longer there, seen now", age: 6, moved: 200},
		{name: "twelve ticks are the most", age: 12, back: 12, moved: 200, hit: true, rewind: 12},
		{name: "further back is capped", age: 16, back: 16, moved: 200},
		{name: "a capped view of a ship that stayed", age: 16, back: 16, hit: true, capped: true, rewind: 12},
		{name: "a ship that died meanwhile stays dead", age: 6, back: 6, dead: true},
		{name: "a ship that is protected now takes no damage", age: 6, back: 6, shield: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDuel(2)
			d.setShip(1, 1000, 900)
			d.setShip(0, 1000, 300)
			for range 20 {
				d.ships[0].vel, d.ships[1].vel = fixed.Vec{}, fixed.Vec{}
				d.stepTicks(1)
			}
			d.aimAt(0, 1)
			if c.moved != 0 {
				d.setShip(1, 1000+c.moved, 900)
			}
			d.stepTicks(c.age - 1)
			if c.dead {
				d.ships[1].kill(&d.arena)
			}
			if c.shield {
				d.ships[1].protected = 100
			}
			d.inputs[0].Buttons = ButtonRail
			if c.back > 0 {
				d.inputs[0].View = d.tick + 1 - sim.Tick(c.back)
			}
			events := d.stepTicks(1)
			if findEvent(events, EventRail) == nil {
				t.Fatal("no rail was fired")
			}
			e := findEvent(events, EventHit)
			if (e != nil) != c.hit {
				t.Fatalf("hit = %v, want %v", e != nil, c.hit)
			}
			if e != nil && (e.Words[HitRewind] != c.rewind || (e.Words[HitCapped] == 1) != c.capped) {
				t.Errorf("receipt: rewound %d, capped %d, want %d, %v",
					e.Words[HitRewind], e.Words[HitCapped], c.rewind, c.capped)
			}
		})
	}
}

func TestTwoLethalShotsOfOneTickTrade(t *testing.T) {
	d := newDuel(2)
	d.aimAt(0, 1)
	d.aimAt(1, 0)
	for p := range 2 {
		d.ships[p].hull, d.ships[p].shield, d.ships[p].shieldWait = fixed.One, 0, 100
		d.inputs[p].Buttons = ButtonRail
	}
	d.stepTicks(1)
	if d.ships[0].alive || d.ships[1].alive {
		t.Errorf("alive = %v, %v, want both dead", d.ships[0].alive, d.ships[1].alive)
	}
}

func TestShooterAndVictimBothGetTheHitEventWhereverTheyAre(t *testing.T) {
	d := newDuel(2)
	d.ships[0].item, d.inputs[0].Buttons = ItemMine, ButtonItem
	d.stepTicks(int(d.arena.ticks(mineArmTime)))
	d.setShip(0, -1000, 200)
	d.setShip(1, 1000, 0)
	d.ships[1].pos = d.drops[0].slots[0].pos
	d.ships[1].hull, d.ships[1].shield, d.ships[1].shieldWait = fixed.One, 0, 100
	events := d.stepTicks(1)
	hit, kill := findEvent(events, EventHit), findEvent(events, EventKill)
	if hit == nil || kill == nil || hit.ID > kill.ID {
		t.Fatalf("hit = %+v, kill = %+v, want one after the other", hit, kill)
	}
	if hit.Party != [2]sim.PlayerID{0, 1} || hit.To != sim.NoPlayer || hit.Global || !kill.Global {
		t.Errorf("hit = %+v, kill = %+v: want the hit sent to both, and the death to everyone", hit, kill)
	}
	if kill.Words[KillKiller] != 0 || kill.Words[KillVictim] != 1 || kill.Words[KillWeapon] != int32(WeaponMine) {
		t.Errorf("kill = %v", kill.Words)
	}
}

func TestADeadShipComesBackProtectedUntilItFires(t *testing.T) {
	d := newDuel(2)
	d.ships[0].kill(&d.arena)
	respawn := int(d.arena.ticks(respawnTime))
	if d.stepTicks(respawn - 1); d.ships[0].alive {
		t.Error("back before the time")
	}
	if e := findEvent(d.stepTicks(1), EventSpawn); e == nil || !d.ships[0].alive {
		t.Fatal("not back in time")
	}
	if d.ships[0].protected == 0 {
		t.Error("not protected")
	}
	d.inputs[0].Buttons = ButtonPulse
	if d.stepTicks(1); d.ships[0].protected != 0 {
		t.Error("protected although it fired")
	}
}

func TestTheStarBurnsAndKills(t *testing.T) {
	d := newDuel(2)
	d.setShip(0, 200, 0)
	d.setShip(1, 600, 0)
	before := d.ships[0].shield
	if d.stepTicks(1); d.ships[0].shield >= before || !d.ships[0].actions.burning {
		t.Error("the corona does not burn")
	}
	if d.ships[1].actions.burning {
		t.Error("it burns outside the corona")
	}
	d.setShip(0, 100, 0)
	e := findEvent(d.stepTicks(1), EventKill)
	if e == nil || e.Words[KillWeapon] != int32(WeaponStar) || e.Words[KillKiller] != int32(sim.NoPlayer) {
		t.Errorf("touching the star: %v", e)
	}
}

func TestTheLastAttackerGetsTheKillOfWhoDiesInTheStar(t *testing.T) {
	d := newDuel(2)
	d.ships[0].attacker, d.ships[0].attacked = 1, d.tick
	d.setShip(0, 100, 0)
	if e := findEvent(d.stepTicks(1), EventKill); e == nil || e.Words[KillKiller] != 1 {
		t.Errorf("kill = %v, want the kill of 1", e)
	}
}

func TestTheEdgePushesShipsBack(t *testing.T) {
	d := newDuel(1)
	d.setShip(0, 1790, 0)
	d.ships[0].vel = fixed.Vec{X: fixed.Int(500)}
	d.inputs[0].Axes[AxisThrust] = 127
	d.stepTicks(60 * 4)
	d.inputs[0].Axes[AxisThrust] = 0
	d.stepTicks(60 * 4)
	if r := d.ships[0].pos.Len(); r > d.arena.radius+fixed.Int(60) {
		t.Errorf("still %d units out, the edge is at %d", r>>16, d.arena.radius>>16)
	}
}

func TestARockBouncesAShipAndStopsShots(t *testing.T) {
	d := newDuel(2)
	d.rocks[3] = rock{hull: fullRockHull}
	at := d.orbits[3].position(d.tick + 1)
	d.ships[0].pos = at.Add(fixed.Vec{X: d.orbits[3].radius})
	d.ships[0].vel = fixed.Vec{X: -fixed.Int(400)}
	d.stepTicks(1)
	if d.ships[0].vel.X <= 0 {
		t.Errorf("vx = %d after the impact, want it turned around", d.ships[0].vel.X>>16)
	}
	if d.ships[0].shield >= fixed.Int(classes[Scout].Shield) {
		t.Error("the impact did no damage")
	}
	d.setShip(0, 0, 0)
	d.ships[0].pos = at.Add(fixed.Vec{X: fixed.Int(250)})
	d.ships[1].pos = at.Sub(fixed.Vec{X: fixed.Int(250)})
	d.aimAt(0, 1)
	d.inputs[0].Buttons = ButtonRail
	if e := findEvent(d.stepTicks(1), EventRail); e == nil || e.Words[RailHit] != 0 {
		t.Errorf("rail = %v, want it stopped by the rock", e)
	}
	if d.rocks[3].hull == fullRockHull {
		t.Error("the rock took no damage")
	}
}

func TestABrokenRockLeavesScrapAndFormsAgain(t *testing.T) {
	d := newDuel(1)
	d.rocks[2] = rock{hull: 10}
	d.Step(d.inputs)
	d.damageRock(2, 45)
	scraps := 0
	for _, e := range d.AppendEntities(nil) {
		if e.Kind == KindScrap {
			scraps++
		}
	}
	if scraps != scrapsPerRock {
		t.Errorf("%d scraps, want %d", scraps, scrapsPerRock)
	}
	d.ships[0].hull, d.ships[0].pos, d.ships[0].vel = fixed.Int(50), d.scraps[0].pos, fixed.Vec{}
	if d.stepTicks(1); d.ships[0].hull <= fixed.Int(50) {
		t.Error("scrap repairs nothing")
	}
	d.stepTicks(int(d.arena.ticks(reformTime)))
	if d.rocks[2].hull != fullRockHull {
		t.Errorf("hull = %d after %d ms, want a whole rock", d.rocks[2].hull, reformTime)
	}
}
