package online

import (
	"cmp"
	"time"

	"perihelion/client/datagrams"
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
	Played      bool          // the player has had the controls
	LostAt      time.Time     // when the connection broke; zero: it works, or the match is drawn on for a moment
	ResumeCount int           // how often the connection was restored
	Moves       int           // how often the match has gone on over another connection, broken or not
	LastGap     time.Duration // for how long it was not heard of the last time; 0: not at all

	service      *Service
	options      func() netcode.Options // for a new netcode client
	conn         *queuedConn
	url          string // that conn leads to; the resume token is for that of seat
	beside       *datagrams.Link
	tries        int             // attempts to get a seat before the player had the controls
	resumeToken  string          // back into the seat; empty: none yet
	disconnected bool            // there is no connection now
	flow         *JoinFlow       // running attempt to reconnect; nil: none
	nextTry      time.Time       // when the next attempt starts
	resumeTries  int             // attempts to reconnect since brokeAt
	brokeAt      time.Time       // when the connection broke; zero: it works
	move         protocol.Move   // where the match may go on since
	before       *netcode.Client // of the connection that broke, while it is drawn on; nil: it is not
	savedSeat    prefs.Seat      // as last saved in the preferences
	next         *nextConn       // to where the match goes on in a moment; nil: none
	movedBy      string          // the token with which that was tried
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
	session := &Session{Dest: dest, seat: result.seat, url: result.seat.URL, service: s, options: options, tries: tries}
	if dest.Resume != nil {
		session.resumeToken = dest.Resume.Ticket
	}
	session.useConn(result.conn, netcode.New(result.conn.send, options()))
	_ = session.Client.Hello() // on failure conn.err gives the reason
	return session
}

// Exchange is called once per frame. It receives what has arrived, sends the inputs that
// sample returns for each due tick, and returns the view to draw; after the connection
// broke it tries to reconnect, and view is nil, unless that takes but a moment. When end is not nil the match is over.
func (s *Session) Exchange(now time.Time, sample func() sim.Input) (view *netcode.View, end *SessionEnd) {
	if view, end = s.exchange(now, sample); end == nil {
		view = s.drawOn(now, view, sample)
	}
	return view, end
}

func (s *Session) exchange(now time.Time, sample func() sim.Input) (view *netcode.View, end *SessionEnd) {
	if s.disconnected {
		return nil, s.retryConnection(now)
	}
	s.prepareMove(now)
	err := s.receiveFrames()
	if err == nil && s.isSilent(now) {
		s.conn.close(transport.Abnormal)
		err = &transport.Closed{Reason: transport.Abnormal, Text: "the server says nothing"}
	}
	if err != nil {
		return nil, s.onConnectionLost(now, err)
	}
	s.beside.Exchange(s.Client, now)
	_ = s.Client.Advance(now, sample) // on failure conn.err gives the reason
	view = s.Client.View(now)
	s.updateSeat(view, now)
	return view, nil
}

// Connected reports whether there is a connection, even one that does not deliver a view
// yet.
func (s *Session) Connected() bool { return !s.disconnected }

// ResumeToken is the token to resume the seat with; empty until Welcome.
func (s *Session) ResumeToken() string { return s.resumeToken }

// Server is the URL of the WebSocket over which the match is played.
func (s *Session) Server() string { return s.url }

// Standby is the URL of the server that would go on with the match; empty: none would, or there is no connection yet.
func (s *Session) Standby() string {
	if s.Client == nil {
		return ""
	}
	return s.Client.Move().URL
}

// noteMove notes that the match has gone on over another connection, after a gap.
func (s *Session) noteMove(gap time.Duration) { s.Moves, s.LastGap = s.Moves+1, gap }

// inNamedRoom reports whether the player chose this very room, so that no other room can
// replace it.
func (s *Session) inNamedRoom() bool {
	dest := &s.Dest
	return dest.OpenRoom || dest.Room != "" || dest.Party != "" || dest.Ticket != ""
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

// updateSeat records that the server has given us the seat and the controls.
func (s *Session) updateSeat(v *netcode.View, now time.Time) {
	if token := s.Client.Resume(); token != "" {
		s.resumeToken, s.seat.URL = token, s.url
		s.saveSeat()
	}
	if !v.Ready {
		return
	}
	s.Played = true
	if !s.brokeAt.IsZero() {
		gap := now.Sub(s.brokeAt)
		s.LostAt, s.brokeAt, s.move = time.Time{}, time.Time{}, protocol.Move{}
		s.ResumeCount++
		s.noteMove(gap)
	}
}

// GiveUpSeat gives up the seat for good. The goodbye is sent in the background.
func (s *Session) GiveUpSeat() {
	s.service.Prefs.SetSeat(prefs.Seat{})
	s.service.Progress.stale = true
	s.service.StartGuarded(s.Quit())
}

// Quit says goodbye to the server. wait blocks until that is sent, so do not call it on
// the game's goroutine.
func (s *Session) Quit() (wait func()) {
	if s.flow != nil {
		s.flow.Abandon()
	}
	s.abandonNext()
	s.service.StartGuarded(s.beside.Close)
	if s.disconnected {
		return func() {}
	}
	_ = s.Client.Quit()
	return func() { s.conn.closeAfterSend(transport.Normal) }
}
