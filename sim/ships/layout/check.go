package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

const (
	coronaPercent = 270 // of the radius of a star: what burns, or hardly lets go
	mostRocks     = 512 // that have an entity
	mostPads      = 200
	leastCourse   = 3 // checkpoints of a race
)

// check reports what is wrong with an arena whose fields are all within their ranges. Without added its
// objects were in one that was right, so that no two have the same id.
func (a *Arena) check(added bool) error {
	if a.Name == "" || a.Title == "" {
		return fmt.Errorf("name, title: an arena has both")
	}
	if added {
		if err := a.checkIDs(); err != nil {
			return err
		}
	}
	for _, check := range []func() error{a.checkPeriods, a.checkStars, a.checkBelts, a.checkRings, a.checkGates, a.checkCourse} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (a *Arena) checkIDs() error {
	type place struct {
		id       string
		list, at int
	}
	lists := a.lists()
	var all []place
	for n, l := range lists {
		for i := range l.size() {
			id := *l.object(i).named()
			if id == "" {
				return fmt.Errorf("%s[%d].id: every object has one", l.name, i)
			}
			all = append(all, place{id, n, i})
		}
	}
	slices.SortFunc(all, func(x, y place) int {
		return cmp.Or(strings.Compare(x.id, y.id), x.list-y.list, x.at-y.at)
	})
	for i := range max(len(all)-1, 0) {
		if p := all[i+1]; p.id == all[i].id {
			return fmt.Errorf("%s[%d].id: %q is the id of another object", lists[p.list].name, p.at, p.id)
		}
	}
	return nil
}

func (a *Arena) checkPeriods() error {
	for _, l := range a.lists() {
		for i := range l.size() {
			o, has := l.object(i).(interface{ orbit() *Orbit })
			if !has {
				break
			}
			if p := o.orbit().Period; p != 0 && max(p, -p) < minPeriod {
				return fmt.Errorf("%s[%d].period: %d is a turn in less than %d seconds", l.name, i, p, minPeriod)
			}
		}
	}
	return nil
}

// units is a distance in the smallest arena of this layout. There stars are largest beside it.
func (a *Arena) units(distance int) int { return distance * a.Radius / 1_000 }

// reach is the ring in which a star burns, in units.
func (a *Arena) reach(s *Star) (inner, outer int) {
	corona := s.Radius * coronaPercent / 100
	return a.units(s.Distance) - corona, a.units(s.Distance) + corona
}

// burning is the star that comes within a distance, which is a ring from inner to outer, in
// units; -1: none does.
func (a *Arena) burning(inner, outer int) int {
	return slices.IndexFunc(a.Stars, func(s Star) bool {
		low, high := a.reach(&s)
		return inner < high && outer > low
	})
}

func (a *Arena) checkStars() error {
	if len(a.Stars) == 0 {
		return fmt.Errorf("stars: there is none")
	}
	for i := range a.Stars {
		if _, outer := a.reach(&a.Stars[i]); outer > a.Radius*8/10 {
			return fmt.Errorf("stars[%d].distance: %d is too far out: what burns comes within %d units of the edge", i, a.Stars[i].Distance, a.Radius-outer)
		}
	}
	return nil
}

// leastOuter is the least Outer of a belt with Inner 0: 1/1000 of the radius is left for its rocks,
// however many seats a match has.
func (a *Arena) leastOuter() int {
	burns := 0 // 1/1000 units
	for i := range a.Stars {
		s := &a.Stars[i]
		burns = max(burns, s.Distance*a.Radius+s.Radius*coronaPercent*10)
	}
	return UsualInner(burns, a.Radius*1_000)/a.Radius + 2
}

func (a *Arena) checkBelts() error {
	rocks := len(a.Rocks)
	for i := range a.Belts {
		b := &a.Belts[i]
		rocks += Count(b.Count, b.Every, maxRadius)
		switch {
		case b.Inner >= b.Outer:
			return fmt.Errorf("belts[%d].outer: %d is not beyond inner, %d", i, b.Outer, b.Inner)
		case b.Inner == 0 && b.Outer < a.leastOuter():
			return fmt.Errorf("belts[%d].outer: %d is too near to the stars for a belt whose inner is 0, want %d or more, or an inner", i, b.Outer, a.leastOuter())
		case b.Smallest >= b.Largest:
			return fmt.Errorf("belts[%d].largest: %d is not above smallest, %d", i, b.Largest, b.Smallest)
		case b.Inner > 0 && a.burning(a.units(b.Inner), a.units(b.Outer)) >= 0:
			return fmt.Errorf("belts[%d].inner: %d is within reach of stars[%d]", i, b.Inner, a.burning(a.units(b.Inner), a.units(b.Outer)))
		}
	}
	if rocks > mostRocks {
		return fmt.Errorf("belts: %d rocks in the largest arena, want %d at most", rocks, mostRocks)
	}
	for i := range max(len(a.Lanes)-1, 0) {
		_, end := a.Lanes[i].Span()
		begin, _ := a.Lanes[i+1].Span()
		if begin < end {
			return fmt.Errorf("%s: begins at %d, within %s", a.Lanes[i+1].path(a), begin, a.Lanes[i].path(a))
		}
	}
	for i := range a.Rocks {
		r := &a.Rocks[i]
		if s := a.burning(a.units(r.Distance)-r.Radius, a.units(r.Distance)+r.Radius); s >= 0 {
			return fmt.Errorf("rocks[%d].distance: %d is within reach of stars[%d]", i, r.Distance, s)
		}
	}
	return nil
}

// path is where a lane is in the file.
func (l *Lane) path(a *Arena) string {
	for i := range a.Belts {
		if l.Belt == &a.Belts[i] {
			return fmt.Sprintf("belts[%d].inner", i)
		}
	}
	for i := range a.Rocks {
		if l.Rock == &a.Rocks[i] {
			return fmt.Sprintf("rocks[%d].distance", i)
		}
	}
	return "rocks"
}

// checkRings checks spawns and pads.
func (a *Arena) checkRings() error {
	if len(a.Spawns) == 0 {
		return fmt.Errorf("spawns: there is none")
	}
	for i, s := range a.Spawns {
		if s.Inner >= s.Outer {
			return fmt.Errorf("spawns[%d].outer: %d is not beyond inner, %d", i, s.Outer, s.Inner)
		}
		if at := a.burning(a.units(s.Inner), a.units(s.Outer)); at >= 0 {
			return fmt.Errorf("spawns[%d].inner: %d is within reach of stars[%d]", i, s.Inner, at)
		}
	}
	pads := 0
	for i, p := range a.Pads {
		pads += Count(p.Count, p.Every, maxRadius)
		for _, at := range []int{p.Inner, p.Outer} {
			if s := a.burning(a.units(at), a.units(at)); s >= 0 {
				return fmt.Errorf("pads[%d].inner: %d is within reach of stars[%d]", i, at, s)
			}
		}
	}
	if pads > mostPads {
		return fmt.Errorf("pads: %d of them in the largest arena, want %d at most", pads, mostPads)
	}
	return nil
}

func (a *Arena) checkGates() error {
	for i := range a.Gates {
		g := &a.Gates[i]
		to := slices.IndexFunc(a.Gates, func(o Gate) bool { return o.ID == g.To })
		switch {
		case to < 0:
			return fmt.Errorf("gates[%d].to: %q is no gate", i, g.To)
		case to == i:
			return fmt.Errorf("gates[%d].to: it leads to itself", i)
		case a.Gates[to].To != g.ID:
			return fmt.Errorf("gates[%d].to: %q leads to %q and not back", i, g.To, a.Gates[to].To)
		}
		at := a.units(g.Distance)
		if s := a.burning(at-2*g.Radius, at+2*g.Radius); s >= 0 {
			return fmt.Errorf("gates[%d].distance: %d is within reach of stars[%d]", i, g.Distance, s)
		}
		if at+g.Radius > a.Radius {
			return fmt.Errorf("gates[%d].distance: %d is beyond the edge", i, g.Distance)
		}
	}
	return nil
}

// checkCourse checks the checkpoints: their middles lie where nothing burns.
func (a *Arena) checkCourse() error {
	if n := len(a.Course); n > 0 && n < leastCourse {
		return fmt.Errorf("zones: %d checkpoints are no lap, want %d or none", n, leastCourse)
	}
	for i := range a.Zones {
		z := &a.Zones[i]
		if z.Use != UseCheckpoint {
			continue
		}
		if s := a.burning(a.units(z.Distance), a.units(z.Distance)); s >= 0 {
			return fmt.Errorf("zones[%d].distance: %d is within reach of stars[%d]", i, z.Distance, s)
		}
	}
	return nil
}
