// Package api is the JSON of the lobby, defined once for both ends.
package api

import "time"

// Guest answers POST /v1/guests.
type Guest struct {
	PlayerID  string    `json:"player_id"`
	Name      string    `json:"name"`
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewGuest is the body of POST /v1/guests.
type NewGuest struct {
	Name string `json:"name"` // empty: the server invents one
}

// NewTicket is the body of POST /v1/tickets.
type NewTicket struct {
	Queue string `json:"queue"` // "quick"; empty means it
}

// Ticket answers POST /v1/tickets.
type Ticket struct {
	ID         string      `json:"id"`
	Status     string      `json:"status"` // "assigned"
	CreatedAt  time.Time   `json:"created_at"`
	Assignment *Assignment `json:"assignment,omitempty"`
}

// Assignment is a seat to connect to: dial URL, offering Protocol and the ticket.
type Assignment struct {
	RoomID    string    `json:"room_id"`
	Code      string    `json:"code,omitempty"`
	URL       string    `json:"url"`
	Protocol  string    `json:"protocol"`
	Ticket    string    `json:"ticket"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewRoom is the body of POST /v1/rooms, which opens a private room.
type NewRoom struct {
	Mode  string `json:"mode"`  // "skirmish"; empty means it
	Seats int    `json:"seats"` // 2 to 32; 0 means 16
	Bots  *bool  `json:"bots"`  // fill empty seats; absent means yes
}

// Room is one line of GET /v1/rooms.
type Room struct {
	ID      string `json:"id"`
	Mode    string `json:"mode"`
	Players int    `json:"players"`
	Bots    int    `json:"bots"`
	Seats   int    `json:"seats"`
	Phase   string `json:"phase"`

	TickP50 float64 `json:"tick_p50_ms"` // what a step of the room took, lately
	TickP99 float64 `json:"tick_p99_ms"`
}

// Rooms answers GET /v1/rooms.
type Rooms struct {
	Rooms []Room `json:"rooms"`
}

// Meta answers GET /v1/meta: whether a client can play here at all.
type Meta struct {
	Build        string `json:"build"`
	Protocol     int    `json:"protocol"` // protocol.Version
	Subprotocol  string `json:"subprotocol"`
	TickRate     int    `json:"tick_rate"`
	SnapshotRate int    `json:"snapshot_rate"`
}

// Problem is an RFC 9457 problem document, and in a client the error that it
// tells of.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`

	Retry time.Duration `json:"-"` // of the header Retry-After; 0: there was none
}

// Error is fit for a player.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}
