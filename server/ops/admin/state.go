package admin

import (
	"net/http"
	"time"

	"perihelion/sim"
)

// State is everything that the page shows.
type State struct {
	At       time.Time `json:"at"`
	Build    string    `json:"build"`
	Node     string    `json:"node"`
	Region   string    `json:"region"`
	Uptime   float64   `json:"uptime_s"`
	Draining bool      `json:"draining"`
	Store    string    `json:"store"`

	MaxPlayers  int     `json:"max_players"`
	MaxRooms    int     `json:"max_rooms"`
	Connections float64 `json:"connections"`
	HTTP        float64 `json:"http_connections"`
	Goroutines  float64 `json:"goroutines"`

	Ticks     Ticks              `json:"ticks"`
	SendRates map[string]float64 `json:"send_rates"`
	Rooms     []Room             `json:"rooms"`
	Players   []Player           `json:"players"`
	Queues    []Queue            `json:"queues"`
	Bans      []Ban              `json:"bans"`
	Mutes     []Mute             `json:"mutes"`
	Audit     []AuditEntry       `json:"audit"`
	Points    []Point            `json:"points"`            // only the last one in all events but the first
	Servers   []Server           `json:"servers,omitempty"` // of the fleet, this one first; none: it is alone
}

// Ticks are the tick times of the last minute.
type Ticks struct {
	Budget   float64   `json:"budget_ms"`
	Bounds   []float64 `json:"bounds_ms"`
	Counts   []uint64  `json:"counts"` // one more than bounds: values beyond the last bound
	P50      float64   `json:"p50_ms"`
	P99      float64   `json:"p99_ms"`
	Overruns float64   `json:"overruns"` // since the start, like Skipped
	Skipped  float64   `json:"skipped"`

	Throttled float64 `json:"rooms_throttled"` // rooms that send fewer snapshots
	Late      float64 `json:"inputs_late"`     // since the start
}

// Room is a row of the table of rooms.
type Room struct {
	ID      string   `json:"id"`
	Code    string   `json:"code,omitempty"`
	Mode    string   `json:"mode"`
	Phase   string   `json:"phase"`
	Players int      `json:"players"`
	Bots    int      `json:"bots"`
	Seats   int      `json:"seats"`
	Tick    sim.Tick `json:"tick"`
	P50     float64  `json:"tick_p50_ms"`
	P99     float64  `json:"tick_p99_ms"`

	Throttle int `json:"throttle"` // per cent of the snapshots that are left out; above 0: the room has too much to do
}

// Player is a row of the table of players.
type Player struct {
	Room      string  `json:"room"`
	Seat      int     `json:"seat"`
	Player    string  `json:"player"`
	Name      string  `json:"name"`
	Connected bool    `json:"connected"`
	Away      bool    `json:"away"`
	Ping      float64 `json:"ping_ms"`
	SendRate  string  `json:"send_rate,omitempty"`
	From      string  `json:"from,omitempty"`
	Muted     bool    `json:"muted"`
}

// Queue is a matchmaking queue.
type Queue struct {
	Name    string  `json:"name"`
	Tickets float64 `json:"tickets"`
}

// Ban is a ban in force.
type Ban struct {
	ID      string     `json:"id"`
	Player  string     `json:"player,omitempty"`
	Network string     `json:"network,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	At      time.Time  `json:"at"`
	Until   *time.Time `json:"until,omitempty"`
}

// Mute is a mute in force.
type Mute struct {
	Player string     `json:"player"`
	Reason string     `json:"reason,omitempty"`
	At     time.Time  `json:"at"`
	Until  *time.Time `json:"until,omitempty"`
}

// getState sends the state; with ?points=1, as in events but the first.
func (a *Admin) getState(w http.ResponseWriter, r *http.Request) error {
	s := a.collectState(r.Context(), time.Now())
	if r.URL.Query().Get("points") == "1" {
		s.keepLastPoint()
	}
	writeJSON(w, s)
	return nil
}

func (s *State) keepLastPoint() { s.Points = s.Points[max(len(s.Points)-1, 0):] }
