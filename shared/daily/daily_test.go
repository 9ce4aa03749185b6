package daily

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var ada = Player{Account: "ada", Name: "Ada"}

// today is a challenge of the toy.
func today(t testing.TB) Challenge {
	t.Helper()
	c, ok := Of(toy.Game, 20_786)
	if !ok {
		t.Fatal("the toy offers no daily run")
	}
	return c
}

// hold is what the player of a test holds in the next tick: they run for the coin.
func hold(r *Run) sim.Input {
	s := r.sight
	s.Tick, s.Me, s.Own = r.World.Tick(), Me, r.World.Private(Me)
	in := r.Game.Think(&s, sim.Regular)
	in.View, in.Fraction = ViewOf(s.Tick), uint8(s.Tick)
	return in
}

// fly flies a run to its end.
func fly(c Challenge, p Player, hold func(*Run) sim.Input) *Run {
	r := NewRun(c, p)
	for !r.Over() {
		r.Step(hold(r))
	}
	return r
}

func TestADayIsReadAsItIsWritten(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	d := DayOf(noon)
	if d.String() != "2026-11-29" || DayOf(d.Begin()) != d || DayOf((d+1).Begin().Add(-1)) != d {
		t.Errorf("the day of %v is %v", noon, d)
	}
	if got, err := ParseDay("2026-11-29"); got != d || err != nil {
		t.Errorf("read as %v, %v", got, err)
	}
	for _, bad := range []string{"", "today", "2026-11-31", "2026-1-2", "29.11.2026", "1969-12-31", "10000-01-01", "2026-11-29T00:00:00Z"} {
		if got, err := ParseDay(bad); !errors.Is(err, errDay) {
			t.Errorf("%q is read as %v, %v", bad, got, err)
		}
	}
}

func TestEveryDayAndGameHasItsOwnSeed(t *testing.T) {
	c, seen := today(t), map[uint64]bool{}
	for day := range 1000 {
		seen[toy.Game.About().Daily.Config("toy", day).Seed] = true
		seen[toy.Game.About().Daily.Config("top", day).Seed] = true
	}
	if len(seen) != 2000 {
		t.Errorf("%d seeds for 1000 days of two games", len(seen))
	}
	if _, ok := GameOf(sim.Games{toy.Game}, "puck"); ok {
		t.Error("a game that is not there offers a run")
	}
	if again := today(t); again.Config != c.Config {
		t.Error("the same day is flown in two matches")
	}
}

// The whole point: what a client has flown, the server flies too, with the same points.
func TestARunThatWasFlownIsVerifiedWithTheSamePoints(t *testing.T) {
	c := today(t)
	flown := fly(c, ada, hold)
	got, err := Verify(context.Background(), bytes.NewReader(flown.Log()), c, Player{"ada", "Ada L."})
	if err != nil {
		t.Fatal(err)
	}
	if got.Points() != flown.Points() || got.World.Hash() != flown.World.Hash() || flown.World.Phase() != sim.PhasePodium {
		t.Errorf("%d points by the server, %d by the client", got.Points(), flown.Points())
	}
	if n := len(flown.Log()); n > MaxBytes/3 {
		t.Errorf("a log of %d bytes: is MaxBytes enough for any?", n)
	}
	rep, err := replay.Verify(bytes.NewReader(got.Log()), sim.Games{toy.Game})
	if err != nil || rep.Truncated || sim.Tick(rep.Ticks) != got.World.Tick() || rep.States != int(got.World.Tick())/600 {
		t.Errorf("the log of the server: %+v, %v", rep, err)
	}
	if !bytes.Contains(got.Log(), []byte("Ada L.")) || bytes.Contains(flown.Log(), []byte("Ada L.")) {
		t.Error("the log of the server does not have the name that the server knows")
	}
	other, err := Verify(context.Background(), bytes.NewReader(fly(c, ada, func(r *Run) sim.Input {
		in := hold(r)
		in.Fraction++
		return in
	}).Log()), c, ada)
	if err != nil || other.Path != got.Path {
		t.Errorf("another screen makes another run of the same controls, %v", err)
	}
}

