package session

import (
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Metrics is told what sessions do. It must be safe for concurrent use and must
// not block.
type Metrics interface {
	// MessageIn and MessageOut count frames with their bytes.
	MessageIn(t protocol.Type, bytes int)
	MessageOut(t protocol.Type, bytes int)
	// Ignored counts frames that were understood but not followed: one of the
	// Ignored… words.
	Ignored(why string)
	// SessionEnded counts sessions by why they ended.
	SessionEnded(r transport.Reason)
	// AtSendRate adds n to the number of clients that are sent the state at a rate.
	AtSendRate(r SendRate, n int)
	// Snapshot counts the bytes of a state that was sent, whole or as a difference.
	Snapshot(whole bool, bytes int)
	// Outbox is the length of a client's reliable queue in frames, told about once a
	// second.
	Outbox(frames int)
	// Datagrams adds n to the number of sessions that have datagrams beside their stream.
	Datagrams(n int)
	// StateByDatagram counts a state that went by datagram.
	StateByDatagram()
	// Replaced counts a snapshot that a newer one replaced before it was sent.
	Replaced()
}

// Why frames are ignored.
const (
	IgnoredRate = "rate" // too many, or too much
	IgnoredChat = "chat" // a line that may not be said; the client is told why
)

// nopMetrics counts nothing.
type nopMetrics struct{}

func (nopMetrics) MessageIn(protocol.Type, int)  {}
func (nopMetrics) MessageOut(protocol.Type, int) {}
func (nopMetrics) Ignored(string)                {}
func (nopMetrics) SessionEnded(transport.Reason) {}
func (nopMetrics) AtSendRate(SendRate, int)      {}
func (nopMetrics) Snapshot(bool, int)            {}
func (nopMetrics) Outbox(int)                    {}
func (nopMetrics) Datagrams(int)                 {}
func (nopMetrics) StateByDatagram()              {}
func (nopMetrics) Replaced()                     {}
