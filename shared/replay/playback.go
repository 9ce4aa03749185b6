package replay

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"perihelion/sim"
)

// maxLeavers is how many may leave a round.
const maxLeavers = 1 << 12

// Playback plays a log: it is the match up to some record.
type Playback struct {
	Header  Header
	Game    sim.Game
	Config  sim.Config
	World   sim.World
	Inputs  []sim.Input // held in the last tick, indexed by PlayerID
	Seats   []Seat      // indexed by PlayerID
	Leavers []SeatLeaver
	Round   Round

	Ticks, Hashes, States int  // played, and compared
	Ended                 bool // there is no more
	Truncated             bool // because the last record was cut short, in a crash perhaps

	// After ErrDiverged: the world was as recorded at tick Good, but not at Bad.
	Good, Bad sim.Tick
	Want, Got uint64

	r       *Reader
	base    int64  // where r begins in the log
	at      int64  // where next does
	next    Record // unless Ended, of a tick
	pending bool   // next was read, and not played yet
	segment Start
	first   sim.Tick // that the World began with
	state   []byte   // scratch
}

// SeatLeaver is a Leaver and the seat that they had.
type SeatLeaver struct {
	Seat sim.PlayerID
	Leaver
}

// NewPlayback returns the match of r before its first record.
func NewPlayback(r *Reader) *Playback {
	return &Playback{Header: r.Header, Game: r.Game, Config: r.Config, r: r, at: r.Offset(), Inputs: make([]sim.Input, r.Config.Seats), Seats: make([]Seat, r.Config.Seats)}
}

// To plays all that happened before tick t+1, or up to the end of the log. That may have
// moved on since it was reached.
func (p *Playback) To(t sim.Tick) error {
	for p.Ended = p.Truncated; !p.Ended; {
		if !p.pending {
			p.at = p.base + p.r.Offset()
			rec, err := p.r.Next()
			if p.Truncated = errors.Is(err, ErrTruncated); p.Truncated || errors.Is(err, io.EOF) {
				p.Ended = true
				return nil
			} else if err != nil {
				return err
			}
			p.next, p.pending = rec, true
		}
		if p.next.Op == OpTick && p.World != nil && p.World.Tick() >= t {
			return nil
		}
		p.pending = false
		if err := p.play(&p.next); err != nil {
			return err
		}
	}
	return nil
}

// play plays a record. A panic of the world becomes ErrPanic: that of a room that crashed
// is the last thing in its log, and a hostile state may hide one.
func (p *Playback) play(rec *Record) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%s: %w: %v", p.place(), ErrPanic, cause)
		}
	}()
	if p.World == nil && rec.Op != OpSegment && rec.Op != OpState {
		return fmt.Errorf("a log must begin with a state: %w", ErrFormat)
	}
	switch rec.Op {
	case OpSegment:
		p.segment = rec.Segment
		if p.World != nil && p.World.Tick() != rec.Segment.Tick {
			return fmt.Errorf("a segment of tick %d at tick %d: %w", rec.Segment.Tick, p.World.Tick(), ErrFormat)
		}
	case OpState:
		return p.restore(rec.State)
	case OpTick:
		copy(p.Inputs, rec.Inputs)
		p.World.Step(rec.Inputs)
		p.Ticks++
	case OpJoin:
		p.World.Join(rec.Player)
	case OpLeave:
		p.World.Leave(rec.Player)
	case OpHash:
		return p.compare(rec.Hash)
	case OpSeat:
		p.Seats[rec.Player] = rec.Seat
	case OpLeaver:
		return p.addLeaver(rec)
	case OpRound:
		p.Round = rec.Round
	case OpEdit:
		return p.edit(rec)
	case OpWithdraw:
		return p.withdraw(rec)
	}
	return nil
}

func (p *Playback) addLeaver(rec *Record) error {
	if len(p.Leavers) == maxLeavers {
		return fmt.Errorf("more than %d have left: %w", maxLeavers, ErrFormat)
	}
	p.Leavers = append(p.Leavers, SeatLeaver{rec.Player, rec.Leaver})
	return nil
}

