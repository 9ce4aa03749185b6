package replay

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
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
	"fight.replay": {game: games.Ships, cfg: sim.Config{Seed: 0x5ef0, Seats: 8}, seconds: 30},
	"teams.replay": {game: games.Ships, cfg: sim.Config{Seed: 0x51de5, Seats: 8, Mode: ships.Teams, Points: 12, Seconds: 20}, seconds: 30},
	"duel.replay":  {game: games.Ships, cfg: sim.Config{Seed: 0xd0e1, Seats: 2, Mode: ships.Duel, Seconds: 10}, seconds: 30},
	"puck.replay":  {game: games.Puck, cfg: sim.Config{Seed: 0x9c4, Seats: 8, Seconds: 20}, seconds: 25},
	"edited.replay": {
		game: games.Ships, cfg: sim.Config{Seed: 11, Seats: 6, Arenas: &sim.Arenas{games.Ships.About().Arenas[0]}, Editable: true}, seconds: 25,
		comings: map[int]sim.PlayerID{400: 2}, goings: map[int]sim.PlayerID{300: 2}, edits: builds,
	},
	"comings-and-goings.replay": {
		game: games.Ships, cfg: sim.Config{Seed: 7, Seats: 6, Rate: 30}, seconds: 20,
		comings: map[int]sim.PlayerID{60: 5, 200: 2, 300: 0}, goings: map[int]sim.PlayerID{90: 2, 100: 0, 400: 4},
	},
}

// installed are all games there are, the toy too.
var installed = append(sim.Games{games.Toy}, games.All...)

// script is a match of bots: everyone joins at the start, but for those who come
// later, by tick.
type script struct {
	game            sim.Game
	cfg             sim.Config
	seconds         int
	comings, goings map[int]sim.PlayerID
	edits           func(tick int) []layout.Edit // nil: none
}

// builds are edits that move, add and remove what bots fly around.
func builds(tick int) []layout.Edit {
	id := fmt.Sprint("rock-", tick/90)
	switch tick % 90 {
	case 10:
		return []layout.Edit{{Op: layout.Add, List: "rocks", Value: fmt.Sprintf(`{"id":%q,"distance":%d,"phase":%d,"period":200}`, id, 905+tick/90, tick*97%65536)}}
	case 50:
		return []layout.Edit{{Op: layout.Set, Field: "radius", Value: fmt.Sprint(1_500 + tick)}, {Op: layout.Set, Object: id, Field: "radius", Value: fmt.Sprint(30 + tick/20)}}
	case 80:
		return []layout.Edit{{Op: layout.Remove, Object: fmt.Sprint("rock-", tick/180)}} // some are gone
	}
	return nil
}

// match plays a script, one tick at a time, and records it as a room does.
type match struct {
	script
	world  sim.World
	seats  []Seat
	round  Round
	seen   []sim.Entity
	events []sim.Event
	inputs []sim.Input
	state  []byte
	tick   int
	w      *Writer
}

func newMatch(s script) *match {
	m := &match{
		script: s, world: s.game.NewWorld(s.cfg), seats: make([]Seat, s.cfg.Seats), inputs: make([]sim.Input, s.cfg.Seats),
		w: NewWriter(s.game, s.cfg, Header{Node: "here", Room: "golden", Began: 1_800_000_000_000}),
	}
	m.segment(true)
	return m
}

// segment begins a segment, with all that a reader needs who begins there.
func (m *match) segment(state bool) {
	if !state {
		m.w.Segment(m.world.Tick(), m.elapsed(), nil)
		return
	}
	m.state = m.world.AppendState(m.state[:0])
	m.w.Segment(m.world.Tick(), m.elapsed(), m.state)
	for p := range m.seats {
		m.w.Seat(sim.PlayerID(p), &m.seats[p])
	}
	if m.round.Match != "" {
		m.w.Round(&m.round)
	}
}

