package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
)

// editEntry is the way into the editor: a key, and a button below the map. Who has opened a room to
// build an arena, or has followed a link to edit it, is there at once.
type editEntry struct {
	button ui.Button
	form   ui.Form
	opened bool             // the editor was
	kept   online.KeptArena // in the library, of this match
}

// shown reports whether the player could edit now.
func (o *editEntry) shown(m *matchScene) bool {
	_, ok := m.editable()
	return ok && !m.chat.open && !m.wheel.open && !m.showScores && !m.killCam.Showing()
}

// comesBack reports whether the player was editing, and has come back to the match since.
func (o *editEntry) comesBack(m *matchScene) bool {
	e, ok := m.editable()
	return ok && !o.opened && e.Edits(m.view.Own)
}

// layoutEntry places the button, in points below the map of the HUD.
func (o *editEntry) layoutEntry(m *matchScene, f *frame) {
	const top, wide, high = 222, 104, 32
	o.button.Label = "EDIT"
	if e, ok := m.editable(); ok && m.deps.Devices.Active() == input.Keyboard {
		o.button.Label = lang.T("EDIT") + "   " + m.deps.Devices.KeyLabel(e.EditAction(), input.Keyboard)
	}
	o.button.Rect = ui.Rect{X: f.px(16), Y: f.px(top), W: f.px(wide), H: f.targetHeight(high)}
}

// handleEntry opens the editor, if that is what the player wants.
func (o *editEntry) handleEntry(m *matchScene, f *frame) transition {
	e, ok := m.editable()
	if !ok {
		return transition{}
	}
	o.layoutEntry(m, f)
	pointer := ui.Input{X: f.in.X, Y: f.in.Y, Touch: f.in.Touch, Down: f.in.Down, Pressed: f.in.Pressed, Released: f.in.Released, DT: f.in.DT}
	pressed := o.form.Update(&pointer, &o.button) == 0 && o.shown(m)
	first := (m.session.Dest.NewRoom.Edit || m.editKey != "") && !o.opened || o.comesBack(m)
	if !first && !pressed && !m.deps.Devices.JustPressed(e.EditAction()) {
		return transition{}
	}
	s := newEditScene(m, e)
	s.camera.showAll = !o.opened // later one goes on where one flies
	o.opened = true
	return push(s)
}

func (o *editEntry) draw(m *matchScene, dst *ebiten.Image, f *frame) {
	if !f.top || !o.shown(m) {
		return
	}
	o.layoutEntry(m, f)
	o.button.Draw(dst, m.deps.pen, widgetStyle(f, &o.form), false)
}
