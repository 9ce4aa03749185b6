package netcode

import (
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/toy"
)

// verdict is a game in which every event is a shot by player 3 that kills player 0, judged
// six ticks back. The dead wait as long as it says.
type verdict struct{ wait sim.Tick }

func (v *verdict) Kill(*sim.Event) (killer, victim sim.PlayerID, ok bool) { return 3, 0, true }
func (v *verdict) Respawn(sim.Private) sim.Tick                           { return v.wait }
func (v *verdict) MaxRewind() sim.Tick                                    { return 12 }
func (v *verdict) Strike(*sim.Event, []sim.Entity)                        {}
func (v *verdict) Receipt(*sim.Event) (r sim.Receipt, ok bool) {
	return sim.Receipt{Shooter: 3, Victim: 0, Rewind: 6}, true
}

func (v *verdict) Released(*sim.Private, *sim.Event) (e sim.Entity, ok bool) { return e, false }

// killedClient is one whose player was killed in tick 200, and has flown a unit a tick.
func killedClient(v *verdict) *Client {
	c := &Client{game: newGame(toy.Game, sim.Config{Seats: 8}), frames: newFrames(60)}
	c.game.mortal, c.game.aimer = v, v
	c.clock.tick = time.Second / sim.DefaultRate
	c.view = View{Ready: true, Config: sim.Config{Seats: 8}, Events: []sim.Event{{Tick: 200}}}
	for tick := sim.Tick(100); tick < 200; tick += 2 {
		c.frames.push(tick, []sim.Entity{dotAt(0, int32(tick), 60), dotAt(testDot, 0, 0)}, nil)
	}
	c.frames.push(200, []sim.Entity{dotAt(testDot, 0, 0)}, c.view.Events)
	return c
}

// run shows frames for a while and returns how many the kill-cam showed.
func (k *KillCam) run(c *Client, frames int) (shown int) {
	for range frames {
		if k.Update(c, 1./60); k.Showing() {
			shown++
		}
		c.view.Events = c.view.Events[:0]
	}
	return shown
}

func TestTheReceiptSaysWhereTheVictimWasAndWasSeen(t *testing.T) {
	var k KillCam
	if k.run(killedClient(&verdict{wait: 120}), 30) == 0 || k.View.Receipt == nil {
		t.Fatal("there is no receipt")
	}
	for what, at := range map[string]struct {
		seen *Seen
		x    float32
	}{"as the shooter saw it": {&k.View.Receipt.Aimed, 194}, "where it was": {&k.View.Receipt.Struck, 200}} {
		from, to := float32(at.seen.From[toy.DotX])/16, float32(at.seen.To[toy.DotX])/16
		if x := from + at.seen.T*(to-from); x < at.x-.1 || x > at.x+.1 {
			t.Errorf("%s: at %.2f, want %v", what, x, at.x)
		}
	}
}

func TestAKillCamEndsAtOnceWhenThePlayerIsBackSooner(t *testing.T) {
	v, k := &verdict{wait: 120}, KillCam{}
	c := killedClient(v)
	if k.run(c, 30) == 0 {
		t.Fatal("it does not begin")
	}
	v.wait = 0 // a round begins
	if n := k.run(c, 30); n != 0 {
		t.Errorf("it goes on for %d frames after the respawn", n)
	}
	if short := (&verdict{wait: 40}); new(KillCam).run(killedClient(short), 60) != 0 {
		t.Error("it begins though the player will be back too soon to see anything")
	}
}

// No frame takes new memory.
func TestAFrameOfAKillCamAllocatesNothing(t *testing.T) {
	c, k := killedClient(&verdict{wait: 120}), KillCam{}
	k.run(c, 20)
	if n := testing.AllocsPerRun(20, func() { k.Update(c, 1./60) }); n != 0 || !k.Showing() {
		t.Errorf("%v allocations a frame, showing %v", n, k.Showing())
	}
}
