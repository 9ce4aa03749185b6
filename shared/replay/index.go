package replay

import (
	"errors"
	"io"

	"perihelion/sim"
)

// Limits of what an Index lists, whatever is in the log.
const (
	maxSegments = 1 << 14 // hours
	maxListed   = 1 << 15 // marks, and people
)

// Index is what a log holds, and where. It is made without playing the match.
type Index struct {
	Header
	Round       Round
	First, Last sim.Tick // the states that the log can show
	Segments    []Segment
	Marks       []Mark
	People      []Person
	Lines       int   // of chat
	Bytes       int64 // up to the end of the last whole record
	Truncated   bool  // more began there
}

// Segment is a part of a log that never changes any more, once there is one after it.
type Segment struct {
	Start
	Ticks  int
	Offset int64 // in the log; the header ends where the first one begins
	Bytes  int
	State  bool // it begins with one
}

// Mark is something in a match that a viewer may want to find.
type Mark struct {
	Tick sim.Tick
	sim.Headline
}

// Person is somebody who held a seat, from some tick on.
type Person struct {
	From    sim.Tick
	Seat    sim.PlayerID
	Bot     bool
	Account string
	Name    string
}

// Scan reads a log without playing it.
func Scan(src io.Reader, games sim.Games) (*Index, error) {
	r, err := NewReader(src, games)
	if err != nil {
		return nil, err
	}
	x := &Index{Header: r.Header, Bytes: r.Offset()}
	for {
		at := r.Offset()
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return x, x.check()
		case errors.Is(err, ErrTruncated):
			x.Truncated = true
			return x, x.check()
		case err != nil:
			return nil, err
		}
		x.list(&rec, at)
		x.Bytes = r.Offset()
		if n := len(x.Segments); n > 0 {
			x.Segments[n-1].Bytes = int(x.Bytes - x.Segments[n-1].Offset)
		}
	}
}

// check refuses a log that cannot be played.
func (x *Index) check() error {
	if len(x.Segments) == 0 || !x.Segments[0].State {
		return ErrTruncated
	}
	if x.full() {
		return ErrFormat
	}
	for i := range x.Segments[1:] {
		before := &x.Segments[i]
		if x.Segments[i+1].Tick != before.Tick+sim.Tick(before.Ticks) {
			return ErrFormat
		}
	}
	return nil
}

// full reports whether a log has more of something than any match.
func (x *Index) full() bool {
	return len(x.Segments) > maxSegments || len(x.Marks) > maxListed || len(x.People) > maxListed
}

func (x *Index) list(rec *Record, at int64) {
	if x.full() {
		return // check refuses it
	}
	switch rec.Op {
	case OpSegment:
		if len(x.Segments) == 0 {
			x.First = rec.Segment.Tick
		}
		x.Last = rec.Segment.Tick
		x.Segments = append(x.Segments, Segment{Start: rec.Segment, Offset: at})
	case OpState:
		x.Segments[len(x.Segments)-1].State = true
	case OpTick:
		x.Segments[len(x.Segments)-1].Ticks++
		x.Last++
	case OpMark:
		x.Marks = append(x.Marks, Mark{x.Last, rec.Mark})
	case OpSeat:
		x.seat(rec)
	case OpRound:
		x.Round = rec.Round
	case OpChat:
		x.Lines += rec.Chat
	}
}

// seat notes who holds a seat, if that is somebody new.
func (x *Index) seat(rec *Record) {
	s := &rec.Seat
	if s.Holder == Nobody {
		return
	}
	now := Person{From: x.Last, Seat: rec.Player, Bot: s.Holder == Bot, Account: s.Account, Name: s.Name}
	for i := len(x.People) - 1; i >= 0; i-- {
		if was := x.People[i]; was.Seat == now.Seat {
			if was.From = now.From; was == now {
				return
			}
			break
		}
	}
	x.People = append(x.People, now)
}

// stateBefore is the offset of the last segment up to t that begins with a state.
func (x *Index) stateBefore(t sim.Tick) (offset int64) {
	for i := range x.Segments {
		if s := &x.Segments[i]; s.State && s.Tick <= t {
			offset = s.Offset
		}
	}
	return offset
}
