package scene

import (
	"slices"
	"strconv"
	"strings"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/sim"
)

// privateScene opens a private room with chosen rules, or joins one by its code.
type privateScene struct {
	dialog
	mode   ui.Tabs
	bots   ui.Tabs
	points ui.Tabs
	time   ui.Tabs
	arena  picker
	create ui.Button
	build  ui.Button // opens a room whose arena is edited
	code   ui.Field
	join   ui.Button

	choicesFor int // the mode that the other tabs were filled for; -1: none yet
}

const maxCode = 8 // letters of a room code; the server's are shorter

// isCodeRune reports whether codes may contain r.
func isCodeRune(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }

// roomMinutes are the round lengths to choose from.
var roomMinutes = [...]int{2, 4, 6, 10}

func newPrivateScene(deps *Deps) *privateScene {
	s := &privateScene{
		dialog:     newDialog(deps, lang.T("PRIVATE ROOM")),
		bots:       ui.Tabs{Names: []string{"BOTS FILL IT", "NO BOTS"}},
		create:     ui.Button{Label: "OPEN A ROOM", Primary: true},
		build:      ui.Button{Label: "BUILD AN ARENA"},
		code:       ui.Field{Placeholder: "CODE", Limit: maxCode, Uppercase: true, Big: true, EnterSends: true, Allow: isCodeRune},
		join:       ui.Button{Label: "JOIN"},
		choicesFor: -1,
	}
	for i := range deps.online.Lobby.Queues {
		name := queueLabel(&deps.online.Lobby.Queues[i])
		if _, m, _ := deps.Games.Mode(deps.online.Lobby.Queues[i].Mode); m != nil && m.Endless {
			continue // it has no rules to choose
		}
		if !slices.Contains(s.mode.Names, name) {
			s.mode.Names = append(s.mode.Names, name)
		}
	}
	for _, m := range roomMinutes {
		s.time.Names = append(s.time.Names, lang.F("%d MIN", m))
	}
	s.widgets = []ui.Widget{&s.mode, &s.bots, &s.points, &s.time, &s.arena, &s.create, &s.build, &s.code, &s.join, &s.back}
	s.updateChoices()
	s.setFocus(&s.code)
	return s
}

func (s *privateScene) Name() string { return "private" }

// modeRules are the default rules of the selected mode; those of skirmish if this client
// does not know the mode.
func (s *privateScene) modeRules() sim.Config {
	_, mode, _ := s.deps.Games.Mode(s.modeName())
	return sim.Config{Mode: mode}
}

func (s *privateScene) modeName() string { return strings.ToLower(s.mode.Names[s.mode.Selected]) }

// updateChoices fills the tabs for the selected mode: the usual points to win, half of
// that, and twice that. A duel starts without bots, because the second seat is for a
// friend.
func (s *privateScene) updateChoices() {
	if s.choicesFor == s.mode.Selected {
		return
	}
	s.choicesFor = s.mode.Selected
	usual := s.modeRules()
	s.arena.names, s.arena.selected = append(s.arena.names[:0], lang.T("IN TURN")), 0
	for _, a := range s.arenas() {
		s.arena.names = append(s.arena.names, lang.T(a.Title))
	}
	s.points.Names = s.points.Names[:0]
	for _, n := range s.pointLimits() {
		s.points.Names = append(s.points.Names, strconv.Itoa(n))
	}
	s.points.Selected = 1
	s.bots.Selected = 0
	if usual.Alone() {
		s.bots.Selected = 1
	}
	minutes := int(usual.RoundTicks()) / usual.TicksPerSecond() / 60
	s.time.Selected = max(0, slices.Index(roomMinutes[:], minutes))
}

// The titles of the arenas that come with the game, for the tables of languages. An operator's
// own are shown as they are.
var _ = [...]string{
	lang.Key("Perihelion"), lang.Key("Twin Suns"), lang.Key("Maelstrom"),
	lang.Key("Main Belt"), lang.Key("Ring Gates"), lang.Key("Open Drift"),
}

// arenas are those to choose from, which the server lists for the game of the mode.
func (s *privateScene) arenas() (list []api.Arena) {
	game, _, _ := s.deps.Games.Mode(s.modeName())
	for _, a := range s.deps.online.Lobby.Meta.Arenas {
		if game.Rules != nil && a.Game == game.About().Name {
			list = append(list, a)
		}
	}
	return list
}

// canBuild reports whether players can edit the arenas of the mode.
func (s *privateScene) canBuild() bool {
	game, _, _ := s.deps.Games.Mode(s.modeName())
	return game.Rules != nil && game.About().EditArena != nil
}

func (s *privateScene) pointLimits() [3]int {
	usual := s.modeRules().Limit()
	return [3]int{usual / 2, usual, 2 * usual}
}

// newRoom is the room to open: one to play in, or one whose arena is edited, which has no rounds.
func (s *privateScene) newRoom(edit bool) api.NewRoom {
	bots := s.bots.Selected == 0
	room := api.NewRoom{Mode: s.modeName(), Bots: &bots, Edit: edit}
	if !edit {
		room.Points, room.Seconds = s.pointLimits()[s.points.Selected], 60*roomMinutes[s.time.Selected]
	}
	if n := s.arena.selected; n > 0 {
		room.Arena = s.arenas()[n-1].Name
	}
	return room
}

func (s *privateScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.layoutPrivate(f)
	s.join.Disabled, s.build.Disabled = s.code.Value() == "", !s.canBuild()
	switch w := s.updateWidgets(f); {
	case w == &s.mode:
		s.updateChoices()
	case w == &s.create, w == &s.build:
		return push(newMatchmakingScene(s.deps, online.Destination{OpenRoom: true, NewRoom: s.newRoom(w == &s.build)}))
	case w == &s.code && !s.join.Disabled, w == &s.join:
		return push(newMatchmakingScene(s.deps, online.Destination{Room: s.code.Value()}))
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}
