package live

import (
	"time"

	"perihelion/server/panics"
	"perihelion/server/ws"
	"perihelion/shared/transport"
)

// language is spoken by those who want more than any page gets: a token says who
// they are. A page that has none need not name it.
var language = ws.Language{
	Subprotocol: "perihelion.live.v1", Prefix: "perihelion.token.", Optional: true, Text: true,
}

// socket is a listener over a WebSocket.
type socket struct {
	hub      *Hub
	conn     *ws.Conn
	listener *listener
}

// converse begins sockets that want w.
func (h *Hub) converse(w wants) ws.Open {
	return func(c *ws.Conn, _ string) ws.Session {
		l, first := h.listen(w, "")
		s := &socket{h, c, l}
		h.writers.Go(func() { s.write(first) }) // ends with the listener; joined by Close
		return s
	}
}

// Receive ends a socket that talks: there is nothing to say.
func (s *socket) Receive([]byte, time.Time) {
	s.conn.Close(transport.BadFrame, "this is for listening only")
}

// Lost is of ws.Session.
func (s *socket) Lost() { s.hub.leave(s.listener) }

// write sends what comes until the listener is gone.
func (s *socket) write(first []*event) {
	defer s.hub.leave(s.listener)
	defer s.hub.cfg.Sockets.Panics.Recover(panics.Feed, s.hub.cfg.Log.With("request", s.conn.Request()), func() {
		s.conn.Close(transport.GoingAway, "")
	})
	for _, e := range first {
		if s.conn.Send(e.data) != nil {
			return
		}
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		select {
		case <-s.listener.gone:
			s.conn.Close(s.listener.reason, s.listener.text)
			return
		case e := <-s.listener.queue:
			if !twice(e, first) && s.conn.Send(e.data) != nil {
				return
			}
		case <-beat.C:
			s.conn.Ping()
		}
	}
}
