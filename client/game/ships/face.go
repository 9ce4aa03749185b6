// Package ships is how Perihelion's ships look, sound and are controlled: the game.Face of
// the rules in sim/ships.
package ships

import (
	"math"
	"strings"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Face is the face of the ships.
var Face game.Face = face{}

type face struct{}

func (face) Name() string { return ships.Rules.About().Name }

func (face) Tagline() string {
	return lang.T("Ships fight around a star. The closer you dare, the stronger you are.")
}

func (face) Controls() *input.Controls { return &Controls }

func (face) Lessons() []game.Lesson { return lessons }

// Loadouts implements game.Loadouter: the classes of ships.
func (face) Loadouts() (label string, names []string) {
	for _, c := range classTexts {
		names = append(names, c.name)
	}
	return lang.Key("Your ship"), names
}

func (face) Sounds() *audio.Bank { return newBank() }

func (face) NewPlay(kit *game.Kit) (game.Play, error) {
	p, err := NewPlay(kit)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (face) State(v *netcode.View) any { return newMatchInfo(v) }

func (face) ControlsText(d *input.Devices) string {
	switch d.Active() {
	case input.Touch:
		return lang.T("Left thumb flies   ·   right thumb aims and fires")
	case input.Gamepad:
		return lang.T("Left stick flies   ·   right stick aims   ·   RT fires   ·   LT is the rail   ·   LB boosts")
	}
	fly := ""
	for _, a := range []input.Action{input.Forward, input.Left, input.Back, input.Right} {
		fly += d.KeyLabel(a, input.Keyboard) + " "
	}
	if len(fly) == 8 { // four single letters, as WASD
		fly = strings.ReplaceAll(fly, " ", "")
	}
	return lang.F("%s to fly   ·   mouse to aim   ·   left fires   ·   right is the rail   ·   %s boosts", strings.TrimSpace(fly), d.KeyLabel(boost, input.Keyboard))
}

const (
	demoShips  = 9
	demoSeed   = 1962
	demoHeight = 1350 // of the visible part, in world units
	demoSway   = 45   // how far the camera drifts, in world units
	starLeft   = .31  // how far left of the middle the star is, as a fraction of the window: the menus are in the middle
	starDown   = .13  // how far below the middle, likewise
)

func (face) Demo() game.Demo {
	return game.Demo{Config: sim.Config{Seed: demoSeed, Seats: demoShips}, Camera: demoCamera}
}

// demoCamera is a camera that drifts beside the star.
func demoCamera(time float64, w, h int) render.Camera {
	scale := float32(h) / demoHeight
	s, c := math.Sincos(time * .11)
	return render.Camera{
		X: starLeft*float32(w)/scale + demoSway*float32(c), Y: -starDown*demoHeight + demoSway*float32(s),
		Scale: scale, W: w, H: h,
	}
}
