package input

import (
	"perihelion/client/ui"

	"github.com/hajimehoshi/ebiten/v2"
)

const (
	repeatAfter = .4  // seconds until a held key repeats for the first time
	repeatEvery = .05 // seconds between further repeats
)

// menuInput builds the ui.Input from all devices.
type menuInput struct {
	in       ui.Input
	x, y     float32 // of the mouse, in the last frame
	repeatIn float32 // seconds until the held key repeats
	lastNav  ui.Nav
	lastEdit ui.Edit
	wasDown  bool // the pointer, in the last frame
}

// build builds the ui.Input of this frame.
func (m *menuInput) build(r *Raw, dt float32) {
	in := &m.in
	runes := in.Runes[:0]
	*in = ui.Input{DT: dt, Wheel: r.wheel, Touch: in.Touch, X: in.X, Y: in.Y}
	m.trackPointer(r)
	if !r.shortcut {
		runes = append(runes, r.runes...)
	}
	in.Runes = runes
	pressed := func(k ebiten.Key) bool { return r.JustPressed[Key(k)] }
	in.Accept = pressed(ebiten.KeyEnter) || pressed(ebiten.KeyNumpadEnter) || r.JustPressed[Pad(ebiten.StandardGamepadButtonRightBottom)]
	in.Space = pressed(ebiten.KeySpace)
	in.Cancel = pressed(ebiten.KeyEscape) || r.JustPressed[Pad(ebiten.StandardGamepadButtonRightRight)]
	m.repeatHeld(r, dt)
}

// trackPointer sets the pointer: the first finger while one is down, else the mouse once
// it has moved.
func (m *menuInput) trackPointer(r *Raw) {
	in := &m.in
	down := r.Held[Mouse(ebiten.MouseButtonLeft)]
	pressed := r.JustPressed[Mouse(ebiten.MouseButtonLeft)]
	switch {
	case len(r.Fingers) > 0:
		in.Touch, down = true, true
		in.X, in.Y = r.Fingers[0].X, r.Fingers[0].Y
	case in.Touch && !m.wasDown && (r.MouseX != m.x || r.MouseY != m.y || down):
		in.Touch = false
	}
	if !in.Touch {
		in.X, in.Y = r.MouseX, r.MouseY
	}
	in.Pressed = down && !m.wasDown || pressed
	in.Released = (m.wasDown && !down || pressed && !down) && !r.touchCancelled
	in.Down = down
	m.wasDown = down
}

// repeatHeld sets Nav and Edit when their key goes down, and again while it is held.
func (m *menuInput) repeatHeld(r *Raw, dt float32) {
	nav, edit := heldNav(r), heldEdit(r)
	if nav == m.lastNav && edit == m.lastEdit {
		if nav == ui.NoNav && edit == ui.NoEdit {
			return
		}
		if m.repeatIn -= dt; m.repeatIn > 0 {
			return
		}
		m.repeatIn = repeatEvery
	} else {
		m.repeatIn = repeatAfter
		m.lastNav, m.lastEdit = nav, edit
	}
	m.in.Nav, m.in.Edit = nav, edit
}

// heldNav is the Nav of the key, button or stick that is held.
func heldNav(r *Raw) ui.Nav {
	at := func(k ebiten.Key) bool { return r.Held[Key(k)] || r.JustPressed[Key(k)] }
	pad := func(b ebiten.StandardGamepadButton) bool { return r.Held[Pad(b)] || r.JustPressed[Pad(b)] }
	stick := r.Sticks[0]
	switch {
	case at(ebiten.KeyTab) && r.shiftHeld:
		return ui.NavPrev
	case at(ebiten.KeyTab):
		return ui.NavNext
	case at(ebiten.KeyArrowUp) || pad(ebiten.StandardGamepadButtonLeftTop) || stick.Y < -.6:
		return ui.NavUp
	case at(ebiten.KeyArrowDown) || pad(ebiten.StandardGamepadButtonLeftBottom) || stick.Y > .6:
		return ui.NavDown
	case at(ebiten.KeyArrowLeft) || pad(ebiten.StandardGamepadButtonLeftLeft) || stick.X < -.6:
		return ui.NavLeft
	case at(ebiten.KeyArrowRight) || pad(ebiten.StandardGamepadButtonLeftRight) || stick.X > .6:
		return ui.NavRight
	}
	return ui.NoNav
}

// heldEdit is the Edit of the key that is held.
func heldEdit(r *Raw) ui.Edit {
	for _, k := range [...]struct {
		key ebiten.Key
		is  ui.Edit
	}{
		{ebiten.KeyBackspace, ui.Backspace},
		{ebiten.KeyDelete, ui.Delete},
		{ebiten.KeyHome, ui.CaretHome},
		{ebiten.KeyEnd, ui.CaretEnd},
		{ebiten.KeyArrowLeft, ui.CaretLeft},
		{ebiten.KeyArrowRight, ui.CaretRight},
	} {
		if r.Held[Key(k.key)] || r.JustPressed[Key(k.key)] {
			return k.is
		}
	}
	return ui.NoEdit
}

// WantsPaste reports that Ctrl+V or Cmd+V was pressed in this frame.
func (d *Devices) WantsPaste() bool { return d.ShortcutPressed(ebiten.KeyV) }

// ShortcutPressed reports that a key was pressed in this frame with Ctrl or Cmd.
func (d *Devices) ShortcutPressed(k ebiten.Key) bool {
	return d.raw.shortcut && d.raw.JustPressed[Key(k)]
}

// KeyPressed reports that a key was pressed in this frame, without Ctrl and Cmd.
func (d *Devices) KeyPressed(k ebiten.Key) bool {
	return !d.raw.shortcut && d.raw.JustPressed[Key(k)]
}
