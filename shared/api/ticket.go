package api

import "time"

// States of a Ticket.
const (
	TicketQueued    = "queued"
	TicketAssigned  = "assigned"
	TicketCancelled = "cancelled"
	TicketExpired   = "expired" // nobody was found in time
	ticketFailed    = "failed"  // a match was found, and no room
)

// NewTicket is the body of POST /v1/tickets.
type NewTicket struct {
	Queue     string         `json:"queue,omitempty" maxLength:"32" doc:"one of the queues of /v1/meta; empty: the first"`
	Party     string         `json:"party,omitempty" maxLength:"16" doc:"code of the party that its leader queues with"`
	Latencies map[string]int `json:"latencies,omitempty" maxProperties:"32" doc:"round trip to each region, in ms"`
}

// Ticket is a wish to play. Whoever it is for sees an own Assignment in it.
type Ticket struct {
	ID         string      `json:"id"`
	Queue      string      `json:"queue"`
	Party      string      `json:"party,omitempty"`
	Players    int         `json:"players" doc:"whom it is for: 1, or a party"`
	Status     string      `json:"status" enum:"queued,assigned,cancelled,expired,failed"`
	Reason     string      `json:"reason,omitempty" doc:"why it is not queued any more, fit for a player"`
	CreatedAt  time.Time   `json:"created_at"`
	ExpiresAt  time.Time   `json:"expires_at,omitzero" doc:"how long it is worth waiting; absent: nobody waits in this queue"`
	Search     *Search     `json:"search,omitempty" doc:"while queued: what the matchmaker is doing"`
	Assignment *Assignment `json:"assignment,omitempty" doc:"once assigned: where to go"`
}

// Search explains a queued ticket.
type Search struct {
	WaitedMS  int        `json:"waited_ms"`
	Place     int        `json:"place" doc:"in the queue, from 1"`
	Queued    int        `json:"queued" doc:"tickets in the queue"`
	Rating    float64    `json:"rating" doc:"what is matched: expected skill of the player, or of the party"`
	Window    float64    `json:"window" doc:"opponents of rating ± this are accepted now; 0: any"`
	LatencyMS int        `json:"latency_ms" doc:"regions up to this round trip are accepted now, and the nearest one; 0: any"`
	Expect    *Expect    `json:"expect,omitempty" doc:"absent until the queue has seen some matches"`
	Nearest   *Miss      `json:"nearest,omitempty" doc:"who was closest to a match, and what was in the way"`
	BotsInMS  int        `json:"bots_in_ms,omitempty" doc:"bots fill the empty seats then; 0: they do not"`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
}

// Expect is how long tickets of this queue waited, lately.
type Expect struct {
	P50MS int `json:"p50_ms"`
	P90MS int `json:"p90_ms"`
}

// Miss is what kept the best candidate from a match.
type Miss struct {
	Why     string  `json:"why" enum:"rating,latency,size,players" doc:"players: too few wait; size: parties do not fill the sides"`
	By      float64 `json:"by" doc:"how far off it was: of rating, in ms, or players missing"`
	OpensMS int     `json:"opens_ms,omitempty" doc:"when both windows will be wide enough; 0: unknown"`
}

// Assignment is a seat to connect to: dial URL, offering Protocol and the ticket.
type Assignment struct {
	RoomID    string    `json:"room_id"`
	Code      string    `json:"code,omitempty" doc:"of a private room, for friends"`
	Mode      string    `json:"mode,omitempty"`
	URL       string    `json:"url" doc:"of the WebSocket"`
	Protocol  string    `json:"protocol" doc:"subprotocol to offer first"`
	Ticket    string    `json:"ticket" doc:"offer it as second subprotocol, after the prefix perihelion.ticket."`
	ExpiresAt time.Time `json:"expires_at" doc:"the seat is kept until then"`

	ReconnectWindowMS int `json:"reconnect_window_ms,omitempty" doc:"how long the seat is kept when its connection breaks"`
}
