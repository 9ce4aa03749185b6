package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"strings"
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

func (w *tape) note(v uint64)        { w.sum = w.sum*31 + v + 1 }
func (w *tape) Tick() sim.Tick       { return w.tick }
func (w *tape) Join(p sim.PlayerID)  { w.note(uint64(p)) }
func (w *tape) Leave(p sim.PlayerID) { w.note(uint64(p) << 32) }
func (w *tape) Hash() uint64         { return w.sum }
func (w *tape) AppendState(dst []byte) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint32(dst, uint32(w.tick)), w.sum)
}

func (w *tape) RestoreState(b []byte) error {
	if len(b) != 12 {
		return errTape
	}
	w.tick, w.sum = sim.Tick(binary.LittleEndian.Uint32(b)), binary.LittleEndian.Uint64(b[4:])
	return nil
}

func (w *tape) Step(inputs []sim.Input) {
	w.tick++
	for _, in := range inputs {
		w.note(uint64(in.View)<<16 | uint64(uint16(in.Axes[ships.AxisAim])))
	}
}

var errTape = errors.New("no state of a tape")

// tapes are games of tapes. The ships have an axis of every kind, the toy a short header.
var tapes = sim.Games{onTape(toy.Game), onTape(games.Ships)}

func onTape(g sim.Game) sim.Game {
	return g.WithWorld(func(sim.Config) sim.World { return &tape{} })
}

// tapeLog is a log of tapes that has begun.
func tapeLog(rules sim.Rules, cfg sim.Config) *Writer {
	w := NewWriter(rules, cfg, Header{Node: "n", Room: "r", Private: true, Began: 5})
	w.Segment(0, 0, (&tape{}).AppendState(nil))
	return w
}

func TestReaderReturnsWhatTheWriterWasGiven(t *testing.T) {
	cfg := sim.Config{Seed: 1<<63 + 5, Mode: ships.Skirmish, Seats: 300, Rate: 60}
	w := tapeLog(ships.Rules, cfg)
	w.Join(299)
	seat := Seat{Player, "ada", "Ada ☄", 7, 3, 1<<32 - 1, 25.5, 2}
	w.Seat(299, &seat)
	held := make([]sim.Input, cfg.Seats)
	extreme := sim.Input{Axes: ships.Axes(-127, 127, 0xffff), Buttons: 0xf, View: 1<<32 - 1, Fraction: 255}
	ticks := [][2]sim.Input{{{}, extreme}, {extreme, {}}, {{View: 5}, {Axes: ships.Axes(0, 0, 1<<15)}}, {{View: 6}, {}}, {{View: 6}, {}}}
	for _, in := range ticks {
		held[0], held[299] = in[0], in[1]
		w.Tick(held)
	}
	w.Leave(299)
	w.Hash(1<<64 - 1)
	leaver := Leaver{"ada", "Ada", 7, -3, [sim.MaxColumns]int{1, 2, 3, 1 << 30}}
	w.Leaver(299, &leaver)
	round := Round{"id", 1e12, 9, RoundAborted}
	w.Round(&round)
	mark := sim.Headline{Actor: 299, Target: sim.NoPlayer, Means: "goal"}
	w.Mark(&mark)
	w.Chat(3)
	edit := Edit{1<<32 - 1, []byte("change")}
	w.Edit(299, &edit)
	w.Withdraw(0x8001)
	w.Segment(5, 1<<33, nil)
	r, err := NewReader(bytes.NewReader(w.Bytes()), tapes)
	if err != nil || r.Config != cfg || r.Header != (Header{sim.Describe(ships.Rules, cfg), "n", "r", true, 5}) {
		t.Fatalf("header %+v, %v, want %+v", r.Header, err, cfg)
	}
	expect := func(want Record) {
		t.Helper()
		if got, err := r.Next(); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("next = %+v, %v, want %+v", got, err, want)
		}
	}
	expect(Record{Op: OpSegment})
	expect(Record{Op: OpState, State: (&tape{}).AppendState(nil)})
	expect(Record{Op: OpJoin, Player: 299})
	expect(Record{Op: OpSeat, Player: 299, Seat: seat})
	for _, in := range ticks {
		held[0], held[299] = in[0], in[1]
		expect(Record{Op: OpTick, Inputs: held})
	}
	expect(Record{Op: OpLeave, Player: 299})
	expect(Record{Op: OpHash, Hash: 1<<64 - 1})
	expect(Record{Op: OpLeaver, Player: 299, Leaver: leaver})
	expect(Record{Op: OpRound, Round: round})
	expect(Record{Op: OpMark, Mark: mark})
	expect(Record{Op: OpChat, Chat: 3})
	expect(Record{Op: OpEdit, Player: 299, Edit: edit})
	expect(Record{Op: OpWithdraw, Places: 0x8001})
	expect(Record{Op: OpSegment, Segment: Start{5, 1 << 33}})
	if _, err := r.Next(); err != io.EOF || r.Offset() != int64(len(w.Bytes())) {
		t.Errorf("after the last record: %v at %d, want EOF at %d", err, r.Offset(), len(w.Bytes()))
	}
}

