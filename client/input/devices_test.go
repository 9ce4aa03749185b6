package input

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
	"perihelion/sim"
)

const w, h = 1280, 720

const (
	Pulse = FirstGameAction + iota
	Rail
	Boost
	Item
)

const (
	buttonPulse sim.Buttons = 1 << iota
	buttonRail
	buttonBoost
	buttonItem
)

// testControls are those of a game with four buttons.
var testControls = Controls{
	Movement: [...]string{"Thrust", "Reverse", "Strafe left", "Strafe right"},
	Actions: []GameAction{
		{"pulse", "Pulse cannon", buttonPulse, [...]Source{Mouse(ebiten.MouseButtonLeft), 0, Pad(ebiten.StandardGamepadButtonFrontBottomRight)}},
		{"rail", "Rail gun", buttonRail, [...]Source{Mouse(ebiten.MouseButtonRight), 0, Pad(ebiten.StandardGamepadButtonFrontBottomLeft)}},
		{"boost", "Boost", buttonBoost, [...]Source{Key(ebiten.KeySpace), 0, Pad(ebiten.StandardGamepadButtonFrontTopLeft)}},
		{"item", "Use item", buttonItem, [...]Source{Key(ebiten.KeyQ), Key(ebiten.KeyE), Pad(ebiten.StandardGamepadButtonFrontTopRight)}},
	},
	TouchButtons: []TouchPlace{{Boost, "BOOST", 245, 95}, {Rail, "RAIL", 225, 165}, {Item, "ITEM", 130, 232}},
	AimButtons:   buttonPulse,
}

// controls are what the player holds in one tick.
type controls struct {
	buttons sim.Buttons
	move    Vec
}

func takeControls(d *Devices) controls {
	move, _ := d.MoveVector()
	return controls{d.TakeButtons(), move}
}

// frame processes one frame in which exactly these sources are held. edit, if not nil,
// changes the rest of the Raw.
func frame(d *Devices, edit func(r *Raw), held ...Source) {
	was := d.raw.Held
	d.raw = Raw{Fingers: d.raw.Fingers[:0], MouseX: d.raw.MouseX, MouseY: d.raw.MouseY}
	for _, s := range held {
		d.raw.Held[s] = true
		d.raw.JustPressed[s] = !was[s] && !d.ignored[s]
	}
	if edit != nil {
		edit(&d.raw)
	}
	d.ProcessRaw(w, h, 1, 1./60)
}

func TestATapBetweenTwoTicksIsSampled(t *testing.T) {
	d := New(&testControls)
	frame(d, nil, Mouse(ebiten.MouseButtonRight))
	frame(d, nil) // up again before any tick was due
	frame(d, nil)
	if got := d.TakeButtons(); got != buttonRail {
		t.Errorf("first sample holds %b, want the rail", got)
	}
	if got := d.TakeButtons(); got != 0 {
		t.Errorf("second sample holds %b, want nothing", got)
	}
}

func TestATapWithinOneFrameIsSampled(t *testing.T) {
	d := New(&testControls)
	frame(d, func(r *Raw) { r.JustPressed[Key(ebiten.KeyQ)] = true })
	if got := d.TakeButtons(); got != buttonItem {
		t.Errorf("sample holds %b, want the item", got)
	}
}

func TestDiscardedPressesDoNotFire(t *testing.T) {
	d := New(&testControls)
	frame(d, nil, Key(ebiten.KeySpace))
	frame(d, nil)
	d.DiscardPresses()
	if got := d.TakeButtons(); got != 0 {
		t.Errorf("sample holds %b, want nothing", got)
	}
}

func TestAButtonHeldInAMenuFiresOnlyAfterRelease(t *testing.T) {
	d := New(&testControls)
	sample := func() sim.Buttons { return d.TakeButtons() }
	fire := Mouse(ebiten.MouseButtonLeft)
	frame(d, nil, fire, Key(ebiten.KeyW))
	d.RequireRelease()
	if got := takeControls(d); got != (controls{move: Vec{0, -1}}) {
		t.Errorf("disarmed: %+v, want thrust alone", got)
	}
	frame(d, nil, fire, Key(ebiten.KeyQ))
	if got := sample(); got != buttonItem {
		t.Errorf("held on, with the item pressed anew: %b, want the item", got)
	}
	frame(d, nil)
	frame(d, nil, fire)
	if got := sample(); got != buttonPulse {
		t.Errorf("pressed again: %b, want the pulse", got)
	}
	d.DiscardPresses()
	if got := sample(); got != buttonPulse {
		t.Errorf("held on after Forget: %b, want the pulse", got)
	}
}

