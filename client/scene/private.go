package scene

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

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
	create ui.Button
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
	s.widgets = []ui.Widget{&s.mode, &s.bots, &s.points, &s.time, &s.create, &s.code, &s.join, &s.back}
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

func (s *privateScene) pointLimits() [3]int {
	usual := s.modeRules().Limit()
	return [3]int{usual / 2, usual, 2 * usual}
}

// newRoom is the room to open.
func (s *privateScene) newRoom() api.NewRoom {
	bots := s.bots.Selected == 0
	return api.NewRoom{
		Mode: s.modeName(), Bots: &bots,
		Points: s.pointLimits()[s.points.Selected], Seconds: 60 * roomMinutes[s.time.Selected],
	}
}

func (s *privateScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.layoutPrivate(f)
	s.join.Disabled = s.code.Value() == ""
	switch w := s.updateWidgets(f); {
	case w == &s.mode:
		s.updateChoices()
	case w == &s.create:
		return push(newMatchmakingScene(s.deps, online.Destination{OpenRoom: true, NewRoom: s.newRoom()}))
	case w == &s.code && !s.join.Disabled, w == &s.join:
		return push(newMatchmakingScene(s.deps, online.Destination{Room: s.code.Value()}))
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

const choiceLabelWidth = .2 // fraction of the width for the labels of the rows

// choiceRows are the rows of tabs with their labels.
func (s *privateScene) choiceRows() [4]struct {
	what string
	tabs *ui.Tabs
} {
	return [...]struct {
		what string
		tabs *ui.Tabs
	}{{lang.T("Mode"), &s.mode}, {lang.T("Seats"), &s.bots}, {lang.T("First to"), &s.points}, {lang.T("At most"), &s.time}}
}

func (s *privateScene) layoutPrivate(f *frame) {
	in := s.layoutDialog(f, 540, 500)
	c := column{x: in.X, y: in.Y, w: in.W, gap: f.px(8)}
	if f.isLow() {
		c.gap = f.px(6)
	}
	for _, row := range s.choiceRows() {
		row.tabs.Rect = choiceRect(c.nextRow(f.targetHeight(40)))
		if row.tabs == &s.mode {
			c.wrapTabs(row.tabs, f.px(tabWidth))
		}
	}
	if !f.isLow() {
		s.create.Rect = c.nextRow(f.targetHeight(50))
	}
	c.y += f.px(24)
	line := c.nextRow(f.targetHeight(48))
	if f.isLow() { // both buttons beside each other
		s.create.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .42, H: line.H}
		line.X, line.W = line.X+line.W*.45, line.W*.55
	}
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	s.join.Rect = ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
	s.layoutFoot(f, &s.back)
}

// choiceRect is the part of a row that the label of a choice leaves to its tabs.
func choiceRect(row ui.Rect) ui.Rect {
	return ui.Rect{X: row.X + row.W*choiceLabelWidth, Y: row.Y, W: row.W * (1 - choiceLabelWidth), H: row.H}
}

func (s *privateScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutPrivate(f)
	s.drawBackground(dst, f)
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	for _, row := range s.choiceRows() {
		s.deps.pen.Text(dst, row.what, s.create.X, row.tabs.CenterY(), s.deps.pen.ShrinkToFit(row.what, row.tabs.X-s.create.X-f.px(6), st))
	}
	s.deps.pen.Text(dst, lang.T("A friend gave you a code?"), s.code.X, s.code.Y-f.px(17), st)
	s.drawWidgets(dst, f)
}
