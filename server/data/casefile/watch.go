package casefile

import (
	"slices"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
)

const (
	fastest    = 100 * time.Millisecond // no hand reacts within it
	steepest   = 45.0                   // degrees a tick
	turnWindow = 3                      // ticks before a hit in which a turn counts
	memory     = 2 * time.Second        // how long a client may go on showing what has left its surroundings, and a shot fly
	maxMoments = 100                    // of a kind that a file lists
)

// watch follows a player through a match.
type watch struct {
	play   *replay.Playback
	file   File
	first  sim.Tick
	avatar sim.Avatar // nil: nobody can be told to be in view
	aimer  sim.Aimer  // nil: nobody aims
	aim    int        // the axis that aims; -1: none does

	mine     []bool      // by seat: the player holds it now
	before   []sim.Input // by seat, in the tick before
	seen     [][]sight   // by the seat of the player, nil until they have it, and that of the other
	turned   [][turnWindow]float64
	entities []sim.Entity
	events   []sim.Event

	ticks, changes           int
	reactions, turns, behind []float64
}

// sight is since when one player has another in view, and when they last could have been
// sent them; 0: never.
type sight struct{ since, sent sim.Tick }

func newWatch(p *replay.Playback, player string) *watch {
	n := p.Config.Seats
	w := &watch{
		play: p, first: p.World.Tick(), aim: aimAxis(p.Game.About().Inputs),
		file: File{Match: p.Header.Match, Player: player, Fast: []Moment{}, Snaps: []Moment{}, Unseen: []Moment{}},
		mine: make([]bool, n), before: make([]sim.Input, n), turned: make([][turnWindow]float64, n),
	}
	m := p.Game.NewModel(p.Config)
	w.avatar, _ = m.(sim.Avatar)
	if w.aimer, _ = m.(sim.Aimer); w.avatar != nil && w.aimer != nil {
		w.seen = make([][]sight, n)
	}
	return w
}

// aimAxis is the axis that goes round and stays: where a player points.
func aimAxis(in *sim.InputSchema) int {
	return slices.IndexFunc(in.Axes, func(a sim.InputAxis) bool { return a.Wide && a.Kept && !a.Signed })
}

// tick looks at the tick that was just played.
func (w *watch) tick() {
	w.events = w.play.World.AppendEvents(w.events[:0])
	w.entities = w.play.World.AppendEntities(w.entities[:0])
	for p := range w.mine {
		s := &w.play.Seats[p]
		held := s.Holder == replay.Player && s.Account == w.file.Player
		if held && !slices.Contains(w.file.Seats, p) {
			w.file.Name, w.file.Seats = s.Name, append(w.file.Seats, p)
		}
		if held && w.mine[p] {
			w.watchHands(sim.PlayerID(p))
		}
		w.mine[p], w.before[p] = held, w.play.Inputs[p]
		if held && w.seen != nil {
			w.watchEyes(sim.PlayerID(p))
		}
	}
	if w.seen != nil {
		w.judgeHits()
	}
}

// watchHands looks at what the player in seat p holds.
func (w *watch) watchHands(p sim.PlayerID) {
	now, before, t := w.play.Inputs[p], w.before[p], w.play.World.Tick()
	w.ticks++
	if !now.SameControls(before) {
		w.changes++
	}
	if now.View != 0 && now.View <= t {
		w.behind = append(w.behind, w.milliseconds(t-now.View))
	}
	turns := &w.turned[p]
	copy(turns[1:], turns[:turnWindow-1])
	turns[0] = 0
	if w.aim >= 0 {
		turns[0] = degrees(now.Axes[w.aim], before.Axes[w.aim])
	}
}

// degrees is the angle between two values of an axis that goes round.
func degrees(a, b int32) float64 {
	return max(float64(int16(a-b)), -float64(int16(a-b))) * 360 / (1 << 16)
}

// watchEyes looks at whom the player in seat p can see. How wide their window is the log does
// not say: it is taken to be as wide as may be, and what was sent, as much as ever is.
func (w *watch) watchEyes(p sim.PlayerID) {
	about, t := w.play.Game.About(), w.play.World.Tick()
	interest, _ := about.Distances()
	x, y := w.play.World.Eye(p)
	if w.seen[p] == nil {
		w.seen[p] = make([]sight, len(w.mine))
	}
	for other := range w.seen[p] {
		s := &w.seen[p][other]
		at, found := slices.BinarySearchFunc(w.entities, w.avatar.Avatar(sim.PlayerID(other)), func(e sim.Entity, id sim.EntityID) int { return int(e.ID) - int(id) })
		if !found {
			s.since = 0
			continue
		}
		beyond := about.Beyond(w.entities[at].X, w.entities[at].Y, x, y)
		if beyond > 0 {
			s.since = 0
		} else if s.since == 0 {
			s.since = t
		}
		if beyond <= interest.LeaveMargin {
			s.sent = t
		}
	}
}

// judgeHits looks at the hits of the player in this tick. Only shots that were judged in the
// past of their shooter struck what they saw then: a mine hits whomever it pleases.
func (w *watch) judgeHits() {
	t := w.play.World.Tick()
	for i := range w.events {
		r, ok := w.aimer.Receipt(&w.events[i])
		if !ok || int(r.Shooter) >= len(w.mine) || int(r.Victim) >= len(w.mine) || !w.mine[r.Shooter] || r.Victim == r.Shooter {
			continue
		}
		w.file.Hits++
		if r.Rewind > 0 {
			w.judge(&r, t)
		}
	}
}

// judge looks at a hit by a shot that was aimed.
func (w *watch) judge(r *sim.Receipt, t sim.Tick) {
	w.file.Aimed++
	m := Moment{Tick: t, Seconds: w.milliseconds(t-w.first) / 1000, Seat: int(r.Shooter), Target: int(r.Victim)}
	s := w.seen[r.Shooter][r.Victim]
	if s.sent == 0 || w.milliseconds(t-s.sent) > float64(memory.Milliseconds()) {
		w.file.Unseen = list(w.file.Unseen, m)
	}
	if seen := t - r.Rewind; s.since != 0 && s.since > w.first && seen >= s.since {
		m.Value = w.milliseconds(seen - s.since)
		w.reactions = append(w.reactions, m.Value)
		if m.Value < float64(fastest.Milliseconds()) {
			w.file.Fast = list(w.file.Fast, m)
		}
	}
	if w.aim >= 0 {
		m.Value = slices.Max(w.turned[r.Shooter][:])
		w.turns = append(w.turns, m.Value)
		if m.Value >= steepest {
			w.file.Snaps = list(w.file.Snaps, m)
		}
	}
}

func list(all []Moment, m Moment) []Moment {
	if len(all) == maxMoments {
		return all
	}
	return append(all, m)
}

func (w *watch) milliseconds(ticks sim.Tick) float64 {
	return float64(ticks) * 1000 / float64(w.play.Config.TicksPerSecond())
}

func (w *watch) finish() File {
	f := &w.file
	f.Seconds = w.milliseconds(sim.Tick(w.ticks)) / 1000
	f.Reactions, f.Turns, f.ViewAges = spreadOf(w.reactions), spreadOf(w.turns), spreadOf(w.behind)
	f.Changes = float64(w.changes) / max(f.Seconds, 1)
	f.Truncated = w.play.Truncated
	return *f
}
