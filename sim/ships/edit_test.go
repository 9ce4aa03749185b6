package ships

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

func editable(seats int, mode *sim.Mode, arena string) sim.Config {
	a, _ := ownArenas.Named(arena)
	return sim.Config{Seed: 7, Seats: seats, Mode: mode, Arenas: &sim.Arenas{a}, Editable: true}
}

func changeOf(edits ...layout.Edit) []byte { return layout.AppendChange(nil, edits) }

func set(object, field string, value any) layout.Edit {
	return layout.Edit{Op: layout.Set, Object: object, Field: field, Value: fmt.Sprint(value)}
}

func addRock(id string, distance, phase int) layout.Edit {
	return layout.Edit{Op: layout.Add, List: "rocks", Value: fmt.Sprintf(`{"id":%q,"distance":%d,"phase":%d,"period":300}`, id, distance, phase)}
}

func randomInputs(r *rand.Rand, inputs []sim.Input, t sim.Tick) {
	for p := range inputs {
		if in := &inputs[p]; r.IntN(10) == 0 {
			in.Axes[AxisThrust], in.Axes[AxisStrafe] = int32(r.IntN(255)-127), int32(r.IntN(255)-127)
			in.Axes[AxisAim] = int32(r.IntN(65536))
			in.Buttons = sim.Buttons(r.IntN(32))
			in.View = t
		}
	}
}

// Whatever is changed, by whoever: a world that was restored on the way goes on as the other, and so
// does one that only hears of the changes that were applied.
func TestAMatchThatIsEditedIsTheSameEverywhere(t *testing.T) {
	for _, mode := range []*sim.Mode{Skirmish, Teams, Race, Beacon, Comet, Crown} {
		for n, arena := range append(ownArenas, bareArena(t)) {
			t.Run(mode.Name+" in "+arena.Name, func(t *testing.T) {
				t.Parallel()
				cfg := sim.Config{Seed: 7, Seats: 8, Mode: mode, Arenas: &sim.Arenas{arena}, Editable: true}
				m := editedMatch{t: t, w: New(cfg), other: New(cfg), random: rand.New(rand.NewPCG(3, uint64(modeNumber(mode)*8+n)))}
				m.play(cfg, 600)
				if m.applied < 30 {
					t.Errorf("%d changes were applied", m.applied)
				}
			})
		}
	}
}

// editedMatch is a match of which another world hears only what was applied, and which is now and
// then restored.
type editedMatch struct {
	t        *testing.T
	w, other *World
	random   *rand.Rand
	number   uint32 // of the last change
	applied  int
}

func (m *editedMatch) play(cfg sim.Config, ticks sim.Tick) {
	inputs := make([]sim.Input, cfg.Seats)
	for tick := range ticks {
		m.comeAndGo(sim.PlayerID(m.random.IntN(cfg.Seats)), tick)
		if m.random.IntN(3) == 0 && len(m.w.players) > 0 {
			m.edit()
		}
		randomInputs(m.random, inputs, tick)
		m.w.Step(inputs)
		m.other.Step(inputs)
		checkSameStep(m.t, m.w, m.other)
		if tick%37 != 0 {
			continue
		}
		checkRocksNear(m.t, m.w)
		state := m.w.AppendState(nil)
		m.other = New(cfg)
		if err := m.other.RestoreState(state); err != nil || m.other.Hash() != m.w.Hash() || m.other.ArenaText() != m.w.ArenaText() {
			m.t.Fatalf("tick %d: restored as another: %v", tick, err)
		}
	}
}

// checkSameStep requires that a Step of two worlds was the same, also in what a state does not hold.
func checkSameStep(t *testing.T, a, b *World) {
	t.Helper()
	if a.flare != b.flare || !slices.Equal(a.ships, b.ships) || !slices.Equal(a.rockAt, b.rockAt) || !slices.Equal(a.events, b.events) {
		t.Fatalf("tick %d: two worlds", a.tick)
	}
	for _, p := range a.players {
		for live := a.pulses[p].live; live != 0; live &= live - 1 {
			i := lowestBit(live)
			if a.pulses[p].slots[i] != b.pulses[p].slots[i] {
				t.Fatalf("tick %d: two pulses, %+v and %+v", a.tick, a.pulses[p].slots[i], b.pulses[p].slots[i])
			}
		}
	}
	if a.Hash() != b.Hash() {
		t.Fatalf("tick %d: two states", a.tick)
	}
}

