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
	// OnRung adds n to the number of clients on a rung of the slow-link ladder.
	OnRung(r Rung, n int)
	// Snapshot counts the bytes of a state that was sent, whole or as a difference.
	Snapshot(whole bool, bytes int)
	// Outbox is how many frames that must arrive wait for a client, told about once
	// a second.
	Outbox(frames int)
	// Replaced counts a snapshot that a newer one replaced before it was sent.
	Replaced()
}

// Why frames are ignored.
const (
	IgnoredRate = "rate" // too many, or too much
	IgnoredChat = "chat" // a line that may not be said; the client is told why
)

// silence is what a Gate without Metrics tells them to.
type silence struct{}

func (silence) MessageIn(protocol.Type, int)  {}
func (silence) MessageOut(protocol.Type, int) {}
func (silence) Ignored(string)                {}
func (silence) SessionEnded(transport.Reason) {}
func (silence) OnRung(Rung, int)              {}
func (silence) Snapshot(bool, int)            {}
func (silence) Outbox(int)                    {}
func (silence) Replaced()                     {}
