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
	// serverNoticeDelay is how much later than we the server may see that the link broke:
	// a silent one ends there by its idle timeout. The seat is held from then on.
	serverNoticeDelay = 25 * time.Second
)

// reconnectState is the way back into a seat whose connection broke. Meanwhile the
// match stays on the screen as it was, and a bot flies the ship.
type reconnectState struct {
	seat         api.Assignment
	resumeToken  string    // back into the seat
	lostAt       time.Time // when it broke; zero: all is well
	disconnected bool      // there is no connection now
	flow         *JoinFlow // to make one
	nextTry      time.Time // of the next try
	tries        int
	resumeCount  int        // how often we came back
	savedSeat    prefs.Seat // what the window remembers of it
}

// onConnectionLost decides what to do about the end of the connection.
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
			return m.endMatch(note, Destination{Queue: m.dest.Queue}) // there is nothing to go back to
		}
		return m.findAnotherSeat(note)
	}
	dest := m.dest
	dest.Resume = nil
	return m.endMatch(note, dest)
}

// named reports whether we were in this very room for a reason: there is no other
// like it to go to.
func (m *matchScene) inNamedRoom() bool {
	dest := &m.dest
	return dest.OpenRoom || dest.Room != "" || dest.Party != "" || dest.Ticket != "" || dest.Watch
}

// endMatch says why the match has ended for us; w is where playing again leads.
func (m *matchScene) endMatch(note string, dest Destination) Transition {
	m.deps.Prefs.SetSeat(prefs.Seat{})
	return Swap(newEndedScene(m.deps, note, dest))
}

// findAnotherSeat looks for another seat.
func (m *matchScene) findAnotherSeat(note string) Transition {
	m.deps.Prefs.SetSeat(prefs.Seat{})
	dest, tries := m.dest, m.tries
	if dest.Resume != nil {
		dest.Resume = nil
		if !m.played { // the page was loaded again, and too late: whether to play on is for the player to say
			return Swap(newEndedScene(m.deps, note, dest))
		}
	}
	if m.played {
		tries = 0
	}
	switch seat := &m.reconnect.seat; {
	case dest.OpenRoom: // the room we opened is where our friends are
		dest = Destination{Room: seat.Code}
	case dest.Ticket != "", dest.Party != "": // it was good for one use, and our friends are there
		dest = Destination{Room: cmp.Or(seat.Code, seat.RoomID)}
	}
	s := newMatchmakingScene(m.deps, dest)
	s.note, s.tries = note, tries
	return Swap(s)
}

// maxAway is for how long after the break our seat may be held: for that long it is
// worth trying to come back. Then we ask for another.
func (r *reconnectState) maxAway() time.Duration {
	window := time.Duration(r.seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultReconnectWindow
	}
	return window + serverNoticeDelay
}

// retryConnection goes on with getting back.
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

// finishRetry looks whether the errand is back.
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

// join begins to talk over a new connection.
func (m *matchScene) attachConn(l *Conn) {
	m.conn = l
	m.client = netcode.New(l.Send, m.netcodeOptions())
	_ = m.client.Hello() // if it cannot be sent, the link says why
}

// updateSeat notes that the server has given us the seat and the controls.
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

// seatSaveInterval is how often the window is told that the seat is still ours.
const seatSaveInterval = 5 * time.Second

// saveSeat has the window find the way back into the seat after a reload.
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

// SavedDestination is where this window was before it was loaded again, if that is worth
// a try. A link to another room wins.
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

// isTokenRefused tells a ticket that the server no longer takes from a server that
// cannot be reached. A browser does not say; there, time decides.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}