// Anybody can fetch the log of another's run, and change what does not matter.
func TestARunThatWasCopiedHasTheSamePath(t *testing.T) {
	c := today(t)
	path := func(change func(r *Run, in *sim.Input)) [32]byte {
		t.Helper()
		v, err := Verify(context.Background(), bytes.NewReader(fly(c, ada, func(r *Run) sim.Input {
			in := hold(r)
			change(r, &in)
			return in
		}).Log()), c, ada)
		if err != nil {
			t.Fatal(err)
		}
		return v.Path
	}
	flown := path(func(*Run, *sim.Input) {})
	if path(func(r *Run, in *sim.Input) {
		if r.World.Tick() == c.Config.RoundTicks()-5 {
			in.Axes[toy.AxisX] = -in.Axes[toy.AxisX]
		}
	}) != flown {
		t.Error("a copy that ends otherwise is another run")
	}
	if path(func(r *Run, in *sim.Input) {
		if r.World.Tick() < 600 {
			in.Axes[toy.AxisX] = -in.Axes[toy.AxisX]
		}
	}) == flown {
		t.Error("who flies otherwise flies the same run")
	}
}

func TestARunGoesTheSameWayOnEveryMachine(t *testing.T) {
	const want, points = 0x5e4fa70fc70e136a, 11
	r := fly(today(t), ada, hold)
	if got := r.World.Hash(); got != want || r.Points() != points {
		t.Errorf("hash %#x and %d points, want %#x and %d", got, r.Points(), uint64(want), points)
	}
}

// forge makes a log of a run in which step may do something else than a client would.
func forge(c Challenge, step func(r *Run, w *replay.Writer, t sim.Tick)) []byte {
	r := NewRun(c, ada)
	for !r.Over() {
		t := r.World.Tick()
		step(r, r.log, t)
		if r.World.Tick() == t {
			r.Step(hold(r))
		}
	}
	return r.Log()
}

// at does something once, before the tick after t.
func at(t sim.Tick, do func(r *Run, w *replay.Writer)) func(*Run, *replay.Writer, sim.Tick) {
	return func(r *Run, w *replay.Writer, now sim.Tick) {
		if now == t {
			do(r, w)
		}
	}
}

// holding is a run in which the player holds something else at one tick.
func holding(change func(in *sim.Input)) func(*Run, *replay.Writer, sim.Tick) {
	return at(300, func(r *Run, _ *replay.Writer) {
		in := hold(r)
		change(&in)
		r.Step(in)
	})
}

// withReserved is the toy, with a button that only bots hold.
func withReserved(c Challenge) Challenge {
	about := *c.Game.About()
	in := *about.Inputs
	in.Reserved = toy.ButtonDash
	about.Inputs = &in
	c.Game.Rules = otherAbout{c.Game.Rules, &about}
	return c
}

type otherAbout struct {
	sim.Rules
	about *sim.About
}

func (r otherAbout) About() *sim.About { return r.about }