func (m *editedMatch) comeAndGo(p sim.PlayerID, tick sim.Tick) {
	for _, w := range []*World{m.w, m.other} {
		switch {
		case tick < 4 || tick%61 == 0:
			w.Join(p)
		case tick%127 == 0:
			w.Leave(p)
		}
	}
}

func (m *editedMatch) edit() {
	m.number++
	by := m.w.players[m.random.IntN(len(m.w.players))]
	change := changeOf(randomChange(m.random, m.w.cfg.Arena.Layout.(*layout.Arena))...)
	if m.w.Edit(by, m.number, change) != nil {
		return
	}
	m.applied++
	if err := m.other.Edit(by, m.number, change); err != nil {
		m.t.Fatalf("refused by the other: %v", err)
	}
}

func TestWhatIsNotEditedGoesOn(t *testing.T) {
	w, calm := New(editable(2, nil, "belt")), New(editable(2, nil, "belt"))
	inputs := make([]sim.Input, 2)
	for _, w := range []*World{w, calm} {
		w.Join(0)
		if err := w.Edit(0, 1, changeOf(addRock("far", 940, 0))); err != nil {
			t.Fatal(err)
		}
		for range 30 {
			w.Step(inputs)
		}
		w.rocks[0].hull, w.rocks[len(w.rocks)-1].hull = 11, 22 // of the belt, and far
		w.pads[0].item = ItemMine
	}
	if err := w.Edit(0, 2, changeOf(addRock("near", 260, 3), set("far", "phase", 40_000))); err != nil {
		t.Fatal(err)
	}
	n := len(w.rocks)
	if w.rocks[0].hull != fullRockHull || w.rocks[1].hull != 11 || w.rocks[n-1].hull != 22 || w.pads[0].item != ItemMine {
		t.Errorf("rocks %v, pad %v", w.rocks, w.pads[0])
	}
	w.Step(inputs)
	calm.Step(inputs)
	if w.Private(0) != calm.Private(0) {
		t.Error("the ship is elsewhere")
	}
	if x, y, _ := RockAt(&w.cfg, n-1, w.tick); (fixed.Vec{X: x, Y: y}) != w.rockAt[n-1] {
		t.Error("it is not where its orbit is")
	}
}

func TestAMatchWhoseArenaHasShrunkCanBeRestored(t *testing.T) {
	w := New(editable(2, nil, "belt"))
	w.Join(0)
	if err := w.Edit(0, 1, changeOf(set("", "radius", 8_000))); err != nil {
		t.Fatal(err)
	}
	w.scraps[3] = scrap{pos: fixed.Vec{X: fixed.Int(8_000)}, until: 60}
	if err := w.Edit(0, 2, changeOf(set("", "radius", 1_500))); err != nil {
		t.Fatal(err)
	}
	other := New(w.cfg)
	if err := other.RestoreState(w.AppendState(nil)); err != nil || other.Hash() != w.Hash() || other.scraps[3] != w.scraps[3] {
		t.Errorf("restored: %v", err)
	}
}

// A pulse has come through a gate when all gates are removed. It hits who is on its way in the next
// tick, here and in a world that was restored: a state does not say that it has jumped.
func TestGatesAreRemovedWhileAPulseJumps(t *testing.T) {
	cfg := editable(2, nil, "gates")
	w, inputs := New(cfg), make([]sim.Input, 2)
	w.Join(0)
	w.Join(1)
	w.Step(inputs)
	at := fixed.Vec{X: w.arena.radius * 9 / 10}
	w.ships[1].pos, w.ships[1].vel, w.ships[1].protected = at, fixed.Vec{}, 0
	shot := &w.pulses[0].slots[0]
	shot.flight, shot.damage = w.arena.newFlight(&shot.birth, w.tick), 10
	shot.flight.pos, shot.flight.vel.X = at.Sub(fixed.Vec{X: fixed.Int(25)}), fixed.Int(3_000)
	shot.flight.jumped, w.pulses[0].live = true, 1
	var gone []layout.Edit
	for _, g := range w.cfg.Arena.Layout.(*layout.Arena).Gates {
		gone = append(gone, layout.Edit{Op: layout.Remove, Object: g.ID})
	}
	if err := w.Edit(0, 1, changeOf(gone...)); err != nil {
		t.Fatal(err)
	}
	other := New(cfg)
	if err := other.RestoreState(w.AppendState(nil)); err != nil {
		t.Fatal(err)
	}
	for _, w := range []*World{w, other} {
		if w.Step(inputs); w.pulses[0].live != 0 {
			t.Error("it hits nobody")
		}
	}
	if w.Hash() != other.Hash() {
		t.Error("two worlds")
	}
}

