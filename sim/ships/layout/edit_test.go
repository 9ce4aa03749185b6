package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"perihelion/sim"
)

func mustParse(t testing.TB, text string) *Arena {
	t.Helper()
	a, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestEditsThatCannotBeAreRefusedInWords(t *testing.T) {
	a := mustParse(t, full)
	before := a.Text()
	for _, c := range []struct {
		want   string
		change []Edit
	}{
		{"a change of 0 edits", nil},
		{"a change of 65 edits", make([]Edit, 65)},
		{`"", want one of set, add, remove`, make([]Edit, 1)},
		{"the object rock-3 was removed meanwhile", []Edit{{Op: Set, Object: "rock-3", Field: "radius", Value: "60"}}},
		{"the object rock-3 was removed meanwhile", []Edit{{Op: Remove, Object: "rock-3"}}},
		{"rock.radius was changed meanwhile", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: "70", Was: "61"}}},
		{"the object rock was changed meanwhile", []Edit{{Op: Remove, Object: "rock", Was: "{}"}}},
		{"rock.radius: 12 is below 20", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: "12"}}},
		{"rock.radius: want a whole number", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: `"a"`}}},
		{"rock.radius: 1e9 is no whole number", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: "1e9"}}},
		{"rock.radius: EOF", []Edit{{Op: Set, Object: "rock", Field: "radius"}}},
		{"rock.radius: there is something behind", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: "60 60"}}},
		{"rock.radius: want a whole number", []Edit{{Op: Set, Object: "rock", Field: "radius", Value: strings.Repeat("[", 5000)}}},
		{"rock.mass: there is no such field", []Edit{{Op: Set, Object: "rock", Field: "mass", Value: "60"}}},
		{"rock.id: it never changes", []Edit{{Op: Set, Object: "rock", Field: "id", Value: `"x"`}}},
		{"stars: there is no such field", []Edit{{Op: Set, Field: "stars", Value: "[]"}}},
		{"backdrop.haze: 101 is above 100", []Edit{{Op: Set, Field: "backdrop.haze", Value: "101"}}},
		{`title: "\u202e", want 1 to 32 letters`, []Edit{{Op: Set, Field: "title", Value: `"` + "\u202e" + `"`}}},
		{"rock.distance: 100 is within reach of a", []Edit{{Op: Set, Object: "rock", Field: "distance", Value: "100"}}},
		{"rock.distance: 951 is above 950", []Edit{{Op: Set, Object: "rock", Field: "distance", Value: "951"}}},
		{"a.distance: 900 is too far out", []Edit{{Op: Set, Object: "a", Field: "distance", Value: "900"}}},
		{"belt.inner: 500 is within reach of new", []Edit{{Op: Add, List: "stars", Value: `{"id":"new","distance":400}`}}},
		{"spawns: there is none", []Edit{{Op: Remove, Object: "s"}}},
		{`g.to: "h" is no gate`, []Edit{{Op: Remove, Object: "h"}}},
		{`new.to: "nowhere" is no gate`, []Edit{{Op: Add, List: "gates", Value: `{"id":"new","to":"nowhere","distance":300}`}}},
		{`"moons", want one of stars`, []Edit{{Op: Add, List: "moons", Value: `{}`}}},
		{`is the id of another object`, []Edit{{Op: Add, List: "rocks", Value: `{"id":"rock","distance":820}`}}},
		{"rocks[1].id: every object has one", []Edit{{Op: Add, List: "rocks", Value: `{"distance":820}`}}},
		{"rocks[1].id: it is there twice", []Edit{{Op: Add, List: "rocks", Value: `{"id":"x","id":"y"}`}}},
		{"zones: 2 checkpoints are no lap", []Edit{{Op: Remove, Object: "z2"}}},
	} {
		_, _, err := a.Apply(c.change)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %s", c.change, err, c.want)
		}
	}
	if a.Text() != before {
		t.Error("an edit has changed the arena itself")
	}
}

