package sim

import (
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// World is the complete state of one match. The verbs the netcode calls:
//
//	New(Config) *World
//	Config() Config, Tick() Tick, Phase() Phase
//	AppendStandings(dst)                how far everyone has got, best first
//	Join(p), Leave(p)                   seats come and go between steps
//	Step(inputs []Input)                the whole world, by one tick; indexed by PlayerID
//	AppendEntities(dst), AppendEvents(dst)
//	Private(p), Eye(p)                  what p controls, where p looks
//	AppendState(dst), RestoreState(b)   the whole world as bytes
//	Hash() uint64
//
// and on a client, whose World holds one player's ship and what can be seen:
//
//	Adopt(t, p, own Private)            the server's word on p after tick t
//	Observe(seen []Entity)              the server's word on everything else
//	Predict(p, in)                      what p controls, by one tick, as Step would
//	AppendEntities(dst)                 the pulses of p under way
//	AppendEvents(dst)                   what others notice of p's last Predict
//
// Beside the World: Forecast(cfg, kind, words, ticks), the motion model; SchemaOf(kind);
// Released(cfg, own, event), what an item leaves behind;
// ArenaRadius(cfg), how far the radar reaches; MostRewind(cfg), how old a target may be;
// Concerns(event, p) and Private.Place, by which a client smooths what is its own;
// Leader(seen), whom to look at who has no ship.
//
// A World is not safe for concurrent use.
type World struct {
	cfg    Config
	arena  arena
	orbits []orbit // of the rocks; a function of cfg

	tick    Tick
	luck    rng.Source
	match   match
	players []PlayerID // the seats that are taken, in order
	ships   []ship     // by PlayerID, as guns, bags and history are
	guns    []gun
	bags    []bag
	history []pose // depth poses for each player
	rocks   []rock
	pads    []pad
	scraps  []scrap
	events  []Event

	client bool // true once Adopt was called: only what one player controls is simulated

	// What follows is scratch, rebuilt in every Step.
	rockAt []fixed.Vec
	grid   grid
	near   []PlayerID
	hits   []hit
	bytes  []byte
}

// ship is everything about one seat beside its projectiles.
type ship struct {
	body
	seated         bool
	thrust, strafe int8 // the signs of the last input, for others to see
	deed           deed
	from           fixed.Vec // where it was before this tick's move
	killer         PlayerID  // of the last life; a dead player looks at him
	attacker       PlayerID  // who hurt this life last, and when
	attacked       Tick
	tally          tally
}

// New returns the world of cfg before its first tick. It panics if cfg is not
// Valid: check what came over a wire first.
func New(cfg Config) *World {
	if err := cfg.Valid(); err != nil {
		panic(err.Error())
	}
	w := &World{cfg: cfg, arena: arenaOf(&cfg), luck: rng.Source(rng.Mix(cfg.Seed))}
	count := w.arena.rocks
	w.orbits = make([]orbit, count)
	w.rocks = make([]rock, count)
	w.rockAt = make([]fixed.Vec, count)
	for i := range w.orbits {
		w.orbits[i] = orbitOf(cfg.Seed, &w.arena, i)
		w.rocks[i].hull = fullRock
	}
	w.pads = make([]pad, w.arena.pads)
	w.scraps = make([]scrap, min(count*scrapsPerRock, int(matchID-firstScrap)))
	w.players = make([]PlayerID, 0, cfg.Seats)
	w.ships = make([]ship, cfg.Seats)
	w.guns = make([]gun, cfg.Seats)
	w.bags = make([]bag, cfg.Seats)
	w.history = make([]pose, cfg.Seats*depth)
	w.grid = newGrid(w.arena.radius, cfg.Seats)
	w.near = make([]PlayerID, 0, cfg.Seats)
	w.match.leader = NoPlayer
	for p := range w.ships {
		w.ships[p] = vacant()
	}
	return w
}

func vacant() ship { return ship{killer: NoPlayer, attacker: NoPlayer} }

func (w *World) Config() Config { return w.cfg }
func (w *World) Tick() Tick     { return w.tick }

// Join seats p; the ship appears with the next step. Joining a taken seat
// starts its player anew.
func (w *World) Join(p PlayerID) {
	w.Leave(p)
	w.ships[p].seated = true
	i := len(w.players)
	w.players = append(w.players, p)
	for ; i > 0 && w.players[i-1] > p; i-- {
		w.players[i-1], w.players[i] = w.players[i], w.players[i-1]
	}
}

// Leave empties the seat of p and takes the ship away.
func (w *World) Leave(p PlayerID) {
	for i, q := range w.players {
		if q == p {
			w.players = append(w.players[:i], w.players[i+1:]...)
			break
		}
	}
	w.ships[p] = vacant()
	w.guns[p] = gun{}
	w.bags[p] = bag{}
	w.forget(p)
	for _, q := range w.players {
		w.ships[q].unknow(p)
	}
	if w.match.leader == p {
		w.updateLeader()
	}
}

// unknow forgets p, whose seat someone else may take.
func (s *ship) unknow(p PlayerID) {
	if s.killer == p {
		s.killer = NoPlayer
	}
	if s.attacker == p {
		s.attacker = NoPlayer
	}
}

// Step advances the world by one tick. inputs is indexed by PlayerID and has
// Config.Seats elements; those of empty seats are ignored.
func (w *World) Step(inputs []Input) {
	w.tick++
	w.events, w.hits = w.events[:0], w.hits[:0]
	for i := range w.orbits {
		w.rockAt[i] = w.orbits[i].at(w.tick)
	}
	for _, p := range w.players {
		w.ships[p].moveShip(w, inputs[p])
	}
	w.savePoses()
	w.regrid()
	w.flyPulses()
	w.applyActions(inputs)
	w.flyDrops()
	w.applyDamage()
	w.collectPickups()
	w.restoreRocks()
	w.refillPads()
	w.respawn()
	w.updatePhase()
}

// Private is the exact state of what p controls.
func (w *World) Private(p PlayerID) Private { return w.ships[p].private() }

// Eye is the point that p's view is centred on, in whole world units: the ship,
// the killer of a dead player or else the place of death, and for an empty seat
// the leader.
func (w *World) Eye(p PlayerID) (x, y int32) {
	at := w.eye(p)
	return at.X.Round(), at.Y.Round()
}

func (w *World) eye(p PlayerID) fixed.Vec {
	if int(p) >= len(w.ships) || !w.ships[p].seated {
		if w.match.leader == NoPlayer {
			return fixed.Vec{}
		}
		return w.ships[w.match.leader].pos
	}
	s := &w.ships[p]
	if !s.alive && s.killer != NoPlayer && w.ships[s.killer].alive {
		return w.ships[s.killer].pos
	}
	return s.pos
}
