package puck

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// The actions of Puck, in the order of controls.Actions.
const (
	kick = input.FirstGameAction + iota
	boost
)

// controls are those of Puck.
var controls = input.Controls{
	Movement: [...]string{input.Forward: lang.Key("Up"), input.Back: lang.Key("Down"), input.Left: lang.Key("Left"), input.Right: lang.Key("Right")},
	Actions: []input.GameAction{
		{
			Key: "kick", Label: "Kick: hold and let go", Button: puck.ButtonKick,
			Sources: [...]input.Source{input.Mouse(ebiten.MouseButtonLeft), 0, input.Pad(ebiten.StandardGamepadButtonFrontBottomRight)},
		},
		{
			Key: "boost", Label: "Boost", Button: puck.ButtonBoost,
			Sources: [...]input.Source{input.Key(ebiten.KeySpace), 0, input.Pad(ebiten.StandardGamepadButtonFrontTopLeft)},
		},
	},
	TouchButtons: []input.TouchPlace{{Action: boost, Label: "BOOST", Right: 245, Bottom: 95}},
	AimButtons:   puck.ButtonKick,
}

// sampler builds the inputs of a skater.
type sampler struct {
	aim      uint16 // as in sim.Input, of the last input
	aimKnown bool
}

func (p *play) Sample(d *input.Devices, own sim.Private, v *netcode.View, cam render.Camera) sim.Input {
	d.Vibrate(p.camera.jolt)
	p.camera.jolt = 0
	me := ownSkater(v)
	x, y := cam.ToScreen(me.x, me.y)
	return p.sampler.nextInput(d, uint16(puck.OwnOf(&own).Heading), x, y)
}

// nextInput is the input for one tick, for a skater with this heading at x, y on the
// screen. A skater moves where its player pushes, whatever it points at.
func (s *sampler) nextInput(d *input.Devices, heading uint16, x, y float32) sim.Input {
	if !s.aimKnown {
		s.aim, s.aimKnown = heading, true
	}
	move, _ := d.MoveVector()
	aim := d.AimVector(x, y)
	if aim == (input.Vec{}) && d.Active() != input.Keyboard {
		aim = move // without a direction to aim in, the stick points where the skater moves
	}
	if aim != (input.Vec{}) {
		s.aim = aim.Heading()
	}
	return sim.Input{
		Axes:    puck.Axes(input.QuantiseAxis(float64(move.X)), input.QuantiseAxis(float64(move.Y)), s.aim),
		Buttons: d.TakeButtons(),
	}
}
