package netcode

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// DatagramState says what becomes of the datagrams beside the stream, for the net graph.
type DatagramState uint8

const (
	DatagramsNone    DatagramState = iota // the server offers none, or they cannot be opened
	DatagramsSpare                        // they get through, and the stream does as well
	DatagramsUsed                         // the stream loses time, so they are used
	DatagramsBlocked                      // they do not get through
)

func (s DatagramState) String() string {
	return [...]string{"none", "spare", "used", "blocked"}[s]
}

const (
	probeEvery     = 500 * time.Millisecond
	probeEveryFast = 50 * time.Millisecond // at first, and while the stream is late
	probeFastFor   = time.Second
	probeLate      = 250 * time.Millisecond // an echo that has not come by then counts as lost
	probesNeeded   = 3                      // echoes before datagrams are used
	healthyScore   = 0.7                    // share of probes that come back, of late
	scoreWeight    = 1.0 / 8

	lateIntervals   = 3                // snapshot intervals without a State by the stream: a packet was lost
	streamWindow    = 30 * time.Second // in which that must happen
	streamStalls    = 2                // times: one lost packet is bad luck
	blockedAfter    = 250 * time.Millisecond
	quietAfter      = 20 * time.Second // without any lost datagram: inputs go as rarely as by the stream
	calmAfter       = time.Minute      // without any lost datagram: the stream would do as well
	minBlocked      = 2 * time.Second
	maxBlocked      = time.Minute
	repeatedFrames  = 6 // of inputs in a datagram: of one tick each while some are lost, else of two
	probesRemembers = 16
)

// datagramChooser decides whether inputs and states go by datagram or by the stream. The
// server follows: it sends the state the way that the newest inputs came.
type datagramChooser struct {
	send  func(message []byte) error // nil: there are none
	using bool
	had   bool // there were some: the stream may bring what datagrams have overtaken

	openedAt, usedAt time.Duration
	heardAt          time.Duration // when the last datagram came
	probes           [probesRemembers]probe
	number           uint32 // of the last probe
	probedAt         time.Duration
	echoes           int
	score            float64

	stalls    [streamStalls]time.Duration // of the stream, newest first; 0: none
	copies    int                         // of the newest state that have come
	single    bool                        // some have come once since one came twice
	lostAt    time.Duration               // when a datagram was last missed
	failedAt  time.Duration               // when datagrams stopped getting through, and nothing was heard since; 0: they have not
	blockedTo time.Duration               // until then they are not tried again
	backoff   time.Duration

	recent  [repeatedFrames - 1]inputsSent // newest first
	message []byte                         // scratch
}

// probe is one that was sent; the zero probe was not, or has been judged.
type probe struct {
	number uint32
	at     time.Duration
}

// inputsSent is a frame of inputs that the server may not have.
type inputsSent struct {
	frame []byte
	last  sim.Tick
}

// chooseWay moves to datagrams or back, and probes them.
func (c *Client) chooseWay(t time.Duration) {
	d := &c.datagrams
	if d.send == nil {
		return
	}
	if t-c.clock.last > sleepGap { // the page was hidden: nothing was sent
		if d.using {
			c.leaveDatagrams(t)
		}
		return
	}
	if d.using {
		switch lossless := t - max(d.lostAt, d.usedAt); {
		case !c.datagramsWork(t):
			c.leaveDatagrams(t)
			d.failedAt = t
		case lossless > calmAfter:
			c.leaveDatagrams(t)
			d.stalls = [streamStalls]time.Duration{}
		default:
			c.clock.expectLoss(lossless <= quietAfter)
		}
		return
	}
	late := c.streamIsLate(t)
	if d.probe(t, late, c.clock.pause(t)) != nil {
		d.send = nil
		return
	}
	if d.healthy(t, c.clock.pause(t)) && t >= d.blockedTo && (late && d.heardAt > c.meter.arrived || d.streamStalls(t)) {
		d.using, d.usedAt, d.lostAt = true, t, 0
		c.clock.useDatagrams(true)
	}
}

// datagramsWork reports whether states come, and show new inputs. On a slow machine inputs wait for
// its frames, states are read that late, and some of both are lost.
func (c *Client) datagramsWork(t time.Duration) bool {
	patience := blockedAfter + c.meter.rtt + 4*c.clock.pause(t)
	return t-max(c.meter.arrived, c.datagrams.usedAt) <= patience && t-max(c.meter.answered, c.datagrams.usedAt) <= patience
}

// streamIsLate reports whether a State by the stream is overdue, at a send rate at which they
// come evenly.
func (c *Client) streamIsLate(t time.Duration) bool {
	return c.ready() && c.state.SendRate == 0 && c.meter.arrived != 0 && t-c.meter.arrived > c.lateAfter(t)
}

func (c *Client) lateAfter(t time.Duration) time.Duration {
	return time.Duration(lateIntervals*c.welcome.Interval)*c.clock.tick + c.clock.pause(t)
}

// addStall notes that the stream was late.
func (d *datagramChooser) addStall(t time.Duration) {
	if d.using || t-d.stalls[0] < minLateGap {
		return
	}
	copy(d.stalls[1:], d.stalls[:])
	d.stalls[0] = t
}

// minLateGap is the time between two stalls that count as two.
const minLateGap = 100 * time.Millisecond

// streamStalls reports whether the stream was late again and again.
func (d *datagramChooser) streamStalls(t time.Duration) bool {
	oldest := d.stalls[streamStalls-1]
	return oldest != 0 && t-oldest <= streamWindow
}

// healthy reports whether datagrams come back. They are read up to pause late.
func (d *datagramChooser) healthy(t, pause time.Duration) bool {
	return d.echoes >= probesNeeded && d.score >= healthyScore && t-d.heardAt < probeEvery+probeLate+pause
}

// probe sends a probe if one is due. Echoes are read up to pause late.
func (d *datagramChooser) probe(t time.Duration, late bool, pause time.Duration) error {
	for i := range d.probes {
		if p := &d.probes[i]; p.at != 0 && t-p.at > probeLate+pause {
			*p = probe{}
			d.rate(0)
		}
	}
	if d.number == 0 {
		d.score = 1
	}
	every := probeEvery
	if late || t-d.openedAt < probeFastFor {
		every = probeEveryFast
	}
	if d.number > 0 && t-d.probedAt < every {
		return nil
	}
	d.number++
	d.probedAt = t
	d.probes[d.number%probesRemembers] = probe{d.number, t}
	d.message = protocol.AppendToDatagram(d.message[:0], protocol.AppendProbe(nil, d.number))
	return d.send(d.message)
}