func TestAnUndoOfWhatSomebodyElseChangedIsRefused(t *testing.T) {
	a := mustParse(t, full)
	a, mine, err := a.Apply([]Edit{{Op: Set, Object: "rock", Field: "radius", Value: "70"}})
	if err != nil {
		t.Fatal(err)
	}
	a, other, err := a.Apply([]Edit{{Op: Set, Object: "rock", Field: "radius", Value: "80"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Apply(mine); !errors.Is(err, ErrChanged) {
		t.Errorf("undone: %v", err)
	}
	a, _, err = a.Apply(other)
	if err == nil {
		_, _, err = a.Apply(mine)
	}
	if err != nil {
		t.Errorf("one after the other: %v", err)
	}
}

// randomChange is a change that may be refused.
func randomChange(r *rand.Rand, a *Arena) (change []Edit) {
	lists := a.lists()
	for range 1 + r.IntN(4) {
		l := lists[r.IntN(len(lists))]
		id := ""
		if n := l.size(); n > 0 {
			id = *l.object(r.IntN(n)).named()
		}
		switch r.IntN(4) {
		case 0:
			change = append(change, Edit{Op: Remove, Object: id})
		case 1:
			value := fmt.Sprintf(`{"id":"n%d","distance":%d}`, r.IntN(99), 400+r.IntN(550))
			if l.name == "spawns" {
				value = fmt.Sprintf(`{"id":"n%d","outer":%d}`, r.IntN(99), 400+r.IntN(550))
			}
			change = append(change, Edit{Op: Add, List: l.name, Object: id, Value: value})
		default:
			field := []string{"radius", "distance", "phase", "period", "count", "haze", "title", "id"}[r.IntN(8)]
			change = append(change, Edit{Op: Set, Object: id, Field: field, Value: fmt.Sprint(r.IntN(1000) - 200)})
		}
	}
	return change
}

// Whatever is changed: the inverse restores the very text, the changed arena is right, and what is
// sent of a change is that change.
func TestTheInverseOfAnEditRestoresTheArena(t *testing.T) {
	r, applied := rand.New(rand.NewPCG(1, 2)), 0
	a := mustParse(t, full)
	for range 4_000 {
		change := randomChange(r, a)
		next, inverse, err := a.Apply(change)
		if err != nil {
			continue
		}
		applied++
		back, _, err := next.Apply(inverse)
		if err != nil || back.Text() != a.Text() {
			t.Fatalf("%v and %v: %v", change, inverse, err)
		}
		if again, err := Parse([]byte(next.Text())); err != nil || again.Text() != next.Text() {
			t.Fatalf("%v leads to an arena that is not right: %v", change, err)
		}
		got, err := ReadChange(AppendChange(nil, change))
		if err != nil || !reflect.DeepEqual(got, change) {
			t.Fatalf("%v is sent as %v, %v", change, got, err)
		}
		a = next
	}
	if applied < 200 {
		t.Errorf("%d changes were applied", applied)
	}
}

func FuzzApply(f *testing.F) {
	a := mustParse(f, full)
	f.Add(AppendChange(nil, []Edit{{Op: Set, Object: "rock", Field: "radius", Value: "70"}, {Op: Remove, Object: "rock"}}))
	f.Add(AppendChange(nil, []Edit{{Op: Add, List: "zones", Object: "z2", Value: `{"id":"z4","distance":600}`}}))
	f.Add(AppendChange(nil, []Edit{{Op: Set, Field: "backdrop.haze", Value: "3"}, {Op: Set, Field: "title", Value: `"A"`}}))
	f.Fuzz(func(t *testing.T, sent []byte) {
		change, err := ReadChange(sent)
		if err != nil {
			return
		}
		next, inverse, err := a.Apply(change)
		if err != nil {
			return
		}
		if back, _, err := next.Apply(inverse); err != nil || back.Text() != a.Text() {
			t.Errorf("%v and %v: %v", change, inverse, err)
		}
	})
}

// large is an arena of as many objects as there may be, as long in words as they can be.
func large(t testing.TB) *Arena {
	id := func(list string, i int) string {
		return fmt.Sprintf("%s-%s%04d", list, strings.Repeat("x", 19-len(list)), i)
	}
	object := func(list, text string, most int) string {
		var all []string
		for i := range most {
			all = append(all, fmt.Sprintf(`{"id":"%s",%s}`, id(list, i), strings.ReplaceAll(text, "TO", id(list, i^1))))
		}
		return fmt.Sprintf("%q:[%s]", list, strings.Join(all, ","))
	}
	const orbit = `"distance":900,"phase":55555,"period":-3600`
	return mustParse(t, `{"name":"`+strings.Repeat("n", maxID)+`","title":"`+strings.Repeat("\U0001F680", MaxTitle)+`",`+strings.Join([]string{
		object("stars", `"kind":"black-hole","radius":100,"pull":1000`, MaxStars),
		object("rocks", `"radius":200,`+orbit, maxRocks),
		object("gates", `"to":"TO","radius":100,`+orbit, MaxGates),
		object("pads", `"period":3600`, maxPads),
		object("spawns", `"inner":500`, maxSpawns),
		object("zones", `"use":"checkpoint",`+orbit, maxZones),
	}, ",")+"}")
}

func TestAnArenaOfAThousandObjectsIsNotTooLong(t *testing.T) {
	a := large(t)
	n := 0
	for _, l := range a.lists() {
		n += l.size()
	}
	if text := a.Text(); n < 1_000 || len(text)+4*160 > sim.MaxArenaBytes {
		t.Errorf("%d objects in %d bytes", n, len(text))
	}
}

// As edits can never make an arena longer than sim.MaxArenaBytes, Apply does not ask.
func TestAChangeOfAsMuchAsMayBeCanBeTakenBack(t *testing.T) {
	a := large(t)
	var change []Edit
	for i := range MaxEdits {
		change = append(change, Edit{Op: Remove, Object: a.Zones[i].ID})
	}
	next, inverse, err := a.Apply(change)
	if err != nil {
		t.Fatal(err)
	}
	if back, _, err := next.Apply(inverse); err != nil || back.Text() != a.Text() {
		t.Error(err)
	}
	if _, err := json.Marshal(inverse); err != nil {
		t.Error(err)
	}
}

func BenchmarkApply(b *testing.B) {
	a := large(b)
	change := []Edit{{Op: Set, Object: a.Rocks[0].ID, Field: "phase", Value: "12345"}}
	for b.Loop() {
		if _, _, err := a.Apply(change); err != nil {
			b.Fatal(err)
		}
	}
}
