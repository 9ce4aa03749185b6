package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/sim"
)

// modes and phases are exported even when there is no such room: alerts need a series that
// is always there.
var (
	phases = [...]sim.Phase{sim.PhaseWarmup, sim.PhaseCountdown, sim.PhaseLive, sim.PhasePodium}
)

// roomCollector counts rooms, players and bots at each scrape.
type roomCollector struct {
	set                  *Set
	roomInfos            func() []room.Info
	rooms, players, bots *prometheus.Desc
	throttled            *prometheus.Desc
}

// RegisterRoomGauges exports the number of rooms, players and bots in the rooms that list
// returns.
func (s *Set) RegisterRoomGauges(list func() []room.Info) {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
	}
	s.registry.MustRegister(&roomCollector{
		set: s, roomInfos: list,
		rooms:   describe("rooms", "Open rooms, by what is played and how far the round is.", "mode", "state"),
		players: describe("players", "Seats that humans hold.", "mode"),
		bots:    describe("bots", "Seats that bots hold.", "mode"),

		throttled: describe("rooms_throttled", "Rooms that send fewer snapshots because their ticks come late."),
	})
}

func (c *roomCollector) Describe(to chan<- *prometheus.Desc) {
	to <- c.rooms
	to <- c.players
	to <- c.bots
	to <- c.throttled
}

// Collect implements prometheus.Collector. It is called on a goroutine of the library.
func (c *roomCollector) Collect(to chan<- prometheus.Metric) {
	defer c.set.Guard().Recover(panics.Background, c.set.log, nil)
	type count struct {
		rooms         [len(phases)]int
		players, bots int
	}
	counts, throttled := map[*sim.Mode]*count{}, 0
	for _, m := range c.set.modes {
		counts[m] = &count{}
	}
	for _, r := range c.roomInfos() {
		n := counts[r.Mode]
		n.rooms[r.Phase]++
		n.players += r.Players
		n.bots += r.Bots
		if r.Throttle > 0 {
			throttled++
		}
	}
	send := func(d *prometheus.Desc, n int, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), labels...)
	}
	for m, n := range counts {
		for j, p := range phases {
			send(c.rooms, n.rooms[j], m.String(), p.String())
		}
		send(c.players, n.players, m.String())
		send(c.bots, n.bots, m.String())
	}
	send(c.throttled, throttled)
}
