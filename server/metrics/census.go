package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/panics"
	"perihelion/server/room"
	"perihelion/sim"
)

// modes and phases are counted even when there is none of them: a number that
// comes and goes cannot be alerted on.
var (
	modes  = [...]sim.Mode{sim.Skirmish, sim.Teams, sim.Duel}
	phases = [...]sim.Phase{sim.PhaseWarmup, sim.PhaseCountdown, sim.PhaseLive, sim.PhasePodium}
)

func modeNames() (names []string) {
	for _, m := range modes {
		names = append(names, m.String())
	}
	return names
}

// census counts rooms and who is in them, at the moment of a scrape.
type census struct {
	set                  *Set
	list                 func() []room.Info
	rooms, players, bots *prometheus.Desc
}

// Census counts the rooms that list tells of.
func (s *Set) Census(list func() []room.Info) {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
	}
	s.registry.MustRegister(&census{
		set: s, list: list,
		rooms:   describe("rooms", "Open rooms, by what is played and how far the round is.", "mode", "state"),
		players: describe("players", "Seats that humans hold.", "mode"),
		bots:    describe("bots", "Seats that bots hold.", "mode"),
	})
}

// Describe is prometheus.Collector's.
func (c *census) Describe(to chan<- *prometheus.Desc) {
	to <- c.rooms
	to <- c.players
	to <- c.bots
}

// Collect is prometheus.Collector's, who calls it on a goroutine of its own.
func (c *census) Collect(to chan<- prometheus.Metric) {
	defer c.set.Guard().Recover(panics.Background, c.set.log, nil)
	var rooms [len(modes)][len(phases)]int
	var players, bots [len(modes)]int
	for _, r := range c.list() {
		rooms[r.Mode][r.Phase]++
		players[r.Mode] += r.Players
		bots[r.Mode] += r.Bots
	}
	tell := func(d *prometheus.Desc, n int, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), labels...)
	}
	for i, m := range modes {
		for j, p := range phases {
			tell(c.rooms, rooms[i][j], m.String(), p.String())
		}
		tell(c.players, players[i], m.String())
		tell(c.bots, bots[i], m.String())
	}
}
