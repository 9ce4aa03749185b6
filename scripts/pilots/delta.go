package pilots

import (
	"context"
	"fmt"
	"math"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Delta is our own server at a URL, whose snapshots are deltas: each pilot is a guest who
// takes the seat that a queue gives.
type Delta struct {
	URL   string
	Queue string // whose matches begin at once; empty: quick play

	Datagrams bool // inputs and snapshots go by datagram, which the server must offer
	Loses     int  // one of so many datagrams with inputs, so each has one; 0: none, and they go as by the socket
}

// Seat implements Server.
func (s Delta) Seat(ctx context.Context, n int) (Seat, error) {
	l, err := lobby.New(s.URL)
	if err != nil {
		return Seat{}, err
	}
	me, err := l.CreateGuest(ctx, fmt.Sprintf("pilot %d", n))
	if err != nil {
		return Seat{}, err
	}
	l.Token = me.Token
	a, err := l.QuickSeat(ctx, s.Queue)
	return Seat{a.URL, []string{protocol.Subprotocol, protocol.TicketPrefix + a.Ticket}, &ourTalk{datagrams: s.Datagrams, single: s.Loses > 0}, s.Loses}, err
}

const (
	tickTime   = time.Second / sim.DefaultRate
	firstLead  = 6            // ticks ahead of the first State, as PROTOCOL.md has it
	weight     = 1.0 / 16     // of a sample in the means
	minSamples = 8            // before the clock is set by them
	early      = 2 * tickTime // how early the newer input of a frame should come, beside jitter
	mostEarly  = 5 * tickTime // whatever the jitter
	jitters    = 2            // of jitter, on top of early
	offTarget  = tickTime     // from where the clock is moved
	settle     = time.Second  // after a move nothing is, until its inputs have come back
	maxUnheard = 30           // States that tell of no newer input: then ours are so early that none is taken
)

// ourTalk speaks shared/protocol. It sets its clock as a client does, but in whole ticks.
type ourTalk struct {
	states   protocol.StateStream // those by the stream
	interval int                  // ticks between States
	newest   sim.Tick
	next     sim.Tick // of the next input; 0: no State has come
	skip     int      // ticks to be let pass, so that inputs come later

	datagrams bool // are wanted
	single    bool // inputs go one to a frame

	heard   sim.Tick // newest input that a State told of
	unheard int      // States since then

	slack, jitter float64 // means, in ns
	samples       int
	wait          int // States that are not looked at
}

func (t *ourTalk) Hello() []byte {
	return protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "pilot", Aspect: sim.UsualAspect, Predicts: true})
}

func (t *ourTalk) Receive(frame []byte) (r Received, err error) {
	kind, err := protocol.Peek(frame)
	switch {
	case err != nil:
		return r, err
	case kind == protocol.TypeWelcome:
		w, err := protocol.DecodeWelcome(frame)
		t.interval, t.states.Interval = w.Interval, w.Interval
		return r, err
	case kind == protocol.TypeOffer:
		o, err := protocol.DecodeOffer(frame)
		r.Offer = &o
		return r, err
	case kind == protocol.TypeState:
		return t.receiveState(frame, t.states.Decode)
	case kind == protocol.TypeStateFrom:
		return t.receiveState(frame, protocol.DecodeStateFrom)
	}
	return r, nil
}

func (t *ourTalk) receiveState(frame []byte, decode func([]byte, *protocol.State) error) (r Received, err error) {
	var s protocol.State
	if err := decode(frame, &s); err != nil || s.Tick <= t.newest { // a datagram that comes twice
		return r, err
	}
	t.newest = s.Tick
	r = Received{Snapshot: true, Late: s.Newest > 0 && s.Slack < 0}
	switch {
	case t.next == 0:
		t.next = s.Tick + firstLead
		if t.datagrams {
			r.Reply = protocol.AppendDatagrams(nil)
		}
	case t.isLost(s.Newest):
		t.next, t.skip, t.samples, t.wait = s.Tick+firstLead, 0, 0, 0
	case s.Newest > 0:
		t.measure(time.Duration(s.Slack) * protocol.SlackUnit)
	}
	return r, nil
}

// isLost reports whether inputs are so early that the server takes none, as happens when its ticks have slipped,
// or long over: the first State was old when it was read.
func (t *ourTalk) isLost(newest sim.Tick) bool {
	if newest > 0 && newest+firstLead < t.newest && newest > t.heard {
		t.heard, t.unheard = newest, 0
		return true
	}
	if newest > t.heard || t.unheard >= maxUnheard {
		t.heard, t.unheard = max(newest, t.heard), 0
		return false
	}
	t.unheard++
	return t.unheard == maxUnheard
}

// measure takes how early the newest input came, and moves the clock if that is off.
func (t *ourTalk) measure(slack time.Duration) {
	if t.wait > 0 {
		t.wait--
		return
	}
	if t.samples == 0 {
		t.slack = float64(slack)
	}
	t.samples++
	t.jitter += (math.Abs(float64(slack)-t.slack) - t.jitter) * weight
	t.slack += (float64(slack) - t.slack) * weight
	target := min(float64(early)+jitters*t.jitter, float64(mostEarly))
	off := target - t.slack
	if t.samples < minSamples || math.Abs(off) < float64(offTarget) {
		return
	}
	if ticks := int(math.Round(off / float64(tickTime))); ticks > 0 {
		t.next += sim.Tick(ticks)
	} else {
		t.skip -= ticks
	}
	t.samples, t.wait = 0, int(settle/tickTime)/max(t.interval, 1)
}

func (t *ourTalk) AppendInputs(dst []byte, fly Flight) []byte {
	if t.next == 0 {
		return dst
	}
	n := InputsPerFrame
	if t.single {
		n = 1
	}
	skipped := min(t.skip, n)
	t.skip -= skipped
	frame := protocol.Inputs{Ack: t.newest, First: t.next, View: t.newest, N: n - skipped}
	for i := range frame.N {
		frame.Held[i] = fly(uint32(t.next))
		t.next++
	}
	return protocol.AppendInputs(dst, ships.Inputs, &frame)
}
