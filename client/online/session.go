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
	seat        api.Assignment
	Played      bool      // the player has had the controls
	LostAt      time.Time // when the connection broke; zero: it works
	ResumeCount int       // how often the connection was restored

	service      *Service
	options      func() netcode.Options // for a new netcode client
	conn         *queuedConn
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
	session := &Session{Dest: dest, seat: result.seat, service: s, options: options, tries: tries}
	if dest.Resume != nil {
		session.resumeToken = dest.Resume.Ticket
	}
	session.attachConn(result.conn)
	return session
}

// Exchange is called once per frame. It receives what has arrived, sends the inputs that
// sample returns for each due tick, and returns the view to draw; after the connection
// broke it tries to reconnect, and view is nil. When end is not nil the match is over.
func (s *Session) Exchange(now time.Time, sample func() sim.Input) (view *netcode.View, end *SessionEnd) {
	if s.disconnected {
		return nil, s.retryConnection(now)
	}
	if err := s.receiveFrames(); err != nil {
		return nil, s.onConnectionLost(now, err)
	}
	_ = s.Client.Advance(now, sample) // on failure conn.err gives the reason
	view = s.Client.View(now)
	s.updateSeat(view)
	return view, nil
}

// Connected reports whether there is a connection, even one that does not deliver a view
// yet.
func (s *Session) Connected() bool { return !s.disconnected }

// ResumeToken is the token to resume the seat with; empty until Welcome.
func (s *Session) ResumeToken() string { return s.resumeToken }

// receiveFrames passes received frames to the netcode. Its error means that the connection
// has ended.
func (s *Session) receiveFrames() error {
	for {
		a, ok := s.conn.nextFrame()
		if !ok {
			return s.conn.err()
		}
		err := s.Client.Receive(a.frame, a.at)
		s.conn.recycle(a.frame)
		if err != nil {
			s.service.Log.Warn("server not understood", "err", err)
			s.conn.close(transport.BadFrame)
			if errors.Is(err, protocol.ErrVersion) {
				return &transport.Closed{Reason: transport.WrongVersion}
			}
			return &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
		}
	}
}

// onConnectionLost decides what follows the end of the connection.
func (s *Session) onConnectionLost(now time.Time, err error) *SessionEnd {
	reason := transport.ReasonOf(err)
	s.service.Log.Info("connection ended", "err", err)
	text := explainClose(err)
	switch reason.Advice() {
	case transport.Resume:
		if s.resumeToken == "" {
			return s.endWithSearch(text)
		}
		if s.LostAt.IsZero() {
			s.LostAt, s.resumeTries = now, 0
		}
		s.disconnected, s.nextTry = true, now.Add(RetryDelay(s.resumeTries))
		return nil
	case transport.Requeue:
		if reason == transport.RoomClosed && s.inNamedRoom() {
			if s.Dest.Watch {
				text = "The room that you were watching has closed. Play yourself, or choose another room."
			}
			return s.endMatch(text, Destination{Queue: s.Dest.Queue}) // the room no longer exists
		}
		return s.endWithSearch(text)
	}
	dest := s.Dest
	dest.Resume = nil
	return s.endMatch(text, dest)
}

// inNamedRoom reports whether the player chose this very room, so that no other room can
// replace it.
func (s *Session) inNamedRoom() bool {
	dest := &s.Dest
	return dest.OpenRoom || dest.Room != "" || dest.Party != "" || dest.Ticket != "" || dest.Watch
}

// endMatch ends the match; dest is where playing again leads.
func (s *Session) endMatch(text string, dest Destination) *SessionEnd {
	s.service.Prefs.SetSeat(prefs.Seat{})
	return &SessionEnd{Reason: text, Next: dest}
}

// endWithSearch ends the match, to look for another seat at once.
func (s *Session) endWithSearch(text string) *SessionEnd {
	end := s.endMatch(text, s.Dest)
	if end.Next.Resume != nil {
		end.Next.Resume = nil
		if !s.Played { // the page was reloaded too late: the player decides whether to play on
			return end
		}
	}
	end.Search = true
	if !s.Played {
		end.Tries = s.tries
	}
	switch {
	case s.Dest.OpenRoom: // our friends are in the room that we opened
		end.Next = Destination{Room: s.seat.Code}
	case s.Dest.Ticket != "", s.Dest.Party != "": // a ticket is good for one use, and our party is in this room
		end.Next = Destination{Room: cmp.Or(s.seat.Code, s.seat.RoomID)}
	}
	return end
}

