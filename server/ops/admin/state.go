package admin

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/ops/metrics"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/sim"
)

// playersTimeout is how long all rooms together may take to list their players.
const playersTimeout = 300 * time.Millisecond

// State is everything that the page shows.
type State struct {
	At       time.Time `json:"at"`
	Build    string    `json:"build"`
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
	Points    []Point            `json:"points"` // only the last one in all events but the first
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

func (a *Admin) getState(w http.ResponseWriter, r *http.Request) error {
	writeJSON(w, a.collectState(r.Context(), time.Now()))
	return nil
}

// collectState reads the current state.
func (a *Admin) collectState(ctx context.Context, now time.Time) *State {
	points, ticks, last := a.history.latest()
	s := &State{
		At: now.UTC(), Build: a.cfg.Build, Uptime: now.Sub(a.started).Seconds(), Draining: a.cfg.Draining(), Store: a.cfg.Store(),
		MaxPlayers: a.cfg.MaxPlayers, MaxRooms: a.cfg.MaxRooms,
		Connections: last.Sum("connections"), HTTP: last.Sum("http_connections"), Goroutines: last.Sum("go_goroutines"),
		Ticks: a.tickStats(ticks, last), SendRates: last.By("clients", "send_rate"),
		Queues: a.queueRows(last), Points: points, Audit: a.audit.latestEntries(),
	}
	s.Bans, s.Mutes = banRows(a.cfg.Bans.Bans(now)), muteRows(a.cfg.Bans.Mutes(now))
	s.Rooms = roomRows(a.cfg.Rooms.List())
	s.Players = a.playerRows(ctx, s.Rooms, now)
	return s
}

func (a *Admin) tickStats(h metrics.Histogram, last metrics.Reading) Ticks {
	t := Ticks{
		Budget: milliseconds(a.cfg.Budget), Counts: h.Counts, Bounds: make([]float64, len(h.Bounds)),
		Overruns: last.Sum("tick_overruns_total"), Skipped: last.Sum("ticks_skipped_total"),
		Throttled: last.Sum("rooms_throttled"), Late: last.Sum("inputs_late_total"),
	}
	for i, b := range h.Bounds {
		t.Bounds[i] = 1000 * b
	}
	if len(h.Bounds) > 0 {
		t.P50, t.P99 = 1000*h.Quantile(0.5), 1000*h.Quantile(0.99)
	}
	return t
}

func (a *Admin) queueRows(last metrics.Reading) []Queue {
	waiting := last.By("matchmaking_tickets", "queue", "state", "queued")
	all := make([]Queue, len(a.cfg.Queues))
	for i, name := range a.cfg.Queues {
		all[i] = Queue{name, waiting[name]}
	}
	return all
}

func roomRows(infos []room.Info) []Room {
	all := make([]Room, len(infos))
	for i, info := range infos {
		all[i] = Room{
			ID: info.ID, Code: info.Code, Mode: info.Mode.String(), Phase: info.Phase.String(),
			Players: info.Players, Bots: info.Bots, Seats: info.Seats, Tick: info.Tick,
			P50: milliseconds(info.Typical), P99: milliseconds(info.Slow),
		}
	}
	return all
}

// seatKey identifies the session of a seat.
type seatKey struct {
	room string
	seat sim.PlayerID
}

func (a *Admin) playerRows(ctx context.Context, rooms []Room, now time.Time) []Player {
	ctx, cancel := context.WithTimeout(ctx, playersTimeout)
	defer cancel()
	links := map[seatKey]session.Info{}
	for _, s := range a.cfg.Gate.Sessions() {
		links[seatKey{s.Room, s.Seat}] = s
	}
	all := []Player{}
	for _, r := range rooms {
		for _, p := range a.playersIn(ctx, r.ID) {
			if p.Player == "" {
				continue
			}
			line := Player{
				Room: r.ID, Seat: int(p.Seat), Player: p.Player, Name: p.Name,
				Connected: p.Connected, Away: p.Away, Ping: milliseconds(p.Ping), Muted: a.cfg.Bans.Muted(p.Player, now),
			}
			if link, ok := links[seatKey{r.ID, p.Seat}]; ok && p.Connected {
				line.SendRate, line.From = link.SendRate.String(), formatAddr(link.From)
			}
			all = append(all, line)
		}
	}
	return all
}

// playersIn lists the players of a room. Rooms that are busy or closed are skipped this
// time.
func (a *Admin) playersIn(ctx context.Context, id string) []room.PlayerInfo {
	r, err := a.cfg.Rooms.Find(id)
	if err != nil {
		return nil
	}
	all, err := r.Players(ctx)
	if err != nil {
		return nil
	}
	return all
}

func formatAddr(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	if addr.Is6() {
		return netip.PrefixFrom(addr, 64).String() // the same network that httpx limits by
	}
	return addr.String()
}

func banRows(known []store.Ban) []Ban {
	all := make([]Ban, len(known))
	for i, b := range known {
		all[i] = Ban{ID: b.ID, Player: b.Player, Reason: b.Reason, At: b.At, Until: optionalTime(b.Until)}
		if b.Network.IsValid() {
			all[i].Network = b.Network.String()
		}
	}
	return all
}

func muteRows(known []store.Mute) []Mute {
	all := make([]Mute, len(known))
	for i, m := range known {
		all[i] = Mute{Player: m.Player, Reason: m.Reason, At: m.At, Until: optionalTime(m.Until)}
	}
	return all
}

// optionalTime is nil for the zero time.
func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
