package room

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// Result is what a round came to. A round counts from the moment it is live. Who
// comes into it plays for points like everyone, but is rated only if half of it
// was still to come. Who is away for less than Config.Hold keeps the seat and what
// was earned on it; who leaves for good is placed behind everyone who stayed, or
// shares the place of their team, and is rated all the same: running away is no
// way out. Who comes back after that begins anew. A round that ends because nobody is
// left to play against has been won by who stayed, if it was fought at all: see
// leastFought.
type Result struct {
	ID           string // of the round
	Game         string // the About.Name
	Room, Code   string
	Epoch        int64 // of the room
	Mode         *sim.Mode
	Rated        bool // the rated Lines count for the ratings of their players
	Aborted      bool // it ended without anybody winning: the room closed, everyone left, or it was not fought
	Seed         uint64
	Began, Ended time.Time
	Columns      []string // of the lines
	Lines        []Line   // best first
}

// Line is what one pilot did in a round. A person who gave the seat up and came
// back has two, of which one at the most is Rated.
type Line struct {
	Player string // account; empty: a bot
	Name   string
	Seat   sim.PlayerID
	Team   sim.Team
	Place  int // from 1; equals share one

	// As in a sim.Standing.
	Score   int
	Points  int
	Columns [sim.MaxColumns]int

	Left  bool // was gone at the end
	Rated bool // a person who came before half of the round was over
}

// round is the match that counts, while it is live.
type round struct {
	live    bool
	foreign bool   // it began elsewhere, where nobody can tell how it went: it has no id, and no result
	id      string // a UUID that no other round has, drawn when it begins: two copies of a room have one result
	began   time.Time
	tick    sim.Tick // with which it began
	leavers []leaver
}

// livePhase is the phase of a round that is live.
func (o *round) livePhase() replay.RoundPhase {
	if o.foreign {
		return replay.RoundUncounted
	}
	return replay.RoundLive
}

// frame tells a client which match the round is.
func (o *round) frame() []byte {
	return protocol.AppendRound(nil, &protocol.Round{Match: o.id, Tick: o.tick})
}

// sendRound tells a newcomer which match the round is that goes on, or was the last.
func (m *match) sendRound(peer Peer) {
	if m.round.id != "" {
		peer.Notify(m.round.frame())
	}
}

// leaver is the line of a person who left during the round.
type leaver struct {
	Line
	joinedTick sim.Tick
}

// updateRound notices that the world has begun a round, or has ended one. A match without
// end has none.
func (m *match) updateRound() {
	if m.cfg.Sim.Mode.Endless {
		return
	}
	phase := m.world.Phase()
	switch live := phase == sim.PhaseLive; {
	case live && !m.round.live && m.isDraining(): // nothing that begins now could be played to its end
	case live && !m.round.live:
		m.round = round{live: true, id: uuid.Must(uuid.NewV7()).String(), began: m.now, tick: m.world.Tick(), leavers: m.round.leavers[:0]}
		m.beginLog()
		m.notifyAll(m.round.frame())
	case !live && m.round.live:
		m.endRound(phase != sim.PhasePodium)
		m.drainAfterRound()
	}
}

// endRound tells what became of the round. One in which nobody sat but bots was
// none.
func (m *match) endRound(aborted bool) {
	m.round.live = false
	if m.round.foreign {
		m.closeRoundLog(aborted, false)
		return
	}
	lines := m.lines()
	aborted = aborted || m.forfeited() && !m.countsAsPlayed(lines)
	played := slices.ContainsFunc(lines, func(l Line) bool { return l.Player != "" })
	m.closeRoundLog(aborted, played)
	if !played {
		return
	}
	m.pendingResult.since, m.pendingResult.saved = m.now, m.observer.OnRoundEnd(Result{
		ID: m.round.id, Game: m.cfg.Game.About().Name, Room: m.cfg.ID, Code: m.cfg.Code, Epoch: m.cfg.Epoch,
		Mode: m.cfg.Sim.Mode, Seed: m.cfg.Sim.Seed,
		Rated: m.cfg.Rated && !aborted && m.hasOpponents(lines), Aborted: aborted,
		Began: m.round.began, Ended: endOf(m.round.began, m.now), Lines: lines, Columns: m.cfg.Game.About().Columns,
	})
}

// minRatedTime is how long a round without a kill must have lasted to count if it ends
// because somebody left; of a short round a third is enough. Until then they may go, as
// from a game of chess before the first move; and handing over points by leaving is not
// quicker than by losing.
const minRatedTime = 20 * time.Second

// forfeited reports whether the round ended because somebody left who was needed.
func (m *match) forfeited() bool {
	here := m.countByTeam(holderPlayer, holderBot)
	opposed := here[sim.NoTeam] >= 2 || here[1] > 0 && here[2] > 0
	return len(m.round.leavers) > 0 && !opposed
}

