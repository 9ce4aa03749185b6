package live

import (
	"time"

	"perihelion/server/net/ws"
	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
)

// subprotocol lets a WebSocket client send its token, which private channels need. Clients
// without a token need not name it.
var subprotocol = ws.Subprotocol{
	Name: "perihelion.live.v1", TokenPrefix: "perihelion.token.", Optional: true, Text: true,
}

// socket is a subscriber over a WebSocket.
type socket struct {
	hub        *Hub
	conn       *ws.Conn
	subscriber *subscriber
}

// openSocket returns the function that begins a WebSocket session with this subscription.
func (h *Hub) openSocket(sub subscription) ws.OpenSession {
	return func(c *ws.Conn, _ string) ws.Session {
		l, first := h.subscribe(sub, "")
		s := &socket{h, c, l}
		h.writers.Go(func() { s.writeLoop(first) }) // ends with the subscriber; Close waits for it
		return s
	}
}

// Receive closes the connection: clients of the feed must not send anything.
func (s *socket) Receive([]byte, time.Time) {
	s.conn.Close(transport.BadFrame, "this is for listening only")
}

func (s *socket) Lost() { s.hub.unsubscribe(s.subscriber) }

// writeLoop sends events until the subscriber is disconnected.
func (s *socket) writeLoop(first []*event) {
	defer s.hub.unsubscribe(s.subscriber)
	defer s.hub.cfg.Sockets.Panics.Recover(panics.Feed, s.hub.cfg.Log.With("request", s.conn.Request()), func() {
		s.conn.Close(transport.GoingAway, "")
	})
	for _, e := range first {
		if s.conn.Send(e.data) != nil {
			return
		}
	}
	beat := time.NewTicker(keepAliveEvery)
	defer beat.Stop()
	for {
		select {
		case <-s.subscriber.done:
			s.conn.Close(s.subscriber.reason, s.subscriber.text)
			return
		case e := <-s.subscriber.queue:
			if !isDuplicate(e, first) && s.conn.Send(e.data) != nil {
				return
			}
		case <-beat.C:
			s.conn.KeepAlive()
		}
	}
}
