package input

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
	"perihelion/sim"
)

const w, h = 1280, 720

// frame lets d see one frame in which exactly these sources are held.
func frame(d *Devices, edit func(r *Raw), held ...Source) {
	was := d.raw.Held
	d.raw = Raw{Fingers: d.raw.Fingers[:0], MouseX: d.raw.MouseX, MouseY: d.raw.MouseY}
	for _, s := range held {
		d.raw.Held[s] = true
		d.raw.Struck[s] = !was[s]
	}
	if edit != nil {
		edit(&d.raw)
	}
	d.Take(w, h, 1, 1./60)
}

func TestKeysBecomeInputs(t *testing.T) {
	tests := []struct {
		name string
		held []Source
		want sim.Input
	}{
		{"nothing held", nil, sim.Input{}},
		{"thrust", []Source{Key(ebiten.KeyW)}, sim.Input{Thrust: 127}},
		{"thrust by the arrow", []Source{Key(ebiten.KeyArrowUp)}, sim.Input{Thrust: 127}},
		{"reverse and strafe", []Source{Key(ebiten.KeyS), Key(ebiten.KeyD)}, sim.Input{Thrust: -127, Strafe: 127}},
		{"left and right cancel out", []Source{Key(ebiten.KeyA), Key(ebiten.KeyD)}, sim.Input{}},
		{"both guns", []Source{Mouse(ebiten.MouseButtonLeft), Mouse(ebiten.MouseButtonRight)}, sim.Input{Buttons: sim.ButtonPulse | sim.ButtonRail}},
		{"boost and item", []Source{Key(ebiten.KeySpace), Key(ebiten.KeyQ)}, sim.Input{Buttons: sim.ButtonBoost | sim.ButtonItem}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := New(Defaults())
			frame(d, func(r *Raw) { r.MouseX, r.MouseY = 700, 360 }, tt.held...)
			if got := d.Sample(0, 640, 360); got != tt.want {
				t.Errorf("sample = %+v, want %+v", got, tt.want)
			}
		})
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
			d := New(Defaults())
			frame(d, func(r *Raw) { r.MouseX, r.MouseY = tt.x, tt.y })
			if got := d.Sample(999, 640, 360).Aim; got != tt.want {
				t.Errorf("aim = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestATapBetweenTwoTicksIsNotLost(t *testing.T) {
	d := New(Defaults())
	frame(d, nil, Mouse(ebiten.MouseButtonRight))
	frame(d, nil) // up again before any tick was due
	frame(d, nil)
	if got := d.Sample(0, 0, 0).Buttons; got != sim.ButtonRail {
		t.Errorf("first sample holds %b, want the rail", got)
	}
	if got := d.Sample(0, 0, 0).Buttons; got != 0 {
		t.Errorf("second sample holds %b, want nothing", got)
	}
}

func TestATapWithinOneFrameIsNotLost(t *testing.T) {
	d := New(Defaults())
	frame(d, func(r *Raw) { r.Struck[Key(ebiten.KeyQ)] = true })
	if got := d.Sample(0, 0, 0).Buttons; got != sim.ButtonItem {
		t.Errorf("sample holds %b, want the item", got)
	}
}

func TestWhatWasMeantForAMenuIsForgotten(t *testing.T) {
	d := New(Defaults())
	frame(d, nil, Key(ebiten.KeySpace))
	frame(d, nil)
	d.Forget()
	if got := d.Sample(0, 0, 0).Buttons; got != 0 {
		t.Errorf("sample holds %b, want nothing", got)
	}
}

func TestWhatIsHeldInAMenuFiresOnlyOnceLetGo(t *testing.T) {
	d := New(Defaults())
	sample := func() sim.Buttons { return d.Sample(0, 0, 0).Buttons }
	fire := Mouse(ebiten.MouseButtonLeft)
	frame(d, nil, fire, Key(ebiten.KeyW))
	d.Disarm()
	if got := d.Sample(0, 0, 0); got.Buttons != 0 || got.Thrust != 127 {
		t.Errorf("disarmed: %+v, want thrust alone", got)
	}
	frame(d, nil, fire, Key(ebiten.KeyQ))
	if got := sample(); got != sim.ButtonItem {
		t.Errorf("held on, with the item pressed anew: %b, want the item", got)
	}
	frame(d, nil)
	frame(d, nil, fire)
	if got := sample(); got != sim.ButtonPulse {
		t.Errorf("pressed again: %b, want the pulse", got)
	}
	d.Forget()
	if got := sample(); got != sim.ButtonPulse {
		t.Errorf("held on after Forget: %b, want the pulse", got)
	}
}

func TestAFingerThatCameDownInAMenuDoesNotFire(t *testing.T) {
	d := New(Defaults())
	down := func(f ...Finger) func(*Raw) { return func(r *Raw) { r.Fingers = append(r.Fingers, f...) } }
	frame(d, nil)
	_, spots := d.Glass()
	rail := Finger{2, spots[1].X, spots[1].Y}
	frame(d, down(Finger{1, 1000, 300}, rail, Finger{3, 200, 500}))
	d.Disarm()
	frame(d, down(Finger{1, 1100, 300}, rail, Finger{3, 200, 400}))
	if got, want := d.Sample(0, 640, 360), (sim.Input{Strafe: -127, Aim: 3 << 14}); got != want {
		t.Errorf("sample = %+v, want %+v", got, want)
	}
	frame(d, nil)
	frame(d, down(rail))
	if got := d.Sample(0, 640, 360).Buttons; got != sim.ButtonRail {
		t.Errorf("pressed again: %b, want the rail", got)
	}
}

func TestSticksPushInTheDirectionsOfTheScreen(t *testing.T) {
	tests := []struct {
		name           string
		stick          Vec
		heading        uint16
		thrust, strafe int8
	}{
		{"up, pointing up", Vec{0, -1}, 3 << 14, 127, 0},
		{"up, pointing right", Vec{0, -1}, 0, 0, -127},
		{"right, pointing left", Vec{1, 0}, 1 << 15, -127, 0},
		{"a worn stick at rest", Vec{.1, -.1}, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := New(Defaults())
			frame(d, func(r *Raw) { r.Sticks[0] = tt.stick.deadened() }, Pad(ebiten.StandardGamepadButtonRightTop))
			got := d.Sample(tt.heading, 640, 360)
			if got.Thrust != tt.thrust || got.Strafe != tt.strafe {
				t.Errorf("sample = %d, %d, want %d, %d", got.Thrust, got.Strafe, tt.thrust, tt.strafe)
			}
		})
	}
}

func TestTwoThumbsFlyAndFire(t *testing.T) {
	d := New(Defaults())
	down := func(f ...Finger) func(*Raw) { return func(r *Raw) { r.Fingers = append(r.Fingers, f...) } }
	frame(d, down(Finger{1, 200, 500}, Finger{2, 1000, 500}))
	frame(d, down(Finger{1, 200, 400}, Finger{2, 1100, 500}))
	got := d.Sample(0, 640, 360)
	want := sim.Input{Strafe: -127, Buttons: sim.ButtonPulse}
	if got != want {
		t.Errorf("sample = %+v, want %+v", got, want)
	}
	_, spots := d.Glass()
	frame(d, down(Finger{1, 200, 400}, Finger{3, spots[1].X, spots[1].Y}))
	if got := d.Sample(0, 640, 360); got.Buttons != sim.ButtonRail {
		t.Errorf("the second finger moved to the rail: %+v", got)
	}
	frame(d, nil)
	if got := d.Sample(0, 640, 360); got.Buttons != 0 || got.Thrust|got.Strafe != 0 {
		t.Errorf("no finger: %+v, want nothing held", got)
	}
}

func TestMenuInputOfEachDevice(t *testing.T) {
	d := New(Defaults())
	frame(d, func(r *Raw) { r.MouseX, r.MouseY = 50, 60 }, Mouse(ebiten.MouseButtonLeft))
	if in := d.UI(); !in.Pressed || !in.Down || in.X != 50 || in.Y != 60 {
		t.Errorf("mouse down: %+v", in)
	}
	frame(d, nil)
	if in := d.UI(); !in.Released || in.Down {
		t.Errorf("mouse up: %+v", in)
	}
	frame(d, func(r *Raw) { r.Fingers = append(r.Fingers, Finger{7, 300, 200}) })
	if in := d.UI(); !in.Pressed || !in.Touch || in.X != 300 {
		t.Errorf("finger down: %+v", in)
	}
	frame(d, nil)
	if in := d.UI(); !in.Released || in.X != 300 {
		t.Errorf("finger up: %+v", in)
	}
	frame(d, nil, Pad(ebiten.StandardGamepadButtonLeftBottom))
	if in := d.UI(); in.Nav != ui.Down {
		t.Errorf("pad down: %+v", in)
	}
	frame(d, func(r *Raw) { r.Command, r.Runes = true, []rune{'v'} }, Key(ebiten.KeyV))
	if in := d.UI(); len(in.Runes) != 0 || !d.WantsPaste() {
		t.Errorf("Ctrl+V types %q and asks to paste: %v", in.Runes, d.WantsPaste())
	}
}

func TestHeldKeysRepeatInMenus(t *testing.T) {
	d := New(Defaults())
	n := 0
	for range 36 { // 0.6 seconds
		frame(d, nil, Key(ebiten.KeyBackspace))
		if d.UI().Edit == ui.Backspace {
			n++
		}
	}
	if n < 4 || n > 7 {
		t.Errorf("%d times, want about 5", n)
	}
}

func TestBindingTakesTheKeyFromWhoeverHadIt(t *testing.T) {
	b := Defaults()
	b.Bind(Boost, Key(ebiten.KeyW))
	if b[Boost][0] != Key(ebiten.KeyW) || b[Forward][0] != 0 {
		t.Errorf("boost %v, forward %v", b[Boost], b[Forward])
	}
	b.Bind(Rail, Pad(ebiten.StandardGamepadButtonRightLeft))
	if b[Rail][padSlot] != Pad(ebiten.StandardGamepadButtonRightLeft) || b[Rail][0] != Mouse(ebiten.MouseButtonRight) {
		t.Errorf("rail %v: a pad button must not replace the mouse's", b[Rail])
	}
	b.Bind(Pulse, Key(ebiten.KeyEscape))
	if b[Menu][0] != Key(ebiten.KeyEscape) {
		t.Error("the menu lost its key")
	}
}

func TestBindingsSurviveAFile(t *testing.T) {
	b := Defaults()
	b.Bind(Boost, Key(ebiten.KeyShiftLeft))
	if got := Restore(b.Stored()); got != b {
		t.Errorf("restored %v, want %v", got, b)
	}
	spoiled := map[string][]string{"boost": {"KeyNonsense"}, "rail": {"KeyR"}, "forward": {"1", "2", "3", "4"}, "new": {"KeyX"}}
	got := Restore(spoiled)
	want := Defaults()
	want[Rail] = [slots]Source{Key(ebiten.KeyR)}
	if got != want {
		t.Errorf("restored %v, want %v", got, want)
	}
}

func TestEverySourceHasANameOfItsOwn(t *testing.T) {
	for s := firstKey; s < sources; s++ {
		got, err := ParseSource(s.String())
		if err != nil || got != s && got.String() != s.String() || s.Label() == "" {
			t.Errorf("source %d named %q, labelled %q, parses as %d, %v", s, s, s.Label(), got, err)
		}
	}
}

func TestPollingAllocatesNothing(t *testing.T) {
	d := New(Defaults())
	d.raw.Fingers = append(d.raw.Fingers, Finger{1, 200, 500})
	d.Take(w, h, 1, 1./60)
	if got := testing.AllocsPerRun(100, func() {
		d.Take(w, h, 1, 1./60)
		d.Sample(5, 640, 360)
	}); got != 0 {
		t.Errorf("%v allocations, want none", got)
	}
}
