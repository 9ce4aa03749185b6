package ships

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// The actions of the ships, in the order of Controls.Actions.
const (
	pulse = input.FirstGameAction + iota
	rail
	boost
	item
	choose1 // the first of what can be chosen: a class of ship; the next three follow

	edit = choose1 + 4
)

// Controls are those of the ships.
var Controls = input.Controls{
	Movement: [...]string{input.Forward: lang.Key("Thrust"), input.Back: lang.Key("Reverse"), input.Left: lang.Key("Strafe left"), input.Right: lang.Key("Strafe right")},
	Actions: []input.GameAction{
		{
			Key: "pulse", Label: "Pulse cannon", Button: ships.ButtonPulse,
			Sources: [...]input.Source{input.Mouse(ebiten.MouseButtonLeft), 0, input.Pad(ebiten.StandardGamepadButtonFrontBottomRight)},
		},
		{
			Key: "rail", Label: "Rail gun", Button: ships.ButtonRail,
			Sources: [...]input.Source{input.Mouse(ebiten.MouseButtonRight), 0, input.Pad(ebiten.StandardGamepadButtonFrontBottomLeft)},
		},
		{
			Key: "boost", Label: "Boost", Button: ships.ButtonBoost,
			Sources: [...]input.Source{input.Key(ebiten.KeySpace), 0, input.Pad(ebiten.StandardGamepadButtonFrontTopLeft)},
		},
		{
			Key: "item", Label: "Use item", Button: ships.ButtonItem,
			Sources: [...]input.Source{input.Key(ebiten.KeyQ), input.Key(ebiten.KeyE), input.Pad(ebiten.StandardGamepadButtonFrontTopRight)},
		},
		{Key: "choose1", Label: "Choose 1, previous", Button: ships.ButtonFirst, Sources: chooseKeys(ebiten.KeyDigit1, input.Pad(ebiten.StandardGamepadButtonLeftLeft))},
		{Key: "choose2", Label: "Choose 2, next", Button: ships.ButtonSecond, Sources: chooseKeys(ebiten.KeyDigit2, input.Pad(ebiten.StandardGamepadButtonLeftRight))},
		{Key: "choose3", Label: "Choose 3", Sources: chooseKeys(ebiten.KeyDigit3, 0)},
		{Key: "choose4", Label: "Choose 4", Sources: chooseKeys(ebiten.KeyDigit4, 0)},
		{Key: "edit", Label: "Edit the arena", Sources: chooseKeys(ebiten.KeyF2, input.Pad(ebiten.StandardGamepadButtonRightStick))},
	},
	TouchButtons: []input.TouchPlace{
		{Action: boost, Label: "BOOST", Right: 245, Bottom: 95},
		{Action: rail, Label: "RAIL", Right: 225, Bottom: 165},
		{Action: item, Label: "ITEM", Right: 130, Bottom: 232},
	},
	AimButtons: ships.ButtonPulse,
}

// chooseKeys are the sources of an action that chooses something.
func chooseKeys(key ebiten.Key, pad input.Source) [3]input.Source {
	return [...]input.Source{input.Key(key), 0, pad}
}

// sampler builds the inputs of a ship.
type sampler struct {
	aim      uint16 // as in sim.Input, of the last input
	aimKnown bool
	classChooser
}

func (p *Play) Sample(d *input.Devices, own sim.Private, v *netcode.View, cam render.Camera) sim.Input {
	x, y := float32(cam.W)/2, float32(cam.H)/2
	if ship, ok := shipstate.OwnShip(v); ok {
		x, y = cam.ToScreen(ship.X, ship.Y)
	}
	state := ships.OwnOf(&own)
	in := p.sampler.nextInput(d, uint16(state.Heading), x, y)
	in.Axes[ships.AxisClass] = p.sampler.chooseClass(d, &state, p.cards.touched(d, state.Alive))
	if vote := p.votes.choose(d, v); vote != 0 {
		in.Axes[ships.AxisClass] = vote
	}
	if state.Edits {
		in.Axes[ships.AxisClass] = ships.StopEditing
	}
	in.Buttons |= p.refits.touchedButton(d)
	p.recap.receipt.sample(d)
	if d.Options.AutoFire {
		p.sampler.autoFire(d, v, uint16(state.Heading), &in)
	}
	if p.builder != nil {
		d.Vibrate(p.builder.camera.TakeJolt())
	}
	return in
}

// nextInput is the input for one tick, for a ship with this heading (as in sim.Input) at
// x, y on the screen.
func (s *sampler) nextInput(d *input.Devices, heading uint16, x, y float32) sim.Input {
	if !s.aimKnown {
		s.aim, s.aimKnown = heading, true
	}
	in := sim.Input{Buttons: d.TakeButtons()}
	move, onScreen := d.MoveVector()
	aim := d.AimVector(x, y)
	if aim == (input.Vec{}) && onScreen && d.Active() != input.Keyboard {
		aim = move // without a direction to aim in, the ship points where it moves
	}
	if aim != (input.Vec{}) {
		s.aim = aim.Heading()
	}
	in.Axes[ships.AxisAim] = int32(s.aim)
	thrust, strafe := input.QuantiseAxis(float64(-move.Y)), input.QuantiseAxis(float64(move.X))
	if onScreen {
		thrust, strafe = toThrustStrafe(move, heading)
	}
	in.Axes[ships.AxisThrust], in.Axes[ships.AxisStrafe] = int32(thrust), int32(strafe)
	return in
}

// toThrustStrafe converts a direction on the screen to thrust and strafe of a ship.
func toThrustStrafe(v input.Vec, heading uint16) (thrust, strafe int8) {
	s, c := math.Sincos(float64(heading) / 65536 * 2 * math.Pi)
	x, y := float64(v.X), float64(v.Y)
	return input.QuantiseAxis(x*c + y*s), input.QuantiseAxis(-x*s + y*c)
}
