package replay

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"os"
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

var update = flag.Bool("update", false, "record testdata/*.replay anew")

// The replays are embedded so that this test runs where there are no files: in
// the emulators of other architectures.
//
//go:embed testdata
var testdata embed.FS

// goldens are matches whose course must never change unnoticed, on any machine.
// A change of the rules is a reason to record them anew with -update, and to say
// so; a change of the bots is none, for what they did is on record.
var goldens = map[string]script{
	"fight.replay": {cfg: sim.Config{Seed: 0x5eed, Seats: 8}, seconds: 30},
	"teams.replay": {cfg: sim.Config{Seed: 0x51de5, Seats: 8, Mode: ships.Teams, Points: 12, Seconds: 20}, seconds: 30},
	"duel.replay":  {cfg: sim.Config{Seed: 0xd0e1, Seats: 2, Mode: ships.Duel, Seconds: 10}, seconds: 30},
	"comings-and-goings.replay": {
		cfg: sim.Config{Seed: 7, Seats: 6, Rate: 30}, seconds: 20,
		comings: map[int]sim.PlayerID{60: 5, 200: 2, 300: 0}, goings: map[int]sim.PlayerID{90: 2, 100: 0, 400: 4},
	},
}

// script is a match of bots: everyone joins at the start, but for those who come
// later, by tick.
type script struct {
	cfg             sim.Config
	seconds         int
	comings, goings map[int]sim.PlayerID
}

// match plays a script, one tick at a time.
type match struct {
	script
	world  *ships.World
	seen   []sim.Entity
	inputs []sim.Input
	tick   int
}

func newMatch(s script) *match {
	return &match{script: s, world: ships.New(s.cfg), inputs: make([]sim.Input, s.cfg.Seats)}
}

// think lets the bots decide on the inputs of the next tick.
func (m *match) think() {
	m.seen = m.world.AppendEntities(m.seen[:0])
	for i := range m.inputs {
		p := sim.PlayerID(i)
		sight := sim.Sight{Config: &m.cfg, Tick: m.world.Tick(), Me: p, Own: m.world.Private(p), Seen: m.seen}
		m.inputs[p] = games.Ships.Think(&sight, sim.Skill(i%3))
	}
}

// step records and plays a tick.
func (m *match) step(w *Writer) {
	if m.tick == 0 {
		for p := range m.cfg.Seats {
			m.join(w, sim.PlayerID(p))
		}
	}
	if p, ok := m.goings[m.tick]; ok {
		w.Leave(p)
		m.world.Leave(p)
	}
	if p, ok := m.comings[m.tick]; ok {
		m.join(w, p)
	}
	m.think()
	w.Tick(m.inputs)
	m.world.Step(m.inputs)
	if w.Due() {
		w.Hash(m.world.Hash())
	}
	m.tick++
}

func (m *match) join(w *Writer, p sim.PlayerID) {
	w.Join(p)
	m.world.Join(p)
}

func record(s script) []byte {
	m, w := newMatch(s), NewWriter(ships.Rules, s.cfg)
	for range s.seconds * s.cfg.TicksPerSecond() {
		m.step(w)
	}
	return w.Take(nil)
}