// maxAway is for how long after the break the server may keep our seat. Until then we try
// to come back; then we look for another seat.
func (s *Session) maxAway() time.Duration {
	window := time.Duration(s.seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultReconnectWindow
	}
	return window + serverNoticeDelay
}

// retryConnection starts the next attempt to reconnect, or checks the running one.
func (s *Session) retryConnection(now time.Time) *SessionEnd {
	switch {
	case now.Sub(s.LostAt) > s.maxAway():
		return s.endWithSearch("You were away for longer than your seat is kept.")
	case s.flow != nil:
		return s.finishRetry(now)
	case !now.Before(s.nextTry):
		s.resumeTries++
		s.flow = s.service.startResume(s.seat, s.resumeToken)
	}
	return nil
}

// finishRetry checks whether the attempt to reconnect has ended.
func (s *Session) finishRetry(now time.Time) *SessionEnd {
	result, ok := s.flow.Result()
	if !ok {
		return nil
	}
	s.flow = nil
	if result.Err != nil {
		s.service.Log.Info("not back yet", "err", result.Err, "try", s.resumeTries)
		if isTokenRefused(result.Err) {
			return s.endWithSearch("Your seat was given away meanwhile.")
		}
		s.nextTry = now.Add(RetryDelay(s.resumeTries))
		return nil
	}
	s.disconnected = false
	s.attachConn(result.conn)
	return nil
}

// isTokenRefused reports that the server refused the resume token, rather than being
// unreachable. A browser cannot tell; there maxAway ends the attempts.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}

// attachConn starts to play over a new connection.
func (s *Session) attachConn(conn *queuedConn) {
	s.conn = conn
	s.Client = netcode.New(conn.send, s.options())
	_ = s.Client.Hello() // on failure conn.err gives the reason
}

// updateSeat records that the server has given us the seat and the controls.
func (s *Session) updateSeat(v *netcode.View) {
	if token := s.Client.Resume(); token != "" {
		s.resumeToken = token
		s.saveSeat()
	}
	if !v.Ready {
		return
	}
	s.Played = true
	if !s.LostAt.IsZero() {
		s.LostAt = time.Time{}
		s.ResumeCount++
	}
}

// GiveUpSeat gives up the seat for good. The goodbye is sent in the background.
func (s *Session) GiveUpSeat() {
	s.service.Prefs.SetSeat(prefs.Seat{})
	s.service.StartGuarded(s.Quit())
}

// Quit says goodbye to the server. wait blocks until that is sent, so do not call it on
// the game's goroutine.
func (s *Session) Quit() (wait func()) {
	if s.flow != nil {
		s.flow.Abandon()
	}
	if s.disconnected {
		return func() {}
	}
	_ = s.Client.Quit()
	return func() { s.conn.closeAfterSend(transport.Normal) }
}

// seatSaveInterval is how often the seat is saved while we have it.
const seatSaveInterval = 5 * time.Second

// saveSeat saves the seat for this window, so that a reload of the page returns to it.
func (s *Session) saveSeat() {
	seat := prefs.Seat{
		Server: s.service.Server, Player: s.service.Guest().ID,
		URL: s.seat.URL, ResumeToken: s.resumeToken, RoomID: s.seat.RoomID, Code: s.seat.Code,
		Queue: s.Dest.Queue, Spectator: s.seat.Watch,
		ResumeWindow: time.Duration(s.seat.ReconnectWindowMS) * time.Millisecond,
		ExpiresAt:    s.service.Now().Add(seatSaveInterval + s.maxAway()),
	}
	if seat.ResumeToken == s.savedSeat.ResumeToken && seat.ExpiresAt.Sub(s.savedSeat.ExpiresAt) < seatSaveInterval {
		return
	}
	s.savedSeat = seat
	s.service.Prefs.SetSeat(seat)
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
