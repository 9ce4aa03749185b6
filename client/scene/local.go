package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/practice"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/sim"
)

// localScene is a match that is played on this machine alone, with the picture, the sounds and
// the controls of any other. It stands still while a menu lies over it.
type localScene struct {
	deps  *Deps
	match *practice.Match

	play        game.Play
	sounds      audio.MatchSounds
	hud         *hud.HUD // nil without a renderer
	cam         render.Camera
	sampleInput func() sim.Input // the method nextInput, bound once so that no frame allocates
	lessons     lessonProgress
	shownFor    float64 // seconds
	left        bool    // the menu was asked to leave
	showScores  bool
	reserved    []ui.Rect // buffer of reservedRects

	news      string // to be shown at once, for newsFor seconds
	newsFor   float64
	what      string                            // this is, for its player
	overWorld func(dst *ebiten.Image, f *frame) // draws between world and HUD; nil: nothing
}

// localHintTime is for how many seconds the player is told what this match is.
const localHintTime = 7

// newLocalScene shows m. The error says why this device cannot.
func newLocalScene(deps *Deps, m *practice.Match) (*localScene, error) {
	f := deps.Faces.Find(m.View.Game)
	play, err := f.NewPlay(deps.kitOf(f))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lang.T("this device cannot show the game"), err)
	}
	deps.setFace(f)
	s := &localScene{deps: deps, match: m, play: play, lessons: deps.newLessons(), what: lang.T("You against bots, on this machine alone. Esc: menu, and friends")}
	if deps.Devices.Active() == input.Touch {
		s.what = lang.T("You against bots, on this machine alone. The menu invites friends")
	}
	for i := range m.View.Roster {
		if l := &m.View.Roster[i]; l.ID == m.View.Me {
			l.Looks = deps.online.Progress.Looks()
		}
	}
	s.sampleInput = s.nextInput
	if deps.renderer != nil {
		s.hud = hud.New(play, deps.renderer.Sprites, deps.pen)
	}
	deps.Devices.RequireRelease() // what was pressed to come here is not meant for the match
	deps.History.CaptureBack(true)
	return s, nil
}

func (s *localScene) Name() string { return "local" }

func (s *localScene) coversWindow() {}

func (s *localScene) onExit() {
	s.deps.History.CaptureBack(false)
	s.deps.audio.StopMatchSounds()
}

func (s *localScene) Update(f *frame) transition {
	d := s.deps.Devices
	s.cam.W, s.cam.H = f.w, f.h
	back := s.deps.History.BackPressed()
	switch {
	case s.left, back:
		return pop()
	case !f.top:
		s.updateCamera(f)
		return transition{}
	case d.JustPressed(input.Menu), d.MenuTapped():
		s.deps.audio.StopMatchSounds()
		return push(newLocalMenu(s))
	}
	s.shownFor += f.dt
	s.newsFor = max(0, s.newsFor-f.dt)
	s.showScores = d.Held(input.Scoreboard)
	s.match.Advance(f.dt, s.sampleInput)
	if s.deps.renderer == nil {
		return transition{}
	}
	v := &s.match.View
	s.play.Update(v, f.dt)
	s.hud.Update(v, f.dt)
	s.updateCamera(f)
	s.play.Listen(s.deps.audio, v, s.cam)
	stand, ok := s.play.Match(v)
	if ok {
		s.sounds.PlayMatch(s.deps.audio, &stand, s.hud.LastMinute())
	}
	quiet := s.shownFor > localHintTime && !s.showScores && s.hud.HasRoomForLesson()
	s.deps.teach(&s.lessons, v, f.dt, s.play.InControl(v), quiet && ok && stand.Phase != sim.PhasePodium)
	return transition{}
}

// updateCamera looks at the player.
func (s *localScene) updateCamera(f *frame) {
	if s.deps.renderer == nil {
		return
	}
	x, y := float32(0), float32(0)
	if f.top {
		x, y = s.deps.Devices.LookOffset(f.w, f.h)
	}
	s.cam = s.play.Camera(&s.match.View, x, y, f.w, f.h)
}

// nextInput is the input for one tick.
func (s *localScene) nextInput() sim.Input {
	v := &s.match.View
	return s.play.Sample(s.deps.Devices, v.Own, v, s.cam)
}

func (s *localScene) Draw(dst *ebiten.Image, f *frame) {
	v := &s.match.View
	if s.deps.renderer != nil {
		s.play.Draw(dst, v, s.cam)
	}
	if s.overWorld != nil {
		s.overWorld(dst, f)
	}
	if !f.top {
		return
	}
	sticks, buttons := s.touchControls(f)
	s.hud.Draw(dst, v, s.cam, s.hudOptions(f, sticks, buttons))
	drawTouchControls(s.deps, dst, f, sticks, buttons)
}

func (s *localScene) hudOptions(f *frame, sticks []input.TouchStick, buttons []input.TouchButton) hud.Options {
	s.reserved = appendTouchRects(s.reserved[:0], sticks, buttons)
	opt := hud.Options{Scoreboard: s.showScores, Scale: float64(f.unit), Devices: s.deps.Devices, Reserved: s.reserved}
	switch {
	case s.newsFor > 0:
		opt.Hint, opt.HintFade = s.news, float32(min(1, s.newsFor*3))
	case s.shownFor < localHintTime:
		opt.HintFade = float32(max(0, min(1, s.shownFor*3, (localHintTime-s.shownFor)*3)))
		opt.Hint = s.what
	case !s.showScores:
		opt.Lesson = s.lessons.lesson(&s.match.View, s.deps.Devices)
	}
	return opt
}

// touchControls are the touch controls to draw: those of the game while the player is in
// control, and the one that leaves.
func (s *localScene) touchControls(f *frame) ([]input.TouchStick, []input.TouchButton) {
	d := s.deps.Devices
	if d.Active() != input.Touch || !f.top {
		return nil, nil
	}
	sticks, buttons, corner := d.TouchControls()
	n := len(buttons) - len(corner)
	stand, ok := s.play.Match(&s.match.View)
	if !s.play.InControl(&s.match.View) || ok && stand.Phase == sim.PhasePodium || s.showScores {
		return nil, corner[:1]
	}
	return sticks, buttons[:n+1]
}