func (m *match) elapsed() int64 {
	return int64(m.world.Tick()) * 1000 / int64(m.cfg.TicksPerSecond())
}

// think lets the bots decide on the inputs of the next tick.
func (m *match) think() {
	m.seen = m.world.AppendEntities(m.seen[:0])
	cfg := m.cfg
	cfg.TakeArena(m.world)
	for i := range m.inputs {
		p := sim.PlayerID(i)
		sight := sim.Sight{Config: &cfg, Tick: m.world.Tick(), Me: p, Own: m.world.Private(p), Seen: m.seen}
		m.inputs[p] = m.game.Think(&sight, sim.Rookie+sim.Skill(i%3))
	}
}

// step records and plays a tick.
func (m *match) step() {
	if m.tick == 0 {
		for p := range m.cfg.Seats {
			m.join(sim.PlayerID(p))
		}
	}
	if p, ok := m.goings[m.tick]; ok {
		m.w.Leave(p)
		m.world.Leave(p)
		m.seats[p] = Seat{}
		m.w.Seat(p, &m.seats[p])
		m.w.Leaver(p, &Leaver{Name: "Gone", Points: -1, Columns: [sim.MaxColumns]int{1, 2}})
	}
	if p, ok := m.comings[m.tick]; ok {
		m.join(p)
	}
	m.edit()
	m.think()
	m.w.Tick(m.inputs)
	m.world.Step(m.inputs)
	m.tick++
	m.events = m.world.AppendEvents(m.events[:0])
	headliner, _ := m.game.Rules.(sim.Headliner)
	for i := range m.events {
		if headliner == nil {
			break
		}
		if h, ok := headliner.Headline(&m.events[i]); ok {
			m.w.Mark(&h)
		}
	}
	m.follow()
}

func (m *match) edit() {
	if m.edits == nil {
		return
	}
	edits, p := m.edits(m.tick), sim.PlayerID(0)
	e := Edit{Number: uint32(m.tick), Change: layout.AppendChange(nil, edits)}
	if len(edits) > 0 && m.world.(sim.Editor).Edit(p, e.Number, e.Change) == nil {
		m.w.Edit(p, &e)
	}
}

// follow records the round, the hash, and where a segment begins.
func (m *match) follow() {
	live := m.world.Phase() == sim.PhaseLive
	if live != (m.round.Match != "" && m.round.Phase == RoundLive) {
		m.round = Round{Match: "018f0000-0000-7000-8000-000000000000", Began: 1_800_000_000_000 + m.elapsed(), Tick: m.world.Tick()}
		if !live {
			m.round.Phase = RoundWon
		}
		m.w.Round(&m.round)
	}
	if m.w.HashDue() {
		m.w.Hash(m.world.Hash())
	}
	if due, state := m.w.SegmentDue(); due {
		m.segment(state)
	}
}

func (m *match) join(p sim.PlayerID) {
	m.w.Join(p)
	m.world.Join(p)
	m.seats[p] = Seat{Holder: Bot, Name: m.game.BotName(p, m.cfg.Seed), Joined: m.world.Tick()}
	m.w.Seat(p, &m.seats[p])
}

func record(s script) []byte {
	m := newMatch(s)
	for range s.seconds * s.cfg.TicksPerSecond() {
		m.step()
	}
	return m.w.Bytes()
}

// duo is a short match of two ships.
func duo(seconds int) script {
	return script{game: games.Ships, cfg: sim.Config{Seed: 1, Seats: 2, Rate: 30}, seconds: seconds}
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
		if err != nil || rep.Hashes != s.seconds || rep.Ticks != s.seconds*s.cfg.TicksPerSecond() || rep.States != s.seconds/StateSeconds || rep.Match != sim.Describe(s.game, s.cfg) {
			t.Errorf("%s: %+v, %v, want %d hashes to agree", name, rep, err, s.seconds)
		}
	}
}

