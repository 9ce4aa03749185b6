package scene

import (
	"bytes"
	"fmt"
	"sync"
	"time"

	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/viewer"
	"perihelion/shared/api"
	"perihelion/shared/daily"
	"perihelion/sim"
	"perihelion/sim/games"
)

// dailyScreens are the screens of the daily run.
func dailyScreens() []screen {
	return []screen{
		{"title with a daily run", func(p *screenCheck) []scene {
			p.standToday()
			return []scene{p.stack.base()}
		}, "DAILY"},
		{"daily run", func(p *screenCheck) []scene { return []scene{p.dailyScene(30)} }, "1234th of 5678"},
		{"daily run, the first of the day", func(p *screenCheck) []scene {
			s := p.dailyScene(0)
			p.deps.online.Daily.Today.Value.Me = nil
			return []scene{s}
		}, "Be the first"},
		{"daily run without a server", func(p *screenCheck) []scene {
			s := p.dailyScene(0)
			s.errText = "The server could not be reached."
			return []scene{s}
		}, "No board"},
		{"daily run, flown", func(p *screenCheck) []scene {
			s := p.dailyScene(30)
			s.last = &flownRun{day: s.day(), points: 42, sent: true, ghost: longGuest, lead: -3}
			line := s.board.Lines[3]
			p.deps.online.Daily.Run = online.Sending{Points: 42, Log: []byte{1}, Done: true, Result: api.DailyResult{Score: 42, Best: true, Line: &line, Total: 5678}}
			s.fly.Label = "AGAIN"
			return []scene{s}
		}, "AGAIN"},
		{"daily run that waits to be sent", func(p *screenCheck) []scene {
			s := p.dailyScene(2)
			s.last = &flownRun{day: s.day(), points: 1, sent: true, ghost: widestName, lead: 12}
			p.deps.online.Daily.Run = online.Sending{Points: 1, Log: []byte{1}, Again: true, Trouble: "Many runs are being checked just now; send yours again in a moment."}
			s.fly.Label = "AGAIN"
			s.listWidgets()
			return []scene{s}
		}, "SEND AGAIN"},
		{"daily flight", func(p *screenCheck) []scene { return []scene{p.dailyFlight()} }, "90 seconds"},
	}
}

// standToday lets the player stand on the board of today.
func (p *screenCheck) standToday() {
	today := api.Daily{Total: 5678, Me: &api.DailyLine{Rank: 1234, Score: 42, Me: true}}
	p.server.Handle("GET daily", onlinetest.RespondJSON(today))
	for !p.deps.online.Daily.Today.Known {
		p.deps.online.Daily.Look("ships", p.frame.now)
		time.Sleep(time.Millisecond)
	}
}

func (p *screenCheck) dailyScene(lines int) *dailyScene {
	p.standToday()
	s := newDailyScene(p.deps, games.Ships)
	s.loaded = true
	for i := range lines {
		s.board.Lines = append(s.board.Lines, api.DailyLine{Rank: 1 + i*41, Name: []string{widestName, longGuest}[i%2], Score: 99 - i, Me: i == 3})
	}
	s.list.Count = len(s.board.Lines)
	return s
}

// ghostLog is the log of the first seconds of a run of today.
var ghostLog = sync.OnceValue(func() []byte {
	c, _ := daily.Of(games.Ships, daily.DayOf(time.Now()))
	r := daily.NewRun(c, daily.Player{Name: longGuest})
	for range 5 * 60 {
		r.Step(sim.Input{View: daily.ViewOf(r.World.Tick())})
	}
	return bytes.Clone(r.Log())
})

func (p *screenCheck) dailyFlight() *dailyFlight {
	s := p.dailyScene(3)
	v, err := viewer.Open(ghostLog(), games.All)
	if err != nil {
		panic(err)
	}
	s.rival = rival{line: &api.DailyLine{Name: longGuest, Score: 42}, viewer: v}
	tr := s.startFlight()
	if tr.target == nil {
		panic(fmt.Sprint("no flight: ", s.errText))
	}
	flight := tr.target.(*dailyFlight)
	flight.localScene = p.localScene(flight.localScene)
	flight.ghost.PlayTo(flight.match.Tick(), 1)
	return flight
}
