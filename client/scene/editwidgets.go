package scene

import (
	"perihelion/client/game"
	"perihelion/client/ui"
)

// handleWidgets does what the widgets are pressed for.
func (s *editScene) handleWidgets(f *frame) transition {
	in := *f.in
	if s.form.ByPointer { // keys are those of the editor until Tab chooses a widget
		in.Accept, in.Space = false, false
		if in.Nav != ui.NavNext && in.Nav != ui.NavPrev {
			in.Nav = ui.NoNav
		}
	}
	inner := *f
	inner.in = s.panel.scroll(s, f, &in)
	switch w := s.updateWidgets(&inner); w {
	case &s.fly:
		return pop()
	case &s.menus:
		return push(newPauseMenu(s.match))
	default:
		s.press(f, w)
	}
	return transition{}
}

// press does what a widget was pressed for that does not lead away.
func (s *editScene) press(f *frame, w ui.Widget) {
	if i := s.toolOf(w); i >= 0 {
		s.editor.ChooseTool(i)
		return
	}
	switch w {
	case &s.undo:
		s.do(game.EditUndo)
	case &s.redo:
		s.do(game.EditRedo)
	case &s.fold:
		s.do(game.EditFold)
	case &s.mirror:
		s.do(game.EditMirror)
	case &s.snap:
		s.do(game.EditSnap)
	case &s.arena:
		on := s.arena.on
		s.do(game.EditSelectNone)
		s.toggleSide(sideArena, on)
	case &s.people:
		s.toggleSide(sidePeople, s.people.on)
	case &s.save:
		s.toggleSide(sideSave, s.save.on)
	default:
		s.saving.handleSaving(s, w)
		s.roster.handlePeople(s, w)
		s.panel.handleFields(s, f, w)
	}
}

// toggleSide shows a side, or if it was shown hides it.
func (s *editScene) toggleSide(side editSide, was bool) {
	if s.side = side; was {
		s.side = sideSelected
	}
}

func (s *editScene) toolOf(w ui.Widget) int {
	for i, b := range s.tools {
		if w == b {
			return i
		}
	}
	return -1
}
