package novice_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/scripts/novice"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// newcomer is the account of the novice.
const newcomer = "newcomer"

// toRoom is the join tokens of a server with one room.
type toRoom struct{ id string }

func (r *toRoom) Redeem(token string, _ time.Time) (auth.JoinToken, error) {
	return auth.JoinToken{Player: token, Name: token, Room: r.id}, nil
}

func (*toRoom) Resume(t auth.JoinToken, _ time.Time) string { return t.Player }

// A novice comes to a server by the netcode, as who has hardly played yet, and meets the bots of
// quick play. Within two minutes they must have a point, nine of ten times.
func TestANewcomerScoresInTheFirstTwoMinutes(t *testing.T) {
	without := 0
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			if playTwoMinutes(t, seed+1) == 0 {
				without++
				t.Logf("seed %d: no point", seed+1)
			}
		})
	}
	if without > 3 {
		t.Errorf("%d of 30 newcomers had no point, want 3 at most", without)
	}
}

func playTwoMinutes(t *testing.T, seed uint64) (points int32) {
	tokens := &toRoom{}
	s := harness.NewMemoryServer(harness.MemoryOptions{Tokens: tokens})
	defer func() { _ = s.Close(context.Background()) }()
	r, err := s.Rooms.Open(room.Config{Sim: sim.Config{Seed: seed, Seats: 16, Mode: ships.Skirmish}, Fill: 10, Linger: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	tokens.id = r.Config().ID
	if err := s.Rooms.Reserve(tokens.id, room.Reservation{Player: newcomer, Beginner: true}); err != nil {
		t.Fatal(err)
	}
	network, ok := harness.Network("60ms jitter 5ms")
	if !ok {
		t.Fatal("no such network")
	}
	c, err := harness.NewClient(s.Connect(newcomer, network, seed), harness.Options{Build: "test", Input: inputOf(novice.New(seed))})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(transport.Normal)
	frames := time.NewTicker(harness.ScreenFrame)
	defer frames.Stop()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); {
		if err := c.PlayFrame(<-frames.C); err != nil {
			t.Fatal(err)
		}
		if e, ok := c.View.Find(ships.ScoreID(c.View.Me)); ok {
			points = max(points, ships.ScoreOf(&e.To).Points)
		}
	}
	return points
}

// inputOf lets a novice play by what is on the screen.
func inputOf(p *novice.Player) func(*netcode.View, time.Time) sim.Input {
	var seen []sim.Entity
	return func(v *netcode.View, _ time.Time) sim.Input {
		if !v.Ready {
			return sim.Input{}
		}
		seen = v.AppendEntities(seen[:0])
		return v.Game.About().Inputs.OfPlayer(p.Input(&sim.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: seen}))
	}
}
