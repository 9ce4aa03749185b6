package ships

import (
	"strings"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// addShip puts a ship of player p at x, y units into the view.
func addShip(v *netcode.View, p sim.PlayerID, x, y int32) {
	s := netcode.Seen{ID: ships.ShipID(p), Kind: ships.KindShip, T: 1}
	s.To[ships.ShipX], s.To[ships.ShipY] = x<<sim.PositionShift, y<<sim.PositionShift
	s.From = s.To
	v.Seen = append(v.Seen, s)
}

// placeOwn puts the own ship at x, y units; its nose points to +X.
func placeOwn(v *netcode.View, x, y int32) {
	v.Own[ships.OwnX], v.Own[ships.OwnY] = x<<16, y<<16
	v.OwnPrev = v.Own
}

// killed plays a frame of life and then a hit and the kill, and returns what the panel says.
func killed(t *testing.T, v *netcode.View, by sim.PlayerID, with ships.Weapon, points int32) string {
	t.Helper()
	h := newTestHUD(t)
	h.Update(v, 1./60)
	hit := testEvent(ships.EventHit, int32(by), 1, int32(with), 45)
	hit.Tick = v.OwnTick
	hit.Words[ships.HitX], hit.Words[ships.HitY] = v.Own[ships.OwnX]>>12, v.Own[ships.OwnY]>>12
	v.Events = []sim.Event{hit, testEvent(ships.EventKill, int32(by), 1, int32(with), points)}
	v.Own[ships.OwnAlive], v.Own[ships.OwnRespawn] = 0, 90
	h.Update(v, 1./60)
	return h.recap.announcement()
}

func TestADeathSaysFromWhereAndWhatWouldHaveHelped(t *testing.T) {
	for name, c := range map[string]struct {
		with   ships.Weapon
		points int32
		set    func(v *netcode.View)
		want   string
	}{
		"a rail from ahead": {
			ships.WeaponRail, 1, func(v *netcode.View) { addShip(v, 2, 1640, 700) },
			"Bo hit you with the rail, from 640 units away. A rail needs a straight line: rocks and the star are cover.",
		},
		"from behind, twice the points": {
			ships.WeaponRail, 2, func(v *netcode.View) { addShip(v, 2, 600, 700) },
			"Bo hit you with the rail, from 400 units away, from behind, it counted 2 points for them. Look at the map: arrows at the edge show who comes.",
		},
		"with an overshield in the hold": {
			ships.WeaponPulse, 1, func(v *netcode.View) { v.Own[ships.OwnItem] = int32(ships.ItemOvershield) },
			"Bo shot you down. You still had an overshield: use it when the first shot hits.",
		},
		"without a shield": {
			ships.WeaponSeeker, 1, func(v *netcode.View) { v.Own[ships.OwnShield] = 0 },
			"Bo caught you with a seeker. Your shield was down: hide until it is back.",
		},
		"by a mine": {
			ships.WeaponMine, 1, func(v *netcode.View) { addShip(v, 2, 600, 700) },
			"Bo caught you with a mine. A mine bursts when you come near: pass wide of its light.",
		},
	} {
		v := testView()
		v.Own[ships.OwnShield] = 40 << 16
		placeOwn(v, 1000, 700)
		c.set(v)
		if got := killed(t, v, 2, c.with, c.points); got != c.want {
			t.Errorf("%s: it says %q, want %q", name, got, c.want)
		}
	}
}

func TestADeathInTheStarIsNotOneInItsCorona(t *testing.T) {
	radius := int32(120)
	for x, want := range map[int32]string{radius + 20: "You flew into the star.", 2 * radius: "The corona burnt you."} {
		v := testView()
		placeOwn(v, x, 0)
		if got := killed(t, v, sim.NoPlayer, ships.WeaponStar, 0); !strings.HasPrefix(got, want) {
			t.Errorf("last alive %d units from the middle: it says %q, want %q", x, got, want)
		}
	}
}

func TestAShotBentByGravityIsCalledSo(t *testing.T) {
	for name, c := range map[string]struct {
		age  int32 // of the pulse, ticks
		bent bool
	}{"after a long flight past the star": {50, true}, "after a short one": {10, false}} {
		v := testView()
		pulse := netcode.Seen{ID: ships.PulseID(2, 0), Kind: ships.KindPulse}
		pulse.To[ships.PulseX], pulse.To[ships.PulseY] = -400<<sim.PositionShift, 260<<sim.PositionShift
		pulse.To[ships.PulseVX], pulse.To[ships.PulseBorn] = 4*900, int32(v.OwnTick)-c.age
		v.Seen = append(v.Seen, pulse)
		x, y, alive := ships.PulseAt(&v.Config, &pulse.To, v.OwnTick)
		if !alive {
			t.Fatal("the pulse is gone before it hits")
		}
		v.Own[ships.OwnX], v.Own[ships.OwnY] = int32(x), int32(y)
		if got := killed(t, v, 2, ships.WeaponPulse, 1); strings.Contains(got, "gravity bent") != c.bent {
			t.Errorf("%s: it says %q, want it bent: %v", name, got, c.bent)
		}
	}
}

func TestTheReceiptIsSwitchedByKeyAndByTap(t *testing.T) {
	var s receiptSwitch
	d := input.New(&Controls)
	sample := func(key, down bool, x float32) {
		raw := d.Raw()
		raw.Held[input.Key(ebiten.KeyQ)] = key
		raw.Fingers = raw.Fingers[:0]
		if down {
			raw.Fingers = append(raw.Fingers, input.Finger{ID: 1, X: x, Y: 50})
		}
		s.sample(d)
	}
	sample(true, false, 0) // using an item at the moment of death
	s.rect = ui.Rect{W: 100, H: 100}
	sample(true, false, 0)
	if s.open {
		t.Fatal("a key that was down before the panel came has opened the receipt")
	}
	for i, want := range []bool{false, true, true, false, false} {
		if sample(i%2 == 1, false, 0); s.open != want {
			t.Errorf("key, step %d: open is %v", i, s.open)
		}
	}
	sample(false, true, 500)
	if s.open {
		t.Error("a tap beside the panel has opened the receipt")
	}
	sample(false, false, 0)
	if sample(false, true, 50); !s.open {
		t.Error("a tap on the panel has not opened the receipt")
	}
}
