package practice

import (
	"bytes"
	"slices"
	"testing"

	"perihelion/client/netcode"
	"perihelion/shared/daily"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/toy"
)

const frame = 1. / 90 // seconds: a screen that shows no tick twice as long as another

// dashing is a player who dashes to the lower right.
func dashing() sim.Input {
	return sim.Input{Axes: [sim.InputAxes]int32{toy.AxisX: 90, toy.AxisY: 60}, Buttons: toy.ButtonDash}
}

func newToy(seats int) *Match { return New(toy.Game, sim.Config{Seed: 7, Seats: seats}, "Ada") }

func TestAMatchGoesByItselfAtItsRate(t *testing.T) {
	m, coins := newToy(4), 0
	for range 60 * 90 {
		m.Advance(frame, dashing)
		coins += len(m.View.Events)
	}
	if got := m.world.Tick(); got < 3599 || got > 3601 {
		t.Errorf("after a minute it is tick %d, want 3600", got)
	}
	if coins < 20 {
		t.Errorf("%d coins taken in a minute: do the bots play?", coins)
	}
	v := &m.View
	if v.Roster[0].Name != "Ada" || v.Roster[0].Bot || !v.Roster[3].Bot || len(v.Roster) != 4 {
		t.Errorf("roster %+v", v.Roster)
	}
	if v.Held.Axes != dashing().Axes || v.Own == v.OwnPrev && v.Own[toy.OwnWait] != 0 {
		t.Errorf("held %+v, own %v", v.Held, v.Own)
	}
	if len(v.Radar) != 4 {
		t.Errorf("%d blips on the radar, want 4", len(v.Radar))
	}
}

func TestTheViewIsThatOfAPlayerOnline(t *testing.T) {
	m := newToy(4)
	last := float32(0)
	for range 600 {
		m.Advance(frame, dashing)
		v := &m.View
		if _, ok := v.Find(0); ok || v.Watching || v.Me != 0 {
			t.Fatal("the own dot is among the others")
		}
		x := float32(v.OwnPrev[toy.OwnX]) + float32(v.Own[toy.OwnX]-v.OwnPrev[toy.OwnX])*v.OwnFrac
		if x < last-1 && x > last-100 { // farther: a round has begun
			t.Fatalf("drawn at %v, and then at %v: it jumps back", last, x)
		}
		last = x
		if !slices.IsSortedFunc(v.Seen, func(a, b netcode.Seen) int { return int(a.ID) - int(b.ID) }) {
			t.Fatal("what is seen is not in order")
		}
	}
}

func TestAMatchGoesOnFromAState(t *testing.T) {
	m := newToy(4)
	for range 900 {
		m.Advance(frame, dashing)
	}
	state := m.world.AppendState(nil)
	roster := m.View.Roster
	at := Moment{Game: toy.Game, Config: m.View.Config, State: state, Roster: roster, Me: 2}
	back, err := Resume(&at)
	if err != nil {
		t.Fatal(err)
	}
	if back.world.Hash() != m.world.Hash() || back.View.Me != 2 || back.View.Own != m.world.Private(2) {
		t.Error("it is another match")
	}
	if p := back.View.Roster; p[2].Bot || !p[0].Bot || p[0].Name != "Ada" || roster[0].Bot {
		t.Errorf("roster %+v, from %+v", p, roster)
	}
	back.Advance(1, dashing)
	if back.world.Tick() == m.world.Tick() {
		t.Error("it does not go on")
	}
	for name, spoil := range map[string]func(m *Moment){
		"a damaged state":         func(m *Moment) { m.State = m.State[1:] },
		"a seat of nobody":        func(m *Moment) { m.Roster = m.Roster[:2] },
		"no player at all":        func(m *Moment) { m.Me = sim.NoPlayer },
		"a state of another seed": func(m *Moment) { m.Config.Seed++ },
	} {
		bad := at
		spoil(&bad)
		if m, err := Resume(&bad); err == nil || m != nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestTheLogOfAMomentIsTheMatch(t *testing.T) {
	m := newToy(4)
	for range 900 {
		m.Advance(frame, dashing)
	}
	r, err := replay.NewReader(bytes.NewReader(m.Log()), sim.Games{toy.Game})
	if err != nil {
		t.Fatal(err)
	}
	p, err := replay.ReadMoment(r)
	if err != nil || p.World.Hash() != m.world.Hash() || p.Config.Seed != 7 {
		t.Fatalf("%+v, %v, want the same match", p, err)
	}
	for i, s := range p.Seats {
		if want := (replay.Seat{Holder: replay.Bot}); i == 0 && s.Holder != replay.Player || i > 0 && s != want {
			t.Errorf("seat %d is held by %+v", i, s)
		}
	}
}

func TestAFrameAllocatesNothing(t *testing.T) {
	m := newToy(8)
	for range 900 {
		m.Advance(frame, dashing)
	}
	if n := testing.AllocsPerRun(300, func() { m.Advance(frame, dashing) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

// flyDaily flies the run of a day in frames of uneven length.
func flyDaily(t testing.TB, g sim.Game) *Match {
	t.Helper()
	c, ok := daily.Of(g, 20_786)
	if !ok {
		t.Fatal("the game offers no daily run")
	}
	m, n := NewDaily(c, daily.Player{Account: "ada", Name: "Ada"}), int32(0)
	sample := func() sim.Input {
		n++
		in := sim.Input{Buttons: sim.Buttons(n/40) | g.About().Inputs.Reserved}
		for i := range in.Axes {
			in.Axes[i] = n*int32(37*(i+1)) - 20_000 // beyond what the wire can carry, too
		}
		return in
	}
	for frame := 0; !m.Run.Over(); frame++ {
		m.Advance([]float64{1. / 144, 1. / 30, 1. / 60, 1. / 9}[frame%4], sample)
	}
	return m
}

// What a client flies, whatever its frames and its player do, the server takes.
func TestTheServerTakesTheDailyRunThatAClientHasFlown(t *testing.T) {
	for _, g := range []sim.Game{toy.Game, games.Ships} {
		m := flyDaily(t, g)
		m.Advance(1, func() sim.Input { t.Error("a run goes on after its end"); return sim.Input{} })
		v, err := daily.Verify(t.Context(), bytes.NewReader(m.Run.Log()), m.Run.Challenge, daily.Player{Account: "ada", Name: "Ada"})
		if err != nil {
			t.Errorf("%s: %v", g.About().Name, err)
			continue
		}
		if v.Points() != m.Run.Points() || v.World.Hash() != m.world.Hash() || !bytes.Equal(v.Log(), m.Run.Log()) {
			t.Errorf("%s: %d points by the server, %d by the client", g.About().Name, v.Points(), m.Run.Points())
		}
		if n := len(m.Run.Log()); n > daily.MaxBytes*2/3 {
			t.Errorf("%s: a log of %d bytes, of %d that may be sent", g.About().Name, n, daily.MaxBytes)
		}
		t.Logf("%s: %d ticks, %d points, a log of %d bytes", g.About().Name, m.Tick(), m.Run.Points(), len(m.Run.Log()))
		if r := m.View.Roster; len(r) != m.View.Config.Seats || r[0].Bot || r[0].Name != "Ada" || !r[1].Bot {
			t.Errorf("%s: roster %+v", g.About().Name, r)
		}
	}
}

func BenchmarkVerifyDaily(b *testing.B) {
	m := flyDaily(b, games.Ships)
	for b.Loop() {
		if _, err := daily.Verify(b.Context(), bytes.NewReader(m.Run.Log()), m.Run.Challenge, daily.Player{}); err != nil {
			b.Fatal(err)
		}
	}
}