func TestAReplayCutAnywhereIsGoodUpToThere(t *testing.T) {
	whole := record(duo(4))
	last := 0
	for n := range whole {
		rep, err := Verify(bytes.NewReader(whole[:n]), games.All)
		x, scanErr := Scan(bytes.NewReader(whole[:n]), games.All)
		switch {
		case err == nil && scanErr == nil:
			if rep.Ticks != int(x.Last) || x.Bytes > int64(n) || (x.Bytes < int64(n)) != rep.Truncated {
				t.Fatalf("the first %d bytes are %+v, and scanned %+v", n, rep, x)
			}
		case errors.Is(err, ErrFormat) && n <= len(magic), rep.Ticks == 0 && errors.Is(scanErr, ErrTruncated):
			continue // not even a header, or a state
		default:
			t.Fatalf("the first %d of %d bytes: %v, %v", n, len(whole), err, scanErr)
		}
		if rep.Ticks < last {
			t.Fatalf("%d bytes are %d ticks, one byte less was %d", n, rep.Ticks, last)
		}
		last = rep.Ticks
	}
	if last != 120 {
		t.Errorf("all bytes but one are %d ticks, want 120", last)
	}
}

func TestVerifyFindsTheSecondThatWentWrong(t *testing.T) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 1, Seats: 4}})
	for range 5 * 60 {
		if m.tick == 2*60+30 {
			m.world.Leave(3) // and nobody writes it down
		}
		m.step()
	}
	rep, err := Verify(bytes.NewReader(m.w.Bytes()), games.All)
	if !errors.Is(err, ErrDiverged) || rep.Good != 120 || rep.Bad != 180 || rep.Want == rep.Got {
		t.Errorf("%+v, %v, want a divergence between ticks 120 and 180", rep, err)
	}
}

func TestVerifyComparesStates(t *testing.T) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 1, Seats: 4}})
	for range 10*60 - 1 {
		m.step()
	}
	m.w.hashed = -60 // no hash before the state
	m.think()
	m.w.Tick(m.inputs)
	m.world.Step(m.inputs)
	m.world.Leave(3) // and nobody writes it down
	m.segment(true)
	rep, err := Verify(bytes.NewReader(m.w.Bytes()), games.All)
	if !errors.Is(err, ErrDiverged) || rep.Bad != 600 {
		t.Errorf("%+v, %v, want a divergence in the state of tick 600", rep, err)
	}
}

func TestALogCanBeginInTheMiddle(t *testing.T) {
	s := script{game: games.Ships, cfg: sim.Config{Seed: 3, Seats: 4}}
	m := newMatch(s)
	for range 5 * 60 {
		m.step()
	}
	m.w = NewWriter(s.game, s.cfg, Header{})
	m.segment(true)
	for range 10 * 60 {
		m.step()
	}
	rep, err := Verify(bytes.NewReader(m.w.Bytes()), games.All)
	if err != nil || rep.Ticks != 600 || rep.Hashes != 10 || rep.Good != 900 {
		t.Errorf("%+v, %v, want ten seconds up to tick 900", rep, err)
	}
}

func TestALogGoesOnWhereItWasCut(t *testing.T) {
	m := newMatch(duo(0))
	for range 100 {
		m.step()
	}
	log := bytes.Clone(m.w.Bytes())
	m.w = Continue(m.game, m.cfg)
	m.segment(true)
	for range 100 {
		m.step()
	}
	rep, err := Verify(bytes.NewReader(append(log, m.w.Bytes()...)), games.All)
	if err != nil || rep.Ticks != 200 || rep.States != 1 {
		t.Errorf("%+v, %v, want 200 ticks and a state between", rep, err)
	}
}

