package admin

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/ops/metrics"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/sim"
)

// playersTimeout is how long rooms may take to list their players. For so long one that stands still holds up the page.
const playersTimeout = time.Second

// collectState reads the current state.
func (a *Admin) collectState(ctx context.Context, now time.Time) *State {
	points, ticks, last := a.history.latest()
	s := &State{
		At: now.UTC(), Build: a.cfg.Build, Node: a.cfg.Node, Region: a.cfg.Region, Uptime: now.Sub(a.started).Seconds(), Draining: a.cfg.Draining(), Store: a.cfg.Store(),
		MaxPlayers: a.cfg.MaxPlayers, MaxRooms: a.cfg.MaxRooms,
		Connections: last.Sum("connections"), HTTP: last.Sum("http_connections"), Goroutines: last.Sum("go_goroutines"),
		Ticks: a.tickStats(ticks, last), SendRates: last.By("clients", "send_rate"),
		Queues: a.queueRows(last), Points: points, Audit: a.audit.latestEntries(),
	}
	s.Bans, s.Mutes = banRows(a.cfg.Bans.Bans(now)), muteRows(a.cfg.Bans.Mutes(now))
	s.Servers = a.serverRows()
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
			P50: milliseconds(info.Typical), P99: milliseconds(info.Slow), Throttle: info.Throttle,
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
	links := map[seatKey]session.Info{}
	for _, s := range a.cfg.Gate.Sessions() {
		links[seatKey{s.Room, s.Seat}] = s
	}
	all := []Player{}
	for i, players := range a.playersIn(ctx, rooms) {
		r := &rooms[i]
		for _, p := range players {
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

// playersIn lists the players of each of rooms, which are asked at the same time: one that stands still hides no other.
// Rooms that are busy or closed are skipped this time.
func (a *Admin) playersIn(ctx context.Context, rooms []Room) [][]room.PlayerInfo {
	ctx, cancel := context.WithTimeout(ctx, playersTimeout)
	defer cancel()
	all := make([][]room.PlayerInfo, len(rooms))
	var asked sync.WaitGroup
	for i := range rooms {
		asked.Go(func() {
			if r, err := a.cfg.Rooms.Find(rooms[i].ID); err == nil {
				all[i], _ = r.Players(ctx)
			}
		})
	}
	asked.Wait()
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
