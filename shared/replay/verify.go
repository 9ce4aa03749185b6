package replay

import (
	"errors"
	"fmt"
	"io"

	"perihelion/sim"
)

// Report is what came of a verification.
type Report struct {
	Config    sim.Config
	Ticks     int  // played
	Hashes    int  // that agreed
	Truncated bool // the recording was cut short, in a crash perhaps

	// After ErrDiverged: the world was as recorded at tick Good, but not at Bad.
	Good, Bad sim.Tick
	Want, Got uint64
}

// Verify plays a replay of one of games on a new world and compares every hash. It
// stops at the first that differs, with ErrDiverged.
func Verify(src io.Reader, games sim.Games) (Report, error) {
	r, err := NewReader(src, games)
	if err != nil {
		return Report{}, err
	}
	rep := Report{Config: r.Config}
	w := r.Game.NewWorld(r.Config)
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return rep, nil
		case errors.Is(err, ErrTruncated):
			rep.Truncated = true
			return rep, nil
		case err != nil:
			return rep, err
		}
		if err := rep.play(w, &rec); err != nil {
			return rep, err
		}
	}
}

func (rep *Report) play(w sim.World, rec *Record) error {
	switch rec.Op {
	case OpTick:
		w.Step(rec.Inputs)
		rep.Ticks++
	case OpJoin:
		w.Join(rec.Player)
	case OpLeave:
		w.Leave(rec.Player)
	case OpState:
		return rep.begin(w, rec.State)
	case OpHash:
		return rep.compare(w, rec.Hash)
	}
	return nil
}

func (rep *Report) begin(w sim.World, state []byte) error {
	if rep.Ticks > 0 {
		return fmt.Errorf("restore state in the middle: %w", ErrFormat)
	}
	if err := w.RestoreState(state); err != nil {
		return fmt.Errorf("restore state: %w", err)
	}
	rep.Good = w.Tick()
	return nil
}

func (rep *Report) compare(w sim.World, want uint64) error {
	if got := w.Hash(); got != want {
		rep.Bad, rep.Want, rep.Got = w.Tick(), want, got
		return fmt.Errorf("between tick %d and %d: %w", rep.Good, rep.Bad, ErrDiverged)
	}
	rep.Good = w.Tick()
	rep.Hashes++
	return nil
}
