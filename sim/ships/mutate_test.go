package ships

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships/layout"
)

var anID = regexp.MustCompile(`"id":"([^"]*)"`)

// randomChange may be refused.
func randomChange(r *rand.Rand, l *layout.Arena) (change []layout.Edit) {
	var ids []string
	for _, m := range anID.FindAllStringSubmatch(l.Text(), -1) {
		ids = append(ids, m[1])
	}
	id := ids[r.IntN(len(ids))]
	switch r.IntN(8) {
	case 0, 1:
		return randomObjects(r)
	case 2:
		return append(change, layout.Edit{Op: layout.Remove, Object: id})
	case 3:
		return removeAll(r, l)
	case 4:
		id = "" // of the arena itself
	}
	fields := l.Fields(id)
	f := &fields[r.IntN(len(fields))]
	return append(change, set(id, f.Name, randomValue(r, f)))
}

// removeAll removes all gates, or as many zones as may be in a change.
func removeAll(r *rand.Rand, l *layout.Arena) (change []layout.Edit) {
	if r.IntN(2) == 0 {
		for i := range l.Gates {
			change = append(change, layout.Edit{Op: layout.Remove, Object: l.Gates[i].ID})
		}
		return change
	}
	for i := range min(len(l.Zones), layout.MaxEdits) {
		change = append(change, layout.Edit{Op: layout.Remove, Object: l.Zones[i].ID})
	}
	return change
}

// randomObjects adds an object of a list, of gates a pair and of checkpoints a course.
func randomObjects(r *rand.Rand) (change []layout.Edit) {
	n := r.IntN(1_000)
	orbit := func() string {
		return fmt.Sprintf(`"distance":%d,"phase":%d,"period":%d`, 250+r.IntN(700), r.IntN(65536), (20+r.IntN(400))*(1-2*r.IntN(2)))
	}
	add := func(list, fields string, i int) {
		value := fmt.Sprintf(`{"id":"n%d-%d",%s}`, n, i, fields)
		change = append(change, layout.Edit{Op: layout.Add, List: list, Value: value})
	}
	inner := r.IntN(800)
	switch r.IntN(7) {
	case 0:
		add("stars", `"radius":40,"period":60,"distance":`+fmt.Sprint(r.IntN(300)), 0)
	case 1:
		add("belts", fmt.Sprintf(`"inner":%d,"outer":%d,"count":%d`, inner*r.IntN(2), inner+1+r.IntN(100), r.IntN(60)), 0)
	case 2:
		add("rocks", orbit(), 0)
	case 3:
		add("gates", fmt.Sprintf(`"to":"n%d-1",`, n)+orbit(), 0)
		add("gates", fmt.Sprintf(`"to":"n%d-0",`, n)+orbit(), 1)
	case 4:
		add("pads", fmt.Sprintf(`"count":%d,"inner":%d`, r.IntN(9), 300+inner/2), 0)
	case 5:
		add("spawns", fmt.Sprintf(`"inner":%d,"outer":%d`, 100+inner, 101+inner+r.IntN(50)), 0)
	case 6:
		use := []string{layout.UseBeacon, layout.UseComet, layout.UseCheckpoint}[r.IntN(3)]
		for i := range 3 {
			add("zones", fmt.Sprintf(`"use":%q,`, use)+orbit(), i)
		}
	}
	return change
}

// randomValue is one that a field may have, often the least or the largest.
func randomValue(r *rand.Rand, f *layout.Field) any {
	switch {
	case f.Choices != nil:
		return fmt.Sprintf("%q", f.Choices[r.IntN(len(f.Choices))])
	case f.Least == f.Most:
		return f.Value
	}
	return []int{f.Least, f.Most, f.Least + r.IntN(f.Most-f.Least+1), f.Least + r.IntN((f.Most-f.Least)/8+1)}[r.IntN(4)]
}

// bareArena has what it needs, and a belt: most changes are of these.
func bareArena(t *testing.T) *sim.Arena {
	a, err := narrowBelt(2_000, 500, 90, 800, 30)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// mutant is an arena after some random changes.
func mutant(t *testing.T, r *rand.Rand) *sim.Arena {
	a := bareArena(t)
	if r.IntN(3) > 0 {
		a = ownArenas[r.IntN(len(ownArenas))]
	}
	for range r.IntN(60) {
		if next, err := editArena(a, changeOf(randomChange(r, a.Layout.(*layout.Arena))...)); err == nil {
			a = next
		}
	}
	read, err := readArena([]byte(a.Layout.(*layout.Arena).Text()))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// Whatever an author places, in any mode and for however many: the match goes on, every rock can be
// hit, and who restores it goes on as the others.
func FuzzArena(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		cfg := sim.Config{Seed: seed, Mode: modes[r.IntN(len(modes))], Seats: []int{2, 8, 16, 64}[r.IntN(4)], Arenas: &sim.Arenas{mutant(t, r)}}
		if n := cfg.Mode.Seats; n > 0 {
			cfg.Seats = n
		}
		w, inputs := New(cfg), make([]sim.Input, cfg.Seats)
		for p := range inputs {
			w.Join(sim.PlayerID(p))
		}
		checkRocksNear(t, w)
		for tick := range sim.Tick(150) {
			randomInputs(r, inputs, tick)
			w.Step(inputs)
		}
		other := New(cfg)
		if err := other.RestoreState(w.AppendState(nil)); err != nil {
			t.Fatal(err)
		}
		for tick := range sim.Tick(150) {
			randomInputs(r, inputs, tick)
			w.Step(inputs)
			other.Step(inputs)
			checkSameStep(t, w, other)
		}
	})
}