func TestGoldenReplaysGoAsTheyWent(t *testing.T) {
	for name, s := range goldens {
		if *update {
			if err := os.WriteFile("testdata/"+name, record(s), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		file, err := testdata.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		rep, err := Verify(bytes.NewReader(file), games.All)
		if err != nil || rep.Hashes != s.seconds || rep.Ticks != s.seconds*s.cfg.TicksPerSecond() || sim.Describe(ships.Rules, rep.Config) != sim.Describe(ships.Rules, s.cfg) {
			t.Errorf("%s: %+v, %v, want %d hashes to agree", name, rep, err, s.seconds)
		}
	}
}

func TestAReplayCutAnywhereIsGoodUpToThere(t *testing.T) {
	whole := record(script{cfg: sim.Config{Seed: 1, Seats: 2, Rate: 30}, seconds: 3})
	last := 0
	for n := range whole {
		rep, err := Verify(bytes.NewReader(whole[:n]), games.All)
		switch {
		case err == nil:
		case errors.Is(err, ErrFormat) && n <= len(magic), errors.Is(err, ErrTruncated) && rep.Ticks == 0:
			continue // not even a header
		default:
			t.Fatalf("the first %d of %d bytes: %v", n, len(whole), err)
		}
		if rep.Ticks < last {
			t.Fatalf("%d bytes are %d ticks, one byte less was %d", n, rep.Ticks, last)
		}
		last = rep.Ticks
	}
	if last != 90 {
		t.Errorf("all bytes but one are %d ticks, want 90", last)
	}
}

func TestVerifyFindsTheSecondThatWentWrong(t *testing.T) {
	s := script{cfg: sim.Config{Seed: 1, Seats: 4}, seconds: 5}
	m, w := newMatch(s), NewWriter(ships.Rules, s.cfg)
	for range 5 * 60 {
		if m.tick == 2*60+30 {
			m.world.Leave(3) // and nobody writes it down
		}
		m.step(w)
	}
	rep, err := Verify(bytes.NewReader(w.Take(nil)), games.All)
	if !errors.Is(err, ErrDiverged) || rep.Good != 120 || rep.Bad != 180 || rep.Want == rep.Got {
		t.Errorf("%+v, %v, want a divergence between ticks 120 and 180", rep, err)
	}
}

func TestARecordingCanBeginInTheMiddle(t *testing.T) {
	s := script{cfg: sim.Config{Seed: 3, Seats: 4}, seconds: 20}
	m, w := newMatch(s), NewWriter(ships.Rules, s.cfg)
	for range 5 * 60 {
		m.step(w)
	}
	w.Restart(m.world.AppendState(nil))
	for range 10 * 60 {
		m.step(w)
	}
	rep, err := Verify(bytes.NewReader(w.Take(nil)), games.All)
	if err != nil || rep.Ticks != 600 || rep.Hashes != 10 || rep.Good != 900 {
		t.Errorf("%+v, %v, want ten seconds up to tick 900", rep, err)
	}
}

func TestRecordingAllocatesNothing(t *testing.T) {
	m := newMatch(script{cfg: sim.Config{Seed: 2, Seats: 16}})
	w := NewWriter(ships.Rules, m.cfg)
	for range 60 {
		m.step(w)
	}
	m.think()
	moved := append([]sim.Input(nil), m.inputs...)
	for p := range moved {
		moved[p].Axes[ships.AxisAim] = (moved[p].Axes[ships.AxisAim] + 1000) & 0xffff
		moved[p].Fraction++
	}
	spare := make([]byte, 0, reserve)
	if n := testing.AllocsPerRun(1000, func() {
		w.Tick(m.inputs)
		w.Tick(moved)
		w.Hash(1)
		if w.Len() > reserve/2 {
			spare = w.Take(spare)
		}
	}); n > 0 {
		t.Errorf("%v allocations per tick, want 0", n)
	}
}

func BenchmarkTick(b *testing.B) {
	m := newMatch(script{cfg: sim.Config{Seed: 2, Seats: 16}})
	w := NewWriter(ships.Rules, m.cfg)
	var history [][]sim.Input
	for range 600 {
		m.step(w)
		history = append(history, append([]sim.Input(nil), m.inputs...))
	}
	w.Take(nil)
	b.ReportAllocs()
	i, bytes := 0, 0
	spare := make([]byte, 0, reserve)
	for b.Loop() {
		w.Tick(history[i%len(history)])
		i++
		if w.Len() > reserve/2 {
			bytes += w.Len()
			spare = w.Take(spare)
		}
	}
	b.ReportMetric(float64(bytes+w.Len())/float64(i)/16, "B/player/tick")
}
