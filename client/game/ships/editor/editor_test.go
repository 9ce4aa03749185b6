package editor

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

const small = `{"name":"small","title":"Small","radius":2000,
"stars":[{"id":"sun"}],
"rocks":[{"id":"rock-1","distance":600,"phase":4096},{"id":"rock-2","distance":600,"phase":36864}],
"gates":[{"id":"gate-1","to":"gate-2","distance":800,"phase":0},{"id":"gate-2","to":"gate-1","distance":800,"phase":32768}],
"spawns":[{"id":"spawn-1"}],
"zones":[{"id":"moving","use":"comet","distance":500,"phase":9000,"period":60}]}`

func parse(t testing.TB, text string) *layout.Arena {
	t.Helper()
	a, err := layout.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sight is the arena in a match, at a tick.
func sight(a *layout.Arena, tick sim.Tick) Sight {
	return Sight{Config: &sim.Config{Seats: 8, Seed: 1, Arena: &sim.Arena{Layout: a}}, Tick: tick}
}

// drag drags from one place to another.
func drag(t *testing.T, e *Editor, at Sight, from, to Pointer) {
	t.Helper()
	from.Reach, to.Reach = 12, 12
	e.Press(at, from, true)
	if err := e.Release(at, to); err != nil {
		t.Fatalf("dragged from %v to %v: %v", from, to, err)
	}
}

func markOf(t *testing.T, e *Editor, at Sight, id string) Mark {
	t.Helper()
	list := e.Marks(at)
	i := slices.IndexFunc(list, func(m Mark) bool { return m.ID == id })
	if i < 0 {
		t.Fatalf("%s is not there", id)
	}
	return list[i]
}

// deed is something at random that a player could do.
func deed(e *Editor, at Sight, r *rand.Rand) {
	place := func() Pointer {
		return Pointer{X: r.Float32()*4000 - 2000, Y: r.Float32()*4000 - 2000, Reach: 12}
	}
	switch r.IntN(8) {
	case 0, 1:
		e.Tool = Tool(1 + r.IntN(int(Tools)-1))
		p := place()
		e.Press(at, p, true)
		_ = e.Release(at, p)
		e.Tool = Select
	case 2, 3:
		if marks := e.Marks(at); len(marks) > 0 {
			m := marks[r.IntN(len(marks))]
			p := Pointer{X: m.X + m.Outer, Y: m.Y, Reach: 12, Add: r.IntN(3) == 0}
			e.Press(at, p, true)
			_ = e.Release(at, place())
		}
	case 4:
		_ = e.Duplicate()
	case 5:
		_ = e.Nudge(r.IntN(5)-2, r.IntN(5)-2)
	case 6:
		if f := e.Fields(); len(f) > 0 {
			f := f[r.IntN(len(f))]
			if v, err := strconv.Atoi(f.Value); err == nil {
				_ = e.Set(f.Name, strconv.Itoa(min(max(v+r.IntN(200)-100, f.Least), f.Most)))
			}
		}
	case 7:
		if r.IntN(4) == 0 {
			_ = e.Remove()
		}
	}
}

func TestUndoRestoresAndRedoMakesTheSameAgain(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		e := New(parse(t, small), "a")
		e.Symmetry = Symmetry{Fold: 1 + r.IntN(3), Mirror: r.IntN(2) == 0}
		at := sight(e.Arena(), sim.Tick(r.IntN(10_000)))
		texts := []string{e.Arena().Text()}
		for range 30 {
			deed(e, at, r)
			if text := e.Arena().Text(); text != texts[len(texts)-1] {
				texts = append(texts, text)
			}
		}
		if len(texts) < 5 {
			t.Fatalf("seed %d: only %d changes", seed, len(texts)-1)
		}
		for _, want := range slices.Backward(texts[:len(texts)-1]) {
			if err := e.Undo(); err != nil || e.Arena().Text() != want {
				t.Fatalf("seed %d: undone: %v\n%s\nwant\n%s", seed, err, e.Arena().Text(), want)
			}
		}
		for _, want := range texts[1:] {
			if err := e.Redo(); err != nil || e.Arena().Text() != want {
				t.Fatalf("seed %d: made again: %v\n%s\nwant\n%s", seed, err, e.Arena().Text(), want)
			}
		}
	}
}

