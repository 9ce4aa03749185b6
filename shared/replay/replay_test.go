package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
	"perihelion/sim/toy"
)

// tape is a World that writes down what happens to it.
type tape struct {
	sim.World // for what a replay does not ask
	tick      sim.Tick
	sum       uint64
}

func (w *tape) note(v uint64)             { w.sum = w.sum*31 + v + 1 }
func (w *tape) Tick() sim.Tick            { return w.tick }
func (w *tape) Join(p sim.PlayerID)       { w.note(uint64(p)) }
func (w *tape) Leave(p sim.PlayerID)      { w.note(uint64(p) << 32) }
func (w *tape) Hash() uint64              { return w.sum }
func (w *tape) RestoreState([]byte) error { return nil }
func (w *tape) Step(inputs []sim.Input) {
	w.tick++
	for _, in := range inputs {
		w.note(uint64(in.View)<<16 | uint64(uint16(in.Axes[ships.AxisAim])))
	}
}

// tapes are games of tapes. The ships have an axis of every kind, the toy a short header.
var tapes = sim.Games{onTape(toy.Game), onTape(games.Ships)}

func onTape(g sim.Game) sim.Game {
	return g.WithWorld(func(sim.Config) sim.World { return &tape{} })
}

func TestReaderReturnsWhatTheWriterWasGiven(t *testing.T) {
	cfg := sim.Config{Seed: 1<<63 + 5, Mode: ships.Skirmish, Seats: 300, Rate: 60}
	w := NewWriter(ships.Rules, cfg)
	w.Restart([]byte("a world"))
	w.Join(299)
	held := make([]sim.Input, cfg.Seats)
	extreme := sim.Input{Axes: ships.Axes(-127, 127, 0xffff), Buttons: 0xf, View: 1<<32 - 1, Fraction: 255}
	ticks := [][2]sim.Input{{{}, extreme}, {extreme, {}}, {{View: 5}, {Axes: ships.Axes(0, 0, 1<<15)}}, {{View: 6}, {}}, {{View: 6}, {}}}
	for _, in := range ticks {
		held[0], held[299] = in[0], in[1]
		w.Tick(held)
	}
	w.Leave(299)
	w.Hash(1<<64 - 1)
	r, err := NewReader(bytes.NewReader(w.Take(nil)), tapes)
	if err != nil || r.Config != cfg {
		t.Fatalf("config %+v, %v, want %+v", r.Config, err, cfg)
	}
	expect := func(want Record) {
		t.Helper()
		if got, err := r.Next(); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("next = %+v, %v, want %+v", got, err, want)
		}
	}
	expect(Record{Op: OpState, State: []byte("a world")})
	expect(Record{Op: OpJoin, Player: 299})
	for _, in := range ticks {
		held[0], held[299] = in[0], in[1]
		expect(Record{Op: OpTick, Inputs: held})
	}
	expect(Record{Op: OpLeave, Player: 299})
	expect(Record{Op: OpHash, Hash: 1<<64 - 1})
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("after the last record: %v, want EOF", err)
	}
}

func TestWhatNobodySurprisesCostsAByte(t *testing.T) {
	w := NewWriter(toy.Game, sim.Config{Seats: 16})
	held := make([]sim.Input, 16)
	for p := range held {
		held[p] = sim.Input{Axes: [sim.InputAxes]int32{toy.AxisX: 127}, View: 100}
	}
	w.Tick(held)
	before := w.Len()
	for p := range held {
		held[p].View++
	}
	w.Tick(held)
	if n := w.Len() - before; n != 1 {
		t.Errorf("a tick as foreseen takes %d bytes, want 1", n)
	}
}

