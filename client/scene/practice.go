package scene

import (
	"cmp"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/practice"
	"perihelion/client/ui"
	"perihelion/sim"
)

// practiceScene chooses a match against bots that is played on this machine: no server is
// needed for it.
type practiceScene struct {
	dialog
	modes []*sim.Mode // of the tabs
	mode  ui.Tabs
	skill ui.Tabs
	start ui.Button
}

// practiceSeats is how many fight where the mode does not say.
const practiceSeats = 8

// newPracticeScene chooses the mode of that name at first, if it can be practised.
func newPracticeScene(deps *Deps, mode string) *practiceScene {
	s := &practiceScene{
		dialog: newDialog(deps, lang.T("PRACTICE")),
		skill:  ui.Tabs{Names: []string{"ROOKIES", "REGULARS", "ACES"}, Selected: int(sim.Regular - sim.Rookie)},
		start:  ui.Button{Label: "START", Primary: true},
	}
	for _, m := range deps.Games.Modes() {
		if m.Endless {
			continue // it is about who comes and goes
		}
		if m.Name == mode {
			s.mode.Selected = len(s.modes)
		}
		s.modes, s.mode.Names = append(s.modes, m), append(s.mode.Names, strings.ToUpper(m.Name))
	}
	s.widgets = []ui.Widget{&s.mode, &s.skill, &s.start, &s.back}
	s.setFocus(&s.start)
	return s
}

func (s *practiceScene) Name() string { return "practice" }

func (s *practiceScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.layoutPractice(f)
	switch w := s.updateWidgets(f); {
	case w == &s.start:
		return s.startMatch()
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// startMatch begins the chosen match.
func (s *practiceScene) startMatch() transition {
	g, mode, _ := s.deps.Games.Mode(s.modes[s.mode.Selected].Name)
	cfg := sim.Config{Mode: mode, Seats: cmp.Or(mode.Seats, practiceSeats), Seed: uint64(s.deps.Now().UnixNano())}
	m := practice.New(g, cfg, cmp.Or(s.deps.online.Guest().Name, lang.T("You")))
	m.Skill = sim.Rookie + sim.Skill(s.skill.Selected)
	local, err := newLocalScene(s.deps, m)
	if err != nil {
		s.errText = err.Error()
		return transition{}
	}
	return push(local)
}

func (s *practiceScene) layoutPractice(f *frame) {
	in := s.layoutDialog(f, 540, 390)
	c := column{x: in.X, y: in.Y + f.px(6), w: in.W, gap: f.px(8)}
	for _, tabs := range []*ui.Tabs{&s.mode, &s.skill} {
		tabs.Rect = choiceRect(c.nextRow(f.targetHeight(40)))
		c.wrapTabs(tabs, f.px(tabWidth))
	}
	s.start.Rect = c.nextRow(f.targetHeight(50))
	s.layoutFoot(f, &s.back)
}

func (s *practiceScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutPractice(f)
	s.drawBackground(dst, f)
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	s.deps.pen.Text(dst, lang.T("Mode"), s.start.X, s.mode.CenterY(), st)
	s.deps.pen.Text(dst, lang.T("Bots"), s.start.X, s.skill.CenterY(), st)
	if y := s.start.Y + s.start.H + f.px(22); y+f.px(30) < s.back.Y {
		st.Size = f.px(14)
		drawParagraph(s.deps.pen, dst, lang.T("Played on this machine alone: it needs no server, and counts for nothing."), s.start.CenterX(), y, s.start.W, st)
	}
	s.drawWidgets(dst, f)
}
