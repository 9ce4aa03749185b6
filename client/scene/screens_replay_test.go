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
		{"replay at its end", func(p *screenCheck) []scene { return []scene{p.replayScene(time.Hour)} }, "AGAIN"},
	}
}

func (p *screenCheck) loadingReplay() *replayScene {
	s := newReplayScene(p.deps, "m1", 0)
	s.call.Cancel()
	s.call = nil
	s.layoutReplay(&p.frame)
	return s
}

var fightLog = sync.OnceValues(func() ([]byte, error) { return os.ReadFile(replayFile) })

func (p *screenCheck) replayScene(at time.Duration) *replayScene {
	s := p.loadingReplay()
	s.startAt = at
	log, err := fightLog()
	if s.openLog(log, err); s.viewer == nil {
		panic(s.errText)
	}
	in := &sprites.Renderer{Atlas: p.sheet}
	if p.deps.renderer != nil {
		in = p.deps.renderer.Sprites
	}
	s.hud = hud.New(s.play, in, p.pen)
	s.cam = render.Camera{Scale: float32(p.frame.h) / (2 * ships.ViewHalfHeight), W: p.frame.w, H: p.frame.h}
	s.viewer.Advance(1. / 60)
	s.showViewer(&p.frame)
	s.layoutReplay(&p.frame)
	s.hud.Update(&s.viewer.View, .3)
	return s
}
