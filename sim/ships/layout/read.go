package layout

import (
	"fmt"
	"slices"

	"perihelion/sim"
)

// Parse reads an arena and checks all of it. The error says which field of which object is
// wrong, and how.
func Parse(text []byte) (*Arena, error) {
	if len(text) > sim.MaxArenaBytes {
		return nil, fmt.Errorf("it has %d bytes, want %d at most", len(text), sim.MaxArenaBytes)
	}
	a, f := &Arena{Version: version, PerSeat: 0, Radius: 1_500, Backdrop: Backdrop{Nebula: 222, Accent: 275, Haze: 50, Stars: 100}}, fields{}
	f.read(text, a)
	if f.err != nil {
		return nil, f.err
	}
	a.lay()
	if err := a.check(true); err != nil {
		return nil, err
	}
	return a, nil
}

// lay makes what follows from the lists.
func (a *Arena) lay() {
	a.layLanes()
	a.layCourse()
}

// Text is the arena in its one canonical form: without blanks, every field in its place, in one
// line. Two arenas are the same if their texts are.
func (a *Arena) Text() string {
	f := fields{}
	f.writeObject(a)
	return string(f.out)
}

// layLanes sorts belts and rocks by their distance.
func (a *Arena) layLanes() {
	a.Lanes = make([]Lane, 0, len(a.Belts)+len(a.Rocks))
	for i := range a.Belts {
		a.Lanes = append(a.Lanes, Lane{Belt: &a.Belts[i]})
	}
	for i := range a.Rocks {
		a.Lanes = append(a.Lanes, Lane{Rock: &a.Rocks[i]})
	}
	slices.SortStableFunc(a.Lanes, func(x, y Lane) int {
		one, _ := x.Span()
		other, _ := y.Span()
		return one - other
	})
	a.Rings = nil
	for i := range a.Lanes {
		if a.Lanes[i].Belt != nil {
			a.Rings = append(a.Rings, i)
		}
	}
}

// layCourse lists the checkpoints.
func (a *Arena) layCourse() {
	a.Course = nil
	for _, z := range a.Zones {
		if z.Use == UseCheckpoint {
			a.Course = append(a.Course, z)
		}
	}
}
