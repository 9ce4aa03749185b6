package protocol

import (
	"math"
	"time"

	"perihelion/sim"
)

// Bye gives the seat up: nobody will come back for it.
type Bye struct {
	Reason uint16 // a transport.Reason
	Text   string // for logs
}

// Round tells which match the round is that begins now, or that goes on: its replay is
// found by that.
type Round struct {
	Match string   // its id
	Tick  sim.Tick // with which it began, and its log begins
}

// Load is what a tick of the room costs its server, of the last seconds; whole
// microseconds.
type Load struct {
	Typical, Slow time.Duration // median and 99th percentile
}

// Notice warns before the server acts: a drain, a kick.
type Notice struct {
	Text string
	In   time.Duration // until it happens, whole milliseconds
}

// AppendKeyframe appends the frame [3].
func AppendKeyframe(dst []byte) []byte { return header(dst, TypeKeyframe, 0) }

// DecodeKeyframe checks a frame that has nothing to say but its type.
func DecodeKeyframe(frame []byte) error {
	r := openFields(frame, TypeKeyframe, 0)
	return decoded(&r, TypeKeyframe)
}

// AppendBye appends the frame [5, reason, text].
func AppendBye(dst []byte, b *Bye) []byte {
	dst = appendUint(header(dst, TypeBye, 2), uint64(b.Reason))
	return appendStr(dst, b.Text)
}

// DecodeBye reads a Bye.
func DecodeBye(frame []byte) (b Bye, err error) {
	r := openFields(frame, TypeBye, 2)
	b.Reason = uint16(r.uint(math.MaxUint16))
	b.Text = r.text(MaxChat)
	return b, decoded(&r, TypeBye)
}

// AppendNotice appends the frame [20, text, milliseconds].
func AppendNotice(dst []byte, n *Notice) []byte {
	dst = appendStr(header(dst, TypeNotice, 2), n.Text)
	return appendUint(dst, uint64(max(n.In, 0)/time.Millisecond))
}

// DecodeNotice reads a Notice.
func DecodeNotice(frame []byte) (n Notice, err error) {
	r := openFields(frame, TypeNotice, 2)
	n.Text = r.text(MaxChat)
	n.In = time.Duration(r.uint(math.MaxUint32)) * time.Millisecond
	return n, decoded(&r, TypeNotice)
}

// AppendRound appends the frame [23, match, tick].
func AppendRound(dst []byte, o *Round) []byte {
	dst = appendStr(header(dst, TypeRound, 2), o.Match)
	return appendUint(dst, uint64(o.Tick))
}

// DecodeRound reads a Round.
func DecodeRound(frame []byte) (o Round, err error) {
	r := openFields(frame, TypeRound, 2)
	o.Match, o.Tick = r.str(maxMatch), r.tick()
	if r.err == nil && o.Match == "" {
		r.fail(errRange)
	}
	return o, decoded(&r, TypeRound)
}

// AppendLoad appends the frame [21, typical, slow], in microseconds.
func AppendLoad(dst []byte, l *Load) []byte {
	dst = appendUint(header(dst, TypeLoad, 2), uint64(max(l.Typical, 0)/time.Microsecond))
	return appendUint(dst, uint64(max(l.Slow, 0)/time.Microsecond))
}

// DecodeLoad reads a Load.
func DecodeLoad(frame []byte) (l Load, err error) {
	r := openFields(frame, TypeLoad, 2)
	l.Typical = time.Duration(r.uint(math.MaxUint32)) * time.Microsecond
	l.Slow = time.Duration(r.uint(math.MaxUint32)) * time.Microsecond
	return l, decoded(&r, TypeLoad)
}