func TestALogThatIsNoRunIsRefusedInWords(t *testing.T) {
	c := today(t)
	whole := bytes.Clone(fly(c, ada, hold).Log())
	yesterday, _ := Of(toy.Game, c.Day-1)
	longer := c
	longer.Config.Seconds++
	rules := c
	about := *c.Game.About()
	about.Rules++
	rules.Game.Rules = otherAbout{c.Game.Rules, &about}
	for _, tt := range []struct {
		name   string
		log    []byte
		of     Challenge
		reason string
		says   string
	}{
		{"nothing", nil, c, reasonDamaged, "not the log"},
		{"no log", []byte("a picture of a cat, perhaps, but no log"), c, reasonDamaged, "not the log"},
		{"noise after the header", append(bytes.Clone(whole[:40]), bytes.Repeat([]byte{0xff}, 99)...), c, reasonDamaged, ""},
		{"of another format", append([]byte("perirep\x01"), whole[8:]...), c, reasonRules, "another version"},
		{"by other rules", whole, rules, reasonRules, "another version"},
		{"of yesterday", fly(yesterday, ada, hold).Log(), c, reasonOther, "another seed"},
		{"with more time", fly(longer, ada, hold).Log(), c, reasonOther, "other settings"},
		{"cut short", whole[:len(whole)/2], c, reasonUnfinished, ""},
		{"without its last hash", whole[:len(whole)-9], c, reasonUnfinished, "to its end"},
		{"that goes on", append(bytes.Clone(whole), 0), c, reasonUnfinished, "after the end"},
		{"longer than any", append(bytes.Clone(whole), make([]byte, MaxBytes)...), c, reasonUnfinished, ""},
		{"with a friend", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Seat(1, &replay.Seat{Holder: replay.Player, Account: "bob"}) })), c, reasonSeats, "nobody else"},
		{"flown by a bot", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Seat(Me, &replay.Seat{Holder: replay.Bot}) })), c, reasonSeats, ""},
		{"without a bot", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Seat(2, &replay.Seat{Holder: replay.Nobody}) })), c, reasonSeats, ""},
		{"somebody comes", forge(c, at(300, func(r *Run, w *replay.Writer) { w.Join(1); r.World.Join(1) })), c, reasonSeats, "comes or goes"},
		{"somebody goes", forge(c, at(300, func(r *Run, w *replay.Writer) { w.Leave(2); r.World.Leave(2) })), c, reasonSeats, "comes or goes"},
		{"somebody has gone", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Leaver(1, &replay.Leaver{Name: "Bob"}) })), c, reasonSeats, ""},
		{"another state in the middle", forge(c, at(300, func(r *Run, w *replay.Writer) {
			r.World.Join(Me) // at another place, with nothing of the bots
			w.Segment(300, 5000, r.World.AppendState(nil))
		})), c, reasonDiverged, "another way"},
		{"another state at the beginning", forge(c, at(0, func(r *Run, w *replay.Writer) {
			r.World.Leave(1)
			w.Segment(0, 0, r.World.AppendState(nil))
		})), c, reasonDiverged, "another way"},
		{"a leap", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Segment(400, 5000, nil) })), c, reasonDiverged, "leaps"},
		{"a hash again and again", forge(c, at(300, func(r *Run, w *replay.Writer) { w.Hash(r.World.Hash()); w.Hash(r.World.Hash()) })), c, reasonDamaged, "two hashes"},
		{"a wrong hash", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Hash(1) })), c, reasonDiverged, "another way"},
		{"bots that do otherwise", forge(c, at(300, func(r *Run, w *replay.Writer) {
			r.Inputs[Me], r.Inputs[1], r.Inputs[2] = hold(r), sim.Input{}, sim.Input{}
			w.Tick(r.Inputs)
			r.World.Step(r.Inputs)
		})), c, reasonDiverged, "a bot"},
		{"a button of bots", forge(c, holding(func(in *sim.Input) { in.Buttons = toy.ButtonDash })), withReserved(c), reasonInputs, "only bots"},
		{"a future that was seen", forge(c, holding(func(in *sim.Input) { in.View = 400 })), c, reasonInputs, "no client shows"},
		{"a past that is long gone", forge(c, holding(func(in *sim.Input) { in.View = 10 })), c, reasonInputs, "no client shows"},
		{"chat", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Chat(1) })), c, reasonDamaged, ""},
		{"a round", forge(c, at(300, func(_ *Run, w *replay.Writer) { w.Round(&replay.Round{Match: "m"}) })), c, reasonDamaged, ""},
	} {
		_, err := Verify(context.Background(), bytes.NewReader(tt.log), tt.of, ada)
		refused, ok := errors.AsType[*Refusal](err)
		if !ok || refused.Reason != tt.reason || !strings.Contains(refused.Text, tt.says) {
			t.Errorf("%s: %v, want it refused for %q with %q", tt.name, err, tt.reason, tt.says)
		}
	}
}

func TestVerifyEndsWithItsTime(t *testing.T) {
	c := today(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Verify(ctx, bytes.NewReader(fly(c, ada, hold).Log()), c, ada)
	if refused, ok := errors.AsType[*Refusal](err); !ok || refused.Reason != reasonSlow {
		t.Errorf("%v, want it refused as slow", err)
	}
}

// FuzzVerifyRun sends whatever comes. Nothing but a run of the same inputs may be accepted.
func FuzzVerifyRun(f *testing.F) {
	c := today(f)
	whole := bytes.Clone(fly(c, ada, hold).Log())
	f.Add(whole, uint16(0))
	f.Add(whole[:200], uint16(60))
	f.Add([]byte{0x70, 0xff, 0x01}, uint16(len(whole)/2))
	f.Fuzz(func(t *testing.T, part []byte, from uint16) {
		log := append(bytes.Clone(whole[:min(int(from), len(whole))]), part...)
		v, err := Verify(context.Background(), bytes.NewReader(log), c, ada)
		if err == nil && (v.World.Phase() != sim.PhasePodium || v.World.Tick() > c.maxTicks()) {
			t.Fatalf("a run that has not ended is accepted")
		}
		if _, ok := errors.AsType[*Refusal](err); err != nil && !ok {
			t.Fatalf("refused without words: %v", err)
		}
	})
}
