package replay

import (
	"errors"
	"fmt"
	"io"

	"perihelion/sim"
)

// EncodeMoment is a log of a match at the end of one tick, and of nothing that comes after:
// a world can go on from it elsewhere. seats are those of the match, by PlayerID.
func EncodeMoment(rules sim.Rules, cfg sim.Config, world sim.World, seats []Seat) []byte {
	w := NewWriter(rules, cfg, Header{})
	w.Segment(world.Tick(), 0, world.AppendState(nil))
	for p := range seats {
		if seats[p].Holder != Nobody {
			w.Seat(sim.PlayerID(p), &seats[p])
		}
	}
	return w.Bytes()
}

// ReadMoment reads the rest of a log that EncodeMoment made. It plays nothing, and refuses a
// log in which there is something to play: whoever sent it decides how long it is.
func ReadMoment(r *Reader) (*Playback, error) {
	p := NewPlayback(r)
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF) && p.World != nil:
			return p, nil
		case errors.Is(err, io.EOF):
			return nil, ErrTruncated
		case err != nil:
			return nil, err
		case rec.Op != OpSegment && rec.Op != OpState && rec.Op != OpSeat, rec.Op == OpSegment && p.World != nil:
			return nil, fmt.Errorf("more than one moment of a match: %w", ErrFormat)
		}
		if err := p.play(&rec); err != nil {
			return nil, err
		}
	}
}
