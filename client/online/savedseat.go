package online

import (
	"time"

	"perihelion/client/prefs"
	"perihelion/shared/api"
)

// seatSaveInterval is how often the seat is saved while we have it.
const seatSaveInterval = 5 * time.Second

// saveSeat saves the seat for this window, so that a reload of the page returns to it.
func (s *Session) saveSeat() {
	seat := prefs.Seat{
		Server: s.service.Server, Player: s.service.Guest().ID,
		URL: s.seat.URL, ResumeToken: s.resumeToken, RoomID: s.seat.RoomID, Code: s.seat.Code,
		Queue:        s.Dest.Queue,
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
	dest = Destination{Queue: seat.Queue, Resume: &api.Assignment{
		RoomID: seat.RoomID, Code: seat.Code, URL: seat.URL, Ticket: seat.ResumeToken,
		ReconnectWindowMS: int(seat.ResumeWindow.Milliseconds()),
	}}
	dest.Room = seat.Code
	return dest, true
}
