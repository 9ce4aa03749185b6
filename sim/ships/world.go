package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// World is the complete state of one match. On a client it holds what one player controls
// and what their predictions depend on. It is not safe for concurrent use.
type World struct {
	cfg    sim.Config
	arena  arena
	orbits []orbit // of the rocks; a function of cfg

	tick     sim.Tick
	random   rng.Source
	match    match
	players  []sim.PlayerID // the seats that are taken, in order
	ships    []ship         // by PlayerID, as pulses, drops and history are
	pulses   []playerPulses
	drops    []playerDrops
	history  []pose // depth poses for each player
	rocks    []rock
	pads     []pad
	scraps   []scrap
	goal     goalState
	powerup  powerupState
	events   []sim.Event
	rotation rotation
	editing  editing

	mode   goal // nil: kills are all that counts
	client bool // true once Adopt was called: only what one player controls is simulated

	// What follows is rebuilt in every Step and not saved.
	flare       bool // coronas are larger in this tick
	rockAt      []fixed.Vec
	grid        grid
	nearby      []sim.PlayerID
	hits        []hit
	stateBuffer []byte
	foreseen    []body // by PlayerID: what a player could predict of the last Step
	disturbed   bool   // rocks have broken or come back since the last Step, or a new arena was laid
	surprising  bool   // they have in the last Step, or just before it
}

// ship is everything about one seat except its pulses and drops.
type ship struct {
	body
	seated         bool
	thrust, strafe int8 // the signs of the last input, as others see them
	actions        actions
	from           fixed.Vec    // its position before this tick
	vote           uint8        // on the podium: for which offer, from 1; 0: none
	ready          bool         // on the podium: the next round may begin at once
	killer         sim.PlayerID // of the last life; the camera of a dead player is there
	attacker       sim.PlayerID // who damaged this life last
	attacked       sim.Tick
	score          playerScore
}

// New returns the world of cfg before its first tick. It panics if Rules.Check refuses
// cfg: check a Config that came over the network first.
func New(cfg sim.Config) *World {
	if err := about.Check(cfg); err != nil {
		panic(err.Error())
	}
	if cfg.Mode == nil {
		cfg.Mode = modes[0]
	}
	w := &World{cfg: cfg, random: rng.Source(rng.Mix(cfg.Seed))}
	switch {
	case cfg.Editable:
		w.cfg.Arena, w.editing.made = firstArena(&cfg), make([]sim.EditsMade, cfg.Seats)
	case cfg.Arenas != nil:
		w.rotation.place = uint8(firstPlace(&cfg))
	}
	w.layArena()
	w.players = make([]sim.PlayerID, 0, cfg.Seats)
	w.ships = make([]ship, cfg.Seats)
	w.pulses = make([]playerPulses, cfg.Seats)
	w.drops = make([]playerDrops, cfg.Seats)
	w.foreseen = make([]body, cfg.Seats)
	w.history = make([]pose, cfg.Seats*historyLength)
	w.nearby = make([]sim.PlayerID, 0, cfg.Seats)
	w.match.leader, w.goal.holder, w.powerup.holder = sim.NoPlayer, sim.NoPlayer, sim.NoPlayer
	w.mode = goalOf(cfg.Mode)
	for p := range w.ships {
		w.ships[p] = emptyShip()
	}
	return w
}

func emptyShip() ship { return ship{killer: sim.NoPlayer, attacker: sim.NoPlayer} }

func (w *World) Config() sim.Config { return w.cfg }
func (w *World) Tick() sim.Tick     { return w.tick }

// Join seats p; the ship appears with the next step. Joining a taken seat starts its
// player anew.
func (w *World) Join(p sim.PlayerID) {
	w.Leave(p)
	w.ships[p].seated = true
	i := len(w.players)
	w.players = append(w.players, p)
	for ; i > 0 && w.players[i-1] > p; i-- {
		w.players[i-1], w.players[i] = w.players[i], w.players[i-1]
	}
}

// Leave empties the seat of p and removes the ship.
func (w *World) Leave(p sim.PlayerID) {
	for i, q := range w.players {
		if q == p {
			w.players = append(w.players[:i], w.players[i+1:]...)
			break
		}
	}
	if w.cfg.Editable {
		w.editing.made[p] = sim.EditsMade{}
	}
	w.ships[p] = emptyShip()
	w.pulses[p] = playerPulses{}
	w.drops[p] = playerDrops{}
	w.clearHistory(p)
	for _, q := range w.players {
		w.ships[q].clearReferences(p)
	}
	if w.powerup.holder == p {
		w.powerup.holder, w.powerup.progress = sim.NoPlayer, 0
	}
	if w.goal.holder == p {
		w.releaseGoal(w.goal.spot)
	}
	if w.match.leader == p {
		w.updateLeader()
	}
}

// clearReferences removes p as killer and attacker of s, as another player may take p's
// seat.
func (s *ship) clearReferences(p sim.PlayerID) {
	if s.killer == p {
		s.killer = sim.NoPlayer
	}
	if s.attacker == p {
		s.attacker = sim.NoPlayer
	}
}

// Private is the exact state of what p controls.
func (w *World) Private(p sim.PlayerID) sim.Private { return w.ships[p].toPrivate() }

// Eye is the point that p's view is centred on, in whole world units: the ship; for a dead
// player the killer, or else the place of death; for an empty seat the leader.
func (w *World) Eye(p sim.PlayerID) (x, y int32) {
	at := w.eyePosition(p)
	return at.X.Round(), at.Y.Round()
}

func (w *World) eyePosition(p sim.PlayerID) fixed.Vec {
	if !w.ships[p].seated {
		if w.match.leader == sim.NoPlayer {
			return fixed.Vec{}
		}
		return w.ships[w.match.leader].pos
	}
	s := &w.ships[p]
	if !s.alive && s.killer != sim.NoPlayer && w.ships[s.killer].alive {
		return w.ships[s.killer].pos
	}
	return s.pos
}
