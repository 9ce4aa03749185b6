package main

import (
	"slices"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// figures are what rounds of one kind of room were like.
type figures struct {
	room

	kills, deaths        int
	killsBy              [ships.Weapons]int // of somebody, by weapon
	deathsByStar         int                // whoever has the merit
	classKills           [ships.Classes]int // by ships of each class
	classDeaths          [ships.Classes]int // by others
	bends                []float64          // of the shots fired in the inner half, in units
	aliveTicks, hotTicks int                // of all ships; at least half of full heat
	leadChanges          int
	powerups             int       // powerups that somebody took
	refitsLost           int       // with the ships that were destroyed
	seconds              []float64 // that each round took
	rounds, decided      int       // decided: one side or one player won
	bestWins             int       // rounds won by one of the most skilled
	sideWins             [3]int    // by team
	racers, finished     int       // of races
}

// addRound adds what the rounds of o were like.
func (f *figures) addRound(o *figures) {
	f.kills, f.deaths = f.kills+o.kills, f.deaths+o.deaths
	for i, n := range o.killsBy {
		f.killsBy[i] += n
	}
	f.deathsByStar += o.deathsByStar
	for i := range f.classKills {
		f.classKills[i], f.classDeaths[i] = f.classKills[i]+o.classKills[i], f.classDeaths[i]+o.classDeaths[i]
	}
	f.bends = append(f.bends, o.bends...)
	f.aliveTicks, f.hotTicks = f.aliveTicks+o.aliveTicks, f.hotTicks+o.hotTicks
	f.leadChanges += o.leadChanges
	f.powerups += o.powerups
	f.refitsLost += o.refitsLost
	f.seconds = append(f.seconds, o.seconds...)
	f.rounds, f.decided, f.bestWins = f.rounds+o.rounds, f.decided+o.decided, f.bestWins+o.bestWins
	f.racers, f.finished = f.racers+o.racers, f.finished+o.finished
	for i, n := range o.sideWins {
		f.sideWins[i] += n
	}
}

func (m *round) countKill(k ships.Kill) {
	f := m.figures
	f.deaths++
	f.refitsLost += m.refits[k.Victim]
	if k.Weapon == ships.WeaponStar {
		f.deathsByStar++
	}
	if k.Killer != sim.NoPlayer {
		f.kills++
		f.killsBy[k.Weapon]++
		f.classKills[m.classOf(k.Killer)]++
		f.classDeaths[m.classOf(k.Victim)]++
	}
}

// classOf is the class of the ship of a player, or of the one that was lost last.
func (m *round) classOf(p sim.PlayerID) ships.Class {
	private := m.world.Private(p)
	return ships.OwnOf(&private).Class
}

// shot is a pulse in flight.
type shot struct {
	birth sim.Words
	last  sim.Tick // when it was seen last
}

// followShots notes how far each shot that is gone now was bent. A number of a shot is
// used again only when the one before has ended.
func (m *round) followShots() {
	now := m.world.Tick()
	m.seen = m.world.AppendEntities(m.seen[:0])
	for i := range m.seen {
		if e := &m.seen[i]; e.Kind == ships.KindPulse {
			if s, known := m.shots[e.ID]; known && s.birth != e.Words {
				m.noteBend(s)
			}
			m.shots[e.ID] = shot{e.Words, now}
		}
	}
	for id, s := range m.shots {
		if s.last != now {
			m.noteBend(s)
			delete(m.shots, id)
		}
	}
}

// fightTime is for how long a shot flies in a fight, in ms, at a distance of 400 units. Later
// it is bent further, but by then nobody was aimed at.
const fightTime = 450

// noteBend notes how far a shot of the inner half was from a straight line after fightTime,
// or at its end.
func (m *round) noteBend(s shot) {
	if !placeOf(ships.BirthOf(&s.birth).Point).Within(ships.ArenaRadius(&m.cfg) / 2) {
		return
	}
	rate := int64(m.cfg.TicksPerSecond())
	age := min((int32(s.last)-s.birth[ships.PulseBorn])&(ships.BirthPeriod-1), int32(fightTime*rate/1000))
	born := sim.Tick(s.birth[ships.PulseBorn])
	start, end := ships.FlightOf(&m.cfg, &s.birth, born), ships.FlightOf(&m.cfg, &s.birth, born+sim.Tick(age))
	x0, y0 := start.Position()
	vx, vy := start.Velocity()
	x, y := end.Position()
	n := fixed.Num(age)
	straight := fixed.Vec{X: x0, Y: y0}.Add(fixed.Vec{X: vx * n, Y: vy * n}.DivInt(rate))
	m.bends = append(m.bends, float64(fixed.Vec{X: x, Y: y}.Sub(straight).Len())/float64(fixed.One))
}

func placeOf(p ships.Point) fixed.Vec {
	const shift = fixed.Shift - sim.PositionShift
	return fixed.Vec{X: fixed.Num(p.X) << shift, Y: fixed.Num(p.Y) << shift}
}

// lookAtShips notes where the ships are, and whether another player leads.
func (m *round) lookAtShips() {
	for p := range sim.PlayerID(m.bots) {
		private := m.world.Private(p)
		own := ships.OwnOf(&private)
		if !own.Alive {
			continue
		}
		m.aliveTicks++
		m.refits[p] = own.RefitCount()
		if own.Heat >= fixed.Int(ships.FullHeat)/2 {
			m.hotTicks++
		}
	}
	for i := range m.seen {
		if m.seen[i].Kind != ships.KindMatch {
			continue
		}
		lead := ships.MatchStateOf(&m.seen[i].Words).Leader
		if lead != m.leader && lead != sim.NoPlayer && m.leader != sim.NoPlayer {
			m.leadChanges++
		}
		m.leader = lead
	}
}

// endRound notes how the round has ended.
func (m *round) endRound() {
	m.rounds = 1
	m.figures.seconds = append(m.figures.seconds, float64(m.ticks)/float64(m.cfg.TicksPerSecond()))
	all := m.world.AppendStandings(nil)
	if m.mode == ships.Race {
		m.racers = len(all)
		for i := range all {
			if all[i].Points >= m.cfg.Limit() {
				m.finished++
			}
		}
	}
	if all[0].Place == all[len(all)-1].Place {
		return // a draw
	}
	m.decided = 1
	m.sideWins[all[0].Team] = 1
	if m.skills[all[0].Player] == slices.Max(m.skills) {
		m.bestWins = 1
	}
}
