package online

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	// defaultReconnectWindow is how long a server keeps a seat, if it does not say.
	defaultReconnectWindow = 20 * time.Second
	// serverNoticeDelay is how much later than the client the server may notice a broken
	// connection: a silent one ends there by its idle timeout. The seat is kept from then
	// on.
	serverNoticeDelay = 25 * time.Second
)

// Session is the client's side of one match: the seat, the netcode client, the connection,
// and the way back when the connection breaks. While it is broken a bot flies the ship on
// the server.
type Session struct {
	Client      *netcode.Client // of the current connection; replaced after a reconnect
	Dest        Destination     // where the seat was found
	Seat        api.Assignment
	Played      bool      // the player has had the controls
	LostAt      time.Time // when the connection broke; zero: it works
	ResumeCount int       // how often the connection was restored

	service      *Service
	options      func() netcode.Options // for a new netcode client
	conn         *Conn
	tries        int        // attempts to get a seat before the player had the controls
	resumeToken  string     // back into the seat; empty: none yet
	disconnected bool       // there is no connection now
	flow         *JoinFlow  // running attempt to reconnect; nil: none
	nextTry      time.Time  // when the next attempt starts
	resumeTries  int        // attempts to reconnect since LostAt
	savedSeat    prefs.Seat // as last saved in the preferences
}

// SessionEnd is what follows when a match is over for the player.
type SessionEnd struct {
	Reason string      // for the player
	Next   Destination // where to play next
	Search bool        // look for Next at once; false: let the player decide
	Tries  int         // with Search: attempts that have failed already
}

// NewSession starts to play on the connection of a successful JoinFlow, which went to dest
// and needed that many tries. options are asked for at every new connection.
func (s *Service) NewSession(result JoinResult, dest Destination, tries int, options func() netcode.Options) *Session {
	n := &Session{Dest: dest, Seat: result.Seat, service: s, options: options, tries: tries}
	if dest.Resume != nil {
		n.resumeToken = dest.Resume.Ticket
	}
	n.attachConn(result.Conn)
	return n
}

// Exchange is called once per frame. It receives what has arrived, sends the inputs that
// sample returns for each due tick, and returns the view to draw; after the connection
// broke it tries to reconnect, and view is nil. When end is not nil the match is over.
func (n *Session) Exchange(now time.Time, sample func() sim.Input) (view *netcode.View, end *SessionEnd) {
	if n.disconnected {
		return nil, n.retryConnection(now)
	}
	if err := n.receiveFrames(); err != nil {
		return nil, n.onConnectionLost(now, err)
	}
	_ = n.Client.Advance(now, sample) // on failure Conn.Err gives the reason
	view = n.Client.View(now)
	n.updateSeat(view)
	return view, nil
}

// Connected reports whether there is a connection, even one that does not deliver a view
// yet.
func (n *Session) Connected() bool { return !n.disconnected }

// ResumeToken is the token to resume the seat with; empty until Welcome.
func (n *Session) ResumeToken() string { return n.resumeToken }

// receiveFrames passes received frames to the netcode. Its error means that the connection
// has ended.
func (n *Session) receiveFrames() error {
	for {
		a, ok := n.conn.NextFrame()
		if !ok {
			return n.conn.Err()
		}
		err := n.Client.Receive(a.Frame, a.At)
		n.conn.Recycle(a.Frame)
		if err != nil {
			n.service.Log.Warn("server not understood", "err", err)
			n.conn.Close(transport.BadFrame)
			if errors.Is(err, protocol.ErrVersion) {
				return &transport.Closed{Reason: transport.WrongVersion}
			}
			return &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
		}
	}
}

// onConnectionLost decides what follows the end of the connection.
func (n *Session) onConnectionLost(now time.Time, err error) *SessionEnd {
	reason := transport.ReasonOf(err)
	n.service.Log.Info("connection ended", "err", err)
	text := ExplainClose(err)
	switch reason.Advice() {
	case transport.Resume:
		if n.resumeToken == "" {
			return n.endWithSearch(text)
		}
		if n.LostAt.IsZero() {
			n.LostAt, n.resumeTries = now, 0
		}
		n.disconnected, n.nextTry = true, now.Add(RetryDelay(n.resumeTries))
		return nil
	case transport.Requeue:
		if reason == transport.RoomClosed && n.inNamedRoom() {
			if n.Dest.Watch {
				text = "The room that you were watching has closed. Play yourself, or choose another room."
			}
			return n.endMatch(text, Destination{Queue: n.Dest.Queue}) // the room no longer exists
		}
		return n.endWithSearch(text)
	}
	dest := n.Dest
	dest.Resume = nil
	return n.endMatch(text, dest)
}

// inNamedRoom reports whether the player chose this very room, so that no other room can
// replace it.
func (n *Session) inNamedRoom() bool {
	dest := &n.Dest
	return dest.OpenRoom || dest.Room != "" || dest.Party != "" || dest.Ticket != "" || dest.Watch
}

// endMatch ends the match; dest is where playing again leads.
func (n *Session) endMatch(text string, dest Destination) *SessionEnd {
	n.service.Prefs.SetSeat(prefs.Seat{})
	return &SessionEnd{Reason: text, Next: dest}
}