func TestSeekFindsTheWorldOfEveryTick(t *testing.T) {
	for _, s := range []script{goldens["comings-and-goings.replay"], {game: games.Puck, cfg: sim.Config{Seed: 5, Seats: 8, Seconds: 20}, seconds: 21}, {game: games.Toy, cfg: sim.Config{Seed: 5, Seats: 4}, seconds: 21}} {
		m, hashes := newMatch(s), []uint64{}
		for range s.seconds * s.cfg.TicksPerSecond() {
			m.step()
			hashes = append(hashes, m.world.Hash())
		}
		log := bytes.NewReader(m.w.Bytes())
		x, err := Scan(log, installed)
		if err != nil {
			t.Fatal(err)
		}
		for at := sim.Tick(1); at <= x.Last; at += 37 {
			p, err := Seek(log, x, installed, at)
			if err != nil || p.World.Tick() != at || p.Ticks > StateSeconds*s.cfg.TicksPerSecond() {
				t.Fatalf("seek %d: %+v, %v", at, p, err)
			}
			_, joins := s.comings[int(at)]
			_, leaves := s.goings[int(at)]
			if p.World.Hash() != hashes[at-1] && !joins && !leaves {
				t.Errorf("the world of tick %d is another", at)
			}
			if p.Seats[1].Name != m.seats[1].Name {
				t.Errorf("seat 1 at tick %d is %+v, want %+v", at, p.Seats[1], m.seats[1])
			}
		}
		for _, at := range []sim.Tick{x.Last + 1, 1<<32 - 1} {
			if _, err := Seek(log, x, installed, at); !errors.Is(err, ErrTick) {
				t.Errorf("seek %d: %v, want ErrTick", at, err)
			}
		}
	}
}

func TestTheIndexSaysWhatIsWhere(t *testing.T) {
	file, err := testdata.ReadFile("testdata/duel.replay")
	if err != nil {
		t.Fatal(err)
	}
	x, err := Scan(bytes.NewReader(file), games.All)
	if err != nil {
		t.Fatal(err)
	}
	if x.First != 0 || x.Last != 1800 || len(x.Segments) != 13 || x.Bytes != int64(len(file)) || x.Truncated || len(x.Marks) == 0 || x.Round.Match == "" || len(x.People) != 2 || x.Room != "golden" {
		t.Errorf("index: %+v", x)
	}
	at := x.Segments[0].Offset
	for i, s := range x.Segments {
		if s.Offset != at || s.State != (s.Tick%600 == 0) || int(s.After) != int(s.Tick)*1000/60 {
			t.Errorf("segment %d: %+v, want it at %d", i, s, at)
		}
		at += int64(s.Bytes)
	}
	if at != x.Bytes {
		t.Errorf("the segments end at %d, the log at %d", at, x.Bytes)
	}
}

func TestRecordingAllocatesNothing(t *testing.T) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 2, Seats: 16}})
	for range 60 {
		m.step()
	}
	m.think()
	moved := append([]sim.Input(nil), m.inputs...)
	for p := range moved {
		moved[p].Axes[ships.AxisAim] = (moved[p].Axes[ships.AxisAim] + 1000) & 0xffff
		moved[p].Fraction++
	}
	m.segment(true) // to make what is reused
	if n := testing.AllocsPerRun(1000, func() {
		m.w.Tick(m.inputs)
		m.w.Tick(moved)
		m.w.Hash(1)
		m.w.Mark(&sim.Headline{Actor: 1, Means: "pulse"})
		m.segment(true)
		m.w.Reset()
	}); n > 0 {
		t.Errorf("%v allocations per tick, want 0", n)
	}
}

func BenchmarkTick(b *testing.B) {
	m := newMatch(script{game: games.Ships, cfg: sim.Config{Seed: 2, Seats: 16}})
	var history [][]sim.Input
	for range 600 {
		m.step()
		history = append(history, append([]sim.Input(nil), m.inputs...))
	}
	m.w.Reset()
	b.ReportAllocs()
	i, bytes := 0, 0
	for b.Loop() {
		m.w.Tick(history[i%len(history)])
		i++
		if i%15 == 0 {
			bytes += len(m.w.Bytes())
			m.w.Reset()
		}
	}
	b.ReportMetric(float64(bytes)/float64(i)/16, "B/player/tick")
}
