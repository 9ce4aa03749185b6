package scene

import (
	"errors"
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/client/viewer"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// viewerScreen shows a match that a viewer plays, and has the controls of all scenes that
// do: replayScene, and watchScene.
type viewerScreen struct {
	menu
	viewer *viewer.Viewer // nil until there is something to show
	play   game.Play      // of the game that is shown; nil until it is known
	hud    *hud.HUD       // nil without a renderer
	cam    render.Camera
	free   freeCamera
	copied bool // the link was copied

	timeline ui.Timeline
	pause    ui.Button
	pilot    ui.Button
	link     ui.Button
	back     ui.Button
	buttons  []*ui.Button // below the time line, in order
}

func newViewerScreen(deps *Deps) viewerScreen {
	return viewerScreen{
		menu:     menu{deps: deps},
		timeline: ui.Timeline{Label: "Time"},
		pause:    ui.Button{Label: "PAUSE"}, pilot: ui.Button{Label: "NEXT PILOT"},
		link: ui.Button{Label: "COPY LINK"}, back: ui.Button{Label: "BACK"},
	}
}

func (s *viewerScreen) coversWindow() {}

// show shows what v plays, with these buttons, of which the first has the focus. The error
// says in words why it cannot be shown.
func (s *viewerScreen) show(v *viewer.Viewer, buttons ...*ui.Button) error {
	if s.viewer == nil || s.viewer.View.Game != v.View.Game {
		if err := s.showGame(v.View.Game); err != nil {
			return err
		}
	}
	s.viewer = v
	s.free.radius = float32(v.View.Game.NewModel(v.View.Config).Radius())
	s.setButtons(buttons...)
	return nil
}

// setButtons shows other buttons. The focus goes to the first one: so Space pauses.
func (s *viewerScreen) setButtons(buttons ...*ui.Button) {
	s.buttons = buttons
	s.widgets = append(s.widgets[:0], &s.timeline)
	for _, b := range buttons {
		s.widgets = append(s.widgets, b)
	}
	s.setFocus(buttons[0])
}

// showGame makes what shows the match.
func (s *viewerScreen) showGame(g sim.Game) error {
	f := s.deps.Faces.Find(g)
	play, err := f.NewPlay(s.deps.kitOf(f))
	if err != nil {
		return fmt.Errorf("%s: %w", lang.T("this device cannot show the game"), err)
	}
	s.deps.setFace(f)
	s.play = play
	if s.deps.renderer != nil {
		s.hud = hud.New(play, s.deps.renderer.Sprites, s.deps.pen)
	}
	return nil
}

// viewerTrouble says in words why a log cannot be shown.
func viewerTrouble(err error) string {
	switch {
	case errors.Is(err, sim.ErrRules), errors.Is(err, replay.ErrVersion):
		return lang.T("This match was played by the rules of another version of the game. This version cannot show it.")
	case errors.Is(err, sim.ErrGame):
		return lang.T("This match is of a game that is not installed here.")
	case errors.Is(err, replay.ErrDiverged):
		return lang.T("From here on the recording is not what was played: it is damaged, or was changed.")
	}
	return lang.F("The recording of this match is damaged: %v", err)
}

// seekTo shows the moment that the time line is at.
func (s *viewerScreen) seekTo() {
	v := s.viewer
	_ = v.Seek(v.Index.First + sim.Tick(s.timeline.Value*float32(v.Index.Last-v.Index.First))) // Err says what is wrong
}

// advanceViewer plays on, unless the player holds the time line.
func (s *viewerScreen) advanceViewer(f *frame) {
	dt := f.dt
	if s.timeline.Dragging() {
		dt = 0
	}
	s.viewer.Advance(dt)
}

// nextPilot looks at the next player, or from the free camera at the last one again.
func (s *viewerScreen) nextPilot() {
	if s.free.on {
		s.free.on = false
		return
	}
	s.viewer.Follow(1)
}

// updatePicture updates time line, picture and sound.
func (s *viewerScreen) updatePicture(f *frame) {
	v := s.viewer
	if !s.timeline.Dragging() {
		s.timeline.Value = float32(v.Position()) / float32(max(v.Length(), 1))
	}
	s.timeline.Step = float32(seekStep) / float32(max(v.Length(), seekStep))
	s.pause.Label, s.link.Label = "PAUSE", "COPY LINK"
	switch {
	case v.AtEnd() && !v.Growing:
		s.pause.Label = "AGAIN"
	case v.Paused:
		s.pause.Label = "PLAY"
	}
	if s.copied {
		s.link.Label = "COPIED"
	}
	if s.pilot.Label = "NEXT PILOT"; s.free.on {
		s.pilot.Label = "FOLLOW"
	}
	if s.deps.renderer == nil {
		return
	}
	dt := f.dt * v.Speed
	if v.Paused {
		dt = 0
	}
	s.play.Update(&v.View, dt)
	s.hud.Update(&v.View, f.dt)
	s.cam = s.free.advanceCamera(f, s.deps.Devices.Raw(), s.play.Camera(&v.View, 0, 0, f.w, f.h), s.barRect(f))
	s.play.Listen(s.deps.audio, &v.View, s.cam)
}

// buttonRows is in how many rows the buttons are, so that their labels can be read.
func (s *viewerScreen) buttonRows(f *frame) int {
	perRow := max(int((float32(f.w)-f.px(24))/f.px(86)), 1)
	return (len(s.buttons) + perRow - 1) / perRow
}

// barRect is the part of the window that the controls take.
func (s *viewerScreen) barRect(f *frame) ui.Rect {
	h := f.targetHeight(34) + float32(s.buttonRows(f))*(f.targetHeight(40)+f.px(8)) + f.px(12)
	return ui.Rect{Y: float32(f.h) - h, W: float32(f.w), H: h}
}

// layoutViewer lays out the controls, or until there is something to show these buttons.
func (s *viewerScreen) layoutViewer(f *frame, loading ...*ui.Button) {
	if s.viewer == nil {
		c := newColumn(f, float32(f.h)*.62, 300)
		for _, b := range loading {
			b.Rect = c.nextRow(f.targetHeight(44))
		}
		return
	}
	bar := s.barRect(f)
	wide := min(bar.W-f.px(24), f.px(1100))
	x := (bar.W - wide) / 2
	s.timeline.Rect = ui.Rect{X: x + f.px(64), Y: bar.Y + f.px(4), W: wide - f.px(128), H: f.targetHeight(34)}
	c := column{x: x, y: s.timeline.Y + s.timeline.H + f.px(4), w: wide, gap: f.px(8)}
	rows := s.buttonRows(f)
	perRow := (len(s.buttons) + rows - 1) / rows
	for i := 0; i < len(s.buttons); i += perRow {
		row := s.buttons[i:min(i+perRow, len(s.buttons))]
		for k, r := range c.nextRowParts(f.targetHeight(40), len(row)) {
			row[k].Rect = r
		}
	}
	s.sameSize = append(s.sameSize[:0], s.buttons...)
}

// drawViewer draws the match, and a line of text above the controls.
func (s *viewerScreen) drawViewer(dst *ebiten.Image, f *frame, note string, c ui.Style) {
	v, p := s.viewer, s.deps.pen
	bar := s.barRect(f)
	lines := p.Wrap(note, float32(f.w)-f.px(40), 0, c)
	tall := f.px(42) + lineSpacing*c.Size*float32(len(lines))
	above := ui.Rect{X: bar.X, Y: bar.Y - tall, W: bar.W, H: tall} // where the lines are: no name is drawn over them
	if s.deps.renderer != nil {
		s.play.Draw(dst, &v.View, s.cam)
	}
	if s.hud != nil {
		s.hud.Draw(dst, &v.View, s.cam, hud.Options{Scale: float64(f.unit), Devices: s.deps.Devices, Reserved: []ui.Rect{bar, above}})
	}
	if on, _ := v.Sight(); on {
		s.drawSight(dst, f)
	}
	p.Fill(dst, bar, ui.PanelFill.Fade(.8))
	s.drawWidgets(dst, f)
	st := ui.Style{Face: ui.Mono, Size: f.px(15), Color: ui.White.Fade(.9), Align: ui.Right}
	t := &s.timeline
	p.Text(dst, clockLabel(v.Position()), t.X-f.px(12), t.CenterY(), st)
	st.Align, st.Color = ui.Left, ui.Muted
	p.Text(dst, clockLabel(v.Length()), t.X+t.W+f.px(12), t.CenterY(), st)
	if !f.isLow() {
		hint := ui.Style{Size: f.px(13), Color: ui.Muted}
		drawCaption(p, dst, f, s.free.hint(s.deps.Devices.Active()), float32(f.w)/2, bar.Y-f.px(24)-lineSpacing*c.Size*float32(len(lines)), hint)
	}
	for i, line := range lines {
		drawCaption(p, dst, f, line, float32(f.w)/2, bar.Y-f.px(22)-lineSpacing*c.Size*float32(len(lines)-1-i), c)
	}
}

// drawSight draws the edge of what the player may have had in view.
func (s *viewerScreen) drawSight(dst *ebiten.Image, f *frame) {
	x, y, halfW, halfH := s.viewer.SightRect()
	left, top := s.cam.ToScreen(float32(x-halfW), float32(y-halfH))
	right, bottom := s.cam.ToScreen(float32(x+halfW), float32(y+halfH))
	line, w, h := max(f.px(1.5), 1), right-left, bottom-top
	for _, edge := range [...]ui.Rect{{X: left, Y: top, W: w, H: line}, {X: left, Y: bottom - line, W: w, H: line}, {X: left, Y: top, W: line, H: h}, {X: right - line, Y: top, W: line, H: h}} {
		s.deps.pen.Fill(dst, edge, ui.Accent.Fade(.7))
	}
}

// noteStyle is the style of the line above the controls, and troubleStyle that of an error.
func noteStyle(f *frame) ui.Style    { return ui.Style{Size: f.px(15), Color: ui.White} }
func troubleStyle(f *frame) ui.Style { return ui.Style{Size: f.px(15), Color: ui.Bad} }

// followedName is whom one looks at, as a part of a line; empty: nobody.
func (s *viewerScreen) followedName() string {
	if s.free.on {
		return "   ·   " + lang.T("FREE CAMERA")
	}
	if v := &s.viewer.View; v.Follow != sim.NoPlayer {
		return "   ·   " + viewstate.PlayerName(v, v.Follow)
	}
	return ""
}

// drawWaiting is shown until there is a match to show: what is waited for, or why it will
// not come.
func (s *viewerScreen) drawWaiting(dst *ebiten.Image, f *frame, wait, trouble string) {
	p, x, y := s.deps.pen, float32(f.w)/2, float32(f.h)*.38
	p.Fill(dst, ui.Rect{W: float32(f.w), H: float32(f.h)}, ui.Background)
	if trouble != "" {
		head := lang.T("This match cannot be shown")
		p.Text(dst, head, x, y, p.ShrinkToFit(head, float32(f.w)-f.px(30), ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center}))
		drawParagraph(p, dst, trouble, x, y+f.px(44), min(f.px(560), float32(f.w)-f.px(30)), ui.Style{Size: f.px(17), Color: ui.Accent})
	} else {
		drawSpinner(p, dst, x, y-f.px(30), f.px(38), float64(f.now.UnixMilli()%1e9)/1000, ui.Accent)
		drawParagraph(p, dst, wait, x, y+f.px(50), min(f.px(560), float32(f.w)-f.px(30)), ui.Style{Face: ui.Title, Size: f.px(24), Color: ui.White, Glow: .4})
	}
	s.drawWidgets(dst, f)
}
