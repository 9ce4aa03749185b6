package protocol

import (
	"slices"
	"time"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// State is one snapshot as one client sees it.
type State struct {
	Tick     sim.Tick
	Base     sim.Tick      // that the body starts from, in a StateFrom; 0: the State sent before, by the stream
	Newest   sim.Tick      // newest input tick received so far; 0: none
	Slack    int8          // how early it came, in SlackUnit; negative: late
	Held     time.Duration // since it came, whole milliseconds to 255: the round trip less waiting
	SendRate uint8         // how much of the state the link is sent; 0: everything
	Lost     uint8         // datagrams of inputs that did not come before their repetition, modulo 256; in a StateFrom
	Body     []byte        // for snapshot.ClientState.Apply
}

// SlackUnit is the unit of State.Slack.
const SlackUnit = 2 * time.Millisecond

const maxHeld = 255 * time.Millisecond

// The payload of both frames begins with a string of bits, filled up with zeros to the byte; the body follows.
//
//	golomb16 tick | in a StateFrom: golomb4 tick-base-1 | 8 bits lost
//	golomb3 zigzag(newest-tick) | golomb4 zigzag(slack) | golomb4 held in ms | golomb0 send rate
const (
	stateTickOrder = 16
	baseOrder      = 4
	newestOrder    = 3
	slackOrder     = 4
	heldOrder      = 4
	sendRateOrder  = 0
)

// AppendState appends the frame [17, payload].
func AppendState(dst []byte, s *State) []byte { return appendState(dst, TypeState, s) }

// AppendStateFrom appends the frame [25, payload] of a state whose Base is set.
func AppendStateFrom(dst []byte, s *State) []byte { return appendState(dst, TypeStateFrom, s) }

func appendState(dst []byte, t Type, s *State) []byte {
	dst = header(dst, t, 1)
	at := len(dst)
	w := bitio.Writer{Buf: dst}
	w.Golomb(uint32(s.Tick), stateTickOrder)
	if t == TypeStateFrom {
		w.Golomb(uint32(s.Tick-s.Base-1), baseOrder)
		w.Put(uint32(s.Lost), 8)
	}
	w.Golomb(bitio.Zigzag(int32(s.Newest-s.Tick)), newestOrder)
	w.Golomb(bitio.Zigzag(int32(s.Slack)), slackOrder)
	w.Golomb(uint32(min(max(s.Held, 0), maxHeld)/time.Millisecond), heldOrder)
	w.Golomb(uint32(s.SendRate), sendRateOrder)
	w.Align()
	var code [3]byte
	size := appendBinHeader(code[:0], len(w.Buf)-at+len(s.Body))
	return append(slices.Insert(w.Buf, at, size...), s.Body...)
}

// DecodeState reads a State frame into s, whose Body aliases the frame. After an
// error s holds nonsense.
func DecodeState(frame []byte, s *State) error { return decodeState(frame, TypeState, s) }

// DecodeStateFrom is DecodeState of a StateFrom frame.
func DecodeStateFrom(frame []byte, s *State) error { return decodeState(frame, TypeStateFrom, s) }

func decodeState(frame []byte, t Type, s *State) error {
	r := open(frame, t, 1)
	p := bitio.Reader{Buf: r.bin(MaxServerFrame)}
	s.Tick, s.Base, s.Lost = sim.Tick(p.Golomb(stateTickOrder)), 0, 0
	if t == TypeStateFrom {
		back := p.Golomb(baseOrder)
		p.Bad = p.Bad || back+1 >= uint32(s.Tick)
		s.Base = s.Tick - 1 - sim.Tick(back)
		s.Lost = uint8(p.Get(8))
	}
	newest := int64(s.Tick) + int64(bitio.Unzigzag(p.Golomb(newestOrder)))
	slack, held, rate := bitio.Unzigzag(p.Golomb(slackOrder)), p.Golomb(heldOrder), p.Golomb(sendRateOrder)
	s.Newest, s.Slack, s.SendRate = sim.Tick(newest), int8(slack), uint8(rate)
	s.Held = time.Duration(held) * time.Millisecond
	s.Body = p.Rest()
	if p.Bad || s.Tick == 0 || newest != int64(s.Newest) || slack != int32(s.Slack) || s.Held > maxHeld || rate != uint32(s.SendRate) {
		r.fail(errRange)
	}
	return decoded(&r, t)
}
