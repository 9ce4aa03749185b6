package daily

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"runtime"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// MaxBytes is how long the log of a run may be: some are a third of it.
const MaxBytes = 1 << 20

// Why a run is refused: a word for programs and metrics.
const (
	reasonDamaged    = "damaged"    // not a log
	reasonRules      = "rules"      // of another version of the game
	reasonOther      = "other"      // another game, seed or Config
	reasonSeats      = "seats"      // somebody came, went, or is not alone
	reasonInputs     = "inputs"     // that no client sends
	reasonDiverged   = "diverged"   // the match went another way
	reasonUnfinished = "unfinished" // or it goes on after its end
	reasonSlow       = "slow"       // it takes too long to play
)

// Verified is a run that was played again from the inputs of its player.
type Verified struct {
	*Run          // as the server would have recorded it
	Path [32]byte // a fingerprint of the way in the first half of the round: no two people fly the same one
}

// Verify plays c again with the inputs that the player has in a log, and compares all else in
// the log with what comes of them. It reads MaxBytes at most, plays as many ticks as a run
// can have, and ends with ctx. Every other error is a *Refusal.
func Verify(ctx context.Context, log io.Reader, c Challenge, p Player) (v Verified, err error) {
	defer func() { // the world is ours, but what it is fed is not
		if cause := recover(); cause != nil {
			err = refuse(reasonInputs, "the run cannot be played: %v", cause)
		}
	}()
	r, err := replay.NewReader(io.LimitReader(log, MaxBytes), sim.Games{c.Game})
	if err != nil {
		return v, explain(err)
	}
	if m := sim.Describe(c.Game, c.Config); r.Header.Match != m {
		return v, refuse(reasonOther, "this run is not that of %v: it was flown with another seed, or by other settings", c.Day)
	}
	again := verifier{run: NewRun(c, p), path: sha256.New(), log: r}
	for {
		if ctx.Err() != nil {
			return v, refuse(reasonSlow, "the run takes too long to play again")
		}
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = again.compare(&rec)
		}
		if err != nil {
			return v, explain(err)
		}
		runtime.Gosched() // rooms that are played in this process go first
	}
	if !again.run.Over() || !again.proved {
		return v, refuse(reasonUnfinished, "the run was not flown to its end")
	}
	v.Run = again.run
	again.path.Sum(v.Path[:0])
	return v, nil
}

// verifier compares a log with a run.
type verifier struct {
	log    *replay.Reader
	run    *Run
	path   hash.Hash
	begun  bool // the log has its first state
	proved bool // the last tick has a hash
	state  []byte
}

func (v *verifier) compare(rec *replay.Record) error {
	w := v.run.World
	switch rec.Op {
	case replay.OpTick:
		return v.tick(rec.Inputs)
	case replay.OpHash:
		again := v.proved
		if v.proved = rec.Hash == w.Hash(); !v.proved {
			return v.diverged()
		}
		if again { // a hash costs more than the bytes that ask for it
			return refuse(reasonDamaged, "the log has two hashes of tick %d", w.Tick())
		}
	case replay.OpSegment:
		if rec.Segment.Tick != w.Tick() {
			return refuse(reasonDiverged, "the log leaps from tick %d to %d", w.Tick(), rec.Segment.Tick)
		}
	case replay.OpState:
		v.state = w.AppendState(v.state[:0])
		if v.begun = true; !bytes.Equal(rec.State, v.state) {
			return v.diverged()
		}
	case replay.OpSeat:
		if (rec.Player == Me) != (rec.Seat.Holder == replay.Player) || rec.Seat.Holder == replay.Nobody {
			return refuse(reasonSeats, "a run has one player and its bots, and nobody else in seat %d", rec.Player)
		}
	case replay.OpMark: // the run makes its own
	case replay.OpJoin, replay.OpLeave, replay.OpLeaver:
		return refuse(reasonSeats, "nobody comes or goes in a run")
	default:
		return refuse(reasonDamaged, "the log has what no run has")
	}
	return nil
}

// tick plays a tick with what the player held, and compares what the bots held.
func (v *verifier) tick(inputs []sim.Input) error {
	t := v.run.World.Tick()
	switch {
	case !v.begun:
		return refuse(reasonDamaged, "the log has no beginning")
	case v.run.Over():
		return refuse(reasonUnfinished, "the log goes on after the end of the run")
	}
	in := inputs[Me]
	if err := v.run.check(in); err != nil {
		return err
	}
	v.proved = false
	v.run.Step(in)
	for p, want := range v.run.Inputs {
		if p != int(Me) && inputs[p] != want {
			return refuse(reasonDiverged, "after tick %d a bot does what the bots of the server would not: load the game again", t)
		}
	}
	if t < v.run.Config.RoundTicks()/2 { // what comes after is easily changed without another score
		x, y := v.run.World.Eye(Me)
		return binary.Write(v.path, binary.LittleEndian, [...]int32{x, y})
	}
	return nil
}

// check refuses what a client does not let its player hold: it sends what the wire can carry,
// without the buttons of bots, and shows the tick before the one that the world is at.
func (r *Run) check(in sim.Input) error {
	s, t := r.Game.About().Inputs, r.World.Tick()
	switch {
	case s.OfPlayer(in).Buttons != in.Buttons:
		return refuse(reasonInputs, "after tick %d the player holds a button that only bots have", t)
	case s.Clamp(in) != in:
		return refuse(reasonInputs, "after tick %d the player holds what no controls can give", t)
	case in.View != ViewOf(t):
		return refuse(reasonInputs, "after tick %d the player saw tick %d, which no client shows then", t, in.View)
	}
	return nil
}

// ViewOf is the View of the input that a player gives when the world is at tick t: what lies
// between the last two ticks is on the screen.
func ViewOf(t sim.Tick) sim.Tick { return max(t, 1) - 1 }

func (v *verifier) diverged() error {
	return refuse(reasonDiverged, "at tick %d the run went another way on the server", v.run.World.Tick())
}
