package scene

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// autopilot flies the own ship as a bot would: for demonstrations, and for tests
// that need a player who plays.
type autopilot struct{ seen []sim.Entity }

// autopilot reports whether the own ship flies itself: if that was asked for, and
// the server is one for developers. On all others a player flies, or nobody.
func (k *Kit) autopilot() bool { return k.Options.Bot && k.lounge.meta.Dev }

func (a *autopilot) think(v *netcode.View) sim.Input {
	a.seen = a.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		a.seen = append(a.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: a.seen}, bot.Pilot)
}
