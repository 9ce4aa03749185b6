package prefs

import "time"

// Seat is the way back into a match that this window was in: it outlives a reload
// of the page.
type Seat struct {
	Server      string `json:"server"`
	Player      string `json:"player"` // whose seat it is
	URL         string `json:"url"`    // of the WebSocket
	ResumeToken string `json:"ticket"` // that takes the seat back
	RoomID      string `json:"room_id"`
	Code        string `json:"code,omitempty"`  // of a private room
	Queue       string `json:"queue,omitempty"` // that led there
	Spectator   bool   `json:"watch,omitempty"`

	ResumeWindow time.Duration `json:"window"` // how long the seat is kept when the connection breaks
	ExpiresAt    time.Time     `json:"held"`   // until when it is certainly worth a try
}

// KeepSeat remembers the seat of this window; the zero Seat forgets it. Where
// nothing can be kept, a reload loses it and nothing else.
func (p *Prefs) SetSeat(s Seat) {
	p.seat = s
	if p.window != nil {
		p.window.StoreSeat(s)
	}
}

// ResumableSeat is the seat that this window may still have at a server as a player.
func (p *Prefs) ResumableSeat(server, player string, now time.Time) (Seat, bool) {
	s := p.seat
	if p.window != nil {
		s = p.window.StoredSeat()
	}
	return s, s.ResumeToken != "" && s.Server == server && s.Player == player && now.Before(s.ExpiresAt)
}
