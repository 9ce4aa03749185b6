package main

import (
	"fmt"

	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/games"
)

// wide is the first argument of our server when everybody shall see everybody.
const wide = "wide"

// serveOurs is the real server with the real game: args are settings.
func serveOurs(args []string) (harness.Serving, error) {
	list := games.All
	if len(args) > 0 && args[0] == wide {
		list, args = sim.Games{wideGame(games.Ships)}, args[1:]
	}
	return harness.Serve(list, args)
}

func startOurs(core int, w *work) (*harness.Process, error) {
	args := []string{
		fmt.Sprint("ROOM_SEATS=", w.seats), fmt.Sprint("SNAPSHOT_RATE=", w.rate),
		"BOT_FILL=0", "ROUND_POINTS=999", "ROUND_TIME=1h", "ADMIN_ADDR=127.0.0.1:0", "QUIC_ADDR=127.0.0.1:0",
	}
	if w.endless {
		args[0] = fmt.Sprint("ARENA_SEATS=", w.seats)
	}
	if !w.views && !w.ownViewOnly {
		args = append([]string{wide}, args...)
	}
	return harness.StartChild(core, "ours", args...)
}

// farSight is half the size of a view that holds the largest arena here.
const farSight = 16_000

// wideGame is a game with a view in which one sees everything.
func wideGame(g sim.Game) sim.Game {
	about := *g.About()
	about.View = sim.View{HalfWidth: farSight, HalfHeight: farSight, MinAspect: 1000, MaxAspect: 1000}
	return sim.Game{Rules: wideRules{g.Rules, &about}, Bot: g.Bot}
}

type wideRules struct {
	sim.Rules
	about *sim.About
}

func (r wideRules) About() *sim.About { return r.about }
