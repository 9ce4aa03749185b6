package replay

import (
	"bytes"
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
	if err := x.listAll(r, 0); err != nil {
		return nil, err
	}
	return x, x.check()
}

// Extend lists segments that have come since, of a log that is still written. On an error
// the log is damaged from there on, and the index is of no use any more.
func (x *Index) Extend(segments []byte, games sim.Games) error {
	switch {
	case x.Truncated:
		return ErrTruncated
	case x.Bytes+int64(len(segments)) > MaxBytes:
		return ErrFormat
	}
	g, cfg, err := games.Open(x.Match)
	if err != nil {
		return err
	}
	r := (&Reader{Header: x.Header, Game: g, Config: cfg, schema: g.About().Inputs, inputs: make([]sim.Input, cfg.Seats)}).resume(bytes.NewReader(segments))
	if err := x.listAll(r, x.Bytes); err != nil {
		return err
	}
	if x.Truncated {
		return ErrTruncated
	}
	return x.check()
}

// listAll lists the records that r reads, which begins at an offset of the log.
func (x *Index) listAll(r *Reader, base int64) error {
	for {
		at := base + r.Offset()
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTruncated):
			x.Truncated = true
			return nil
		case err != nil:
			return err
		}
		x.list(&rec, at)
		x.Bytes = base + r.Offset()
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
