package protocol

import (
	"fmt"
	"math"

	"perihelion/sim"
)

// Hello is the first frame of a client.
type Hello struct {
	Version int
	Build   string // of the client, for logs; up to 64 bytes
	Aspect  int32  // of the window, see sim.Aspect; the server clamps it

	Predicts bool // the client predicts its own state, and is only told when it is another
}

// AppendHello appends the frame [1, version, build, aspect, predicts].
func AppendHello(dst []byte, h *Hello) []byte {
	dst = header(dst, TypeHello, 4)
	dst = appendUint(dst, uint64(h.Version))
	dst = appendStr(dst, h.Build)
	dst = appendInt(dst, int64(h.Aspect))
	return appendBool(dst, h.Predicts)
}

// DecodeHello reads a Hello. One of another version comes back with nothing but
// that version and ErrVersion, whatever follows: type and version stay the first
// two elements for ever, so that two versions can always tell.
func DecodeHello(frame []byte) (h Hello, err error) {
	if h.Version, err = version(frame, TypeHello); err != nil {
		return h, err
	}
	r := openFields(frame, TypeHello, 4)
	r.uint(Version)
	h.Build = r.str(maxBuild)
	h.Aspect = int32(r.int(0, sim.MaxAspect))
	h.Predicts = r.bool()
	if err := decoded(&r, TypeHello); err != nil {
		return Hello{}, err
	}
	return h, nil
}

// Welcome answers Hello: the seat, and all a client needs to predict.
type Welcome struct {
	Version  int
	Room     string
	Code     string // to invite friends; empty in public rooms
	Me       sim.PlayerID
	Epoch    uint32 // counts the connections of this seat; the newest wins
	Resume   string // a ticket for this very seat, good while it is held
	Match    sim.Match
	Tick     sim.Tick // of the room now
	Interval int      // ticks between snapshots
}

// AppendWelcome appends the frame
// [16, version, room, code, me, epoch, resume, [game, rules, mode, seed, seats, rate, points, seconds, arenas, editable], tick, interval].
func AppendWelcome(dst []byte, w *Welcome) []byte {
	dst = header(dst, TypeWelcome, 9)
	dst = appendUint(dst, uint64(w.Version))
	dst = appendStr(dst, w.Room)
	dst = appendStr(dst, w.Code)
	dst = appendUint(dst, uint64(w.Me))
	dst = appendUint(dst, uint64(w.Epoch))
	dst = appendStr(dst, w.Resume)
	dst = appendMatch(dst, &w.Match)
	dst = appendUint(dst, uint64(w.Tick))
	return appendUint(dst, uint64(w.Interval))
}

// DecodeWelcome reads a Welcome; of another version as DecodeHello does.
func DecodeWelcome(frame []byte) (w Welcome, err error) {
	if w.Version, err = version(frame, TypeWelcome); err != nil {
		return w, err
	}
	r := openFields(frame, TypeWelcome, 9)
	r.uint(Version)
	w.Room = r.str(maxRoom)
	w.Code = r.str(maxCode)
	w.Me = r.player(sim.MaxPlayers - 1)
	w.Epoch = uint32(r.uint(math.MaxUint32))
	w.Resume = r.str(maxResume)
	w.Match = r.match()
	w.Tick = r.tick()
	w.Interval = int(r.uint(255))
	if r.err == nil && (int(w.Me) >= w.Match.Seats || w.Interval == 0) {
		r.err = errRange
	}
	if err := decoded(&r, TypeWelcome); err != nil {
		return Welcome{}, err
	}
	return w, nil
}

// version reads just enough of a Hello or Welcome to compare versions.
func version(frame []byte, t Type) (int, error) {
	r, _ := openArray(frame, t, math.MaxUint16)
	v := int(r.uint(math.MaxInt32))
	if r.err == nil && v != Version {
		r.err = ErrVersion
	}
	if r.err != nil {
		return v, fmt.Errorf("decode %s: %w", t, r.err)
	}
	return v, nil
}

func appendMatch(dst []byte, m *sim.Match) []byte {
	dst = appendArray(dst, 10)
	dst = appendStr(dst, m.Game)
	dst = appendUint(dst, uint64(m.Rules))
	dst = appendStr(dst, m.Mode)
	dst = appendUint(dst, m.Seed)
	dst = appendUint(dst, uint64(m.Seats))
	dst = appendUint(dst, uint64(m.Rate))
	dst = appendUint(dst, uint64(m.Points))
	dst = appendUint(dst, uint64(m.Seconds))
	return appendBool(appendDeflated(dst, m.Arenas), m.Editable)
}

// match reads the words for a match; whether it can be played, sim.Games.Open tells.
func (r *reader) match() (m sim.Match) {
	r.fields(10)
	m.Game = r.str(maxGame)
	m.Rules = int(r.uint(math.MaxUint16))
	m.Mode = r.str(maxGame)
	m.Seed = r.uint(math.MaxUint64)
	m.Seats = int(r.uint(sim.MaxPlayers))
	m.Rate = int(r.uint(math.MaxUint16))
	m.Points = int(r.uint(math.MaxUint16))
	m.Seconds = int(r.uint(math.MaxUint16))
	m.Arenas, m.Editable = r.deflated(sim.MaxArenasText), r.bool()
	return m
}

func (r *reader) tick() sim.Tick { return sim.Tick(r.uint(math.MaxUint32)) }

func (r *reader) player(limit sim.PlayerID) sim.PlayerID {
	return sim.PlayerID(r.uint(uint64(limit)))
}

// Window is the frame [8, aspect] of a client whose window has another shape than it said last: a
// phone was turned.
type Window struct {
	Aspect int32 // see sim.Aspect; the server clamps it
}

// AppendWindow appends the frame.
func AppendWindow(dst []byte, w *Window) []byte {
	return appendInt(header(dst, TypeWindow, 1), int64(w.Aspect))
}

// DecodeWindow reads the frame.
func DecodeWindow(frame []byte) (w Window, err error) {
	r := openFields(frame, TypeWindow, 1)
	w.Aspect = int32(r.int(0, sim.MaxAspect))
	return w, decoded(&r, TypeWindow)
}
