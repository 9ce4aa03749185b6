package input

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// Finger is a touch on the screen.
type Finger struct {
	ID   int
	X, Y float32
}

// Raw is what all devices say in one frame.
type Raw struct {
	Held        [sources]bool
	JustPressed [sources]bool // went down since the last frame, even if it is up again
	MouseX      float32
	MouseY      float32
	Wheel       float32

	Fingers   []Finger
	Sticks    [2]Vec // of the gamepad: left, right
	Runes     []rune
	ShiftHeld bool
	Shortcut  bool // Ctrl or Meta: a shortcut, no text

	FocusLost      bool // the window has just lost the focus: what is held counts no more
	TouchCancelled bool // the system took a finger away: it pressed nothing
}

// Vec is a direction with a length from 0 to 1. Y points down.
type Vec struct{ X, Y float32 }

// rawReader reads Ebitengine into a Raw.
type rawReader struct {
	keys    []ebiten.Key
	touches []ebiten.TouchID
	pads    []ebiten.GamepadID
	events  systemEvents
}

func (h *rawReader) readAll(r *Raw) {
	clear(r.Held[:])
	clear(r.JustPressed[:])
	h.keys = inpututil.AppendPressedKeys(h.keys[:0])
	for _, k := range h.keys {
		r.Held[Key(k)] = true
	}
	h.keys = inpututil.AppendJustPressedKeys(h.keys[:0])
	for _, k := range h.keys {
		r.JustPressed[Key(k)] = true
	}
	for b := range ebiten.MouseButtonMax + 1 {
		r.Held[Mouse(b)] = ebiten.IsMouseButtonPressed(b)
		r.JustPressed[Mouse(b)] = inpututil.IsMouseButtonJustPressed(b)
	}
	x, y := ebiten.CursorPosition()
	r.MouseX, r.MouseY = float32(x), float32(y)
	_, wheel := ebiten.Wheel()
	r.Wheel = float32(wheel)
	r.Runes = ebiten.AppendInputChars(r.Runes[:0])
	r.ShiftHeld = ebiten.IsKeyPressed(ebiten.KeyShift)
	r.Shortcut = isShortcut(ebiten.IsKeyPressed(ebiten.KeyControl), ebiten.IsKeyPressed(ebiten.KeyAlt), ebiten.IsKeyPressed(ebiten.KeyMeta))
	r.FocusLost, r.TouchCancelled = h.events.takeEvents()
	h.readFingers(r)
	h.readPads(r)
}

// isShortcut reports whether keys mean a shortcut and no text. Windows tells of AltGr as
// of Ctrl and Alt together, and whoever holds that means text.
func isShortcut(control, alt, meta bool) bool { return meta || control && !alt }

func (h *rawReader) readFingers(r *Raw) {
	r.Fingers = r.Fingers[:0]
	h.touches = ebiten.AppendTouchIDs(h.touches[:0])
	for _, id := range h.touches {
		x, y := ebiten.TouchPosition(id)
		r.Fingers = append(r.Fingers, Finger{int(id), float32(x), float32(y)})
	}
}

// readPads reads all gamepads as if they were one: nobody knows which of them a
// player has picked up.
func (h *rawReader) readPads(r *Raw) {
	r.Sticks = [2]Vec{}
	h.pads = ebiten.AppendGamepadIDs(h.pads[:0])
	for _, id := range h.pads {
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
			if v = v.withDeadZone(); v.length() > r.Sticks[i].length() {
				r.Sticks[i] = v
			}
		}
	}
}
