package protocol

import (
	"math"
	"time"
)

// Bye gives the seat up: nobody will come back for it.
type Bye struct {
	Reason uint16 // a transport.Reason
	Text   string // for logs
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
	r := open(frame, TypeKeyframe, 0)
	return decoded(&r, TypeKeyframe)
}

// AppendBye appends the frame [5, reason, text].
func AppendBye(dst []byte, b *Bye) []byte {
	dst = appendUint(header(dst, TypeBye, 2), uint64(b.Reason))
	return appendStr(dst, b.Text)
}

// DecodeBye reads a Bye.
func DecodeBye(frame []byte) (b Bye, err error) {
	r := open(frame, TypeBye, 2)
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
	r := open(frame, TypeNotice, 2)
	n.Text = r.text(MaxChat)
	n.In = time.Duration(r.uint(math.MaxUint32)) * time.Millisecond
	return n, decoded(&r, TypeNotice)
}
