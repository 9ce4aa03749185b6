package netcode

import (
	"math"
	"time"

	"perihelion/sim"
)

const (
	killCamSlowdown = 2                      // it runs at half speed
	killCamSpan     = 3 * time.Second        // of the match that it shows before the kill, at most
	killCamDelay    = 200 * time.Millisecond // that the death itself is shown before
	killCamAfter    = 400 * time.Millisecond // that it goes on after the kill
	killCamLeast    = 300 * time.Millisecond // before the kill: for less it does not begin

	// framesSpan is for how long snapshots are kept: the first that a kill-cam shows is there
	// when it begins, and the last when it ends.
	framesSpan = killCamDelay + killCamSlowdown*killCamSpan
)

// KillCam shows a player who was killed how it came: slowly, from the killer's side, out of
// the snapshots that the client has anyway. So it needs no message, and shows nothing that
// the server has not sent before. It ends when the player could be back, and shows only as
// much as fits until then. Its zero value is ready.
type KillCam struct {
	View View // what it shows; nothing while it is not Showing

	running bool
	showing bool
	delay   float64 // seconds until it begins
	at, end float64 // ticks: what is shown now, and at last
	told    sim.Tick
	killer  sim.PlayerID
	receipt KillReceipt
}

// KillReceipt is how the shot that killed was judged, to be drawn into what a KillCam shows.
type KillReceipt struct {
	sim.Receipt
	Hit    sim.Event
	Aimed  Seen         // the victim where the shooter saw it, Rewind before
	Struck Seen         // the victim where it was
	Events []sim.Event  // all that happened in that tick
	Before []sim.Entity // what was seen in the snapshot before
}

// Showing reports whether to show its View, and not the newest of the client.
func (k *KillCam) Showing() bool { return k.showing }

// Pace is how fast time runs in what is to be shown: 1 is real time.
func (k *KillCam) Pace() float64 {
	if k.showing {
		return 1. / killCamSlowdown
	}
	return 1
}

// Stop ends it with the next Update, as it does what would begin soon.
func (k *KillCam) Stop() { k.running = false }

// Update moves on by dt seconds. It is called once after each View of c.
func (k *KillCam) Update(c *Client, dt float64) {
	before := k.showing
	k.showing = k.runOn(c, dt)
	k.View.Cut, c.view.Cut = !before, before
}

// runOn moves on and reports whether there is something to show.
func (k *KillCam) runOn(c *Client, dt float64) bool {
	v := &c.view
	if c.game.mortal == nil || !v.Ready {
		k.running = false
		return false
	}
	for i := range v.Events {
		if killer, victim, ok := c.game.mortal.Kill(&v.Events[i]); ok && victim == v.Me {
			k.begin(c, killer, v.Events[i].Tick)
		}
	}
	k.running = k.running && c.game.mortal.Respawn(v.Own) > 0
	if !k.running || k.delay > 0 {
		k.delay -= dt
		return false
	}
	k.at += dt * float64(v.Config.TicksPerSecond()) / killCamSlowdown
	k.running = k.at <= k.end && k.look(c, k.at)
	k.View.Events = c.frames.appendEvents(k.View.Events[:0], k.told, k.View.Tick)
	k.told = k.View.Tick
	return k.running
}

// begin prepares to show how killer killed the player of c in tick t, if there is time for
// that before the respawn, and the client saw the killer.
func (k *KillCam) begin(c *Client, killer sim.PlayerID, t sim.Tick) {
	v, rate := &c.view, float64(c.view.Config.TicksPerSecond())
	left := float64(c.game.mortal.Respawn(v.Own))/rate - (killCamDelay + killCamAfter).Seconds()
	k.running, k.killer, k.View.Receipt = false, killer, nil
	if killer == sim.NoPlayer || killer == v.Me || left < killCamLeast.Seconds() || !k.look(c, float64(t)) {
		return
	}
	if _, seen := k.View.Find(sim.EntityID(c.game.avatarID(killer))); !seen {
		return
	}
	k.findReceipt(c, t)
	span := min(left/killCamSlowdown, killCamSpan.Seconds())
	k.at = max(float64(t)-span*rate, float64(c.frames.oldest().tick))
	k.end = float64(t) + killCamAfter.Seconds()/killCamSlowdown*rate
	k.told, k.delay, k.running = sim.Tick(k.at), killCamDelay.Seconds(), true
}

// look fills the view with what was to be seen at a time in ticks; it reports whether that
// is kept.
func (k *KillCam) look(c *Client, at float64) bool {
	oldest := c.frames.oldest()
	if oldest == nil || at < float64(oldest.tick) {
		return false
	}
	seen, events, receipt := k.View.Seen[:0], k.View.Events[:0], k.View.Receipt
	k.View = c.view
	v, whole := &k.View, math.Floor(at)
	v.Watching, v.Follow, v.Receipt = true, k.killer, receipt
	v.Events, v.Outcomes = events, nil
	v.Tick, v.Frac = c.frames.skipGap(sim.Tick(whole), float32(at-whole), sim.Tick(stall/c.clock.tick))
	v.Seen = c.frames.append(seen, &drawTime{
		game: &c.game, rate: v.Config.TicksPerSecond(), tick: v.Tick, frac: v.Frac, me: noEntity,
	})
	return true
}

// findReceipt looks for the hit that killed in tick t, and for where the victim was.
func (k *KillCam) findReceipt(c *Client, t sim.Tick) {
	r, me := &k.receipt, sim.EntityID(c.game.avatarID(c.view.Me))
	if c.game.aimer == nil {
		return
	}
	r.Events = c.frames.appendEvents(r.Events[:0], t-1, t)
	found := false
	for i := range r.Events {
		how, ok := c.game.aimer.Receipt(&r.Events[i])
		if ok && how.Shooter == k.killer && how.Victim == c.view.Me {
			r.Receipt, r.Hit, found = how, r.Events[i], true
		}
	}
	struck := float64(t) - 1./256 // in tick t itself the victim may be gone
	if !found || !k.find(c, struck-float64(r.Rewind), me, &r.Aimed) || !k.find(c, struck, me, &r.Struck) {
		return
	}
	before, _ := c.frames.around(t - 1)
	r.Before = append(r.Before[:0], before.entities...)
	k.View.Receipt = r
}

// find looks for an entity as it was at a time in ticks.
func (k *KillCam) find(c *Client, at float64, id sim.EntityID, found *Seen) bool {
	if !k.look(c, at) {
		return false
	}
	s, ok := k.View.Find(id)
	if ok {
		*found = *s
	}
	return ok
}
