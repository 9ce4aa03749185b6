// Package dial opens WebSocket connections to a server. Its connections behave the same
// on the desktop and in the browser.
//
// On the desktop it uses gws, the library of the server. In the browser it calls the
// browser's WebSocket itself. The libraries for both, such as coder/websocket (looked at
// in v1.8.15), were not fit for the browser side: they append received messages to a
// buffer without limit, send without a look at bufferedAmount, pass close codes to
// WebSocket.close that browsers reject, block in Close until the server answers, and
// lose the close code of the server after an error event. Using one on the desktop only
// would give client and server different implementations of the protocol.
package dial

import (
	"context"
	"fmt"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// inboxSize is how many received frames wait for Receive: two seconds of snapshots. When
// it is full, a desktop client stops reading, and TCP slows the server down. A browser
// cannot stop reading, so there the connection is closed. Callers must therefore receive
// all the time, also in a hidden tab, and drop themselves what they do not use.
const inboxSize = 64

// dialOptions are the options of a handshake.
type dialOptions struct {
	subprotocols []string
	textFrames   bool // the server sends text frames; else binary frames
}

// Dial connects to the room at url with a ticket for it. ctx limits the handshake only. The
// ticket is sent as a subprotocol, because pages in a browser cannot set other headers.
func Dial(ctx context.Context, url, ticket string) (transport.Conn, error) {
	return connect(ctx, url, dialOptions{subprotocols: []string{protocol.Subprotocol, protocol.TicketPrefix + ticket}})
}

// DialLive connects to the live feed of a server, /v1/live, which sends text frames. token
// is that of a guest, for what is not public; it may be empty. The client sends nothing.
func DialLive(ctx context.Context, url, token string) (transport.Conn, error) {
	o := dialOptions{textFrames: true}
	if token != "" {
		o.subprotocols = []string{"perihelion.live.v1", "perihelion.token." + token}
	}
	return connect(ctx, url, o)
}

// handshakeError is the error of a failed handshake.
func handshakeError(url, cause string) error {
	return fmt.Errorf("dial %s: %w", url, &transport.Closed{Reason: transport.Abnormal, Text: cause})
}
