package editor

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"perihelion/sim/ships/layout"
)

// The names of fields and lists that the editor itself sets.
const (
	fieldID       = "id"
	fieldTo       = "to"
	fieldDistance = "distance"
	fieldPhase    = "phase"
	fieldPeriod   = "period"
	fieldRadius   = "radius"
	fieldInner    = "inner"
	fieldOuter    = "outer"

	listStars  = "stars"
	listRocks  = "rocks"
	listBelts  = "belts"
	listGates  = "gates"
	listPads   = "pads"
	listSpawns = "spawns"
	listZones  = "zones"
)

// object is an object of an arena. It is on an orbit, or a ring around the middle.
type object struct {
	list, id     string
	orbit        *layout.Orbit // nil: a ring
	radius       int           // as in the layout
	inner, outer int           // of a ring
	number       int           // in its list
}

// objectsOf are all objects of an arena.
func objectsOf(a *layout.Arena) (all []object) {
	for i := range a.Stars {
		o := &a.Stars[i]
		all = append(all, object{list: listStars, id: o.ID, orbit: &o.Orbit, radius: o.Radius, number: i})
	}
	for i := range a.Rocks {
		o := &a.Rocks[i]
		all = append(all, object{list: listRocks, id: o.ID, orbit: &o.Orbit, radius: o.Radius, number: i})
	}
	for i := range a.Gates {
		o := &a.Gates[i]
		all = append(all, object{list: listGates, id: o.ID, orbit: &o.Orbit, radius: o.Radius, number: i})
	}
	for i := range a.Zones {
		o := &a.Zones[i]
		all = append(all, object{list: listZones, id: o.ID, orbit: &o.Orbit, radius: o.Radius, number: i})
	}
	for i := range a.Belts {
		o := &a.Belts[i]
		all = append(all, object{list: listBelts, id: o.ID, inner: o.Inner, outer: o.Outer, number: i})
	}
	for i := range a.Pads {
		o := &a.Pads[i]
		all = append(all, object{list: listPads, id: o.ID, inner: o.Inner, outer: o.Outer, number: i})
	}
	for i := range a.Spawns {
		o := &a.Spawns[i]
		all = append(all, object{list: listSpawns, id: o.ID, inner: o.Inner, outer: o.Outer, number: i})
	}
	return all
}

func objectNamed(a *layout.Arena, id string) (object, bool) {
	all := objectsOf(a)
	if i := slices.IndexFunc(all, func(o object) bool { return o.id == id }); i >= 0 {
		return all[i], true
	}
	return object{}, false
}

// fields are those of an object.
type fields []layout.Field

func (o fields) value(name string) (v int, ok bool) {
	for _, f := range o {
		if f.Name == name {
			v, err := strconv.Atoi(f.Value)
			return v, err == nil
		}
	}
	return 0, false
}

// with are the fields with other values of some.
func (o fields) with(changed fields) fields {
	out := slices.Clone(o)
	for i := range out {
		for _, c := range changed {
			if out[i].Name == c.Name {
				out[i].Value = c.Value
			}
		}
	}
	return out
}

// asJSON is an object of these fields in JSON.
func (o fields) asJSON() string {
	var list []string
	for _, f := range o {
		list = append(list, quote(f.Name)+":"+f.Value)
	}
	return "{" + strings.Join(list, ",") + "}"
}

func setNumber(name string, v int) layout.Field {
	return layout.Field{Name: name, Value: strconv.Itoa(v)}
}

func setText(name, v string) layout.Field { return layout.Field{Name: name, Value: quote(v)} }

func quote(s string) string {
	b, _ := json.Marshal(s) // a string has no error
	return string(b)
}
