package layout

import (
	_ "embed"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"perihelion/assets/arenas"
)

//go:embed ARENA.md
var page string

// full has one object of each kind.
const full = `{"version":1,"name":"full","title":"Full","radius":1800,"perSeat":450,
"stars":[{"id":"a","kind":"star","radius":80,"pull":600,"distance":100,"period":90},{"id":"b","kind":"black-hole","radius":60,"distance":100,"phase":32768,"period":90}],
"belts":[{"id":"belt","inner":500,"outer":700,"count":12}],
"rocks":[{"id":"rock","distance":800,"period":-100}],
"gates":[{"id":"g","to":"h","distance":850},{"id":"h","to":"g","distance":850,"phase":32768}],
"pads":[{"id":"pads","count":4,"every":400}],
"spawns":[{"id":"s","inner":400,"outer":800}],
"zones":[{"id":"z","use":"checkpoint","distance":600},{"id":"z2","use":"checkpoint","distance":620},{"id":"z3","use":"checkpoint","distance":640}],
"backdrop":{"nebula":10,"accent":20,"haze":30,"stars":40}}`

func TestTheArenasOfTheGameAreRight(t *testing.T) {
	names, err := fs.Glob(arenas.Files, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d arenas, %v", len(names), err)
	}
	for _, name := range names {
		text, _ := arenas.Files.ReadFile(name)
		a, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Name+".json" != name {
			t.Errorf("%s has the name %q", name, a.Name)
		}
	}
}

func TestAnErrorNamesTheObjectAndTheField(t *testing.T) {
	if _, err := Parse([]byte(full)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{`"distance":800,`, `"distance":800,"radius":12,`, "rocks[0].radius: 12 is below 20"},
		{`"distance":800,`, `"distance":800,"radius":1e2,`, "rocks[0].radius: 1e2 is no whole number"},
		{`"distance":800,`, `"distance":800,"radius":"x",`, "rocks[0].radius: want a whole number"},
		{`"distance":800,`, `"distance":951,`, "rocks[0].distance: 951 is above 950"},
		{`"distance":800,`, `"distance":600,`, "rocks[0].distance: begins at 600, within belts[0].inner"},
		{`"distance":800,`, `"distance":100,`, "rocks[0].distance: 100 is within reach of stars[0]"},
		{`"period":-100`, `"period":-10`, "rocks[0].period: -10 is a turn in less than 20 seconds"},
		{`"kind":"black-hole"`, `"kind":"hole"`, `stars[1].kind: "hole", want one of star, black-hole`},
		{`"to":"h"`, `"to":"i"`, `gates[0].to: "i" is no gate`},
		{`"to":"h"`, `"to":"g"`, "gates[0].to: it leads to itself"},
		{`"id":"z"`, `"id":"s"`, `zones[0].id: "s" is the id of another object`},
		{`"id":"z",`, ``, "zones[0].id: every object has one"},
		{`"id":"z"`, `"id":"Z"`, `zones[0].id: "Z", want up to 24 of a-z, 0-9 and -`},
		{`"id":"z"`, `"id":"z","id":"y"`, "zones[0].id: it is there twice"},
		{`"id":"z"`, `"id":"z","mass":3`, "zones[0].mass: there is no such field"},
		{`{"id":"s","inner":400,"outer":800}`, ``, "spawns: there is none"},
		{`"inner":500,"outer":700`, `"outer":351`, "belts[0].outer: 351 is too near to the stars for a belt whose inner is 0, want 352 or more, or an inner"},
		{`"inner":400`, `"inner":100`, "spawns[0].inner: 100 is within reach of stars[0]"},
		{`"inner":400`, `"inner":800`, "spawns[0].outer: 800 is not beyond inner, 800"},
		{`"stars":[`, `"stars":[3,`, "stars[0]: want an object"},
		{`"haze":30`, `"haze":300`, "backdrop.haze: 300 is above 100"},
		{`"stars":40}}`, `"stars":40}}{}`, "there is something behind the arena"},
		{`"stars":40}}`, `"stars":40`, "ends too early"},
		{`"version":1`, `"version":2`, "version: 2 is above 1"},
		{`"count":12`, `"count":200,"every":40`, "belts: 801 rocks in the largest arena"},
		{full, strings.Repeat(" ", 110_001), "it has 110001 bytes, want 110000 at most"},
		{full, strings.Repeat("[", 99_000), "want an object"},
	} {
		if !strings.Contains(full, c.from) {
			t.Fatalf("%q is not in the arena", c.from)
		}
		_, err := Parse([]byte(strings.Replace(full, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s instead of %s: %v, want %s", c.to, c.from, err, c.want)
		}
	}
}

func TestTheCanonicalTextIsReadAsTheSameArena(t *testing.T) {
	a, err := Parse([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	b, err := Parse([]byte(a.Text()))
	if err != nil || b.Text() != a.Text() || strings.ContainsAny(a.Text(), "\n ") {
		t.Errorf("%v\n%s\n%s", err, a.Text(), b.Text())
	}
}

// ARENA.md is what people write arenas from: it has a row for each field.
func TestThePageHasEveryField(t *testing.T) {
	a, err := Parse([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(a.Text()), &all); err != nil {
		t.Fatal(err)
	}
	for name, value := range all {
		if !strings.Contains(page, "| "+name+" |") {
			t.Errorf("the page does not say what %s is", name)
		}
		list, _ := value.([]any)
		if o, is := value.(map[string]any); is {
			list = []any{o}
		}
		for _, o := range list {
			for field := range o.(map[string]any) {
				if !strings.Contains(page, "| "+field+" |") {
					t.Errorf("the page does not say what %s.%s is", name, field)
				}
			}
		}
	}
}

// Whoever sends the text: Read returns, and what it takes it writes and takes again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	names, _ := fs.Glob(arenas.Files, "*.json")
	for _, name := range names {
		text, _ := arenas.Files.ReadFile(name)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := Parse(text)
		if err != nil {
			return
		}
		if b, err := Parse([]byte(a.Text())); err != nil || a.Text() != b.Text() {
			t.Errorf("read again: %v", err)
		}
	})
}