// endWithSearch ends the match, to look for another seat at once.
func (n *Session) endWithSearch(text string) *SessionEnd {
	end := n.endMatch(text, n.Dest)
	if end.Next.Resume != nil {
		end.Next.Resume = nil
		if !n.Played { // the page was reloaded too late: the player decides whether to play on
			return end
		}
	}
	end.Search = true
	if !n.Played {
		end.Tries = n.tries
	}
	switch {
	case n.Dest.OpenRoom: // our friends are in the room that we opened
		end.Next = Destination{Room: n.Seat.Code}
	case n.Dest.Ticket != "", n.Dest.Party != "": // a ticket is good for one use, and our party is in this room
		end.Next = Destination{Room: cmp.Or(n.Seat.Code, n.Seat.RoomID)}
	}
	return end
}

// MaxAway is for how long after the break the server may keep our seat. Until then we try
// to come back; then we look for another seat.
func (n *Session) MaxAway() time.Duration {
	window := time.Duration(n.Seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultReconnectWindow
	}
	return window + serverNoticeDelay
}

// retryConnection starts the next attempt to reconnect, or checks the running one.
func (n *Session) retryConnection(now time.Time) *SessionEnd {
	switch {
	case now.Sub(n.LostAt) > n.MaxAway():
		return n.endWithSearch("You were away for longer than your seat is kept.")
	case n.flow != nil:
		return n.finishRetry(now)
	case !now.Before(n.nextTry):
		n.resumeTries++
		n.flow = n.service.StartResume(n.Seat, n.resumeToken)
	}
	return nil
}

// finishRetry checks whether the attempt to reconnect has ended.
func (n *Session) finishRetry(now time.Time) *SessionEnd {
	result, ok := n.flow.Result()
	if !ok {
		return nil
	}
	n.flow = nil
	if result.Err != nil {
		n.service.Log.Info("not back yet", "err", result.Err, "try", n.resumeTries)
		if isTokenRefused(result.Err) {
			return n.endWithSearch("Your seat was given away meanwhile.")
		}
		n.nextTry = now.Add(RetryDelay(n.resumeTries))
		return nil
	}
	n.disconnected = false
	n.attachConn(result.Conn)
	return nil
}

// isTokenRefused reports that the server refused the resume token, rather than being
// unreachable. A browser cannot tell; there MaxAway ends the attempts.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}

// attachConn starts to play over a new connection.
func (n *Session) attachConn(conn *Conn) {
	n.conn = conn
	n.Client = netcode.New(conn.Send, n.options())
	_ = n.Client.Hello() // on failure Conn.Err gives the reason
}

// updateSeat records that the server has given us the seat and the controls.
func (n *Session) updateSeat(v *netcode.View) {
	if token := n.Client.Resume(); token != "" {
		n.resumeToken = token
		n.saveSeat()
	}
	if !v.Ready {
		return
	}
	n.Played = true
	if !n.LostAt.IsZero() {
		n.LostAt = time.Time{}
		n.ResumeCount++
	}
}

// GiveUpSeat gives up the seat for good. The goodbye is sent in the background.
func (n *Session) GiveUpSeat() {
	n.service.Prefs.SetSeat(prefs.Seat{})
	n.service.StartGuarded(n.Quit())
}

// Quit says goodbye to the server. wait blocks until that is sent, so do not call it on
// the game's goroutine.
func (n *Session) Quit() (wait func()) {
	if n.flow != nil {
		n.flow.Abandon()
	}
	if n.disconnected {
		return func() {}
	}
	_ = n.Client.Quit()
	return func() { n.conn.CloseAfterSend(transport.Normal) }
}

// seatSaveInterval is how often the seat is saved while we have it.
const seatSaveInterval = 5 * time.Second

// saveSeat saves the seat for this window, so that a reload of the page returns to it.
func (n *Session) saveSeat() {
	seat := prefs.Seat{
		Server: n.service.Server, Player: n.service.Guest().ID,
		URL: n.Seat.URL, ResumeToken: n.resumeToken, RoomID: n.Seat.RoomID, Code: n.Seat.Code,
		Queue: n.Dest.Queue, Spectator: n.Seat.Watch,
		ResumeWindow: time.Duration(n.Seat.ReconnectWindowMS) * time.Millisecond,
		ExpiresAt:    n.service.Now().Add(seatSaveInterval + n.MaxAway()),
	}
	if seat.ResumeToken == n.savedSeat.ResumeToken && seat.ExpiresAt.Sub(n.savedSeat.ExpiresAt) < seatSaveInterval {
		return
	}
	n.savedSeat = seat
	n.service.Prefs.SetSeat(seat)
}

// SavedDestination returns the seat that this window had before the page was reloaded, if
// it may still be ours. A link to another room, whose code is room, has priority.
func (s *Service) SavedDestination(room string) (dest Destination, ok bool) {
	seat, ok := s.Prefs.ResumableSeat(s.Server, s.Guest().ID, s.Now())
	if !ok || room != "" && room != seat.Code {
		return dest, false
	}
	dest = Destination{Queue: seat.Queue, Watch: seat.Spectator, Resume: &api.Assignment{
		RoomID: seat.RoomID, Code: seat.Code, URL: seat.URL, Ticket: seat.ResumeToken, Watch: seat.Spectator,
		ReconnectWindowMS: int(seat.ResumeWindow.Milliseconds()),
	}}
	switch {
	case seat.Code != "":
		dest.Room = seat.Code
	case seat.Spectator:
		dest.Room = seat.RoomID
	}
	return dest, true
}