// lacksImage is the first object of an arena that lacks an image; "": none does.
func lacksImage(a *layout.Arena, s Symmetry) string {
	t := newTwins(a, s)
	for id, own := range t.fields {
		for _, m := range t.images {
			if want := m.of(own); t.matching(t.lists[id], want, nil) == "" {
				return id + ": " + want.asJSON()
			}
		}
	}
	return ""
}

func TestSymmetricEditsKeepAnArenaSymmetric(t *testing.T) {
	const bare = `{"name":"bare","title":"Bare","radius":2000,"stars":[{"id":"sun"}],"spawns":[{"id":"spawn-1"}]}`
	for seed := range uint64(48) {
		r := rand.New(rand.NewPCG(seed, 2))
		e := New(parse(t, bare), "a")
		e.Symmetry = Symmetry{Fold: 1 + int(seed)%MaxFold, Mirror: seed%2 == 0}
		at := sight(e.Arena(), sim.Tick(r.IntN(10_000)))
		for range 25 {
			deed(e, at, r)
			if missing := lacksImage(e.Arena(), e.Symmetry); missing != "" {
				t.Fatalf("seed %d, %+v: the image %s is missing in\n%s", seed, e.Symmetry, missing, e.Arena().Text())
			}
		}
	}
}

func TestWhatIsHitIsWhereTheGameDrawsIt(t *testing.T) {
	for _, a := range ships.Rules.About().Arenas {
		for _, tick := range []sim.Tick{0, 777, 54_321} {
			v := &netcode.View{Config: sim.Config{Seats: 8, Seed: 1, Arena: a}, Tick: tick, Frac: .3}
			l := a.Layout.(*layout.Arena)
			e := New(l, "a")
			at := Sight{Config: &v.Config, Tick: tick, Frac: .3}
			hits := func(id string, x, y float32) {
				if got, _ := e.hit(at, Pointer{X: x, Y: y, Reach: 4}); got != id {
					t.Errorf("%s, tick %d: %q is hit at %.0f, %.0f, where %s is drawn", a.Name, tick, got, x, y, id)
				}
			}
			for i, b := range shipstate.AppendBodies(nil, v) {
				hits(l.Stars[i].ID, b.X, b.Y)
				hits(l.Stars[i].ID, b.X+b.Radius-1, b.Y)
			}
			for i, g := range shipstate.AppendGates(nil, v) {
				hits(l.Gates[i].ID, g.X, g.Y+g.Radius-1)
			}
		}
	}
}

func TestADragMovesAlongAndBetweenOrbits(t *testing.T) {
	e := New(parse(t, small), "a")
	at := sight(e.Arena(), 5_000)
	m := markOf(t, e, at, "moving")
	to := Pointer{X: -m.Y * 1.3, Y: m.X * 1.3}
	e.Snap = false
	drag(t, e, at, Pointer{X: m.X, Y: m.Y}, to)
	got := markOf(t, e, at, "moving")
	if d := length(got.X-to.X, got.Y-to.Y); d > 3 {
		t.Errorf("it is %.1f units from where it was dropped", d)
	}
	e.Snap = true
	drag(t, e, at, Pointer{X: got.X, Y: got.Y}, Pointer{X: got.X + 31, Y: got.Y + 77})
	z := e.Arena().Zones[0]
	angles := float64(z.Phase) * SnapAngles / turn
	if z.Distance%SnapDistance != 0 || math.Abs(angles-math.Round(angles)) > .001 {
		t.Errorf("it is at %d, %d, which is not on the grid", z.Distance, z.Phase)
	}
}

func TestRimsResize(t *testing.T) {
	e := New(parse(t, small), "a")
	at := sight(e.Arena(), 0)
	m := markOf(t, e, at, "sun")
	drag(t, e, at, Pointer{X: m.X, Y: m.Y}, Pointer{X: m.X, Y: m.Y}) // a click selects it
	drag(t, e, at, Pointer{X: m.X + m.Radius, Y: m.Y}, Pointer{X: m.X + m.Radius*1.5, Y: m.Y})
	if got := e.Arena().Stars[0].Radius; got != 180 {
		t.Errorf("the radius is %d, want 180", got)
	}
	ring := markOf(t, e, at, "spawn-1")
	drag(t, e, at, Pointer{X: 0, Y: ring.Outer}, Pointer{X: 0, Y: ring.Outer * 800 / 850})
	if got := e.Arena().Spawns[0]; got.Outer != 800 || got.Inner != 300 {
		t.Errorf("the spawn is %+v, want it to end at 800", got)
	}
}

