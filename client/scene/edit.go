package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/ui"
)

// editScene lies over a match whose arena can be edited: tools, what is selected, and a free camera.
// The player's ship is out of play meanwhile.
type editScene struct {
	menu
	match  *matchScene
	editor game.ArenaEditor
	state  *game.EditState
	link   editLink
	camera editCamera
	tools  []*editButton
	bar    []*editButton // at the top
	fly    editButton
	undo   editButton
	redo   editButton
	fold   editButton
	mirror editButton
	snap   editButton
	arena  editButton // these three show a side
	people editButton
	save   editButton
	menus  editButton
	side   editSide
	panel  editPanel
	roster editPeople
	saving editSaving
	said   editChat

	pressed  bool    // the pointer went down on the arena
	pointerX float32 // world units
	pointerY float32
	trouble  editTrouble
	note     editTrouble // what was done; it has no place
}

// editSide is what is shown beside the arena.
type editSide uint8

const (
	sideSelected editSide = iota // the fields of what is selected, if anything is
	sideArena                    // those of the arena
	sidePeople
	sideSave
)

// editable is the editor of the match; ok is false if its arena cannot be edited.
func (m *matchScene) editable() (e game.Editable, ok bool) {
	e, ok = m.play.(game.Editable)
	return e, ok && m.view != nil && m.mayEdit()
}

func newEditScene(m *matchScene, e game.Editable) *editScene {
	s := &editScene{menu: menu{deps: m.deps}, match: m, editor: e.Editor(m.view)}
	s.form.ByPointer = true
	s.editor.SetEditing(true)
	s.camera.beginAt(m.cam)
	s.state = s.editor.EditState(m.view)
	for i, label := range s.state.Tools {
		s.tools = append(s.tools, &editButton{Button: ui.Button{Label: label}, icon: s.editor, tool: i})
	}
	s.fly.Label, s.fly.Primary = "FLY", true
	s.undo.Label, s.redo.Label = "UNDO", "REDO"
	s.mirror.Label, s.snap.Label, s.mirror.switches, s.snap.switches = "MIRROR", "GRID", true, true
	s.arena.Label, s.people.Label, s.save.Label, s.menus.Label = "ARENA", "PEOPLE", "SAVE", "MENU"
	s.arena.switches, s.people.switches, s.save.switches = true, true, true
	s.bar = []*editButton{&s.fly, &s.undo, &s.redo, &s.fold, &s.mirror, &s.snap, &s.arena, &s.people, &s.save, &s.menus}
	m.editing = true
	s.refresh()
	return s
}

func (s *editScene) Name() string { return "edit" }

// onExit brings the ship back into play.
func (s *editScene) onExit() {
	s.editor.SetEditing(false)
	s.match.editing = false
	s.link.leave(s)
}

func (s *editScene) Update(f *frame) transition {
	m := s.match
	if _, ok := m.editable(); !ok {
		return pop()
	}
	s.said.follow(m, f.dt)
	s.trouble.left -= f.dt
	s.note.left -= f.dt
	s.link.exchange(s, f)
	s.saving.takeAnswer(s)
	s.refresh()
	s.layoutEdit(f)
	s.camera.advance(f, s)
	m.cam = s.camera.camera(m.cam)
	if !f.top {
		return transition{}
	}
	if m.chat.open {
		m.chat.updateInput(m, f)
		return transition{}
	}
	s.updatePointer(f)
	if tr := s.handleShortcuts(f); tr.op != opStay {
		return tr
	}
	return s.handleWidgets(f)
}

// refresh takes over what the editor shows now.
func (s *editScene) refresh() {
	st := s.editor.EditState(s.match.view)
	s.state = st
	for i, b := range s.tools {
		b.on = i == st.Tool
	}
	s.undo.Disabled, s.redo.Disabled = !st.Undo, !st.Redo
	s.fold.Label = foldLabel(st.Fold)
	s.fold.on, s.mirror.on, s.snap.on = st.Fold > 1, st.Mirror, st.Snap
	s.arena.on, s.people.on, s.save.on = s.side == sideArena && len(st.Selected) == 0, s.side == sidePeople, s.side == sideSave
	s.panel.fill(s)
	s.roster.listPeople(s.match.view)
}

// arrangeWidgets lists what is in sight.
func (s *editScene) arrangeWidgets() {
	s.widgets = s.widgets[:0]
	for _, b := range s.bar {
		s.widgets = append(s.widgets, b)
	}
	for _, b := range s.tools {
		s.widgets = append(s.widgets, b)
	}
	switch {
	case s.side == sideSave:
		s.widgets = append(s.widgets, s.saving.inSight()...)
	case s.side == sidePeople:
		s.widgets = append(s.widgets, s.roster.inSight()...)
	case s.panel.shown:
		s.widgets = append(s.widgets, s.panel.inSight()...)
	}
}

func (s *editScene) Draw(dst *ebiten.Image, f *frame) {
	if f.dimmed {
		return
	}
	s.layoutEdit(f)
	s.drawEdit(dst, f)
}
