package prefs

import "time"

// Guest is the account of the player on a server.
type Guest struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Token    string `json:"token"` // secret; empty: no account yet
	Server   string `json:"server"`
	IssuedAt int64  `json:"since,omitempty"` // when the server issued the token, in Unix seconds
}

// Window is one of several windows of the game that share a Store: tabs of a browser, or
// processes on a desktop. It ensures that no two of them play as the same guest. NewWindow
// is that of the platform.
type Window interface {
	// ClaimToken reserves a token for this window until it is closed. It returns false if
	// another window has it.
	ClaimToken(token string) bool
	// StoreGuest stores the guest of this window until it is closed. It survives a reload
	// of the page.
	StoreGuest(g Guest)
	StoredGuest() Guest
	StoreSeat(s Seat) // as StoreGuest
	StoredSeat() Seat
}

// SetWindow sets the window, and the guest that is stored for it.
func (p *Prefs) SetWindow(w Window) {
	p.window, p.current = w, w.StoredGuest()
}

// GuestFor is the guest of this window on a server: the one that it has played as, or else
// the one in the preferences. If another window plays as that guest, or there is none, the
// result has no token: a seat belongs to a guest, so two windows must not share one.
func (p *Prefs) GuestFor(server string) Guest {
	for _, g := range []Guest{p.current, p.remembered()} {
		if g.Token != "" && g.Server == server && p.claimToken(g.Token) {
			p.current = g
			return g
		}
	}
	return Guest{Server: server}
}

// CurrentGuest is the guest that this window plays as, or else the one in the preferences.
func (p *Prefs) CurrentGuest() Guest {
	if p.current.Token != "" {
		return p.current
	}
	return p.remembered()
}

// SetGuest makes g the guest of this window. It also saves g in the preferences, unless
// the guest there belongs to another window.
func (p *Prefs) SetGuest(g Guest) error {
	if g == p.current && g == p.remembered() {
		return nil
	}
	owner := p.Token == "" || p.claimToken(p.Token) // of the guest in the preferences
	p.current = g
	if p.window != nil {
		p.window.StoreGuest(g)
		p.window.ClaimToken(g.Token) // succeeds: the token is ours already, or the server has just issued it
	}
	if !owner || g == p.remembered() {
		return nil
	}
	p.setRemembered(g)
	return p.Save()
}

// ClearGuest removes the guest, after the server has deleted the account.
func (p *Prefs) ClearGuest() error {
	if p.remembered() == p.current {
		p.setRemembered(Guest{})
	}
	p.current = Guest{}
	if p.window != nil {
		p.window.StoreGuest(Guest{})
	}
	return p.Save()
}

func (p *Prefs) claimToken(token string) bool { return p.window == nil || p.window.ClaimToken(token) }

func (p *Prefs) remembered() Guest { return Guest{p.ID, p.Name, p.Token, p.Server, p.IssuedAt} }

func (p *Prefs) setRemembered(g Guest) {
	p.ID, p.Name, p.Token, p.Server, p.IssuedAt = g.ID, g.Name, g.Token, g.Server, g.IssuedAt
}

// Seat is what is needed to resume a match after a reload of the page.
type Seat struct {
	Server      string `json:"server"`
	Player      string `json:"player"` // ID of the guest whose seat it is
	URL         string `json:"url"`    // of the WebSocket
	ResumeToken string `json:"ticket"`
	RoomID      string `json:"room_id"`
	Code        string `json:"code,omitempty"`  // of a private room
	Queue       string `json:"queue,omitempty"` // of the matchmaker

	ResumeWindow time.Duration `json:"window"` // how long the server keeps the seat after the connection was lost
	ExpiresAt    time.Time     `json:"held"`   // until then at least the server keeps the seat
}

// SetSeat stores the seat of this window; the zero Seat removes it. If nothing can be
// stored, a reload loses the seat.
func (p *Prefs) SetSeat(s Seat) {
	p.seat = s
	if p.window != nil {
		p.window.StoreSeat(s)
	}
}

// ResumableSeat is the stored seat; ok is false if it is not one of this player on this
// server, or has expired.
func (p *Prefs) ResumableSeat(server, player string, now time.Time) (s Seat, ok bool) {
	s = p.seat
	if p.window != nil {
		s = p.window.StoredSeat()
	}
	return s, s.ResumeToken != "" && s.Server == server && s.Player == player && now.Before(s.ExpiresAt)
}