// countsAsPlayed reports whether there was a round to lose: something was done, or enough of its time.
func (m *match) countsAsPlayed(lines []Line) bool {
	whole := time.Duration(m.cfg.Sim.RoundTicks()) * m.schedule.interval
	return m.now.Sub(m.round.began) >= min(minRatedTime, whole/3) || slices.ContainsFunc(lines, func(l Line) bool { return l.Columns[0] > 0 })
}

// maxResultWait is how long the end of a round is kept back for a result that is on its
// way to the disk, which takes some milliseconds. A disk that stands still must not
// stop the match.
const maxResultWait = 250 * time.Millisecond

// pendingResult is a result on its way to the disk. Until it is there nothing is
// published, so nobody sees the end of the round.
type pendingResult struct {
	saved <-chan struct{} // nil: there is none
	since time.Time
}

// blocks reports whether nothing may be shown at now.
func (u *pendingResult) blocks(now time.Time) bool {
	if u.saved == nil {
		return false
	}
	select {
	case <-u.saved:
	default:
		if now.Sub(u.since) < maxResultWait {
			return true
		}
	}
	u.saved = nil
	return false
}

// endOf is when a round ended that began then and ends now: as much later as has
// passed. The clock on the wall may have been set back meanwhile, and then says
// that now is before it began.
func endOf(began, now time.Time) time.Time { return began.Add(max(now.Sub(began), 0)) }

// hasOpponents reports whether people met: two who are rated, one on each team where
// there are teams.
func (m *match) hasOpponents(lines []Line) bool {
	var rated [1 + teamCount]int
	for i := range lines {
		if lines[i].Rated {
			rated[lines[i].Team]++
		}
	}
	return rated[sim.NoTeam] >= 2 || rated[1] > 0 && rated[2] > 0
}

// lines are those of everyone who is here, best first, and of those who left.
func (m *match) lines() []Line {
	half := m.round.tick + (m.world.Tick()-m.round.tick)/2
	m.standings = m.world.AppendStandings(m.standings[:0])
	lines := make([]Line, 0, len(m.standings)+len(m.round.leavers))
	for i := range m.standings {
		l := m.lineFor(&m.standings[i])
		l.Rated = l.Player != "" && m.firstJoin(l.Player, m.seats[l.Seat].joinedTick) <= half
		lines = append(lines, l)
	}
	return append(lines, m.leaverLines(lines, half)...)
}

// leaverLines are the lines of those who left, best first. They are rated unless they
// came late, or are here again.
func (m *match) leaverLines(here []Line, half sim.Tick) []Line {
	slices.SortStableFunc(m.round.leavers, func(a, b leaver) int { return cmp.Compare(b.Points, a.Points) })
	gone := make([]Line, 0, len(m.round.leavers))
	for i, d := range m.round.leavers {
		again := slices.ContainsFunc(here, func(l Line) bool { return l.Player == d.Player })
		d.Rated = !again && m.firstJoin(d.Player, d.joinedTick) <= half
		switch {
		case d.Team != sim.NoTeam:
			d.Place = placeOfTeam(d.Team, here)
		case i > 0 && gone[i-1].Points == d.Points:
			d.Place = gone[i-1].Place
		default:
			d.Place = len(here) + i + 1
		}
		gone = append(gone, d.Line)
	}
	return gone
}

// placeOfTeam is the place of a team, or of one that is gone.
func placeOfTeam(side sim.Team, here []Line) int {
	for i := range here {
		if here[i].Team == side {
			return here[i].Place
		}
	}
	return teamCount // the last of them
}

// firstJoin is when a person first came, who came now at this tick.
func (m *match) firstJoin(player string, now sim.Tick) sim.Tick {
	for _, d := range m.round.leavers {
		if d.Player == player {
			now = min(now, d.joinedTick)
		}
	}
	return now
}

func (m *match) lineFor(s *sim.Standing) Line {
	seat := &m.seats[s.Player]
	return Line{
		Player: seat.player, Name: seat.name, Seat: s.Player, Team: s.Team, Place: s.Place,
		Score: s.Score, Points: s.Points, Columns: s.Columns,
	}
}

// recordLeaver remembers what the person in seat p has done, who leaves.
func (m *match) recordLeaver(p sim.PlayerID) {
	if !m.round.live || m.round.foreign || m.seats[p].holder != holderPlayer {
		return
	}
	m.standings = m.world.AppendStandings(m.standings[:0])
	for i := range m.standings {
		if s := &m.standings[i]; s.Player == p {
			l := m.lineFor(s)
			l.Left = true
			m.round.leavers = append(m.round.leavers, leaver{l, m.seats[p].joinedTick})
			m.record.writeLeaver(&m.round.leavers[len(m.round.leavers)-1])
		}
	}
}
