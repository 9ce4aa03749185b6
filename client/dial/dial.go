// Package dial opens the WebSocket to a room: through the browser when compiled
// for it, else over TCP. What it returns behaves the same on both.
package dial

import (
	"context"
	"fmt"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// inboxSize is how many frames wait for the client, two seconds of snapshots. When
// it is full a native client stops reading and so pushes back on the server; in a
// browser, which cannot, the connection ends. So whoever receives keeps receiving,
// and drops what nobody has looked at himself: in a hidden tab, say.
const inboxSize = 64

// playSubprotocols are the subprotocols of the handshake: the language, and the ticket
// beside it, because a browser lets a page set no other header.
func playSubprotocols(ticket string) []string {
	return []string{protocol.Subprotocol, protocol.TicketPrefix + ticket}
}

// dialOptions is what a connection is made with.
type dialOptions struct {
	subprotocols []string
	textFrames   bool // the frames are text
}

// Dial connects to the room at url with a ticket for it.
func Dial(ctx context.Context, url, ticket string) (transport.Conn, error) {
	return connect(ctx, url, dialOptions{subprotocols: playSubprotocols(ticket)})
}

// DialLive connects to /v1/live, which tells in text what is going on. A token says who
// we are, for what not everybody may hear; it may be empty. There is nothing to send.
func DialLive(ctx context.Context, url, token string) (transport.Conn, error) {
	h := dialOptions{textFrames: true}
	if token != "" {
		h.subprotocols = []string{"perihelion.live.v1", "perihelion.token." + token}
	}
	return connect(ctx, url, h)
}

// handshakeError is the error of a handshake that came to nothing.
func handshakeError(url, why string) error {
	return fmt.Errorf("dial %s: %w", url, &transport.Closed{Reason: transport.Abnormal, Text: why})
}
