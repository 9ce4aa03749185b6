package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// World is the complete state of one match. On a client it is what the client predicts:
// all that moves. It is not safe for concurrent use.
type World struct {
	cfg    sim.Config
	timing timing

	tick    sim.Tick
	match   match
	players []sim.PlayerID // the seats that are taken, in order
	skaters []skater       // by PlayerID
	puck    disc
	carrier sim.PlayerID // whose stick held the puck in the last tick
	touches touches
	events  []sim.Event

	reversed bool // the order of players in this tick: see playerInTurn

	client bool         // true once Adopt was called
	me     sim.PlayerID // whose client it is
	bytes  []byte       // scratch of Hash
}

// skater is everything about one seat.
type skater struct {
	body
	seated bool
	tally  tally
}

// New returns the world of cfg before its first tick. It panics if the Check of Rules
// refuses cfg: check what came over a wire first.
func New(cfg sim.Config) *World {
	if err := Rules.Check(cfg); err != nil {
		panic(err.Error())
	}
	if cfg.Mode == nil {
		cfg.Mode = modes[0]
	}
	w := &World{cfg: cfg, timing: timingOf(&cfg), carrier: sim.NoPlayer, me: sim.NoPlayer}
	w.players = make([]sim.PlayerID, 0, cfg.Seats)
	w.skaters = make([]skater, cfg.Seats)
	w.touches.clearTouches()
	return w
}

func (w *World) Tick() sim.Tick { return w.tick }

// Phase is where the match stands, for lobbies; players see KindMatch.
func (w *World) Phase() sim.Phase { return w.match.phase }

// Join seats p. Joining a taken seat starts its player anew.
func (w *World) Join(p sim.PlayerID) {
	w.Leave(p)
	w.addSeat(p)
	w.skaters[p] = skater{seated: true}
	if w.frozen() {
		w.toPlaces()
		return
	}
	w.skaters[p].resetAt(w.bench(p), w.end(p))
}

func (w *World) addSeat(p sim.PlayerID) {
	i := len(w.players)
	w.players = append(w.players, p)
	for ; i > 0 && w.players[i-1] > p; i-- {
		w.players[i-1], w.players[i] = w.players[i], w.players[i-1]
	}
}

// Leave empties the seat of p and takes the skater away.
func (w *World) Leave(p sim.PlayerID) {
	for i, q := range w.players {
		if q == p {
			w.players = append(w.players[:i], w.players[i+1:]...)
			break
		}
	}
	w.skaters[p] = skater{}
	w.touches.removePlayer(p)
	if w.carrier == p {
		w.carrier = sim.NoPlayer
	}
}

// Step advances the world by one tick.
func (w *World) Step(inputs []sim.Input) {
	w.tick++
	w.events = w.events[:0]
	for _, p := range w.players {
		w.skaters[p].control(controlsOf(&inputs[p]), &w.timing, w.frozen())
	}
	if !w.frozen() {
		w.moveAll()
		w.countDrive()
	}
	w.updateStage()
	w.scoreGoal()
	w.updatePhase()
}

// frozen reports whether skaters and puck wait for a face-off.
func (w *World) frozen() bool { return w.match.stage == stageFaceOff }

// Private is the exact state of p's skater.
func (w *World) Private(p sim.PlayerID) sim.Private {
	own := w.skaters[p].private()
	if w.skaters[p].seated {
		own[OwnSeated] = 1
	}
	return own
}

// Eye is the point that p's view is centred on: the skater, or for an empty seat the puck.
func (w *World) Eye(p sim.PlayerID) (x, y int32) {
	at := w.puck.pos
	if w.skaters[p].seated {
		at = w.skaters[p].pos
	}
	return at.X.Round(), at.Y.Round()
}

// end is the end of the rink that p's team defends: -1 at -X, 1 at +X.
func (w *World) end(p sim.PlayerID) fixed.Num { return end(w.cfg.TeamOf(p)) }

func end(team sim.Team) fixed.Num {
	if team == 1 {
		return -1
	}
	return 1
}
