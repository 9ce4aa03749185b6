package ships

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// playFrame processes one frame in which exactly these sources are held. edit, if not nil,
// changes the rest of the Raw.
func playFrame(d *input.Devices, edit func(r *input.Raw), held ...input.Source) {
	r := d.Raw()
	was := r.Held
	*r = input.Raw{Fingers: r.Fingers[:0], MouseX: r.MouseX, MouseY: r.MouseY}
	for _, s := range held {
		r.Held[s], r.JustPressed[s] = true, !was[s]
	}
	if edit != nil {
		edit(r)
	}
	d.ProcessRaw(1280, 720, 1, 1./60)
}

func TestKeysBecomeInputs(t *testing.T) {
	tests := []struct {
		name string
		held []input.Source
		want sim.Input
	}{
		{"nothing held", nil, sim.Input{}},
		{"thrust", []input.Source{input.Key(ebiten.KeyW)}, sim.Input{Axes: ships.Axes(127, 0, 0)}},
		{"thrust by the arrow", []input.Source{input.Key(ebiten.KeyArrowUp)}, sim.Input{Axes: ships.Axes(127, 0, 0)}},
		{"reverse and strafe", []input.Source{input.Key(ebiten.KeyS), input.Key(ebiten.KeyD)}, sim.Input{Axes: ships.Axes(-127, 127, 0)}},
		{"left and right cancel out", []input.Source{input.Key(ebiten.KeyA), input.Key(ebiten.KeyD)}, sim.Input{}},
		{"both guns", []input.Source{input.Mouse(ebiten.MouseButtonLeft), input.Mouse(ebiten.MouseButtonRight)}, sim.Input{Buttons: ships.ButtonPulse | ships.ButtonRail}},
		{"boost and item", []input.Source{input.Key(ebiten.KeySpace), input.Key(ebiten.KeyQ)}, sim.Input{Buttons: ships.ButtonBoost | ships.ButtonItem}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := input.New(&Controls)
			playFrame(d, func(r *input.Raw) { r.MouseX, r.MouseY = 700, 360 }, tt.held...)
			if got := new(sampler).nextInput(d, 0, 640, 360); got != tt.want {
				t.Errorf("sample = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestAClassIsAskedForUntilTheServerHasHeard(t *testing.T) {
	d, c, own := input.New(&Controls), classChooser{}, ships.Own{Choice: ships.Lancer}
	press := func(held ...input.Source) int32 {
		playFrame(d, nil, held...)
		return c.chooseClass(d, &own, -1)
	}
	if n := press(); n != 0 {
		t.Errorf("who has not chosen asks for %d", n)
	}
	for range 2 {
		if n := press(input.Key(ebiten.KeyDigit3)); n != int32(ships.Bomber)+1 {
			t.Errorf("3 asks for %d", n)
		}
	}
	if n := press(); n != int32(ships.Bomber)+1 {
		t.Errorf("a key that is released asks for %d", n)
	}
	if own.Choice = ships.Bomber; press() != 0 {
		t.Error("it asks for what it has")
	}
	own.Choice = ships.Scout // a bot flew in between
	if n := press(); n != int32(ships.Bomber)+1 {
		t.Errorf("after a bot has chosen it asks for %d", n)
	}
	own.Choice = ships.Bomber
	next := input.Pad(ebiten.StandardGamepadButtonLeftRight)
	for range 3 {
		if n := press(next); n != int32(ships.Warden)+1 {
			t.Errorf("a pad that is held asks for %d", n)
		}
	}
	press()
	if own.Choice = ships.Warden; press(next) != int32(ships.Scout)+1 {
		t.Error("after the last is not the first")
	}
}

func TestMouseAimsFromTheShip(t *testing.T) {
	tests := []struct {
		name string
		x, y float32
		want uint16
	}{
		{"to the right", 900, 360, 0},
		{"down", 640, 500, 1 << 14},
		{"to the left", 100, 360, 1 << 15},
		{"up", 640, 10, 3 << 14},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := input.New(&Controls)
			playFrame(d, func(r *input.Raw) { r.MouseX, r.MouseY = tt.x, tt.y })
			if got := uint16(new(sampler).nextInput(d, 999, 640, 360).Axes[ships.AxisAim]); got != tt.want {
				t.Errorf("aim = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestSticksPushInTheDirectionsOfTheScreen(t *testing.T) {
	tests := []struct {
		name           string
		stick          input.Vec
		heading        uint16
		thrust, strafe int32
	}{
		{"up, pointing up", input.Vec{X: 0, Y: -1}, 3 << 14, 127, 0},
		{"up, pointing right", input.Vec{X: 0, Y: -1}, 0, 0, -127},
		{"right, pointing left", input.Vec{X: 1, Y: 0}, 1 << 15, -127, 0},
		{"at rest", input.Vec{}, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := input.New(&Controls)
			playFrame(d, func(r *input.Raw) { r.Sticks[0] = tt.stick }, input.Pad(ebiten.StandardGamepadButtonRightTop))
			got := new(sampler).nextInput(d, tt.heading, 640, 360)
			if got.Axes[ships.AxisThrust] != tt.thrust || got.Axes[ships.AxisStrafe] != tt.strafe {
				t.Errorf("sample = %d, %d, want %d, %d", got.Axes[ships.AxisThrust], got.Axes[ships.AxisStrafe], tt.thrust, tt.strafe)
			}
		})
	}
}

func TestTwoThumbsFlyAndFire(t *testing.T) {
	d := input.New(&Controls)
	down := func(f ...input.Finger) func(*input.Raw) {
		return func(r *input.Raw) { r.Fingers = append(r.Fingers, f...) }
	}
	playFrame(d, down(input.Finger{ID: 1, X: 200, Y: 500}, input.Finger{ID: 2, X: 1000, Y: 500}))
	playFrame(d, down(input.Finger{ID: 1, X: 200, Y: 400}, input.Finger{ID: 2, X: 1100, Y: 500}))
	got := new(sampler).nextInput(d, 0, 640, 360)
	want := sim.Input{Axes: ships.Axes(0, -127, 0), Buttons: ships.ButtonPulse}
	if got != want {
		t.Errorf("sample = %+v, want %+v", got, want)
	}
	_, buttons, _ := d.TouchControls()
	playFrame(d, down(input.Finger{ID: 1, X: 200, Y: 400}, input.Finger{ID: 3, X: buttons[1].X, Y: buttons[1].Y}))
	if got := new(sampler).nextInput(d, 0, 640, 360); got.Buttons != ships.ButtonRail {
		t.Errorf("the second finger is on the rail button: %+v", got)
	}
	playFrame(d, nil)
	if got := new(sampler).nextInput(d, 0, 640, 360); got.Buttons != 0 || got.Axes[ships.AxisThrust]|got.Axes[ships.AxisStrafe] != 0 {
		t.Errorf("no finger: %+v, want nothing held", got)
	}
}

// TestAutoFire has the viewer at the middle, looking along +X, and a ship somewhere.
func TestAutoFire(t *testing.T) {
	const ahead, below = 0, 1 << 14
	for _, tt := range []struct {
		name   string
		device input.Device
		other  sim.PlayerID
		x, y   int32 // units
		flags  int32
		want   sim.Input
	}{
		{"an opponent ahead", input.Touch, 2, 300, 0, 0, sim.Input{Axes: ships.Axes(0, 0, ahead), Buttons: ships.ButtonPulse}},
		{"an opponent elsewhere is aimed at first", input.Touch, 2, 0, 300, 0, sim.Input{Axes: ships.Axes(0, 0, below)}},
		{"too far away", input.Touch, 2, 900, 0, 0, sim.Input{}},
		{"one who cannot be hurt", input.Touch, 2, 300, 0, ships.FlagProtected, sim.Input{}},
		{"a friend", input.Touch, 3, 300, 0, 0, sim.Input{}},
		{"the mouse aims, whoever is there", input.Keyboard, 2, 0, 300, 0, sim.Input{}},
		{"and what is in front is fired at", input.Keyboard, 2, 300, 0, 0, sim.Input{Buttons: ships.ButtonPulse}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := testView()
			v.Config.Mode = ships.Teams
			e := netcode.Seen{ID: ships.ShipID(tt.other), Kind: ships.KindShip}
			e.To[ships.ShipX], e.To[ships.ShipY], e.To[ships.ShipFlags] = tt.x*16, tt.y*16, tt.flags
			e.From = e.To
			v.Seen = append(v.Seen, e)
			d := input.New(&Controls)
			d.SetActive(tt.device)
			var got sim.Input
			new(sampler).autoFire(d, v, 0, &got)
			if got != tt.want {
				t.Errorf("input = %+v, want %+v", got, tt.want)
			}
		})
	}
}
