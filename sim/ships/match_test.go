package ships

import (
	"testing"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

func TestItems(t *testing.T) {
	press := func(d *duel, item Item) []sim.Event {
		d.ships[0].item = item
		d.inputs[0].Buttons = ButtonItem
		return d.stepTicks(1)
	}
	t.Run("an overshield adds to the shield", func(t *testing.T) {
		d := newDuel(1)
		press(d, ItemOvershield)
		if got, want := d.ships[0].shield, fixed.Int(classes[Scout].Shield+overshieldGain); got != want {
			t.Errorf("shield = %d, want %d", got, want)
		}
	})
	t.Run("a held button is pressed once", func(t *testing.T) {
		d := newDuel(1)
		press(d, ItemOvershield)
		d.ships[0].item = ItemBlink
		if d.stepTicks(5); d.ships[0].item != ItemBlink {
			t.Error("the second item was used without letting go")
		}
	})
	t.Run("a blink goes forward and cannot be hit on the way", func(t *testing.T) {
		d := newDuel(1)
		x := d.ships[0].pos.X
		press(d, ItemBlink)
		if got := (d.ships[0].pos.X - x).Abs(); got < fixed.Int(BlinkDistance-20) && d.ships[0].heading == 0 {
			t.Errorf("moved by %d", got>>16)
		}
		if d.ships[0].from != d.ships[0].pos {
			t.Error("the way of the blink can be hit")
		}
	})
	t.Run("a mine waits, arms and bursts for others only", func(t *testing.T) {
		d := newDuel(2)
		d.setShip(1, 1600, 0)
		press(d, ItemMine)
		d.setShip(1, 1000, 20)
		if e := findEvent(d.stepTicks(int(d.arena.ticks(mineArmTime))-2), EventBlast); e != nil {
			t.Error("burst before it was armed")
		}
		d.setShip(1, 1000, 20)
		e := findEvent(d.stepTicks(3), EventHit)
		if e == nil || e.Words[HitVictim] != 1 || e.Words[HitWeapon] != int32(WeaponMine) {
			t.Errorf("hit = %v", e)
		}
	})
	t.Run("a seeker turns after its prey", func(t *testing.T) {
		d := newDuel(2)
		d.setShip(0, 1000, 0)
		d.setShip(1, 1150, 400)
		d.ships[0].heading, d.inputs[0].Axes[AxisAim] = fixed.Quarter, int32(uint16(fixed.Quarter))
		press(d, ItemSeeker)
		e := findEvent(d.stepTicks(120), EventHit)
		if e == nil || e.Words[HitVictim] != 1 || e.Words[HitWeapon] != int32(WeaponSeeker) {
			t.Errorf("hit = %v", e)
		}
	})
	t.Run("a pad gives to empty hands and fills again", func(t *testing.T) {
		d := newDuel(1)
		d.pads[1] = pad{item: ItemSeeker}
		d.ships[0].pos = d.arena.padAt(1, d.tick+1)
		if e := findEvent(d.stepTicks(1), EventPickup); e == nil || d.ships[0].item != ItemSeeker {
			t.Errorf("pickup = %v, item = %d", e, d.ships[0].item)
		}
		d.setShip(0, 1000, 0)
		if d.stepTicks(int(d.arena.ticks(padRefill))); d.pads[1].item == NoItem {
			t.Error("the pad stays empty")
		}
	})
}

func TestASkirmishGoesThroughAllPhases(t *testing.T) {
	d := newDuel(1)
	if d.stepTicks(300); d.match.phase != sim.PhaseWarmup {
		t.Fatalf("phase = %d with one player, want warm-up", d.match.phase)
	}
	d.Join(4)
	if d.stepTicks(1); d.match.phase != sim.PhaseCountdown {
		t.Fatalf("phase = %d with two players, want countdown", d.match.phase)
	}
	d.scoreDeath(0, 4, d.killPoints(0, 4))
	if d.ships[4].score.points != 0 {
		t.Error("a kill before the start counts")
	}
	d.stepTicks(int(d.arena.ticks(countdownTime)))
	if d.match.phase != sim.PhaseLive || d.match.round != 1 {
		t.Fatalf("phase = %d round %d, want live 1", d.match.phase, d.match.round)
	}
	d.scoreDeath(0, sim.NoPlayer, d.killPoints(0, sim.NoPlayer))
	for range d.cfg.Limit() {
		d.scoreDeath(0, 4, d.killPoints(0, 4))
	}
	if d.match.leader != 4 || d.ships[0].score.points != -1 {
		t.Errorf("leader = %d, points of 0 = %d, want 4, -1", d.match.leader, d.ships[0].score.points)
	}
	events := d.stepTicks(1)
	if e := findEvent(events, EventAward); e == nil || e.Words[AwardPlayer] != 4 || e.Words[AwardTitle] != int32(TitleWinner) {
		t.Errorf("first award = %v, want the win of 4", e)
	}
	if d.match.phase != sim.PhasePodium {
		t.Fatalf("phase = %d, want podium", d.match.phase)
	}
	d.stepTicks(int(d.arena.ticks(podiumTime)) + int(d.arena.ticks(countdownTime)) + 2)
	if d.match.phase != sim.PhaseLive || d.match.round != 2 || d.ships[4].score.points != 0 {
		t.Errorf("phase = %d round %d points %d, want live 2 0", d.match.phase, d.match.round, d.ships[4].score.points)
	}
	d.stepTicks(int(d.arena.ticks(int64(d.cfg.RoundSeconds()) * 1000)))
	if d.match.phase != sim.PhasePodium {
		t.Errorf("phase = %d after six minutes, want podium", d.match.phase)
	}
}

func TestWhoIsAloneInALiveRoundHasWonIt(t *testing.T) {
	d := newDuel(2)
	d.stepTicks(int(d.arena.ticks(countdownTime)) + 2)
	if d.match.phase != sim.PhaseLive {
		t.Fatalf("phase = %d, want live", d.match.phase)
	}
	d.Leave(1)
	if d.stepTicks(1); d.match.phase != sim.PhasePodium {
		t.Errorf("phase = %d, want podium", d.match.phase)
	}
	if d.stepTicks(int(d.arena.ticks(podiumTime)) + 1); d.match.phase != sim.PhaseWarmup {
		t.Errorf("phase = %d after the podium, want warm-up", d.match.phase)
	}
	d.Leave(0)
	if d.stepTicks(1); d.match.phase != sim.PhaseWarmup {
		t.Errorf("phase = %d with nobody, want warm-up", d.match.phase)
	}
}

func TestSeatsComeAndGo(t *testing.T) {
	d := newDuel(0)
	for _, p := range []sim.PlayerID{5, 2, 8, 2, 0} {
		d.Join(p)
	}
	d.Leave(8)
	d.Leave(8)
	d.stepTicks(1)
	var ids []sim.EntityID
	for _, e := range d.AppendEntities(nil) {
		if e.Kind == KindShip {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) != 3 || ids[0] != ShipID(0) || ids[1] != ShipID(2) || ids[2] != ShipID(5) {
		t.Errorf("ships = %v, want 0 2 5", ids)
	}
}

func TestADeadPlayerLooksAtHisKiller(t *testing.T) {
	d := newDuel(2)
	d.setShip(1, 500, 700)
	d.ships[0].kill(&d.arena)
	d.recordKill(0, 1, WeaponPulse)
	if x, y := d.Eye(0); x != 500 || y != 700 {
		t.Errorf("eye = %d, %d, want that of the killer", x, y)
	}
	d.Leave(1)
	if x, y := d.Eye(0); x != 1000 || y != 0 {
		t.Errorf("eye = %d, %d, want the place of death", x, y)
	}
	d.Eye(7) // an empty seat
}

func TestRepeatMergeAndNeutralInputs(t *testing.T) {
	held := sim.Input{Axes: Axes(127, -5, 9), Buttons: ButtonPulse | ButtonRail | ButtonBoost | ButtonItem, View: 3}
	if got, want := Inputs.Repeat(held), (sim.Input{Axes: Axes(127, -5, 9), Buttons: ButtonBoost | ButtonItem, View: 3}); got != want {
		t.Errorf("Repeat() = %+v, want %+v", got, want)
	}
	if got, want := Inputs.Merge(sim.Input{Axes: Axes(1, 0, 0)}, held), (sim.Input{Axes: Axes(1, 0, 0), Buttons: ButtonPulse | ButtonRail | ButtonItem}); got != want {
		t.Errorf("Merge() = %+v, want %+v", got, want)
	}
	if got, want := Inputs.Neutral(held), (sim.Input{Axes: Axes(0, 0, 9), View: 3}); got != want {
		t.Errorf("Neutral() = %+v, want %+v", got, want)
	}
}

func TestIdsNameTheirOwners(t *testing.T) {
	for p := range sim.PlayerID(sim.MaxPlayers) {
		for _, id := range []sim.EntityID{ShipID(p), ScoreID(p), PulseID(p, 0), PulseID(p, 77), DropID(p, 0), DropID(p, 15)} {
			if got := Owner(id); got != p {
				t.Fatalf("Owner(%d) = %d, want %d", id, got, p)
			}
		}
	}
	for _, id := range []sim.EntityID{RockID(0), PadID(0), firstScrap, matchID, 65535} {
		if got := Owner(id); got != sim.NoPlayer {
			t.Errorf("Owner(%d) = %d, want nobody", id, got)
		}
	}
}

func TestAClassIsChosenForTheNextLife(t *testing.T) {
	d := newDuel(1)
	s := &d.ships[0]
	d.inputs[0].Axes[AxisClass] = Choose(Scout, Bomber)
	d.stepTicks(1)
	if d.inputs[0].Axes[AxisClass] = 0; s.class != Scout || s.choice != Bomber || s.hull != fixed.Int(classes[Scout].Hull) {
		t.Errorf("in flight: class %d, choice %d, hull %d", s.class, s.choice, s.hull.Round())
	}
	s.kill(&d.arena)
	for n := 0; !s.alive; n++ {
		if d.stepTicks(1); n > 600 {
			t.Fatal("there is no next life")
		}
	}
	if s.class != Bomber || s.hull != fixed.Int(classes[Bomber].Hull) {
		t.Errorf("the next life: class %d, hull %d", s.class, s.hull.Round())
	}
	d.inputs[0].Axes[AxisClass] = Choose(Bomber, Warden)
	if d.stepTicks(1); s.class != Warden || s.shield != fixed.Int(classes[Warden].Shield) {
		t.Errorf("still protected: class %d, shield %d", s.class, s.shield.Round())
	}
	d.inputs[0].Axes[AxisClass] = int32(Classes) + 1
	if d.stepTicks(1); s.choice != Warden {
		t.Errorf("a class that there is not makes the choice %d", s.choice)
	}
}

func TestABomberMakesMinesWhileItsBayIsEmpty(t *testing.T) {
	for c := range Classes {
		d := newDuel(1)
		s := &d.ships[0]
		s.class, s.choice = c, c
		s.mineWait = d.arena.ticks(classes[Bomber].mineTime) - 2
		if d.stepTicks(1); s.item != NoItem {
			t.Errorf("class %d has item %d too soon", c, s.item)
		}
		if d.stepTicks(1); s.item == ItemMine != (c == Bomber) {
			t.Errorf("class %d has item %d", c, s.item)
		}
	}
}
