package scene

import (
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/client/viewer"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// replayScene shows a match that was recorded: it fetches its log and plays it here.
type replayScene struct {
	menu
	match   string        // its id
	startAt time.Duration // where to begin, from the beginning of the log
	account string        // whom to look at first; empty: the best
	call    *online.Call[[]byte]
	loaded  atomic.Int64 // bytes
	errText string

	viewer *viewer.Viewer // nil until the log is there
	play   game.Play
	hud    *hud.HUD // nil without a renderer
	cam    render.Camera
	copied bool // the link was copied

	timeline ui.Timeline
	pause    ui.Button
	speed    ui.Button
	pilot    ui.Button
	link     ui.Button
	back     ui.Button
}

// seekStep is how far the arrow keys move.
const seekStep = 5 * time.Second

func newReplayScene(deps *Deps, match string, startAt time.Duration) *replayScene {
	s := &replayScene{
		menu: menu{deps: deps}, match: match, startAt: startAt, account: deps.online.Guest().ID,
		timeline: ui.Timeline{Label: "Time"},
		pause:    ui.Button{Label: "PAUSE"}, speed: ui.Button{Label: speedLabel(1)}, pilot: ui.Button{Label: "NEXT PILOT"},
		link: ui.Button{Label: "COPY LINK"}, back: ui.Button{Label: "BACK"},
	}
	s.widgets = []ui.Widget{&s.back}
	s.call = deps.online.FetchReplay(match, &s.loaded)
	return s
}

func (s *replayScene) Name() string { return "replay" }

func (s *replayScene) coversWindow() {}

// onExit ends a request that nobody waits for any more.
func (s *replayScene) onExit() {
	s.call.Cancel()
	s.deps.History.ClearAddress()
}

func (s *replayScene) Update(f *frame) transition {
	if r, ok := s.call.Result(); ok {
		s.call = nil
		s.openLog(r.Value, r.Err)
	}
	s.layoutReplay(f)
	w := s.updateWidgets(f)
	if w == &s.back || f.top && f.in.Cancel {
		return pop()
	}
	if s.viewer == nil {
		return transition{}
	}
	s.handle(w)
	if !s.timeline.Dragging() {
		s.viewer.Advance(f.dt)
	}
	s.showViewer(f)
	return transition{}
}

// openLog begins to show a log that has come.
func (s *replayScene) openLog(log []byte, err error) {
	switch {
	case online.IsStatus(err, http.StatusNotFound):
		s.errText = "There is no recording of this match: it is too old, or not for you to see."
		return
	case err != nil:
		s.errText = online.Explain(err).Text
		return
	}
	v, err := viewer.Open(log, s.deps.Games)
	if err != nil {
		s.errText = replayTrouble(err)
		return
	}
	if err := s.showGame(v.View.Game); err != nil {
		s.errText = online.Sentence(err.Error())
		return
	}
	s.viewer = v
	if s.startAt > 0 {
		_ = v.Seek(v.TickAt(s.startAt)) // Err says what is wrong
	}
	v.FollowAccount(s.account)
	s.timeline.Marks, s.timeline.Step = v.Marks(), float32(seekStep)/float32(max(v.Length(), seekStep))
	s.widgets = []ui.Widget{&s.timeline, &s.pause, &s.speed, &s.pilot, &s.link, &s.back}
	s.setFocus(&s.pause) // so that Space pauses
}

// replayTrouble says in words why a log cannot be shown.
func replayTrouble(err error) string {
	switch {
	case errors.Is(err, sim.ErrRules), errors.Is(err, replay.ErrVersion):
		return "This match was played by the rules of another version of the game. This version cannot show it."
	case errors.Is(err, sim.ErrGame):
		return "This match is of a game that is not installed here."
	case errors.Is(err, replay.ErrDiverged):
		return "From here on the recording is not what was played: it is damaged, or was changed."
	}
	return "The recording of this match is damaged: " + err.Error()
}

// showGame makes what shows the match.
func (s *replayScene) showGame(g sim.Game) error {
	f := s.deps.Faces.Find(g)
	play, err := f.NewPlay(s.deps.kit())
	if err != nil {
		return fmt.Errorf("this device cannot show the game: %w", err)
	}
	s.deps.setFace(f)
	s.play = play
	if s.deps.renderer != nil {
		s.hud = hud.New(play, s.deps.renderer.Sprites, s.deps.pen)
	}
	return nil
}

// handle does what the widget w was pressed for.
func (s *replayScene) handle(w ui.Widget) {
	v := s.viewer
	switch w {
	case &s.timeline:
		_ = v.Seek(v.TickAt(time.Duration(float64(s.timeline.Value) * float64(v.Length()))))
	case &s.pause:
		if v.AtEnd() {
			_ = v.Seek(v.Index.First)
			v.Paused = true
		}
		v.Paused = !v.Paused
	case &s.speed:
		v.Speed = nextSpeed(v.Speed)
	case &s.pilot:
		v.Follow(1)
	case &s.link:
		s.copied = s.deps.Platform.Copy(s.deps.Platform.ReplayLink(s.match, v.Position()))
	}
}

func nextSpeed(now float64) float64 {
	for _, speed := range viewer.Speeds {
		if speed > now {
			return speed
		}
	}
	return viewer.Speeds[0]
}

func speedLabel(speed float64) string { return fmt.Sprintf("%g×", speed) }

// showViewer updates the widgets, the picture and the sound.
func (s *replayScene) showViewer(f *frame) {
	v := s.viewer
	if !s.timeline.Dragging() {
		s.timeline.Value = float32(v.Position()) / float32(max(v.Length(), 1))
	}
	s.pause.Label, s.speed.Label, s.link.Label = "PAUSE", speedLabel(v.Speed), "COPY LINK"
	switch {
	case v.AtEnd():
		s.pause.Label = "AGAIN"
	case v.Paused:
		s.pause.Label = "PLAY"
	}
	if s.copied {
		s.link.Label = "COPIED"
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
	s.cam = s.play.Camera(&v.View, 0, 0, f.w, f.h)
	s.play.Listen(s.deps.audio, &v.View, s.cam)
}

// barRect is the part of the window that the controls take.
func (s *replayScene) barRect(f *frame) ui.Rect {
	h := f.targetHeight(34) + f.targetHeight(40) + f.px(20)
	return ui.Rect{Y: float32(f.h) - h, W: float32(f.w), H: h}
}

func (s *replayScene) layoutReplay(f *frame) {
	if s.viewer == nil {
		c := newColumn(f, float32(f.h)*.62, 300)
		s.back.Rect = c.nextRow(f.targetHeight(44))
		return
	}
	bar := s.barRect(f)
	wide := min(bar.W-f.px(24), f.px(1100))
	x := (bar.W - wide) / 2
	s.timeline.Rect = ui.Rect{X: x + f.px(64), Y: bar.Y + f.px(4), W: wide - f.px(128), H: f.targetHeight(34)}
	c := column{x: x, y: s.timeline.Y + s.timeline.H + f.px(4), w: wide, gap: f.px(8)}
	buttons := []*ui.Button{&s.pause, &s.speed, &s.pilot, &s.link, &s.back}
	for i, r := range c.nextRowParts(f.targetHeight(40), len(buttons)) {
		buttons[i].Rect = r
	}
	s.sameSize = append(s.sameSize[:0], buttons...)
}

func (s *replayScene) Draw(dst *ebiten.Image, f *frame) {
	if s.viewer == nil {
		s.drawLoading(dst, f)
		return
	}
	v, p := s.viewer, s.deps.pen
	bar := s.barRect(f)
	if s.deps.renderer != nil {
		s.play.Draw(dst, &v.View, s.cam)
	}
	if s.hud != nil {
		s.hud.Draw(dst, &v.View, s.cam, hud.Options{Scale: float64(f.unit), Devices: s.deps.Devices, Reserved: []ui.Rect{bar}})
	}
	p.Fill(dst, bar, ui.PanelFill.Fade(.8))
	s.drawWidgets(dst, f)
	st := ui.Style{Face: ui.Mono, Size: f.px(15), Color: ui.White.Fade(.9), Align: ui.Right}
	t := &s.timeline
	p.Text(dst, clockLabel(v.Position()), t.X-f.px(12), t.CenterY(), st)
	st.Align, st.Color = ui.Left, ui.Muted
	p.Text(dst, clockLabel(v.Length()), t.X+t.W+f.px(12), t.CenterY(), st)
	s.drawReplayNote(dst, f, bar.Y-f.px(22))
}

// drawReplayNote says whom one looks at, and whether the match goes as it went.
func (s *replayScene) drawReplayNote(dst *ebiten.Image, f *frame, y float32) {
	v, p := s.viewer, s.deps.pen
	if v.Err != nil {
		drawCaption(p, dst, f, replayTrouble(v.Err), float32(f.w)/2, y, ui.Style{Size: f.px(15), Color: ui.Bad})
		return
	}
	text := "REPLAY"
	if v.View.Follow != sim.NoPlayer {
		text += "   ·   " + viewstate.PlayerName(&v.View, v.View.Follow)
	}
	if n := v.Verified(); n > 0 {
		text += fmt.Sprintf("   ·   verified %d times", n)
	}
	drawCaption(p, dst, f, text, float32(f.w)/2, y, ui.Style{Size: f.px(15), Color: ui.White})
}

// drawLoading is shown until the log is there.
func (s *replayScene) drawLoading(dst *ebiten.Image, f *frame) {
	p, x, y := s.deps.pen, float32(f.w)/2, float32(f.h)*.38
	p.Fill(dst, ui.Rect{W: float32(f.w), H: float32(f.h)}, ui.Background)
	if s.errText != "" {
		p.Text(dst, "This match cannot be shown", x, y, ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center})
		drawParagraph(p, dst, s.errText, x, y+f.px(44), min(f.px(560), float32(f.w)-f.px(30)), ui.Style{Size: f.px(17), Color: ui.Accent})
	} else {
		drawSpinner(p, dst, x, y-f.px(30), f.px(38), float64(f.now.UnixMilli()%1e9)/1000, ui.Accent)
		p.Text(dst, fmt.Sprintf("Fetching the match: %d kB", s.loaded.Load()/1000), x, y+f.px(50), ui.Style{Face: ui.Title, Size: f.px(24), Color: ui.White, Glow: .4, Align: ui.Center})
	}
	s.drawWidgets(dst, f)
}

// clockLabel is a time as minutes and seconds.
func clockLabel(d time.Duration) string {
	s := int(d.Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