func TestAShipWithinANewStarDies(t *testing.T) {
	w := New(editable(2, nil, "perihelion"))
	w.Join(0)
	inputs := make([]sim.Input, 2)
	w.Step(inputs)
	s := &w.ships[0]
	s.pos, s.vel = fixed.Vec{X: w.arena.radius / 8}, fixed.Vec{}
	grown := []layout.Edit{set(w.cfg.Arena.Layout.(*layout.Arena).Stars[0].ID, "radius", 150)}
	for w.ships[0].alive && w.tick < 10 {
		_ = w.Edit(0, uint32(w.tick), changeOf(grown...))
		s.pos = fixed.Vec{X: w.arena.stars[0].radius - fixed.One}
		w.Step(inputs)
	}
	if w.ships[0].alive {
		t.Error("it lives")
	}
}

func TestAChangeIsAppliedOnceAndByWhoIsThere(t *testing.T) {
	w := New(editable(2, nil, "belt"))
	w.Join(0)
	change := changeOf(addRock("r", 940, 0))
	for _, c := range []struct {
		by     sim.PlayerID
		number uint32
		change []byte
		want   error
		text   string
	}{
		{1, 1, change, sim.ErrNoEditing, ""},
		{9, 1, change, sim.ErrNoEditing, ""},
		{0, 1, change[:5], layout.ErrChange, ""},
		{0, 1, changeOf(set("q", "radius", 50)), sim.ErrGone, ""},
		{0, 1, changeOf(set("", "radius", 9_000)), nil, "radius: 9000 for these seats is above 8000"},
		{0, 1, change, nil, ""},
		{0, 1, change, sim.ErrDone, ""},
		{0, 9, changeOf(set("r", "radius", 50)), nil, "-"},
		{0, 8, changeOf(set("r", "radius", 51)), nil, "-"}, // it was refused before, and comes again
		{0, 8, changeOf(set("r", "radius", 52)), sim.ErrDone, ""},
		{0, 99, changeOf(set("r", "radius", 53)), nil, "-"},
		{0, 10, change, sim.ErrDone, ""}, // too old to tell
		{0, 0, changeOf(set("r", "radius", 50)), sim.ErrDone, ""},
	} {
		err := w.Edit(c.by, c.number, c.change)
		if c.text == "-" && err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		if c.text == "-" {
			continue
		}
		if c.text != "" && (err == nil || !strings.Contains(err.Error(), c.text)) || c.text == "" && !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if made := w.EditsOf(0); made.Last != 99 || !made.Has(99) || made.Has(98) {
		t.Errorf("made are %+v", made)
	}
	if err := New(sim.Config{Seats: 2}).Edit(0, 1, change); !errors.Is(err, sim.ErrNoEditing) {
		t.Errorf("in a usual match: %v", err)
	}
}

// BenchmarkEditedTick is a tick of 16 ships in an arena of a thousand objects that is changed in it.
func BenchmarkEditedTick(b *testing.B) {
	w := New(editable(16, nil, "perihelion"))
	number, r := uint32(0), rand.New(rand.NewPCG(1, 1))
	edit := func(edits ...layout.Edit) {
		number++
		if err := w.Edit(0, number, changeOf(edits...)); err != nil {
			b.Fatal(err)
		}
	}
	for p := range sim.PlayerID(16) {
		w.Join(p)
	}
	for i := range w.cfg.Arena.Layout.(*layout.Arena).Belts {
		edit(layout.Edit{Op: layout.Remove, Object: w.cfg.Arena.Layout.(*layout.Arena).Belts[i].ID})
	}
	for i := range 512 {
		edit(addRock(fmt.Sprint("rock-", i), 350+i, r.IntN(65536)))
	}
	for i := range 390 {
		edit(layout.Edit{Op: layout.Add, List: "zones", Value: fmt.Sprintf(`{"id":"zone-%d","distance":%d}`, i, 400+i)})
	}
	inputs := make([]sim.Input, 16)
	for b.Loop() {
		edit(set(fmt.Sprint("rock-", r.IntN(512)), "phase", r.IntN(65536)))
		randomInputs(r, inputs, w.tick)
		w.Step(inputs)
	}
}
