package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

func (m *matchScene) Draw(dst *ebiten.Image, f *frame) {
	if m.view == nil {
		m.drawEntering(dst, f)
		return
	}
	deps := m.deps
	if deps.renderer != nil {
		m.play.Draw(dst, m.shown(), m.cam)
	}
	if f.dimmed {
		return
	}
	sticks, buttons := m.touchControls(f)
	m.drawCursors(dst, f, ui.Rect{W: float32(f.w), H: float32(f.h)})
	opt := m.hudOptions(f)
	opt.Reserved = m.reservedRects(f, sticks, buttons)
	if opt.LostFor > 0 {
		drawDim(deps.pen, dst, f, .5)
	}
	m.hud.Draw(dst, m.shown(), m.cam, opt)
	if opt.LostFor > 0 {
		return
	}
	drawTouchControls(deps, dst, f, sticks, buttons)
	if m.killCam.Showing() {
		drawKillCamNote(deps, dst, f)
	}
	m.podium.draw(m, dst, f)
	m.entry.draw(m, dst, f)
	m.wheel.drawWheel(deps, dst, f)
	m.chat.drawInput(m, dst, f)
	if deps.Lab != nil && f.top {
		drawLabBadge(deps.Lab, deps.pen, dst, f)
	}
}

// hudOptions says what the HUD shows, but not where it may.
func (m *matchScene) hudOptions(f *frame) hud.Options {
	lost := time.Duration(0)
	if !m.session.LostAt.IsZero() {
		lost = max(1, f.now.Sub(m.session.LostAt))
	}
	hint, fade := "", float32(0)
	if shown := m.share.opacity(); shown > 0 {
		hint, fade = m.share.text, shown
	} else if friend, ok := m.deps.online.Friends.Invitation(); ok {
		hint, fade = lang.F("%s invites you to a duel: leave this match to take it", friend.Name), 1
	}
	var lesson hud.Lesson
	if m.teaching() {
		lesson = m.lessons.lesson(m.view, m.deps.Devices)
	}
	return hud.Options{
		Scoreboard:   m.showScores,
		NetGraph:     m.showNetGraph,
		Scale:        float64(f.unit),
		Devices:      m.deps.Devices,
		ChatOpen:     m.chat.open,
		RatingChange: m.gain.Rating,
		Level:        m.levelGain(),
		Season:       m.seasonGain(),
		Hint:         hint,
		HintFade:     fade,
		Lesson:       lesson,
		Servers:      hud.Servers{Playing: m.session.Server(), Standby: m.session.Standby(), Moves: m.session.Moves, LastGap: m.session.LastGap},
		LostFor:      lost,
		PodiumBottom: m.podium.height(m, f),
	}
}

// reservedRects are the areas that the scene draws itself: the HUD puts nothing there.
func (m *matchScene) reservedRects(f *frame, sticks []input.TouchStick, buttons []input.TouchButton) []ui.Rect {
	reserved := m.reserved[:0]
	if f.coveredRect != (ui.Rect{}) {
		reserved = append(reserved, f.coveredRect)
	}
	reserved = appendTouchRects(reserved, sticks, buttons)
	if m.podium.shown(m) {
		m.podium.layout(m, f)
		reserved = append(reserved, m.podium.again.Rect, m.podium.link.Rect)
	}
	if m.entry.shown(m) {
		m.entry.layoutEntry(m, f)
		reserved = append(reserved, m.entry.button.Rect)
	}
	if m.killCam.Showing() {
		reserved = append(reserved, killCamRect(f))
	}
	if m.wheel.open {
		reserved = m.wheel.appendRects(reserved, m.deps.pen, f)
	}
	if lab := m.deps.Lab; lab != nil && f.top {
		reserved = append(reserved, labBadgeRect(lab, m.deps.pen, f))
	}
	if m.chat.open {
		reserved = append(reserved, m.chat.inputRect(f))
	}
	m.reserved = reserved
	return reserved
}

