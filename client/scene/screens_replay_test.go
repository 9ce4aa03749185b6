package scene

import (
	"os"
	"sync"
	"time"

	"perihelion/client/hud"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim/ships"
)

// replayScreens are the screens of a recorded match.
func replayScreens() []screen {
	return []screen{
		{"replay, on its way", func(p *screenCheck) []scene { return []scene{p.loadingReplay()} }, "Fetching"},
		{"replay that cannot be shown", func(p *screenCheck) []scene {
			s := p.loadingReplay()
			s.errText = "There is no recording of this match: it is too old, or not for you to see."
			return []scene{s}
		}, "no recording"},
		{"replay", func(p *screenCheck) []scene { return []scene{p.replayScene(12 * time.Second)} }, "REPLAY"},
		{"watching, before anything is shown", func(p *screenCheck) []scene {
			s := p.waitingToWatch()
			s.log.Delay, s.log.Failure = 30*time.Second, "The server could not be reached."
			return []scene{s}
		}, "could not be reached"},
		{"watching a room that has closed", func(p *screenCheck) []scene {
			s := p.waitingToWatch()
			s.log.Closed = true
			s.endIfClosed()
			s.layoutViewer(&p.frame, s.waitingButtons()...)
			return []scene{s}
		}, "has closed"},
		{"watching live", func(p *screenCheck) []scene { return []scene{p.watchScene()} }, "LIVE, 1"},
		{"watching, with a server that does not answer", func(p *screenCheck) []scene {
			s := p.watchScene()
			_ = s.viewer.Seek(s.viewer.Index.Last)
			s.log.Failure = "The server could not be reached."
			return []scene{s}
		}, "Trying again"},
		{"watching to the end", func(p *screenCheck) []scene {
			s := p.watchScene()
			_ = s.viewer.Seek(s.viewer.Index.Last)
			s.log.Closed = true
			s.endIfClosed()
			s.layoutViewer(&p.frame)
			return []scene{s}
		}, "ROOM HAS CLOSED"},
		{"replay, as they saw it", func(p *screenCheck) []scene {
			s := p.replayOf(ReplayTarget{Match: "m1", At: 11 * time.Second, Account: "x", Sight: true})
			return []scene{s}
		}, "AS THEY SAW IT"},
		{"replay at its end", func(p *screenCheck) []scene { return []scene{p.replayScene(time.Hour)} }, "AGAIN"},
	}
}

func (p *screenCheck) loadingReplay() *replayScene {
	return p.loadingReplayOf(ReplayTarget{Match: "m1"})
}

func (p *screenCheck) loadingReplayOf(target ReplayTarget) *replayScene {
	s := newReplayScene(p.deps, target)
	s.call.Cancel()
	s.call = nil
	s.layoutViewer(&p.frame, &s.back)
	return s
}

var fightLog = sync.OnceValues(func() ([]byte, error) { return os.ReadFile(replayFile) })

func (p *screenCheck) replayScene(at time.Duration) *replayScene {
	return p.replayOf(ReplayTarget{Match: "m1", At: at})
}

func (p *screenCheck) replayOf(target ReplayTarget) *replayScene {
	s := p.loadingReplayOf(target)
	log, err := fightLog()
	if s.openLog(log, err); s.viewer == nil {
		panic(s.errText)
	}
	p.drawHUD(&s.viewerScreen)
	s.speed.Label = "0.25×"
	return s
}

// drawHUD lets a viewer draw its HUD without a renderer, too.
func (p *screenCheck) drawHUD(s *viewerScreen) {
	in := &sprites.Renderer{Atlas: p.sheet}
	if p.deps.renderer != nil {
		in = p.deps.renderer.Sprites
	}
	s.hud = hud.New(s.play, in, p.pen)
	s.cam = render.Camera{Scale: render.ViewScale(&ships.Rules.About().View, p.frame.w, p.frame.h), W: p.frame.w, H: p.frame.h}
	s.viewer.Advance(1. / 60)
	s.updatePicture(&p.frame)
	s.layoutViewer(&p.frame)
	s.hud.Update(&s.viewer.View, .3)
}

func (p *screenCheck) waitingToWatch() *watchScene {
	s := newWatchScene(p.deps, "abc")
	s.layoutViewer(&p.frame, s.waitingButtons()...)
	return s
}

// watchScene is a match that is watched live.
func (p *screenCheck) watchScene() *watchScene {
	s := p.waitingToWatch()
	log, err := fightLog()
	if err != nil {
		panic(err)
	}
	s.log.Delay, s.arrivedAt = 10*time.Second, p.frame.now
	if s.open(log, true); s.viewer == nil {
		panic(s.errText)
	}
	p.drawHUD(&s.viewerScreen)
	return s
}
