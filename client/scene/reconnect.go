package scene

import (
	"cmp"
	"strings"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

const (
	// defaultReconnectWindow is how long a server keeps a seat, if it does not say.
	defaultReconnectWindow = 20 * time.Second
	// serverNoticeDelay is how much later than the client the server may notice a broken
	// connection: a silent one ends there by its idle timeout. The seat is kept from then
	// on.
	serverNoticeDelay = 25 * time.Second
)

// reconnectState is what is needed to get back into a seat after the connection broke.
// Meanwhile the match stays on the screen, and on the server a bot flies the ship.
type reconnectState struct {
	seat         api.Assignment
	resumeToken  string    // back into the seat
	lostAt       time.Time // when the connection broke; zero: it works
	disconnected bool      // there is no connection now
	flow         *JoinFlow // running attempt; nil: none
	nextTry      time.Time // of the next try
	tries        int
	resumeCount  int        // how often we came back
	savedSeat    prefs.Seat // as last saved in the preferences
}

// onConnectionLost decides what follows the end of the connection.
func (m *matchScene) onConnectionLost(f *Frame, err error) Transition {
	why := transport.ReasonOf(err)
	m.deps.Log.Info("connection ended", "err", err)
	note := ExplainClose(err)
	r := &m.reconnect
	switch why.Advice() {
	case transport.Resume:
		if r.resumeToken == "" {
			return m.findAnotherSeat(note)
		}
		if r.lostAt.IsZero() {
			r.lostAt, r.tries = f.Now, 0
		}
		r.disconnected, r.nextTry = true, f.Now.Add(RetryDelay(r.tries))
		return Transition{}
	case transport.Requeue:
		if why == transport.RoomClosed && m.inNamedRoom() {
			if m.dest.Watch {
				note = "The room that you were watching has closed. Play yourself, or choose another room."
			}
			return m.endMatch(note, Destination{Queue: m.dest.Queue}) // the room no longer exists
		}
		return m.findAnotherSeat(note)
	}
	dest := m.dest
	dest.Resume = nil
	return m.endMatch(note, dest)
}

// inNamedRoom reports whether the player chose this very room, so that no other room can
// replace it.
func (m *matchScene) inNamedRoom() bool {
	dest := &m.dest
	return dest.OpenRoom || dest.Room != "" || dest.Party != "" || dest.Ticket != "" || dest.Watch
}

// endMatch shows why the match has ended; dest is where PLAY AGAIN leads.
func (m *matchScene) endMatch(note string, dest Destination) Transition {
	m.deps.Prefs.SetSeat(prefs.Seat{})
	return Swap(newEndedScene(m.deps, note, dest))
}

// findAnotherSeat starts the search for another seat.
func (m *matchScene) findAnotherSeat(note string) Transition {
	m.deps.Prefs.SetSeat(prefs.Seat{})
	dest, tries := m.dest, m.tries
	if dest.Resume != nil {
		dest.Resume = nil
		if !m.played { // the page was reloaded too late: the player decides whether to play on
			return Swap(newEndedScene(m.deps, note, dest))
		}
	}
	if m.played {
		tries = 0
	}
	switch seat := &m.reconnect.seat; {
	case dest.OpenRoom: // our friends are in the room that we opened
		dest = Destination{Room: seat.Code}
	case dest.Ticket != "", dest.Party != "": // a ticket is good for one use, and our party is in this room
		dest = Destination{Room: cmp.Or(seat.Code, seat.RoomID)}
	}
	s := newMatchmakingScene(m.deps, dest)
	s.note, s.tries = note, tries
	return Swap(s)
}

// maxAway is for how long after the break the server may keep our seat. Until then we try
// to come back; then we look for another seat.
func (r *reconnectState) maxAway() time.Duration {
	window := time.Duration(r.seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultReconnectWindow
	}
	return window + serverNoticeDelay
}

// retryConnection starts the next attempt to reconnect, or checks the running one.
func (m *matchScene) retryConnection(f *Frame) Transition {
	r := &m.reconnect
	switch {
	case f.Now.Sub(r.lostAt) > r.maxAway():
		return m.findAnotherSeat("You were away for longer than your seat is kept.")
	case r.flow != nil:
		return m.finishRetry(f)
	case !f.Now.Before(r.nextTry):
		r.tries++
		r.flow = m.deps.StartResume(r.seat, r.resumeToken)
	}
	return Transition{}
}

// finishRetry checks whether the attempt to reconnect has ended.
func (m *matchScene) finishRetry(f *Frame) Transition {
	r := &m.reconnect
	result, ok := r.flow.Result()
	if !ok {
		return Transition{}
	}
	r.flow = nil
	if result.Err != nil {
		m.deps.Log.Info("not back yet", "err", result.Err, "try", r.tries)
		if isTokenRefused(result.Err) {
			return m.findAnotherSeat("Your seat was given away meanwhile.")
		}
		r.nextTry = f.Now.Add(RetryDelay(r.tries))
		return Transition{}
	}
	r.disconnected = false
	m.attachConn(result.Conn)
	return Transition{}
}

// attachConn starts to play over a new connection.
func (m *matchScene) attachConn(l *Conn) {
	m.conn = l
	m.client = netcode.New(l.Send, m.netcodeOptions())
	_ = m.client.Hello() // on failure Conn.Err gives the reason
}

// updateSeat records that the server has given us the seat and the controls.
func (m *matchScene) updateSeat(v *netcode.View) {
	r := &m.reconnect
	if ticket := m.client.Resume(); ticket != "" {
		r.resumeToken = ticket
		m.saveSeat()
	}
	if !v.Ready {
		return
	}
	m.view, m.played = v, true
	if !r.lostAt.IsZero() {
		r.lostAt = time.Time{}
		r.resumeCount++
	}
}

// seatSaveInterval is how often the seat is saved while we have it.
const seatSaveInterval = 5 * time.Second

// saveSeat saves the seat for this window, so that a reload of the page returns to it.
func (m *matchScene) saveSeat() {
	r, now := &m.reconnect, m.deps.Now()
	s := prefs.Seat{
		Server: m.deps.Options.Server, Player: m.deps.identity.current().ID,
		URL: r.seat.URL, ResumeToken: r.resumeToken, RoomID: r.seat.RoomID, Code: r.seat.Code,
		Queue: m.dest.Queue, Spectator: r.seat.Watch,
		ResumeWindow: time.Duration(r.seat.ReconnectWindowMS) * time.Millisecond,
		ExpiresAt:    now.Add(seatSaveInterval + r.maxAway()),
	}
	if s.ResumeToken == r.savedSeat.ResumeToken && s.ExpiresAt.Sub(r.savedSeat.ExpiresAt) < seatSaveInterval {
		return
	}
	r.savedSeat = s
	m.deps.Prefs.SetSeat(s)
}

// SavedDestination returns the seat that this window had before the page was reloaded, if
// it may still be ours. A link to another room has priority.
func (deps *Deps) SavedDestination() (dest Destination, ok bool) {
	s, ok := deps.Prefs.ResumableSeat(deps.Options.Server, deps.identity.current().ID, deps.Now())
	if !ok || deps.Options.Room != "" && deps.Options.Room != s.Code {
		return dest, false
	}
	dest = Destination{Queue: s.Queue, Watch: s.Spectator, Resume: &api.Assignment{
		RoomID: s.RoomID, Code: s.Code, URL: s.URL, Ticket: s.ResumeToken, Watch: s.Spectator,
		ReconnectWindowMS: int(s.ResumeWindow.Milliseconds()),
	}}
	switch {
	case s.Code != "":
		dest.Room = s.Code
	case s.Spectator:
		dest.Room = s.RoomID
	}
	return dest, true
}

// isTokenRefused reports that the server refused the resume token, rather than being
// unreachable. A browser cannot tell; there maxAway ends the attempts.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}
