package scene

import (
	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// editScreens are those of the editor of arenas.
func editScreens() []screen {
	in := func(name string, set func(s *editScene), see string) screen {
		return screen{"edit, " + name, func(p *screenCheck) []scene {
			m := p.editedMatch()
			s := p.editor(m)
			set(s)
			s.refresh()
			s.layoutEdit(&p.frame)
			return []scene{m, s}
		}, see}
	}
	return []screen{
		in("nothing selected", func(*editScene) {}, "SELECT"),
		in("a gate", func(s *editScene) { s.selectNamed("east") }, "DUPLICATE"),
		in("a belt", func(s *editScene) { s.selectNamed("rocks") }, "DUPLICATE"),
		in("the arena", func(s *editScene) { s.side = sideArena }, "Ring Gates"),
		in("symmetry", func(s *editScene) {
			for range 3 {
				s.do(game.EditFold)
			}
			s.do(game.EditMirror)
			s.selectNamed("sun")
		}, "TURN"),
		in("a tool", func(s *editScene) { s.editor.ChooseTool(3) }, "ROCK"),
		in("a refusal", func(s *editScene) {
			s.selectNamed("sun")
			s.do(game.EditRemove)
		}, "An arena"),
		in("people", func(s *editScene) {
			s.side = sidePeople
			s.match.view.Roster[0].Role = protocol.RoleOwner
			s.match.view.Roster[3].Role = protocol.RoleEditor
			s.match.view.Edits.Rights.Key = "NOVA42NOVA"
			s.match.view.Edits.Cursors = []protocol.PlayerCursor{
				{Player: 2, Cursor: protocol.Cursor{Here: true, X: 300, Y: -200, Selected: []string{"east"}}},
				{Player: 3, Cursor: protocol.Cursor{Here: true, X: -500, Y: 100}},
			}
			s.link.markOthers(s)
		}, "PEOPLE"),
		in("save", func(s *editScene) { s.side = sideSave; s.notice("COPIED") }, "COPY AS TEXT"),
	}
}

// editedMatch is a match whose arena can be edited.
func (p *screenCheck) editedMatch() *matchScene {
	return p.matchScene(ships.Skirmish, func(m *matchScene, v *netcode.View) {
		a, _ := ships.Rules.About().Arenas.Named("gates")
		v.Config.Arenas, v.Config.Arena, v.Config.Editable = &sim.Arenas{a}, a, true
		v.Roster[0].Role = protocol.RoleEditor
		fighting(m, v)
		besideTheStar(v)
	})
}

// editor is the editor over a match, which shows all of the arena.
func (p *screenCheck) editor(m *matchScene) *editScene {
	e, _ := m.editable()
	s := newEditScene(m, e)
	s.camera.usual = m.usualScale(&p.frame)
	s.layoutEdit(&p.frame)
	s.camera.fit(&p.frame, s)
	m.cam = s.camera.camera(m.cam)
	return s
}

// selectNamed selects the object of an id, or the first one.
func (s *editScene) selectNamed(id string) {
	for range 100 {
		s.do(game.EditSelectNext)
		if s.refresh(); s.state.Selected[0] == id {
			return
		}
	}
}
