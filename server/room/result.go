package room

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

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
	ID           string // a UUID that no other round has
	Room, Code   string
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

	Points  int
	Columns [sim.MaxColumns]int // as in a sim.Standing

	Left  bool // was gone at the end
	Rated bool // a person who came before half of the round was over
}

// round is the match that counts, while it is live.
type round struct {
	live    bool
	began   time.Time
	tick    sim.Tick // with which it began
	leavers []leaver
}

// leaver is the line of a person who left during the round.
type leaver struct {
	Line
	joinedTick sim.Tick
}

// updateRound notices that the world has begun a round, or has ended one.
func (r *Room) updateRound() {
	phase := r.world.Phase()
	switch live := phase == sim.PhaseLive; {
	case live && !r.round.live && r.isDraining(): // nothing that begins now could be played to its end
	case live && !r.round.live:
		r.round = round{live: true, began: r.now, tick: r.world.Tick(), leavers: r.round.leavers[:0]}
	case !live && r.round.live:
		r.endRound(phase != sim.PhasePodium)
		r.drainAfterRound()
	}
}

// endRound tells what became of the round. One in which nobody sat but bots was
// none.
func (r *Room) endRound(aborted bool) {
	r.round.live = false
	lines := r.lines()
	aborted = aborted || r.forfeited() && !r.countsAsPlayed(lines)
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Player != "" }) {
		return
	}
	r.pendingResult.since, r.pendingResult.saved = r.now, r.observer.OnRoundEnd(Result{
		ID: uuid.Must(uuid.NewV7()).String(), Room: r.cfg.ID, Code: r.cfg.Code,
		Mode: r.cfg.Sim.Mode, Seed: r.cfg.Sim.Seed,
		Rated: r.cfg.Rated && !aborted && r.hasOpponents(lines), Aborted: aborted,
		Began: r.round.began, Ended: endOf(r.round.began, r.now), Lines: lines, Columns: r.cfg.Game.About().Columns,
	})
}

// minRatedTime is how long a round without a kill must have lasted to count if it ends
// because somebody left; of a short round a third is enough. Until then they may go, as
// from a game of chess before the first move; and handing over points by leaving is not
// quicker than by losing.
const minRatedTime = 20 * time.Second

// forfeited reports whether the round ended because somebody left who was needed.
func (r *Room) forfeited() bool {
	here := r.countByTeam(holderPlayer, holderBot)
	opposed := here[sim.NoTeam] >= 2 || here[1] > 0 && here[2] > 0
	return len(r.round.leavers) > 0 && !opposed
}

// countsAsPlayed reports whether there was a round to lose: something was done, or enough of its time.
func (r *Room) countsAsPlayed(lines []Line) bool {
	whole := time.Duration(r.cfg.Sim.RoundTicks()) * r.schedule.interval
	return r.now.Sub(r.round.began) >= min(minRatedTime, whole/3) || slices.ContainsFunc(lines, func(l Line) bool { return l.Columns[0] > 0 })
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
func (r *Room) hasOpponents(lines []Line) bool {
	var rated [1 + teamCount]int
	for i := range lines {
		if lines[i].Rated {
			rated[lines[i].Team]++
		}
	}
	return rated[sim.NoTeam] >= 2 || rated[1] > 0 && rated[2] > 0
}

// lines are those of everyone who is here, best first, and of those who left.
func (r *Room) lines() []Line {
	half := r.round.tick + (r.world.Tick()-r.round.tick)/2
	r.standings = r.world.AppendStandings(r.standings[:0])
	lines := make([]Line, 0, len(r.standings)+len(r.round.leavers))
	for i := range r.standings {
		l := r.lineFor(&r.standings[i])
		l.Rated = l.Player != "" && r.firstJoin(l.Player, r.seats[l.Seat].joinedTick) <= half
		lines = append(lines, l)
	}
	return append(lines, r.leaverLines(lines, half)...)
}

// leaverLines are the lines of those who left, best first. They are rated unless they
// came late, or are here again.
func (r *Room) leaverLines(here []Line, half sim.Tick) []Line {
	slices.SortStableFunc(r.round.leavers, func(a, b leaver) int { return cmp.Compare(b.Points, a.Points) })
	gone := make([]Line, 0, len(r.round.leavers))
	for i, d := range r.round.leavers {
		again := slices.ContainsFunc(here, func(l Line) bool { return l.Player == d.Player })
		d.Rated = !again && r.firstJoin(d.Player, d.joinedTick) <= half
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
func (r *Room) firstJoin(player string, now sim.Tick) sim.Tick {
	for _, d := range r.round.leavers {
		if d.Player == player {
			now = min(now, d.joinedTick)
		}
	}
	return now
}

func (r *Room) lineFor(s *sim.Standing) Line {
	seat := &r.seats[s.Player]
	return Line{
		Player: seat.player, Name: seat.name, Seat: s.Player, Team: s.Team, Place: s.Place,
		Points: s.Points, Columns: s.Columns,
	}
}

// recordLeaver remembers what the person in seat p has done, who leaves.
func (r *Room) recordLeaver(p sim.PlayerID) {
	if !r.round.live || r.seats[p].holder != holderPlayer {
		return
	}
	r.standings = r.world.AppendStandings(r.standings[:0])
	for i := range r.standings {
		if s := &r.standings[i]; s.Player == p {
			l := r.lineFor(s)
			l.Left = true
			r.round.leavers = append(r.round.leavers, leaver{l, r.seats[p].joinedTick})
		}
	}
}
