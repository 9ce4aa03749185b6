package ships

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// struckView is what a kill-cam shows at a tick of the kill at tick 100 by player 1, who saw
// the victim at 0, 0 ten ticks before; by then the victim was at 60, 0.
func struckView(weapon ships.Weapon, tick sim.Tick) *netcode.View {
	ship := func(x int32) (s netcode.Seen) {
		s.ID, s.Kind = ships.ShipID(0), ships.KindShip
		s.To[ships.ShipX] = x << sim.PositionShift
		s.From = s.To
		return s
	}
	r := &netcode.KillReceipt{Receipt: sim.Receipt{Shooter: 1, Victim: 0, Rewind: 10}, Aimed: ship(0), Struck: ship(60)}
	r.Hit.Kind, r.Hit.Tick = ships.EventHit, 100
	r.Hit.Words[ships.HitShooter], r.Hit.Words[ships.HitWeapon] = 1, int32(weapon)
	pulse := sim.Entity{ID: ships.PulseID(1, 0), Kind: ships.KindPulse}
	pulse.Words[ships.PulseX], pulse.Words[ships.PulseY] = 3000<<sim.PositionShift/10, 3000<<sim.PositionShift/10
	pulse.Words[ships.PulseVX], pulse.Words[ships.PulseBorn] = 4*ships.PulseSpeed, 80
	cfg := sim.Config{Seats: 2}
	x, y, _ := ships.PulseAt(&cfg, &pulse.Words, 100)
	r.Hit.Words[ships.HitX], r.Hit.Words[ships.HitY] = int32(x>>12), int32(y>>12)
	r.Before = []sim.Entity{pulse}
	return &netcode.View{Ready: true, Watching: true, Follow: 1, Config: cfg, Tick: tick, Receipt: r}
}

// outline is where the first thing that drawReceipt draws is, in world units, and how much
// it draws.
func outline(v *netcode.View) (x float32, vertices int) {
	atlas := sprites.NewAtlas()
	s, b := newFrameBuilder(atlas), sprites.NewBatch(atlas)
	s.drawReceipt(b, v, render.Camera{Scale: 1, W: 2000, H: 2000})
	if len(b.Vertices) == 0 {
		return 0, 0
	}
	return (b.Vertices[0].DstX+b.Vertices[2].DstX)/2 - 1000, len(b.Vertices)
}

func TestTheReceiptIsDrawnWhereTheShooterSawTheVictim(t *testing.T) {
	for _, tt := range []struct {
		weapon ships.Weapon
		tick   sim.Tick
		drawn  bool
		x      float32
	}{
		{ships.WeaponRail, 89, false, 0},
		{ships.WeaponRail, 90, true, 0}, // from the moment on that was on the shooter's screen
		{ships.WeaponRail, 105, true, 0},
		{ships.WeaponPulse, 99, false, 0},
		{ships.WeaponPulse, 100, true, 60}, // it struck where the victim was
	} {
		x, n := outline(struckView(tt.weapon, tt.tick))
		if n > 0 != tt.drawn || tt.drawn && (x < tt.x-1 || x > tt.x+1) {
			t.Errorf("%v at tick %d: %d vertices at %v, want them: %v, at %v", tt.weapon, tt.tick, n, x, tt.drawn, tt.x)
		}
	}
}

func TestThePulseThatKilledIsFound(t *testing.T) {
	v := struckView(ships.WeaponPulse, 100)
	if e, age := hittingPulse(v); e == nil || age != 20 {
		t.Errorf("found %v of age %d, want the pulse of age 20", e, age)
	}
	v.Receipt.Hit.Words[ships.HitX] += 2000
	if e, _ := hittingPulse(v); e != nil {
		t.Error("found a pulse that was elsewhere")
	}
	if e, _ := hittingPulse(struckView(ships.WeaponRail, 100)); e != nil {
		t.Error("found the pulse of a rail")
	}
}
