package protocol

import (
	"math"

	"perihelion/sim"
)

// Limits of what is said of a match whose arena players change.
const (
	MaxSelected = 16       // objects that a cursor tells
	MaxCursors  = 32       // in a frame
	MaxEdited   = 64       // changes in a frame, of
	MaxEditedIn = 32 << 10 // bytes together
	MaxDetail   = 200
	maxObject   = 24 // bytes of the id of an object
)

// Edit is a change of the arena on its way to the server. Number counts those of the seat from 1,
// and goes on after Arena.Made.Last: an Edit that is sent again, as nobody knows whether it arrived, has
// the number that it had.
type Edit struct {
	Number uint32
	Change []byte // by the rules of the game; aliases the frame
}

// Refusal is why an Edit was not made.
type Refusal uint8

const (
	EditMade    Refusal = iota // it was
	EditGone                   // what it changes was removed meanwhile
	EditChanged                // what it takes back somebody else has changed since
	EditInvalid                // the arena would not be right
	EditDenied                 // only editors may, and only where the arena is changed
	EditTooMany                // at once
	refusals
)

// EditDone answers an Edit: it was refused, or it is made and kept, so that it is not lost with the
// server. Edited tells before that it was made.
type EditDone struct {
	Number  uint32
	Refusal Refusal
	Detail  string // in English: which object, which field, and what is wrong with it
}

// Edited are the changes that were made before a tick, for everyone in the room, in their order.
type Edited struct {
	Tick sim.Tick // the first that is played with them
	Made []MadeEdit
}

// MadeEdit is a change that was made.
type MadeEdit struct {
	By     sim.PlayerID // whose it is
	Number uint32       // of their Edit
	Change []byte       // aliases the frame
}

// Arena is the present arena of a room in which it is changed, for whoever comes in or was not told
// of changes: Edited goes on from there.
type Arena struct {
	Tick   sim.Tick      // the first that is played with it
	Made   sim.EditsMade // the Edits of this seat
	Text   string
	Packed []byte // Text as PackArena returns it, or nil; of AppendArena only
}

// AppendEdit appends the frame [9, number, change].
func AppendEdit(dst []byte, e *Edit) []byte {
	return appendBin(appendUint(header(dst, TypeEdit, 2), uint64(e.Number)), e.Change)
}

// DecodeEdit reads an Edit.
func DecodeEdit(frame []byte) (e Edit, err error) {
	r := openFields(frame, TypeEdit, 2)
	e.Number, e.Change = uint32(r.uint(math.MaxUint32)), r.bin(sim.MaxChangeBytes)
	return e, decoded(&r, TypeEdit)
}

// AppendEditDone appends the frame [30, number, refusal, detail].
func AppendEditDone(dst []byte, d *EditDone) []byte {
	dst = appendUint(header(dst, TypeEditDone, 3), uint64(d.Number))
	return appendStr(appendUint(dst, uint64(d.Refusal)), d.Detail)
}

// DecodeEditDone reads an EditDone.
func DecodeEditDone(frame []byte) (d EditDone, err error) {
	r := openFields(frame, TypeEditDone, 3)
	d.Number = uint32(r.uint(math.MaxUint32))
	d.Refusal, d.Detail = Refusal(r.uint(uint64(refusals-1))), r.text(MaxDetail)
	return d, decoded(&r, TypeEditDone)
}

// AppendEdited appends the frame [29, tick, [[player, number, change]…]].
func AppendEdited(dst []byte, e *Edited) []byte {
	dst = appendUint(header(dst, TypeEdited, 2), uint64(e.Tick))
	dst = appendArray(dst, len(e.Made))
	for i := range e.Made {
		m := &e.Made[i]
		dst = appendUint(appendUint(appendArray(dst, 3), uint64(m.By)), uint64(m.Number))
		dst = appendBin(dst, m.Change)
	}
	return dst
}

// DecodeEdited reads an Edited.
func DecodeEdited(frame []byte) (e Edited, err error) {
	r := openFields(frame, TypeEdited, 2)
	e.Tick = r.tick()
	for range r.count(MaxEdited) {
		if r.fields(3); r.err != nil {
			break
		}
		m := MadeEdit{By: r.player(sim.MaxPlayers - 1), Number: uint32(r.uint(math.MaxUint32))}
		m.Change = r.bin(sim.MaxChangeBytes)
		e.Made = append(e.Made, m)
	}
	return e, decoded(&r, TypeEdited)
}

// PackArena is the text of an Arena as frames have it. It takes a millisecond for a large one.
func PackArena(text string) []byte { return appendDeflated(nil, text) }

// AppendArena appends the frame [28, tick, last, made, deflated text].
func AppendArena(dst []byte, a *Arena) []byte {
	dst = appendUint(appendUint(header(dst, TypeArena, 4), uint64(a.Tick)), uint64(a.Made.Last))
	dst = appendUint(dst, a.Made.Mask)
	if a.Packed != nil {
		return append(dst, a.Packed...)
	}
	return appendDeflated(dst, a.Text)
}

// DecodeArena reads an Arena.
func DecodeArena(frame []byte) (a Arena, err error) {
	r := openFields(frame, TypeArena, 4)
	a.Tick, a.Made.Last, a.Made.Mask = r.tick(), uint32(r.uint(math.MaxUint32)), r.uint(math.MaxUint64)
	a.Text = r.deflated(sim.MaxArenaBytes)
	return a, decoded(&r, TypeArena)
}
