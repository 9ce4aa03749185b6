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

// An input is told, on the wire and in replays, by what changed since the one
// before it. View and Fraction are not part of that: the netcode sees to them.
//
//	0 0 0 0 b a s t | thrust i8 if t | strafe i8 if s | aim u16 if a | buttons u8 if b
//
// Numbers are big-endian. So an input that repeats is one byte, and the worst is
// MaxInputBytes.
const (
	changedThrust = 1 << iota
	changedStrafe
	changedAim
	changedButtons
	changedMask = 1<<iota - 1

	MaxInputBytes = 6
)

// AppendInput appends what tells in from before.
func AppendInput(dst []byte, in, before *Input) []byte {
	at, changed := len(dst), byte(0)
	dst = append(dst, 0)
	if in.Thrust != before.Thrust {
		changed |= changedThrust
		dst = append(dst, byte(in.Thrust))
	}
	if in.Strafe != before.Strafe {
		changed |= changedStrafe
		dst = append(dst, byte(in.Strafe))
	}
	if in.Aim != before.Aim {
		changed |= changedAim
		dst = append(dst, byte(in.Aim>>8), byte(in.Aim))
	}
	if in.Buttons != before.Buttons {
		changed |= changedButtons
		dst = append(dst, byte(in.Buttons))
	}
	dst[at] = changed
	return dst
}

// ReadInput turns the input before into the one that b begins to tell, and
// returns how many bytes that took: 0 if b ends too early, -1 if no input is told
// like that. Then in is left half-way.
func ReadInput(b []byte, in *Input) (n int) {
	if len(b) == 0 {
		return 0
	}
	changed := b[0]
	if changed&^changedMask != 0 {
		return -1
	}
	n = 1
	for bit := byte(1); bit <= changed; bit <<= 1 {
		if changed&bit == 0 {
			continue
		}
		width := 1
		if bit == changedAim {
			width = 2
		}
		if len(b) < n+width {
			return 0
		}
		if !in.set(bit, b[n:]) {
			return -1
		}
		n += width
	}
	return n
}

// set changes one word to what b begins with. A stick goes as far one way as the
// other, so the one value without a mirror image is refused.
func (in *Input) set(bit byte, b []byte) bool {
	const unmirrored = -128
	switch v := int8(b[0]); bit {
	case changedThrust:
		in.Thrust = v
		return v != unmirrored
	case changedStrafe:
		in.Strafe = v
		return v != unmirrored
	case changedAim:
		in.Aim = uint16(b[0])<<8 | uint16(b[1])
	case changedButtons:
		in.Buttons = Buttons(b[0])
	}
	return true
}

// SameControls reports whether two inputs hold the same controls, whatever was on
// the screen.
func (in Input) SameControls(other Input) bool {
	in.View, in.Fraction = other.View, other.Fraction
	return in == other
}
