package scene

import (
	"cmp"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/practice"
	"perihelion/client/ui"
	"perihelion/client/viewer"
	"perihelion/shared/api"
)

// replayScene shows a match that was recorded: it fetches its log and plays it here.
type replayScene struct {
	viewerScreen
	ReplayTarget
	fetch   func() *online.Call[[]byte] // asks for its log
	fresh   bool                        // it has ended just now, so that its recording may take a moment
	call    *online.Call[[]byte]
	nextTry time.Time // of a fresh one that was not there yet; zero: there is none
	tries   int
	loaded  atomic.Int64 // bytes
	errText string
	trouble string // why nobody can take over here; empty: they can

	speed    ui.Button
	takeOver ui.Button
	sight    ui.Button // where the target asks for it
}

// seekStep is how far the arrow keys move.
const seekStep = 5 * time.Second

func newReplayScene(deps *Deps, target ReplayTarget) *replayScene {
	s := emptyReplayScene(deps)
	target.Account = cmp.Or(target.Account, s.Account)
	s.ReplayTarget = target
	s.fetch = func() *online.Call[[]byte] { return deps.online.FetchReplay(target.Match, target.Pass, &s.loaded) }
	s.call = s.fetch()
	return s
}

// newRunReplayScene shows a run on the board of a day.
func newRunReplayScene(deps *Deps, date, run string) *replayScene {
	s := emptyReplayScene(deps)
	s.fetch = func() *online.Call[[]byte] { return deps.online.FetchRunLog(date, run, &s.loaded) }
	s.call = s.fetch()
	return s
}

// newLogReplayScene shows a log that is here.
func newLogReplayScene(deps *Deps, log []byte) *replayScene {
	s := emptyReplayScene(deps)
	s.openLog(log, nil)
	return s
}

func emptyReplayScene(deps *Deps) *replayScene {
	s := &replayScene{
		viewerScreen: newViewerScreen(deps), ReplayTarget: ReplayTarget{Account: deps.online.Guest().ID},
		speed: ui.Button{Label: speedLabel(1)}, takeOver: ui.Button{Label: "TAKE OVER"},
	}
	s.widgets = []ui.Widget{&s.back}
	return s
}

func (s *replayScene) Name() string { return "replay" }

// onExit ends a request that nobody waits for any more.
func (s *replayScene) onExit() {
	s.call.Cancel()
	s.deps.History.ClearAddress()
}

func (s *replayScene) Update(f *frame) transition {
	s.fetchLog(f.now)
	s.layoutViewer(f, &s.back)
	w := s.updateWidgets(f)
	if w == &s.back || f.top && f.in.Cancel {
		return pop()
	}
	if s.viewer == nil || !f.top {
		return transition{}
	}
	if w == &s.takeOver {
		return s.startFromHere()
	}
	s.handle(w)
	s.advanceViewer(f)
	s.updatePicture(f)
	s.speed.Label = speedLabel(s.viewer.Speed)
	return transition{}
}

// freshTries is how often a recording is asked for that is not there yet, a second apart.
const freshTries = 20

// newFreshReplayScene shows a round that has ended just now.
func newFreshReplayScene(deps *Deps, match string) *replayScene {
	s := newReplayScene(deps, ReplayTarget{Match: match})
	s.fresh = true
	return s
}

// fetchLog takes the log once it has come, and asks again for one that is not there yet.
func (s *replayScene) fetchLog(now time.Time) {
	if r, ok := s.call.Result(); ok {
		s.call = nil
		if s.fresh && s.tries < freshTries && online.IsStatus(r.Err, api.StatusNotFound) {
			s.tries++
			s.nextTry = now.Add(time.Second)
			return
		}
		s.openLog(r.Value, r.Err)
	}
	if !s.nextTry.IsZero() && !now.Before(s.nextTry) {
		s.nextTry = time.Time{}
		s.call = s.fetch()
	}
}

