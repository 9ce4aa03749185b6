package protocol

import (
	"math"
	"time"

	"perihelion/sim"
)

// Say is a line of chat on its way to the server, which cleans it.
type Say struct {
	Text string
}

// Bye gives the seat up: nobody will come back for it.
type Bye struct {
	Reason uint16 // a transport.Reason
	Text   string // for logs
}

// Chat is a line someone said; From is NoPlayer for the server.
type Chat struct {
	From sim.PlayerID
	Text string
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

// AppendSay appends the frame [4, text].
func AppendSay(dst []byte, s *Say) []byte {
	return appendStr(header(dst, TypeSay, 1), s.Text)
}

// DecodeSay reads a Say.
func DecodeSay(frame []byte) (s Say, err error) {
	r := open(frame, TypeSay, 1)
	s.Text = r.text(MaxChat)
	return s, decoded(&r, TypeSay)
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

// AppendChat appends the frame [19, from, text].
func AppendChat(dst []byte, c *Chat) []byte {
	dst = appendUint(header(dst, TypeChat, 2), uint64(c.From))
	return appendStr(dst, c.Text)
}

// DecodeChat reads a Chat.
func DecodeChat(frame []byte) (c Chat, err error) {
	r := open(frame, TypeChat, 2)
	c.From = r.player(sim.NoPlayer)
	c.Text = r.text(MaxChat)
	if c.From >= sim.MaxPlayers && c.From != sim.NoPlayer {
		r.fail(ErrRange)
	}
	return c, decoded(&r, TypeChat)
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
