package scene

import (
	"fmt"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/lang"
	"perihelion/client/practice"
	"perihelion/client/ui"
	"perihelion/client/viewer"
	"perihelion/shared/daily"
	"perihelion/sim"
)

// dailyFlight is a run of a day while it is flown: a local match with an end, and a ghost to
// race. Leaving it gives it up.
type dailyFlight struct {
	*localScene
	menu    *dailyScene
	ghost   *viewer.Viewer // nil: there is none
	name    string         // of the ghost
	overFor float64        // seconds since the end
	score   int            // of the ghost, as it was told last
}

// newsTime is for how many seconds a change of the points of the ghost is shown.
const newsTime = 2.5

// overTime is for how many seconds the end of a run is shown.
const overTime = 1.6

func newDailyFlight(menu *dailyScene, c daily.Challenge, p daily.Player) (*dailyFlight, error) {
	local, err := newLocalScene(menu.deps, practice.NewDaily(c, p))
	if err != nil {
		return nil, err
	}
	s := &dailyFlight{localScene: local, menu: menu}
	local.what = lang.F("%d seconds, to make points", c.Config.RoundSeconds())
	ghoster, ok := local.play.(game.Ghoster)
	if r := &menu.rival; ok && r.viewer != nil && r.viewer.View.Config == c.Config {
		s.ghost, s.name = r.viewer, r.line.Name
		r.viewer = nil // it is played once; the menu gets another
		s.ghost.View.Follow = daily.Me
		ghoster.SetGhost(&s.ghost.View)
		local.what += lang.F(", and the ghost of %s, who made %d", s.name, r.line.Score)
		local.overWorld = s.drawGhostName
	}
	return s, nil
}

func (s *dailyFlight) Name() string { return "daily flight" }

// onExit lets the menu fetch the next ghost: this one has flown.
func (s *dailyFlight) onExit() {
	s.localScene.onExit()
	s.menu.rival.forget()
}

func (s *dailyFlight) Update(f *frame) transition {
	if tr := s.localScene.Update(f); tr.op != opStay {
		return tr
	}
	if s.ghost != nil {
		s.ghost.PlayTo(s.match.Tick(), s.match.View.Frac)
		s.tellScore()
	}
	run := s.match.Run
	if !run.Over() {
		return transition{}
	}
	if s.overFor += f.dt; s.overFor < overTime {
		return transition{}
	}
	s.menu.takeRun(s.flown())
	return pop()
}

// tellScore tells how one stands when the ghost has made points, or lost some.
func (s *dailyFlight) tellScore() {
	now := s.ghost.Points(daily.Me)
	if now == s.score {
		return
	}
	s.score = now
	switch lead := s.match.Run.Points() - now; {
	case lead > 0:
		s.news = lang.F("%s: %d. You are %d ahead", s.name, now, lead)
	case lead < 0:
		s.news = lang.F("%s: %d. You are %d behind", s.name, now, -lead)
	default:
		s.news = lang.F("%s: %d. You are even", s.name, now)
	}
	s.newsFor = newsTime
}

// flown is the run, at its end.
func (s *dailyFlight) flown() *flownRun {
	run := s.match.Run
	done := &flownRun{day: run.Day, points: run.Points(), log: slices.Clone(run.Log())}
	if s.ghost != nil {
		done.ghost, done.lead = s.name, done.points-s.ghost.Points(daily.Me)
	}
	return done
}

// drawGhostName draws the name of the ghost above it, and how far one is ahead.
func (s *dailyFlight) drawGhostName(dst *ebiten.Image, f *frame) {
	ghoster, ok := s.play.(game.Ghoster)
	if stand, known := s.play.Match(&s.match.View); !ok || !known || stand.Phase != sim.PhaseLive {
		return // before, it is where the player is
	}
	if x, y, ok := ghoster.GhostPlace(s.cam); ok {
		st := ui.Style{Size: f.px(13), Color: ui.White.Fade(.6), Align: ui.Center}
		s.deps.pen.Text(dst, fmt.Sprintf("%s · %d", s.name, s.score), x, y, st)
	}
}
