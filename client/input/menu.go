package input

import (
	"perihelion/client/ui"

	"github.com/hajimehoshi/ebiten/v2"
)

const (
	repeatAfter = .4  // seconds that a key is held before it repeats
	repeatEvery = .05 // seconds from then on
)

// menu makes one ui.Input of all devices.
type menu struct {
	in   ui.Input
	x, y float32 // of the mouse, the frame before
	wait float32 // seconds until what is held repeats
	last ui.Nav
	edit ui.Edit
	down bool
}

func (m *menu) update(r *Raw, dt float32) {
	in := &m.in
	runes := in.Runes[:0]
	*in = ui.Input{DT: dt, Wheel: r.Wheel, Touch: in.Touch, X: in.X, Y: in.Y}
	m.point(r)
	if !r.Command {
		runes = append(runes, r.Runes...)
	}
	in.Runes = runes
	struck := func(k ebiten.Key) bool { return r.Struck[Key(k)] }
	in.Accept = struck(ebiten.KeyEnter) || struck(ebiten.KeyNumpadEnter) || r.Struck[Pad(ebiten.StandardGamepadButtonRightBottom)]
	in.Space = struck(ebiten.KeySpace)
	in.Cancel = struck(ebiten.KeyEscape) || r.Struck[Pad(ebiten.StandardGamepadButtonRightRight)]
	m.repeat(r, dt)
}

// point follows the mouse, or the first finger until it is lifted.
func (m *menu) point(r *Raw) {
	in := &m.in
	down := r.Held[Mouse(ebiten.MouseButtonLeft)]
	struck := r.Struck[Mouse(ebiten.MouseButtonLeft)]
	switch {
	case len(r.Fingers) > 0:
		in.Touch, down = true, true
		in.X, in.Y = r.Fingers[0].X, r.Fingers[0].Y
	case in.Touch && !m.down && (r.MouseX != m.x || r.MouseY != m.y || down):
		in.Touch = false
	}
	if !in.Touch {
		in.X, in.Y = r.MouseX, r.MouseY
	}
	in.Pressed = down && !m.down || struck
	in.Released = (m.down && !down || struck && !down) && !r.Cancelled // what was cancelled presses nothing
	in.Down = down
	m.down = down
}

// repeat moves the focus or the caret again while a key is held.
func (m *menu) repeat(r *Raw, dt float32) {
	nav, edit := wish(r), typed(r)
	if nav == m.last && edit == m.edit {
		if nav == ui.Stay && edit == ui.NoEdit {
			return
		}
		if m.wait -= dt; m.wait > 0 {
			return
		}
		m.wait = repeatEvery
	} else {
		m.wait = repeatAfter
		m.last, m.edit = nav, edit
	}
	m.in.Nav, m.in.Edit = nav, edit
}

func wish(r *Raw) ui.Nav {
	at := func(k ebiten.Key) bool { return r.Held[Key(k)] || r.Struck[Key(k)] }
	pad := func(b ebiten.StandardGamepadButton) bool { return r.Held[Pad(b)] || r.Struck[Pad(b)] }
	stick := r.Sticks[0]
	switch {
	case at(ebiten.KeyTab) && r.Shift:
		return ui.Prev
	case at(ebiten.KeyTab):
		return ui.Next
	case at(ebiten.KeyArrowUp) || pad(ebiten.StandardGamepadButtonLeftTop) || stick.Y < -.6:
		return ui.Up
	case at(ebiten.KeyArrowDown) || pad(ebiten.StandardGamepadButtonLeftBottom) || stick.Y > .6:
		return ui.Down
	case at(ebiten.KeyArrowLeft) || pad(ebiten.StandardGamepadButtonLeftLeft) || stick.X < -.6:
		return ui.ToLeft
	case at(ebiten.KeyArrowRight) || pad(ebiten.StandardGamepadButtonLeftRight) || stick.X > .6:
		return ui.ToRight
	}
	return ui.Stay
}

func typed(r *Raw) ui.Edit {
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
		if r.Held[Key(k.key)] || r.Struck[Key(k.key)] {
			return k.is
		}
	}
	return ui.NoEdit
}

// WantsPaste reports Ctrl+V, or Cmd+V.
func (d *Devices) WantsPaste() bool { return d.raw.Command && d.raw.Struck[Key(ebiten.KeyV)] }