func TestAFingerPressedInAMenuDoesNotFire(t *testing.T) {
	d := New(&testControls)
	down := func(f ...Finger) func(*Raw) { return func(r *Raw) { r.Fingers = append(r.Fingers, f...) } }
	frame(d, nil)
	_, buttons, _ := d.TouchControls()
	rail := Finger{2, buttons[1].X, buttons[1].Y}
	frame(d, down(Finger{1, 1000, 300}, rail, Finger{3, 200, 500}))
	d.RequireRelease()
	frame(d, down(Finger{1, 1100, 300}, rail, Finger{3, 200, 400}))
	if got, want := takeControls(d), (controls{move: Vec{0, -1}}); got != want {
		t.Errorf("sample = %+v, want %+v", got, want)
	}
	frame(d, nil)
	frame(d, down(rail))
	if got := d.TakeButtons(); got != buttonRail {
		t.Errorf("pressed again: %b, want the rail", got)
	}
}

func TestMenuInputOfEachDevice(t *testing.T) {
	d := New(&testControls)
	frame(d, func(r *Raw) { r.MouseX, r.MouseY = 50, 60 }, Mouse(ebiten.MouseButtonLeft))
	if in := d.MenuInput(); !in.Pressed || !in.Down || in.X != 50 || in.Y != 60 {
		t.Errorf("mouse down: %+v", in)
	}
	frame(d, nil)
	if in := d.MenuInput(); !in.Released || in.Down {
		t.Errorf("mouse up: %+v", in)
	}
	frame(d, func(r *Raw) { r.Fingers = append(r.Fingers, Finger{7, 300, 200}) })
	if in := d.MenuInput(); !in.Pressed || !in.Touch || in.X != 300 {
		t.Errorf("finger down: %+v", in)
	}
	frame(d, nil)
	if in := d.MenuInput(); !in.Released || in.X != 300 {
		t.Errorf("finger up: %+v", in)
	}
	frame(d, nil, Pad(ebiten.StandardGamepadButtonLeftBottom))
	if in := d.MenuInput(); in.Nav != ui.NavDown {
		t.Errorf("pad down: %+v", in)
	}
	frame(d, func(r *Raw) { r.shortcut, r.runes = true, []rune{'v'} }, Key(ebiten.KeyV))
	if in := d.MenuInput(); len(in.Runes) != 0 || !d.WantsPaste() {
		t.Errorf("Ctrl+V types %q and asks to paste: %v", in.Runes, d.WantsPaste())
	}
}

func TestHeldKeysRepeatInMenus(t *testing.T) {
	d := New(&testControls)
	n := 0
	for range 36 { // 0.6 seconds
		frame(d, nil, Key(ebiten.KeyBackspace))
		if d.MenuInput().Edit == ui.Backspace {
			n++
		}
	}
	if n < 4 || n > 7 {
		t.Errorf("%d times, want about 5", n)
	}
}