func (p *Playback) edit(rec *Record) error {
	w, ok := p.World.(sim.Editor)
	if !ok {
		return fmt.Errorf("the arena of this game does not change: %w", ErrFormat)
	}
	if err := w.Edit(rec.Player, rec.Edit.Number, rec.Edit.Change); err != nil {
		return fmt.Errorf("the change before tick %d: %w: %w", p.World.Tick()+1, err, ErrDiverged)
	}
	return nil
}

func (p *Playback) withdraw(rec *Record) error {
	w, ok := p.World.(sim.Rotator)
	if !ok {
		return fmt.Errorf("there is one arena in this game: %w", ErrFormat)
	}
	if w.Withdraw(rec.Places) == 0 {
		return fmt.Errorf("nothing is withdrawn before tick %d: %w", p.World.Tick()+1, ErrDiverged)
	}
	return nil
}

// Time is when the last tick was played, by the clock of the server that recorded it, or a little before;
// the zero time: the log does not say.
func (p *Playback) Time() time.Time {
	if p.Header.Began == 0 || p.World == nil {
		return time.Time{}
	}
	played := time.Duration(p.World.Tick()-p.segment.Tick) * time.Second / time.Duration(p.Config.TicksPerSecond())
	return time.UnixMilli(p.Header.Began + p.segment.After).Add(played)
}

// Offset is where in the log the first record begins that To did not play.
func (p *Playback) Offset() int64 { return p.at }

func (p *Playback) place() string {
	if p.World == nil {
		return "at the beginning"
	}
	return fmt.Sprintf("after tick %d", p.first+sim.Tick(p.Ticks))
}

// restore begins with a state, or compares it with the world that there is.
func (p *Playback) restore(state []byte) error {
	p.Leavers = p.Leavers[:0] // a state is followed by all of them
	if p.World != nil {
		p.state = p.World.AppendState(p.state[:0])
		if !bytes.Equal(p.state, state) {
			p.Bad = p.World.Tick()
			return fmt.Errorf("the state of tick %d is another: %w", p.Bad, ErrDiverged)
		}
		p.Good = p.World.Tick()
		p.States++
		return nil
	}
	w := p.r.Game.NewWorld(p.r.Config)
	if err := w.RestoreState(state); err != nil {
		return fmt.Errorf("restore state: %w", err)
	}
	if w.Tick() != p.segment.Tick {
		return fmt.Errorf("a state of tick %d for tick %d: %w", w.Tick(), p.segment.Tick, ErrFormat)
	}
	p.World, p.Good, p.first = w, w.Tick(), w.Tick()
	return nil
}

func (p *Playback) compare(want uint64) error {
	if got := p.World.Hash(); got != want {
		p.Bad, p.Want, p.Got = p.World.Tick(), want, got
		return fmt.Errorf("between tick %d and %d: %w", p.Good, p.Bad, ErrDiverged)
	}
	p.Good = p.World.Tick()
	p.Hashes++
	return nil
}

// Seek plays a log to the end of tick t, from the nearest state before it. The Playback
// goes on as far as x says, also after Extend.
func Seek(log io.ReaderAt, x *Index, games sim.Games, t sim.Tick) (*Playback, error) {
	if t < x.First || t > x.Last {
		return nil, fmt.Errorf("%w: %d; it holds %d to %d", ErrTick, t, x.First, x.Last)
	}
	r, err := NewReader(io.NewSectionReader(log, 0, x.Bytes), games)
	if err != nil {
		return nil, err
	}
	from := x.stateBefore(t)
	p := NewPlayback(r.resume(io.NewSectionReader(indexed{log, x}, from, MaxBytes)))
	p.base = from
	return p, p.To(t)
}

// indexed is a log as far as its index goes at the time.
type indexed struct {
	log io.ReaderAt
	x   *Index
}

func (l indexed) ReadAt(b []byte, at int64) (n int, err error) {
	left := max(l.x.Bytes-at, 0)
	if int64(len(b)) <= left {
		return l.log.ReadAt(b, at)
	}
	if n, err = l.log.ReadAt(b[:left], at); err == nil {
		err = io.EOF
	}
	return n, err
}
