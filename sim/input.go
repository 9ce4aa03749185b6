package sim

// Repeat is what remains held when the input of the next tick is late: axes and
// boost stay, nothing is fired. The item button stays too: held on, it does
// nothing, but released by us and held by the player it would count as pressed
// a second time.
func (in Input) Repeat() Input {
	in.Buttons &= ButtonBoost | ButtonItem
	return in
}

// Merge adds the actions of an input that came too late to be played.
func (in Input) Merge(late Input) Input {
	in.Buttons |= late.Buttons & (ButtonPulse | ButtonRail | ButtonItem)
	return in
}

// Neutral is the input of a player who has let go of everything but the aim.
func (in Input) Neutral() Input { return Input{Aim: in.Aim, View: in.View, Fraction: in.Fraction} }
