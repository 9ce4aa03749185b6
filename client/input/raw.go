package input

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// Finger is a finger on a touch screen, in pixels.
type Finger struct {
	ID   int
	X, Y float32
}

// Raw is the state of all devices in one frame.
type Raw struct {
	Held        [sources]bool
	JustPressed [sources]bool // went down since the last frame, even if it is up again
	MouseX      float32       // pixels
	MouseY      float32
	wheel       float32

	Fingers   []Finger
	Sticks    [2]Vec // of the gamepad: left, right
	runes     []rune
	shiftHeld bool
	shortcut  bool // Ctrl or Cmd is held: keys are shortcuts and no text

	focusLost      bool // the window lost the focus in this frame
	touchCancelled bool // the system took over a touch, for a gesture of its own: it is no press
}

// rawReader reads the devices through Ebitengine. It keeps buffers between frames.
type rawReader struct {
	keys    []ebiten.Key
	touches []ebiten.TouchID
	pads    []ebiten.GamepadID
	events  systemEvents
}

func (rr *rawReader) readAll(r *Raw, o *Options) {
	clear(r.Held[:])
	clear(r.JustPressed[:])
	rr.keys = inpututil.AppendPressedKeys(rr.keys[:0])
	for _, k := range rr.keys {
		r.Held[Key(k)] = true
	}
	rr.keys = inpututil.AppendJustPressedKeys(rr.keys[:0])
	for _, k := range rr.keys {
		r.JustPressed[Key(k)] = true
	}
	for b := range ebiten.MouseButtonMax + 1 {
		r.Held[Mouse(b)] = ebiten.IsMouseButtonPressed(b)
		r.JustPressed[Mouse(b)] = inpututil.IsMouseButtonJustPressed(b)
	}
	x, y := ebiten.CursorPosition()
	r.MouseX, r.MouseY = float32(x), float32(y)
	_, wheel := ebiten.Wheel()
	r.wheel = float32(wheel)
	r.runes = ebiten.AppendInputChars(r.runes[:0])
	r.shiftHeld = ebiten.IsKeyPressed(ebiten.KeyShift)
	r.shortcut = isShortcut(ebiten.IsKeyPressed(ebiten.KeyControl), ebiten.IsKeyPressed(ebiten.KeyAlt), ebiten.IsKeyPressed(ebiten.KeyMeta))
	r.focusLost, r.touchCancelled = rr.events.takeEvents()
	rr.readFingers(r)
	rr.readPads(r, o.DeadZone)
}

// isShortcut reports whether these modifiers make a key a shortcut. Windows reports AltGr,
// which types text, as Ctrl and Alt together.
func isShortcut(control, alt, meta bool) bool { return meta || control && !alt }

func (rr *rawReader) readFingers(r *Raw) {
	r.Fingers = r.Fingers[:0]
	rr.touches = ebiten.AppendTouchIDs(rr.touches[:0])
	for _, id := range rr.touches {
		x, y := ebiten.TouchPosition(id)
		r.Fingers = append(r.Fingers, Finger{int(id), float32(x), float32(y)})
	}
}

// readPads merges all gamepads into one, because the player may use any of them.
func (rr *rawReader) readPads(r *Raw, deadZone float32) {
	r.Sticks = [2]Vec{}
	rr.pads = ebiten.AppendGamepadIDs(rr.pads[:0])
	for _, id := range rr.pads {
		if !ebiten.IsStandardGamepadLayoutAvailable(id) {
			continue
		}
		for b := range ebiten.StandardGamepadButtonMax + 1 {
			s := Pad(b)
			r.Held[s] = r.Held[s] || ebiten.IsStandardGamepadButtonPressed(id, b)
			r.JustPressed[s] = r.JustPressed[s] || inpututil.IsStandardGamepadButtonJustPressed(id, b)
		}
		axes := [...]ebiten.StandardGamepadAxis{
			ebiten.StandardGamepadAxisLeftStickHorizontal, ebiten.StandardGamepadAxisLeftStickVertical,
			ebiten.StandardGamepadAxisRightStickHorizontal, ebiten.StandardGamepadAxisRightStickVertical,
		}
		for i := range r.Sticks {
			v := Vec{float32(ebiten.StandardGamepadAxisValue(id, axes[2*i])), float32(ebiten.StandardGamepadAxisValue(id, axes[2*i+1]))}
			if v = v.withDeadZone(deadZone); v.Length() > r.Sticks[i].Length() {
				r.Sticks[i] = v
			}
		}
	}
}
