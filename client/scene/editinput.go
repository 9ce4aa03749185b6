package scene

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/ui"
)

// In points: as near to a rim or a handle as that is on it.
const (
	mouseReach  = 9
	fingerReach = 22
)

// updatePointer passes mouse or finger on to the arena, or lets it move the camera.
func (s *editScene) updatePointer(f *frame) {
	in, v := f.in, s.match.view
	cam := s.match.cam
	p := game.EditPointer{Reach: f.px(mouseReach) / cam.Scale, Add: s.deps.Devices.ShiftHeld(), Box: !in.Touch}
	if in.Touch {
		p.Reach = f.px(fingerReach) / cam.Scale
	}
	p.X, p.Y = cam.ToWorld(in.X, in.Y)
	if !s.overControls(in.X, in.Y) || s.pressed {
		s.pointerX, s.pointerY = p.X, p.Y
	}
	switch {
	case s.camera.moveOnly:
		if s.pressed {
			s.pressed, p.Act = false, game.PointCancel
			_, _ = s.editor.Point(v, p) // giving up has no error
		}
		return
	case in.Pressed && !s.overControls(in.X, in.Y):
		s.form.ByPointer = true
		taken := false
		if !s.deps.Devices.Raw().Held[input.Key(ebiten.KeySpace)] {
			taken, _ = s.editor.Point(v, p) // a press has no error
		}
		if s.pressed = taken; !taken {
			s.camera.beginPan(f)
		}
	case !s.pressed:
		return
	case in.Released || !in.Down:
		s.pressed, p.Act = false, game.PointRelease
		_, err := s.editor.Point(v, p)
		s.tell(err)
	default:
		p.Act = game.PointDrag
		_, _ = s.editor.Point(v, p) // EditState says why something may not be there
	}
}

// editKeys are the keys of commands.
var editKeys = [...]struct {
	key     ebiten.Key
	command game.EditCommand
}{
	{ebiten.KeyDelete, game.EditRemove},
	{ebiten.KeyBackspace, game.EditRemove},
	{ebiten.KeyC, game.EditDuplicate},
	{ebiten.KeyG, game.EditSnap},
	{ebiten.KeyM, game.EditMirror},
	{ebiten.KeyN, game.EditFold},
	{ebiten.KeyPeriod, game.EditSelectNext},
	{ebiten.KeyComma, game.EditSelectBefore},
}

// editShortcuts are the keys of commands with Ctrl or Cmd.
var editShortcuts = [...]struct {
	key     ebiten.Key
	command game.EditCommand
}{
	{ebiten.KeyY, game.EditRedo}, {ebiten.KeyD, game.EditDuplicate}, {ebiten.KeyA, game.EditSelectAll},
}

// nudgeKeys move what is selected.
var nudgeKeys = map[ui.Nav]game.EditCommand{
	ui.NavLeft: game.EditTurnLeft, ui.NavRight: game.EditTurnRight, ui.NavUp: game.EditOutward, ui.NavDown: game.EditInward,
}

// handleShortcuts does what keys are pressed for. One types into a field undisturbed.
func (s *editScene) handleShortcuts(f *frame) transition {
	d := s.deps.Devices
	e, _ := s.match.editable()
	switch {
	case d.JustPressed(e.EditAction()):
		return pop()
	case s.typing():
		if f.in.Cancel {
			s.form.ByPointer, s.form.Focus = true, 0
		}
		return transition{}
	case f.in.Cancel:
		return s.cancel()
	case !s.form.ByPointer:
		return transition{}
	case d.JustPressed(input.Chat) && !s.deps.Switches.noChat.Load():
		s.match.chat.openFor(s.match.chosenChannel())
	}
	s.handleKeys(f)
	return transition{}
}

// handleKeys does what keys are pressed for while no widget has them.
func (s *editScene) handleKeys(f *frame) {
	d := s.deps.Devices
	for _, k := range editShortcuts {
		if d.ShortcutPressed(k.key) {
			s.do(k.command)
			return
		}
	}
	if d.ShortcutPressed(ebiten.KeyZ) {
		if d.ShiftHeld() {
			s.do(game.EditRedo)
			return
		}
		s.do(game.EditUndo)
		return
	}
	for _, k := range editKeys {
		if d.KeyPressed(k.key) {
			s.do(k.command)
		}
	}
	if d.KeyPressed(ebiten.KeyF) {
		s.camera.fit(f, s)
	}
	if c, arrow := nudgeKeys[f.in.Nav]; arrow && len(s.state.Selected) > 0 && d.Active() == input.Keyboard {
		s.do(c)
	}
	for _, digit := range f.in.Runes {
		if i := strings.IndexRune("1234567890", digit); i >= 0 && i < len(s.tools) {
			s.editor.ChooseTool(i)
		}
	}
}

// typing reports whether a field has the keyboard.
func (s *editScene) typing() bool {
	if s.form.Focus >= len(s.widgets) {
		return false
	}
	_, is := s.widgets[s.form.Focus].(*ui.Field)
	return is
}

// cancel goes back by a step: a drag, a tool, what is selected, then the menu.
func (s *editScene) cancel() transition {
	switch {
	case s.pressed:
		s.pressed = false
		_, _ = s.editor.Point(s.match.view, game.EditPointer{Act: game.PointCancel}) // giving up has no error
	case s.side == sideSave, s.side == sidePeople:
		s.side = sideSelected
	case !s.form.ByPointer:
		s.form.ByPointer = true
	case s.state.Tool != 0:
		s.editor.ChooseTool(0)
	case len(s.state.Selected) > 0:
		s.do(game.EditSelectNone)
	case s.side == sideArena:
		s.side = sideSelected
	default:
		return push(newPauseMenu(s.match))
	}
	return transition{}
}