// touchControls are the touch controls to draw: those of the game only while the player is
// in control and nothing covers it.
func (m *matchScene) touchControls(f *frame) ([]input.TouchStick, []input.TouchButton) {
	if m.deps.Devices.Active() != input.Touch || !f.top {
		return nil, nil
	}
	sticks, buttons, corner := m.deps.Devices.TouchControls()
	if m.showScores {
		return nil, corner[:1] // only the menu button
	}
	stand, ok := m.play.Match(m.view)
	if !m.play.InControl(m.view) || ok && stand.Phase == sim.PhasePodium || m.wheel.open || m.chat.open {
		return nil, corner
	}
	return sticks, buttons
}

// appendTouchRects appends the areas of touch controls.
func appendTouchRects(dst []ui.Rect, sticks []input.TouchStick, buttons []input.TouchButton) []ui.Rect {
	for i := range sticks {
		dst = append(dst, circleBounds(sticks[i].X, sticks[i].Y, sticks[i].Radius))
	}
	for i := range buttons {
		dst = append(dst, circleBounds(buttons[i].X, buttons[i].Y, buttons[i].Radius))
	}
	return dst
}

func circleBounds(x, y, r float32) ui.Rect { return ui.Rect{X: x - r, Y: y - r, W: 2 * r, H: 2 * r} }

// drawEntering is shown until the first snapshot.
func (m *matchScene) drawEntering(dst *ebiten.Image, f *frame) {
	p, x, y := m.deps.pen, float32(f.w)/2, float32(f.h)*.38
	p.Fill(dst, ui.Rect{W: float32(f.w), H: float32(f.h)}, ui.Background)
	drawSpinner(p, dst, x, y-f.px(30), f.px(38), float64(f.now.UnixMilli()%1e9)/1000, ui.Accent)
	p.Text(dst, lang.T("Entering the arena"), x, y+f.px(50), ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center})
}

// drawTouchControls draws sticks and buttons.
func drawTouchControls(deps *Deps, dst *ebiten.Image, f *frame, sticks []input.TouchStick, buttons []input.TouchButton) {
	p := deps.pen
	for i := range sticks {
		s := &sticks[i]
		c := ui.Cyan
		if i == 1 {
			c = ui.Accent
		}
		shine := float32(.35)
		if s.Active {
			shine = .8
		}
		p.Ring(dst, s.X, s.Y, s.Radius, f.px(2), 0, tau, c.Fade(.5*shine))
		x, y := clampToCircle(s.X, s.Y, s.ToX, s.ToY, s.Radius)
		p.Disc(dst, x, y, s.Radius*.5, c.Fade(.35*shine), rgba.Color{})
		p.Ring(dst, x, y, s.Radius*.38, f.px(2.5), 0, tau, c.Fade(shine))
	}
	for i := range buttons {
		s := &buttons[i]
		c := ui.White
		k := float32(.5)
		if s.Held {
			k = 1
			p.Disc(dst, s.X, s.Y, s.Radius, ui.Cyan.Glow(.5), rgba.Color{})
		}
		p.Ring(dst, s.X, s.Y, s.Radius, f.px(2), 0, tau, c.Fade(k))
		label := lang.T(s.Label)
		p.Text(dst, label, s.X, s.Y, p.ShrinkToFit(label, 1.8*s.Radius, ui.Style{Face: ui.Title, Size: s.Radius * .42, Color: c.Fade(k), Align: ui.Center}))
	}
}

// levelGain is our level, and what the round has given.
func (m *matchScene) levelGain() hud.LevelGain {
	l, known := m.deps.online.Progress.Level()
	if !known {
		return hud.LevelGain{}
	}
	return hud.LevelGain{Number: l.Number, Gained: l.Gained, Needed: l.Needed, Round: m.gain.Experience, Up: m.gain.LevelUp}
}

// seasonGain is how we stand in the season after the round. A server of before has none.
func (m *matchScene) seasonGain() hud.SeasonGain {
	r := &m.gain.Season
	rated := m.gain.Rating != ""
	if !m.gain.Known || rated && r.Placement == 0 || !rated && m.gain.Experience == 0 {
		return hud.SeasonGain{}
	}
	return hud.SeasonGain{Known: true, Rated: rated, Season: r.Season, Played: r.Matches, Placement: r.Placement, Rank: r.Rank}
}