func TestATextThatCouldHarmIsNotRecorded(t *testing.T) {
	w := tapeLog(toy.Game, sim.Config{Seats: 2})
	w.Seat(1, &Seat{Holder: Player, Name: "\x1b[2J\xff" + strings.Repeat("é", 200)})
	x, err := Scan(bytes.NewReader(w.Bytes()), tapes)
	if err != nil || len(x.People) != 1 || x.People[0].Name != "?[2J?"+strings.Repeat("é", 125) {
		t.Errorf("%+v, %v", x, err)
	}
}

func TestWhatNobodySurprisesCostsAByte(t *testing.T) {
	w := tapeLog(toy.Game, sim.Config{Seats: 16})
	held := make([]sim.Input, 16)
	for p := range held {
		held[p] = sim.Input{Axes: [sim.InputAxes]int32{toy.AxisX: 127}, View: 100}
	}
	w.Tick(held)
	before := len(w.Bytes())
	for p := range held {
		held[p].View++
	}
	w.Tick(held)
	if n := len(w.Bytes()) - before; n != 1 {
		t.Errorf("a tick as foreseen takes %d bytes, want 1", n)
	}
}

func TestDamagedReplaysAreRefused(t *testing.T) {
	header := NewWriter(toy.Game, sim.Config{Seats: 2}, Header{}).Bytes()
	begun := tapeLog(toy.Game, sim.Config{Seats: 2}).Bytes()
	damaged := func(records ...byte) []byte { return append(bytes.Clone(begun), records...) }
	bare := func(records ...byte) []byte { return append(bytes.Clone(header), records...) }
	op := func(n int, o Op) byte { return byte(n<<opBits | int(o)) }
	other, private := bytes.Clone(header), bytes.Clone(header)
	other[len(magic)]--
	private[len(private)-9] = 2
	words := len(magic) + 1 + len("\x03toy") + len("\x03toy")
	config := words + 1 + 8
	put := func(at int, b ...byte) []byte {
		return append(append(bytes.Clone(header[:at]), b...), header[at+1:]...)
	}
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
		"more seats than there are":        {put(config, 0x81, 0x10), ErrFormat},
		"a rate that no world has":         {put(config+1, 1), ErrFormat},
		"more points than a round may ask": {put(config+2, 0xff, 0x7f), ErrFormat},
		"arenas of a game that has none":   {put(config+4, 1, 0x7b), ErrFormat},
		"arenas without end":               {put(config+4, 0xff, 0xff, 0xff, 0x7f), ErrFormat},
		"inputs of another game":           {put(config+5, 7), ErrFormat},
		"a flag that is unknown":           {private, ErrFormat},
		"a time without end":               {append(bytes.Clone(header[:len(header)-8]), 255, 255, 255, 255, 255, 255, 255, 255), ErrFormat},
		"an unknown record":                {damaged(op(0, ops)), ErrFormat},
		"no segment at the beginning":      {bare(op(0, OpTick)), ErrFormat},
		"no state at the beginning":        {bare(op(0, OpSegment), 0, 0, op(0, OpTick)), ErrFormat},
		"a state that is none":             {bare(op(0, OpSegment), 0, 0, op(1, OpState), 7), errTape},
		"a state of another tick":          {bare(append([]byte{op(0, OpSegment), 9, 0, 0xc4, 1}, make([]byte, 12)...)...), ErrFormat},
		"a segment of another tick":        {damaged(op(0, OpSegment), 9, 0), ErrFormat},
		"a state without a segment":        {damaged(op(0, OpTick), op(0, OpState)), ErrFormat},
		"a join beyond the last seat":      {damaged(op(2, OpJoin)), ErrFormat},
		"a change beyond the last seat":    {damaged(op(1, OpTick), 2<<1, 0), ErrFormat},
		"more changes than seats":          {damaged(op(3, OpTick), 0, 0, 0, 0, 0, 0), ErrFormat},
		"unknown fields":                   {damaged(op(1, OpTick), 0, 0x80), ErrFormat},
		"a number without end":             {damaged(op(1, OpTick), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), ErrFormat},
		"a holder that is unknown":         {damaged(op(0, OpSeat), 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), ErrFormat},
		"a rating that is no number":       {damaged(op(0, OpSeat), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0, 0), ErrFormat},
		"a name that could harm":           {damaged(op(0, OpSeat), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x1b), ErrFormat},
		"a round without a match":          {damaged(op(0, OpRound), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), ErrFormat},
		"a phase that is unknown":          {damaged(op(3, OpRound), 1, 'a', 0, 0, 0, 0, 0, 0, 0, 0, 0), ErrFormat},
		"a change of nobody here":          {damaged(op(2, OpEdit), 1, 0), ErrFormat},
		"a change that is too long":        {damaged(op(0, OpEdit), 1, 0xff, 0xff, 1), ErrFormat},
		"an arena of a game without any":   {damaged(op(1, OpWithdraw)), ErrFormat},
		"a change of what never changes":   {damaged(op(0, OpEdit), 1, 0), ErrFormat},
		"a mark of nobody here":            {damaged(op(0, OpMark), 3, 0, 0), ErrFormat},
	} {
		if rep, err := Verify(bytes.NewReader(c.replay), tapes); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v, want %v", name, rep, err, c.want)
		}
	}
}

