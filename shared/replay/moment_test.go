package replay

import (
	"bytes"
	"errors"
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
)

func readMoment(log []byte) (*Playback, error) {
	r, err := NewReader(bytes.NewReader(log), games.All)
	if err != nil {
		return nil, err
	}
	return ReadMoment(r)
}

func TestAMatchGoesOnFromAMoment(t *testing.T) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 3, Seats: 4}})
	for range 300 {
		m.step()
	}
	seats := []Seat{{Holder: Bot}, {}, {Holder: Player}, {Holder: Bot}}
	p, err := readMoment(EncodeMoment(m.game, m.cfg, m.world, seats))
	if err != nil {
		t.Fatal(err)
	}
	if p.World.Hash() != m.world.Hash() || p.World.Tick() != 300 || p.Ticks != 0 {
		t.Errorf("the world of tick %d is %x, want %x", p.World.Tick(), p.World.Hash(), m.world.Hash())
	}
	for i := range seats {
		if p.Seats[i] != seats[i] {
			t.Errorf("seat %d is %+v, want %+v", i, p.Seats[i], seats[i])
		}
	}
}

func TestAMomentIsOfOneTick(t *testing.T) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 3, Seats: 4}})
	moment := EncodeMoment(m.game, m.cfg, m.world, m.seats)
	more := func(write func(w *Writer)) []byte {
		w := Continue(m.game, m.cfg)
		write(w)
		return append(bytes.Clone(moment), w.Bytes()...)
	}
	for name, log := range map[string][]byte{
		"a tick":         more(func(w *Writer) { w.Tick(m.inputs) }),
		"a join":         more(func(w *Writer) { w.Join(1) }),
		"another moment": more(func(w *Writer) { w.Segment(0, 0, m.world.AppendState(nil)) }),
		"a round":        more(func(w *Writer) { w.Round(&Round{Match: "m"}) }),
		"half a record":  append(bytes.Clone(moment), byte(OpSeat)),
		"no state":       func() []byte { w := NewWriter(m.game, m.cfg, Header{}); w.Segment(0, 0, nil); return w.Bytes() }(),
		"nothing":        NewWriter(m.game, m.cfg, Header{}).Bytes(),
	} {
		if p, err := readMoment(log); p != nil || !errors.Is(err, ErrFormat) && !errors.Is(err, ErrTruncated) {
			t.Errorf("%s after it: %v", name, err)
		}
	}
}
