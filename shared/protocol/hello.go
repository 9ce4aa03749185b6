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
	HalfW   int32  // half the view's width in world units; the server clamps it
}

// AppendHello appends the frame [1, version, build, half width].
func AppendHello(dst []byte, h *Hello) []byte {
	dst = header(dst, TypeHello, 3)
	dst = appendUint(dst, uint64(h.Version))
	dst = appendStr(dst, h.Build)
	return appendInt(dst, int64(h.HalfW))
}

// DecodeHello reads a Hello. One of another version comes back with nothing but
// that version and ErrVersion, whatever follows: type and version stay the first
// two elements for ever, so that two versions can always tell.
func DecodeHello(frame []byte) (h Hello, err error) {
	if h.Version, err = version(frame, TypeHello); err != nil {
		return h, err
	}
	r := open(frame, TypeHello, 3)
	r.uint(Version)
	h.Build = r.str(maxBuild)
	h.HalfW = int32(r.int(0, math.MaxInt32))
	if err := decoded(&r, TypeHello); err != nil {
		return Hello{}, err
	}
	return h, nil
}

// Welcome answers Hello: the seat, and all a client needs to predict.
type Welcome struct {
	Version  int
	Room     string
	Code     string       // to invite friends; empty in public rooms
	Me       sim.PlayerID // NoPlayer: a spectator
	Epoch    uint32       // counts the connections of this seat; the newest wins
	Resume   string       // a ticket for this very seat, good while it is held
	Config   sim.Config
	Tick     sim.Tick // of the room now
	Interval int      // ticks between snapshots
}

// AppendWelcome appends the frame
// [16, version, room, code, me, epoch, resume, [seed, mode, seats, rate, points, seconds], tick, interval].
func AppendWelcome(dst []byte, w *Welcome) []byte {
	dst = header(dst, TypeWelcome, 9)
	dst = appendUint(dst, uint64(w.Version))
	dst = appendStr(dst, w.Room)
	dst = appendStr(dst, w.Code)
	dst = appendUint(dst, uint64(w.Me))
	dst = appendUint(dst, uint64(w.Epoch))
	dst = appendStr(dst, w.Resume)
	dst = appendConfig(dst, &w.Config)
	dst = appendUint(dst, uint64(w.Tick))
	return appendUint(dst, uint64(w.Interval))
}

// DecodeWelcome reads a Welcome; of another version as DecodeHello does.
func DecodeWelcome(frame []byte) (w Welcome, err error) {
	if w.Version, err = version(frame, TypeWelcome); err != nil {
		return w, err
	}
	r := open(frame, TypeWelcome, 9)
	r.uint(Version)
	w.Room = r.str(maxRoom)
	w.Code = r.str(maxCode)
	w.Me = r.player(sim.NoPlayer)
	w.Epoch = uint32(r.uint(math.MaxUint32))
	w.Resume = r.str(maxResume)
	w.Config = r.config()
	w.Tick = r.tick()
	w.Interval = int(r.uint(255))
	if r.err == nil && (int(w.Me) >= w.Config.Seats && w.Me != sim.NoPlayer || w.Interval == 0) {
		r.err = ErrRange
	}
	if err := decoded(&r, TypeWelcome); err != nil {
		return Welcome{}, err
	}
	return w, nil
}

// version reads just enough of a Hello or Welcome to compare versions.
func version(frame []byte, t Type) (int, error) {
	r := reader{b: frame}
	r.count(math.MaxUint16)
	if got := Type(r.uint(255)); r.err == nil && got != t {
		r.err = ErrMessage
	}
	v := int(r.uint(math.MaxInt32))
	if r.err == nil && v != Version {
		r.err = ErrVersion
	}
	if r.err != nil {
		return v, fmt.Errorf("decode %s: %w", t, r.err)
	}
	return v, nil
}

func appendConfig(dst []byte, c *sim.Config) []byte {
	dst = appendArray(dst, 6)
	dst = appendUint(dst, c.Seed)
	dst = appendUint(dst, uint64(c.Mode))
	dst = appendUint(dst, uint64(c.Seats))
	dst = appendUint(dst, uint64(c.Rate))
	dst = appendUint(dst, uint64(c.Points))
	return appendUint(dst, uint64(c.Seconds))
}

func (r *reader) config() (c sim.Config) {
	r.fields(6)
	c.Seed = r.uint(math.MaxUint64)
	c.Mode = sim.Mode(r.uint(255))
	c.Seats = int(r.uint(sim.MaxPlayers))
	c.Rate = int(r.uint(math.MaxUint16))
	c.Points = int(r.uint(math.MaxUint16))
	c.Seconds = int(r.uint(math.MaxUint16))
	if r.err == nil && c.Valid() != nil {
		r.err = ErrRange
	}
	return c
}

func (r *reader) tick() sim.Tick { return sim.Tick(r.uint(math.MaxUint32)) }

func (r *reader) player(limit sim.PlayerID) sim.PlayerID {
	return sim.PlayerID(r.uint(uint64(limit)))
}
