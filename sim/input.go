package sim

// InputAxes is how many axes an Input has room for.
const InputAxes = 4

// Input is what one player holds during one tick. It is small, comparable and
// says what the player wants, never what happened. What an axis or a button means
// is the game's; its InputSchema describes them.
type Input struct {
	Axes     [InputAxes]int32
	Buttons  Buttons
	View     Tick  // the snapshot the player was looking at, for lag compensation
	Fraction uint8 // how far from View towards the next tick, in 1/256; the server clamps both
}

// Buttons are the buttons held during one tick, a bit each.
type Buttons uint16

// SameControls reports whether two inputs hold the same controls, whatever was on
// the screen.
func (in Input) SameControls(other Input) bool {
	return in.Axes == other.Axes && in.Buttons == other.Buttons
}

// InputSchema describes the inputs of a game: how they are encoded, and what happens when
// they are late. It is data and never changes.
type InputSchema struct {
	Axes    []InputAxis // InputAxes at most
	Buttons uint8       // how many there are, 16 at most

	Repeated Buttons // stay held when the input of the next tick is late
	Merged   Buttons // are actions: held in an input that came too late, they count in the next one
	Reserved Buttons // only bots hold: a server takes them out of what players send
}

// InputAxis describes one axis.
type InputAxis struct {
	Name   string
	Wide   bool  // 16 bits, else 8
	Signed bool  // as far one way as the other: -127 to 127, or -32767 to 32767; else from 0
	Kept   bool  // stays when a player releases everything, as an aim does
	Coarse uint8 // so many low bits are 0 in what players send, unless a signed axis is pushed all the way
	Edit   int32 // the value with which a player begins to edit the arena; 0: none
}

// Repeat is the input that replaces one that is late: the axes, and the buttons that are
// Repeated, stay as they were in the input before. Nothing else is pressed.
func (s *InputSchema) Repeat(in Input) Input {
	in.Buttons &= s.Repeated
	return in
}

// Merge adds the actions of an input that came too late to be played.
func (s *InputSchema) Merge(in, late Input) Input {
	in.Buttons |= late.Buttons & s.Merged
	return in
}

// OfPlayer is what a player may hold of in: no Reserved buttons, and axes as the wire carries them.
func (s *InputSchema) OfPlayer(in Input) Input {
	in.Buttons &^= s.Reserved
	for i, a := range s.Axes {
		in.Axes[i] = a.coarsen(in.Axes[i])
	}
	return in
}

// OfFlyer is what a player may hold of in who may not edit the arena.
func (s *InputSchema) OfFlyer(in Input) Input {
	for i, a := range s.Axes {
		if a.Edit != 0 && in.Axes[i] == a.Edit {
			in.Axes[i] = 0
		}
	}
	return in
}

// coarsen clears the Coarse bits, towards 0, but leaves a signed axis that is pushed all the way as it is.
func (a *InputAxis) coarsen(v int32) int32 {
	if a.Signed && max(v, -v) == a.most() {
		return v
	}
	return v - v%(1<<a.Coarse)
}

// most is the largest value of an axis.
func (a *InputAxis) most() int32 {
	most := int32(1<<8 - 1)
	if a.Wide {
		most = 1<<16 - 1
	}
	if a.Signed {
		most >>= 1
	}
	return most
}

// Neutral is the input of a player who has released everything; the axes that are Kept
// stay.
func (s *InputSchema) Neutral(in Input) Input {
	out := Input{View: in.View, Fraction: in.Fraction}
	for i, a := range s.Axes {
		if a.Kept {
			out.Axes[i] = in.Axes[i]
		}
	}
	return out
}

// Clamp is an input that the wire can carry: axes within their ranges, and no
// buttons but those that there are.
func (s *InputSchema) Clamp(in Input) Input {
	for i, a := range s.Axes {
		least, most := int32(0), a.most()
		if a.Signed {
			least = -most
		}
		in.Axes[i] = min(max(in.Axes[i], least), most)
	}
	for i := len(s.Axes); i < InputAxes; i++ {
		in.Axes[i] = 0
	}
	in.Buttons &= 1<<s.Buttons - 1
	return in
}

// An input is encoded in replays as its differences from the one before it: a byte with a bit for each axis, from the lowest, and one more for
// the buttons; then what changed, in that order. Numbers are big-endian, of one or
// two bytes. View and Fraction are not part of that.

// MaxInputBytes is what the longest input takes, whatever the game.
const MaxInputBytes = 1 + 2*(InputAxes+1)

// Append appends the differences of in from before.
func (s *InputSchema) Append(dst []byte, in, before *Input) []byte {
	at, changed := len(dst), byte(0)
	dst = append(dst, 0)
	for i := range s.Axes {
		if in.Axes[i] != before.Axes[i] {
			changed |= 1 << i
			dst = appendNumber(dst, uint16(in.Axes[i]), s.Axes[i].Wide)
		}
	}
	if in.Buttons != before.Buttons {
		changed |= 1 << len(s.Axes)
		dst = appendNumber(dst, uint16(in.Buttons), s.Buttons > 8)
	}
	dst[at] = changed
	return dst
}

// Read applies the differences at the start of b to in, which holds the input before, and
// returns how many bytes they took: 0 if b ends too early, -1 if b is malformed. In both
// cases in may be partly changed.
func (s *InputSchema) Read(b []byte, in *Input) (n int) {
	if len(b) == 0 {
		return 0
	}
	changed, axes := b[0], len(s.Axes)
	if changed>>(axes+1) != 0 {
		return -1
	}
	n = 1
	for i := 0; i <= axes; i++ {
		if changed>>i&1 == 0 {
			continue
		}
		wide := i < axes && s.Axes[i].Wide || i == axes && s.Buttons > 8
		v, width := number(b[n:], wide)
		if width == 0 {
			return 0
		}
		n += width
		if !s.set(in, i, v) {
			return -1
		}
	}
	return n
}

// set changes axis i, or the buttons, to v. It refuses buttons that there are not,
// and of a signed axis the one value without a mirror image.
func (s *InputSchema) set(in *Input, i int, v uint16) bool {
	switch {
	case i == len(s.Axes):
		in.Buttons = Buttons(v)
		return v>>s.Buttons == 0
	case !s.Axes[i].Signed:
		in.Axes[i] = int32(v)
		return true
	case s.Axes[i].Wide:
		in.Axes[i] = int32(int16(v))
		return int16(v) != -1<<15
	}
	in.Axes[i] = int32(int8(v))
	return int8(v) != -1<<7
}

func appendNumber(dst []byte, v uint16, wide bool) []byte {
	if wide {
		dst = append(dst, byte(v>>8))
	}
	return append(dst, byte(v))
}

// number is the number that b begins with and how many bytes it has: 0 if b ends
// too early.
func number(b []byte, wide bool) (v uint16, width int) {
	switch {
	case wide && len(b) >= 2:
		return uint16(b[0])<<8 | uint16(b[1]), 2
	case !wide && len(b) >= 1:
		return uint16(b[0]), 1
	}
	return 0, 0
}