func TestDamagedReplaysAreRefused(t *testing.T) {
	header := NewWriter(toy.Game, sim.Config{Seats: 2}).Take(nil)
	damaged := func(records ...byte) []byte { return append(bytes.Clone(header), records...) }
	other := bytes.Clone(header)
	other[len(magic)]++
	words := len(magic) + 1 + len("\x03toy") + len("\x03toy")
	seats := binary.AppendUvarint(bytes.Clone(header[:words+1+8]), sim.MaxPlayers+1)
	game, rules := bytes.Clone(header), bytes.Clone(header)
	game[len(magic)+2]++
	rules[words]++
	for name, c := range map[string]struct {
		replay []byte
		want   error
	}{
		"nothing":                          {nil, ErrFormat},
		"something else":                   {[]byte("GIF89a, of all things"), ErrFormat},
		"another version":                  {other, ErrVersion},
		"a game that is not installed":     {game, sim.ErrGame},
		"rules of another version":         {rules, sim.ErrRules},
		"a mode that the game has not":     {bytes.Replace(header, []byte("\x03toy\x03toy"), []byte("\x03toy\x03toY"), 1), ErrFormat},
		"more seats than there are":        {append(seats, 0, 0, 0), ErrFormat},
		"a rate that no world has":         {append(bytes.Clone(header[:len(header)-3]), 1, 0, 0), ErrFormat},
		"more points than a round may ask": {append(bytes.Clone(header[:len(header)-2]), 0xff, 0x7f, 0), ErrFormat},
		"an unknown record":                {damaged(7), ErrFormat},
		"a join beyond the last seat":      {damaged(2<<opBits | byte(OpJoin)), ErrFormat},
		"a change beyond the last seat":    {damaged(1<<opBits, 2<<1, 0), ErrFormat},
		"more changes than seats":          {damaged(3<<opBits, 0, 0, 0, 0, 0, 0), ErrFormat},
		"unknown fields":                   {damaged(1<<opBits, 0, 0x80), ErrFormat},
		"a number without end":             {damaged(1<<opBits, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), ErrFormat},
		"a state in the middle of a match": {damaged(0, byte(OpState)), ErrFormat},
	} {
		if rep, err := Verify(bytes.NewReader(c.replay), tapes); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v, want %v", name, rep, err, c.want)
		}
	}
}

func TestAStateIsNotAllocatedBeforeItIsThere(t *testing.T) {
	head := binary.AppendUvarint(NewWriter(toy.Game, sim.Config{Seats: 2}).Take(nil), maxState<<opBits|uint64(OpState))
	r, err := NewReader(bytes.NewReader(head), tapes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); !errors.Is(err, ErrTruncated) || r.state.Cap() > 1<<16 {
		t.Errorf("a state of 16 MB that is not there: %v, %d bytes taken", err, r.state.Cap())
	}
}

// FuzzVerify: no replay may do worse than be refused.
func FuzzVerify(f *testing.F) {
	f.Add(record(script{cfg: sim.Config{Seed: 1, Seats: 2, Rate: 30}, seconds: 1}))
	f.Fuzz(func(t *testing.T, replay []byte) {
		_, _ = Verify(bytes.NewReader(replay), tapes)
	})
}

// FuzzRecord: any course of a match comes back as it went.
func FuzzRecord(f *testing.F) {
	f.Add([]byte("\x00\x01abcdefgh\x01\x02ijklmnop"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		cfg := sim.Config{Seats: 4}
		w, world := NewWriter(ships.Rules, cfg), &tape{}
		held := make([]sim.Input, cfg.Seats)
		for ; len(raw) >= 10; raw = raw[10:] {
			p := sim.PlayerID(raw[0] % 4)
			switch raw[1] % 8 {
			case 0:
				w.Join(p)
				world.Join(p)
			case 1:
				w.Leave(p)
				world.Leave(p)
			}
			held[p] = sim.Input{Axes: ships.Axes(max(int8(raw[2]), -127), max(int8(raw[3]), -127), uint16(raw[4])<<8|uint16(raw[5])), Buttons: sim.Buttons(raw[6] & 0xf), View: sim.Tick(raw[7])<<24 | sim.Tick(raw[8]), Fraction: raw[9]}
			w.Tick(held)
			world.Step(held)
			w.Hash(world.Hash())
		}
		if rep, err := Verify(bytes.NewReader(w.Take(nil)), tapes); err != nil {
			t.Fatalf("%+v, %v", rep, err)
		}
	})
}
