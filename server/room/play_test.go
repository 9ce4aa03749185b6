package room

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// staged returns a room that plays the real game, ready to be stepped by hand.
func staged(t testing.TB, cfg Config) *Room {
	t.Helper()
	cfg.Game = games.Ships
	cfg = cfg.withDefaults()
	r := newRoom(cfg, ships.New(cfg.Sim))
	r.begin(time.Now())
	return r
}

// idler is a peer that wants nothing.
type idler struct{ fakePeer }

func (*idler) Publish(u Update) { u.Snap.Release() }
func (*idler) Notify([]byte)    {}

func (r *Room) mustAdmit(t testing.TB, player string) Seat {
	t.Helper()
	seat, err := r.admit(&Request{Player: player, Name: player, Peer: &idler{}, HalfW: 800})
	if err != nil {
		t.Fatal(err)
	}
	return seat
}

func TestBotsFillAndLeave(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 5})
	want := func(players, bots int) {
		t.Helper()
		if i := r.Info(); i.Players != players || i.Bots != bots {
			t.Errorf("%d players and %d bots, want %d and %d", i.Players, i.Bots, players, bots)
		}
	}
	want(0, 5)
	for i := 1; i <= 8; i++ {
		r.mustAdmit(t, fmt.Sprint("p", i))
		want(i, max(5-i, 0))
	}
	for p := range r.seats {
		r.freeSeat(sim.PlayerID(p))
	}
	r.backfill()
	r.publishInfo()
	want(0, 5)
	for p := range r.seats {
		if s := &r.seats[p]; s.holder == holderBot && !strings.Contains(s.name, "Bot") {
			t.Errorf("a bot is called %q, which does not say so", s.name)
		}
	}
}

func TestBotGivesItsSeatToAPlayer(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 4}, Fill: 4})
	for i := range 4 {
		r.mustAdmit(t, fmt.Sprint("p", i))
	}
	if _, err := r.admit(&Request{Player: "late", Peer: &idler{}}); err != ErrFull {
		t.Errorf("fifth of four: %v, want ErrFull", err)
	}
}

func TestBotsFight(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	fired := 0
	for range 60 * 30 {
		r.step()
		for _, in := range r.inputs {
			if in.Buttons&ships.ButtonPulse != 0 {
				fired++
			}
		}
	}
	if fired == 0 {
		t.Error("eight bots never fired in half a minute")
	}
}

func TestBotFliesWhileThePlayerIsAway(t *testing.T) {
	for name, leave := range map[string]func(*Room, Seat){
		"socket lost":       func(r *Room, s Seat) { r.seats[s.Me].peer, r.seats[s.Me].disconnectedAt = nil, r.now },
		"tab in background": func(*Room, Seat) {},
	} {
		t.Run(name, func(t *testing.T) {
			r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
			seat := r.mustAdmit(t, "ada")
			leave(r, seat)
			moved := false
			for range 60 * 10 {
				r.step()
				in := r.inputs[seat.Me]
				moved = moved || int8(in.Axes[ships.AxisThrust]) != 0 || int8(in.Axes[ships.AxisStrafe]) != 0
			}
			if !moved || !r.seats[seat.Me].away {
				t.Errorf("in ten seconds: moved %v, away %v", moved, r.seats[seat.Me].away)
			}
		})
	}
}

func TestABotInThePlaceOfAPersonOnlyFlies(t *testing.T) {
	for name, flew := range map[string]bool{"still loading": false, "silent after a while": true} {
		t.Run(name, func(t *testing.T) {
			r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
			seat := r.mustAdmit(t, "ada")
			if flew {
				send(seat.Inputs, 0, 3, sim.Input{})
			}
			for range 60 * 30 {
				if r.step(); r.inputs[seat.Me].Buttons != 0 {
					t.Fatalf("the bot presses %b", r.inputs[seat.Me].Buttons)
				}
			}
			if !r.seats[seat.Me].away {
				t.Error("no bot flies")
			}
		})
	}
}

