// Package dial opens the WebSocket to a room: through the browser when compiled
// for it, else over TCP. What it returns behaves the same on both.
package dial

import (
	"fmt"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// queue is how many frames wait for the client, two seconds of snapshots. When
// it is full a native client stops reading and so pushes back on the server; in a
// browser, which cannot, the connection ends. So whoever receives keeps receiving,
// and drops what nobody has looked at himself: in a hidden tab, say.
const queue = 64

// offers are the subprotocols of the handshake: the language, and the ticket
// beside it, because a browser lets a page set no other header.
func offers(ticket string) []string {
	return []string{protocol.Subprotocol, protocol.TicketPrefix + ticket}
}

// refused is the error of a handshake that came to nothing.
func refused(url, why string) error {
	return fmt.Errorf("dial %s: %w", url, &transport.Closed{Reason: transport.Abnormal, Text: why})
}
