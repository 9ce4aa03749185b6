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
// shares the place of their side, and is rated all the same: running away is no
// way out. Who comes back after that begins anew. A round that ends because nobody is
// left to play against has been won by who stayed, if it was fought at all: see
// leastFought.
type Result struct {
	ID           string // a UUID that no other round has
	Room, Code   string
	Mode         sim.Mode
	Rated        bool // the rated Lines count for the ratings of their players
	Aborted      bool // it ended without anybody winning: the room closed, everyone left, or it was not fought
	Seed         uint64
	Began, Ended time.Time
	Lines        []Line // best first
}

// Line is what one pilot did in a round. A person who gave the seat up and came
// back has two, of which one at the most is Rated.
type Line struct {
	Player string // account; empty: a bot
	Name   string
	Seat   sim.PlayerID
	Team   sim.Team
	Place  int // from 1; equals share one

	Points, Kills, Deaths int

	Left  bool // was gone at the end
	Rated bool // a person who came before half of the round was over
}

// round is the match that counts, while it is live.
type round struct {
	live  bool
	began time.Time
	tick  sim.Tick // with which it began
	left  []departed
}

// departed is the line of a person who left during the round.
type departed struct {
	Line
	came sim.Tick
}

// follow notices that the world has begun a round, or has ended one.
func (r *Room) follow() {
	phase := r.world.Phase()
	switch live := phase == sim.PhaseLive; {
	case live && !r.round.live && r.drains(): // nothing that begins now could be played to its end
	case live && !r.round.live:
		r.round = round{live: true, began: r.now, tick: r.world.Tick(), left: r.round.left[:0]}
	case !live && r.round.live:
		r.conclude(phase != sim.PhasePodium)
		r.drainRound()
	}
}

// conclude tells what became of the round. One in which nobody sat but bots was
// none.
func (r *Room) conclude(aborted bool) {
	r.round.live = false
	lines := r.lines()
	aborted = aborted || r.forfeited() && !r.fought(lines)
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Player != "" }) {
		return
	}
	r.unsaid.since, r.unsaid.kept = r.now, r.herald.Ended(Result{
		ID: uuid.Must(uuid.NewV7()).String(), Room: r.cfg.ID, Code: r.cfg.Code,
		Mode: r.cfg.Sim.Mode, Seed: r.cfg.Sim.Seed,
		Rated: r.cfg.Rated && !aborted && r.contested(lines), Aborted: aborted,
		Began: r.round.began, Ended: endOf(r.round.began, r.now), Lines: lines,
	})
}

// leastFought is how long a round without a kill must have lasted to count if it ends
// because somebody left; of a short round a third is enough. Until then they may go, as
// from a game of chess before the first move; and handing over points by leaving is not
// quicker than by losing.
const leastFought = 20 * time.Second

// forfeited reports whether the round ended because somebody left who was needed.
func (r *Room) forfeited() bool {
	here := r.count(human, robot)
	opposed := here[sim.NoTeam] >= 2 || here[1] > 0 && here[2] > 0
	return len(r.round.left) > 0 && !opposed
}

// fought reports whether there was a round to lose: a kill, or enough of its time.
func (r *Room) fought(lines []Line) bool {
	whole := time.Duration(r.cfg.Sim.RoundTicks()) * r.schedule.interval
	return r.now.Sub(r.round.began) >= min(leastFought, whole/3) || slices.ContainsFunc(lines, func(l Line) bool { return l.Kills > 0 })
}

// maxUnsaid is how long the end of a round is kept back for a result that is on its
// way to the disk, which takes some milliseconds. A disk that stands still must not
// stop the match.
const maxUnsaid = 250 * time.Millisecond

// unsaid is the end of a round that nobody has been shown.
type unsaid struct {
	kept  <-chan struct{} // nil: there is none
	since time.Time
}

// holds reports whether nothing may be shown at now.
func (u *unsaid) holds(now time.Time) bool {
	if u.kept == nil {
		return false
	}
	select {
	case <-u.kept:
	default:
		if now.Sub(u.since) < maxUnsaid {
			return true
		}
	}
	u.kept = nil
	return false
}

// endOf is when a round ended that began then and ends now: as much later as has
// passed. The clock on the wall may have been set back meanwhile, and then says
// that now is before it began.
func endOf(began, now time.Time) time.Time { return began.Add(max(now.Sub(began), 0)) }

// contested reports whether people met: two who are rated, one on each side where
// there are sides.
func (r *Room) contested(lines []Line) bool {
	var rated [1 + sides]int
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
	lines := make([]Line, 0, len(r.standings)+len(r.round.left))
	for i := range r.standings {
		l := r.lineOf(&r.standings[i])
		l.Rated = l.Player != "" && r.cameOf(l.Player, r.seats[l.Seat].came) <= half
		lines = append(lines, l)
	}
	return append(lines, r.farewells(lines, half)...)
}

// farewells are the lines of those who left, best first. They are rated unless they
// came late, or are here again.
func (r *Room) farewells(here []Line, half sim.Tick) []Line {
	slices.SortStableFunc(r.round.left, func(a, b departed) int { return cmp.Compare(b.Points, a.Points) })
	gone := make([]Line, 0, len(r.round.left))
	for i, d := range r.round.left {
		again := slices.ContainsFunc(here, func(l Line) bool { return l.Player == d.Player })
		d.Rated = !again && r.cameOf(d.Player, d.came) <= half
		switch {
		case d.Team != sim.NoTeam:
			d.Place = placeOf(d.Team, here)
		case i > 0 && gone[i-1].Points == d.Points:
			d.Place = gone[i-1].Place
		default:
			d.Place = len(here) + i + 1
		}
		gone = append(gone, d.Line)
	}
	return gone
}

// placeOf is the place of a side, or of one that is gone.
func placeOf(side sim.Team, here []Line) int {
	for i := range here {
		if here[i].Team == side {
			return here[i].Place
		}
	}
	return sides // the last of them
}

// cameOf is when a person first came, who came now at this tick.
func (r *Room) cameOf(player string, now sim.Tick) sim.Tick {
	for _, d := range r.round.left {
		if d.Player == player {
			now = min(now, d.came)
		}
	}
	return now
}

func (r *Room) lineOf(s *sim.Standing) Line {
	seat := &r.seats[s.Player]
	return Line{
		Player: seat.player, Name: seat.name, Seat: s.Player, Team: s.Team, Place: s.Place,
		Points: s.Points, Kills: s.Kills, Deaths: s.Deaths,
	}
}

// depart remembers what the person in seat p has done, who leaves.
func (r *Room) depart(p sim.PlayerID) {
	if !r.round.live || r.seats[p].holder != human {
		return
	}
	r.standings = r.world.AppendStandings(r.standings[:0])
	for i := range r.standings {
		if s := &r.standings[i]; s.Player == p {
			l := r.lineOf(s)
			l.Left = true
			r.round.left = append(r.round.left, departed{l, r.seats[p].came})
		}
	}
}