func TestBindRemovesTheKeyFromOtherActions(t *testing.T) {
	b := testControls.DefaultBindings()
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

func TestBindingsEncodeAndDecode(t *testing.T) {
	b := testControls.DefaultBindings()
	b.Bind(Boost, Key(ebiten.KeyShiftLeft))
	if got := testControls.DecodeBindings(testControls.EncodeBindings(&b, nil)); got != b {
		t.Errorf("restored %v, want %v", got, b)
	}
	spoiled := map[string][]string{"boost": {"KeyNonsense"}, "rail": {"KeyR"}, "forward": {"1", "2", "3", "4"}, "new": {"KeyX"}}
	got := testControls.DecodeBindings(spoiled)
	want := testControls.DefaultBindings()
	want[Rail] = [sourcesPerAction]Source{Key(ebiten.KeyR)}
	if got != want {
		t.Errorf("restored %v, want %v", got, want)
	}
	if again := testControls.EncodeBindings(&b, spoiled); again["new"][0] != "KeyX" || again["rail"][0] != "Mouse2" {
		t.Errorf("stored %v: what another game stored must stay", again)
	}
}

func TestSourceNamesAreUnique(t *testing.T) {
	for s := firstKey; s < sources; s++ {
		got, err := parseSource(s.String())
		if err != nil || got != s && got.String() != s.String() || s.label() == "" {
			t.Errorf("source %d named %q, labelled %q, parses as %d, %v", s, s, s.label(), got, err)
		}
	}
}

func TestPollingAllocatesNothing(t *testing.T) {
	d := New(&testControls)
	d.raw.Fingers = append(d.raw.Fingers, Finger{1, 200, 500})
	d.ProcessRaw(w, h, 1, 1./60)
	if got := testing.AllocsPerRun(100, func() {
		d.ProcessRaw(w, h, 1, 1./60)
		takeControls(d)
		d.AimVector(640, 360)
	}); got != 0 {
		t.Errorf("%v allocations, want none", got)
	}
}

func TestFocusLossReleasesKeysAndButtons(t *testing.T) {
	left := func(r *Raw) { r.focusLost = true }
	fire, thrust := Mouse(ebiten.MouseButtonLeft), Key(ebiten.KeyW)
	d := New(&testControls)
	frame(d, nil, fire, thrust)
	if got, want := takeControls(d), (controls{buttonPulse, Vec{0, -1}}); got != want {
		t.Fatalf("holding both is %+v, want %+v", got, want)
	}
	frame(d, left, fire, thrust) // the system reports neither of them going up
	for range 3 {
		if got := takeControls(d); got != (controls{}) {
			t.Errorf("the ship goes on with %+v", got)
		}
		frame(d, nil, fire, thrust)
	}
	frame(d, nil, thrust)
	frame(d, nil, fire, thrust) // pressed anew, while the other is still down
	if got := takeControls(d); got != (controls{buttons: buttonPulse}) {
		t.Errorf("the button pressed anew and the old key are %+v, want the button alone", got)
	}
	frame(d, nil)
	frame(d, nil, thrust)
	if got := takeControls(d); got.move != (Vec{0, -1}) {
		t.Errorf("the key pressed anew is %+v, want thrust", got)
	}
}

func TestAClickAfterFocusLossCountsAsNew(t *testing.T) {
	fire := Mouse(ebiten.MouseButtonLeft)
	d := New(&testControls)
	frame(d, nil, fire)
	frame(d, func(r *Raw) { r.focusLost = true }, fire)
	frame(d, func(r *Raw) { r.JustPressed[fire] = true }, fire) // up and down again between two frames
	if got := d.TakeButtons(); got != buttonPulse {
		t.Errorf("buttons are %v, want the one that was pressed again", got)
	}
}

func TestFocusLossReleasesFingers(t *testing.T) {
	d := New(&testControls)
	fingers := func(focusLost bool, list ...Finger) {
		frame(d, func(r *Raw) { r.Fingers, r.focusLost = append(r.Fingers[:0], list...), focusLost })
	}
	thumb, aim := Finger{1, 200, 500}, Finger{2, 1000, 500}
	fingers(false, thumb, aim)
	thumb.Y, aim.X = 440, 1060
	fingers(false, thumb, aim)
	if got := takeControls(d); got.buttons != buttonPulse || got.move == (Vec{}) {
		t.Fatalf("two thumbs are %+v, want a pulse and a push", got)
	}
	fingers(true, thumb, aim)
	for range 2 {
		if got := takeControls(d); got != (controls{}) {
			t.Errorf("after the window was left two thumbs are %+v, want nothing", got)
		}
		fingers(false, thumb, aim)
	}
	fingers(false)
	fingers(false, thumb)
	thumb.Y -= 60
	fingers(false, thumb)
	if got := takeControls(d); got.move == (Vec{}) {
		t.Errorf("the thumb put down anew is %+v, want a push", got)
	}
}

func TestACancelledTouchPressesNothing(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		d := New(&testControls)
		frame(d, func(r *Raw) { r.Fingers = []Finger{{1, 50, 60}} })
		if in := d.MenuInput(); !in.Pressed || !in.Down {
			t.Fatalf("a finger is %+v, want a press", in)
		}
		frame(d, func(r *Raw) { r.Fingers, r.touchCancelled = nil, cancelled })
		if in := d.MenuInput(); in.Down || in.Released == cancelled {
			t.Errorf("cancelled %v: the finger that is gone is %+v", cancelled, in)
		}
	}
}

