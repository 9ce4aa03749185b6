// Package viewer plays the log of a match for the screen: it simulates the match again, on
// this machine, and shows it as the netcode shows a match that is watched. The log may be
// one that is still written: then the match is seen live. It needs no window, knows no
// server, and is not safe for concurrent use.
package viewer

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// maxSteps is how many ticks one frame plays at most: a machine that cannot play so fast
// shows the match slower instead of standing still.
const maxSteps = 24

// Speeds are how fast a match can be played.
var Speeds = [...]float64{0.25, 0.5, 1, 2, 4, 8}

// Viewer plays one log.
type Viewer struct {
	Index   *replay.Index
	View    netcode.View // what the screen shows
	Speed   float64      // one of Speeds
	Paused  bool
	Err     error // why it cannot be played on; nil: it can
	Growing bool  // more of the log may come: the end is waited at

	log      bytesAt
	games    sim.Games
	play     *replay.Playback
	from, to []sim.Entity
	pending  float64 // time that was not played yet, in ticks
	cut      bool    // the next View does not go on from the last
	sight    sight

	standings []sim.Standing // scratch of Points
}

// Open reads a log and shows its beginning. The error says what is wrong with the log.
func Open(log []byte, games sim.Games) (*Viewer, error) {
	x, err := replay.Scan(bytes.NewReader(log), games)
	if err != nil {
		return nil, err
	}
	v := &Viewer{Index: x, Speed: 1, log: bytesAt{log}, games: games}
	if v.View.Game, v.View.Config, err = games.Open(x.Match); err != nil {
		return nil, err
	}
	if err := v.Seek(x.First); err != nil {
		return nil, err
	}
	v.Follow(0)
	return v, nil
}

// bytesAt is an io.ReaderAt of bytes that can become more.
type bytesAt struct{ all []byte }

func (b *bytesAt) ReadAt(dst []byte, at int64) (int, error) {
	return bytes.NewReader(b.all).ReadAt(dst, at)
}

// Append adds segments that have come since to the log. On an error nothing is added.
func (v *Viewer) Append(segments []byte) error {
	x := *v.Index // its lists only grow
	if err := x.Extend(segments, v.games); err != nil {
		return err
	}
	v.log.all = append(v.log.all, segments...)
	*v.Index = x
	return nil
}

// Seek shows the match at the end of tick t, or of the nearest one that the log holds.
func (v *Viewer) Seek(t sim.Tick) error {
	t = min(max(t, v.Index.First), v.Index.Last)
	from := max(t, v.Index.First+1) - 1
	if v.sight.on { // with what its client had in the last seconds
		from = max(t, v.Index.First+remembered) - remembered
	}
	play, err := replay.Seek(&v.log, v.Index, v.games, from)
	if err != nil {
		return v.fail(err)
	}
	v.play, v.Err, v.pending = play, nil, 0
	v.View.Ready, v.View.Watching, v.View.Me = true, true, sim.NoPlayer
	v.View.Cut, v.cut = true, true
	v.View.Events = v.View.Events[:0]
	v.to = play.World.AppendEntities(v.to[:0])
	v.View.Config.TakeArena(play.World)
	v.from = append(v.from[:0], v.to...)
	if v.sight.on {
		v.sight.past.Clear()
		v.sight.told = 0
		v.remember()
	}
	for play.World.Tick() < t {
		if err := v.step(); err != nil {
			return v.fail(err)
		}
	}
	v.View.Events = v.View.Events[:0]
	v.fill()
	return nil
}

// fail notes why the match cannot be played on.
func (v *Viewer) fail(err error) error {
	v.Err, v.Paused = fmt.Errorf("the replay cannot be played on: %w", err), true
	return v.Err
}

// Advance plays on for dt seconds, times Speed.
func (v *Viewer) Advance(dt float64) {
	v.View.Events = v.View.Events[:0]
	v.View.Cut, v.cut = v.cut, false
	if v.Paused || v.Err != nil {
		return
	}
	v.pending += dt * v.Speed * float64(v.rate())
	for n := 0; v.pending >= 1 && !v.AtEnd() && n < maxSteps; n++ {
		if err := v.step(); err != nil {
			_ = v.fail(err)
			return
		}
		v.pending--
	}
	v.pending = min(v.pending, 1)
	if v.AtEnd() {
		v.pending = 1
		v.Paused = !v.Growing
	}
	v.fill()
}

// PlayTo plays on to tick t, or to the end before it, and shows the moment that is frac of a
// tick after the one before: for a match that is shown beside another. What a slow frame
// cannot catch up with, the next ones do.
func (v *Viewer) PlayTo(t sim.Tick, frac float32) {
	v.View.Events = v.View.Events[:0]
	for n := 0; v.Err == nil && v.play.World.Tick() < min(t, v.Index.Last) && n < maxSteps; n++ {
		if err := v.step(); err != nil {
			_ = v.fail(err)
		}
	}
	if v.pending = float64(frac); v.AtEnd() {
		v.pending = 1
	}
	v.fill()
}

