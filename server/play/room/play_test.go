package room

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// staged returns a match that plays the real game, ready to be stepped by hand.
func staged(t testing.TB, cfg Config) *match {
	t.Helper()
	cfg.Game = testGame
	cfg = cfg.withDefaults()
	return begunMatch(cfg, testGame.NewWorld(cfg.Sim))
}

// idler is a peer that wants nothing.
type idler struct{ fakePeer }

func (*idler) Publish(u Update) { u.Snap.Release() }
func (*idler) Notify([]byte)    {}

func (m *match) mustAdmit(t testing.TB, player string) Seat {
	t.Helper()
	seat, err := m.admit(&Request{Player: player, Name: player, Peer: &idler{}, Aspect: 1778})
	if err != nil {
		t.Fatal(err)
	}
	return seat
}

func TestBotsFillAndLeave(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 5})
	want := func(players, bots int) {
		t.Helper()
		if p, b := int(m.info.players.Load()), int(m.info.bots.Load()); p != players || b != bots {
			t.Errorf("%d players and %d bots, want %d and %d", p, b, players, bots)
		}
	}
	want(0, 5)
	for i := 1; i <= 8; i++ {
		m.mustAdmit(t, fmt.Sprint("p", i))
		want(i, max(5-i, 0))
	}
	for p := range m.seats {
		m.freeSeat(sim.PlayerID(p))
	}
	m.backfill()
	m.publishInfo()
	want(0, 5)
	for p := range m.seats {
		if s := &m.seats[p]; s.holder == holderBot && !strings.Contains(s.name, "Bot") {
			t.Errorf("a bot is called %q, which does not say so", s.name)
		}
	}
}

func TestBotGivesItsSeatToAPlayer(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 4}, Fill: 4})
	for i := range 4 {
		m.mustAdmit(t, fmt.Sprint("p", i))
	}
	if _, err := m.admit(&Request{Player: "late", Peer: &idler{}}); err != ErrFull {
		t.Errorf("fifth of four: %v, want ErrFull", err)
	}
}

func TestBotsPlay(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	dashes := 0
	for range 60 * 30 {
		m.step()
		for _, in := range m.inputs {
			if in.Buttons&toy.ButtonDash != 0 {
				dashes++
			}
		}
	}
	if dashes == 0 {
		t.Error("eight bots never dashed in half a minute")
	}
}

func TestBotMovesWhileThePlayerIsAway(t *testing.T) {
	for name, leave := range map[string]func(*match, Seat){
		"socket lost":       func(m *match, s Seat) { m.seats[s.Me].peer, m.seats[s.Me].disconnectedAt = nil, m.now },
		"tab in background": func(*match, Seat) {},
	} {
		t.Run(name, func(t *testing.T) {
			m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
			seat := m.mustAdmit(t, "ada")
			leave(m, seat)
			moved := false
			for range 60 * 10 {
				m.step()
				in := m.inputs[seat.Me]
				moved = moved || in.Axes[toy.AxisX] != 0 || in.Axes[toy.AxisY] != 0
			}
			if !moved || !m.seats[seat.Me].away {
				t.Errorf("in ten seconds: moved %v, away %v", moved, m.seats[seat.Me].away)
			}
		})
	}
}

func TestABotInThePlaceOfAPersonOnlyMoves(t *testing.T) {
	for name, moved := range map[string]bool{"still loading": false, "silent after a while": true} {
		t.Run(name, func(t *testing.T) {
			m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
			seat := m.mustAdmit(t, "ada")
			if moved {
				send(seat.Inputs, 0, 3, sim.Input{})
			}
			for range 60 * 30 {
				if m.step(); m.inputs[seat.Me].Buttons != 0 {
					t.Fatalf("the bot presses %b", m.inputs[seat.Me].Buttons)
				}
			}
			if !m.seats[seat.Me].away {
				t.Error("no bot moves")
			}
		})
	}
}

func TestNoBotTakesOverFromWhoseInputsAllComeSecondsLate(t *testing.T) {
	const behind = 4 * 60 // ticks
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
	seat := m.mustAdmit(t, "ada")
	held := sim.Input{Buttons: toy.ButtonDash} // of what comes late, only actions are played
	played := false
	for now := sim.Tick(1); now < 60*20; now++ {
		if now > behind && now%2 == 0 {
			send(seat.Inputs, 0, now-behind, held, held)
		}
		m.step()
		if now > behind+2 && m.seats[seat.Me].away {
			t.Fatalf("away in tick %d, though inputs come all the time", now)
		}
		played = played || m.inputs[seat.Me].Buttons != 0
	}
	if !played {
		t.Error("nothing of what the player did was ever played")
	}
}