func TestAltGrIsText(t *testing.T) {
	for _, tt := range []struct {
		name               string
		control, alt, meta bool
		want               bool
	}{
		{"a letter", false, false, false, false},
		{"Ctrl", true, false, false, true},
		{"Cmd", false, false, true, true},
		{"Option, on a Mac", false, true, false, false},
		{"AltGr, as Windows reports it", true, true, false, false},
	} {
		if got := isShortcut(tt.control, tt.alt, tt.meta); got != tt.want {
			t.Errorf("%s: a command is %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestKeyLabelsFollowTheKeyboardLayout(t *testing.T) {
	d := New(&testControls)
	if got := d.KeyLabel(Forward, Keyboard); got != "W" {
		t.Errorf("the key that thrusts is %q where nothing is known, want W", got)
	}
	for _, tt := range []struct {
		says, want string
	}{
		{"z", "Z"}, {"é", "É"}, {";", ";"}, // AZERTY and others
		{"ц", "W"}, {"ש", "W"}, // beside a Latin W
		{"", "W"}, {" ", "W"}, {"Space", "W"},
	} {
		d := New(&testControls)
		d.keyLabels.setLabel(ebiten.KeyW, tt.says)
		if got := d.KeyLabel(Forward, Keyboard); got != tt.want {
			t.Errorf("the system reports %q, and the label is %q, want %q", tt.says, got, tt.want)
		}
	}
	d.keyLabels.setLabel(ebiten.KeyQ, "a")
	for a, want := range map[Action]string{Item: "A", Pulse: "Left mouse", Boost: "Space", Left: "A"} {
		if got := d.KeyLabel(a, Keyboard); got != want {
			t.Errorf("%s is %q, want %q", testControls.Label(a), got, want)
		}
	}
	if got := d.KeyLabel(Item, Gamepad); got != "Pad RB" {
		t.Errorf("the item on a pad is %q", got)
	}
}

func TestTouchControlsChangeSidesForLeftHanded(t *testing.T) {
	right, left := New(&testControls), New(&testControls)
	left.Options.LeftHanded = true
	for _, d := range []*Devices{right, left} {
		frame(d, nil)
	}
	sticks, buttons, corner := right.TouchControls()
	mirroredSticks, mirrored, sameCorner := left.TouchControls()
	const w = 1280
	for i := range sticks {
		if got, want := mirroredSticks[i].X, w-sticks[i].X; got != want {
			t.Errorf("stick %d is at %v, want %v", i, got, want)
		}
	}
	for i := range buttons[:len(buttons)-len(corner)] {
		if got, want := mirrored[i].X, w-buttons[i].X; got != want {
			t.Errorf("button %d is at %v, want %v", i, got, want)
		}
	}
	if corner[0].X != sameCorner[0].X {
		t.Error("the menu has moved")
	}
	frame(left, func(r *Raw) { r.Fingers = []Finger{{1, 1000, 500}} })
	frame(left, func(r *Raw) { r.Fingers = []Finger{{1, 1000, 400}} })
	if got, _ := left.MoveVector(); got != (Vec{0, -1}) {
		t.Errorf("a thumb on the right moves by %v, want up", got)
	}
}

func TestTheDeadZoneOfASticksMiddle(t *testing.T) {
	for _, tt := range []struct{ zone, pushed, want float32 }{
		{.2, .1, 0}, {.2, .2, 0}, {.2, .6, .5}, {.2, 1, 1}, {.5, .4, 0}, {.5, .75, .5}, {.05, .05, 0}, {.05, 1.2, 1},
	} {
		if got := (Vec{0, tt.pushed}).withDeadZone(tt.zone).Length(); got < tt.want-1e-6 || got > tt.want+1e-6 {
			t.Errorf("pushed to %v with a dead zone of %v: %v, want %v", tt.pushed, tt.zone, got, tt.want)
		}
	}
}