// Points are those of a player now.
func (v *Viewer) Points(p sim.PlayerID) int {
	v.standings = v.play.World.AppendStandings(v.standings[:0])
	for i := range v.standings {
		if v.standings[i].Player == p {
			return v.standings[i].Points
		}
	}
	return 0
}

// AppendState appends the state of the world that is shown: a match can go on from it.
func (v *Viewer) AppendState(dst []byte) []byte { return v.play.World.AppendState(dst) }

// AtEnd reports whether all of the log was played.
func (v *Viewer) AtEnd() bool { return v.play.World.Tick() >= v.Index.Last }

// step plays a tick.
func (v *Viewer) step() error {
	w := v.play.World
	if err := v.play.To(w.Tick() + 1); err != nil {
		return err
	}
	v.from, v.to = v.to, w.AppendEntities(v.from[:0])
	v.View.Config.TakeArena(w)
	if v.sight.on {
		v.remember()
		return nil
	}
	v.View.Events = w.AppendEvents(v.View.Events)
	return nil
}

// fill fills the view with what lies between the last two ticks.
func (v *Viewer) fill() {
	view, t := &v.View, v.play.World.Tick()
	if !v.sight.on || !v.fillSight(view.Follow) {
		view.Tick, view.Frac = max(t, 1)-1, float32(v.pending)
		view.Seen = (&netcode.Pair{From: v.from, To: v.to, Tick: t}).AppendSeen(view.Seen[:0], view.Frac)
	}
	view.Roster = view.Roster[:0]
	for p := range v.play.Seats {
		if s := &v.play.Seats[p]; s.Holder != replay.Nobody {
			view.Roster = append(view.Roster, protocol.Player{
				ID: sim.PlayerID(p), Name: s.Name, Bot: s.Holder == replay.Bot, Account: protocol.AccountOf(s.Account),
			})
		}
	}
	if _, ok := view.Player(view.Follow); !ok {
		v.Follow(0)
	}
}

// Follow looks at another player: by places further in the roster, or with 0 at the best
// person in the round, or without any at the best bot.
func (v *Viewer) Follow(by int) {
	list := v.View.Roster
	if len(list) == 0 {
		v.View.Follow = sim.NoPlayer
		return
	}
	at := slices.IndexFunc(list, func(p protocol.Player) bool { return p.ID == v.View.Follow })
	if by == 0 || at < 0 {
		v.View.Follow = v.bestPlayer()
		return
	}
	v.View.Follow = list[((at+by)%len(list)+len(list))%len(list)].ID
}

// bestPlayer is the best person in the round, or without any the best bot.
func (v *Viewer) bestPlayer() sim.PlayerID {
	standings := v.play.World.AppendStandings(nil)
	for i := range standings {
		if p, ok := v.View.Player(standings[i].Player); ok && !p.Bot {
			return p.ID
		}
	}
	if len(standings) > 0 {
		return standings[0].Player
	}
	return v.View.Roster[0].ID
}

// FollowAccount looks at the player of an account, if there is one.
func (v *Viewer) FollowAccount(account string) {
	for p := range v.play.Seats {
		if s := &v.play.Seats[p]; s.Holder == replay.Player && s.Account == account && account != "" {
			v.View.Follow = sim.PlayerID(p)
		}
	}
}

// Behind is how much of the log was not played yet.
func (v *Viewer) Behind() time.Duration { return v.Length() - v.Position() }

// Position is where in the log the view is.
func (v *Viewer) Position() time.Duration { return v.timeOf(v.play.World.Tick()) }

// Length is how long the match is.
func (v *Viewer) Length() time.Duration { return v.timeOf(v.Index.Last) }

// timeOf is when tick t is played, from the beginning of the log.
func (v *Viewer) timeOf(t sim.Tick) time.Duration {
	return time.Duration(int64(t)-int64(v.Index.First)) * time.Second / time.Duration(v.rate())
}

// TickAt is the tick that is played at a time from the beginning of the log.
func (v *Viewer) TickAt(at time.Duration) sim.Tick {
	ticks := at.Seconds() * float64(v.rate())
	return v.Index.First + sim.Tick(min(max(ticks, 0), float64(v.Index.Last-v.Index.First)))
}

func (v *Viewer) rate() int { return v.View.Config.TicksPerSecond() }

// Marks are the moments worth looking for, from 0 at the beginning to 1 at the end.
func (v *Viewer) Marks() []float32 {
	marks := make([]float32, 0, len(v.Index.Marks))
	for i := range v.Index.Marks {
		marks = append(marks, float32(v.Index.Marks[i].Tick-v.Index.First)/float32(max(v.Index.Last-v.Index.First, 1)))
	}
	return marks
}

// Verified is how many recorded hashes and states the match has met since the last Seek.
func (v *Viewer) Verified() int { return v.play.Hashes + v.play.States }
