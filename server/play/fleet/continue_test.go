package fleet

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"perihelion/server/lobby"
	"perihelion/shared/api"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var home = netip.MustParseAddr("203.0.113.1")

// practised is a match of the toy in which somebody has seat 1, after some ticks.
func practised(cfg sim.Config, ticks int) (sim.World, []replay.Seat) {
	w, seats := toy.Game.NewWorld(cfg), make([]replay.Seat, cfg.Seats)
	for p := range seats {
		w.Join(sim.PlayerID(p))
		seats[p] = replay.Seat{Holder: replay.Bot, Account: "eve", Name: "Eve"}
	}
	seats[1].Holder = replay.Player
	for range ticks {
		w.Step(make([]sim.Input, cfg.Seats))
	}
	return w, seats
}

var fourSeats = sim.Config{Seed: 5, Seats: 4, Rate: 60, Points: 9, Seconds: 100}

func TestAMatchGoesOnInAPrivateRoom(t *testing.T) {
	f := newFleet(t, nil)
	w, seats := practised(fourSeats, 600)
	d, err := f.ContinueMatch("ada", "Ada", home, replay.EncodeMoment(toy.Game, fourSeats, w, seats))
	if err != nil || d.Code == "" || d.Mode != "toy" {
		t.Fatalf("destination %+v, %v", d, err)
	}
	r, err := f.Registry().ByCode(d.Code)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Config()
	if c.Sim.Seed != 5 || c.Sim.Points != 9 || c.Sim.Seconds != 100 || c.Rated || c.Fill != 4 || c.From.World.Tick() < 600 {
		t.Errorf("the room plays %+v, fill %d, from tick %d", c.Sim, c.Fill, c.From.World.Tick())
	}
	players, err := r.Players(t.Context())
	if err != nil || len(players) != 4 {
		t.Fatalf("players %+v, %v", players, err)
	}
	for i, p := range players {
		switch {
		case i == 1 && (p.Player != "ada" || p.Name != "Ada"):
			t.Errorf("the seat of the player: %+v", p)
		case i != 1 && (p.Player != "" || p.Name != toy.Game.BotName(p.Seat, 5)):
			t.Errorf("seat %d: %+v, want a bot, whatever the log says", i, p)
		}
	}
	for range maxPrivatePerPlayer - 1 {
		if _, err := f.OpenPrivate("ada", home, api.NewRoom{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.ContinueMatch("ada", "Ada", home, replay.EncodeMoment(toy.Game, fourSeats, w, seats)); !errors.Is(err, lobby.ErrTooManyOwnRooms) {
		t.Errorf("one room more: %v", err)
	}
}

func TestMatchesThatCannotGoOnAreRefusedInWords(t *testing.T) {
	f := newFleet(t, nil)
	for name, tt := range map[string]struct {
		cfg   sim.Config
		ticks int
		spoil func(w sim.World, seats []replay.Seat) []byte
		want  string
	}{
		"too many seats":     {cfg: sim.Config{Seats: 33, Rate: 60}, want: "2 to 32 seats, and the match 33"},
		"the largest of all": {cfg: sim.Config{Seats: sim.MaxPlayers, Rate: 60}, want: "2 to 32 seats"},
		"another rate":       {cfg: sim.Config{Seats: 4, Rate: 120}, want: "60 ticks a second, and the match 120"},
		"nobody's seat": {cfg: fourSeats, want: "no seat in it is yours", spoil: func(w sim.World, seats []replay.Seat) []byte {
			seats[1].Holder = replay.Bot
			return replay.EncodeMoment(toy.Game, fourSeats, w, seats)
		}},
		"a seat that is free": {cfg: fourSeats, want: "no seat in it is yours", spoil: func(w sim.World, seats []replay.Seat) []byte {
			w.Leave(1)
			return replay.EncodeMoment(toy.Game, fourSeats, w, seats)
		}},
		"two seats": {cfg: fourSeats, want: "more than one seat", spoil: func(w sim.World, seats []replay.Seat) []byte {
			seats[2].Holder = replay.Player
			return replay.EncodeMoment(toy.Game, fourSeats, w, seats)
		}},
		"inputs to play": {cfg: fourSeats, want: "its log is damaged", spoil: func(w sim.World, seats []replay.Seat) []byte {
			more := replay.Continue(toy.Game, fourSeats)
			more.Tick([]sim.Input{{Buttons: 0xffff}, {}, {}, {}})
			return append(replay.EncodeMoment(toy.Game, fourSeats, w, seats), more.Bytes()...)
		}},
		"the state of another match": {cfg: fourSeats, want: "its log is damaged", spoil: func(w sim.World, seats []replay.Seat) []byte {
			other := fourSeats
			other.Seed++
			return replay.EncodeMoment(toy.Game, other, w, seats)
		}},
		"no log at all": {cfg: fourSeats, want: "its log is damaged", spoil: func(sim.World, []replay.Seat) []byte { return []byte("hello") }},
		"rules of another version": {cfg: fourSeats, want: "another version", spoil: func(w sim.World, seats []replay.Seat) []byte {
			return replay.EncodeMoment(otherRules{toy.Game.Rules}, fourSeats, w, seats)
		}},
		"another game": {cfg: fourSeats, want: "not installed", spoil: func(w sim.World, seats []replay.Seat) []byte {
			return replay.EncodeMoment(otherGame{toy.Game.Rules}, fourSeats, w, seats)
		}},
	} {
		w, seats := practised(tt.cfg, tt.ticks)
		log := replay.EncodeMoment(toy.Game, tt.cfg, w, seats)
		if tt.spoil != nil {
			log = tt.spoil(w, seats)
		}
		_, err := f.ContinueMatch("ada", "Ada", home, log)
		if bad, ok := errors.AsType[lobby.BadMatch](err); !ok || !strings.Contains(string(bad), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	if n := len(f.Registry().List()); n > 0 {
		t.Errorf("%d rooms were opened", n)
	}
}

type otherRules struct{ sim.Rules }

func (r otherRules) About() *sim.About {
	about := *r.Rules.About()
	about.Rules++
	return &about
}

type otherGame struct{ sim.Rules }

func (r otherGame) About() *sim.About {
	about := *r.Rules.About()
	about.Name = "chess"
	return &about
}

// Whatever somebody sends, the room that plays it must not be the worse for it. What may be
// in a state of a game, its own FuzzRestoreState looks for.
func FuzzContinueMatch(f *testing.F) {
	w, seats := practised(fourSeats, 300)
	f.Add(replay.EncodeMoment(toy.Game, fourSeats, w, seats))
	f.Add([]byte{})
	fleet := &Fleet{cfg: Config{Games: sim.Games{toy.Game}, TickRate: 60}}
	f.Fuzz(func(t *testing.T, log []byte) {
		m, err := fleet.readMoment(log)
		if err != nil {
			return
		}
		if played := time.Duration(m.World.Tick()) * time.Second / 60; played > maxPlayed {
			t.Fatalf("played for %v", played)
		}
		taken, err := holdSeats(m, "ada", "Ada")
		if err != nil {
			return
		}
		if taken < 1 || taken > m.Config.Seats || m.Config.Seats > maxPrivateSeats {
			t.Fatalf("%d of %d seats are taken", taken, m.Config.Seats)
		}
		for range 3 {
			m.World.Step(make([]sim.Input, m.Config.Seats))
			m.World.AppendEntities(nil)
		}
	})
}
