// Package puck is how Puck looks, sounds and is controlled: the game.Face of the rules in
// sim/puck.
package puck

import (
	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// Face is the face of Puck.
var Face game.Face = face{}

type face struct{}

func (face) Name() string { return puck.Rules.About().Name }

func (face) Tagline() string { return lang.T("Hockey in space. Drive the puck, pass it, and score.") }

func (face) Controls() *input.Controls { return &controls }

func (face) Lessons() []game.Lesson { return lessons }

func (face) Sounds() *audio.Bank { return newBank() }

func (face) NewPlay(kit *game.Kit) (game.Play, error) { return newPlay(kit), nil }

func (face) State(v *netcode.View) any { return newMatchInfo(v) }

func (face) ControlsText(d *input.Devices) string {
	switch d.Active() {
	case input.Touch:
		return lang.T("Held sideways, left thumb skates   ·   right thumb aims: push it out to wind up, let go to kick")
	case input.Gamepad:
		return lang.T("Left stick skates   ·   right stick aims   ·   hold RT and let go to kick   ·   LB boosts")
	}
	return lang.F("%s to skate   ·   mouse to aim   ·   hold left and let go to kick   ·   %s boosts", movementKeys(d), d.KeyLabel(boost, input.Keyboard))
}

const demoSeed = 1917

func (face) Demo() game.Demo {
	return game.Demo{Config: sim.Config{Seed: demoSeed, Mode: puck.Four, Seats: 8}, Camera: demoCamera}
}

// demoCamera shows the whole rink.
func demoCamera(_ float64, w, h int) render.Camera {
	return render.Camera{Scale: fitScale(w, h), W: w, H: h}
}