// TestNothingOfABotPassesToThePersonWhoTakesItsSeat lets a bot fight until it has both
// a score and shots under way.
func TestNothingOfABotPassesToThePersonWhoTakesItsSeat(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	owned := func(p sim.PlayerID) (n int) {
		for _, e := range r.world.AppendEntities(nil) {
			if e.Kind != ships.KindShip && e.Kind != ships.KindScore && !e.Global && ships.Owner(e.ID) == p {
				n++
			}
		}
		return n
	}
	last := sim.PlayerID(7) // of the bots this one makes room first
	standing := func() (s sim.Standing) {
		for _, s = range r.world.AppendStandings(nil) {
			if s.Player == last {
				break
			}
		}
		return s
	}
	for n := 0; owned(last) == 0 || standing().Columns[ships.ColumnKills] == 0; n++ {
		if r.step(); n > 60*300 {
			t.Fatal("in five minutes the bot has not fought")
		}
	}
	if seat := r.mustAdmit(t, "ada"); seat.Me != last {
		t.Fatalf("ada sits on %d, want %d", seat.Me, last)
	}
	for range 3 {
		if n, s := owned(last), standing(); n != 0 || s.Points != 0 || s.Columns[ships.ColumnKills] != 0 || s.Columns[ships.ColumnDeaths] != 0 {
			t.Errorf("ada begins with %d shots under way and the standing %+v", n, s)
		}
		r.step()
	}
}

func TestNobodyFliesForWhoIsAwayFromADuel(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 2, Mode: ships.Duel}})
	ada, bob := r.mustAdmit(t, "ada"), r.mustAdmit(t, "bob")
	r.seats[bob.Me].peer, r.seats[bob.Me].disconnectedAt = nil, r.now
	for range 60 * 5 {
		r.step()
		for _, seat := range []Seat{ada, bob} {
			if in := r.inputs[seat.Me]; in != ships.Inputs.Neutral(in) {
				t.Fatalf("seat %d does %+v", seat.Me, in)
			}
		}
	}
	if !r.seats[ada.Me].away || !r.seats[bob.Me].away {
		t.Error("they are not said to be away")
	}
}

func TestPlayerTakesTheHelmBack(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	seat := r.mustAdmit(t, "ada")
	for range 60 * 5 {
		r.step()
	}
	for range 60 {
		at := r.world.Tick()
		send(seat.Inputs, at/2*2, at+3, sim.Input{Axes: ships.Axes(0, -99, 0)})
		r.step()
	}
	if got := int8(r.inputs[seat.Me].Axes[ships.AxisStrafe]); got != -99 || r.seats[seat.Me].away {
		t.Errorf("holds strafe %d, away %v; want the player's own -99", got, r.seats[seat.Me].away)
	}
}

func TestSlackSaysHowEarlyInputsCome(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		seat, peer := s.join("ada")
		s.pass(time.Second)
		tests := []struct {
			ahead sim.Tick // of the last tick played
			want  int8
		}{
			{1, 8},  // due in the next instant but one: 16.7 ms
			{3, 25}, // two ticks later
		}
		for _, tt := range tests {
			send(seat.Inputs, 0, s.world.tick+tt.ahead, sim.Input{})
			s.pass(time.Second / 20)
			u := peer.updates[len(peer.updates)-1]
			if diff := int(u.Slack) - int(tt.want); diff < -8 || diff > 8 {
				t.Errorf("%d ticks ahead: slack %d, want about %d", tt.ahead, u.Slack, tt.want)
			}
		}
	})
}

func TestPingIsTheBestRoundTrip(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		seat, peer := s.join("ada")
		for range 200 {
			tick := peer.lastTick()
			s.pass(40 * time.Millisecond)
			send(seat.Inputs, tick, s.world.tick+3, sim.Input{})
		}
		if got := peer.roster[seat.Me].Ping; got < 35 || got > 60 {
			t.Errorf("ping %d ms, want about 40", got)
		}
	})
}

func (p *fakePeer) lastTick() sim.Tick {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.updates) == 0 {
		return 0
	}
	u := p.updates[len(p.updates)-1]
	return u.at
}

func TestSteadyTickAllocatesNothing(t *testing.T) {
	r := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 32}, Fill: 32})
	var seats []Seat
	for i := range 16 {
		seats = append(seats, r.mustAdmit(t, fmt.Sprint("p", i)))
	}
	tick := func() {
		at := r.world.Tick()
		for _, s := range seats {
			send(s.Inputs, at/2*2, at+2, sim.Input{Axes: ships.Axes(int8(at), 0, 0), Buttons: sim.Buttons(at>>4) & 1})
		}
		r.step()
	}
	for range 60 * 30 {
		tick()
	}
	if n := testing.AllocsPerRun(600, tick); n > 0 {
		t.Errorf("%v allocations per tick with 16 players and 16 bots, want 0", n)
	}
}
