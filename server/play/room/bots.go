package room

import (
	"slices"

	"perihelion/server/play/room/lineup"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// backfill keeps the number of players at what the room is to have: bots come
// while players are missing and leave as players come.
func (m *match) backfill() {
	players, bots := m.countPlayersAndBots()
	want := max(min(m.fillTo, len(m.seats))-players, 0)
	for ; bots < want; bots++ {
		p := m.emptySeat()
		m.assignSeat(p, holderBot, "", m.cfg.Game.BotName(p, m.cfg.Sim.Seed))
	}
	for ; bots > want; bots-- {
		m.freeSeat(m.evictableBot())
	}
}

// emptySeat is the first one on the team with fewer players. There must be one.
func (m *match) emptySeat() sim.PlayerID {
	best, taken := sim.NoPlayer, m.countByTeam(holderPlayer, holderBot)
	for i := range m.seats {
		p := sim.PlayerID(i)
		if m.seats[p].holder == holderNone &&
			(best == sim.NoPlayer || taken[m.cfg.Sim.TeamOf(p)] < taken[m.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// evictableBot is the last one on the team with more players. There must be one.
func (m *match) evictableBot() sim.PlayerID {
	best, taken := sim.NoPlayer, m.countByTeam(holderPlayer, holderBot)
	for i := range m.seats {
		p := sim.PlayerID(i)
		if m.seats[p].holder == holderBot &&
			(best == sim.NoPlayer || taken[m.cfg.Sim.TeamOf(p)] >= taken[m.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// countByTeam counts the seats of these holders by side; all are on side 0 where there
// are none.
func (m *match) countByTeam(of ...holder) (n [1 + teamCount]int) {
	for p := range m.seats {
		if slices.Contains(of, m.seats[p].holder) {
			n[m.cfg.Sim.TeamOf(sim.PlayerID(p))]++
		}
	}
	return n
}

func (m *match) countPlayersAndBots() (players, bots int) {
	for _, n := range m.countByTeam(holderPlayer) {
		players += n
	}
	for _, n := range m.countByTeam(holderBot) {
		bots += n
	}
	return players, bots
}

// botControlled reports whether a bot flies the ship of s.
func (m *match) botControlled(s *seat) bool {
	return s.holder == holderBot || s.holder == holderPlayer && s.away && !m.cfg.Sim.Alone()
}

// botSkills says, by seat, how well the bots of the room play. Valid until the next call.
func (m *match) botSkills() []sim.Skill {
	for p := range m.seats {
		s := &m.seats[p]
		m.lineup[p] = lineup.Seat{
			Bot: s.holder == holderBot, Player: s.holder == holderPlayer, Rating: s.rating, Beginner: s.beginner,
		}
	}
	lineup.Skills(m.skills, m.cfg.Sim, m.lineup)
	return m.skills
}

// botRange is how far a bot looks in each direction, in widths of the widest view. What is
// further away would only cost time: each of a thousand bots would look at a thousand ships.
const botRange = 2

// runBots lets every bot decide what to hold until the next snapshot, by what this one
// shows around it. In the place of a person a bot only flies: what is fired, used up and
// earned there is theirs, and silence would be an autopilot otherwise.
func (m *match) runBots() {
	snap := m.publisher.Last()
	if snap == nil {
		return
	}
	sight, half := &m.sight, 2*botRange*m.cfg.Game.About().View.HalfWidth
	sight.Config, sight.Tick, sight.Seen = &m.place, snap.Tick(), snap.AppendGlobal(sight.Seen[:0])
	global := len(sight.Seen)
	for i, skill := range m.botSkills() {
		s, p := &m.seats[i], sim.PlayerID(i)
		if !m.botControlled(s) {
			continue
		}
		view := snapshot.View{HalfW: half, HalfH: half}
		view.X, view.Y = m.world.Eye(p)
		sight.Seen = snap.AppendNear(sight.Seen[:global], &view)
		sight.Me, sight.Own = p, m.world.Private(p)
		m.inputs[p] = m.cfg.Game.Think(sight, skill)
		if s.holder == holderPlayer {
			m.inputs[p].Buttons = 0
		}
	}
}
