//go:build e2e

package e2e

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/api"
	"perihelion/sim"
)

// TestMatchesAreWatched opens a match that is over by the link to a moment of it, takes it
// over and to a room for friends; then it watches one that is played from the list of rooms,
// and goes from there into its room.
func TestMatchesAreWatched(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_ROUND_TIME=3s", "PERIHELION_ARENA_SEATS=8")
	live := playAlong(t, base, "swarm", nil) // whose log is shown 10 s later: the browser needs longer than that
	b := newTab(t, startChromium(t), "Watcher", base+"/?replay="+playedRound(t, base)+"#t=2")

	end := awaitState(t, b, maxWait, "end of the recording", func(s clientState) bool { _, ok := controlNamed(s, "AGAIN"); return ok && s.Scene == "replay" })
	if end.Verified == 0 || end.Trouble != "" {
		t.Errorf("verified %d times, %q", end.Verified, end.Trouble)
	}
	b.clickControl("Time") // its middle
	awaitState(t, b, maxWait, "verified moment before", func(s clientState) bool { return s.Tick < end.Tick-60 && s.Verified > 0 && s.Trouble == "" })
	takeScreenshot(t, b, "replay")
	inviteToReplay(t, b, base)
	b.clickControl("ROOMS")
	awaitState(t, b, maxWait, "rooms", func(s clientState) bool { return s.Lounge.Rooms > 0 })
	b.clickControl("SWARM")
	b.clickControl("WATCH")
	first := awaitState(t, b, maxWait, "live match", func(s clientState) bool { return s.Scene == "watch" && s.Ready && s.Following >= 0 })
	if first.Room != live {
		t.Errorf("watches room %s, want %s", first.Room, live)
	}
	awaitState(t, b, maxWait, "match that goes on", func(s clientState) bool { return s.Tick > first.Tick+60 && s.Verified > 0 })
	takeScreenshot(t, b, "live")
	b.clickControl("PLAY")
	if s := awaitState(t, b, maxWait, "seat", hasSeat); s.Room != live {
		t.Errorf("plays in room %s, want %s", s.Room, live)
	}
}

// inviteToReplay takes over the match that b shows again, plays on, invites a friend, and goes
// back to the title.
func inviteToReplay(t *testing.T, b *tab, base string) {
	t.Helper()
	b.clickControl("TAKE OVER")
	awaitState(t, b, maxWait, "match on this machine", func(s clientState) bool { return s.Scene == "local" && s.OwnTick > 0 })
	b.pressKey(escapeKey)
	here := awaitState(t, b, maxWait, "menu", func(s clientState) bool { return s.Scene == "localmenu" })
	b.clickControl("INVITE FRIENDS")
	there := awaitState(t, b, maxWait, "the same match in a room", func(s clientState) bool { return hasSeat(s) && s.Code != "" })
	takeScreenshot(t, b, "invited")
	if there.Me != here.Me || there.Round != here.Round || there.Tick < here.Tick || there.Tick > here.Tick+60*60 {
		t.Errorf("seat %d, round %d, tick %d in the room; want %d, %d and a little more than %d", there.Me, there.Round, there.Tick, here.Me, here.Round, here.Tick)
	}
	friend, err := harness.NewGuest(t.Context(), base, "Friend")
	if err != nil {
		t.Fatal(err)
	}
	if a, err := friend.JoinRoom(t.Context(), there.Code); err != nil || a.RoomID != there.Room {
		t.Errorf("a friend gets %+v, %v", a, err)
	}
	b.pressKey(escapeKey)
	b.clickControl("LEAVE THE MATCH")
}

// playAlong lets a player take a seat in a queue, and play until the test ends. It returns
// the room.
func playAlong(t *testing.T, base, queue string, onView func(*netcode.View, time.Time)) (room string) {
	t.Helper()
	l, err := harness.NewGuest(t.Context(), base, "Host")
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := l.CreateTicket(t.Context(), api.NewTicket{Queue: queue})
	if err != nil || ticket.Assignment == nil {
		t.Fatalf("no seat in %s: %+v, %v", queue, ticket, err)
	}
	mind := &harness.Bot{Skill: sim.Ace}
	c, err := harness.ConnectSeat(t.Context(), *ticket.Assignment, harness.Options{Input: mind.Input, OnView: onView})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.Run(ctx)
		c.Quit()
	}()
	t.Cleanup(func() { cancel(); <-done })
	return ticket.Assignment.RoomID
}

// playedRound plays a round to its end, and returns its match once the recording is there.
func playedRound(t *testing.T, base string) (match string) {
	t.Helper()
	var ended atomic.Value
	playAlong(t, base, "quick", func(v *netcode.View, _ time.Time) {
		if phase, ok := harness.Phase(v); ok && phase == sim.PhasePodium && v.Round.Match != "" {
			ended.CompareAndSwap(nil, v.Round.Match)
		}
	})
	anybody, err := harness.NewGuest(t.Context(), base, "Anybody")
	if err != nil {
		t.Fatal(err)
	}
	var loaded atomic.Int64
	for began := time.Now(); time.Since(began) < maxWait; time.Sleep(pollEvery) {
		id, ok := ended.Load().(string)
		if !ok {
			continue
		}
		if _, err = anybody.Replay(t.Context(), id, "", &loaded); err == nil {
			return id
		}
	}
	t.Fatalf("no recording of match %v within %v: %v", ended.Load(), maxWait, err)
	return ""
}