// openLog begins to show a log that has come.
func (s *replayScene) openLog(log []byte, err error) {
	switch {
	case online.IsStatus(err, api.StatusNotFound):
		s.errText = lang.T("There is no recording of this match: it is too old, or not for you to see.")
		return
	case err != nil:
		s.errText = online.Explain(err).Text
		return
	}
	v, err := viewer.Open(log, s.deps.Games)
	if err != nil {
		s.errText = viewerTrouble(err)
		return
	}
	buttons := []*ui.Button{&s.pause, &s.speed, &s.pilot, &s.takeOver, &s.link, &s.back}
	if s.Match == "" {
		buttons = slices.Delete(buttons, 4, 5) // it has no link
	}
	if s.Sight {
		buttons = slices.Insert(buttons, 3, &s.sight)
	}
	if err := s.show(v, buttons...); err != nil {
		s.errText = online.Sentence(err.Error())
		return
	}
	if s.At > 0 {
		_ = v.Seek(v.TickAt(s.At)) // Err says what is wrong, here and below
	}
	v.FollowAccount(s.Account)
	if s.Sight {
		s.showSight(true)
	}
	s.timeline.Marks = v.Marks()
}

// showSight shows the match as the client of the followed player had it, or as it was.
func (s *replayScene) showSight(on bool) {
	_ = s.viewer.SetSight(on)
	if s.sight.Label = "AS THEY SAW IT"; on {
		s.sight.Label = "AS IT WAS"
	}
}

// startFromHere lets the player go on with the match as it is now, alone against bots, in the
// seat of whom they look at.
func (s *replayScene) startFromHere() transition {
	v := s.viewer
	v.Paused = true
	m, err := practice.Resume(&practice.Moment{
		Game: v.View.Game, Config: v.View.Config, State: v.AppendState(nil), Roster: v.View.Roster, Me: v.View.Follow,
	})
	if err == nil {
		var local *localScene
		if local, err = newLocalScene(s.deps, m); err == nil {
			return push(local)
		}
	}
	s.trouble = online.Sentence(err.Error())
	return transition{}
}

// handle does what the widget w was pressed for.
func (s *replayScene) handle(w ui.Widget) {
	v := s.viewer
	switch w {
	case &s.timeline:
		s.seekTo()
	case &s.pause:
		if v.AtEnd() {
			_ = v.Seek(v.Index.First)
			v.Paused = true
		}
		v.Paused = !v.Paused
	case &s.speed:
		v.Speed = nextSpeed(v.Speed)
	case &s.pilot:
		s.nextPilot()
	case &s.sight:
		on, _ := v.Sight()
		s.showSight(!on)
	case &s.link:
		s.copied = s.deps.Platform.Copy(s.deps.Platform.ReplayLink(s.Match, v.Position()))
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

func (s *replayScene) Draw(dst *ebiten.Image, f *frame) {
	if s.viewer == nil {
		wait := lang.F("Fetching the match: %d kB", s.loaded.Load()/1000)
		if s.tries > 0 {
			wait = lang.T("The recording is ready in a moment")
		}
		s.drawWaiting(dst, f, wait, s.errText)
		return
	}
	v := s.viewer
	if v.Err != nil {
		s.drawViewer(dst, f, viewerTrouble(v.Err), troubleStyle(f))
		return
	}
	if s.trouble != "" && v.Paused {
		s.drawViewer(dst, f, s.trouble, troubleStyle(f))
		return
	}
	note := lang.T("REPLAY") + s.followedName()
	if on, age := v.Sight(); on {
		note = lang.T("AS THEY SAW IT") + s.followedName() + "   ·   " + lang.F("others %d ms old, the unsent not drawn", age.Milliseconds())
	}
	if n := v.Verified(); n > 0 {
		note += "   ·   " + fmt.Sprintf(lang.N(n, "verified %d time", "verified %d times"), n)
	}
	s.drawViewer(dst, f, note, noteStyle(f))
}

// clockLabel is a time as minutes and seconds.
func clockLabel(d time.Duration) string {
	s := int(d.Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
