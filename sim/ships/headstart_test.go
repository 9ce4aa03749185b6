package ships

import (
	"math/rand"
	"testing"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

func TestTheHeadStartOfAPulseIsTheWholeTicksThatTheScreenIsBehind(t *testing.T) {
	a := arenaOf(&sim.Config{Seats: 2})
	for _, c := range []struct {
		name   string
		in     sim.Input
		want   int32
		capped bool
	}{
		{name: "nothing was seen"},
		{name: "the screen shows this tick", in: sim.Input{View: 100}},
		{name: "the screen claims to be ahead", in: sim.Input{View: 101, Fraction: 9}},
		{name: "a tick behind", in: sim.Input{View: 99}, want: 1},
		{name: "less than a tick behind", in: sim.Input{View: 99, Fraction: 1}},
		{name: "a little more than three behind", in: sim.Input{View: 96, Fraction: 255}, want: 3},
		{name: "six are the most", in: sim.Input{View: 94}, want: 6},
		{name: "a little more than six are too much", in: sim.Input{View: 93, Fraction: 255}, want: 6, capped: true},
		{name: "far more", in: sim.Input{View: 1}, want: 6, capped: true},
	} {
		if got, capped := a.headStart(c.in, 100); got != c.want || capped != c.capped {
			t.Errorf("%s: head start = %d, %v, want %d, %v", c.name, got, capped, c.want, c.capped)
		}
	}
	cfg := sim.Config{Seats: 2}
	for _, c := range []struct {
		name        string
		born, fired sim.Tick
		want        sim.Tick
	}{
		{"fired as it was born", 100, 100, 0},
		{"fired six ticks later", 1022, 1028, 6},
		{"seen first when it had long flown", 100, 107, 0},
		{"seen before it was born", 100, 99, 0},
	} {
		if got := HeadStart(&cfg, &sim.Words{PulseBorn: int32(c.born & birthMask)}, c.fired); got != c.want {
			t.Errorf("%s: head start = %d, want %d", c.name, got, c.want)
		}
	}
}

// passingShip is a duel whose ship 1 flies past ship 0 on a straight line. It records the
// positions of ship 1.
type passingShip struct {
	*duel
	speed     fixed.Num // units per tick
	positions map[sim.Tick]fixed.Vec
}

func newPassingShip(x, y, speed int) *passingShip {
	c := &passingShip{newDuel(2), fixed.Int(speed) / 60, map[sim.Tick]fixed.Vec{}}
	c.setShip(1, x, y)
	c.advanceTicks(50)
	return c
}

// advanceTicks steps n ticks and keeps both ships on their ways.
func (c *passingShip) advanceTicks(n int) (all []sim.Event) {
	for range n {
		c.setShip(0, 1000, 300)
		c.ships[1].vel = fixed.Vec{X: c.speed * 60}
		c.ships[1].pos.Y = c.ships[1].from.Y
		all = append(all, c.stepTicks(1)...)
		c.positions[c.tick] = c.ships[1].pos
	}
	return all
}

// positionBefore is where ship 1 was, back/256 ticks before the next tick.
func (c *passingShip) positionBefore(back int) fixed.Vec {
	t := c.tick + 1 - sim.Tick(back+255)/256
	way := c.positions[t+1].Sub(c.positions[t])
	return c.positions[t].Add(way.Scale(fixed.Num(-back&255) << 8))
}

// fireAt fires at a position; the input says that the screen is back/256 ticks behind.
func (c *passingShip) fireAt(at fixed.Vec, back int, b sim.Buttons) []sim.Event {
	dir := at.Sub(c.ships[0].pos).Direction()
	c.ships[0].heading = dir
	c.inputs[0] = sim.Input{Axes: Axes(0, 0, uint16(dir)), Buttons: b, View: c.tick + 1 - sim.Tick(back+255)/256, Fraction: uint8(-back)}
	return c.advanceTicks(1)
}

func TestNobodyIsHitByARailWhereHeWasMoreThan200MillisecondsAgo(t *testing.T) {
	luck := rand.New(rand.NewSource(200))
	hits, misses := 0, 0
	for range 600 {
		c := newPassingShip(600, 900, 700)
		back := 257 + luck.Intn(30*256)
		aim := c.positionBefore(back)
		e := findEvent(c.fireAt(aim, back, ButtonRail), EventHit)
		off := fixed.Num(max(back-12*256, 0)) << 8 * 700 / 60 // from where he was 200 ms ago
		switch {
		case off > fixed.Int(ShipRadius+1) && e != nil:
			t.Fatalf("hit where he was %d/256 ticks ago: %v", back, e.Words)
		case off == 0 && e == nil:
			t.Fatalf("missed where he was %d/256 ticks ago", back)
		case e == nil:
			misses++
			continue
		}
		hits++
		if want := int32(min((back+255)/256, 12)); e.Words[HitRewind] != want || e.Words[HitCapped] == 1 != (back > 12*256) {
			t.Fatalf("looking back %d/256 ticks: receipt %d, %d", back, e.Words[HitRewind], e.Words[HitCapped])
		}
	}
	if hits < 100 || misses < 100 {
		t.Errorf("%d hits and %d misses: too few to judge", hits, misses)
	}
}

func TestAPulseMeetsWhoItsShooterSawUpTo100MillisecondsAgo(t *testing.T) {
	for back := range int32(12) {
		c := newPassingShip(300, 340, 700)
		for c.ships[1].pos.X < fixed.Int(1000) {
			c.advanceTicks(1)
		}
		fired := c.tick + 1
		e := findEvent(c.fireAt(c.positions[fired-sim.Tick(max(back, 1))], int(back)*256, ButtonPulse), EventHit)
		s := &c.pulses[0].slots[0]
		if want := min(back, 6); s.ahead != want || s.birth[PulseBorn] != int32(fired)-want || s.capped != (back > 6) {
			t.Errorf("looking back %d ticks: head start %d, capped %v, want %d", back, s.ahead, s.capped, want)
		}
		// The pulse needs a tick to get there, and the ship more than one to get away.
		if seen := back >= 1 && back <= 7; (e != nil) != seen {
			t.Errorf("looking back %d ticks: hit = %v, want %v", back, e != nil, seen)
		}
		if e != nil && (e.Words[HitRewind] != min(back, 6) || e.Words[HitCapped] == 1 != (back > 6)) {
			t.Errorf("looking back %d ticks: receipt %d, %d", back, e.Words[HitRewind], e.Words[HitCapped])
		}
	}
}

func TestAHeadStartDoesNotTunnel(t *testing.T) {
	soon := 0
	for y := range 90 {
		d := newDuel(2)
		d.setShip(1, 1000, 332+y+21*15)
		for range 20 {
			d.setShip(0, 1000, 300)
			d.ships[1].vel = fixed.Vec{Y: -fixed.Int(900)}
			d.stepTicks(1)
		}
		d.aimAt(0, 1)
		d.ships[0].vel = fixed.Vec{Y: fixed.Int(900)}
		d.inputs[0].Buttons, d.inputs[0].View = ButtonPulse, d.tick-5
		if findEvent(d.stepTicks(1), EventHit) != nil {
			soon++
		} else if findEvent(d.stepTicks(10), EventHit) == nil {
			t.Errorf("a pulse flew through the ship that came from %d units away", 32+y)
		}
	}
	if soon < 50 {
		t.Errorf("only %d of 90 were hit within the head start", soon)
	}
}

// TestWhoHasLeftTheCellIsStillFound has the victim fly into the next cell of the
// grid, whose border is at 1024, after it was hit.
func TestWhoHasLeftTheCellIsStillFound(t *testing.T) {
	for _, c := range []struct {
		fire sim.Buttons
		x, y int // of the shooter
	}{{ButtonPulse, 940, 300}, {ButtonRail, 973, 900}} {
		d := newDuel(2)
		d.setShip(1, 668, 300)
		for range 24 {
			d.setShip(0, c.x, c.y)
			d.ships[1].vel = fixed.Vec{X: fixed.Int(1000)}
			d.stepTicks(1)
		}
		dir := d.poseAt(1, d.tick-5).position().Sub(d.ships[0].pos).Direction()
		d.ships[0].heading = dir
		d.inputs[0] = sim.Input{Axes: Axes(0, 0, uint16(dir)), Buttons: c.fire, View: d.tick - 5}
		if e := findEvent(d.stepTicks(1), EventHit); e == nil || e.Words[HitX]>>sim.PositionShift > 1000 {
			t.Errorf("hit by %d = %+v, want it where the victim was, now at %d", c.fire, e, d.ships[1].pos.X>>fixed.Shift)
		}
	}
}

func TestADeadShipStopsNoShot(t *testing.T) {
	for _, b := range []sim.Buttons{ButtonPulse, ButtonRail} {
		d := newDuel(3)
		d.setShip(0, 1000, 300)
		d.setShip(1, 1000, 340)
		d.setShip(2, 1000, 380)
		d.stepTicks(10)
		d.ships[1].kill(&d.arena)
		d.aimAt(0, 2)
		d.inputs[0].Buttons, d.inputs[0].View = b, d.tick-5
		if e := findEvent(d.stepTicks(1), EventHit); e == nil || e.Words[HitVictim] != 2 {
			t.Errorf("hit by %d = %+v, want the one behind the wreck", b, e)
		}
	}
}

func TestNobodyIsHitOnTheWayOfABlink(t *testing.T) {
	for _, b := range []sim.Buttons{ButtonPulse, ButtonRail} {
		for x := 100; x < 1200; x += 20 {
			d := newDuel(2)
			d.setShip(1, 1000, 360)
			d.ships[1].heading, d.inputs[1].Axes[AxisAim] = 0, 0
			d.ships[1].item, d.inputs[1].Buttons = ItemBlink, ButtonItem
			d.stepTicks(3)
			d.setShip(0, x, x*360/1220)
			d.ships[0].pos.Y -= fixed.Int(30)
			d.ships[0].heading, d.inputs[0].Axes[AxisAim] = fixed.Quarter, int32(uint16(fixed.Quarter))
			d.inputs[0].Buttons, d.inputs[0].View = b, d.tick-3
			if b == ButtonRail {
				d.inputs[0].Fraction = 250
			}
			if e := findEvent(d.stepTicks(1), EventHit); e != nil && e.Words[HitVictim] == 1 {
				t.Errorf("hit by %d at x = %d on the way of a blink to %d", b, x, d.ships[1].pos.X>>fixed.Shift)
			}
		}
	}
}

func TestARockStopsAPulseInItsHeadStart(t *testing.T) {
	d := newDuel(2)
	d.stepTicks(10)
	d.rocks[3].hull = fullRockHull
	d.ships[0].pos = d.orbits[3].position(d.tick + 1).Add(fixed.Vec{X: d.orbits[3].radius + fixed.Int(60)})
	d.ships[1].pos = d.ships[0].pos.Sub(fixed.Vec{X: 2*d.orbits[3].radius + fixed.Int(90)})
	d.aimAt(0, 1)
	d.inputs[0].Buttons, d.inputs[0].View = ButtonPulse, d.tick-5
	d.stepTicks(1)
	if d.rocks[3].hull == fullRockHull || d.pulses[0].live != 0 {
		t.Errorf("hull = %d, pulses = %b, want a hit in the tick of the shot", d.rocks[3].hull, d.pulses[0].live)
	}
}

func TestTheVictimsPresentStateDecides(t *testing.T) {
	full := fixed.Int(classes[Scout].Shield)
	for _, c := range []struct {
		name   string
		now    func(d *duel)
		hit    bool
		shield fixed.Num // left by a hit of 10
	}{
		{name: "nothing happened since", now: func(*duel) {}, hit: true},
		{name: "it died", now: func(d *duel) { d.ships[1].kill(&d.arena) }},
		{name: "it is protected", now: func(d *duel) { d.ships[1].protected = 100 }},
		{name: "it blinks in this very tick", now: func(d *duel) {
			d.ships[1].item, d.inputs[1].Buttons = ItemBlink, ButtonItem
		}},
		{name: "it blinked", now: func(d *duel) {
			d.ships[1].item, d.inputs[1].Buttons = ItemBlink, ButtonItem
			d.stepTicks(2)
		}},
		{name: "it raises an overshield in this very tick", now: func(d *duel) {
			d.ships[1].item, d.inputs[1].Buttons = ItemOvershield, ButtonItem
		}, hit: true, shield: fixed.Int(overshieldGain)},
	} {
		for _, b := range []sim.Buttons{ButtonRail, ButtonPulse} {
			d := newDuel(2)
			d.setShip(1, 1000, 360)
			d.setShip(0, 1000, 300)
			d.stepTicks(10)
			d.aimAt(0, 1)
			d.ships[1].heading, d.inputs[1].Axes[AxisAim] = 0, 0
			c.now(d)
			d.inputs[0].Buttons, d.inputs[0].View = b, d.tick-4
			e := findEvent(d.stepTicks(1), EventHit)
			if (e != nil) != c.hit {
				t.Errorf("%s: hit by %d = %v, want %v", c.name, b, e != nil, c.hit)
			}
			if e != nil && d.ships[1].shield != full+c.shield-fixed.Int(int(e.Words[HitDamage])) {
				t.Errorf("%s: shield = %d after %d damage", c.name, d.ships[1].shield>>fixed.Shift, e.Words[HitDamage])
			}
		}
	}
}

// TestNobodyIsHitWhereHeWasLongAgo checks for every hit in a match of random inputs and
// views how long before its victim was there.
func TestNobodyIsHitWhereHeWasLongAgo(t *testing.T) {
	w, step := newRandomMatch(24, 11)
	var tracks [24][]fixed.Vec // by player, newest last; they begin anew with each life
	most, hits := [...]int{WeaponPulse: 6, WeaponRail: 12}, [...]int{WeaponPulse: 0, WeaponRail: 0}
	past := 0
	for range 40_000 {
		step()
		for _, e := range w.AppendEvents(nil) {
			if e.Kind == EventSpawn {
				tracks[e.Words[spawnPlayer]] = tracks[e.Words[spawnPlayer]][:0]
			}
		}
		for p := range tracks {
			tracks[p] = append(tracks[p], w.ships[p].pos)
		}
		for _, e := range w.AppendEvents(nil) {
			weapon := Weapon(e.Words[HitWeapon])
			if e.Kind != EventHit || weapon > WeaponRail || e.Words[HitShooter] == int32(sim.NoPlayer) {
				continue
			}
			ago := ticksSinceNear(tracks[e.Words[HitVictim]], fromWords(e.Words[HitX], e.Words[HitY], posShift))
			if ago > most[weapon] || int(e.Words[HitRewind]) > most[weapon] {
				t.Fatalf("tick %d: %v hit where its victim was %d ticks ago", w.tick, e.Words, ago)
			}
			hits[weapon]++
			past += min(ago, 1)
		}
	}
	if hits[WeaponPulse] < 100 || hits[WeaponRail] < 10 || past < 20 {
		t.Errorf("%d hits by pulses and rails, %d of them in the past: too few to judge", hits[WeaponPulse:], past)
	}
}

// ticksSinceNear is how many ticks ago a ship was last within a shot's reach of a position.
func ticksSinceNear(track []fixed.Vec, at fixed.Vec) int {
	for ago := 0; ago+1 < len(track); ago++ {
		a, b := track[len(track)-2-ago], track[len(track)-1-ago]
		if _, near := closestApproach(a.Sub(at), b.Sub(at), fixed.Int(ShipRadius+pulseRadius+2)); near {
			return ago
		}
	}
	return len(track)
}

func TestAClientTakesOverThePulseThatTheServerFired(t *testing.T) {
	cfg := sim.Config{Seed: 5, Seats: 2}
	server, client := New(cfg), New(cfg)
	server.Join(0)
	inputs := make([]sim.Input, 2)
	for range 20 {
		server.Step(inputs)
	}
	client.Adopt(server.Tick(), 0, server.Private(0))
	inputs[0] = sim.Input{Buttons: ButtonPulse, View: server.Tick() - 1}
	accepted := inputs[0]
	accepted.View, accepted.Fraction = server.Tick()-4, 80
	client.Predict(0, inputs[0])
	server.Step([]sim.Input{accepted, {}})
	snapshot := server.AppendEntities(nil)
	if client.Private(0) != server.Private(0) {
		t.Fatal("a view that is not accepted changes the ship")
	}
	for range 7 { // the snapshot comes late
		client.Predict(0, sim.Input{})
		server.Step(make([]sim.Input, 2))
	}
	predicted := client.AppendEntities(nil)
	client.Observe(0, snapshot)
	got, want := client.AppendEntities(nil), server.AppendEntities(nil)
	if len(predicted) != 1 || len(got) != 1 || got[0] != want[len(want)-1] || got[0].ID != predicted[0].ID {
		t.Fatalf("predicted %+v, after the snapshot %+v, want %+v", predicted, got, want[len(want)-1])
	}
	client.Adopt(server.Tick(), 0, server.Private(0))
	if client.Observe(0, want); len(client.AppendEntities(nil)) != 1 {
		t.Error("a pulse that the server still has is missing")
	}
	if client.Observe(0, snapshot); client.AppendEntities(nil)[0] != got[0] {
		t.Error("an old snapshot moves a pulse")
	}
	for range 70 {
		client.Predict(0, sim.Input{})
	}
	if client.Observe(0, snapshot); len(client.AppendEntities(nil)) != 0 {
		t.Error("a pulse that is over comes back")
	}
}
