package protocol

import (
	"math"
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

const (
	maxHeld  = 255 * time.Millisecond
	maxState = MaxServerFrame - maxExtension // bytes of a payload
)

// The payload of both frames begins with a string of bits, filled up with zeros to the byte; the body follows.
//
//	a State:      0, if its tick is an interval after that of the State before | 1 golomb16 tick
//	a StateFrom:  golomb16 tick | golomb4 tick-base-1 | 8 bits lost
//	both:         golomb2 zigzag(newest-tick-usualLead) | golomb4 held in ms
//	              golomb0 zigzag(slack - what held makes likely) | golomb0 send rate
const (
	stateTickOrder = 16
	baseOrder      = 4
	newestOrder    = 2
	heldOrder      = 4
	slackOrder     = 0
	sendRateOrder  = 0

	usualLead = 3 // ticks by which the newest input is ahead of the state
)

// likelySlack is about how early an input came, in SlackUnit, that is for so many ticks after the state and has been here for
// held ms: the state is sent soon after its tick was played.
func likelySlack(ahead int64, held uint32) int32 {
	return int32(min(max((int64(held)+17*ahead)>>1, math.MinInt8), math.MaxInt8)) // 17 ms are about a tick
}

// A StateStream codes the States of one connection, all of them and in their order: the tick of one mostly follows from that
// of the one before. Each end holds one; StateFroms are none of its business.
type StateStream struct {
	Interval int // ticks between snapshots, as Welcome says
	last     sim.Tick
}

// expected is the tick of the next State, if none is left out.
func (m *StateStream) expected() sim.Tick {
	if m.last == 0 {
		return 0
	}
	return m.last + sim.Tick(m.Interval)
}

// Append appends the extension 17.
func (m *StateStream) Append(dst []byte, s *State) []byte {
	w := bitio.Writer{Buf: beginExtension(dst)}
	usual := s.Tick == m.expected()
	w.Flag(!usual)
	if !usual {
		w.Golomb(uint32(s.Tick), stateTickOrder)
	}
	m.last = s.Tick
	return endExtension(appendStamps(&w, s), len(dst), TypeState)
}

// Decode reads a State frame into s, whose Body aliases the frame. After an error s holds nonsense.
func (m *StateStream) Decode(frame []byte, s *State) error {
	r, p := openExtension(frame, TypeState, maxState)
	s.Tick, s.Base, s.Lost = m.expected(), 0, 0
	if p.Flag() {
		s.Tick = sim.Tick(p.Golomb(stateTickOrder))
	}
	if err := decodeStamps(&r, &p, s, TypeState); err != nil {
		return err
	}
	m.last = s.Tick
	return nil
}

// AppendStateFrom appends the extension 25, of a state whose Base is set.
func AppendStateFrom(dst []byte, s *State) []byte {
	w := bitio.Writer{Buf: beginExtension(dst)}
	w.Golomb(uint32(s.Tick), stateTickOrder)
	w.Golomb(uint32(s.Tick-s.Base-1), baseOrder)
	w.Put(uint32(s.Lost), 8)
	return endExtension(appendStamps(&w, s), len(dst), TypeStateFrom)
}

// appendStamps appends what both have after their ticks.
func appendStamps(w *bitio.Writer, s *State) []byte {
	held := uint32(min(max(s.Held, 0), maxHeld) / time.Millisecond)
	w.Golomb(bitio.Zigzag(int32(s.Newest-s.Tick-usualLead)), newestOrder)
	w.Golomb(held, heldOrder)
	w.Golomb(bitio.Zigzag(int32(s.Slack)-likelySlack(int64(s.Newest)-int64(s.Tick), held)), slackOrder)
	w.Golomb(uint32(s.SendRate), sendRateOrder)
	w.Align()
	return append(w.Buf, s.Body...)
}

// DecodeStateFrom reads a StateFrom frame into s, whose Body aliases the frame. After an error s holds nonsense.
func DecodeStateFrom(frame []byte, s *State) error {
	r, p := openExtension(frame, TypeStateFrom, maxState)
	s.Tick = sim.Tick(p.Golomb(stateTickOrder))
	back := p.Golomb(baseOrder)
	p.Bad = p.Bad || back+1 >= uint32(s.Tick)
	s.Base = s.Tick - 1 - sim.Tick(back)
	s.Lost = uint8(p.Get(8))
	return decodeStamps(&r, &p, s, TypeStateFrom)
}

func decodeStamps(r *reader, p *bitio.Reader, s *State, t Type) error {
	ahead := int64(bitio.Unzigzag(p.Golomb(newestOrder))) + usualLead
	newest := int64(s.Tick) + ahead
	held := p.Golomb(heldOrder)
	slack := int64(bitio.Unzigzag(p.Golomb(slackOrder))) + int64(likelySlack(ahead, held))
	rate := p.Golomb(sendRateOrder)
	s.Newest, s.Slack, s.SendRate = sim.Tick(newest), int8(slack), uint8(rate)
	s.Held = time.Duration(held) * time.Millisecond
	s.Body = p.Rest()
	if p.Bad || s.Tick == 0 || newest != int64(s.Newest) || slack != int64(s.Slack) || s.Held > maxHeld || rate != uint32(s.SendRate) {
		r.fail(errRange)
	}
	return decoded(r, t)
}
