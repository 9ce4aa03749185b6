package ships

import (
	"encoding/json"
	"errors"
	"strings"

	"perihelion/client/game"
	"perihelion/client/game/ships/editor"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

// arenaEditor is the game.ArenaEditor: the model of package editor, its words and its marks.
type arenaEditor struct {
	model   *editor.Editor
	editing bool
	shown   *sim.Arena // what the Play draws while it edits
	taken   *sim.Arena // that of the match, from which the model goes on
	others  []game.EditOther
	state   game.EditState
	placed  editor.Tool // with which what is selected was put; Select: it was not
	first   string      // the id of that
	marks   editMarks
}

// EditAction implements game.Editable.
func (p *Play) EditAction() input.Action { return edit }

// Editor implements game.Editable.
func (p *Play) Editor(v *netcode.View) game.ArenaEditor {
	if p.editor == nil {
		p.editor = &arenaEditor{shown: &sim.Arena{}}
		p.editor.takeArena(v)
	}
	return p.editor
}

// takeArena takes the arena of the match, and while the player edits puts the one that the editor shows in
// its place. Call it once the View has that of the match.
func (e *arenaEditor) takeArena(v *netcode.View) {
	if a := v.Config.Arena; a != e.shown && (a != e.taken || e.model == nil) {
		e.taken = a
		if e.model == nil {
			e.model = editor.New(layoutOf(v), authorOf(v.Me))
		}
		e.model.Rebase(layoutOf(v))
	}
	v.Config.Arena = e.taken
	if !e.editing {
		return
	}
	if l := e.model.Arena(); e.shown.Layout != l {
		e.shown = &sim.Arena{Name: l.Name, Title: l.Title, Layout: l}
	}
	v.Config.Arena = e.shown
}

// layoutOf is the arena that a View has.
func layoutOf(v *netcode.View) *layout.Arena {
	a := v.Config.Arena
	if a == nil {
		a = ships.Rules.About().Arenas[0]
	}
	return a.Layout.(*layout.Arena)
}

// authorOf is what the ids of a player's objects end with: "a" for the first player, up to two letters.
func authorOf(p sim.PlayerID) string {
	const letters = 26
	if p < letters {
		return string(rune('a' + p))
	}
	return authorOf(p/letters-1) + authorOf(p%letters)
}

func sightOf(v *netcode.View) editor.Sight {
	return editor.Sight{Config: &v.Config, Tick: v.Tick, Frac: v.Frac}
}

func (e *arenaEditor) SetEditing(on bool) {
	e.editing = on
	e.model.Cancel()
}

func (e *arenaEditor) ChooseTool(tool int) {
	e.model.Cancel()
	e.model.Tool = editor.Tool(tool)
}

func (e *arenaEditor) Point(v *netcode.View, p game.EditPointer) (taken bool, err error) {
	at := editor.Pointer{X: p.X, Y: p.Y, Reach: p.Reach, Add: p.Add}
	switch p.Act {
	case game.PointPress:
		return e.model.Press(sightOf(v), at, p.Box), nil
	case game.PointDrag:
		e.model.Drag(sightOf(v), at)
	case game.PointRelease:
		return true, e.release(v, at)
	case game.PointCancel:
		e.model.Cancel()
	}
	return true, nil
}

// release ends a press, which may put something.
func (e *arenaEditor) release(v *netcode.View, at editor.Pointer) error {
	tool := e.model.Tool
	err := explain(e.model.Release(sightOf(v), at))
	if made := e.model.Selected(); tool != editor.Select && e.model.Tool == editor.Select && len(made) > 0 {
		e.placed, e.first = tool, made[0]
	}
	return err
}

func (e *arenaEditor) Command(c game.EditCommand, _ *netcode.View) error {
	m := e.model
	m.Cancel()
	switch c {
	case game.EditUndo:
		return explain(m.Undo())
	case game.EditRedo:
		return explain(m.Redo())
	case game.EditDuplicate:
		return explain(m.Duplicate())
	case game.EditRemove:
		return explain(m.Remove())
	case game.EditSelectAll, game.EditSelectNone:
		m.SelectAll(c == game.EditSelectAll)
	case game.EditSelectNext:
		m.SelectNext(1)
	case game.EditSelectBefore:
		m.SelectNext(-1)
	case game.EditSnap:
		m.Snap = !m.Snap
	case game.EditMirror:
		m.Symmetry.Mirror = !m.Symmetry.Mirror
	case game.EditFold:
		m.Symmetry.Fold = nextFold(m.Symmetry.Fold)
	default:
		by := nudges[c]
		return explain(m.Nudge(by[0], by[1]))
	}
	return nil
}

// nudges are by how many steps of the grid a command moves what is selected along its orbit, and
// outward.
var nudges = map[game.EditCommand][2]int{
	game.EditTurnLeft: {-1, 0}, game.EditTurnRight: {1, 0}, game.EditInward: {0, -1}, game.EditOutward: {0, 1},
}

// nextFold is the symmetry after one: those that the grid of angles has.
func nextFold(n int) int {
	switch n {
	case 4:
		return 6
	case 6:
		return editor.MaxFold
	case editor.MaxFold:
		return 1
	}
	return n + 1
}

func (e *arenaEditor) SetField(name, value string, final bool) error {
	for _, f := range e.model.Fields() {
		if f.Name == name && f.Least == f.Most {
			quoted, _ := json.Marshal(strings.TrimSpace(value)) // a string has no error
			value = string(quoted)
		}
	}
	if final {
		return explain(e.model.Set(name, value))
	}
	return explain(e.model.Try(name, value))
}

func (e *arenaEditor) ShowOthers(list []game.EditOther) { e.others = list }

func (e *arenaEditor) TakeChanges() (list []game.EditChange) {
	for _, c := range e.model.TakeChanges() {
		list = append(list, game.EditChange{Seq: c.Seq, Bytes: layout.AppendChange(nil, c.Edits)})
	}
	return list
}

func (e *arenaEditor) RefuseChange(seq uint32, why string) error {
	e.model.Refuse(seq)
	return explain(errors.New(why))
}

func (e *arenaEditor) Export() string { return e.model.Arena().Text() }