// bomb is a world that breaks.
type bomb struct{ tape }

func (*bomb) Step([]sim.Input) { panic("boom") }

func TestAWorldThatPanicsIsToldInWords(t *testing.T) {
	w := tapeLog(toy.Game, sim.Config{Seats: 2})
	w.Tick(make([]sim.Input, 2))
	_, err := Verify(bytes.NewReader(w.Bytes()), sim.Games{toy.Game.WithWorld(func(sim.Config) sim.World { return &bomb{} })})
	if !errors.Is(err, ErrPanic) || !strings.Contains(err.Error(), "after tick 0") || !strings.Contains(err.Error(), "boom") {
		t.Errorf("%v, want where and why", err)
	}
}

func TestALogOfTooMuchIsRefused(t *testing.T) {
	w := tapeLog(toy.Game, sim.Config{Seats: 2})
	for range maxListed + 2 {
		w.Mark(&sim.Headline{})
	}
	if x, err := Scan(bytes.NewReader(w.Bytes()), tapes); !errors.Is(err, ErrFormat) {
		t.Errorf("%+v, %v, want ErrFormat", x, err)
	}
	w = tapeLog(toy.Game, sim.Config{Seats: 2})
	for range maxLeavers + 1 {
		w.Leaver(0, &Leaver{})
	}
	if rep, err := Verify(bytes.NewReader(w.Bytes()), tapes); !errors.Is(err, ErrFormat) {
		t.Errorf("%+v, %v, want ErrFormat", rep, err)
	}
}

func TestAStateIsNotAllocatedBeforeItIsThere(t *testing.T) {
	w := NewWriter(toy.Game, sim.Config{Seats: 2}, Header{})
	w.Segment(0, 0, nil)
	head := binary.AppendUvarint(w.Bytes(), maxState<<opBits|uint64(OpState))
	r, err := NewReader(bytes.NewReader(head), tapes)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = r.Next() // the segment
	if _, err := r.Next(); !errors.Is(err, ErrTruncated) || r.state.Cap() > 1<<16 {
		t.Errorf("a state of 16 MB that is not there: %v, %d bytes taken", err, r.state.Cap())
	}
}

// FuzzVerify: no log may do worse than be refused, and all readers agree on where it ends.
func FuzzVerify(f *testing.F) {
	f.Add(record(duo(1)))
	f.Add(packed(f, record(duo(1)), games.All))
	f.Add(record(script{game: games.Ships, cfg: sim.Config{Seed: 1, Seats: 2, Rate: 10}, seconds: 11}))
	f.Fuzz(func(t *testing.T, log []byte) {
		rep, err := Verify(bytes.NewReader(log), tapes)
		x, scanErr := Scan(bytes.NewReader(log), tapes)
		if err == nil && scanErr == nil && (rep.Ticks != int(x.Last-x.First) || x.Truncated != rep.Truncated) {
			t.Fatalf("%+v, but scanned %+v", rep, x)
		}
		var out bytes.Buffer
		if err := Anonymize(&out, bytes.NewReader(log), tapes, "\x00"); scanErr == nil && (err != nil || !bytes.Equal(out.Bytes(), log[:x.Bytes])) {
			t.Fatalf("a copy without somebody who is not in it has %d bytes of %d, %v", out.Len(), x.Bytes, err)
		}
	})
}

// FuzzRealWorld: nor does a log of a game that is really installed, whatever state it hides.
func FuzzRealWorld(f *testing.F) {
	f.Add(record(script{game: games.Ships, cfg: sim.Config{Seed: 1, Seats: 2, Rate: 10}, seconds: 11}))
	f.Add(packed(f, record(duo(1)), games.All))
	f.Add(record(script{game: games.Puck, cfg: sim.Config{Seed: 1, Seats: 8, Rate: 10}, seconds: 11}))
	f.Add(record(script{game: games.Toy, cfg: sim.Config{Seed: 1, Seats: 2, Rate: 10}, seconds: 11}))
	f.Fuzz(func(t *testing.T, log []byte) {
		_, _ = Verify(bytes.NewReader(log[:min(len(log), 1<<14)]), installed)
		if x, err := Scan(bytes.NewReader(log), installed); err == nil {
			_, _ = Seek(bytes.NewReader(log), x, installed, x.First)
		}
	})
}

// FuzzRecord: any course of a match comes back as it went.
func FuzzRecord(f *testing.F) {
	f.Add([]byte("\x00\x01abcdefgh\x01\x02ijklmnop"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		cfg := sim.Config{Seats: 4}
		w, world := tapeLog(ships.Rules, cfg), &tape{}
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
		if rep, err := Verify(bytes.NewReader(w.Bytes()), tapes); err != nil {
			t.Fatalf("%+v, %v", rep, err)
		}
		if rep, err := Verify(bytes.NewReader(packed(t, w.Bytes(), tapes)), tapes); err != nil {
			t.Fatalf("packed: %+v, %v", rep, err)
		}
	})
}
