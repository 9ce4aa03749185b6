package protocol

import (
	"math"

	"perihelion/sim"
)

// Cursor is where an editor points, and what they have selected.
type Cursor struct {
	Here     bool // false: they do not edit just now, and the rest means nothing
	X, Y     int32
	Selected []string // ids, MaxSelected at most
}

// PlayerCursor is the Cursor of a player.
type PlayerCursor struct {
	Player sim.PlayerID
	Cursor
}

// AppendCursor appends the frame [10, here, x, y, [id…]].
func AppendCursor(dst []byte, c *Cursor) []byte {
	return appendPlace(header(dst, TypeCursor, 4), c)
}

// DecodeCursor reads a Cursor.
func DecodeCursor(frame []byte) (c Cursor, err error) {
	r := openFields(frame, TypeCursor, 4)
	c = r.cursor()
	return c, decoded(&r, TypeCursor)
}

// AppendCursors appends the frame [31, [[player, here, x, y, [id…]]…]].
func AppendCursors(dst []byte, all []PlayerCursor) []byte {
	dst = appendArray(header(dst, TypeCursors, 1), len(all))
	for i := range all {
		dst = appendUint(appendArray(dst, 5), uint64(all[i].Player))
		dst = appendPlace(dst, &all[i].Cursor)
	}
	return dst
}

// DecodeCursors reads the cursors that have moved.
func DecodeCursors(frame []byte) (all []PlayerCursor, err error) {
	r := openFields(frame, TypeCursors, 1)
	for range r.count(MaxCursors) {
		if r.fields(5); r.err != nil {
			break
		}
		all = append(all, PlayerCursor{r.player(sim.MaxPlayers - 1), r.cursor()})
	}
	if err := decoded(&r, TypeCursors); err != nil {
		return nil, err
	}
	return all, nil
}

func appendPlace(dst []byte, c *Cursor) []byte {
	dst = appendInt(appendInt(appendBool(dst, c.Here), int64(c.X)), int64(c.Y))
	dst = appendArray(dst, len(c.Selected))
	for _, id := range c.Selected {
		dst = appendStr(dst, id)
	}
	return dst
}

func (r *reader) cursor() (c Cursor) {
	c.Here = r.bool()
	c.X, c.Y = int32(r.int(math.MinInt32, math.MaxInt32)), int32(r.int(math.MinInt32, math.MaxInt32))
	for range r.count(MaxSelected) {
		if r.err != nil {
			break
		}
		c.Selected = append(c.Selected, r.str(maxObject))
	}
	return c
}