func TestNoBotTakesOverFromWhoseInputsAllComeTooEarly(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8, Hold: time.Hour})
	seat := m.mustAdmit(t, "ada")
	for now := sim.Tick(1); now < 60*10; now++ {
		if now%2 == 0 {
			send(seat.Inputs, 0, now+2*maxAhead, sim.Input{}, sim.Input{}) // as of a clock that a server with too much to do has left behind
		}
		if m.step(); m.seats[seat.Me].away {
			t.Fatalf("away in tick %d, though inputs come all the time", now)
		}
	}
}

// TestNothingOfABotPassesToThePersonWhoTakesItsSeat lets a bot play until it has a score.
func TestNothingOfABotPassesToThePersonWhoTakesItsSeat(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	last := sim.PlayerID(7) // of the bots this one makes room first
	standing := func() (s sim.Standing) {
		for _, s = range m.world.AppendStandings(nil) {
			if s.Player == last {
				break
			}
		}
		return s
	}
	for n := 0; standing().Points == 0; n++ {
		if m.step(); n > 60*300 {
			t.Fatal("in five minutes the bot has no coin")
		}
	}
	if seat := m.mustAdmit(t, "ada"); seat.Me != last {
		t.Fatalf("ada sits on %d, want %d", seat.Me, last)
	}
	for range 3 {
		if s := standing(); s.Player != last || s.Points != 0 || s.Columns != [sim.MaxColumns]int{} {
			t.Errorf("ada begins with the standing %+v", s)
		}
		m.step()
	}
}

func TestNobodyPlaysForWhoIsAwayFromADuel(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 2, Mode: toy.Duel}})
	ada, bob := m.mustAdmit(t, "ada"), m.mustAdmit(t, "bob")
	m.seats[bob.Me].peer, m.seats[bob.Me].disconnectedAt = nil, m.now
	for range 60 * 5 {
		m.step()
		for _, seat := range []Seat{ada, bob} {
			if in := m.inputs[seat.Me]; in != about.Inputs.Neutral(in) {
				t.Fatalf("seat %d does %+v", seat.Me, in)
			}
		}
	}
	if !m.seats[ada.Me].away || !m.seats[bob.Me].away {
		t.Error("they are not said to be away")
	}
}

func TestPlayerTakesTheControlsBack(t *testing.T) {
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 8}, Fill: 8})
	seat := m.mustAdmit(t, "ada")
	for range 60 * 5 {
		m.step()
	}
	for range 60 {
		at := m.world.Tick()
		send(seat.Inputs, at/2*2, at+3, sim.Input{Axes: axes(0, -99)})
		m.step()
	}
	if got := m.inputs[seat.Me].Axes[toy.AxisY]; got != -99 || m.seats[seat.Me].away {
		t.Errorf("holds y %d, away %v; want the player's own -99", got, m.seats[seat.Me].away)
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

func TestThePingsOfACrowdAreToldInTurn(t *testing.T) {
	const n = protocol.MaxPings + 8
	play(t, Config{Sim: sim.Config{Seats: n}}, func(s *stage) {
		peers := make([]*fakePeer, n)
		seats := make([]Seat, n)
		for i := range n {
			seats[i], peers[i] = s.join(fmt.Sprint("pilot ", i))
		}
		for range 120 {
			tick := peers[0].lastTick()
			s.pass(40 * time.Millisecond)
			for i := range n {
				send(seats[i].Inputs, tick, s.world.tick+3, sim.Input{})
			}
		}
		for _, told := range peers[0].pings {
			if told > protocol.MaxPings {
				t.Errorf("%d pings at once", told)
			}
		}
		for i := range n {
			if got := peers[0].roster[seats[i].Me].Ping; got < 35 || got > 60 {
				t.Errorf("pilot %d: ping %d ms, want about 40", i, got)
			}
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
	if testing.Short() {
		t.Skip("-short: under the race detector pools lose some of what they are given")
	}
	m := staged(t, Config{Sim: sim.Config{Seed: 3, Seats: 32}, Fill: 32})
	var seats []Seat
	for i := range 16 {
		seats = append(seats, m.mustAdmit(t, fmt.Sprint("p", i)))
	}
	tick := func() {
		at := m.world.Tick()
		for _, s := range seats {
			send(s.Inputs, at/2*2, at+2, sim.Input{Axes: axes(int32(int8(at)), 0), Buttons: sim.Buttons(at>>4) & 1})
		}
		m.step()
	}
	for range 60 * 30 {
		tick()
	}
	if n := testing.AllocsPerRun(600, tick); n > 0 {
		t.Errorf("%v allocations per tick with 16 players and 16 bots, want 0", n)
	}
}