func TestWhatMayNotBeIsRefusedInWordsAndNothingChanges(t *testing.T) {
	e := New(parse(t, small), "a")
	at := sight(e.Arena(), 0)
	before := e.Arena().Text()
	m := markOf(t, e, at, "rock-1")
	e.Press(at, Pointer{X: m.X, Y: m.Y, Reach: 12}, true)
	e.Drag(at, Pointer{X: 40, Reach: 12}) // into the star
	if e.Refused() == nil || !strings.Contains(e.Refused().Error(), "rock-1.distance") {
		t.Errorf("while it is dragged: %v", e.Refused())
	}
	if err := e.Release(at, Pointer{X: 40, Reach: 12}); err == nil {
		t.Error("a rock lies in the star")
	}
	e.selected = []string{"sun"}
	if err := e.Remove(); err == nil {
		t.Error("no star is left")
	}
	if e.Arena().Text() != before || e.CanUndo() || len(e.TakeChanges()) > 0 {
		t.Error("a refused change has left something")
	}
}

func TestAChangeShowsAtOnceAndIsTakenBackIfItIsRefused(t *testing.T) {
	base := parse(t, small)
	e := New(base, "a")
	e.selected = []string{"rock-1"}
	if err := e.Set("radius", "90"); err != nil {
		t.Fatal(err)
	}
	first := e.TakeChanges()
	if err := e.Set("distance", "650"); err != nil {
		t.Fatal(err)
	}
	if r := e.Arena().Rocks[0]; len(first) != 1 || r.Radius != 90 || r.Distance != 650 {
		t.Fatalf("%d sent, the rock is %+v", len(first), r)
	}
	e.Refuse(first[0].Seq)
	e.Rebase(base) // the match has taken it back, and does not know the second yet
	if r := e.Arena().Rocks[0]; r.Radius != 60 || r.Distance != 650 {
		t.Errorf("the refused change has left %+v", r)
	}
	if err := e.Undo(); err != nil || e.Arena().Text() != base.Text() {
		t.Errorf("undone: %v", err)
	}
	if e.CanUndo() {
		t.Error("the refused change can be undone")
	}
}

func TestWhatSomebodyElseHasChangedSinceIsNotUndone(t *testing.T) {
	for _, theirs := range []layout.Edit{
		{Op: layout.Set, Object: "rock-1", Field: "radius", Value: "100"},
		{Op: layout.Remove, Object: "rock-1"},
	} {
		e := New(parse(t, small), "a")
		e.selected = []string{"rock-1"}
		if err := e.Set("radius", "90"); err != nil {
			t.Fatal(err)
		}
		e.TakeChanges()
		next, _, err := e.Arena().Apply([]layout.Edit{theirs})
		if err != nil {
			t.Fatal(err)
		}
		e.Rebase(next)
		if err := e.Undo(); !errors.Is(err, sim.ErrChanged) && !errors.Is(err, sim.ErrGone) {
			t.Errorf("after %v: undone: %v", theirs, err)
		}
		if e.Arena().Text() != next.Text() {
			t.Errorf("after %v: the undo has changed what they did", theirs)
		}
	}
}

func TestTwoAuthorsGiveNoIDTwice(t *testing.T) {
	base := parse(t, small)
	a, b := New(base, "a"), New(base, "b")
	var next *layout.Arena = base
	for _, e := range []*Editor{a, b} {
		e.Tool = Rock
		at := sight(base, 0)
		drag(t, e, at, Pointer{Y: 900}, Pointer{Y: 900})
		for _, c := range e.TakeChanges() {
			var err error
			if next, _, err = next.Apply(c.Edits); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(next.Rocks) != 4 {
		t.Errorf("%d rocks, want 4", len(next.Rocks))
	}
}

func TestAllCanBeRemovedButWhatAnArenaNeeds(t *testing.T) {
	e := New(parse(t, small), "a")
	e.SelectAll(true)
	if err := e.Remove(); err != nil {
		t.Fatal(err)
	}
	if all := objectsOf(e.Arena()); len(all) != 2 || all[0].id != "sun" || all[1].id != "spawn-1" {
		t.Errorf("%+v are left, want the star and the place to start", all)
	}
}
