package replay

import (
	"io"
	"math"

	"perihelion/sim"
)

// Report is what came of a verification.
type Report struct {
	Header
	Config    sim.Config
	Ticks     int  // played
	Hashes    int  // that agreed
	States    int  // that agreed, but for the first
	Truncated bool // the recording was cut short, in a crash perhaps

	// After ErrDiverged: the world was as recorded at tick Good, but not at Bad.
	Good, Bad sim.Tick
	Want, Got uint64
}

// Verify plays a log of one of games on a new world and compares every hash and every
// state. It stops at the first that differs, with ErrDiverged.
func Verify(src io.Reader, games sim.Games) (Report, error) {
	r, err := NewReader(src, games)
	if err != nil {
		return Report{}, err
	}
	p := NewPlayback(r)
	err = p.To(math.MaxUint32)
	return Report{
		Header: r.Header, Config: r.Config, Truncated: p.Truncated,
		Ticks: p.Ticks, Hashes: p.Hashes, States: p.States, Good: p.Good, Bad: p.Bad, Want: p.Want, Got: p.Got,
	}, err
}
